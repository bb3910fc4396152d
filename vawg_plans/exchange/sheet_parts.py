"""One worksheet's part, read in one pass: its cells row by row, and what else it says of itself.

openpyxl's own reader without memory of cells (`read_only`) leaves out merged cells, hidden rows and
which cells hold formulas; so its parser of cells is used here with a loop of our own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import (
    COL_TAG,
    FORMULA_TAG,
    MERGE_TAG,
    ROW_TAG,
    WorkSheetParser,
)
from openpyxl.xml.functions import iterparse

from vawg_plans.domain.canonical import clean
from vawg_plans.domain.tables import Cell, CellValue, Span, column_number
from vawg_plans.exchange import shown_in

# Elements cost memory before a row is whole; a plan's largest sheet has a few a cell.
MOST_ELEMENTS = 8_000_000
MOST_MERGED = 20_000
MOST_COLOURED = 10_000

_SPAN = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_NEVER = dt.time()
_SHORT = 15
_WHITE = frozenset({"rgb 00FFFFFF 0", "rgb FFFFFFFF 0", "theme 0 0", "indexed 9 0", "indexed 1 0"})


class TooMuch(Exception):
    """A sheet holds more than any plan."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a cell's style says that matters for reading it."""

    number_format: str
    struck: bool
    colour: str = ""


class SheetPart(WorkSheetParser):  # type: ignore[misc]  # openpyxl has no types
    """Reads one sheet. What it noticed on the way is complete once all rows were asked for.

    `merged` are the merged cells, `formulas` how many cells hold one, `unsaved` the addresses of
    those without a saved value; `hidden_rows` and `hidden_columns` are what a reader does not see.
    """

    def __init__(self, worksheet: Any, source: Any) -> None:
        book = worksheet.parent
        super().__init__(
            source,
            worksheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        self.style = cache(lambda number: _style_of(worksheet, number))
        self.merged: list[Span] = []
        self.formulas = 0
        self.unsaved: list[str] = []
        self.errors: list[str] = []
        self.struck: list[str] = []
        self.without_year: list[str] = []
        self.zero_dates: list[str] = []
        self.coloured: list[str] = []
        # Of the columns in rows of several colours: how many characters have which, and the cells.
        self.tinted: dict[str, Counter[str]] = defaultdict(Counter)
        self.lengths: Counter[str] = Counter()
        self.hidden_rows = 0
        self.hidden_columns: list[str] = []

    def rows(self) -> Iterator[tuple[int, int, tuple[Cell, ...]]]:
        """Each row: its number, how many cells it gives, and those with anything in them."""
        for count, (_, element) in enumerate(iterparse(self.source)):
            if count > MOST_ELEMENTS:
                raise TooMuch
            tag = element.tag
            if tag == ROW_TAG:
                number, cells = self.parse_row(element)
                read = [c for c in map(self.cell_of, cells) if c is not None]
                self._look_at_colours(cells, read)
                if read and element.get("hidden") in ("1", "true"):
                    self.hidden_rows += 1
                element.clear()
                yield number, len(cells), tuple(read)
            elif tag == MERGE_TAG:
                self._merges(element)
                element.clear()
            elif tag == COL_TAG and element.get("hidden") in ("1", "true"):
                first, last = int(element.get("min")), int(element.get("max"))
                self.hidden_columns += [
                    get_column_letter(n) for n in range(first, min(last, 200) + 1)
                ]

    def _look_at_colours(self, cells: list[dict[str, Any]], read: list[Cell]) -> None:
        """Note cells that say something by their colour alone: they are empty, and coloured
        otherwise than the words of their row.
        """
        if not read:
            return
        colours = {(d["column"]): self.style(d["style_id"]).colour for d in cells}
        words = {c.column for c in read}
        usual = {colour for at, colour in colours.items() if at in words} | {""}
        self.coloured += [
            f"{get_column_letter(at)}{cells[0]['row']}"
            for at, colour in colours.items()
            if at not in words and colour not in usual
        ][: MOST_COLOURED - len(self.coloured)]
        if len({colours[c.column] for c in read}) > 1:
            for cell in read:
                self.tinted[cell.letter][colours[cell.column]] += len(cell.text)
                self.lengths[cell.letter] += 1

    @property
    def coloured_columns(self) -> list[str]:
        """Columns of longer words whose cells have several colours, so that these may say more
        than the words: a column of statuses has its words for them.
        """
        return [
            letter
            for letter, tints in self.tinted.items()
            if len(set(tints) - {""}) > 1 and tints.total() > _SHORT * self.lengths[letter]
        ]

    def _merges(self, element: Any) -> None:
        for child in list(element)[:MOST_MERGED]:
            found = _SPAN.fullmatch((child.get("ref") or "").replace("$", ""))
            if found:
                left, right = column_number(found[1]), column_number(found[3])
                self.merged.append(Span(int(found[2]), int(found[4]), left, right))

    def parse_cell(self, element: Any) -> dict[str, Any]:
        read: dict[str, Any] = super().parse_cell(element)
        if element.find(FORMULA_TAG) is not None:
            self.formulas += 1
            if read["value"] is None and read["data_type"] == "n":
                self.unsaved.append(_address(read))
                read["value"], read["data_type"] = "an unsaved formula", "e"
        return read

    def cell_of(self, read: dict[str, Any]) -> Cell | None:
        """The cell with its words, None when it holds nothing to read."""
        value = read["value"]
        if value is None:
            return None
        address, style = _address(read), self.style(read["style_id"])
        if read["data_type"] == "e":
            if address not in self.unsaved:
                self.errors.append(address)
            return Cell(address, None, str(value), failed=True)
        plain = self._value(value, style, address)
        text = shown_in.words_of(plain, style.number_format)
        if not text.strip():
            return None
        if style.struck:
            self.struck.append(address)
        return Cell(address, plain, text)

    def _value(self, value: Any, style: Style, address: str) -> CellValue:
        if isinstance(value, dt.datetime | dt.date):
            words = shown_in.date_in_words(value, style.number_format)
            if words:
                return words
            if not shown_in.shows_year(style.number_format):
                self.without_year.append(address)
            if isinstance(value, dt.datetime) and value.time() == _NEVER:
                return value.date()
            return value
        if value == _NEVER and shown_in.shows_day(style.number_format):
            self.zero_dates.append(address)
            return None  # a link to an empty cell, which Excel shows as 00/01/1900
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, bool | int | float):
            return value
        return clean(str(value))  # a time of day or a duration


def _address(read: dict[str, Any]) -> str:
    return f"{get_column_letter(read['column'])}{read['row']}"


def _style_of(worksheet: Any, number: int) -> Style:
    cell = ReadOnlyCell(worksheet, 1, 1, None, style_id=number)
    return Style(
        str(cell.number_format or "General"),
        bool(cell.font and cell.font.strike),
        _colour_of(cell.fill),
    )


def _colour_of(fill: Any) -> str:
    """What tells a cell's colour from another's; empty for none and for white."""
    if fill is None or fill.fill_type != "solid":
        return ""
    colour = fill.fgColor
    name = f"{colour.type} {colour.value} {colour.tint or 0:g}"
    return "" if name in _WHITE else name
