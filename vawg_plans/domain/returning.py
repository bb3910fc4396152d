"""A workbook that we exported comes back: three ways, place by place, and nothing without a word.

What only the file changed is taken, what only the plan changed stays, and what both changed to
something else is asked about. A row that the file no longer has is asked about, a row that it did
not have is new. What is not taken is said, with its cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from vawg_plans.domain.action_checks import problems_of
from vawg_plans.domain.actions import Action, with_changes
from vawg_plans.domain.choosing import Choices, Removed
from vawg_plans.domain.depending import labels_of
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.importing_cells import RowReader
from vawg_plans.domain.merging import Change
from vawg_plans.domain.part_columns import ITEMS
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.returning_answers import read_answers
from vawg_plans.domain.returning_clashes import (
    clash_of,
    found_between,
    kept_of,
    key_of,
    name_of,
    part_words,
)
from vawg_plans.domain.returning_new import Returned, Standing, new_action, without_circles
from vawg_plans.domain.returning_parts import PartsRead, read_parts
from vawg_plans.domain.returning_rows import BLANK, Reading, applied, called_in, edits_of, id_of
from vawg_plans.domain.returning_tables import OwnTable, OwnTables
from vawg_plans.domain.returning_whose import Placed, placed, refuse_mixed, refuse_others
from vawg_plans.domain.tables import Problem, Severity

Place = tuple[str, str]


def bring_back(
    tables: OwnTables,
    standing: Standing,
    framework: Framework,
    read_as: ReadAs,
    choices: Choices,
    *,
    person_id: str,
    filename: str,
) -> Returned:
    """Compare a workbook with what it was made from and with what stands.

    Raises `UnreadableFile` where it is another force's, or a version that was named.
    """
    now = {a.id: a for a in standing.actions}
    refuse_others(tables, now, standing.force_id, framework, filename)
    labels = labels_of(standing.then), labels_of(standing.actions)
    reading = Reading(framework, read_as, person_id, *labels)
    coming = _Coming(tables, standing, choices, reading)
    if tables.plan is not None:
        coming.plan(tables.plan)
    refuse_mixed(coming.was, coming.edits, filename)
    coming.parts()
    coming.compare()
    coming.create()
    coming.answers()
    return coming.returned


def unchanged(tables: OwnTables, standing: Standing, why: str) -> Returned:
    """What becomes of a file that can hold nothing new: nothing, and the reason."""
    ids = {id_of(row) for row in tables.plan.table.rows} if tables.plan else set()
    returned = Returned(tuple(t.table for t in tables.every), taken=True)
    made = tables.carried.made if tables.carried else ""
    returned.merged.unchanged = [
        a
        for a in standing.actions
        if a.id in ids or (made and a.imported is not None and made in a.imported.tables)
    ]
    returned.rows_read = sum(len(t.table.rows) for t in tables.every)
    returned.problems = [Problem(Severity.NOTICE, tables.every[0].table.sheet, "", why)]
    return returned


class _Coming:
    """A workbook on its way back, step by step. What is gathered of an action is gathered by id."""

    def __init__(
        self, tables: OwnTables, standing: Standing, choices: Choices, reading: Reading
    ) -> None:
        self.tables, self.standing = tables, standing
        self.choices, self.reading = choices, reading
        self.now = {a.id: a for a in standing.actions}
        self.carried = tables.carried
        self.made = self.carried.made if self.carried else f"workbook of {standing.plan_id}"
        self.returned = Returned(
            tuple(t.table for t in tables.every),
            problems=list(tables.problems),
            rows_read=sum(len(t.table.rows) for t in tables.every),
        )
        # As it was exported, what the file makes of it, which of its parts the file lost.
        self.was: dict[str, Action | None] = {}
        self.edits: dict[str, dict[str, Any]] = {}
        self.gone: dict[str, list[tuple[str, Any]]] = {}
        # Where its row stands, and where each place that was edited does.
        self.rows: dict[str, tuple[str, int]] = {}
        self.cells: dict[str, dict[str, Place]] = {}
        self.fresh: dict[str, RowReader] = {}

    def base_of(self, action_id: str, revision: int | None) -> Action | None:
        """The revision that a row was made from; where the row does not say, the workbook does."""
        now = self.now.get(action_id)
        listed = self.carried.actions.get(action_id) if self.carried else None
        for one in (revision, listed.revision if listed else None):
            if now is not None and one is not None and one <= now.revision:
                found = now if one == now.revision else self.standing.base_of(action_id, one)
                if found is not None:
                    return found
        return None

    def note(self, severity: Severity, place: Place, reason: str) -> None:
        self.returned.problems.append(Problem(severity, *place, reason))

    def plan(self, own: OwnTable) -> None:
        """Read the plan's rows."""
        setting = self.reading.of(own.table)
        new_id = self.standing.new_id
        rows = placed(own, self.now, self.base_of, self.reading, self.made, new_id)
        self.reading.in_file.update(
            called_in((one.row, one.action_id) for one in rows if not one.stray)
        )
        for one in rows:
            reader = RowReader(setting, one.row)
            for reason in one.notices:
                reader.note(Severity.NOTICE, reader.at("title"), reason)
            for cell, reason in one.untaken(own, self.carried):
                reader.note(Severity.NOTICE, cell, reason)
            if one.refusal:
                reader.refuse(reader.at("id"), one.refusal)
            elif one.stray:
                reader.note(Severity.NOTICE, reader.at("title"), one.stray)
            else:
                self._row(reader, one)
            self.returned.problems += reader.problems
            if reader.refused:
                self.returned.refused.add((own.table.sheet, one.row.number))

    def _row(self, reader: RowReader, one: Placed) -> None:
        id, now = one.action_id, self.now.get(one.action_id)
        self.rows[id] = (reader.table.sheet, reader.row.number)
        edits = edits_of(reader, BLANK if one.new else one.was or now, self.reading, new=one.added)
        if one.new:
            self.fresh[id] = reader
            if not edits.get("title"):
                reason = f"{reader.name} has no action; say what will be done."
                reader.refuse(reader.at("title"), reason)
        else:
            self.was[id] = one.was
        if now is not None and now.withdrawn:
            if edits:
                reason = f"{reader.name}: the action was withdrawn, so nothing of it is taken."
                reader.note(Severity.NOTICE, reader.at(next(iter(edits))), reason)
            return
        if not reader.refused:
            self.edits[id] = edits
            self.cells[id] = {name: (reader.table.sheet, reader.at(name)) for name in edits}

    def parts(self) -> None:
        """Read milestones, evidence and risks."""
        held = {id: was or self.now[id] for id, was in self.was.items()}
        for part in ITEMS:
            own = self.tables.parts.get(part.field)
            if own is None:
                continue
            read = read_parts(own, part, self.reading, self.base_of, held, self.made)
            self.returned.problems += read.problems
            self.returned.refused |= read.refused
            for id in dict.fromkeys((*read.items, *read.gone)):
                self._parts_of(id, part.field, own.table.sheet, read)

    def _parts_of(self, id: str, name: str, sheet: str, read: PartsRead) -> None:
        items, now = read.items.get(id, []), self.now.get(id)
        cells = {item.id: (sheet, read.cells[id, item.id]) for item in items}
        was = self.was.setdefault(id, self.base_of(id, None)) if now else None
        before = getattr(was or now or BLANK, name)
        by_id = {i.id: i for i in items}
        mine = (*(by_id.pop(i.id, i) for i in before), *by_id.values())
        if now is not None and now.withdrawn:
            if mine != before:
                reason = "The action was withdrawn in the plan, so nothing of this is taken."
                self.note(Severity.NOTICE, next(iter(cells.values())), reason)
            return
        if mine != before:
            self.edits.setdefault(id, {})[name] = mine
            self.cells.setdefault(id, {}).update(cells)
        standing = {i.id for i in getattr(now or BLANK, name)}
        lost = [(name, i) for i in read.gone.get(id, []) if i.id in standing]
        self.gone.setdefault(id, []).extend(lost)

    def compare(self) -> None:
        """What becomes of each action that stands."""
        returned = self.returned
        there = {id_of(row) for row in self.tables.plan.table.rows} if self.tables.plan else set()
        listed = self.carried.actions if self.carried and self.tables.plan else ()
        leaving = set()
        for id in listed:
            now = self.now.get(id)
            if now is None or now.withdrawn or id in there:
                continue
            key = key_of(now, "withdrawn")
            returned.removed.append(Removed(key, "Action", name_of(now), id))
            if key in self.choices.withdraw:
                leaving.add(id)
        for id in dict.fromkeys((*self.rows, *self.edits, *self.gone, *sorted(leaving))):
            now = self.now.get(id)
            if now is None or self.rows.get(id) in returned.refused:
                continue
            after, fields = self._settled(now)
            if id in leaving:
                after, fields = replace(after, withdrawn=True), (*fields, "withdrawn")
            broken = set(problems_of(after, self.standing.codes)) if fields else set()
            broken -= set(problems_of(now, self.standing.codes)) if broken else set()
            if broken:
                self._refuse(id, sorted(broken))
            elif fields:
                after = replace(after, progress_note=None)
                returned.merged.changed.append(Change(now, after, fields))
                returned.merged.where[id] = self._where(id)
            elif id in self.rows:
                returned.merged.unchanged.append(now)

    def _settled(self, now: Action) -> tuple[Action, tuple[str, ...]]:
        """The action as it would be, and what the file changes of it."""
        fields: list[str] = []
        after, edits = now, self.edits.get(now.id)
        if edits:
            was = self.was.get(now.id)
            found = found_between(was, now, applied(was or now, edits))
            mine = [d for d in found if d.by_me]
            changes, open_ones = kept_of(now, mine, self.choices)
            after = replace(now, **changes)
            if open_ones:
                clash = clash_of(now, open_ones, self.reading, lambda n: self._cell(now.id, n))
                self.returned.clashes.append(clash)
            fields = [d.part if d.field == "tags" else d.field for d in mine if d.field in changes]
        for name, item in self.gone.get(now.id, ()):
            key = key_of(now, f"{name}/{item.id}")
            kind = next(p.kind for p in ITEMS if p.field == name)
            words = f"{part_words(item)} (of {name_of(now)})"
            self.returned.removed.append(Removed(key, kind, words, now.id))
            if key in self.choices.withdraw:
                left = tuple(i for i in getattr(after, name) if i.id != item.id)
                after = with_changes(after, {name: left})
                fields.append(name)
        return after, tuple(dict.fromkeys(fields))

    def _cell(self, id: str, name: str) -> Place:
        """Where a place of an action stands; its row where no one cell is meant."""
        sheet, number = self.rows.get(id, ("", 0))
        return self.cells.get(id, {}).get(name) or (sheet, f"row {number}" if number else "")

    def _where(self, id: str) -> str:
        """The cell that was edited, or the row where several were."""
        cells = set(self.cells.get(id, {}).values())
        return " ".join(cells.pop() if len(cells) == 1 else self._cell(id, ""))

    def _refuse(self, id: str, reasons: Sequence[str]) -> None:
        """Refuse what the file makes of an action, at the first cell that was edited."""
        place = next(iter(self.cells.get(id, {}).values()), self._cell(id, ""))
        number = int("".join(c for c in place[1] if c.isdigit()) or 0)
        self.returned.refused.add((place[0], number))
        name = name_of(self.now[id]) if id in self.now else f"Row {number}"
        for reason in reasons:
            self.note(Severity.REFUSED, place, f"{name}: {reason}")

    def create(self) -> None:
        """Make an action of each new row."""
        standing, merged = self.standing, self.returned.merged
        position = max((a.position for a in standing.actions), default=0)
        for id, reader in self.fresh.items():
            if self.rows[id] in self.returned.refused:
                continue
            after = new_action(id, reader, self.edits[id], standing, self.made)
            broken = problems_of(after, standing.codes)
            if broken:
                self._refuse(id, broken)
                continue
            position += 1
            merged.created.append(replace(after, position=position))
            merged.where[id] = self._where(id)
        for id, problems in without_circles(merged, standing.actions).items():
            self._refuse(id, problems)

    def answers(self) -> None:
        """Compare the force's answers."""
        own = self.tables.parts.get("answers")
        if own is None:
            return
        standing = self.standing
        read = read_answers(
            own,
            self.reading,
            standing.answers,
            standing.answer_of,
            self.carried.answers if self.carried else {},
            self.choices,
            plan_id=standing.plan_id,
            force_id=standing.force_id,
        )
        self.returned.answers += read.changes
        self.returned.clashes += read.clashes
        self.returned.removed += read.removed
        self.returned.problems += read.problems
        self.returned.refused |= read.refused
