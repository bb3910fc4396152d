"""Practices that forces offer, in the database: one row a revision, never changed."""

from __future__ import annotations

import dataclasses
import uuid

from vawg_plans.domain.moments import london_day
from vawg_plans.domain.practices import OfferedPractice, PracticeState
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import Act, new_salt, row_digest
from vawg_plans.store.store import Writing

_PLAIN = (
    "force_id",
    "revision",
    "sequence",
    "title",
    "partners",
    "words",
    "evaluated",
    "salt",
)


def new_id() -> str:
    """An id for an offered practice, unique without asking the database."""
    return f"practice-{uuid.uuid4().hex[:16]}"


def to_row(practice: OfferedPractice) -> Row:
    """A practice as a row of `practice_revision`."""
    return {
        "practice_id": practice.id,
        "ps": list(practice.ps),
        "areas": list(practice.areas),
        "state": practice.state.value,
        **{name: getattr(practice, name) for name in _PLAIN},
    }


def from_row(row: Row) -> OfferedPractice:
    """A row of `practice_revision`, read with its commit or without, as a practice."""
    return OfferedPractice(
        id=row["practice_id"],
        ps=tuple(row["ps"]),
        areas=tuple(row["areas"]),
        state=PracticeState(row["state"]),
        said_on=london_day(row["committed_at"]) if "committed_at" in row else None,
        reason=row.get("reason", ""),
        **{name: row[name] for name in _PLAIN},
    )


def standing(rows: Rows) -> list[OfferedPractice]:
    """What everybody sees: of each practice what was last accepted, in the order of acceptance."""
    return [from_row(r) for r in rows.all("practices.standing")]


def of_force(rows: Rows, force_id: str) -> list[OfferedPractice]:
    """Every revision of a force's practices, newest first."""
    return [from_row(r) for r in rows.all("practices.of_force", force_id=force_id)]


def waiting(rows: Rows) -> list[OfferedPractice]:
    """Every revision of the practices that wait for a decision, newest first."""
    return [from_row(r) for r in rows.all("practices.waiting")]


def history(rows: Rows, practice_id: str) -> list[OfferedPractice]:
    """Every revision of one practice, newest first; empty when there is no such practice."""
    return [from_row(r) for r in rows.all("practices.history", practice_id=practice_id)]


def ids(rows: Rows) -> frozenset[str]:
    """Every practice that was ever offered, in whatever state."""
    return frozenset(r["practice_id"] for r in rows.all("practices.ids"))


def add(
    writing: Writing, before: OfferedPractice | None, after: OfferedPractice
) -> OfferedPractice:
    """Write the practice's next revision and chain it."""
    written = dataclasses.replace(
        after,
        revision=(before.revision if before else 0) + 1,
        sequence=writing.sequence,
        salt=new_salt(),
    )
    writing.rows.insert("practice_revision", [to_row(written)])
    writing.record(act_of(written, before))
    return written


def act_of(after: OfferedPractice, before: OfferedPractice | None) -> Act:
    """The entry that speaks for a practice's revision."""
    return Act(
        "practice revised",
        object_of(to_row(after)),
        after.revision,
        row_digest(to_row(before)) if before else None,
        row_digest(to_row(after)),
    )


def object_of(row: Row) -> str:
    """How the record names a practice."""
    return f"practice:{row['practice_id']}"
