"""The cells of one row read into values of an action, with every problem noted as it is met."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from vawg_plans.domain import cells_in, recommendations_in
from vawg_plans.domain.action_checks import LONGEST_LINE, LONGEST_TEXT
from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.cell_words import CellWords, Sense, Understood, short
from vawg_plans.domain.cells_in import Shares, Unread
from vawg_plans.domain.dates_in import ReadDate, either_order, month_first, read_due
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.tables import Cell, Problem, Row, Severity, Table
from vawg_plans.domain.value_texts import text_of

# Where the words of an action are, the best column first.
SOURCES = ("title", "progress", "update", "description")
# A list of posts is looked through again for each of its parts.
LONGEST_OWNERS = 4_000
_DATES = ("start", "due")
_ONE_LINE = ("reference", "local_strand", "due_words", "equality_impact")


@dataclass(frozen=True, slots=True)
class ProposedAction:
    """An action as a row, or one bullet of a row, would make it.

    `words` are the whole words it was read from: an action already imported is known again by
    them. `values` are the values of the fields that the table gives, as text; `action_fields`
    the same and all else for an `Action`. `sheet` and `row` say where it stands in the file.
    """

    sheet: str
    row: int
    row_key: str
    item: int
    cell: str
    words: str
    values: dict[str, str]
    action_fields: dict[str, Any]

    @property
    def place(self) -> tuple[str, int]:
        """Its sheet and row."""
        return self.sheet, self.row

    @property
    def where(self) -> str:
        """Its sheet and cell, as a person finds them."""
        return f"{self.sheet} {self.cell}"

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
    words: CellWords
    shares: Shares
    status_shares: Shares | None  # None where the column of statuses writes no percentages
    # By field, a date of its column that shows that the month comes first.
    month_first: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(table: Table, framework: Framework, read_as: ReadAs, person_id: str) -> Setting:
        fields = {c.field for c in table.columns}
        percents = [c for row in table.rows for c in row.of("percent")]
        statuses = [c for row in table.rows for c in row.of("status")]
        in_statuses = not table.ours and cells_in.percents_among(statuses)
        return Setting(
            table,
            framework,
            read_as,
            person_id,
            source=next(s for s in SOURCES if s in fields),
            inspection=recommendations_in.inspection_of(table.title_lines),
            words=CellWords(framework, read_as.words),
            shares=Shares() if table.ours else cells_in.shares_in(percents),
            month_first={
                n: month_first(c for row in table.rows for c in row.of(n)) for n in _DATES
            },
            status_shares=cells_in.shares_in(statuses) if in_statuses else None,
        )


class RowReader:
    """Reads one row's cells into values of an action, gathering problems as it goes."""

    def __init__(self, setting: Setting, row: Row) -> None:
        self.setting = setting
        self.table, self.framework = setting.table, setting.framework
        self.problems: list[Problem] = []
        self.fields: dict[str, Any] = {}
        self.extra: list[str] = []  # words that have no field of their own, for the context
        self.met: list[tuple[str, Cell, Understood]] = []  # coded words, each with its field
        self.row = self._without(row, self._too_long(row) + self._failed(row))

    def _failed(self, row: Row) -> list[Cell]:
        """Cells whose formula failed; each is refused. In a table of a force they were taken out
        before; read as empty, one here would empty what the plan holds.
        """
        failed = [c for c in row.all() if c.failed]
        for cell in failed:
            reason = f"The formula here failed ({cell.text.strip()}): correct it, or type a value."
            self.refuse(cell.address, reason)
        return failed

    def _too_long(self, row: Row) -> list[Cell]:
        """Cells with more words than their field can have; each is refused, and not looked into."""
        long = []
        for name, cells in row.cells.items():
            most = LONGEST_OWNERS if name in ("owner_posts", "partners") else LONGEST_TEXT
            for cell in cells:
                if len(cell.text) > most:
                    long.append(cell)
                    reason = f"The text has {len(cell.text):,} characters; the most is {most:,}."
                    self.refuse(cell.address, reason)
        return long

    @staticmethod
    def _without(row: Row, gone: list[Cell]) -> Row:
        if not gone:
            return row
        kept = {f: tuple(c for c in cells if c not in gone) for f, cells in row.cells.items()}
        return replace(row, cells=kept)

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

    def coded(self, name: str, value_of: Callable[[str], Any]) -> None:
        """A field whose words stand for one of a few values; an empty cell says nothing."""
        cell = self._one(name)
        if cell is None:
            return
        for found in self.words_of(name, cell):
            self.tell(cell, name, found)
            if found.codes:
                self.fields[name] = value_of(found.codes[0])

    def words_of(self, name: str, cell: Cell) -> tuple[Understood, ...]:
        """What a coded cell says, word by word."""
        found = self.setting.words.of(name, cell.text)
        self.met += [(name, cell, each) for each in found]
        return found

    def tell(self, cell: Cell, name: str, found: Understood) -> None:
        """Note and keep a word that is not equal to what it stands for here; refuse an unknown."""
        if found.sense is Sense.UNKNOWN:
            self.refuse(cell.address, found.why)
        elif found.sense is Sense.NEAREST or not found.codes:
            if self.table.ours and not self.has("context"):
                reason = f"'{short(found.words)}' cannot be kept: this sheet has no Context column."
                self.refuse(cell.address, reason)
                return
            words = Severity.NOTICE if found.codes else Severity.KEPT_AS_WORDS
            self.note(words, cell.address, found.why)
            self.keep(name, found.words, cell.letter)

    def _one(self, name: str) -> Cell | None:
        """The first cell of a field that holds one value; what others say is kept as words."""
        cells = self.row.of(name)
        for other in cells[1:]:
            self.keep(name, text_of(other.text), other.letter)
        return cells[0] if cells else None

    def status(self) -> None:
        """The delivery status; of a percentage in its column, what that says of it."""
        cell, shares = self.row.first("status"), self.setting.status_shares
        if cell is None or shares is None or self._chosen("status", cell):
            self.coded("status", DeliveryStatus)
            return
        try:
            read = cells_in.read_percent(cell.text, shares)
        except Unread as error:
            self.refuse(cell.address, str(error))
            return
        if read is None:
            self.coded("status", DeliveryStatus)
            return
        ends = {0: DeliveryStatus.NOT_STARTED, 100: DeliveryStatus.COMPLETE}
        status = self.fields["status"] = ends.get(read.percent, DeliveryStatus.ON_TRACK)
        if self.has("percent"):
            self.keep("status", cell.text.strip(), cell.letter)
        else:
            self.fields["percent"] = read.percent
        if read.percent not in ends:
            reason = (
                f"'{short(cell.text)}' says how much is done, not how it is going: it is taken as "
                f"{status.full_label}, as 'In progress' is. Check it."
            )
            self.note(Severity.NOTICE, cell.address, reason)

    def _chosen(self, name: str, cell: Cell) -> bool:
        return any(u.sense is Sense.CHOSEN for u in self.setting.words.of(name, cell.text))

    def percent(self) -> None:
        if not self.has("percent"):
            return
        self.fields["percent"] = None
        cell = self._one("percent")
        if cell is None:
            return
        shares = self.setting.shares
        try:
            chosen = self._chosen("percent", cell)
            read = None if chosen else cells_in.read_percent(cell.text, shares)
        except Unread as error:
            self.refuse(cell.address, str(error))
            return
        if read is None:
            for found in self.words_of("percent", cell):
                self.tell(cell, "percent", found)
                self.fields["percent"] = int(found.codes[0]) if found.codes else None
            return
        self.fields["percent"] = read.percent
        if read.about:
            self.keep("percent", cell.text.strip(), cell.letter)
            reason = f"'{short(cell.text)}' is taken as {read.percent}%; its words are kept."
            self.note(Severity.NOTICE, cell.address, reason)
        elif shares.unsure and read.percent:
            reason = "1 is read as 100%: the column holds no other number but 0. Check it."
            self.note(Severity.NOTICE, cell.address, reason)

    def date(self, name: str) -> ReadDate:
        """A date field. Its words are returned: where they go is the caller's to say."""
        cell = self._one(name)
        read = read_due(cell)
        american = self.setting.month_first.get(name, "")
        if american and cell is not None and either_order(cell) and read.day is not None:
            reason = (
                f"'{short(cell.text)}' can be two days: its column has '{short(american)}', with "
                "the month first. Write the month as a word, as in 4 May 2022."
            )
            read = ReadDate(severity=Severity.REFUSED, reason=reason)
        if self.has(name):
            self.fields[name] = read.day
        if read.severity is not None and cell is not None:
            self.note(read.severity, cell.address, read.reason)
        return read
