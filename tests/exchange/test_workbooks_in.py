"""Files in: what is read of a workbook, and what is refused, in words and before it does harm."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import random
import time
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font

from tests.fixtures.returning import brought_back
from tests.fixtures.tables import FRAMEWORK, gloucestershire
from vawg_plans.domain.actions import Action, Tag, TagKind
from vawg_plans.domain.canonical import clean as cleaned
from vawg_plans.domain.plans import Plan
from vawg_plans.domain.reading import find_table, find_tables
from vawg_plans.domain.rules import Record, judge
from vawg_plans.domain.tables import Cell, Severity, Span, Table
from vawg_plans.errors import UnreadableFile
from vawg_plans.exchange.plan_out import PlanSheets, plan_workbook
from vawg_plans.exchange.workbooks_in import read_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TODAY = dt.date(2022, 3, 3)


def workbook(*sheets: Sequence[Sequence[Any]], edit: Callable[[Any], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    if edit:
        edit(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same zip with one part replaced or added."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return made.getvalue()


def zipped(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def cells(data: bytes) -> dict[str, Cell]:
    book = read_workbook(data, "plan.xlsx")
    return {c.address: c for _, row in book.sheets[0].rows for c in row}


SMALL = workbook([["Ref", "Action"], [1, "Train"]])


def test_the_published_table_is_read_whole() -> None:
    book = read_workbook(gloucestershire(), "gloucestershire.xlsx")
    (sheet,) = book.sheets
    assert (sheet.name, [n for n, _ in sheet.rows]) == ("Response", [1, 2, 4, 5, 6, 7, 8, 9])
    assert book.problems == ()


def test_values_come_with_their_words() -> None:
    moment = dt.datetime(2022, 3, 31, 9, 30)

    def percent(book: Any) -> None:
        book.worksheets[0]["F1"].number_format = "0%"

    read = cells(
        workbook(
            [["Train\r\nall", 4, 0.3, dt.date(2022, 3, 31), moment, 0.4, True, dt.time(9)]],
            edit=percent,
        )
    )
    assert [(c.value, c.text) for c in read.values()] == [
        ("Train\nall", "Train\nall"),
        (4, "4"),
        (0.3, "0.3"),
        (dt.date(2022, 3, 31), "2022-03-31"),
        (moment, "2022-03-31 09:30:00"),
        (0.4, "40%"),
        (True, "TRUE"),
        ("09:00:00", "09:00:00"),
    ]


def test_empty_cells_and_cells_of_spaces_are_left_out() -> None:
    assert list(cells(workbook([[None, "  ", "x"], [], ["y"]]))) == ["C1", "A3"]


def test_a_formula_gives_its_value_and_never_itself() -> None:
    book = read_workbook(workbook([["x", "=1+1"]]), "plan.xlsx")
    cells = {c.address: c.failed for _, row in book.sheets[0].rows for c in row}
    assert cells == {"A1": False, "B1": True}, "it was saved by a program that computes nothing"
    assert [(p.cell, "never saved" in p.reason) for p in book.problems] == [
        ("", False),
        ("B1", True),
    ]


def test_the_value_saved_with_a_formula_is_read() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", '="Train"&" staff"', value="Train staff")
        sheet.write_formula("B1", "=20*2", value=40)
    book_read = read_workbook(made.getvalue(), "plan.xlsx")
    assert [c.text for _, row in book_read.sheets[0].rows for c in row] == ["Train staff", "40"]
    (said,) = book_read.problems
    assert said.reason == "2 cells hold formulas: only the values last saved are read."


@pytest.mark.parametrize(
    ("value", "shown_as", "text"),
    [
        (dt.date(2022, 3, 1), "mmm-yy", "Mar-22"),
        (dt.date(2022, 3, 1), "[$-809]mmmm yyyy;@", "March 2022"),
        (dt.date(2022, 3, 31), "dd/mm/yyyy", dt.date(2022, 3, 31)),
        (dt.date(2022, 3, 31), "d-mmm", dt.date(2022, 3, 31)),
        (1, "000", "001"),
        (4.1, "0.00", "4.10"),
        (7, '"VAWG-"0', "VAWG-7"),
        (0.4, "0%", "40%"),
        (0.4, "0", "0.4"),
        (1.15, "0.0", "1.15"),
        (1200, "[$£-809]#,##0", "£1,200"),
    ],
)
def test_a_cell_is_read_as_it_is_shown_unless_that_hides_something(
    value: Any, shown_as: str, text: Any
) -> None:
    def show(book: Any) -> None:
        book.worksheets[0]["A1"].number_format = shown_as

    cell = cells(workbook([[value]], edit=show))["A1"]
    if isinstance(text, dt.date):
        assert cell.value == text
    else:
        assert cell.text == text
        assert cell.value == (text if isinstance(value, dt.date) else value)


def test_what_a_reader_of_the_sheet_cannot_see_is_said() -> None:
    def edit(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("B2:B3")
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet["B2"].font = Font(strike=True)
        sheet["C2"] = "#REF!"
        sheet["C2"].data_type = "e"
        sheet["C3"] = dt.date(2022, 3, 31)
        sheet["C3"].number_format = "d mmm"

    book = read_workbook(workbook([["Plan"], [1, "Train"], [2]], edit=edit), "plan.xlsx")
    assert book.sheets[0].merged == (Span(1, 1, 1, 3), Span(2, 3, 2, 2))
    assert [c.address for _, row in book.sheets[0].rows for c in row if c.failed] == ["C2"]
    kept = {c.address for _, row in book.sheets[0].without_failed().rows for c in row}
    assert kept >= {"B2", "C3"}
    assert "C2" not in kept
    said = {p.cell: p.reason for p in book.problems if p.cell}
    assert "error such as #REF!" in said["C2"]
    assert "shows no year" in said["C3"]
    assert "struck through" in said["B2"]
    whole = [p.reason for p in book.problems if not p.cell]
    assert whole == [
        "1 row is hidden, as by a filter, and read too.",
        "Hidden columns are read too: C.",
    ]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("one_x000D_\ntwo", "one\ntwo"),
        ("a\x0bb\x00c", "abc"),
        ("a\u00a0b", "a b"),
        ("_x005F_x000D_", "_x000D_"),
        ("plain", "plain"),
    ],
)
def test_control_characters_and_their_escapes_are_cleaned(text: str, clean: str) -> None:
    assert cleaned(text) == clean


def test_hidden_sheets_are_left_out_and_reported() -> None:
    def hide(book: Any) -> None:
        book.worksheets[0].sheet_state = "hidden"

    book = read_workbook(workbook([["secret"]], [["shown"]], edit=hide), "plan.xlsx")
    assert [s.name for s in book.sheets] == ["Sheet 2"]
    assert [(p.severity, p.sheet) for p in book.problems] == [(Severity.NOTICE, "Sheet 1")]


def test_a_plan_in_a_hidden_sheet_is_missed_in_a_sentence_that_names_the_sheet() -> None:
    def hide(book: Any) -> None:
        book.worksheets[0].sheet_state = "hidden"

    plan = [["Ref", "Action", "Owner", "Status"], [1, "Train", "ACC", "Green"]]
    book = read_workbook(workbook(plan, [["Approved by the chief"]], edit=hide), "plan.xlsx")
    with pytest.raises(UnreadableFile) as missed:
        find_tables(book.sheets, FRAMEWORK, "plan.xlsx", hidden=book.hidden)
    assert "in sheet 'Sheet 2'" in missed.value.message
    assert "Hidden sheets are not read, and it has 'Sheet 1'." in missed.value.message
    assert "Unhide" in missed.value.hint


def test_the_limit_of_rows_is_of_those_below_the_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vawg_plans.domain.tables.MOST_ROWS", 3)
    heads = [["Our delivery plan"], ["Agreed in May"], ["Ref", "Action", "Owner", "Status"]]
    rows = [[n, f"Train team {n}", "ACC", "Green"] for n in range(1, 5)]

    def tables(*sheets: list[list[Any]]) -> tuple[Table, ...]:
        return find_tables(read_workbook(workbook(*sheets), "p.xlsx").sheets, FRAMEWORK, "p.xlsx")

    [table] = tables([*heads, *rows[:3]])
    assert len(table.rows) == 3
    for sheets in ([[*heads, *rows]], [[*heads, *rows[:2]], [*heads, *rows[2:]]]):
        with pytest.raises(UnreadableFile, match="more than 3 rows below its headings: 4"):
            tables(*sheets)


def test_a_workbook_with_macros_is_read_for_its_values() -> None:
    book = read_workbook(with_part(SMALL, "xl/vbaProject.bin", b"macros"), "plan.xlsm")
    assert book.sheets
    assert "never read and never run" in book.problems[0].reason


def test_links_to_other_files_and_comments_are_said() -> None:
    data = with_part(SMALL, "xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    data = with_part(data, "xl/comments/comment1.xml", b"<comments/>")
    links, comments = read_workbook(data, "plan.xlsx").problems
    assert "None is followed" in links.reason
    assert "comments on cells" in comments.reason


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
)


REFUSED: list[tuple[str, bytes, str, str]] = [
    ("empty.xlsx", b"", "is empty", ""),
    ("words.xlsx", b"These are words.", "is not a workbook", ".xlsx"),
    ("plan.csv", b"Ref,Action\n1,Train\n", "is a text file", ".xlsx"),
    ("plan.xlsx", b"%PDF-1.7", "is a PDF", ".xlsx"),
    ("plan.xls", b"<html><table></table></html>", "is a web page", ".xlsx"),
    ("locked.xlsx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
     "is protected by a password", "remove the password"),
    ("old.xls", OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "such as .xls", ".xlsx"),
    ("plan.ods", zipped(mimetype=b"application/vnd.oasis", **{"content.xml": b"<x/>"}),
     "an OpenDocument file (.ods)", ".xlsx"),
    ("plan.docx", zipped(**{"[Content_Types].xml": b"<x/>", "word__document.xml": b"<x/>"}),
     "is a Word document", ".xlsx"),
    ("plan.zip", zipped(readme=b"hello"), "is a zip file", ".xlsx"),
    ("plan.xlsb", zipped(**{"[Content_Types].xml": b"<x/>", "xl__workbook.bin": b"x"}),
     "is a binary workbook", ".xlsx"),
    ("big.xlsx", b"PK" + b"\0" * (11 * 1024 * 1024), "11.0 MB", "without pictures"),
    ("cut.xlsx", SMALL[: len(SMALL) // 2], "is damaged", "again"),
    ("broken.xlsx", with_part(SMALL, "xl/worksheets/sheet1.xml", b"<worksheet><row>"),
     "is a damaged workbook", ""),
    ("broken.xlsx", with_part(SMALL, "xl/workbook.xml", b"not xml"), "is a damaged workbook", ""),
    ("blank.xlsx", workbook([[]]), "no sheet with anything in it", "another file"),
    ("bomb.xlsx", with_part(SMALL, "xl/media/zeros.bin", b"\0" * (12 * 1024 * 1024)),
     "would unpack to 12 MB", "without pictures"),
    ("entities.xlsx", with_part(SMALL, "xl/worksheets/sheet1.xml", ENTITIES),
     "declares a document type", "save it as"),
    ("entities.xlsx", with_part(SMALL, "xl/sharedStrings.xml",
                                ENTITIES.decode().encode("utf-16")), "a document type", ""),
    ("code.xlsx", with_part(SMALL, "xl/workbook.xml", b'<?xml version="1.0" encoding="cp037"?>'),
     "an encoding of its own", ""),
    ("parts.xlsx", zipped(**{f"xl__{n}.xml": b"" for n in range(2_001)}), "2,001 parts", ""),
    ("sheets.xlsx", with_part(SMALL, "xl/workbook.xml", b'<sheet name="x" r:id="rId1"/>' * 51),
     "more sheets, formats or texts", "of its own"),
    ("format.xlsx", with_part(SMALL, "xl/styles.xml", b'<numFmt formatCode="' + b"[" * 60_000),
     "more sheets, formats or texts", "of its own"),
    ("names.xlsx", with_part(SMALL, "[Content_Types].xml", b'<Override PartName="&#120;l"/>'),
     "more sheets, formats or texts", "of its own"),
    ("rows.xlsx", workbook(*[[["x"]] * 17_000] * 3), "holds more than a plan can", "own table"),
    ("wide.xlsx", workbook([["x"] * 201]), "more than 200 columns", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("filename", "data", "message", "hint"), REFUSED, ids=[f"{r[0]}: {r[2]}" for r in REFUSED]
)
def test_what_is_no_workbook_is_refused_in_words_that_say_what_to_do(
    filename: str, data: bytes, message: str, hint: str
) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_workbook(data, filename)
    assert message in caught.value.message
    assert filename in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.message.endswith(".")


def test_only_hidden_sheets_are_no_plan() -> None:
    def hide(book: Any) -> None:
        book.create_sheet("Empty")
        book.worksheets[0].sheet_state = "hidden"

    with pytest.raises(UnreadableFile, match="but hidden ones: 'Sheet"):
        read_workbook(workbook([["x"]], edit=hide), "plan.xlsx")


def test_more_than_20_000_rows_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="more than 20,000 rows"):
        read_workbook(workbook([["x"]] * 20_501), "plan.xlsx")


def sheet_xml(rows: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def test_a_row_far_below_the_others_does_not_hold_the_reader_up() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="999999999"><c r="A999999999"/></row>'
    started = time.perf_counter()
    book = read_workbook(with_part(SMALL, "xl/worksheets/sheet1.xml", sheet_xml(far)), "p.xlsx")
    assert time.perf_counter() - started < 2
    assert "Reading stopped" in book.problems[0].reason


def test_a_long_text_pointed_at_from_many_cells_is_refused() -> None:
    text = "".join(random.Random(1).choices("abcdefgh ", k=30_000))
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for row in range(1_200):
            sheet.write_string(row, 0, text)
    assert len(made.getvalue()) < 100_000
    with pytest.raises(UnreadableFile, match="holds more than a plan can"):
        read_workbook(made.getvalue(), "plan.xlsx")


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", OLE]))
def test_no_bytes_give_anything_but_a_sentence(data: bytes, start: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_workbook(start + data, "plan.xlsx")


@given(st.integers(0, len(SMALL) - 1), st.integers(0, 255))
def test_a_workbook_with_one_wrong_byte_is_read_or_refused(place: int, byte: int) -> None:
    wrong = bytearray(SMALL)
    wrong[place] = byte
    with contextlib.suppress(UnreadableFile):
        read_workbook(bytes(wrong), "plan.xlsx")


def test_the_same_table_saved_by_another_program_has_the_same_digest() -> None:
    saved_again = gloucestershire(C5="ACC\nOther bodies Home Office & NPCC")
    assert saved_again != gloucestershire()
    one, other = (
        find_table(read_workbook(data, "g.xlsx").sheets, FRAMEWORK, "g.xlsx").digest
        for data in (gloucestershire(), saved_again)
    )
    assert one == other


def test_a_plan_that_we_exported_comes_back_unchanged() -> None:
    actions = [
        Action(
            id=f"00000000-0000-4000-8000-{n:012}",
            plan_id="plan-1",
            force_id="kent",
            revision=n,
            reference="=1+1",
            title=f"Train staff {n}",
            description="Lines\n and\ttabs_x000D_ and \u2018quotes\u2019 ",
            tags=(
                Tag(TagKind.P, "prepare", lead=True, words="Train"),
                Tag(TagKind.RECOMMENDATION, "vawg-4.1", accepted_by="person-9"),
            ),
            owner_posts=("ACC", "D/Supt"),
            due=dt.date(2022, 3, 31),
            percent=n,
            due_words="31 March 2022",
        )
        for n in range(1, 4)
    ]
    record = Record(created_on=TODAY)
    data = plan_workbook(
        PlanSheets(
            force_id="kent",
            force_name="Kent Police",
            plan=Plan("plan-1", "kent"),
            actions=actions,
            judged={a.id: judge(a, record, TODAY) for a in actions},
            records={a.id: record for a in actions},
            judged_on=TODAY,
            label="Draft",
            moment_words="now",
            made_at=dt.datetime(2022, 3, 3, 12),
        ),
        FRAMEWORK,
    )
    book = read_workbook(data, "kent.xlsx")
    assert book.problems == ()
    back = brought_back(book, actions, force_id="kent")
    assert back.merged.unchanged == actions
    assert (back.problems, back.clashes, back.removed) == ([], [], [])


def test_a_workbook_of_very_many_sheets_is_refused_before_it_is_read() -> None:
    book = openpyxl.Workbook()
    for number in range(60):
        book.create_sheet(f"Sheet {number}")
    data = io.BytesIO()
    book.save(data)
    with pytest.raises(UnreadableFile, match="more sheets, formats or texts"):
        read_workbook(data.getvalue(), "many.xlsx")
