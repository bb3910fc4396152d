"""What goes from the database when its time has ended: what entries say, and people who left."""

from __future__ import annotations

import datetime as dt

from vawg_plans.domain.retention import ENDED
from vawg_plans.store import people
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import Act
from vawg_plans.store.removal_tables import DECISIONS, MEETINGS, MINUTES
from vawg_plans.store.removals import replace_rows
from vawg_plans.store.store import Writing


def upto(rows: Rows, moment: dt.datetime) -> int:
    """The last commit before a moment: up to it, time has ended."""
    return int(rows.all("record.sequence_before", moment=moment)[0]["sequence"])


def entries_due(rows: Rows, acts: tuple[str, ...], sequence: int) -> tuple[dict[str, int], int]:
    """How many entries of each act can be emptied, and how many are too old to be."""
    found = {act: rows.all("retention.entries_due", act=act, upto=sequence)[0] for act in acts}
    due = {act: int(row["due"]) for act, row in found.items() if row["due"]}
    return due, sum(int(row["too_old"]) for row in found.values())


def empty_entries(writing: Writing, acts: tuple[str, ...], sequence: int) -> int:
    """Empty the entries of these acts up to a commit, and say in the record that it was time.

    A commit of which every entry is empty then says no more than they do.
    """
    due, _ = entries_due(writing.rows, acts, sequence)
    for act in due:
        writing.rows.run("retention.empty_entries", act=act, upto=sequence)
        writing.record(Act(ENDED, f"retention:{act}", detail=str(sequence)))
    if due:
        writing.rows.run("retention.empty_commits", upto=sequence)
    return sum(due.values())


def leavers(rows: Rows, moment: dt.datetime) -> list[str]:
    """People who hold no role, and whose last one ended before this moment."""
    return [r["person_id"] for r in rows.all("retention.leavers", moment=moment)]


def erase_leavers(writing: Writing, moment: dt.datetime) -> int:
    """Erase them, in place: who they were goes, that somebody was there stays."""
    gone = leavers(writing.rows, moment)
    for person_id in gone:
        people.erase(writing, person_id)
    return len(gone)


def meetings_due(rows: Rows, day: dt.date) -> list[str]:
    """Meetings held (or planned for) up to a day, whose words are still kept."""
    return [r["meeting_id"] for r in rows.all("retention.meetings_due", day=day)]


# What stays of a meeting is that it was: its number, day, state and moment.
_EMPTY_MEETING: Row = {
    "title": "", "place": "", "attended": [], "apologies": [], "agenda": None, "content": None,
    "digest": None, "arranged": '{"added":[],"dropped":[],"order":[]}',
}  # fmt: skip
_EMPTY_NOTE = {"words": ""}
_EMPTY_DECISION = {"words": "", "owner_post": "", "outcome": "", "why": ""}
_MINUTES_ENDED = "minutes ended"


def empty_minutes(writing: Writing, day: dt.date) -> int:
    """Empty the words of the meetings up to a day in place, and of their decisions but those that
    are still open; each row is chained. Returns how many meetings.
    """
    due = meetings_due(writing.rows, day)
    # Asked before their meetings are emptied; one that was open then goes once it is settled.
    settled = writing.rows.all("retention.decisions_due", day=day)
    for meeting_id in due:
        held = writing.rows.all("meetings.revisions", meeting_id=meeting_id)
        replace_rows(writing, MEETINGS, _emptied(held, _EMPTY_MEETING), _MINUTES_ENDED)
        notes = writing.rows.all("retention.notes_of", meeting_id=meeting_id)
        replace_rows(writing, MINUTES, _emptied(notes, _EMPTY_NOTE), _MINUTES_ENDED)
    replace_rows(writing, DECISIONS, _emptied(settled, _EMPTY_DECISION), _MINUTES_ENDED)
    return len(due)


def _emptied(rows: list[Row], empty: Row) -> list[tuple[Row, Row]]:
    return [(row, {**row, **empty}) for row in rows]
