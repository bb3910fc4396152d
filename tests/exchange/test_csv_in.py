"""CSV in: every way such a file is written gives the same table; the rest gets a sentence."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.tables import FRAMEWORK, PERSON
from vawg_plans.domain.canonical import visible
from vawg_plans.domain.importing import propose
from vawg_plans.domain.reading import find_table
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.errors import UnreadableFile
from vawg_plans.exchange import csv_out
from vawg_plans.exchange.csv_in import is_csv, read_csv
from vawg_plans.exchange.workbooks_out import Imprint
from vawg_plans.services.importing import read_upload

TABLE = [
    ["Ref", "Action", "Owner", "Due", "RAG"],
    ["1.10", "Train staff: “orders”, 'bail'", "ACC", "31/03/2022", "Green"],
    ["2", "Review\nall cases – £500", "D/Supt", "Ongoing", "On hold"],
]


def written(rows: list[list[str]], sign: str = ",", end: str = "\r\n") -> str:
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=sign, lineterminator=end, quoting=quoting).writerows(rows)
    return out.getvalue()


def cells(data: bytes) -> list[list[str]]:
    (sheet,) = read_csv(data, "plan.csv").sheets
    return [[c.text for c in row] for _, row in sheet.rows]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_the_table_is_the_same_however_it_is_written(sign: str, encoding: str) -> None:
    assert cells(written(TABLE, sign).encode(encoding)) == TABLE


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_system_are_line_ends(end: str) -> None:
    assert cells(written(TABLE, end=end).encode()) == TABLE


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    data = b'Ref,Action\r\n1,"Train\r\nall"\r\n\r\n2,Review\r\n'
    (sheet,) = read_csv(data, "plan.csv").sheets
    assert [n for n, _ in sheet.rows] == [1, 2, 4]
    assert sheet.rows[2][1][1].address == "B4"


def test_the_sign_may_be_said_in_a_first_line_that_is_no_row() -> None:
    (sheet,) = read_csv(b"sep=;\r\nRef;Action\r\n1;Train, review\r\n", "plan.csv").sheets
    assert [(n, [c.text for c in row]) for n, row in sheet.rows] == [
        (1, ["Ref", "Action"]),
        (2, ["1", "Train, review"]),
    ]


def test_the_rows_of_a_table_say_what_parts_it_and_not_its_title() -> None:
    lines = ["Our plan, as agreed, in March, 2022", "", "Ref;Action;Owner"]
    lines += [f"{n};Train, and review;ACC" for n in range(9)]
    rows = cells("\n".join(lines).encode())
    assert rows[-1] == ["8", "Train, and review", "ACC"]


def test_windows_letters_are_said_to_be_a_reading_and_the_others_are_not() -> None:
    (problem,) = read_csv(written(TABLE).encode("cp1252"), "plan.csv").problems
    assert "Windows-1252" in problem.reason
    assert read_csv(written(TABLE).encode(), "plan.csv").problems == ()


def test_a_table_from_csv_makes_actions_like_any_other() -> None:
    book = read_upload(written(TABLE, ";").encode("utf-8-sig"), "Plan.CSV")
    table = find_table(book.sheets, FRAMEWORK, "Plan.CSV")
    made = propose(table, FRAMEWORK, ReadAs(), person_id=PERSON).proposed
    assert [(p.action_fields["reference"], p.action_fields["due"]) for p in made] == [
        ("1.10", dt.date(2022, 3, 31)),
        ("2", None),
    ]
    assert len(book.digest) == 64


def test_what_a_formula_left_behind_is_read_as_empty_and_said() -> None:
    book = read_csv(b"Ref,Action,Owner\r\n1,Train,#REF!\r\n", "plan.csv")
    [_, (_, row)] = book.sheets[0].without_failed().rows
    assert [c.text for c in row] == ["1", "Train"]
    assert [(p.cell, "#REF!" in p.reason) for p in book.problems] == [("C2", True)]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" , ,\r\n", "nothing in it"),
        (b'Ref,Action\r\n1,"Train\r\n2,Review\r\n', "quotation mark in line 2"),
        (b"Ref,Action\r\n1," + b"x" * 200_000, "longer than any can be"),
        (b"Ref,Action\r\n" + b"1,Train\r\n" * 20_501, "more than 20,000 rows"),
        (b"Ref,Action\r\n1," + b"," * 200 + b"x", "more than 200 columns"),
        (b"x" * (10 * 1024 * 1024 + 1), "the most is 10 MB"),
        (b"Ref,Action\r\n1,\x81\x8d", "neither UTF-8, UTF-16 nor Windows-1252"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_that_says_why(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_csv(data, "plan.csv")
    assert words in refused.value.message
    assert refused.value.hint


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"Ref,Action", "plan.csv", True), (b"Ref\tAction", "PLAN.TSV", True),
        (b"Ref,Action", "plan.xlsx", False), (b"PK\x03\x04...", "plan.csv", False),
        (b"%PDF-1.7", "plan.csv", False), (b" <html>", "plan.txt", False),
    ],
)  # fmt: skip
def test_a_name_is_believed_unless_the_content_is_something_else(
    data: bytes, name: str, expected: bool
) -> None:
    assert is_csv(data, name) is expected


@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_we_write_as_csv_is_read_back_as_it_was(rows: list[list[str]]) -> None:
    rows = [[visible(w).replace("\u00a0", " ") for w in row] for row in rows]
    imprint = Imprint("Kent", "Plan", "DRAFT", "now", "OFFICIAL", dt.datetime(2022, 3, 3))
    data = csv_out.table(["Ref", "Action", "Owner", "Due"], rows, imprint)
    (sheet,) = read_csv(data, "plan.csv").sheets
    about = ["Kent", "DRAFT", "now", "OFFICIAL"]
    read = {number: [c.text for c in row] for number, row in sheet.rows}
    for number, row in enumerate(rows, 2):
        assert read[number] == [w for w in [*row, *about] if w.strip()]


@given(st.binary(max_size=300))
def test_no_bytes_do_harm(data: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        assert read_csv(data, "plan.csv").sheets[0].rows
