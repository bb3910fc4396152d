"""The rows of a table: what is merged filled down, and what is no action told from what is.

A cell merged over several rows holds for each of them. Rows over which the action's own cell is
merged are one action. A heading between rows says what the rows below it are; totals, keys and
notes are read as no action, and each is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median

from vawg_plans.domain import beside, placing, wrapped_in
from vawg_plans.domain.cell_words import short
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.headers import Line
from vawg_plans.domain.reading_as import plain_words
from vawg_plans.domain.tables import (
    Cell,
    Column,
    Placing,
    Problem,
    Row,
    Severity,
    Sheet,
    column_letters,
)

# What a row has one of. Where rows are one action, what the later ones have goes to the context.
_ONE = frozenset({
    "reference", "start", "due", "status", "percent", "publishable", "sensitive",
    "inspectorate_status", "equality_impact",
})  # fmt: skip
_MOST_FILLED = 1_000_000
_LONGEST_HEADING = 80
_STRAND = re.compile(
    r"(?:strand|objective|priority|theme|pillar|section|part|workstream|aim|area|chapter|outcome)"
    r"\s*\w{0,3}\s*[:.\u2010-\u2015-]", re.IGNORECASE
)  # fmt: skip
_NAMED = 4


@dataclass(slots=True)
class _Line:
    """One row: its own cells by letter, and those merged over it from a row above."""

    number: int
    own: dict[str, Cell]
    over: dict[str, Cell] = field(default_factory=dict)

    @property
    def first(self) -> Cell:
        return next(iter(self.own.values()))

    @property
    def alone(self) -> bool:
        return len(self.own) == 1


class RowsReader:
    """Reads the rows below a header. `problems` are notices, each of a place and its words."""

    def __init__(
        self,
        sheet: Sheet,
        columns: list[Column],
        source: str | None,
        titles: frozenset[str],
        headings: frozenset[str],
        framework: Framework,
    ) -> None:
        self.sheet, self.framework = sheet, framework
        self.fields = {c.letter: c.field for c in columns}
        self.known = {c.letter: c.field for c in columns if c.known and c.field}
        self.names = {c.letter: c.heading or f"Column {c.letter}" for c in columns}
        self.source = source
        self.sources = {c.letter for c in columns if source and c.field == source}
        self.titles, self.headings = titles, headings
        self.problems: list[Problem] = []
        self.rows: list[Row] = []
        self.references: dict[str, list[int]] = defaultdict(list)
        self.wrapped: frozenset[int] = frozenset()  # numbers of rows that go on with the one above
        self.headed = -1  # how many rows there were at the heading before
        self.across = {(s.top, s.left) for s in sheet.merged if s.right > s.left + 1}

    def note(self, cell: str, reason: str) -> None:
        self.problems.append(Problem(Severity.NOTICE, self.sheet.name, cell, reason))

    def read(self, below: list[Line]) -> list[Row]:
        """The rows of the table, in order."""
        lines = self._lines(below)
        own = [(line.number, line.own, bool(line.over)) for line in lines]
        self.wrapped = wrapped_in.wrapped(own, self.fields, self.known, self.sources)
        usual, last = self._usual(lines)
        placed: tuple[Placing, ...] = ()
        ended: list[Cell] = []
        over, before = False, 0
        for index, line in enumerate(lines):
            texts = {plain_words(c.text) for c in line.own.values()}
            gap, before = line.number > before + 1 and before > 0, line.number
            if texts <= self.headings and (len(texts) > 1 or texts <= self.titles):
                over = False  # the headings again, on a later page
                continue
            if texts <= self.titles or (line.alone and beside.is_page_note(line.first.text)):
                continue  # the title, or the marking, of a later page
            tail = index > last
            if not over and self._ends(line, usual):
                over = True
            if line.number in self.wrapped and self.rows and not over:
                row = self.rows[-1]
                said = f"goes on with the words of row {row.number}: read as one action."
                self.note(f"row {line.number}", f"Row {line.number} {said}")
                self.rows[-1] = wrapped_in.gone_on(row, line.own, self.fields)
            elif over:
                ended += line.own.values()
            elif beside.is_total(line.own.values()):
                self.note(line.first.address, f"{self._said(line)}: read as a total, no action.")
            elif tail and self._only_a_note(line, gap, usual):
                ended += line.own.values()
            elif self._is_heading(line, usual) and not tail:
                placed = self._place(line, placed)
            else:
                self._add(line, placed)
        if ended:
            words = "', '".join(short(c.text, 40) for c in ended[:_NAMED])
            more = f" and {len(ended) - _NAMED} more" if len(ended) > _NAMED else ""
            self.note(
                ended[0].address,
                f"'{words}'{more} below the table: read as notes, not as actions.",
            )
        self._say_references()
        return self.rows

    def _lines(self, below: list[Line]) -> list[_Line]:
        lines = [_Line(number, {c.letter: c for c in cells}) for number, cells in below]
        at = {line.number: line for line in lines}
        filled = 0
        for span in self.sheet.merged:
            anchor = at.get(span.top)
            letter = column_letters(span.left)
            cell = anchor.own.get(letter) if anchor else None
            if cell is None or span.bottom <= span.top or filled > _MOST_FILLED:
                continue
            for number in range(span.top + 1, min(span.bottom, lines[-1].number) + 1):
                filled += 1
                line = at.get(number)
                if line is not None and letter not in line.own:
                    line.over.setdefault(letter, cell)
        return [line for line in lines if line.own]

    def _usual(self, lines: list[_Line]) -> tuple[float, int]:
        """How many known columns a row of the table usually fills, and the last that does.

        Headings between rows, keys and notes fill one, so only rows with more are counted.
        """
        filled = [len(set(line.own) & set(self.known)) for line in lines if self._says(line)]
        usual = median([n for n in filled if n > 1] or filled or [0])
        enough = max(1, -(-usual // 2))
        plainly = [
            i
            for i, line in enumerate(lines)
            if self._says(line)
            and len(set(line.own) & set(self.known)) >= enough
            and not self._ends(line, usual)
        ]
        return usual, plainly[-1] if plainly else -1

    def _says(self, line: _Line) -> bool:
        """Whether the row has words where actions stand."""
        return any(
            re.search(r"[^\W\d_]", line.own[letter].text)
            for letter in self.sources
            if letter in line.own
        )

    def _ends(self, line: _Line, usual: float) -> bool:
        """Whether the row begins what stands below a table, or is part of a key without a name."""
        first = line.first
        few = len(line.own) <= max(2, usual // 2)
        if few and beside.ends_the_table(first.text):
            return True
        field_of = self.fields.get(first.letter)
        coded = field_of in ("status", "inspectorate_status", "percent", "context")
        listed = len(line.own) in (2, 3) and usual > len(line.own) and not coded
        return listed and beside.is_status(first.text, self.framework)

    def _only_a_note(self, line: _Line, gap: bool, usual: float) -> bool:
        """Whether a row below the last full one is a note: by its words, or by standing apart."""
        if line.alone and beside.is_note(line.first.text):
            return True
        reference = " ".join(
            c.text for at, c in line.own.items() if self.fields.get(at) == "reference"
        )
        if line.alone and not self._says(line):
            return True
        apart = gap and usual > 2 and len(line.own) * 2 <= usual
        return apart and not re.search(r"\d", reference)

    def _is_heading(self, line: _Line, usual: float) -> bool:
        """Whether the row only says what the rows below it are."""
        cells = list(line.own.values())
        if len(cells) > 2:
            return False
        words = cells[-1].text
        named = placing.placing_of(words, self.framework)
        if len(cells) == 2:
            numbered = self.fields.get(cells[0].letter) == "reference"
            return numbered and usual > 2 and bool(named.tags) and cells[1].letter in self.sources
        if line.over.keys() & self.sources:
            return False
        if cells[0].letter not in self.sources:
            return self.source == "title" or self._is_merged_across(line)
        if usual < 2 or len(words) > _LONGEST_HEADING:
            return False
        capitals = words.isupper() and len(words.split()) > 1
        return bool(named.tags or capitals or _STRAND.match(words) or self._is_merged_across(line))

    def _is_merged_across(self, line: _Line) -> bool:
        return (line.number, line.first.column) in self.across

    def _place(self, line: _Line, placed: tuple[Placing, ...]) -> tuple[Placing, ...]:
        words = list(line.own.values())[-1].text
        said = f"{self._said(line)}: read as a heading, not an action"
        found = placing.placing_of(words, self.framework)
        if beside.is_note(words) or not (found.tags or found.strand) or words.endswith("."):
            self.note(line.first.address, f"{said}.")
            return placed
        gives = "suggested for" if found.tags else "the local strand of"
        self.note(line.first.address, f"{said}; it is {gives} the rows below it.")
        directly, self.headed = self.headed == len(self.rows), len(self.rows)
        return placing.lasting(placed, found, directly=directly)

    def _said(self, line: _Line) -> str:
        words = short(" | ".join(c.text for c in line.own.values()))
        return f"Row {line.number} has only '{words}'"

    def _add(self, line: _Line, placed: tuple[Placing, ...]) -> None:
        everything = line.over | line.own
        cells: dict[str, list[Cell]] = defaultdict(list)
        for letter in sorted(everything, key=lambda at: (len(at), at)):
            name = self.fields.get(letter)
            if name is not None:
                cells[name].append(everything[letter])
        shared = [line.over[at] for at in sorted(self.sources & line.over.keys())]
        last = self.rows[-1] if self.rows else None
        if shared and last is not None and shared[0] in last.of(self.source or ""):
            self.rows[-1] = self._joined(last, line)
            return
        for letter, cell in line.over.items():
            if self.fields.get(letter) == "reference":
                self.references[cell.address].append(len(self.rows))
        if cells:
            found = {name: tuple(some) for name, some in cells.items()}
            self.rows.append(Row(line.number, found, placed))

    def _joined(self, row: Row, line: _Line) -> Row:
        """The row with what a further row of the same action has."""
        cells = dict(row.cells)
        moved = []
        for letter, cell in line.own.items():
            name = self.fields.get(letter)
            if name is None:
                continue
            had = cells.get(name, ())
            if name in _ONE and had:
                if plain_words(had[0].text) == plain_words(cell.text):
                    continue
                moved.append(self.names[letter])
                name, had = "context", cells.get("context", ())
            cells[name] = (*had, cell)
        kept = f", and its {', '.join(moved)} kept in the context" if moved else ""
        self.note(
            f"row {line.number}",
            f"Row {line.number} goes with row {row.number}: one action is merged over both{kept}.",
        )
        return Row(row.number, cells, row.placed)

    def _say_references(self) -> None:
        """Actions that one reference is merged over are numbered within it."""
        for address, later in self.references.items():
            rows = [later[0] - 1, *later]
            cell = self.rows[rows[0]].first("reference") if rows[0] >= 0 else None
            if cell is None or cell.address != address:
                continue
            for count, index in enumerate(rows, 1):
                row = self.rows[index]
                text = f"{' '.join(cell.text.split())}({count})"
                numbered = {**row.cells, "reference": (Cell(cell.address, text, text),)}
                self.rows[index] = Row(row.number, numbered, row.placed)
            self.note(
                address,
                f"Reference {short(cell.text)} is merged over {len(rows)} actions: they are "
                f"{short(cell.text)}(1) to {short(cell.text)}({len(rows)}).",
            )
