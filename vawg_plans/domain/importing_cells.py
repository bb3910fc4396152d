"""The cells of one row read into values of an action, with every problem noted as it is met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vawg_plans.domain import cells_in, recommendations_in
from vawg_plans.domain.action_checks import LONGEST_LINE, LONGEST_TEXT
from vawg_plans.domain.cells_in import Unread, short
from vawg_plans.domain.dates_in import ReadDate, read_due
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.tables import Problem, Row, Severity, Table
from vawg_plans.domain.value_texts import text_of

# Where the words of an action are, the best column first.
SOURCES = ("title", "progress", "update", "description")
_ONE_LINE = ("reference", "local_strand", "due_words", "equality_impact")


@dataclass(frozen=True, slots=True)
class ProposedAction:
    """An action as a row, or one bullet of a row, would make it.

    `words` are the whole words it was read from: an action already imported is known again by
    them. `values` are the values of the fields that the table gives, as text; `action_fields`
    the same and all else for an `Action`. `action_id` and `base_revision` are there where we
    exported it. `sheet` and `row` say where it stands in the file.
    """

    sheet: str
    row: int
    row_key: str
    item: int
    cell: str
    words: str
    values: dict[str, str]
    action_fields: dict[str, Any]
    action_id: str = ""
    base_revision: int | None = None

    @property
    def place(self) -> tuple[str, int]:
        """Its sheet and row."""
        return self.sheet, self.row

    @property
    def name(self) -> str:
        """What a sentence calls it: its row, and its reference if it has one."""
        reference = self.action_fields.get("reference", "")
        return f"Row {self.row}, reference {reference}" if reference else f"Row {self.row}"


@dataclass(frozen=True, slots=True)
class Setting:
    """What all rows of a table share while they are read."""

    table: Table
    framework: Framework
    read_as: ReadAs
    person_id: str
    source: str
    inspection: str
    fractions: bool

    @staticmethod
    def of(table: Table, framework: Framework, read_as: ReadAs, person_id: str) -> Setting:
        fields = {c.field for c in table.columns}
        return Setting(
            table,
            framework,
            read_as,
            person_id,
            source=next(s for s in SOURCES if s in fields),
            inspection=recommendations_in.inspection_of(table.title_lines),
            fractions=not table.ours
            and cells_in.are_fractions(c for row in table.rows for c in row.of("percent")),
        )


class RowReader:
    """Reads one row's cells into values of an action, gathering problems as it goes."""

    def __init__(self, setting: Setting, row: Row) -> None:
        self.setting, self.row = setting, row
        self.table, self.framework = setting.table, setting.framework
        self.problems: list[Problem] = []
        self.fields: dict[str, Any] = {}
        self.extra: list[str] = []  # words that have no field of their own, for the context
        for cell in row.all():
            if len(cell.text) > LONGEST_TEXT:
                reason = (
                    f"The text has {len(cell.text):,} characters; the most is {LONGEST_TEXT:,}."
                )
                self.refuse(cell.address, reason)

    @property
    def refused(self) -> bool:
        return any(p.severity is Severity.REFUSED for p in self.problems)

    @property
    def key(self) -> str:
        """What names this row: its reference, or its first words where it has none."""
        reference = " ".join(self.row.text("reference").split())
        source = self.row.text(self.setting.source) or self.row.text("recommendation")
        return reference or short(source, 120)

    def note(self, severity: Severity, cell: str, reason: str) -> None:
        self.problems.append(Problem(severity, self.table.sheet, cell, reason))

    def refuse(self, cell: str, reason: str) -> None:
        self.note(Severity.REFUSED, cell, reason)

    def at(self, name: str) -> str:
        return self.table.address(name, self.row)

    @property
    def name(self) -> str:
        """What a sentence calls this row."""
        reference = " ".join(self.row.text("reference").split())
        number = self.row.number
        return f"Row {number}, reference {short(reference)}" if reference else f"Row {number}"

    def keep(self, name: str, words: str, letter: str = "") -> None:
        """Keep words in the context, under the heading of the column they stand in."""
        column = next(
            c for c in self.table.columns if (c.letter == letter if letter else c.field == name)
        )
        self.extra.append(f"{column.heading or f'Column {column.letter}'}: {words}")

    def text(self, name: str) -> None:
        """A field of words, its cells one after another."""
        if self.has(name):
            words = text_of(self.row.text(name))
            self.fields[name] = " ".join(words.split()) if name in _ONE_LINE else words
            if name in _ONE_LINE and len(self.fields[name]) > LONGEST_LINE:
                self.refuse(
                    self.at(name),
                    f"'{short(words)}' has {len(words)} characters; the most is {LONGEST_LINE}.",
                )
                self.fields[name] = ""

    def has(self, name: str) -> bool:
        """Whether the table has a column for this, filled in this row or not."""
        return self.table.column_of(name) is not None

    def coded(self, name: str, read: Callable[[str], Any]) -> None:
        """A field whose words stand for one of a few values; an empty cell says nothing."""
        cell = self.row.first(name)
        if cell is not None:
            try:
                self.fields[name] = read(cell.text)
            except Unread as error:
                self.refuse(cell.address, str(error))

    def percent(self) -> None:
        cell = self.row.first("percent")
        if self.has("percent"):
            self.fields["percent"] = None
        if cell is not None:
            try:
                percent = cells_in.read_percent(cell, fractions=self.setting.fractions)
                self.fields["percent"] = percent
            except Unread as error:
                self.refuse(cell.address, str(error))

    def date(self, name: str) -> ReadDate:
        """A date field. Its words are returned: where they go is the caller's to say."""
        cell = self.row.first(name)
        read = read_due(cell)
        if self.has(name):
            self.fields[name] = read.day
        if read.severity is not None and cell is not None:
            self.note(read.severity, cell.address, read.reason)
        return read
