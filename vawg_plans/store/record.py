"""The audit chain: one entry a thing done, each hashed over the one before.

An entry's hash is the SHA-256 of the canonical JSON of its number, its commit, its moment, its act,
a salted digest of its other fields, and the previous hash. So altering, removing, adding or
reordering an entry breaks every later one; and an entry whose retention has ended can lose its
fields (who, where, what) and still hold its place. Entries of databases older than migration 0002
have no salted digest: their fields are hashed themselves.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from vawg_plans.domain.canonical import canonical_json, digest, sha256
from vawg_plans.domain.retention import AT_LEAST
from vawg_plans.store.connection import Row, Rows

FIRST_HASH = "0" * 64
EXPIRED = "expired"
_BATCH = 10_000
# What goes when an entry's retention ends.
FIELDS = (
    "person_id",
    "role",
    "force_id",
    "object",
    "revision",
    "before_digest",
    "after_digest",
    "detail",
)
_PLACE = ("entry", "sequence", "moment", "act", "commit_digest", "fields_digest", "previous_hash")
# As entries were hashed before migration 0002.
_FIRST_FORM = (
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

# Columns that came to tables later: nothing there is as if there were no such column.
_LATER = ("salt", "details", "approved_by", "approved_on")


def new_salt() -> str:
    """Sixteen random bytes in hexadecimal: without it, a digest says nothing of its content."""
    return secrets.token_hex(16)


def row_digest(row: Row) -> str:
    """The digest of a stored row. A row older than a column of `_LATER` is digested without it."""
    return digest({k: v for k, v in row.items() if v is not None or k not in _LATER})


@dataclass(frozen=True, slots=True)
class Act:
    """What is recorded of one thing done: the verb, its object, and digests before and after.

    No field holds words that a person typed: they could not be removed again.
    """

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
    salt: str = field(default_factory=new_salt)
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", row_digest(self.row))

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
            "salt": self.salt,
        }


def fields_digest(row: Row) -> str:
    """The salted digest of what an entry says beside its place in the chain."""
    return sha256(canonical_json([row["salt"], *(row[name] for name in FIELDS)]))


def entry_hash(row: Row) -> str:
    """The hash of an entry, from its fields in their fixed order."""
    names = _FIRST_FORM if row["fields_digest"] is None else _PLACE
    return sha256(canonical_json([row[name] for name in names]))


class Chain:
    """Extends the chain from its head, a row of `record.head` read while the write lock is held."""

    def __init__(self, head: Row) -> None:
        self.entry: int = head["entry"] or 0
        self.hash: str = head["entry_hash"] or FIRST_HASH

    def extend(self, commit: Commit, act: Act) -> Row:
        """The next entry, as a row for `audit_entry`."""
        self.entry += 1
        row: dict[str, Any] = {
            "entry": self.entry,
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
            "previous_hash": self.hash,
            "salt": new_salt(),
        }
        row["fields_digest"] = fields_digest(row)
        row["entry_hash"] = self.hash = entry_hash(row)
        return row


def entries(rows: Rows) -> Iterator[Row]:
    """Every entry in order, read in batches."""
    after = 0
    while batch := rows.all("record.entries", after=after, upto=after + _BATCH):
        yield from batch
        after = batch[-1]["entry"]


class Break(NamedTuple):
    """The first entry that does not hold, and why in words."""

    entry: int
    words: str


def first_break(rows: Rows) -> Break | None:
    """The first entry that does not hold, or None when the whole chain does.

    An entry without its fields holds when a later entry says that the retention of its kind of act
    had ended up to its commit, and it was old enough for that (`domain/retention.py`).
    """
    extent = rows.all("record.extent")[0]
    for number in (extent["first_entry"], extent["first_sequence"]):
        if number is not None and number < 1:
            return Break(number, f"entry {number} stands outside the chain")
    ended = _retention_ended(rows)
    if isinstance(ended, Break):
        return ended
    expected, previous, moment = 1, FIRST_HASH, dt.datetime.min
    for row in entries(rows):
        words = _fault(row, expected, previous, ended)
        if not words and row["moment"] < moment:
            words = "is dated before the one it follows"
        if words:
            return Break(expected, f"entry {expected} {words}")
        expected, previous, moment = expected + 1, row["entry_hash"], row["moment"]
    head = rows.one("record.head")
    if head and (head["entry"] or 0) >= expected:
        return Break(expected, f"entry {expected} is missing")  # with a whole batch after it
    return None


# By act: up to which commit entries may be empty, and before which moment they were made.
Ended = dict[str, list[tuple[int, dt.datetime]]]


def _retention_ended(rows: Rows) -> Ended | Break:
    """What the record says of retentions that ended: only of acts that have one, never of what
    was done after it.
    """
    found: Ended = {}
    for row in rows.all("record.retention_ended"):
        act, upto = row["object"].removeprefix("retention:"), row["detail"]
        known = act in AT_LEAST and upto.isascii() and upto.isdigit()
        if not known or int(upto) >= row["sequence"]:
            return Break(
                row["entry"], f"entry {row['entry']} ends a retention that cannot have ended"
            )
        found.setdefault(act, []).append((int(upto), row["moment"] - AT_LEAST[act]))
    return found


def _fault(row: Row, expected: int, previous: str, ended: Ended) -> str:
    if row["entry"] != expected:
        return "is missing"
    if row["previous_hash"] != previous:
        return "does not follow the one before it"
    if row["entry_hash"] != entry_hash(row):
        return "was altered"
    if row["fields_digest"] is None:
        return ""
    if row["salt"] is None:
        kept = any(row[name] not in (None, "", EXPIRED) for name in FIELDS)
        due = any(
            row["sequence"] <= upto and row["moment"] < before
            for upto, before in ended.get(row["act"], ())
        )
        if kept or not due:
            return "lost what it said before its retention ended"
        return ""
    return "" if row["fields_digest"] == fields_digest(row) else "was altered"
