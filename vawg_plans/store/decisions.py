"""Decisions of Gold Groups in the database: one row a revision, never changed."""

from __future__ import annotations

import dataclasses
import uuid

from vawg_plans.domain.decisions import Decision, DecisionState
from vawg_plans.domain.moments import london_day
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import Act, new_salt, row_digest
from vawg_plans.store.store import NOW, Writing

_PLAIN = (
    "meeting_id", "plan_id", "force_id", "number", "action_id", "words", "owner_post", "outcome",
    "why", "revision", "sequence", "salt",
)  # fmt: skip


def new_id() -> str:
    """An id for a new decision, unique without asking the database."""
    return f"decision-{uuid.uuid4().hex[:16]}"


def to_row(decision: Decision) -> Row:
    """A decision as a row of `decision_revision`."""
    return {
        "decision_id": decision.id,
        "item_key": decision.key,
        "due_on": decision.due,
        "state": decision.state.value,
        **{name: getattr(decision, name) for name in _PLAIN},
    }


def from_row(row: Row) -> Decision:
    """A row of `decision_revision`, read with its meeting and commits, as a decision."""
    return Decision(
        id=row["decision_id"],
        key=row["item_key"],
        due=row["due_on"],
        state=DecisionState(row["state"]),
        meeting_number=row["meeting_number"] or 0,
        decided_in=row["decided_in"],
        decided_on=london_day(row["decided_at"]) if row["decided_at"] else None,
        said_on=london_day(row["committed_at"]) if row["committed_at"] else None,
        said_by=row["who"],
        settled_in=row["settled_in"],
        settled_on=london_day(row["settled_at"]) if row["settled_at"] else None,
        **{name: row[name] for name in _PLAIN},
    )


def of_plan(rows: Rows, plan_id: str, upto: int = NOW) -> list[Decision]:
    """Every decision about a plan at a moment, by number."""
    return [from_row(r) for r in rows.all("decisions.of_plan", plan_id=plan_id, upto=upto)]


def history(rows: Rows, decision_id: str) -> list[Decision]:
    """Every revision of one decision, newest first; empty when there is none such."""
    return [from_row(r) for r in rows.all("decisions.history", decision_id=decision_id)]


def last_number(rows: Rows, plan_id: str) -> int:
    """The highest number that a decision of the plan has; 0 before the first."""
    return int(rows.all("decisions.last_number", plan_id=plan_id)[0]["number"])


def add(writing: Writing, before: Decision | None, after: Decision) -> Decision:
    """Write the decision's next revision and chain it."""
    written = dataclasses.replace(
        after,
        revision=(before.revision if before else 0) + 1,
        sequence=writing.sequence,
        salt=new_salt(),
    )
    writing.rows.insert("decision_revision", [to_row(written)])
    writing.record(act_of(written, before))
    return written


def act_of(after: Decision, before: Decision | None) -> Act:
    """The entry that speaks for a decision's revision."""
    row = to_row(after)
    return Act(
        "decision changed" if before else "decision taken",
        object_of(row),
        row["revision"],
        row_digest(to_row(before)) if before else None,
        row_digest(row),
    )


def object_of(row: Row) -> str:
    """How the record names a decision."""
    return f"decision:{row['decision_id']}"
