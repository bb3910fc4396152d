"""The tables of a workbook that we exported, wherever its sheets, rows and columns have gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vawg_plans.domain.carried import Carried, short_digest
from vawg_plans.domain.cell_words import short
from vawg_plans.domain.part_columns import PARTS, Part, PartColumn
from vawg_plans.domain.plan_columns import ABOUT_FILE, PLAN_COLUMNS, PlanColumn
from vawg_plans.domain.reading_as import ReadAs, plain_words
from vawg_plans.domain.tables import (
    Cell,
    Column,
    Problem,
    Row,
    Severity,
    Sheet,
    Table,
    Workbook,
    digest_of,
    refuse_many,
)
from vawg_plans.errors import UnreadableFile

_ROWS_SEARCHED = 60
# A table of ours has its hidden ids and at least this many more of its headings.
_HEADINGS = 3
_MOST_NOTICES = 5
_NO_SUCH = "it is not one of the columns we export, so it is not read"

_Known = PlanColumn | PartColumn


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A table of ours: what is read of it, and of each row the cells that are not read back."""

    table: Table
    part: Part | None
    follows: Mapping[int, Mapping[str, Cell]]

    def has(self, name: str) -> bool:
        return self.table.column_of(name) is not None


@dataclass(slots=True)
class OwnTables:
    """The tables of ours in a workbook: the plan's and, by field, those of its parts."""

    carried: Carried | None
    plan: OwnTable | None = None
    parts: dict[str, OwnTable] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def said(self, name: str) -> set[str]:
        """What the rows of CSV say of the file in this column of `ABOUT_FILE`."""
        rows = self.plan.follows.values() if self.plan else ()
        return {cells[name].text.strip() for cells in rows if name in cells} - {""}

    @property
    def every(self) -> list[OwnTable]:
        return [*([self.plan] if self.plan else []), *self.parts.values()]


@dataclass(frozen=True, slots=True)
class _Found:
    sheet: Sheet
    index: int
    part: Part | None


def own_tables(workbook: Workbook, filename: str, read_as: ReadAs) -> OwnTables | None:
    """The tables of a workbook that we exported; None where it is none of ours.

    Raises `UnreadableFile` where it was ours and has lost what its rows find their actions by.
    """
    found = [f for s in workbook.sheets if (f := _header_in(s)) is not None]
    if not found and workbook.carried is None:
        return None
    if not any(f.part is None for f in found):
        if workbook.carried is None:
            return None
        if not found:
            raise UnreadableFile(
                f"'{filename}' was exported from here, but none of its sheets has the hidden "
                "column 'Action id' any more, so its rows cannot find their actions.",
                hint="Export the plan again and change that file; leave the hidden columns in it.",
            )
    tables = OwnTables(workbook.carried)
    for one in found:
        name = one.part.field if one.part else ""
        taken = tables.parts.get(name) if one.part else tables.plan
        if taken is not None and not (one.sheet.name in read_as.sheets and not one.part):
            reason = f"This sheet is like '{taken.table.sheet}', which is read; this one is not."
            tables.problems.append(Problem(Severity.NOTICE, one.sheet.name, "", reason))
            continue
        about = ABOUT_FILE if workbook.carried is None else ()
        table, problems = _table(one, filename, read_as.columns, about)
        tables.problems += problems
        if one.part:
            tables.parts[name] = table
        else:
            tables.plan = table
    refuse_many((own.table for own in tables.every), filename)
    tables.problems += _lost_columns(tables)
    tables.problems += _other_sheets(workbook, tables)
    return tables


def _header_in(sheet: Sheet) -> _Found | None:
    for index, (_, cells) in enumerate(sheet.rows[:_ROWS_SEARCHED]):
        texts = {plain_words(c.text) for c in cells}
        for part in PARTS:
            ids = {"question id"} if part.field == "answers" else {"part id", "action id"}
            if ids <= texts and plain_words(_first(part).heading) in texts:
                return _Found(sheet, index, part)
        ours = texts & {plain_words(c.heading) for c in PLAN_COLUMNS}
        if "action id" in texts and "part id" not in texts and len(ours) >= _HEADINGS:
            return _Found(sheet, index, None)
    return None


def _first(part: Part) -> PartColumn:
    return next(c for c in part.columns if c.read_back)


def _table(
    found: _Found,
    filename: str,
    by_hand: Mapping[str, str | None],
    about: Sequence[PlanColumn] = (),
) -> tuple[OwnTable, list[Problem]]:
    sheet, part = found.sheet, found.part
    number, header = sheet.rows[found.index]
    below = sheet.rows[found.index + 1 :]
    known: Sequence[_Known] = part.columns if part else (*PLAN_COLUMNS, *about)
    columns, problems = _columns(sheet, header, below, known, {} if part else by_hand)
    by_letter = {c.letter: c for c in columns}
    follows_at = {
        c.letter: k.field
        for c in columns
        for k in known
        if not k.read_back and c.field is None and plain_words(k.heading) == c.key
    }
    headings = {plain_words(c.heading) for c in columns}
    rows, follows = [], {}
    for row_number, cells in below:
        if len(cells) > 1 and {plain_words(c.text) for c in cells} <= headings:
            continue  # the header again
        read: dict[str, tuple[Cell, ...]] = {}
        for cell in cells:
            column = by_letter.get(cell.letter)
            if column is not None and column.field is not None and not cell.empty:
                read.setdefault(column.field, (cell,))
        if read:
            rows.append(Row(row_number, read))
            follows[row_number] = {follows_at[c.letter]: c for c in cells if c.letter in follows_at}
    table = Table(
        source=filename,
        sheet=sheet.name,
        title_lines=(),
        header_row=number,
        columns=tuple(columns),
        rows=tuple(rows),
        digest=digest_of(sheet),
        ours=True,
    )
    return OwnTable(table, part, follows), problems


def _columns(
    sheet: Sheet,
    header: Sequence[Cell],
    below: Iterable[tuple[int, Sequence[Cell]]],
    known: Sequence[_Known],
    by_hand: Mapping[str, str | None],
) -> tuple[list[Column], list[Problem]]:
    """What each column is, and of those that are not read that they are not."""
    ours = {plain_words(c.heading): c for c in known}
    columns: list[Column] = []
    problems: list[Problem] = []
    often = Counter(plain_words(c.text) for c in header)
    seen: set[str] = set()
    for cell in header:
        heading, key = " ".join(cell.text.split()), plain_words(cell.text)
        one = ours.get(key)
        if one is None or key in seen:
            why = _NO_SUCH if one is None else "another column has that heading, which is read"
            key = key if often[key] == 1 else f"{key} ({cell.letter})"
            columns.append(Column(cell.letter, heading, None, why, False, key))
            reason = f"Column {cell.letter}, '{short(heading)}': {why}."
            problems.append(Problem(Severity.NOTICE, sheet.name, cell.address, reason))
            continue
        seen.add(key)
        if not one.read_back:
            why = "it follows from the rest, so it is not read back"
            columns.append(Column(cell.letter, heading, None, why, True, key))
        elif key in by_hand and by_hand[key] is None and one.field not in ("id", "revision"):
            columns.append(Column(cell.letter, heading, None, "left out by hand", True, key))
        else:
            why = f"we exported it as '{heading}'"
            columns.append(Column(cell.letter, heading, one.field, why, True, key))
    headed = {c.letter for c in header}
    loose = {c.letter: c for _, cells in below for c in cells if c.letter not in headed}
    for letter in sorted(loose, key=lambda one: (len(one), one)):
        why = "it has no heading, so it is not read"
        columns.append(Column(letter, "", None, why, False, f"({letter.casefold()})"))
        reason = f"Column {letter} has no heading, so what stands in it is not read."
        problems.append(Problem(Severity.NOTICE, sheet.name, f"column {letter}", reason))
    return columns, problems


def _lost_columns(tables: OwnTables) -> list[Problem]:
    """Columns that the file was made with and no longer has: nothing of them is taken away."""
    if tables.plan is None or tables.carried is None:
        return []
    wanted = [c for c in PLAN_COLUMNS if c.read_back and c.field in tables.carried.columns]
    there = {c.key for c in tables.plan.table.columns}
    gone = [c.heading for c in wanted if plain_words(c.heading) not in there]
    if not gone:
        return []
    were = "column was" if len(gone) == 1 else "columns were"
    reason = f"The {were} taken out of the file and stays as it is in the plan: {', '.join(gone)}."
    if len(gone) > 1:
        reason = reason.replace("stays as it is", "stay as they are")
    table = tables.plan.table
    return [Problem(Severity.NOTICE, table.sheet, f"row {table.header_row}", reason)]


def _other_sheets(workbook: Workbook, tables: OwnTables) -> list[Problem]:
    """Lines that somebody wrote where nothing is read: in sheets for reading, above the headers."""
    carried = tables.carried
    if carried is None:
        plan = tables.plan.table if tables.plan else None
        if plan is None or not any(row.first("id") for row in plan.rows):
            return []
        if tables.said("file_version"):
            reason = (
                "CSV does not say which rows it was made with: one that was taken out is not "
                "asked about, and stays."
            )
            return [Problem(Severity.NOTICE, plan.sheet, "", reason)]
        reason = (
            "The hidden sheet that says what this workbook was made from is gone. Its rows are "
            "read all the same, but nobody can tell which rows were taken out: none is asked about."
        )
        return [Problem(Severity.NOTICE, plan.sheet, "", reason)]
    read = {t.table.sheet: t.table.header_row for t in tables.every}
    unread = {p.sheet for p in tables.problems if not p.cell}
    problems = []
    for sheet in workbook.sheets:
        if sheet.name in unread:
            continue
        until = read.get(sheet.name)
        altered = [
            (number, cells)
            for number, cells in sheet.rows
            if (until is None or number < until)
            and short_digest(c.value for c in cells) not in carried.lines
        ]
        for number, cells in altered[:_MOST_NOTICES]:
            words = short("; ".join(c.text for c in cells))
            reason = f"Row {number} was written or changed here ('{words}') and is not read."
            problems.append(Problem(Severity.NOTICE, sheet.name, cells[0].address, reason))
        if len(altered) > _MOST_NOTICES:
            reason = f"So were {len(altered) - _MOST_NOTICES:,} more rows of this sheet."
            problems.append(Problem(Severity.NOTICE, sheet.name, "", reason))
    for part in PARTS if carried.actions else ():
        if part.field not in tables.parts:
            reason = f"The sheet '{part.sheet}' is not in the file; what it held stays as it is."
            problems.append(Problem(Severity.NOTICE, part.sheet, "", reason))
    return problems
