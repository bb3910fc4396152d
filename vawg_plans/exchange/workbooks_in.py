"""Workbooks in: the bytes of an .xlsx file to sheets of cells, values only.

A file is judged before it is parsed: what it is, how large it is, and how large it says it
becomes. Every reason to refuse it is an `UnreadableFile` that says what to do.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from dataclasses import dataclass
from typing import Any

import openpyxl

from vawg_plans.domain.canonical import clean
from vawg_plans.domain.carried import BEGINS_WITHIN, Carried, begins, read_carried
from vawg_plans.domain.tables import Cell, CellValue, Problem, Severity, Sheet, Workbook
from vawg_plans.errors import UnreadableFile

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNZIPPED = 100 * 1024 * 1024
LARGEST_RATIO = 100
MOST_PARTS = 2_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_SHEETS = 50
# Parts that are read whole before the first cell: formats, the list of sheets, shared texts.
LARGEST_PARTS = {
    "xl/styles.xml": 2_000_000,
    "xl/workbook.xml": 2_000_000,
    "xl/sharedStrings.xml": 20_000_000,
}
# Few bytes can point at one long text very often, and a row can be padded with nothing.
MOST_CELLS = 1_000_000
MOST_CHARACTERS = 30_000_000
MOST_PADDING = 20_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)."


def read_workbook(data: bytes, filename: str) -> Workbook:
    """The visible sheets of a workbook. Raises `UnreadableFile` for anything that is not one."""
    refuse_unreadable(data, filename)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
            try:
                return _sheets_of(book, filename)
            finally:
                book.close()
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl lets through whatever its parts raise
        raise UnreadableFile(
            f"'{filename}' is a damaged workbook and cannot be read.",
            hint=f"If it opens on your computer, save it again: {_SAVE_AS}",
        ) from error


def refuse_unreadable(data: bytes, filename: str) -> None:
    """Raise `UnreadableFile` unless this can be parsed without harm. Parses nothing itself."""
    if not data:
        raise UnreadableFile(f"'{filename}' is empty.", hint="Choose the file again.")
    if len(data) > LARGEST_FILE:
        raise UnreadableFile(
            f"'{filename}' has {len(data) / 1024 / 1024:.1f} MB; the most is "
            f"{LARGEST_FILE // 1024 // 1024} MB.",
            hint="Save the sheet with the plan as a workbook of its own, without pictures.",
        )
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise UnreadableFile(
                f"'{filename}' is protected by a password.",
                hint="Open it, remove the password (File, Info, Protect workbook), and save it.",
            )
        raise UnreadableFile(
            f"'{filename}' is not an .xlsx workbook but an older Office file, such as .xls.",
            hint=_SAVE_AS,
        )
    if not data.startswith(b"PK"):
        raise UnreadableFile(f"'{filename}' {_what_it_is(data, filename)}.", hint=_SAVE_AS)
    _refuse_bad_zip(data, filename)


def _what_it_is(data: bytes, filename: str) -> str:
    lower = filename.casefold()
    if lower.endswith((".csv", ".tsv", ".txt")):
        return "is a text file, not a workbook"
    if data.startswith(b"%PDF"):
        return "is a PDF, not a workbook"
    if data.lstrip()[:1] == b"<":
        return "is a web page or XML, not a workbook"
    return "is not a workbook"


def _refuse_bad_zip(data: bytes, filename: str) -> None:
    """Judge the zip by its directory, before anything in it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableFile(
            f"'{filename}' is damaged: it stops before its end or is not a workbook.",
            hint="Download or copy it again.",
        ) from error
    names = {part.filename for part in parts}
    unpacked = sum(part.file_size for part in parts)
    swells = any(
        part.file_size > LARGEST_FILE and part.file_size > LARGEST_RATIO * part.compress_size
        for part in parts
    )
    if unpacked > LARGEST_UNZIPPED or len(parts) > MOST_PARTS or swells:
        raise UnreadableFile(
            f"'{filename}' would unpack to {unpacked / 1024 / 1024:,.0f} MB in "
            f"{len(parts):,} parts, which is too much for a plan.",
            hint="Save the sheet with the plan as a workbook of its own, without pictures.",
        )
    heavy = any(part.file_size > LARGEST_PARTS.get(part.filename, unpacked) for part in parts)
    sheets = sum(part.filename.startswith("xl/worksheets/sheet") for part in parts)
    if heavy or sheets > MOST_SHEETS:
        raise UnreadableFile(
            f"'{filename}' has more sheets, formats or texts than a plan can need.",
            hint="Save the sheet with the plan as a workbook of its own.",
        )
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile(
            f"'{filename}' is protected by a password.", hint="Remove the password and save it."
        )
    if "content.xml" in names and "mimetype" in names:
        raise UnreadableFile(
            f"'{filename}' is an OpenDocument file (.ods), not an Excel workbook.", hint=_SAVE_AS
        )
    if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
        what = "a Word document" if any(n.startswith("word/") for n in names) else "a zip file"
        raise UnreadableFile(f"'{filename}' is {what}, not a workbook.", hint=_SAVE_AS)
    if "xl/workbook.bin" in names:
        raise UnreadableFile(f"'{filename}' is a binary workbook (.xlsb).", hint=_SAVE_AS)


def _sheets_of(book: Any, filename: str) -> Workbook:
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    budget = _Budget()
    carried: Carried | None = None
    for worksheet in book.worksheets:
        if worksheet.sheet_state != "visible" and not _begins_as_ours(worksheet):
            problems.append(
                Problem(Severity.NOTICE, worksheet.title, "", "This sheet is hidden: left out.")
            )
            continue
        sheet = Sheet(worksheet.title, _rows_of(worksheet, filename, budget, problems))
        found = read_carried(sheet)
        carried = carried or found
        if sheet.rows and found is None:
            sheets.append(sheet)
    if not sheets:
        hidden = " but hidden ones" if problems else ""
        raise UnreadableFile(
            f"'{filename}' has no sheet with anything in it{hidden}.",
            hint="Unhide the sheet with the plan, or choose another file."
            if hidden
            else "Choose another file.",
        )
    return Workbook(tuple(sheets), tuple(problems), carried)


def _begins_as_ours(worksheet: Any) -> bool:
    """Whether a hidden sheet is the one that our own workbooks carry."""
    return begins(worksheet.iter_rows(max_row=BEGINS_WITHIN, max_col=2, values_only=True))


@dataclass(slots=True)
class _Budget:
    """What one workbook may still hold, over all its sheets."""

    cells: int = MOST_CELLS
    characters: int = MOST_CHARACTERS
    padding: int = MOST_PADDING

    @property
    def spent(self) -> bool:
        return min(self.cells, self.characters, self.padding) < 0


def _rows_of(
    worksheet: Any, filename: str, budget: _Budget, problems: list[Problem]
) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
    """Rows with anything in them. What the file declares as its extent is not believed."""
    worksheet.reset_dimensions()
    where = f"Sheet '{worksheet.title}' of '{filename}'"
    hint = "Leave only the plan's own table in the file."
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    empty_run = 0
    for number, cells in enumerate(worksheet.iter_rows(), 1):
        read = tuple(c for c in map(_cell_of, cells) if c is not None)
        budget.padding -= len(cells)
        budget.cells -= len(read)
        budget.characters -= sum(len(c.text) for c in read)
        if budget.spent:
            raise UnreadableFile(f"{where} holds more than a plan can.", hint=hint)
        if not read:
            empty_run += 1
            if empty_run > MOST_ROWS:
                reason = f"Reading stopped at row {number:,}, after {MOST_ROWS:,} empty rows."
                problems.append(Problem(Severity.NOTICE, worksheet.title, f"row {number}", reason))
                break
            continue
        empty_run = 0
        rows.append((number, read))
        if len(rows) > MOST_ROWS:
            raise UnreadableFile(f"{where} has more than {MOST_ROWS:,} rows.", hint=hint)
        if _column_number(read[-1].letter) > MOST_COLUMNS:
            raise UnreadableFile(f"{where} has more than {MOST_COLUMNS} columns.", hint=hint)
    return tuple(rows)


def _column_number(letter: str) -> int:
    number = 0
    for character in letter:
        number = number * 26 + ord(character) - 64
    return number


def _cell_of(cell: Any) -> Cell | None:
    """The cell with its words, None when it holds nothing to read."""
    value = cell.value
    if value is None:
        return None
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    elif not isinstance(value, str | bool | int | float | dt.date):
        value = str(value)  # a time of day or a duration
    if isinstance(value, str):
        value = clean(value)
    text = _text_of(value, str(cell.number_format or ""))
    return Cell(cell.coordinate, value, text) if text.strip() else None


def _text_of(value: CellValue, number_format: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int | float):
        return f"{value * 100:.10g}%" if "%" in number_format else f"{value:.15g}"
    return ""
