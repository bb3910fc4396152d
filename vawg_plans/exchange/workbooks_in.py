"""Workbooks in: the bytes of an .xlsx file to sheets of cells, values only.

Formulas are never worked out, macros never run and links never followed: what was saved is read,
and that is said. Every reason to refuse a file is an `UnreadableFile` that says what to do.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass
from typing import Any

import openpyxl

from vawg_plans.domain.carried import BEGINS_WITHIN, Carried, begins, read_carried
from vawg_plans.domain.saying import Said, part_of
from vawg_plans.domain.tables import (
    MOST_ROWS,
    ROWS_BESIDE,
    Cell,
    Problem,
    Severity,
    Sheet,
    Workbook,
    column_number,
)
from vawg_plans.errors import UnreadableFile
from vawg_plans.exchange.sheet_parts import SheetPart, TooMuch
from vawg_plans.exchange.zips_in import LARGEST_FILE, SAVE_AS, refuse_unreadable

__all__ = ["LARGEST_FILE", "MOST_COLUMNS", "read_workbook", "refuse_unreadable"]

MOST_ROWS_OF_ALL = 50_000  # of all sheets of a workbook together
MOST_COLUMNS = 200
# Few bytes can point at one long text very often, and a row can be padded with nothing.
MOST_CELLS = 1_000_000
MOST_CHARACTERS = 30_000_000
MOST_PADDING = 20_000_000
_SAID_EACH = 200  # rows
_NAMED = 6  # addresses in one sentence


def read_workbook(data: bytes, filename: str, said: Said | None = None) -> Workbook:
    """The visible sheets of a workbook. Raises `UnreadableFile` for anything that is not one.
    `said` is told how far it is.
    """
    refuse_unreadable(data, filename)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
            try:
                return _sheets_of(book, filename, _noticed(data), said)
            finally:
                book.close()
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl lets through whatever its parts raise
        raise UnreadableFile(
            f"'{filename}' is a damaged workbook and cannot be read.",
            hint=f"If it opens on your computer, save it again: {SAVE_AS}",
        ) from error


def _noticed(data: bytes) -> list[Problem]:
    """What the workbook has beside its cells, none of which is read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name.casefold() for name in archive.namelist()]

    def has(*starts: str) -> bool:
        return any(name.startswith(starts) for name in names)

    said = [
        (
            has("xl/vbaproject", "xl/macrosheets/"),
            "This workbook has macros. They are never read and never run: only the values in its "
            "cells are read.",
        ),
        (
            has("xl/externallinks/"),
            "This workbook has links to other files. None is followed: the values that were saved "
            "in its cells are read.",
        ),
        (
            has("xl/comments", "xl/threadedcomments/"),
            "This workbook has comments on cells. They are not read: what matters for the plan "
            "needs a column.",
        ),
    ]
    return [Problem(Severity.NOTICE, "", "", reason) for holds, reason in said if holds]


def _sheets_of(book: Any, filename: str, problems: list[Problem], said: Said | None) -> Workbook:
    sheets: list[Sheet] = []
    unseen: list[Problem] = []
    hidden: list[str] = []
    budget = _Budget()
    carried: Carried | None = None
    for index, worksheet in enumerate(book.worksheets):
        if worksheet.sheet_state != "visible" and not _begins_as_ours(worksheet):
            hidden.append(worksheet.title)
            problems.append(
                Problem(Severity.NOTICE, worksheet.title, "", "This sheet is hidden: left out.")
            )
            continue
        sheet = _sheet_of(
            worksheet,
            filename,
            budget,
            problems,
            unseen,
            part_of(said, index / len(book.worksheets), (index + 1) / len(book.worksheets)),
        )
        found = read_carried(sheet)
        carried = carried or found
        if sheet.rows and found is None:
            sheets.append(sheet)
    if not sheets:
        names = ", ".join(f"'{name}'" for name in hidden[:_NAMED])
        but = f" but hidden ones: {names}" if hidden else ""
        raise UnreadableFile(
            f"'{filename}' has no sheet with anything in it{but}.",
            hint="Unhide the sheet with the plan and save the file, or choose another file."
            if hidden
            else "Choose another file.",
        )
    if carried is None:  # ours hides the columns that only it needs, and its colours have words
        problems += unseen
    return Workbook(tuple(sheets), tuple(problems), carried, hidden=tuple(hidden))


def _begins_as_ours(worksheet: Any) -> bool:
    """Whether a hidden sheet is the one that our own workbooks carry."""
    return begins(worksheet.iter_rows(max_row=BEGINS_WITHIN, max_col=2, values_only=True))


@dataclass(slots=True)
class _Budget:
    """What one workbook may still hold, over all its sheets."""

    cells: int = MOST_CELLS
    characters: int = MOST_CHARACTERS
    padding: int = MOST_PADDING
    rows: int = MOST_ROWS_OF_ALL

    @property
    def spent(self) -> bool:
        return min(self.cells, self.characters, self.padding, self.rows) < 0


def _sheet_of(
    worksheet: Any,
    filename: str,
    budget: _Budget,
    problems: list[Problem],
    unseen: list[Problem],
    said: Said | None,
) -> Sheet:
    """Rows with anything in them. What the file declares as its extent is not believed."""
    where = f"Sheet '{worksheet.title}' of '{filename}'"
    hint = "Leave only the plan's own table in the file."
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    last = stopped = 0
    with worksheet._get_source() as source:
        size = _size_of(worksheet)
        part = SheetPart(worksheet, source)
        try:
            for number, width, cells in part.rows():
                if stopped:
                    continue  # what stands behind the rows is still asked for: merged cells
                budget.padding -= width
                budget.cells -= len(cells)
                budget.characters -= sum(len(c.text) for c in cells)
                if budget.spent:
                    raise TooMuch
                if not cells:
                    if number - last > MOST_ROWS:
                        stopped = last + MOST_ROWS
                    continue
                if number <= last:
                    raise ValueError(f"row {number} stands below row {last}")
                if number - last > MOST_ROWS:
                    stopped = last + MOST_ROWS
                    continue
                last = number
                budget.rows -= 1
                rows.append((number, cells))
                if said is not None and len(rows) % _SAID_EACH == 0:
                    # The file does not say reliably how many rows it has; its bytes are counted.
                    said(min(1, source.tell() / size), f"{len(rows):,} rows read")
                if len(rows) > MOST_ROWS + ROWS_BESIDE:
                    raise UnreadableFile(f"{where} has more than {MOST_ROWS:,} rows.", hint=hint)
                if column_number(cells[-1].letter) > MOST_COLUMNS:
                    raise UnreadableFile(
                        f"{where} has more than {MOST_COLUMNS} columns.", hint=hint
                    )
        except TooMuch:
            raise UnreadableFile(f"{where} holds more than a plan can.", hint=hint) from None
    if stopped:
        reason = f"Reading stopped at row {stopped:,}, after {MOST_ROWS:,} empty rows."
        problems.append(Problem(Severity.NOTICE, worksheet.title, f"row {stopped}", reason))
    if rows:
        problems += _noticed_in(worksheet.title, part)
        unseen += _hidden_in(worksheet.title, part)
        unseen += _coloured_in(worksheet.title, part)
    return Sheet(worksheet.title, tuple(rows), tuple(part.merged))


def _size_of(worksheet: Any) -> int:
    """How many bytes the sheet's part has once it is unpacked."""
    size: int = worksheet.parent._archive.getinfo(worksheet._worksheet_path).file_size
    return max(1, size)


def _noticed_in(title: str, part: SheetPart) -> list[Problem]:
    """What a person should know about how this sheet's cells were read."""
    said: list[tuple[str, str]] = []
    if part.formulas:
        many = _many(part.formulas, "cell holds a formula", "cells hold formulas")
        said.append(("", f"{many}: only the values last saved are read."))
    for cells, what in (
        (part.unsaved, "a formula whose value was never saved, so it is read as empty: open the "
         "workbook in Excel or LibreOffice, and save it"),
        (part.errors, "an error such as #REF!, so it is read as empty"),
        (part.zero_dates, "the day 0 of January 1900, as a link to an empty cell does, so it is "
         "read as empty"),
        (part.without_year, "a date that shows no year: the year behind it is read"),
        (part.struck, "words that are struck through: they are read as they stand"),
    ):  # fmt: skip
        if cells:
            said.append((cells[0], f"{_cells(cells)} {what}."))
    return [Problem(Severity.NOTICE, title, cell, reason) for cell, reason in said]


def _coloured_in(title: str, part: SheetPart) -> list[Problem]:
    """What colours may say in this sheet."""
    said: list[tuple[str, str]] = []
    if part.coloured:
        said.append(
            (
                part.coloured[0],
                f"{_cells(part.coloured)} a colour and no words. Colours are not read: where one "
                "says something, such as a status, write it as a word.",
            )
        )
    for letter in part.coloured_columns:
        reason = (
            f"The cells of column {letter} have several colours. Colours are not read: where they "
            "say something, such as a status, write it in a column of its own."
        )
        said.append((f"column {letter}", reason))
    return [Problem(Severity.NOTICE, title, cell, reason) for cell, reason in said]


def _hidden_in(title: str, part: SheetPart) -> list[Problem]:
    """What a reader of this sheet does not see, and is read all the same."""
    said: list[str] = []
    if part.hidden_rows:
        many = _many(part.hidden_rows, "row is hidden", "rows are hidden")
        said.append(f"{many}, as by a filter, and read too.")
    if part.hidden_columns:
        letters = ", ".join(part.hidden_columns[:_NAMED])
        said.append(f"Hidden columns are read too: {letters}.")
    return [Problem(Severity.NOTICE, title, "", reason) for reason in said]


def _cells(addresses: list[str]) -> str:
    named = ", ".join(addresses[:_NAMED])
    rest = len(addresses) - _NAMED
    more = f" and {rest:,} more" if rest > 0 else ""
    return f"{named}{more} {'holds' if len(addresses) == 1 else 'hold'}"


def _many(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"
