"""Refused rows handed back: as they stood, with their reasons, and taken once they are correct."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest

from tests.fixtures.tables import FRAMEWORK, PERSON
from vawg_plans.domain.importing import Proposal, propose_all
from vawg_plans.domain.plan_columns import REFUSAL_HEADINGS
from vawg_plans.domain.reading import find_tables
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.refusing import refused_tables
from vawg_plans.domain.tables import Severity, Table
from vawg_plans.exchange.csv_in import SHEET, read_csv
from vawg_plans.exchange.refusals_out import refusals_workbook
from vawg_plans.exchange.workbooks_in import read_workbook
from vawg_plans.exchange.workbooks_out import Imprint

Rows = Sequence[Sequence[Any]]
IMPRINT = Imprint(
    "Kent Police",
    "Refused rows",
    "REFUSED ROWS",
    "now",
    "OFFICIAL-SENSITIVE",
    dt.datetime(2022, 3, 3),
)
HEADER = ["Ref", "Action", "4P", "Owner", "Due", "RAG", "Budget"]
FOUR = ["Ref", "Action", "Owner", "RAG"]
GOOD = ["1.10", "Train staff", "Prepare", "ACC", dt.date(2022, 3, 31), "Green", 500]


def book_of(**sheets: Rows) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def read(data: bytes, read_as: ReadAs | None = None) -> tuple[tuple[Table, ...], Proposal]:
    read_as = read_as or ReadAs()
    tables = find_tables(read_workbook(data, "plan.xlsx").sheets, FRAMEWORK, "plan.xlsx", read_as)
    return tables, propose_all(tables, FRAMEWORK, read_as, person_id=PERSON)


def handed_back(data: bytes, read_as: ReadAs | None = None) -> bytes:
    tables, proposal = read(data, read_as)
    refused = refused_tables(tables, proposal.refused, proposal.problems, FRAMEWORK)
    return refusals_workbook(refused, IMPRINT)


def corrected(data: bytes, said: dict[str, Any]) -> bytes:
    """The workbook with a value put wherever one of these words stands."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value in said:
                    cell.value = said[cell.value]
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def refusals(data: bytes) -> list[str]:
    _, proposal = read(data)
    return [p.reason for p in proposal.problems if p.severity is Severity.REFUSED]


def made_of(data: bytes) -> list[dict[str, Any]]:
    _, proposal = read(data)
    assert proposal.rows_refused == 0
    return [p.action_fields for p in proposal.proposed]


WRONG = ["2", "Use orders", "Pursue; our people", "DCI", "31/02/2022", "Purple", 7.5]
RIGHT = {"31/02/2022": dt.date(2022, 2, 28), "Purple": "Red"}


def test_only_refused_rows_are_handed_back_with_their_cells_and_reasons() -> None:
    data = handed_back(book_of(Our_plan=[["Our plan"], HEADER, GOOD, WRONG]))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Our plan"]
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    top = next(i for i, row in enumerate(rows) if row[0] == "Ref")
    assert rows[top] == [*HEADER, *REFUSAL_HEADINGS]
    (row,) = rows[top + 1 :]
    assert row[:7] == WRONG
    assert row[7] == "Due (was E4)\nRAG (was F4)"
    assert row[8].count("\n") == 1
    assert "February 2022 has no day 31" in row[8]


@pytest.mark.parametrize(
    ("sheets", "right"),
    [
        ({"Our_plan": [["Our plan"], HEADER, GOOD, WRONG]}, RIGHT),
        # Which inspection is answered stands in the title.
        ({"P": [["Response to the joint rape inspection"], ["Action", "Rec", "RAG"],
                ["Train", "3", "Purple"]]}, RIGHT),
        # Numbers and texts that look like numbers stay what they were.
        ({"P": [HEADER, ["1.10", "Train", None, None, None, "Purple", "007"]]}, RIGHT),
        ({"P": [["Action", "% complete", "RAG"], ["Train", 0.4, "Green"], ["Use", 0.6, "Purple"],
                ["See", 0.2, "Purple"]]}, RIGHT),
        # Several sheets, each its own strand.
        ({"Prevent": [FOUR, ["1", "Train", "ACC", "Purple"]],
          "Our_people": [FOUR, ["2", "Review", "ACC", "Purple"]]}, RIGHT),
        ({"Our_culture": [FOUR, ["1", "Train", "ACC", "Green"]],
          "Our_people": [FOUR, ["2", "Review", "ACC", "Purple"]]}, RIGHT),
        # Headings between rows.
        ({"P": [["Ref", "Action", "Owner", "RAG"], ["PREVENT"], ["1", "Train", "ACC", "Purple"],
                ["2", "Visit", "ACC", "Green"], ["PURSUE"], ["3", "Arrest", "DCI", "Purple"],
                ["4", "Charge", "DCI", "Green"]]}, RIGHT),
    ],
)  # fmt: skip
def test_corrected_rows_make_what_the_whole_file_would_have_made(
    sheets: dict[str, Rows], right: dict[str, Any]
) -> None:
    whole = book_of(**sheets)
    back = handed_back(whole)
    assert sorted(refusals(back)) == sorted(refusals(whole))
    wanted = made_of(corrected(whole, right))
    made = made_of(corrected(back, right))
    assert made
    for one in made:
        assert one in wanted


def test_what_was_refused_again_is_handed_back_again_without_growing() -> None:
    once = handed_back(book_of(P=[HEADER, GOOD, WRONG]))
    twice = handed_back(once)
    texts = [
        [[c.value for c in row] for row in openpyxl.load_workbook(io.BytesIO(d))["P"].iter_rows()]
        for d in (once, twice)
    ]
    assert [row[:7] for row in texts[0]] == [row[:7] for row in texts[1]]


def test_a_column_whose_meaning_was_chosen_keeps_it_under_a_heading_that_says_so() -> None:
    data = book_of(P=[["Ref", "Action", "Phase"], ["1", "Train", "Purple"]])
    back = handed_back(data, ReadAs(columns={"phase": "status"}))
    assert "not a status" in refusals(back)[0]


def test_a_day_of_1900_and_a_text_too_long_for_any_cell_are_handed_back() -> None:
    data = book_of(P=[HEADER, [*GOOD[:4], dt.date(1900, 2, 1), *GOOD[5:]]])
    assert "1900" in refusals(handed_back(data))[0]
    long = read_csv(f"Ref,Action,RAG\n1,{'x' * 40_000},Green".encode(), "plan.csv")
    tables = find_tables(long.sheets, FRAMEWORK, "plan.csv", ReadAs())
    proposal = propose_all(tables, FRAMEWORK, ReadAs(), person_id=PERSON)
    found = refused_tables(tables, proposal.refused, proposal.problems, FRAMEWORK)
    book = openpyxl.load_workbook(io.BytesIO(refusals_workbook(found, IMPRINT)))
    texts = [str(c.value) for row in book[SHEET].iter_rows() for c in row]
    assert "x" * 30_000 in texts
    assert any("40,000 characters" in t and "the first 30,000" in t for t in texts)


def test_a_formula_that_somebody_typed_as_text_stays_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(book_of(P=[HEADER, WRONG])))
    cell = book["P"]["B2"]
    cell.value, cell.data_type = "=1+1", "s"
    made = io.BytesIO()
    book.save(made)
    back = openpyxl.load_workbook(io.BytesIO(handed_back(made.getvalue())))["P"]
    assert [c.data_type for row in back.iter_rows() for c in row if c.value == "=1+1"] == ["s"]
