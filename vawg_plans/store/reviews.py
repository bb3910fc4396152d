"""A plan's way to publication in the database: one row a step, never changed; and withdrawals."""

from __future__ import annotations

import dataclasses

from vawg_plans.domain.moments import london_day
from vawg_plans.domain.plans import PlanState, Version
from vawg_plans.domain.reviews import Review, ReviewState, open_review, review_state
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import Act, new_salt, row_digest
from vawg_plans.store.store import NOW, Writing

_PLAIN = (
    "plan_id",
    "force_id",
    "number",
    "moment",
    "judged_on",
    "revision",
    "sequence",
    "note",
    "words",
    "post",
    "approved_on",
    "digest",
    "version",
    "salt",
)
_ACTS = {
    ReviewState.SUBMITTED: "plan submitted",
    ReviewState.SENT_BACK: "plan sent back",
    ReviewState.TAKEN_BACK: "submission taken back",
    ReviewState.APPROVED: "plan approved",
    ReviewState.PUBLISHED: "plan published",
}


def to_row(review: Review) -> Row:
    """A review as a row of `review_revision`."""
    row = {name: getattr(review, name) for name in _PLAIN}
    return row | {"review_id": review.id, "state": review.state.value}


def from_row(row: Row) -> Review:
    """A row of `review_revision`, read with its commit and the first one's, as a review."""
    return Review(
        id=row["review_id"],
        state=ReviewState(row["state"]),
        said_by=row["who"],
        said_on=london_day(row["committed_at"]),
        submitted_by=row["submitted_by"],
        submitted_role=row["submitted_role"],
        submitter=row["submitter"],
        submitted_on=london_day(row["submitted_at"]),
        **{name: row[name] for name in _PLAIN},
    )


def of_force(rows: Rows, force_id: str, upto: int = NOW) -> list[Review]:
    """The reviews of a force's plan at a moment, newest first."""
    return [from_row(r) for r in rows.all("reviews.of_force", force_id=force_id, upto=upto)]


def steps(rows: Rows, review_id: str) -> list[Review]:
    """Every step of one review, oldest first; none if there is no such review."""
    return [from_row(r) for r in rows.all("reviews.steps", review_id=review_id)]


def state_of(rows: Rows, force_id: str) -> PlanState | None:
    """The state that a force's open review brings to its plan; None when none is open."""
    return review_state(open_review(of_force(rows, force_id)))


def states(rows: Rows) -> dict[str, PlanState]:
    """In review or approved, by force, for those with an open review."""
    found = {
        ReviewState.SUBMITTED.value: PlanState.IN_REVIEW,
        ReviewState.APPROVED.value: PlanState.APPROVED,
    }
    return {
        r["force_id"]: found[r["state"]] for r in rows.all("reviews.states") if r["state"] in found
    }


def add(writing: Writing, before: Review | None, after: Review) -> Review:
    """Write the review's next step and chain it."""
    written = dataclasses.replace(
        after,
        revision=(before.revision if before else 0) + 1,
        sequence=writing.sequence,
        salt=new_salt(),
    )
    writing.rows.insert("review_revision", [to_row(written)])
    writing.record(act_of(written, before))
    return written


def act_of(after: Review, before: Review | None) -> Act:
    """The entry that speaks for a step of a review."""
    row = to_row(after)
    return Act(
        _ACTS[after.state],
        object_of(row),
        row["revision"],
        row_digest(to_row(before)) if before else None,
        row_digest(row),
    )


def object_of(row: Row) -> str:
    """How the record names a review."""
    return f"review:{row['review_id']}"


def withdrawal_row(version: Version, sequence: int, why: str) -> Row:
    """A withdrawal as a row of `version_withdrawal`."""
    return {
        "version_id": version.id,
        "revision": 1,
        "sequence": sequence,
        "plan_id": version.plan_id,
        "force_id": version.force_id,
        "why": why,
        "salt": new_salt(),
    }


def act_of_withdrawal(row: Row) -> Act:
    """The entry that speaks for a withdrawal."""
    return Act("version withdrawn", object_of_withdrawal(row), 1, after=row_digest(row))


def object_of_withdrawal(row: Row) -> str:
    """How the record names a withdrawal."""
    return f"withdrawal:{row['version_id']}"


def withdraw(writing: Writing, version: Version, why: str) -> None:
    """Write that a version counts no more, and chain it."""
    row = withdrawal_row(version, writing.sequence, why)
    writing.rows.insert("version_withdrawal", [row])
    writing.record(act_of_withdrawal(row))
