"""The rows of a file that an import refused, each with what is wrong, to correct and bring in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.headings import FIELD_CHOICES, meaning_of, vocabulary_of
from vawg_plans.domain.plan_columns import PLAN_COLUMNS, REFUSAL_HEADINGS
from vawg_plans.domain.tables import Cell, Column, Problem, Row, Severity, Table

CELLS_HEADING, WHY_HEADING = REFUSAL_HEADINGS
STRAND_HEADING = "Local strand"
# A heading that means the field, where a file's own would not be known again.
_HEADINGS = {c.field: c.heading for c in PLAN_COLUMNS if c.field in FIELD_CHOICES} | {
    "progress": "Progress",
    "update": "Latest update",
    "recommendation": "Recommendation",
    "recommendations": "Recommendation numbers",
    "themes": "Theme",
}


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row as it stood: its first cell of each column by letter, what else its columns say (of
    rows that were one action), and what is wrong with it.
    """

    row: Row
    cells: dict[str, Cell]
    more: tuple[str, ...]
    problems: tuple[Problem, ...]

    def places(self, headings: Mapping[str, str]) -> str:
        """The cells to correct, by the heading of their column and where they stood in the file."""
        found = {}
        for problem in self.problems:
            letter = problem.cell.rstrip("0123456789")
            named = headings[letter] or f"Column {letter}" if letter in headings else "The row"
            found[problem.cell] = f"{named} (was {problem.cell})"
        return "\n".join(found.values())

    @property
    def reasons(self) -> str:
        """Why it was refused, a line for each reason."""
        return "\n".join(dict.fromkeys(p.reason for p in self.problems))


@dataclass(frozen=True, slots=True)
class RefusedTable:
    """The refused rows of one table, its columns in order with headings that are known again, and
    the strand that its sheet's name gave, where that would be lost.
    """

    table: Table
    columns: tuple[tuple[Column, str], ...]
    rows: tuple[RefusedRow, ...]
    strand: str = ""


def refused_tables(
    tables: Sequence[Table],
    refused: Collection[tuple[str, int]],
    problems: Iterable[Problem],
    framework: Framework,
) -> list[RefusedTable]:
    """Each table with refused rows. `refused` has their sheets and numbers."""
    vocabulary = vocabulary_of(framework)
    by_place: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.severity is Severity.REFUSED:
            by_place.setdefault((problem.sheet, problem.cell), []).append(problem)
    found = []
    for table in tables:
        columns = sorted(table.columns, key=lambda c: (len(c.letter), c.letter))
        kept = [c for c in columns if c.field is not None]
        rows = [
            _refused(table, row, kept, by_place)
            for row in table.rows
            if (table.sheet, row.number) in refused
        ]
        if rows:
            named = tuple((c, _heading(c, vocabulary, ours=table.ours)) for c in kept)
            found.append(RefusedTable(table, named, tuple(rows)))
    if len({t.table.sheet for t in found}) > 1:
        return found
    return [RefusedTable(t.table, t.columns, t.rows, _strand(t.table)) for t in found]


def _refused(
    table: Table,
    row: Row,
    columns: list[Column],
    by_place: dict[tuple[str, str], list[Problem]],
) -> RefusedRow:
    cells: dict[str, Cell] = {}
    more: list[str] = []
    headings = {c.letter: c.heading or f"Column {c.letter}" for c in columns}
    for cell in row.all():
        if cells.setdefault(cell.letter, cell) is not cell:
            more.append(f"{headings.get(cell.letter, cell.letter)}: {cell.text.strip()}")
    places = [f"row {row.number}", *(f"{c.letter}{row.number}" for c in columns)]
    places += [cell.address for cell in row.all()]
    wrong = [p for place in dict.fromkeys(places) for p in by_place.get((table.sheet, place), ())]
    if not wrong:
        # No row of this table can be taken.
        wrong = by_place.get((table.sheet, f"row {table.header_row}"), [])
    return RefusedRow(row, cells, tuple(more), tuple(wrong))


def _heading(column: Column, vocabulary: dict[str, str], *, ours: bool) -> str:
    """The column's heading, or one that means its field where its own would not."""
    meant = meaning_of(column.heading, vocabulary).field
    if ours or column.field in (meant, "context") or column.field not in _HEADINGS:
        return column.heading
    if column.field == "description" and meant == "title":
        return column.heading
    return _HEADINGS[column.field]


def _strand(table: Table) -> str:
    """The strand that its sheet's name gave among others: alone it would give none."""
    if table.column_of("local_strand") is not None:
        return ""
    return next((p.strand for p in reversed(table.placed) if p.strand and p.stated), "")
