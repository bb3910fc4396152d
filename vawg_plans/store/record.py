"""The audit chain: one entry a revision, refusal or export, each hashed over the one before.

An entry's hash is the SHA-256 of the canonical JSON of its fields and the previous hash, so that
altering, removing, adding or reordering an entry breaks every later one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from vawg_plans.domain.canonical import canonical_json, digest, sha256
from vawg_plans.store.connection import Row, Rows

FIRST_HASH = "0" * 64
_BATCH = 20_000
_HASHED = (
    "entry",
    "sequence",
    "moment",
    "person_id",
    "role",
    "force_id",
    "act",
    "object",
    "revision",
    "before_digest",
    "after_digest",
    "detail",
    "commit_digest",
    "previous_hash",
)


@dataclass(frozen=True, slots=True)
class Act:
    """What is recorded of one thing done: the verb, its object, and digests before and after."""

    act: str
    object: str
    revision: int | None = None
    before: str | None = None
    after: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Commit:
    """Who did it, when (UTC) and why, the sequence allocated to it, and whether it changes what
    plans and versions show.
    """

    sequence: int
    moment: dt.datetime
    person_id: str
    role: str
    force_id: str | None
    reason: str
    touches: bool
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", digest(self.row))

    @property
    def row(self) -> Row:
        """The commit as a row of `commit_log`."""
        return {
            "sequence": self.sequence,
            "committed_at": self.moment,
            "person_id": self.person_id,
            "role": self.role,
            "force_id": self.force_id,
            "reason": self.reason,
            "touches": self.touches,
        }


def entry_hash(row: Row) -> str:
    """The hash of an entry, from its fields in their fixed order."""
    return sha256(canonical_json([row[name] for name in _HASHED]))


class Chain:
    """Extends the chain from its head, a row of `record.head` read while the write lock is held."""

    def __init__(self, head: Row) -> None:
        self._entry: int = head["entry"] or 0
        self._hash: str = head["entry_hash"] or FIRST_HASH

    def extend(self, commit: Commit, act: Act) -> Row:
        """The next entry, as a row for `audit_entry`."""
        self._entry += 1
        row: dict[str, Any] = {
            "entry": self._entry,
            "sequence": commit.sequence,
            "moment": commit.moment,
            "person_id": commit.person_id,
            "role": commit.role,
            "force_id": commit.force_id,
            "act": act.act,
            "object": act.object,
            "revision": act.revision,
            "before_digest": act.before,
            "after_digest": act.after,
            "detail": act.detail,
            "commit_digest": commit.digest,
            "previous_hash": self._hash,
        }
        row["entry_hash"] = self._hash = entry_hash(row)
        return row


def entries(rows: Rows) -> Iterator[Row]:
    """Every entry in order, read in batches."""
    after = 0
    while batch := rows.all("record.entries", after=after, upto=after + _BATCH):
        yield from batch
        after = batch[-1]["entry"]


def first_break(rows: Rows) -> tuple[int, str] | None:
    """The first entry that does not hold and why, or None when the whole chain does."""
    expected, previous = 1, FIRST_HASH
    for row in entries(rows):
        if row["entry"] != expected:
            return expected, f"entry {expected} is missing"
        if row["previous_hash"] != previous:
            return expected, f"entry {expected} does not follow the one before it"
        if row["entry_hash"] != entry_hash(row):
            return expected, f"entry {expected} was altered"
        expected, previous = expected + 1, row["entry_hash"]
    head = rows.one("record.head")
    if head and (head["entry"] or 0) >= expected:
        return expected, f"entry {expected} is missing"  # with a whole batch after it
    return None
