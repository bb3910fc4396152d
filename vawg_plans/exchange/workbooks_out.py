"""Workbooks out: one way to write a sheet, so that every export is marked, safe and reads alike.

Text is always written as text, so that '=1+1' stays what somebody typed; nothing is cut; and the
same input gives the same bytes, because the only time in a file is the moment it is given.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from vawg_plans.domain.canonical import visible
from vawg_plans.domain.carried import short_digest
from vawg_plans.errors import InvalidInput
from vawg_plans.exchange.page_marks import footer_of, header_of
from vawg_plans.exchange.workbook_styles import LOOKS, TINTS, UNWRAPPED, Style

DEMONSTRATION = "DEMONSTRATION DATA: invented figures beside real forces' names"
A4, A3 = 9, 8

_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_TOO_LONG = -2
# Rows below a table that get its drop-downs too, for what somebody adds by hand.
ROWS_TO_ADD = 200
# A row shows this many lines of its longest cell. Excel finds the height itself, LibreOffice does
# not, and neither stops before one long cell has filled the screen.
MOST_LINES = 15
_LINE_HEIGHT = 15

Value = str | int | float | dt.date | None


@dataclass(frozen=True, slots=True)
class Imprint:
    """What every sheet of a workbook says about itself, on screen and on paper.

    `whose` is a force's name or 'All forces'; `version` 'DRAFT' or a version's name;
    `moment_words` the moment that is shown; `made_at` the UTC moment kept as the file's date.
    `filtered` says that somebody chose which of the rows are there.
    """

    whose: str
    title: str
    version: str
    moment_words: str
    marking: str
    made_at: dt.datetime
    demonstration: bool = False
    filtered: bool = False

    @property
    def version_words(self) -> str:
        """The version, and that this is not all of it."""
        return f"{self.version}, filtered" if self.filtered else self.version


def file_name(
    day: dt.date, *parts: str, marking: str, demonstration: bool = False, ending: str = "xlsx"
) -> str:
    """A name that sorts by day and says the marking: '2022-03-03-kent-…-OFFICIAL.xlsx'."""
    words = [re.sub(r"[^a-z0-9]+", "-", part.casefold()).strip("-") for part in parts]
    marks = [marking.upper(), *(["DEMONSTRATION"] if demonstration else [])]
    return "-".join([day.isoformat(), *(w for w in words if w), *marks]) + f".{ending}"


class Sheet:
    """A worksheet, written from its top row down."""

    def __init__(
        self,
        book: Book,
        worksheet: Any,
        widths: Sequence[int],
        *,
        paper: int = A4,
        read_back: bool = False,
    ) -> None:
        self._book = book
        self._read_back = read_back
        self._worksheet = worksheet
        self._imprint = book.imprint
        self._columns = len(widths)
        self._widths = widths
        self.next_row = 0
        self.header_row: int | None = None
        self._hints: dict[int, dict[str, str]] = {}
        for column, width in enumerate(widths):
            worksheet.set_column(column, column, width)
        worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        self._on_paper(paper)
        if self._imprint.demonstration:
            self.line(DEMONSTRATION, Style.BANNER)
        imprint = self._imprint
        self.line(f"{imprint.marking}, {imprint.whose}, {imprint.version_words}", Style.MARKING)

    def _on_paper(self, paper: int) -> None:
        imprint, sheet = self._imprint, self._worksheet
        sheet.set_header(header_of(imprint, DEMONSTRATION if imprint.demonstration else ""))
        sheet.set_footer(footer_of(imprint))
        sheet.set_paper(paper)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.7)

    def line(self, text: str, style: Style = Style.PLAIN) -> None:
        """One line of words across the sheet, outside any table."""
        self.row([text], [style])

    def skip(self) -> None:
        """An empty row."""
        self.next_row += 1

    def row(self, values: Sequence[Value], styles: Sequence[Style]) -> None:
        """The next row. None and empty text leave the cell empty, but drawn."""
        if self._book.lines is not None and not (self._read_back and self.header_row is not None):
            self._book.lines.add(short_digest(values))
        lines = 2 if Style.TITLE in styles else self._lines(values, styles)
        if lines > 1:
            self._worksheet.set_row(self.next_row, _LINE_HEIGHT * lines)
        for column, (value, style) in enumerate(zip(values, styles, strict=True)):
            if value is None or value == "":
                look = self._book.look(style)
                self._worksheet.write_blank(self.next_row, column, None, look)
            elif isinstance(value, str):
                self._text(column, value, style)
            elif isinstance(value, dt.date):
                self._worksheet.write_datetime(self.next_row, column, value, self._book.look(style))
            else:
                self._worksheet.write_number(self.next_row, column, value, self._book.look(style))
        self.next_row += 1

    def _lines(self, values: Sequence[Value], styles: Sequence[Style]) -> int:
        """How many lines the tallest cell needs, up to the most that a row shows."""
        most = 1
        for value, style, width in zip(values, styles, self._widths, strict=False):
            if not isinstance(value, str) or style in UNWRAPPED:
                continue
            if len(value) < width and "\n" not in value:
                continue
            # Words do not break where a line is full; in a wide column that matters less.
            room = width - 2 if width < 60 else width
            lines = sum(1 + len(part) // room for part in value.splitlines())
            most = max(most, lines)
        return min(most, MOST_LINES)

    def _text(self, column: int, value: str, style: Style) -> None:
        text = visible(value)
        # A quoted cell stays text even when somebody edits it in place.
        look = self._book.look(style, quoted=text[:1] in ("=", "+", "-", "@", "\t"))
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter would take this for its own markup; in pieces it is only words.
            done = self._worksheet.write_rich_string(
                self.next_row, column, text[:1], text[1:2], text[2:], look
            )
        else:
            done = self._worksheet.write_string(self.next_row, column, text, look)
        if done == _TOO_LONG:
            raise InvalidInput(
                f"A cell of sheet '{self._worksheet.get_name()}' would hold {len(text):,} "
                f"characters; a workbook holds 32,767. It begins '{text[:60]}'.",
                hint="Shorten it, then export again.",
            )

    def header(self, headings: Sequence[str], *, frozen_columns: int = 0) -> None:
        """The header of this sheet's table: it stays in sight, and is repeated on each page."""
        self.header_row = self.next_row
        self._columns = len(headings)
        self.row(list(headings), [Style.HEADING] * len(headings))
        self._worksheet.freeze_panes(self.next_row, frozen_columns)
        self._worksheet.repeat_rows(self.header_row)

    def end_table(self) -> None:
        """Make what was written since the header filterable."""
        if self.header_row is not None:
            last = max(self.header_row, self.next_row - 1)
            self._worksheet.autofilter(self.header_row, 0, last, self._columns - 1)

    def print_columns(self, count: int) -> None:
        """Print the first columns only: on paper, all of them would be too small to read."""
        self._worksheet.print_area(0, 0, max(0, self.next_row - 1), count - 1)

    def on_one_page(self) -> None:
        """Print all of the sheet on one page: what is read at a glance, and just not short enough
        for one.
        """
        self._worksheet.fit_to_pages(1, 1)

    def choices(self, column: int, values: Sequence[str], message: str) -> None:
        """A drop-down of these values in a column of the table, and some rows below it."""
        self._validate(
            column,
            {"validate": "list", "source": list(values), "error_title": "Not one of the list"},
            message,
        )

    def numbers_between(self, column: int, low: Value, high: Value, message: str) -> None:
        """Only whole numbers, or only dates, from `low` to `high` in a column of the table."""
        kind = "date" if isinstance(low, dt.date) else "integer"
        self._validate(
            column,
            {"validate": kind, "criteria": "between", "minimum": low, "maximum": high},
            message,
        )

    def _validate(self, column: int, rule: dict[str, Any], message: str) -> None:
        first, last = self._below_header()
        rule = {**rule, **self._hints.get(column, {}), "error_message": message}
        self._worksheet.data_validation(first, column, last, column, {**rule, "ignore_blank": True})

    def hint(self, column: int, title: str, words: str) -> None:
        """Words shown beside a cell of this column when it is chosen. Said before its limits."""
        self._hints[column] = {"input_title": title[:32], "input_message": words[:255]}

    def offers(self, column: int, cells: str = "") -> None:
        """A drop-down of these cells ("='Lists'!$A$3:$A$8") which takes other words too; without
        any, only the column's hint.
        """
        rule = {"validate": "list", "source": cells} if cells else {"validate": "any"}
        self._validate(column, {**rule, "show_error": False}, "")

    def dates(self, column: int, message: str = "A date, such as 31 Mar 2022.") -> None:
        """Only days that a plan can mean in a column of the table."""
        self.numbers_between(column, dt.date(2000, 1, 1), dt.date(2100, 12, 31), message)

    def fills(self, column: int, styles: Mapping[str, Style]) -> None:
        """Fill a column's cells by the word in them, also after somebody chooses another."""
        first, last = self._below_header()
        for word, style in styles.items():
            self._worksheet.conditional_format(
                first,
                column,
                last,
                column,
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{word}"',
                    "format": self._book.tint(style),
                },
            )

    def _below_header(self) -> tuple[int, int]:
        first = (self.header_row or 0) + 1
        return first, max(first, self.next_row - 1) + ROWS_TO_ADD

    def hide(self, column: int, width: int) -> None:
        """Hide a column: it goes with its rows when they are sorted, and comes back with them."""
        self._worksheet.set_column(column, column, width, None, {"hidden": True})

    def out_of_sight(self) -> None:
        """Hide the whole sheet. A reader can have it shown again."""
        self._worksheet.hide()


class Book:
    """A workbook. `streamed` keeps one row in memory at a time, for long public tables: rows then
    wait in a temporary file, where a draft's words must not lie. `comes_back` gathers in `lines`
    the digest of every line that is not read when the workbook is brought back.
    """

    def __init__(
        self, imprint: Imprint, *, streamed: bool = False, comes_back: bool = False
    ) -> None:
        self.imprint = imprint
        self.lines: set[str] | None = set() if comes_back else None
        self._bytes = io.BytesIO()
        options = {**_SAFE, "constant_memory": streamed, "in_memory": not streamed}
        self._workbook = xlsxwriter.Workbook(self._bytes, options)
        self._looks: dict[tuple[Style, bool], Any] = {}
        self._tints: dict[Style, Any] = {}
        banner = f"{DEMONSTRATION}. " if imprint.demonstration else ""
        self._workbook.set_properties(
            {
                "title": visible(f"{imprint.whose}: {imprint.title}"),
                "subject": visible(f"{imprint.version}, {imprint.moment_words}"),
                "author": "VAWG Plans",
                "category": imprint.marking,
                "comments": f"{banner}Marking: {imprint.marking}",
                "created": imprint.made_at,
            }
        )

    def sheet(
        self, name: str, widths: Sequence[int], *, paper: int = A4, read_back: bool = False
    ) -> Sheet:
        """A new sheet, its marking in place; `widths` of its columns are in characters. The table
        of a sheet that is `read_back` may be changed and brought back.
        """
        worksheet = self._workbook.add_worksheet(name)
        return Sheet(self, worksheet, widths, paper=paper, read_back=read_back)

    def look(self, style: Style, *, quoted: bool = False) -> Any:
        """The format of a style, made once."""
        key = (style, quoted)
        if key not in self._looks:
            quote = {"quote_prefix": True} if quoted else {}
            self._looks[key] = self._workbook.add_format({**LOOKS[style], **quote})
        return self._looks[key]

    def tint(self, style: Style) -> Any:
        """A style's colours alone, to lay over another format."""
        if style not in self._tints:
            fill, ink = TINTS[style]
            self._tints[style] = self._workbook.add_format({"bg_color": fill, "font_color": ink})
        return self._tints[style]

    def finish(self) -> bytes:
        """The file's bytes. Nothing can be written after this."""
        self._workbook.close()
        return self._bytes.getvalue()
