"""Removing words from stored rows: the one way in which rows that were written are changed.

Each row changed gets a new salt, and an entry in the chain with its digests before and after. The
last entry of a row is what speaks for it.
"""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from vawg_plans.domain.removing import (
    ANSWER_FIELDS,
    COMMENT_FIELDS,
    PLAN_FIELDS,
    PRACTICE_FIELDS,
    REVIEW_FIELDS,
    with_tables,
)
from vawg_plans.domain.removing_meetings import DECISION_FIELDS, MEETING_FIELDS, MINUTE_FIELDS
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import Act, new_salt, row_digest
from vawg_plans.store.removal_tables import (
    ACTIONS,
    ANSWERS,
    COMMENTS,
    COMMITS,
    DECISIONS,
    IMPORTS,
    MEETINGS,
    MINUTES,
    PLANS,
    PRACTICES,
    REQUESTS,
    REVIEWS,
    VERSIONS,
    WITHDRAWALS,
    Table,
    kept,
)
from vawg_plans.store.store import Writing

_ACT = "words removed"
# The salt of a row is new whenever its words are.
_ACTION_TEXTS = (
    "reference", "title", "description", "tags", "local_strand", "due_words", "success_measure",
    "evidence", "context", "shaped_by", "equality_impact", "progress_note", "imported", "details",
    "salt",
)  # fmt: skip
# As in `change_actions`: no text that is kept has it (`domain.canonical.visible`).
_PARTED = "\x1f"
_PLAN_COLUMNS = ("plan_id", "revision", *PLAN_FIELDS, "details", "salt")
_ANSWER_COLUMNS = ("plan_id", "question", "revision", *ANSWER_FIELDS, "salt")
_PRACTICE_COLUMNS = ("practice_id", "revision", *PRACTICE_FIELDS, "salt")
_COMMENT_COLUMNS = ("comment_id", "revision", *COMMENT_FIELDS, "salt")
_MEETING_COLUMNS = (
    "meeting_id", "revision", *MEETING_FIELDS, "arranged", "agenda", "content", "digest", "salt"
)  # fmt: skip
_MINUTE_COLUMNS = ("meeting_id", "item_key", "revision", *MINUTE_FIELDS, "salt")
_DECISION_COLUMNS = ("decision_id", "revision", *DECISION_FIELDS, "salt")
_IMPORT_COLUMNS = ("plan_id", "revision", "source", "read_as", "digest", "salt")
_VERSION_COLUMNS = ("version_id", "note", "content", "digest", "approved_by", "salt")
_REVIEW_COLUMNS = ("review_id", "revision", *REVIEW_FIELDS, "digest", "salt")
_WITHDRAWAL_COLUMNS = ("version_id", "revision", "why", "salt")


def rows_of(rows: Rows, table: Table, force_id: str) -> list[Row]:
    """Every row of a force in a table, oldest revision first."""
    return rows.all(table.read, force_id=force_id)


def without_digests(pairs: list[tuple[Row, Row]]) -> list[tuple[Row, Row]]:
    """Every revision of a force's actions, before and after: a table that an action with removed
    words was read from gets a random digest in the place of its own, the same one everywhere.

    That table read again counts as another one. It has to: it would bring the words back.
    """
    touched = {after["action_id"] for before, after in pairs if before != after}
    fresh: dict[str, str] = {}
    for _, row in pairs:
        if row["imported"] and row["action_id"] in touched:
            fresh |= {one: secrets.token_hex(32) for one in json.loads(row["imported"])["tables"]}
    return [(before, _with_tables(after, fresh)) for before, after in pairs] if fresh else pairs


def unknown_files(pairs: list[tuple[Row, Row]]) -> list[tuple[Row, Row]]:
    """Every import of a force, before and after: its file gets a random digest, because it may
    hold the words, and who has the rest of it could guess them from its own.
    """
    return [(before, {**after, "digest": secrets.token_hex(32)}) for before, after in pairs]


def unknown_content(pairs: list[tuple[Row, Row]]) -> list[tuple[Row, Row]]:
    """Every step of a force's reviews, before and after: the digest of what was approved goes,
    because who has the rest of it could guess the words from it.
    """
    return [(before, {**after, "digest": ""}) for before, after in pairs]


def _with_tables(row: Row, fresh: dict[str, str]) -> Row:
    imported = row["imported"] and json.loads(row["imported"])
    if not imported:
        return row
    return {**row, "imported": kept(row["imported"], imported, with_tables(imported, fresh))}


def replace_rows(
    writing: Writing, table: Table, pairs: Iterable[tuple[Row, Row]], act: str = _ACT
) -> None:
    """Put changed rows in the place of what they were, under new salts, and chain each."""
    changed = [(before, {**after, "salt": new_salt()}) for before, after in pairs]
    if table is REQUESTS:
        for before, after in changed:
            _put_request(writing, before, after, _ACT)
        return
    _WRITE[table.name](writing.rows, changed)
    for before, after in changed:
        digests = (row_digest(before), row_digest(after))
        writing.record(Act(act, table.object(before), table.revision(before), *digests))


def _write_actions(rows: Rows, changed: list[tuple[Row, Row]]) -> None:
    if not changed:
        return
    after = [row for _, row in changed]
    rows.run(
        "removals.change_actions",
        action_ids=[row["action_id"] for row in after],
        revisions=[row["revision"] for row in after],
        **{name: [row[name] for row in after] for name in _ACTION_TEXTS},
        **{
            name: [_PARTED.join(row[name]) for row in after] for name in ("owner_posts", "partners")
        },
    )


def _one_by_one(statement: str, columns: tuple[str, ...]) -> Callable[..., None]:
    def write(rows: Rows, changed: list[tuple[Row, Row]]) -> None:
        for _, row in changed:
            rows.run(statement, **{name: row[name] for name in columns})

    return write


_WRITE: dict[str, Callable[[Rows, list[tuple[Row, Row]]], None]] = {
    PLANS.name: _one_by_one("removals.change_plan", _PLAN_COLUMNS),
    ACTIONS.name: _write_actions,
    ANSWERS.name: _one_by_one("removals.change_answer", _ANSWER_COLUMNS),
    PRACTICES.name: _one_by_one("removals.change_practice", _PRACTICE_COLUMNS),
    COMMENTS.name: _one_by_one("removals.change_comment", _COMMENT_COLUMNS),
    MEETINGS.name: _one_by_one("removals.change_meeting", _MEETING_COLUMNS),
    MINUTES.name: _one_by_one("removals.change_minute", _MINUTE_COLUMNS),
    DECISIONS.name: _one_by_one("removals.change_decision", _DECISION_COLUMNS),
    IMPORTS.name: _one_by_one("removals.change_import", _IMPORT_COLUMNS),
    REVIEWS.name: _one_by_one("removals.change_review", _REVIEW_COLUMNS),
    WITHDRAWALS.name: _one_by_one("removals.change_withdrawal", _WITHDRAWAL_COLUMNS),
    VERSIONS.name: _one_by_one("removals.change_version", _VERSION_COLUMNS),
    COMMITS.name: _one_by_one("removals.change_commit", ("sequence", "reason", "salt")),
}


# The requests themselves


def new_id() -> str:
    """An opaque id for a removal."""
    return f"removal-{uuid.uuid4().hex[:16]}"


def requests_of(rows: Rows, force_id: str) -> list[Row]:
    """Every removal asked for in a force, newest first."""
    return rows.all("removals.of_force", force_id=force_id)


def request(rows: Rows, redaction_id: str) -> Row | None:
    """One removal, as it is stored."""
    return rows.one("removals.one", redaction_id=redaction_id)


def ask(writing: Writing, row: Row) -> Row:
    """Keep what was asked, and chain it."""
    asked = {
        **row,
        "revision": 1,
        **dict.fromkeys(("decided_by", "decided_role", "decided_at")),
        "salt": new_salt(),
    }
    writing.rows.insert("redaction", [asked])
    writing.record(_act_of(asked, "removal asked"))
    return asked


def decide(writing: Writing, before: Row, act: str, **values: Any) -> Row:
    """Write the decision, the words gone, and chain it."""
    return _put_request(writing, before, {**before, **values, "words": "", "salt": new_salt()}, act)


def _put_request(writing: Writing, before: Row, after: Row, act: str) -> Row:
    row = {**after, "revision": before["revision"] + 1}
    fixed = ("force_id", "inside", "asked_by", "asked_role", "asked_at")
    writing.rows.run("removals.decide", **{k: v for k, v in row.items() if k not in fixed})
    writing.record(_act_of(row, act, before))
    return row


def _act_of(row: Row, act: str, before: Row | None = None) -> Act:
    return Act(
        act,
        f"redaction:{row['redaction_id']}",
        row["revision"],
        row_digest(before) if before else None,
        row_digest(row),
    )


def mark_version(writing: Writing, version_id: str, by_version_id: str | None) -> None:
    """Say that words were removed from a version, and which one took its place; once each."""
    if writing.rows.one("removals.superseded", version_id=version_id) is not None:
        return
    row = {
        "version_id": version_id,
        "by_version_id": by_version_id,
        "sequence": writing.sequence,
        "reason": _ACT,
    }
    writing.rows.insert("superseded_version", [row])
    act = "version superseded" if by_version_id else "version changed"
    writing.record(Act(act, f"superseded:{version_id}", 1, after=row_digest(row)))
