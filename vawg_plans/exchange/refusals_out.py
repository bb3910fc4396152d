"""The refused rows of an import as a workbook: as they stood, with what is wrong beside each.

It is read like the file that they came from. The columns that say what is wrong are left out when
it comes back, so nothing but the corrections needs doing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import groupby

from vawg_plans.domain.action_checks import LONGEST_TEXT
from vawg_plans.domain.canonical import visible
from vawg_plans.domain.plan_columns import KEPT
from vawg_plans.domain.refusing import (
    CELLS_HEADING,
    STRAND_HEADING,
    WHY_HEADING,
    RefusedRow,
    RefusedTable,
)
from vawg_plans.domain.tables import Cell, Column
from vawg_plans.exchange import workbooks_out
from vawg_plans.exchange.workbook_styles import Style
from vawg_plans.exchange.workbooks_out import DEMONSTRATION, Book, Imprint, Sheet, Value

LABEL = "Refused rows"
# Of rows that were one action: what their other cells say.
_MORE = "Also in this row"
_HOW = (
    f"These rows were refused. Correct the cells named under '{CELLS_HEADING}', then import this "
    "workbook. Its last two columns are not read."
)
# '1.10' stays what it is when somebody edits the cell.
_AS_TYPED = ("reference", *KEPT)
# Signs that no sheet's name may have.
_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_WIDTHS = {"title": 44, "progress": 60, "description": 50, "context": 40, "recommendation": 40}


def refusals_workbook(tables: Sequence[RefusedTable], imprint: Imprint) -> bytes:
    """The workbook's bytes, a sheet for each that had refused rows, called as it was."""
    book = Book(imprint)
    taken: set[str] = set()
    for name, group in groupby(tables, key=lambda t: t.table.sheet):
        of_sheet = list(group)
        widths = max((_widths(t) for t in of_sheet), key=len)
        sheet = book.sheet(_name(name, taken), widths, paper=workbooks_out.A3)
        sheet.line(_HOW)
        for refused in of_sheet:
            _table(sheet, refused)
    return book.finish()


def _name(name: str, taken: set[str]) -> str:
    """The sheet's name, or where no workbook of Excel may have it one that is alike."""
    plain = _NO_NAME.sub(" ", visible(name)).strip(" '")[:31] or "Rows"
    if plain.casefold() == "history":
        plain += " rows"
    while plain.casefold() in taken:
        plain = f"{plain[:28]} {len(taken) + 1}"
    taken.add(plain.casefold())
    return plain


def file_name(force_id: str, day: dt.date, *, marking: str, demonstration: bool) -> str:
    """'2022-03-03-kent-refused-rows-OFFICIAL-SENSITIVE.xlsx'."""
    return workbooks_out.file_name(
        day, force_id, LABEL, marking=marking, demonstration=demonstration
    )


def _extra(refused: RefusedTable) -> list[str]:
    """Headings that the file did not have, between its columns and the reasons."""
    more = [_MORE] if any(r.more for r in refused.rows) else []
    return [*([STRAND_HEADING] if refused.strand else []), *more]


def _widths(refused: RefusedTable) -> list[int]:
    widths = [_WIDTHS.get(c.field or "", 18) for c, _ in refused.columns]
    return [*widths, *(24 for _ in _extra(refused)), 20, 70]


def _table(sheet: Sheet, refused: RefusedTable) -> None:
    for title in refused.table.title_lines:
        if not refused.table.ours and not _is_mine(title):
            sheet.line(title[:LONGEST_TEXT])
    columns = [c for c, _ in refused.columns]
    extra = _extra(refused)
    headings = [*(h for _, h in refused.columns), *extra, CELLS_HEADING, WHY_HEADING]
    sheet.header(headings)
    placed: tuple[object, ...] = ()
    for one in refused.rows:
        if one.row.placed != placed:
            placed = one.row.placed
            for heading in one.row.placed:
                sheet.line(heading.words, Style.BOLD)
        _row(sheet, refused, one, columns, extra)
    if refused.table.ours:
        for at, column in enumerate(columns):
            if column.field in KEPT:
                sheet.hide(at, 12)


def _is_mine(title: str) -> bool:
    """Whether a title line is one that we wrote, over rows that were refused once more."""
    said = " ".join(_HOW.split())
    return title in (said, DEMONSTRATION) or title.endswith(f", {LABEL.upper()}")


def _row(
    sheet: Sheet, refused: RefusedTable, one: RefusedRow, columns: list[Column], extra: list[str]
) -> None:
    wrong = {p.cell for p in one.problems}
    values: list[Value] = []
    styles: list[Style] = []
    for column in columns:
        cell = one.cells.get(column.letter)
        value, style = _value(cell)
        called = {f"{column.letter}{one.row.number}", cell.address if cell else ""}
        if column.field in _AS_TYPED:
            style = Style.LINE
        values.append(value)
        styles.append(Style.OFF_TRACK if called & wrong and style is Style.TEXT else style)
    said = {STRAND_HEADING: refused.strand, _MORE: "\n".join(one.more)[:LONGEST_TEXT]}
    reasons = one.reasons
    names = {c.letter: heading for c, heading in refused.columns}
    if any(len(cell.text) > LONGEST_TEXT for cell in one.cells.values()):
        reasons += f"\nOf a longer text, only the first {LONGEST_TEXT:,} characters stand here."
    values += [*(said[heading] for heading in extra), one.places(names), reasons]
    styles += [Style.TEXT] * (len(extra) + 1) + [Style.OFF_TRACK]
    sheet.row(values, styles)


def _value(cell: Cell | None) -> tuple[Value, Style]:
    """A cell's value so that it is read again as it was; a text that no cell holds is cut."""
    if cell is None:
        return None, Style.TEXT
    value = cell.value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime) and value.year > 1900:
        return value, Style.DATE
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    if plain and cell.text == f"{value:.15g}":
        return value, Style.TEXT
    return cell.text[:LONGEST_TEXT], Style.TEXT
