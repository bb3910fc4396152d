"""Actions in the database: one row a revision, never changed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vawg_plans.domain.actions import (
    Action,
    DeliveryStatus,
)
from vawg_plans.domain.depending import Dependent
from vawg_plans.domain.minutes_actions import LastNote
from vawg_plans.domain.moments import london_day
from vawg_plans.domain.progress_over_time import Standing
from vawg_plans.domain.rules import DueChange, Record
from vawg_plans.store.actions_as_rows import STATUSES, Same, from_row, to_row
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import Act, new_salt, row_digest
from vawg_plans.store.store import NOW, Writing

# Up to so many actions are read one by one.
_FEW = 20
# Rows on their way into the database cost memory; a large import goes in parts.
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision with who made it, when (UTC) and why."""

    action: Action
    made_at: dt.datetime
    who: str
    role: str
    reason: str


@dataclass(frozen=True, slots=True)
class Update:
    """A progress update as a list shows it."""

    action_id: str
    reference: str
    title: str
    status: DeliveryStatus
    percent: int | None
    note: str
    made_at: dt.datetime
    who: str


def of_plan(rows: Rows, plan_id: str, upto: int = NOW) -> list[Action]:
    """The newest revision of each of a plan's actions at a moment, withdrawn ones too."""
    same = Same()
    found = rows.each("actions.of_plan", plan_id=plan_id, upto=upto)
    return [from_row(row, same) for row in found]


def places(rows: Rows, plan_id: str) -> list[tuple[str, int]]:
    """The live actions of a plan in their order: id and position."""
    return [(r["action_id"], r["position"]) for r in rows.all("actions.places", plan_id=plan_id)]


def last_place(rows: Rows, plan_id: str) -> int:
    """The highest position there has been in a plan; 0 in an empty one."""
    found = rows.one("actions.last_place", plan_id=plan_id)
    return int(found["position"]) if found else 0


def one(rows: Rows, action_id: str) -> Action | None:
    """The newest revision of an action."""
    found = rows.one("actions.one", action_id=action_id)
    return from_row(found) if found else None


def dependents(rows: Rows, plan_id: str) -> dict[str, Dependent]:
    """Which of a plan's actions wait for which, by id."""
    return {
        r["action_id"]: Dependent(
            r["action_id"],
            r["reference"],
            r["title"],
            r["withdrawn"],
            tuple(json.loads(r["details"]).get("depends_on", ())) if r["details"] else (),
        )
        for r in rows.all("actions.dependents", plan_id=plan_id)
    }


def force_of(rows: Rows, action_id: str) -> str | None:
    """The force an action belongs to."""
    found = rows.one("actions.force_of", action_id=action_id)
    return found["force_id"] if found else None


def at_revision(rows: Rows, action_id: str, revision: int) -> Action | None:
    """One revision of an action."""
    found = rows.one("actions.at_revision", action_id=action_id, revision=revision)
    return from_row(found) if found else None


def history(rows: Rows, action_id: str) -> list[Revision]:
    """Every revision of an action, newest first."""
    return [
        Revision(from_row(r), r["committed_at"], r["who"], r["role"], r["reason"])
        for r in rows.all("actions.history", action_id=action_id)
    ]


def histories(rows: Rows, plan_id: str, ids: Iterable[str]) -> dict[str, list[Revision]]:
    """Every revision of these actions of a plan, newest first, by id. Of many it is one reading."""
    ids = list(ids)
    if len(ids) <= _FEW:
        return {id: history(rows, id) for id in ids}
    found: dict[str, list[Revision]] = {id: [] for id in ids}
    for r in rows.all("actions.histories", plan_id=plan_id):
        if r["action_id"] in found:
            revision = Revision(from_row(r), r["committed_at"], r["who"], r["role"], r["reason"])
            found[r["action_id"]].append(revision)
    return found


def records(rows: Rows, plan_id: str, upto: int = NOW) -> dict[str, Record]:
    """What the revisions of a plan's actions say, by action id."""
    changes: dict[str, list[DueChange]] = {}
    for r in rows.all("actions.due_changes", plan_id=plan_id, upto=upto):
        changes.setdefault(r["action_id"], []).append(
            DueChange(r["due_before"], r["due_on"], london_day(r["committed_at"]))
        )
    return {
        r["action_id"]: Record(
            created_on=london_day(r["created_at"]),
            last_progress_on=london_day(r["progress_at"]) if r["progress_at"] else None,
            due_changes=tuple(changes.get(r["action_id"], ())),
        )
        for r in rows.all("actions.created_and_progress", plan_id=plan_id, upto=upto)
    }


def standings(rows: Rows, plan_id: str, upto: int = NOW) -> list[Standing]:
    """How a plan's actions stood from when to when, in the order in which it was saved: each
    revision that changed a status, a due date or whether the action is withdrawn.
    """
    days: dict[dt.datetime, dt.date] = {}
    found = []
    for r in rows.all("actions.standings", plan_id=plan_id, upto=upto):
        moment = r["committed_at"]
        # Turning a moment into a day costs most of this; an import's moments are all one.
        day = days.get(moment) or days.setdefault(moment, london_day(moment))
        found.append(
            Standing(r["action_id"], day, STATUSES[r["status"]], r["due_on"], r["withdrawn"])
        )
    return found


def taken(rows: Rows, plan_id: str) -> list[Action]:
    """A plan's live actions that were taken from a practice."""
    found = [from_row(r) for r in rows.all("actions.with_practice", plan_id=plan_id)]
    return [a for a in found if a.practice_id]


def sensitive(rows: Rows, plan_id: str) -> set[str]:
    """The ids of a plan's actions that are marked sensitive now."""
    return {r["action_id"] for r in rows.all("actions.sensitive", plan_id=plan_id)}


def latest_updates(rows: Rows, plan_id: str, most: int, upto: int = NOW) -> list[Update]:
    """The newest progress updates of a plan, newest first."""
    return [
        Update(
            r["action_id"],
            r["reference"],
            r["title"],
            STATUSES[r["status"]],
            r["percent"],
            r["progress_note"],
            r["committed_at"],
            r["who"],
        )
        for r in rows.all("actions.latest_updates", plan_id=plan_id, upto=upto, most=most)
    ]


def last_notes(rows: Rows, plan_id: str, upto: int = NOW) -> dict[str, LastNote]:
    """The words and day of the last progress update of each action of a plan, by id."""
    return {
        r["action_id"]: LastNote(r["progress_note"], london_day(r["committed_at"]))
        for r in rows.all("actions.last_notes", plan_id=plan_id, upto=upto)
    }


def add(writing: Writing, revisions: list[tuple[Action | None, Action]]) -> list[Action]:
    """Write the next revision of each action and chain it. Pairs are (before, after).

    Revision and sequence are set here. A revision that exists already raises `StoreBusy`.
    """
    return [action for part in add_in_parts(writing, revisions) for action in part]


def add_in_parts(
    writing: Writing, revisions: list[tuple[Action | None, Action]]
) -> Iterator[list[Action]]:
    """As `add`, each part written as it is asked for: of very many, only one is held in memory."""
    for first in range(0, len(revisions), _BATCH):
        pairs = revisions[first : first + _BATCH]
        written = [
            dataclasses.replace(
                after,
                revision=(before.revision if before else 0) + 1,
                sequence=writing.sequence,
                salt=new_salt(),
            )
            for before, after in pairs
        ]
        rows = [to_row(a) for a in written]
        writing.rows.insert("action_revision", rows)
        for (before, _), row in zip(pairs, rows, strict=True):
            writing.record(act_of(row, to_row(before) if before else None))
        if len(revisions) > _BATCH:
            writing.flush()
        yield written


def act_of(
    row: Row, before: Row | None, *, before_digest: str | None = None, after: str | None = None
) -> Act:
    """The entry that speaks for a revision's row. The bulk path has the digests already."""
    return Act(
        act="progress recorded" if row["progress_note"] is not None else "action revised",
        object=f"action:{row['action_id']}",
        revision=row["revision"],
        before=row_digest(before) if before else before_digest,
        after=after or row_digest(row),
    )
