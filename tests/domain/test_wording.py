"""What changed in a text, word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.wording import Piece, shortened, word_changes

TEXTS = st.text(alphabet="ab c.\n-é", max_size=40)


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("Train officers", "Train officers", [("same", "Train officers")]),
        ("", "New", [("new", "New")]),
        ("Old", "", [("gone", "Old")]),
        (
            "Train all officers by May",
            "Train every officer by June",
            [
                ("same", "Train "),
                ("gone", "all officers"),
                ("new", "every officer"),
                ("same", " by "),
                ("gone", "May"),
                ("new", "June"),
            ],
        ),
        (
            "Review orders, weekly.",
            "Review orders weekly.",
            [("same", "Review orders"), ("gone", ","), ("same", " weekly.")],
        ),
    ],
)
def test_each_word_stayed_went_or_came(
    before: str, after: str, pieces: list[tuple[str, str]]
) -> None:
    assert word_changes(before, after) == [Piece(*p) for p in pieces]  # type: ignore[arg-type]


@given(before=TEXTS, after=TEXTS)
def test_the_pieces_make_both_texts_again(before: str, after: str) -> None:
    pieces = word_changes(before, after)
    assert "".join(p.text for p in pieces if p.kind != "new") == before
    assert "".join(p.text for p in pieces if p.kind != "gone") == after
    assert all(p.text for p in pieces)


def test_a_text_too_long_to_compare_is_shown_whole() -> None:
    before, after = "a " * 5_000, "b " * 5_000
    assert word_changes(before, after) == [Piece("gone", before), Piece("new", after)]


def test_long_stretches_that_stayed_are_cut_around_the_change() -> None:
    before = "word " * 100 + "old" + " word" * 100
    short = shortened(word_changes(before, before.replace("old", "new")))
    assert [p.kind for p in short] == ["same", "gone", "new", "same"]
    assert short[0].text.startswith("…")
    assert short[-1].text.endswith("…")
    assert sum(len(p.text) for p in short) < 200
