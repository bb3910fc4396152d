"""The rows of a plan's sheet that we exported: which action each is, and what was edited in it.

A cell that still says what was exported is not read at all. So a file that nobody changed changes
nothing, and an edit is exactly the cells that somebody altered.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from vawg_plans.domain.actions import (
    FIELD_LABELS,
    Action,
    InspectorateStatus,
    Tag,
    TagKind,
    with_changes,
)
from vawg_plans.domain.canonical import visible
from vawg_plans.domain.carried import number_of, plain_value
from vawg_plans.domain.cell_words import CellWords, short
from vawg_plans.domain.cells_in import Shares
from vawg_plans.domain.dates_in import read_due
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.importing_cells import RowReader, Setting
from vawg_plans.domain.plan_columns import cell_of, names_by_kind, tags_from_words
from vawg_plans.domain.reading_as import ReadAs, plain_words
from vawg_plans.domain.tables import Cell, Row, Severity, Table
from vawg_plans.domain.value_texts import (
    GROUP_LABELS,
    TAG_GROUPS,
    group_of,
    text_in,
    text_of,
    with_group,
)
from vawg_plans.domain.yes_no_words import YES

_TEXTS = ("reference", "title", "description", "local_strand", "success_measure",
          "evidence", "context", "shaped_by", "equality_impact")  # fmt: skip
_LISTS = ("owner_posts", "partners")
_CODED: dict[str, Callable[[RowReader], None]] = {
    "status": RowReader.status,
    "publishable": lambda reader: reader.coded("publishable", lambda code: code == YES),
    "sensitive": lambda reader: reader.coded("sensitive", lambda code: code == YES),
    "inspectorate_status": lambda reader: reader.coded("inspectorate_status", InspectorateStatus),
}
BLANK = Action("", "", "")


@dataclass(frozen=True, slots=True)
class Reading:
    """What all rows of a workbook share while they are read.

    `then` and `now` say what actions were called when the workbook was made and are called today,
    by id. `in_file` has the ids of the file's own rows, new ones too, by their reference and by
    their title, where only one has it.
    """

    framework: Framework
    read_as: ReadAs
    person_id: str
    then: Mapping[str, str]
    now: Mapping[str, str]
    in_file: dict[str, str] = field(default_factory=dict)
    # The names of tags, and what stands in a cell for a measure or an action, as exported.
    names: dict[TagKind, dict[str, str]] = field(init=False)
    labels: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        measures = {m.id: m.name for m in self.framework.measures.values()}
        object.__setattr__(self, "names", names_by_kind(self.framework))
        object.__setattr__(self, "labels", {**self.now, **self.then, **measures})

    def of(self, table: Table) -> Setting:
        """For a reader of this table's cells."""
        return Setting(
            table,
            self.framework,
            self.read_as,
            self.person_id,
            source="title",
            inspection="",
            words=CellWords(self.framework, self.read_as.words),
            shares=Shares(),
            status_shares=None,
        )

    def action_called(self, name: str, had: Iterable[str] = ()) -> str | None:
        """The id of the action that a name stands for; None where there is none.

        A name that stood in the cell when it was exported means what it meant then; after that
        comes what the file itself calls an action, then what the plan called it and calls it now.
        """
        name = plain_words(name)
        exported = {plain_words(self.then.get(id, id)): id for id in had}
        if name in exported:
            return exported[name]
        if name in self.in_file:
            return self.in_file[name]
        for labels in (self.then, self.now):
            for id, label in labels.items():
                if name in (plain_words(label), plain_words(id)):
                    return id
        return None

    def action_in(self, cell: Cell) -> str | None:
        """The id of the action that a cell names, also where a program made its reference a number:
        '1.10' is 1.1 then.
        """
        found = self.action_called(cell.text)
        value = cell.value
        if found is None and isinstance(value, int | float):
            every = {**self.now, **self.then}
            ids = {id for id, label in every.items() if _number(label) == value}
            found = ids.pop() if len(ids) == 1 else None
        return found


def id_of(row: Row) -> str:
    """The action id that a row says it has."""
    return "".join(row.text("id").split())


def revision_of(row: Row) -> int | None:
    """The revision that a row says it was made from."""
    cell = row.first("revision")
    return number_of(plain_value(cell.value)) if cell else None


def called_in(rows: Iterable[tuple[Row, str]]) -> dict[str, str]:
    """What the file calls its actions: reference or title to id, where only one has that name."""
    pairs = [
        (plain_words(name), id)
        for row, id in rows
        for name in {row.text("reference"), row.text("title")}
        if name.strip()
    ]
    often = Counter(name for name, _ in pairs)
    return {name: id for name, id in pairs if often[name] == 1}


def unlike(row: Row, table: Table, was: Action, reading: Reading) -> int:
    """How many cells of a row differ from what was exported."""
    return sum(
        not same(row.first(c.field), cell_of(was, c.field, reading.names, reading.labels))
        for c in table.columns
        if c.field is not None and c.field not in ("id", "revision")
    )


def same(cell: Cell | None, exported: str | int | dt.date | None) -> bool:
    """Whether a cell still says what was written into it, whatever program saved it."""
    if cell is None or cell.empty or exported is None:
        return exported is None and (cell is None or cell.empty)
    if isinstance(exported, str):
        if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
            # '1.10', made a number by another program, is 1.1.
            return _number(exported) == cell.value
        return text_of(visible(exported)) == text_of(cell.text)
    if isinstance(exported, dt.date):
        return read_due(cell).day == exported
    return plain_value(cell.value) == plain_value(exported)


def _number(words: str) -> float | None:
    try:
        return float(words)
    except ValueError:
        return None


def read_own_coded(reader: RowReader) -> None:
    """The cells of a row that have a list of words to choose from."""
    for read in _CODED.values():
        read(reader)
    reader.percent()


def edits_of(
    reader: RowReader, was: Action | None, reading: Reading, *, new: bool
) -> dict[str, Any]:
    """What was edited in a row, by field or column of tags; problems are noted in the reader. Of a
    `new` row everything is, and an empty cell says nothing.
    """
    base = was or BLANK
    edits: dict[str, Any] = {}
    for column in reader.table.columns:
        name = column.field
        if name is None or name in ("id", "revision"):
            continue
        if same(reader.row.first(name), cell_of(base, name, reading.names, reading.labels)):
            continue
        _read(reader, name, base, reading, new=new)
        if name in reader.fields:
            edits[name] = reader.fields[name]
    if "due" in edits and "due_words" in reader.fields:
        edits["due_words"] = reader.fields["due_words"]
    if reader.extra:
        # Words that are only near to what they stand for here are kept beside it.
        context = edits.get("context", base.context)
        edits["context"] = "\n".join(words for words in (context, *reader.extra) if words)
    return {name: v for name, v in edits.items() if _text(name, v) != text_in(base, name)}


def _text(name: str, value: Any) -> str:
    if name in TAG_GROUPS:
        return text_in(Action("", "", "", tags=tuple(value)), name)
    return text_of(value)


def _read(reader: RowReader, name: str, base: Action, reading: Reading, *, new: bool) -> None:
    """Read one cell into the reader's fields."""
    cell = reader.row.first(name)
    if name in _TEXTS or (name == "due_words" and name not in reader.fields):
        reader.text(name)
    elif name in _LISTS:
        parts = reader.row.text(name).split(";")
        reader.fields[name] = tuple(words for p in parts if (words := text_of(p)))
    elif name in _CODED:
        if cell is None and not new:
            label = FIELD_LABELS[name]
            reason = f"An empty cell says nothing of {label}, so it stays as it is."
            reader.note(Severity.NOTICE, reader.at(name), reason)
        _CODED[name](reader)
    elif name == "percent":
        reader.percent()
    elif name == "start":
        start = reader.date(name)
        if start.severity is Severity.KEPT_AS_WORDS:
            reader.refuse(reader.at(name), f"'{short(start.words)}' is not a date; correct it.")
    elif name == "due":
        due = reader.date(name)
        if due.severity is Severity.KEPT_AS_WORDS:
            there = reader.table.column_of("due_words")
            given = text_of(reader.row.text("due_words")) if there else base.due_words
            both = dict.fromkeys(w for w in (given, due.words) if w)
            reader.fields["due_words"] = "; ".join(both)
    elif name in TAG_GROUPS:
        reader.fields[name] = _tags(reader, name, base, reading)
    elif name == "measure_id":
        reader.fields[name] = _measure(reader, cell)
    elif name == "depends_on":
        reader.fields[name] = _dependencies(reader, cell, base, reading)


def _tags(reader: RowReader, group: str, base: Action, reading: Reading) -> list[Tag]:
    cell = reader.row.first(group)
    if cell is None:
        return []
    kind, lead = TAG_GROUPS[group]
    had = group_of(base.tags, group)
    # A code that the framework no longer has stays readable where it stands.
    names = {kind: {**{t.code: t.code for t in had}, **reading.names[kind]}}
    person = reader.setting.person_id
    read, unknown = tags_from_words(
        cell.text, kind, names, lead=lead, accepted_by=person, existing=tuple(had)
    )
    if unknown:
        words = "', '".join(short(u) for u in unknown)
        understood = "; ".join(names[kind].values())
        reason = f"'{words}' is not known under {GROUP_LABELS[group]}; use {understood}."
        reader.refuse(cell.address, reason)
    if lead and len(read) > 1:
        reader.refuse(cell.address, "An action has one lead P; make the others supporting.")
        read = read[:1]
    found: dict[str, Tag] = {}
    for tag in read:
        if tag.code in found:
            twice = names[kind][tag.code]
            reader.refuse(cell.address, f"'{twice}' is given twice for this action; remove one.")
        found.setdefault(tag.code, tag)
    return list(found.values())


def _measure(reader: RowReader, cell: Cell | None) -> str:
    if cell is None:
        return ""
    words = plain_words(cell.text)
    for measure in reader.framework.measures.values():
        if words in (plain_words(measure.name), plain_words(measure.id)):
            return measure.id
    reason = f"'{short(cell.text)}' is no measure of the catalogue; write its name as it is there."
    reader.refuse(cell.address, reason)
    return ""


def _dependencies(
    reader: RowReader, cell: Cell | None, base: Action, reading: Reading
) -> tuple[str, ...]:
    found: list[str] = []
    for part in (cell.text if cell else "").split(";"):
        if not part.strip():
            continue
        id = reading.action_called(part, base.depends_on)
        if id is None:
            reason = f"'{short(part)}' is no action of this plan; name it by its reference."
            reader.refuse(reader.at("depends_on"), reason)
        elif id not in found:
            found.append(id)
    return tuple(found)


def applied(was: Action, edits: Mapping[str, Any]) -> Action:
    """The action as the file would have it."""
    tags = was.tags
    for group in TAG_GROUPS:
        if group in edits:
            tags = with_group(tags, group, edits[group], was.tags)
    fields = {name: value for name, value in edits.items() if name not in TAG_GROUPS}
    return with_changes(was, {**fields, "tags": tags})
