"""The sheets beside the plan's that we exported: milestones, evidence and risks, row by row."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from vawg_plans.domain.actions import Action, cleaned
from vawg_plans.domain.canonical import sha256
from vawg_plans.domain.cell_words import short
from vawg_plans.domain.details import EvidenceItem, Milestone, Risk
from vawg_plans.domain.importing_cells import RowReader
from vawg_plans.domain.moments import today
from vawg_plans.domain.part_columns import EVIDENCE, RISKS, Part, PartColumn
from vawg_plans.domain.returning_rows import Reading, revision_of, same
from vawg_plans.domain.returning_tables import OwnTable
from vawg_plans.domain.tables import Cell, Problem, Severity
from vawg_plans.domain.value_texts import text_of

_MAKES: dict[str, Callable[[str], Any]] = {
    "milestones": lambda id: Milestone(id, ""),
    "evidence_items": lambda id: EvidenceItem(id, ""),
    "risks": lambda id: Risk(id, ""),
}
# Which revision of an action a row of its parts was made from, None for an action nobody knows.
BaseOf = Callable[[str, int | None], Action | None]


@dataclass(slots=True)
class PartsRead:
    """What a sheet of parts says: by action (or new row) its parts as the file has them, those that
    the file was made with and no longer has, and in which cell each stands.
    """

    items: dict[str, list[Any]] = field(default_factory=dict)
    gone: dict[str, list[Any]] = field(default_factory=dict)
    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: set[tuple[str, int]] = field(default_factory=set)


def read_parts(
    own: OwnTable,
    part: Part,
    reading: Reading,
    base_of: BaseOf,
    held: Mapping[str, Action],
    made: str,
) -> PartsRead:
    """Read one sheet of parts. `held` are the actions, as the file was made from them, whose parts
    it held; `made` names the export, so that a new part is the same part when the file comes again.
    """
    read = PartsRead()
    setting = reading.of(own.table)
    seen: dict[tuple[str, str], int] = {}
    fresh: list[tuple[str, RowReader]] = []
    bases: dict[str, Action] = dict(held)
    for row in own.table.rows:
        reader = RowReader(setting, row)
        item_id = "".join(row.text("id").split())
        action_id = "".join(row.text("action_id").split())
        base = held.get(action_id) or base_of(action_id, revision_of(row)) if action_id else None
        was = next((i for i in getattr(base, part.field, ()) if i.id == item_id), None)
        twice = (action_id, item_id) in seen
        if base is None or was is None or twice:
            if twice:
                first = seen[action_id, item_id]
                reason = f"This row was copied from row {first}; it is taken as a new one."
                reader.note(Severity.NOTICE, reader.at("action_id"), reason)
            fresh.append((_owner(reader, own, reading, base), reader))
            continue
        seen[action_id, item_id] = row.number
        bases.setdefault(action_id, base)
        item = _edited(reader, own, part, was, base)
        _settle(read, reader, action_id, was if reader.refused else item)
    for action_id, base in bases.items():
        known = {item.id for item in read.items.get(action_id, ())}
        for item in getattr(base, part.field):
            if item.id not in known:
                read.gone.setdefault(action_id, []).append(item)
    often: Counter[tuple[str, str]] = Counter()
    for action_id, reader in fresh:
        said = text_of(reader.row.text(_title(part)))
        often[action_id, said] += 1
        place = f"{made}\x1f{part.field}\x1f{said}\x1f{often[action_id, said]}"
        blank = _MAKES[part.field](sha256(place)[:8])
        item = _edited(reader, own, part, blank, None)
        if not getattr(item, _title(part)).strip():
            _settle_nothing(read, reader)
            continue
        if isinstance(item, EvidenceItem):
            item = replace(item, added_by=reading.person_id, added_on=today())
        _settle(read, reader, action_id, item if action_id and not reader.refused else None)
    return read


def _title(part: Part) -> str:
    return "words" if part is RISKS else "title"


def _settle(read: PartsRead, reader: RowReader, action_id: str, item: Any) -> None:
    place = (reader.table.sheet, reader.row.number)
    read.problems += reader.problems
    if reader.refused:
        read.refused.add(place)
    if item is not None:
        read.items.setdefault(action_id, []).append(item)
        column = next(c for c in reader.table.columns if c.field in ("title", "words"))
        read.cells[action_id, item.id] = f"{column.letter}{reader.row.number}"


def _settle_nothing(read: PartsRead, reader: RowReader) -> None:
    """A row below the table with no words of its own is a note beside it, not a part."""
    if not reader.refused:
        cell = next(reader.row.all())
        reason = f"'{short(cell.text)}' is in a row that says nothing more, so it is not read."
        reader.note(Severity.NOTICE, cell.address, reason)
    _settle(read, reader, "", None)


def _owner(reader: RowReader, own: OwnTable, reading: Reading, base: Action | None) -> str:
    """The action that a new row belongs to: by the reference or title beside it, or by the hidden
    id where the row was copied. Refused where nothing says.
    """
    follows = own.follows.get(reader.row.number, {})
    for name in ("reference", "action"):
        cell = follows.get(name)
        if cell is not None and not cell.empty:
            found = reading.action_in(cell)
            if found is not None:
                return found
    if base is not None and not follows:
        return base.id
    where = follows.get("reference") or follows.get("action")
    said = f"'{short(where.text)}' is no action of this plan" if where else "It names no action"
    reason = f"{said}; write the reference of the action that this belongs to."
    reader.refuse(where.address if where else f"A{reader.row.number}", reason)
    return ""


def _edited(reader: RowReader, own: OwnTable, part: Part, was: Any, base: Action | None) -> Any:
    """The part as the row has it: cells that say what was exported leave it as it was."""
    edits: dict[str, Any] = {}
    for column in part.columns:
        name = column.field
        if not column.read_back or name in ("action_id", "id", "revision") or not own.has(name):
            continue
        cell = reader.row.first(name)
        if same(cell, getattr(was, name) or None):
            continue
        value = _value(reader, column, cell, was)
        if value != getattr(was, name):
            edits[name] = value
    if base is not None:
        _say_untaken(reader, own, part, was, base)
    return replace(was, **{name: cleaned(value) for name, value in edits.items()})


def _value(reader: RowReader, column: PartColumn, cell: Cell | None, was: Any) -> Any:
    if column.date:
        day = reader.date(column.field)
        if day.severity is Severity.KEPT_AS_WORDS and cell is not None:
            reader.problems.pop()
            reader.refuse(cell.address, f"'{short(day.words)}' is not a date; correct it.")
        return day.day
    words = text_of(cell.text) if cell else ""
    if not column.choices:
        return words if column.field in ("words", "response") else " ".join(words.split())
    if words.casefold() in column.choices:
        return words.casefold()
    if cell is None:
        reason = f"An empty cell says nothing of the {column.heading.lower()}, so it stays."
        reader.note(Severity.NOTICE, reader.at(column.field), reason)
    else:
        understood = ", ".join(column.choices)
        reader.refuse(cell.address, f"'{short(words)}' is not one of {understood}.")
    return getattr(was, column.field)


def _say_untaken(reader: RowReader, own: OwnTable, part: Part, was: Any, base: Action) -> None:
    """Notices of cells that are only for reading and were changed all the same."""
    exported: dict[str, str | dt.date | None] = {
        "reference": base.reference or None,
        "action": base.title or None,
    }
    if part is EVIDENCE:
        exported["added_on"] = was.added_on
    columns = {c.field: c for c in part.columns}
    for name, cell in own.follows.get(reader.row.number, {}).items():
        if name in exported and not same(cell, exported[name]):
            heading = columns[name].heading
            reason = f"'{heading}' is only for reading in this sheet; what it says is not taken."
            reader.note(Severity.NOTICE, cell.address, reason)
