"""Whose workbook it is that comes back, and which action each of its rows is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vawg_plans.domain.actions import Action
from vawg_plans.domain.carried import Carried, short_digest
from vawg_plans.domain.cell_words import short
from vawg_plans.domain.field_changes import OF_HISTORY
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.importing_cells import ProposedAction
from vawg_plans.domain.matching import match
from vawg_plans.domain.plan_columns import PLAN_COLUMNS
from vawg_plans.domain.returning_rows import Reading, id_of, revision_of, unlike
from vawg_plans.domain.returning_tables import OwnTable, OwnTables
from vawg_plans.domain.tables import Cell, Row
from vawg_plans.domain.value_texts import text_of
from vawg_plans.errors import UnreadableFile

# Below a table people write notes and totals: fewer cells than this are no action without a title.
_CELLS_OF_AN_ACTION = 3
_LEAST_MIXED = 3  # two actions may well have changed places by hand
BaseOf = Callable[[str, int | None], Action | None]


def refuse_others(
    tables: OwnTables, known: Mapping[str, Action], force_id: str, framework: Framework, name: str
) -> None:
    """Raise `UnreadableFile` for another force's workbook, for one of a version that was named, and
    for a history: none of them is this plan to be changed.
    """
    carried = tables.carried
    whose = framework.forces[force_id].name
    others = {f.name for f in framework.forces.values()} - {whose}
    strangers = sorted(tables.said("file_force") & others)
    if carried is not None and carried.force_id != force_id:
        other = framework.forces.get(carried.force_id)
        strangers = [other.name if other else "another force"]
    if strangers:
        raise UnreadableFile(
            f"'{name}' is the plan of {strangers[0]}, not of {whose}.",
            hint="Choose the file that was exported for this force.",
        )
    if tables.plan and {c.heading for c in tables.plan.table.columns} >= set(OF_HISTORY):
        raise UnreadableFile(
            f"'{name}' is the history of a plan, which is for reading.",
            hint="Export the plan itself, change that file, and bring it back.",
        )
    labels = [v for v in sorted(tables.said("file_version")) if v.casefold() != "draft"]
    if carried is not None and not carried.is_draft:
        labels = [carried.label]
    if labels:
        raise UnreadableFile(
            f"'{name}' is {short(labels[0])} of the plan as it was named, which cannot be changed.",
            hint="Export the plan itself (the draft), change that file, and bring it back.",
        )
    ids = {id_of(row) for row in tables.plan.table.rows} - {""} if tables.plan else set()
    if ids and not ids & set(known):
        raise UnreadableFile(
            f"None of the {len(ids):,} actions of '{name}' is in the plan of {whose}.",
            hint="It may be another force's plan, or from another database. To add its rows as new "
            "actions, empty the hidden column 'Action id' and delete the hidden sheet.",
        )


@dataclass(slots=True)
class Placed:
    """A row of the plan's sheet: its action (`new` where it makes one) and what it was exported as.

    `added` says that somebody wrote the row, now or before an earlier save. `refusal` says why it
    cannot be taken, `stray` why it is passed over.
    """

    row: Row
    action_id: str = ""
    was: Action | None = None
    new: bool = False
    added: bool = False
    notices: list[str] = field(default_factory=list)
    refusal: str = ""
    stray: str = ""

    def untaken(self, own: OwnTable, carried: Carried | None) -> list[tuple[str, str]]:
        """Cells, with a sentence each, that follow from the record and were changed in the file."""
        if carried is None:
            return []
        listed = carried.actions.get(id_of(self.row))
        exported = listed.follows if listed else {}
        headings = {c.field: c.heading for c in PLAN_COLUMNS}
        return [
            (
                cell.address,
                f"'{headings[name]}' follows from the record, so what was written here "
                f"('{short(cell.text)}') is not taken.",
            )
            for name, cell in own.follows.get(self.row.number, {}).items()
            if not cell.empty and short_digest([cell.value]) != exported.get(name)
        ]


def placed(
    own: OwnTable,
    now: Mapping[str, Action],
    base_of: BaseOf,
    reading: Reading,
    made: str,
    new_id: Callable[[], str],
) -> list[Placed]:
    """Which action each row is.

    A row whose id another has too is a copy, and new; of the two it is the one that is less like
    what was exported. A new row that came with an earlier save of this workbook is known again.
    """
    rows = [Placed(row, id_of(row)) for row in own.table.rows]
    by_id: dict[str, list[Placed]] = {}
    for one in rows:
        if one.action_id:
            by_id.setdefault(one.action_id, []).append(one)
    for id, same_id in by_id.items():
        if id not in now:
            for one in same_id:
                one.refusal = (
                    f"There is no action {short(id)} in this plan. Empty its Action id to add it "
                    "as a new action, or import it into its own plan."
                )
            continue
        for one in same_id:
            _based(one, now[id], base_of)
        if len(same_id) > 1:
            _part(same_id, own, now[id], reading)
    fresh = [one for one in rows if not one.action_id and not one.stray]
    for one in fresh:
        if not one.row.text("title").strip() and sum(1 for _ in one.row.all()) < (
            _CELLS_OF_AN_ACTION
        ):
            words = short(next(one.row.all()).text)
            one.stray = f"'{words}' stands below the actions and is none, so it is not read."
    fresh = [one for one in fresh if not one.stray]
    known = [a for a in now.values() if a.imported and made in a.imported.tables]
    known = [a for a in known if a.id not in by_id]
    found = match([_proposed(own, one.row) for one in fresh], known) if known else {}
    for number, one in enumerate(fresh):
        one.added = True
        if number in found:
            one.action_id = found[number].id
            # As this row made it.
            one.was = base_of(one.action_id, 1)
        else:
            one.action_id, one.new = new_id(), True
    return rows


def _based(one: Placed, now: Action, base_of: BaseOf) -> None:
    said = revision_of(one.row)
    one.was = base_of(now.id, said)
    if said is not None and said > now.revision:
        one.notices.append(
            f"The row says that it was made from revision {said}; the plan is at {now.revision}."
        )
    if one.was is None:
        one.notices.append(
            "It is not known which revision this row was made from, so wherever it differs from "
            "the plan, somebody has to choose."
        )


def _part(same_id: Sequence[Placed], own: OwnTable, now: Action, reading: Reading) -> None:
    """Tell the row that was exported from its copies, which have no id of their own."""

    def distance(one: Placed) -> int:
        return unlike(one.row, own.table, one.was or now, reading)

    first, *copies = sorted(same_id, key=lambda one: (distance(one), one.row.number))
    for copy in copies:
        if _words(copy.row) == _words(first.row):
            copy.stray = (
                f"This row repeats row {first.row.number} word for word, so it is not taken."
            )
        else:
            copy.notices = [
                f"This row was copied from row {first.row.number} with its hidden id; it is taken "
                "as a new action."
            ]
        copy.action_id, copy.was = "", None


def _words(row: Row) -> dict[str, Sequence[str]]:
    def of(cells: Sequence[Cell]) -> list[str]:
        return [cell.text.strip() for cell in cells]

    return {name: of(cells) for name, cells in row.cells.items() if name != "revision"}


def _proposed(own: OwnTable, row: Row) -> ProposedAction:
    """A new row as an earlier import would have kept it."""
    title, reference = text_of(row.text("title")), " ".join(row.text("reference").split())
    return ProposedAction(
        sheet=own.table.sheet,
        row=row.number,
        row_key=row_key(row),
        item=0,
        cell="",
        words=title,
        values={},
        action_fields={"reference": reference},
    )


def row_key(row: Row) -> str:
    """What names a new row: its reference, or its first words."""
    return " ".join(row.text("reference").split()) or short(row.text("title"), 120)


def refuse_mixed(
    was: Mapping[str, Action | None], edits: Mapping[str, Mapping[str, Any]], filename: str
) -> None:
    """Raise `UnreadableFile` where a column was sorted alone, so that ids stand by other rows.

    Whoever edits an action does not give it the title of another, least of all to several.
    """
    whose = {action.title: id for id, action in was.items() if action is not None}
    titles = {id: of_one["title"] for id, of_one in edits.items() if "title" in of_one}
    mixed = [id for id, title in titles.items() if whose.get(title, id) != id]
    if len(mixed) >= _LEAST_MIXED and len(mixed) * 2 > len(titles):
        raise UnreadableFile(
            f"In '{filename}', {len(mixed)} rows have the title of another action: a column was "
            "sorted or moved without the rest of its table, and nobody can tell what belongs to "
            "which action.",
            hint="Undo that in the file and sort the whole table, or export the plan again.",
        )
