"""Meetings of Gold Groups in the database: one row a revision, never changed."""

from __future__ import annotations

import dataclasses
import json
import uuid
from typing import Any

from vawg_plans.domain.agenda import arranged_from_json, arranged_json, as_json, from_json
from vawg_plans.domain.canonical import canonical_json, sha256
from vawg_plans.domain.meetings import Following, Meeting, MeetingState, Note, Shown
from vawg_plans.errors import BrokenRecord
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import Act, new_salt, row_digest
from vawg_plans.store.store import Writing

_PLAIN = (
    "plan_id", "force_id", "number", "held_on", "title", "place", "since", "moment", "judged_on",
    "digest", "revision", "sequence", "salt",
)  # fmt: skip
_NOTE = ("meeting_id", "plan_id", "force_id", "words", "revision", "sequence", "salt")


def new_id() -> str:
    """An id for a new meeting, unique without asking the database."""
    return f"meeting-{uuid.uuid4().hex[:16]}"


def to_row(meeting: Meeting, content: str | None = None) -> Row:
    """A meeting as a row of `meeting_revision`, with the canonical JSON that it froze."""
    return {
        "meeting_id": meeting.id,
        "state": meeting.state.value,
        "attended": list(meeting.attended),
        "apologies": list(meeting.apologies),
        "arranged": canonical_json(arranged_json(meeting.arranged)),
        "agenda": None if meeting.agenda is None else canonical_json(as_json(meeting.agenda)),
        "content": content,
        **{name: getattr(meeting, name) for name in _PLAIN},
    }


def from_row(row: Row) -> Meeting:
    """A row of `meeting_revision`, read with its commit, as a meeting."""
    return Meeting(
        id=row["meeting_id"],
        state=MeetingState(row["state"]),
        attended=tuple(row["attended"]),
        apologies=tuple(row["apologies"]),
        arranged=arranged_from_json(json.loads(row["arranged"])),
        agenda=None if row["agenda"] is None else from_json(json.loads(row["agenda"])),
        said_at=row["committed_at"],
        said_by=row["who"],
        **{name: row[name] for name in _PLAIN},
    )


def of_plan(rows: Rows, plan_id: str, *, agendas: bool = True) -> list[Meeting]:
    """Every meeting of a plan as it is now, the newest day first; without their agendas where
    these are not asked for.
    """
    found = rows.all("meetings.of_plan", plan_id=plan_id)
    return [from_row(r if agendas else {**r, "agenda": None}) for r in found]


def one(rows: Rows, meeting_id: str) -> Meeting | None:
    """A meeting as it is now."""
    row = rows.one("meetings.one", meeting_id=meeting_id)
    return from_row(row) if row else None


def at_revision(rows: Rows, meeting_id: str, revision: int) -> Meeting | None:
    """One revision of a meeting."""
    row = rows.one("meetings.at_revision", meeting_id=meeting_id, revision=revision)
    return from_row(row) if row else None


def last_number(rows: Rows, plan_id: str) -> int:
    """The highest number that a meeting of the plan has; 0 before the first."""
    return int(rows.all("meetings.last_number", plan_id=plan_id)[0]["number"])


def began(rows: Rows, meeting_id: str) -> Row:
    """The commit with which a meeting began: `sequence` and `committed_at`, None before."""
    return rows.all("meetings.began", meeting_id=meeting_id)[0]


def add(
    writing: Writing, before: Meeting | None, after: Meeting, content: str | None = None
) -> Meeting:
    """Write the meeting's next revision and chain it."""
    written = dataclasses.replace(
        after,
        revision=(before.revision if before else 0) + 1,
        sequence=writing.sequence,
        salt=new_salt(),
    )
    row = to_row(written, content)
    writing.rows.insert("meeting_revision", [row])
    writing.record(act_of(row, to_row(before) if before else None))
    return written


def act_of(row: Row, before: Row | None) -> Act:
    """The entry that speaks for a meeting's revision. What is closed is not revised again."""
    act = {"planned": "meeting planned", "open": "meeting held", "closed": "meeting closed"}
    return Act(
        act.get(row["state"], "meeting called off"),
        object_of(row),
        row["revision"],
        row_digest(before) if before else None,
        row_digest(row),
    )


def object_of(row: Row) -> str:
    """How the record names a meeting."""
    return f"meeting:{row['meeting_id']}"


def content_of(rows: Rows, meeting_id: str) -> dict[str, Any] | None:
    """What a meeting froze; None before it is closed, or when its retention has ended. Raises
    `BrokenRecord` if it no longer has its digest.
    """
    found = rows.one("meetings.content", meeting_id=meeting_id)
    if found is None:
        return None
    if sha256(found["content"]) != found["digest"]:
        raise BrokenRecord(
            "The minutes of this meeting are not what was frozen: their digest does not hold.",
            hint="Run doctor, and restore the database from the newest backup that passes.",
        )
    content: dict[str, Any] = json.loads(found["content"])
    return content


# What was on the screen


def following(rows: Rows, meeting_id: str) -> tuple[str, Following] | None:
    """Whose meeting it is and where it is now; None when there is no such meeting."""
    row = rows.one("meetings.following", meeting_id=meeting_id)
    if row is None:
        return None
    where = Following(
        MeetingState(row["state"]), row["revision"], row["step"], row["item_key"], row["latest"]
    )
    return row["force_id"], where


def shown(rows: Rows, meeting_id: str) -> list[Shown]:
    """What was on the screen, oldest first."""
    return [
        Shown(r["meeting_id"], r["step"], r["item_key"], r["committed_at"])
        for r in rows.all("meetings.shown", meeting_id=meeting_id)
    ]


def show(writing: Writing, meeting: Meeting, key: str, step: int) -> None:
    """Write which item came on the screen, and chain it."""
    row = shown_row(meeting, key, step, writing.sequence)
    writing.rows.insert("meeting_shown", [row])
    writing.record(act_of_shown(row))


def shown_row(meeting: Meeting, key: str, step: int, sequence: int) -> Row:
    """An item that came on the screen, as a row of `meeting_shown`."""
    return {
        "meeting_id": meeting.id,
        "step": step,
        "sequence": sequence,
        "plan_id": meeting.plan_id,
        "force_id": meeting.force_id,
        "item_key": key,
        "salt": new_salt(),
    }


def act_of_shown(row: Row) -> Act:
    """The entry that speaks for it."""
    return Act("item shown", object_of_shown(row), row["step"], after=row_digest(row))


def object_of_shown(row: Row) -> str:
    """How the record names what was on the screen of a meeting."""
    return f"shown:{row['meeting_id']}"


# What was minuted


def notes(rows: Rows, meeting_id: str) -> dict[str, Note]:
    """The words minuted on each item of a meeting, by the item's key."""
    return {
        r["item_key"]: Note(key=r["item_key"], said_by=r["who"], **{n: r[n] for n in _NOTE})
        for r in rows.all("meetings.notes", meeting_id=meeting_id)
    }


def note_row(note: Note) -> Row:
    """A note as a row of `minute_revision`."""
    return {"item_key": note.key, **{name: getattr(note, name) for name in _NOTE}}


def add_note(writing: Writing, before: Note | None, after: Note) -> Note:
    """Write the note's next revision and chain it."""
    written = dataclasses.replace(
        after,
        revision=(before.revision if before else 0) + 1,
        sequence=writing.sequence,
        salt=new_salt(),
    )
    writing.rows.insert("minute_revision", [note_row(written)])
    writing.record(act_of_note(written, before))
    return written


def act_of_note(after: Note, before: Note | None) -> Act:
    """The entry that speaks for a note's revision."""
    row = note_row(after)
    return Act(
        "item minuted",
        object_of_note(row),
        row["revision"],
        row_digest(note_row(before)) if before else None,
        row_digest(row),
    )


def object_of_note(row: Row) -> str:
    """How the record names the words minuted on an item."""
    return f"minute:{row['meeting_id']}:{row['item_key']}"
