"""Comments on plans and actions, in the database: one row a revision, never changed."""

from __future__ import annotations

import dataclasses
import uuid

from vawg_plans.domain.comments import Asks, Comment, CommentState
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import Act, new_salt, row_digest
from vawg_plans.store.store import NOW, Writing

_PLAIN = ("plan_id", "force_id", "action_id", "answers", "words", "revision", "sequence", "salt")


def new_id() -> str:
    """An id for a new comment, unique without asking the database."""
    return f"comment-{uuid.uuid4().hex[:16]}"


def to_row(comment: Comment) -> Row:
    """A comment as a row of `comment_revision`."""
    return {
        "comment_id": comment.id,
        "asks": comment.asks.value,
        "state": comment.state.value,
        **{name: getattr(comment, name) for name in _PLAIN},
    }


def from_row(row: Row) -> Comment:
    """A row of `comment_revision`, read with its first commit and its own, as a comment."""
    resolved = row["state"] == CommentState.RESOLVED
    return Comment(
        id=row["comment_id"],
        asks=Asks(row["asks"]),
        state=CommentState(row["state"]),
        said_by=row["said_by"],
        said_at=row["said_at"],
        settled_by=row["settled_by"] if resolved else "",
        settled_at=row["settled_at"] if resolved else None,
        **{name: row[name] for name in _PLAIN},
    )


def of_plan(rows: Rows, plan_id: str, upto: int = NOW) -> list[Comment]:
    """Every comment on a plan and its actions at a moment, oldest first."""
    return [from_row(r) for r in rows.all("comments.of_plan", plan_id=plan_id, upto=upto)]


def one(rows: Rows, comment_id: str) -> Comment | None:
    """A comment as it is now."""
    row = rows.one("comments.one", comment_id=comment_id)
    return from_row(row) if row else None


def add(writing: Writing, before: Comment | None, after: Comment) -> Comment:
    """Write the comment's next revision and chain it."""
    written = dataclasses.replace(
        after,
        revision=(before.revision if before else 0) + 1,
        sequence=writing.sequence,
        salt=new_salt(),
    )
    writing.rows.insert("comment_revision", [to_row(written)])
    writing.record(act_of(written, before))
    return written


def act_of(after: Comment, before: Comment | None) -> Act:
    """The entry that speaks for a comment's revision."""
    row = to_row(after)
    return Act(
        "comment revised",
        object_of(row),
        after.revision,
        row_digest(to_row(before)) if before else None,
        row_digest(row),
    )


def object_of(row: Row) -> str:
    """How the record names a comment."""
    return f"comment:{row['comment_id']}"
