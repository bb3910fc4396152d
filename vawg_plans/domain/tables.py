"""A table as it was read from a file: sheets, cells, recognised columns, and what was wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from vawg_plans.domain import canonical
from vawg_plans.domain.actions import Tag
from vawg_plans.domain.carried import Carried
from vawg_plans.errors import UnreadableFile

# The most rows one import takes, and what a sheet may have beside them: titles, headings, keys.
MOST_ROWS = 20_000
ROWS_BESIDE = 500

CellValue = str | int | float | dt.date | dt.datetime | bool | None


class Severity(StrEnum):
    """How much a problem matters: the row is refused, words were kept, or only worth knowing."""

    REFUSED = "refused"
    KEPT_AS_WORDS = "kept_as_words"
    NOTICE = "notice"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know about one place of a file; `reason` is a sentence.

    `cell` is an address such as 'D5', a row or column where no one cell is meant ('row 9',
    'column G'), or empty for the whole sheet.
    """

    severity: Severity
    sheet: str
    cell: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it stands, its value, and its words as a reader sees them.

    `failed` says that a formula in it gave no value: its words are the error's, and say nothing.
    """

    address: str
    value: CellValue
    text: str
    failed: bool = False

    @property
    def letter(self) -> str:
        """The column's letter, 'E' of 'E6'."""
        return self.address.rstrip("0123456789")

    @property
    def column(self) -> int:
        """The column's number, 5 for 'E6'."""
        return column_number(self.letter)

    @property
    def empty(self) -> bool:
        return not self.text.strip()


def column_number(letters: str) -> int:
    """1 for 'A', 27 for 'AA'."""
    number = 0
    for character in letters:
        number = number * 26 + ord(character) - 64
    return number


def column_letters(number: int) -> str:
    """'A' for 1, 'AA' for 27."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Span:
    """A merged cell: the rows and columns it covers, first and last, counted from 1.

    Its words stand in the cell at its top left; the others of it are empty.
    """

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet's rows that have anything in them, each with its number; its merged cells."""

    name: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    merged: tuple[Span, ...] = ()

    def without_failed(self) -> Sheet:
        """The sheet, its cells whose formula failed as if they were empty."""
        rows = ((n, tuple(c for c in row if not c.failed)) for n, row in self.rows)
        return replace(self, rows=tuple((n, row) for n, row in rows if row))


@dataclass(frozen=True, slots=True)
class Workbook:
    """The visible sheets of a workbook, what was noticed while reading, and what it carries where
    we exported it. `digest` is the SHA-256 of the file's bytes: the very same file is known by it.
    `hidden` are the names of the sheets that are not read because nobody sees them.
    """

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()
    carried: Carried | None = None
    digest: str = ""
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: what it means here, and why.

    `field` is None for a column that is left out. A column whose heading nobody knows has the
    field 'context': its words are kept there. `key` names it by its heading, so that what a person
    said of it holds for the next file too; an empty or repeated heading has its letter besides.
    """

    letter: str
    heading: str
    field: str | None
    why: str
    known: bool = True
    key: str = ""


@dataclass(frozen=True, slots=True)
class Placing:
    """What a sheet's name, or a heading between rows, says of the actions under it.

    Its words name Ps, areas or themes (`tags`, none of them accepted here), or else they are the
    force's own `strand`. A sheet's name is `stated`: the force put its actions there. How far a
    heading between rows reaches is only read, so what it says is suggested.
    """

    words: str
    tags: tuple[Tag, ...] = ()
    strand: str = ""
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header. `cells` holds the non-empty cells of each recognised field, those
    of cells merged over it among them; `placed` what the headings above it say.
    """

    number: int
    cells: dict[str, tuple[Cell, ...]]
    placed: tuple[Placing, ...] = ()

    def of(self, field: str) -> tuple[Cell, ...]:
        return self.cells.get(field, ())

    def first(self, field: str) -> Cell | None:
        return next(iter(self.of(field)), None)

    def text(self, field: str) -> str:
        """The words of this field's cells, one after another, trimmed."""
        return "\n".join(cell.text.strip() for cell in self.of(field))

    def all(self) -> Iterator[Cell]:
        for cells in self.cells.values():
            yield from cells


@dataclass(frozen=True, slots=True)
class Table:
    """A force's own table, found in a sheet.

    `digest` is of the words of its cells, so that the same table saved by another program is
    still the same table. `ours` says that this service exported it: all its columns are known
    exactly, and nothing is suggested for its rows. `problems` are notices of what stands in its
    sheet and is no action, `placed` what the sheet's name and titles say of them all.
    """

    source: str
    sheet: str
    title_lines: tuple[str, ...]
    header_row: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    digest: str
    ours: bool = False
    problems: tuple[Problem, ...] = ()
    placed: tuple[Placing, ...] = ()

    def column_of(self, field: str) -> Column | None:
        return next((c for c in self.columns if c.field == field), None)

    def address(self, field: str, row: Row) -> str:
        """Where this field stands in this row, though the cell may be empty."""
        cell = row.first(field)
        column = self.column_of(field)
        if cell is not None:
            return cell.address
        return f"{column.letter}{row.number}" if column else f"row {row.number}"


def refuse_many(tables: Iterable[Table], filename: str) -> None:
    """Raise `UnreadableFile` for more rows below the headings than one import takes."""
    count = sum(len(table.rows) for table in tables)
    if count > MOST_ROWS:
        raise UnreadableFile(
            f"'{filename}' has more than {MOST_ROWS:,} rows below its headings: {count:,}.",
            hint="Import it in parts: a file, or the sheets you choose, for each.",
        )


def digest_of(sheet: Sheet) -> str:
    """The digest of a sheet's words: of every non-empty cell, with its address."""
    return canonical.digest(
        [[c.address, c.text.strip()] for _, cells in sheet.rows for c in cells if not c.empty]
    )
