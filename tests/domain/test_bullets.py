"""Cells taken apart: paragraphs, bullets, lead-ins; and no word lost or invented."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.bullets import first_sentence, pieces_of, take_apart, title_of


@pytest.mark.parametrize("sign", ["•", "·", "▪", "●", "- ", "– ", "* ", "o ", "\uf0b7 ", "1. ",
                                  "1) ", "(1) ", "(a) ", "a) ", "ii) ", "  • "])  # fmt: skip
def test_each_sign_that_people_use_starts_a_bullet(sign: str) -> None:
    taken = take_apart(f"{sign}Train staff\n{sign}Review orders")
    assert [b.text for b in taken.bullets] == ["Train staff", "Review orders"]
    assert [b.number for b in taken.bullets] == [1, 2]


@pytest.mark.parametrize(
    "line",
    ["-5 per cent", "4.1 By March 2022", "2022. A year", "one of them", "*a note", "on call"],
)
def test_a_line_that_only_looks_like_a_bullet_is_a_paragraph(line: str) -> None:
    assert take_apart(line).bullets == ()
    assert take_apart(line).paragraphs == (line,)


def test_a_line_without_a_sign_continues_the_bullet_before_it() -> None:
    taken = take_apart("• A flag for a vulnerable person\nmarker. These are mandated\n• Next")
    assert taken.bullets[0].text == "A flag for a vulnerable person marker. These are mandated"
    assert len(taken.bullets) == 2


def test_before_any_bullet_a_line_in_lower_case_continues_the_paragraph() -> None:
    taken = take_apart("It contains a threat\nassessment, and objectives.\nA second paragraph.")
    assert taken.paragraphs == (
        "It contains a threat assessment, and objectives.",
        "A second paragraph.",
    )


def test_a_sign_alone_on_its_line_belongs_to_the_next_line() -> None:
    assert [b.text for b in take_apart("•\nTrain staff\n•\nReview").bullets] == [
        "Train staff",
        "Review",
    ]


@pytest.mark.parametrize("first", ["• We have these objectives:", "We have these objectives:"])
def test_what_ends_with_a_colon_before_bullets_introduces_them(first: str) -> None:
    taken = take_apart(f"{first}\n• Train\n• Review")
    assert [(b.text, b.context) for b in taken.bullets] == [
        ("Train", ("We have these objectives:",)),
        ("Review", ("We have these objectives:",)),
    ]


def test_two_lead_ins_one_after_another_are_both_context() -> None:
    taken = take_apart("Our plan:\n• The objectives are:\n• Train\n• Review")
    assert [b.text for b in taken.bullets] == ["Train", "Review"]
    assert taken.bullets[1].context == ("Our plan:", "The objectives are:")


def test_each_run_of_bullets_has_its_own_lead_in_and_shares_the_paragraphs() -> None:
    text = "Our approach.\nPrepare:\n• Train\n\nProtect:\n• Use orders\n\nReviewed each month."
    taken = take_apart(text)
    assert [(b.text, b.context) for b in taken.bullets] == [
        ("Train", ("Our approach.", "Reviewed each month.", "Prepare:")),
        ("Use orders", ("Our approach.", "Reviewed each month.", "Protect:")),
    ]


_LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "• ", "- ", "1. ", "(a) ", "   ", "▪", "•"]),
        st.text(alphabet="abcXYZ 019.:,'()/-", max_size=40),
    ).map("".join),
    max_size=12,
).map("\n".join)


def _letters(*texts: str) -> str:
    return re.sub(r"\s", "", "".join(texts))


@given(_LINES)
def test_pieces_hold_every_sign_of_the_text_in_order(text: str) -> None:
    # A bullet sign that nothing follows is the only thing that may go: it is no word.
    pieces = pieces_of(text)
    without = re.compile("[•▪-]")
    assert without.sub("", _letters(*(p.marker + p.text for p in pieces))) == without.sub(
        "", _letters(text)
    )


@given(_LINES)
def test_no_word_is_lost_or_invented_when_a_cell_is_taken_apart(text: str) -> None:
    taken = take_apart(text)
    pieces = pieces_of(text)
    context = {words for b in taken.bullets for words in b.context}
    told = {*taken.paragraphs, *(b.text for b in taken.bullets), *context}
    assert told == {p.text for p in pieces}
    marked = Counter(p.text for p in pieces if p.is_bullet)
    actions = Counter(b.text for b in taken.bullets)
    assert actions <= marked
    assert all(words.endswith(":") for words in marked - actions)


@given(st.text(max_size=600), st.integers(min_value=20, max_value=200))
def test_a_title_is_never_too_long_and_starts_as_its_text_does(text: str, longest: int) -> None:
    title = title_of(text, longest)
    whole = " ".join(text.split())
    assert len(title) <= longest
    assert whole.startswith(title.removesuffix("…")) or title == whole


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One thing. Another thing.", "One thing."),
        ("We use e.g. Clare's Law. Then more.", "We use e.g. Clare's Law."),
        ("No end at all", "No end at all"),
        ("Seen by Supt. Operations. Then more.", "Seen by Supt. Operations."),
    ],
)
def test_the_first_sentence_ends_where_a_reader_ends_it(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


def test_a_long_title_is_cut_at_a_clause_or_else_at_a_word() -> None:
    clause = "The management of offenders is done by the team for them, with the county scheme " * 3
    assert title_of(clause, 100) == "The management of offenders is done by the team for them…"
    assert title_of("word " * 100, 32) == "word word word word word word…"
