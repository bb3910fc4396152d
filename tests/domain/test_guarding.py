"""Text in CSV that no spreadsheet runs, and that comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.guarding import guarded, unguarded

SIGNS = "=+-@\t\r\n＝＋－＠"


@given(st.text() | st.text(alphabet="'=+-@x \u200b"))
def test_every_text_comes_back_and_none_begins_as_a_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(tuple(SIGNS))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-3 days", "'-3 days"),
        ("'=1+1", "''=1+1"),
        (" =1+1", "' =1+1"),
        ("\u200b\ufeff=1+1", "'\u200b\ufeff=1+1"),
        (" '=1+1", " '=1+1"),
        ("'quoted'", "'quoted'"),
        ("Ongoing", "Ongoing"),
        ("", ""),
    ],
)
def test_only_what_needs_a_mark_gets_one(text: str, cell: str) -> None:
    assert guarded(text) == cell
    assert unguarded(cell) == text
