"""Where the tables of a plan are in a workbook: which sheets, and which tables of a sheet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from vawg_plans.domain import placing
from vawg_plans.domain.beside import key_beside
from vawg_plans.domain.cell_words import short
from vawg_plans.domain.columns_in import columns_of
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.headers import Header, Line, beside_each_other, header_of, headers_below
from vawg_plans.domain.headings import (
    FIELD_CHOICES,
    SOURCES_OF_ACTIONS,
    one_line,
    vocabulary_of,
)
from vawg_plans.domain.reading_as import ReadAs, plain_words
from vawg_plans.domain.rows_in import RowsReader
from vawg_plans.domain.sheet_names import latest_first, placed_by_names
from vawg_plans.domain.tables import (
    Cell,
    Column,
    Placing,
    Problem,
    Row,
    Severity,
    Sheet,
    Table,
    digest_of,
    refuse_many,
)
from vawg_plans.errors import UnreadableFile

__all__ = ["FIELD_CHOICES", "find_table", "find_tables", "says_what_is_done"]

# Sheets that stand with a plan and are none, whatever their headings.
_NO_PLAN = re.compile(
    r"\b(?:lists?|look[- ]?ups?|drop[- ]?downs?|validation|logs?|versions?|revisions?|history"
    r"|(?:document|version) control|registers?|dashboard|summary|overview|charts?|pivot"
    r"|stat(?:istic)?s|guidance|guide|instructions?|notes|glossary|contents|index|cover|read ?me"
    r"|example|template|minutes|terms of reference)\b",
    re.IGNORECASE,
)
_NAMED = 6  # sheets in one sentence
_SHARED = 2  # headings that a further sheet of a plan has in common with its first


def find_table(
    sheets: Iterable[Sheet],
    framework: Framework,
    filename: str,
    read_as: ReadAs | None = None,
) -> Table:
    """The first of `find_tables`: the only one of most files."""
    return find_tables(sheets, framework, filename, read_as)[0]


def find_tables(
    sheets: Iterable[Sheet],
    framework: Framework,
    filename: str,
    read_as: ReadAs | None = None,
    *,
    hidden: Sequence[str] = (),
) -> tuple[Table, ...]:
    """The tables with a plan, each under whatever title rows it has, in the workbook's order.

    A sheet that this service exported is read alone. Else, where nobody said which sheets, the one
    whose headings say most is read, and with it every sheet whose headings are a plan's too; of
    any other it is said that it is not read. Raises `UnreadableFile` where no header is found,
    which names the `hidden` sheets too, and for more rows than one import takes.
    """
    sheets, read_as = [s.without_failed() for s in sheets], read_as or ReadAs()
    missing = set(read_as.sheets) - {s.name for s in sheets}
    if missing:
        raise UnreadableFile(f"'{filename}' has no sheet called '{min(missing)}' to read.")
    if read_as.sheets:
        sheets = [s for s in sheets if s.name in read_as.sheets]
    vocabulary = vocabulary_of(framework)
    headers = [h for s in sheets if (h := header_of(s, vocabulary)) is not None]
    if not headers:
        where = f"sheet {_names(s.name for s in sheets)} of '{filename}'"
        if hidden:
            raise UnreadableFile(
                f"No row of headings was found in {where}. Hidden sheets are not read, and it has "
                f"{_names(hidden)}.",
                hint="If the plan is in a hidden sheet, show that sheet (in Excel: right-click a "
                "sheet's name, then Unhide), save the file and choose it again.",
            )
        raise UnreadableFile(
            f"No row of headings was found in {where}.",
            hint="Put headings above the table, such as Ref, Recommendation (or HMICFRS), Action, "
            "Owner (or Lead), Timescale (or Due), Progress, Status (or RAG), 4P.",
        )
    reader = _Reader(filename, framework, vocabulary, read_as)
    best = max(headers, key=lambda h: (h.ours, h.states_actions, h.score))
    if best.ours:
        own = tuple(reader.tables(best)[:1])
        refuse_many(own, filename)
        return own
    problems: list[Problem] = []
    wanted = headers if read_as.sheets else _chosen(headers, best, problems)
    unread = [s.name for s in sheets if all(s is not h.sheet for h in headers)]
    problems += [_not_read(name, "has no headings as a plan has") for name in unread]
    tables = [t for h in wanted for t in reader.tables(h)]
    refuse_many(tables, filename)
    empty = [t for t in tables if not t.rows and len(tables) > 1]
    kept = [t for t in tables if t not in empty] or tables[:1]
    problems += [_not_read(t.sheet, "has headings and no rows") for t in empty if t not in kept]
    return placed_by_names(latest_first(kept, problems), problems, framework)


def _names(sheets: Iterable[str]) -> str:
    """Sheets by name; a workbook may have hundreds."""
    names = [f"'{name}'" for name in sheets]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _chosen(headers: list[Header], best: Header, problems: list[Problem]) -> list[Header]:
    """The headers of the sheets that are read; of each other sheet, why it is not."""
    chosen = []
    for header in headers:
        name = header.sheet.name
        if header is best:
            chosen.append(header)
        elif not header.states_actions and header.words != best.words:
            problems.append(_not_read(name, "has no column that says what will be done"))
        elif _NO_PLAN.search(name):
            problems.append(_not_read(name, "is, by its name, no plan"))
        elif len(set(header.fields) & set(best.fields)) < _SHARED:
            problems.append(_not_read(name, f"has other headings than '{best.sheet.name}'"))
        else:
            chosen.append(header)
    return chosen


def _not_read(name: str, why: str) -> Problem:
    reason = f"Sheet '{name}' {why}, so it is not read."
    return Problem(Severity.NOTICE, name, "", reason)


@dataclass(frozen=True, slots=True)
class _Reader:
    filename: str
    framework: Framework
    vocabulary: dict[str, str]
    read_as: ReadAs

    def tables(self, header: Header) -> list[Table]:
        """The tables of one sheet, each from its headings to the next."""
        if header.ours:
            return [self._own(header)]
        side_by_side = beside_each_other(header, self.vocabulary)
        if side_by_side:
            return self._side_by_side(side_by_side)
        headers = [header, *headers_below(header, self.vocabulary)]
        digest = digest_of(header.sheet)
        starts = [
            self._title_start(h, before)
            for before, h in zip([None, *headers], headers, strict=False)
        ]
        ends = [*starts[1:], len(header.sheet.rows)]
        tables = [
            self._table(h, start, end, digest)
            for h, start, end in zip(headers, starts, ends, strict=True)
        ]
        read = [t for t in tables if says_what_is_done(t)] or tables[:1]
        problems = [
            Problem(
                Severity.NOTICE,
                t.sheet,
                f"row {t.header_row}",
                f"The table from row {t.header_row} has no column that says what will be done, so "
                "it is not read.",
            )
            for t in tables
            if t not in read
        ]
        return [replace(read[0], problems=(*read[0].problems, *problems)), *read[1:]]

    def _side_by_side(self, headers: list[Header]) -> list[Table]:
        """Tables with the same headings beside each other, from left to right."""
        digest, end = digest_of(headers[0].sheet), len(headers[0].sheet.rows)
        tables = [self._table(h, 0, end, digest) for h in headers]
        named = " and ".join(f"{next(iter(h.headings))} to {[*h.headings][-1]}" for h in headers)
        reason = f"Tables stand beside each other, in columns {named}: each is read by itself."
        where = f"row {headers[0].row}"
        problem = Problem(Severity.NOTICE, headers[0].sheet.name, where, reason)
        return [replace(tables[0], problems=(problem, *tables[0].problems)), *tables[1:]]

    def _title_start(self, header: Header, before: Header | None) -> int:
        """Where the titles of a table begin: rows of one cell right above its headings."""
        if before is None:
            return 0
        rows, first = header.sheet.rows, header.first
        while first - 1 > before.last and len(rows[first - 1][1]) == 1:
            first -= 1
        return first

    def _table(self, header: Header, start: int, end: int, digest: str) -> Table:
        sheet, framework = header.sheet, self.framework
        below: list[Line] = header.within(sheet.rows[header.last + 1 : end])
        cells = _by_letter(below)
        above = header.within(sheet.rows[start : header.first])
        titles = (*(one_line(c.text) for _, row in above for c in row), *header.title)
        texts = {letter: h.text for letter, h in header.headings.items()}
        fields = {
            letter: meaning.field
            for letter, h in header.headings.items()
            if (meaning := h.meaning(self.vocabulary)).field is not None
        }
        key = set(key_beside(texts, cells, fields, framework))
        problems = []
        if key:
            first = next(c for at in sorted(key) for c in cells.get(at, []))
            problems.append(_key_problem(sheet.name, first))
            header = replace(
                header, headings={at: h for at, h in header.headings.items() if at not in key}
            )
            below = [(n, tuple(c for c in row if c.letter not in key)) for n, row in below]
            cells = {at: found for at, found in cells.items() if at not in key}
        columns = columns_of(header, cells, self.vocabulary, self.read_as.columns, framework)
        source = source_of(columns)
        plain_titles = frozenset(plain_words(t) for t in titles)
        rows = RowsReader(sheet, columns, source, plain_titles, header.words, framework)
        read = rows.read(below)
        return Table(
            source=self.filename,
            sheet=sheet.name,
            title_lines=titles,
            header_row=header.row,
            columns=tuple(columns),
            rows=tuple(read),
            digest=digest,
            problems=(*problems, *rows.problems),
            placed=_by_titles(titles, framework),
        )

    def _own(self, header: Header) -> Table:
        """A sheet that we exported: each row below the headings is one."""
        sheet = header.sheet
        below = sheet.rows[header.last + 1 :]
        columns = columns_of(
            header, _by_letter(below), self.vocabulary, self.read_as.columns, self.framework
        )
        return Table(
            source=self.filename,
            sheet=sheet.name,
            title_lines=tuple(one_line(c.text) for _, r in sheet.rows[: header.first] for c in r),
            header_row=header.row,
            columns=tuple(columns),
            rows=_own_rows(below, columns),
            digest=digest_of(sheet),
            ours=True,
        )


def _own_rows(below: Iterable[Line], columns: list[Column]) -> tuple[Row, ...]:
    headings = {c.heading for c in columns}
    fields = {c.letter: c.field for c in columns}
    rows = []
    for number, cells in below:
        if {c.text.strip() for c in cells} <= headings and len(cells) > 1:
            continue  # the header again, on a later page
        grouped: dict[str, tuple[Cell, ...]] = {}
        for cell in cells:
            field = fields[cell.letter]
            if field is not None and not cell.empty:
                grouped[field] = (*grouped.get(field, ()), cell)
        if grouped:
            rows.append(Row(number, grouped))
    return tuple(rows)


def _by_letter(below: Iterable[Line]) -> dict[str, list[Cell]]:
    cells: dict[str, list[Cell]] = defaultdict(list)
    for _, row in below:
        for cell in row:
            cells[cell.letter].append(cell)
    return cells


def _key_problem(sheet: str, first: Cell) -> Problem:
    reason = f"A key stands beside the table from '{short(first.text, 40)}': read as no action."
    return Problem(Severity.NOTICE, sheet, first.address, reason)


def _by_titles(titles: tuple[str, ...], framework: Framework) -> tuple[Placing, ...]:
    """What the nearest title that names a P, an area or a theme says; a suggestion."""
    found = (placing.placing_of(title, framework) for title in reversed(titles))
    return tuple(p for p in found if p.tags)[:1]


def source_of(columns: Iterable[Column]) -> str | None:
    """The field that actions are read from, the best that there is."""
    fields = {c.field for c in columns}
    return next((s for s in SOURCES_OF_ACTIONS if s in fields), None)


def says_what_is_done(table: Table) -> bool:
    """Whether any column holds what will be done."""
    return any(c.field in SOURCES_OF_ACTIONS for c in table.columns)
