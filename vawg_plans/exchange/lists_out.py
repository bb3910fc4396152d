"""A list as one sheet of a workbook, or as CSV: the same columns and rows either way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vawg_plans.exchange import csv_out
from vawg_plans.exchange.workbook_styles import Style
from vawg_plans.exchange.workbooks_out import A3, Book, Imprint, Value


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list: its heading, its width in characters, how its cells look."""

    heading: str
    width: int
    style: Style = Style.TEXT


@dataclass(frozen=True, slots=True)
class Listing:
    """A list to write. `name` is the sheet's; `nothing` the sentence where there are no rows."""

    name: str
    columns: Sequence[ListColumn]
    rows: Sequence[Sequence[Value]]
    nothing: str


def write(book: Book, listing: Listing, lines: Iterable[str] = ()) -> None:
    """The list as a sheet of `book`, below its title and whatever `lines` say about it."""
    sheet = book.sheet(listing.name, [c.width for c in listing.columns], paper=A3)
    for number, line in enumerate(lines):
        sheet.line(line, Style.PLAIN if number else Style.TITLE)
    if not listing.rows:
        sheet.line(listing.nothing)
        return
    sheet.header([c.heading for c in listing.columns])
    styles = [c.style for c in listing.columns]
    for row in listing.rows:
        sheet.row(row, styles)
    sheet.end_table()


def workbook(listing: Listing, imprint: Imprint, lines: Iterable[str] = ()) -> bytes:
    """A workbook of this list alone. Its first line says what it is, the rest how it was made."""
    book = Book(imprint)
    write(book, listing, (f"{imprint.whose}: {imprint.title}", *lines))
    return book.finish()


def as_csv(listing: Listing, imprint: Imprint) -> bytes:
    """The list as CSV (`csv_out`)."""
    return csv_out.table([c.heading for c in listing.columns], listing.rows, imprint)
