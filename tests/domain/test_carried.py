"""What a workbook of ours carries: written as rows, read from whatever another program saved."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.tables import sheet_of
from vawg_plans.domain.carried import (
    MARK,
    Carried,
    CarriedRow,
    number_of,
    read_carried,
    rows_of,
    short_digest,
)
from vawg_plans.domain.tables import CellValue

MADE = Carried(
    force_id="kent",
    plan_id="plan-kent",
    label="Draft",
    sequence=41,
    made="ab12",
    columns=("title", "due"),
    actions={"act-1": CarriedRow(3, {"slips": "00ff00ff"}), "act-2": CarriedRow(1)},
    answers={"test:powers:effective": 2},
    lines=frozenset({"0a", "0b"}),
)


def test_what_is_carried_is_read_as_it_was_written() -> None:
    assert read_carried(sheet_of([["OFFICIAL, Kent"], *rows_of(MADE)])) == MADE


def test_any_other_sheet_carries_nothing() -> None:
    assert read_carried(sheet_of([["Action", "act-1", 3]])) is None


def test_rows_that_somebody_broke_are_passed_over() -> None:
    rows: list[list[CellValue]] = [
        [MARK],
        ["Force", "kent"],
        ["Action"],
        ["Action", "act-1", "third"],
        ["Action", "act-2", -1],
        ["Answer", "x", 1.5],
        ["Action", "act-3", "2.0"],
        ["Commit", "soon"],
        ["Lines"],
    ]
    carried = read_carried(sheet_of(rows))
    assert carried == Carried("kent", actions={"act-3": CarriedRow(2)})


@pytest.mark.parametrize(
    ("words", "number"),
    [("4", 4), ("4.0", 4), (" 12 ", 12), ("4.5", None), ("-1", None), ("", None), ("9" * 30, None),
     ("\u0664", None)],
)  # fmt: skip
def test_a_revision_is_a_whole_number_however_a_program_wrote_it(
    words: str, number: int | None
) -> None:
    assert number_of(words) == number


@given(st.text(), st.dates(dt.date(1950, 1, 1)), st.integers(-(10**9), 10**9))
def test_a_line_has_one_digest_whichever_program_saved_it(
    words: str, day: dt.date, number: int
) -> None:
    moment = dt.datetime.combine(day, dt.time())
    assert short_digest([words, day, number, None]) == short_digest(
        [f" {words}", moment, float(number), ""]
    )
    assert short_digest([number]) == short_digest([str(number)])
