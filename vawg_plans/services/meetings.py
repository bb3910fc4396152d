"""Holding a meeting of the Gold Group: plan it, arrange its agenda, begin it, show, minute.

A meeting changes nothing that plans and versions show, so it refreshes no cache: read it anew.
`services/decisions` takes its decisions and `services/closing` closes it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from vawg_plans.domain.actions import cleaned
from vawg_plans.domain.agenda import CLOSING, OPENING, Arranged
from vawg_plans.domain.agenda_building import headline
from vawg_plans.domain.canonical import visible
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.meetings import (
    CHANGEABLE,
    LONGEST_NOTE,
    Following,
    Meeting,
    MeetingState,
    Note,
    meeting_problems,
)
from vawg_plans.domain.moments import london_day
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.errors import InvalidInput, NotFound, StaleEdit
from vawg_plans.services.actions import ensure_plan
from vawg_plans.services.agendas import agenda_of, awaited_of, known_meeting
from vawg_plans.services.gate import allowed
from vawg_plans.services.revising import unknown
from vawg_plans.store import actions as action_rows
from vawg_plans.store import meetings as meeting_rows
from vawg_plans.store.connection import Rows
from vawg_plans.store.store import Store, Writing


def plan_meeting(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    held_on: dt.date,
    *,
    title: str = "Gold Group",
    place: str = "",
) -> Meeting:
    """Plan a meeting on a day (London). It gets the force's next number."""
    allowed(store, actor, Permission.HOLD_MEETING, force_id)
    reason = "meeting planned"
    with store.write(actor, reason=reason, force_id=force_id, touches=False) as writing:
        plan_id = ensure_plan(writing, framework, force_id)
        meeting = Meeting(
            meeting_rows.new_id(),
            plan_id,
            force_id,
            meeting_rows.last_number(writing.rows, plan_id) + 1,
            held_on,
            title=visible(title).strip(),
            place=visible(place).strip(),
        )
        _check(meeting)
        return meeting_rows.add(writing, None, meeting)


def change_meeting(
    store: Store, actor: Actor, meeting_id: str, changes: dict[str, Any], *, read_revision: int
) -> Meeting:
    """Change a meeting's day, title or place, or who attends (posts) and who sent apologies. Its
    day is fixed once it begins.

    What others saved since `read_revision` stays; raises `StaleEdit` if they changed the same.
    """
    force_id = _force_of(store, actor, meeting_id, Permission.HOLD_MEETING)
    with store.write(actor, reason="meeting changed", force_id=force_id, touches=False) as writing:
        before = _still(writing.rows, meeting_id, MeetingState.PLANNED, MeetingState.OPEN)
        refused = sorted(set(changes) - set(CHANGEABLE[before.state]))
        if refused:
            raise InvalidInput(f"These cannot be changed now: {', '.join(refused)}.")
        return _changed(writing, before, changes, read_revision)


def arrange(
    store: Store, actor: Actor, meeting_id: str, arranged: Arranged, *, read_revision: int
) -> Meeting:
    """Put the agenda in another order, drop items or add some, before the meeting or during it.
    What is dropped comes back if something about it comes to wait for a decision before it begins.

    Raises `StaleEdit` if somebody else arranged it since `read_revision`.
    """
    force_id = _force_of(store, actor, meeting_id, Permission.HOLD_MEETING)
    with store.write(actor, reason="agenda arranged", force_id=force_id, touches=False) as writing:
        before = _still(writing.rows, meeting_id, MeetingState.PLANNED, MeetingState.OPEN)
        added = []
        for own in arranged.added:
            heading = own.heading
            if own.action_id is not None:
                action = action_rows.one(writing.rows, own.action_id)
                if action is None or action.force_id != force_id:
                    raise unknown()
                heading = headline(action)
            added.append(replace(own, words=visible(own.words).strip(), heading=heading))
        arranged = replace(arranged, added=tuple(added))
        # Before it begins, what comes to wait for a decision is back on the agenda.
        awaited = {} if before.is_open else awaited_of(writing.rows, before, _day(writing))
        changes = {"arranged": arranged.dropping(before.arranged, awaited)}
        return _changed(writing, before, changes, read_revision)


def cancel_meeting(store: Store, actor: Actor, meeting_id: str) -> Meeting:
    """Call off a meeting that has not begun. Its number is not given again."""
    force_id = _force_of(store, actor, meeting_id, Permission.HOLD_MEETING)
    with store.write(
        actor, reason="meeting called off", force_id=force_id, touches=False
    ) as writing:
        before = _still(writing.rows, meeting_id, MeetingState.PLANNED)
        return meeting_rows.add(writing, before, replace(before, state=MeetingState.CANCELLED))


def begin(
    store: Store,
    framework: Framework,
    actor: Actor,
    meeting_id: str,
    *,
    attended: tuple[str, ...] | None = None,
    apologies: tuple[str, ...] | None = None,
) -> Meeting:
    """Begin a meeting: its agenda is fixed as it is now. Who attends (posts) may be said now or
    while it is held. Raises `InvalidInput` while another meeting of the force is under way.
    """
    force_id = _force_of(store, actor, meeting_id, Permission.HOLD_MEETING)
    with store.write(actor, reason="meeting begun", force_id=force_id, touches=False) as writing:
        before = _still(writing.rows, meeting_id, MeetingState.PLANNED)
        others = meeting_rows.of_plan(writing.rows, before.plan_id, agendas=False)
        under_way = next((m for m in others if m.is_open), None)
        if under_way:
            raise InvalidInput(
                f"Meeting {under_way.number} is still under way.",
                hint="Close it first: what it decided carries to this one.",
            )
        upto = writing.sequence - 1
        agenda = agenda_of(
            writing.rows, framework, before, on=_day(writing), upto=upto, compares=False
        )
        after = replace(
            before,
            state=MeetingState.OPEN,
            since=(agenda.last.moment or 0) if agenda.last else 0,
            agenda=agenda.whole,
            arranged=agenda.meeting.arranged,
            attended=_posts(before.attended if attended is None else attended),
            apologies=_posts(before.apologies if apologies is None else apologies),
        )
        _check(after)
        return meeting_rows.add(writing, before, after)


def show_item(store: Store, actor: Actor, meeting_id: str, key: str) -> Following:
    """Put an item on the screen of everybody who follows: its key, or `OPENING` or `CLOSING`."""
    force_id = _force_of(store, actor, meeting_id, Permission.HOLD_MEETING)
    with store.write(actor, reason="item shown", force_id=force_id, touches=False) as writing:
        meeting = _still(writing.rows, meeting_id, MeetingState.OPEN)
        _, now = meeting_rows.following(writing.rows, meeting_id) or ("", None)
        if now is None or key not in {OPENING, CLOSING, *(i.key for i in meeting.items)}:
            raise _no_item()
        if now.key != key:
            meeting_rows.show(writing, meeting, key, now.step + 1)
            now = replace(now, key=key, step=now.step + 1)
        return now


def shown(store: Store, actor: Actor, meeting_id: str) -> Following:
    """Where a meeting is now. One small reading, to be asked every few seconds by many."""
    with store.read() as rows:
        found = meeting_rows.following(rows, meeting_id)
    if found is None:
        raise NotFound("There is no such meeting.", hint="Open it again from the list.")
    allowed(store, actor, Permission.READ_MEETINGS, found[0])
    return found[1]


def note(
    store: Store, actor: Actor, meeting_id: str, key: str, words: str, *, read_revision: int
) -> Note:
    """Minute words on an item of the agenda; none takes them back. The same again writes nothing.

    Raises `StaleEdit`, with both, if somebody minuted it since `read_revision` (0: nobody had).
    """
    force_id = _force_of(store, actor, meeting_id, Permission.HOLD_MEETING)
    with store.write(actor, reason="item minuted", force_id=force_id, touches=False) as writing:
        meeting = _still(writing.rows, meeting_id, MeetingState.OPEN)
        known = meeting_rows.notes(writing.rows, meeting_id)
        if key not in known and key not in {i.key for i in meeting.items}:
            raise _no_item()
        blank = Note(meeting_id, key, meeting.plan_id, force_id)
        before = known.get(key, blank)
        after = replace(before, words=visible(words).strip())
        if len(after.words) > LONGEST_NOTE:
            raise InvalidInput(f"Keep the note to {LONGEST_NOTE:,} characters.")
        if before.revision != read_revision:
            raise StaleEdit(
                "Somebody else minuted this while you were writing.",
                theirs=before,
                yours=after,
                fields=["words"],
            )
        if after.words == before.words:
            return before
        return meeting_rows.add_note(writing, before if before.revision else None, after)


def meeting_of(store: Store, actor: Actor, meeting_id: str) -> Meeting:
    """A meeting as it is now."""
    with store.read() as rows:
        meeting = known_meeting(rows, meeting_id)
    allowed(store, actor, Permission.READ_MEETINGS, meeting.force_id)
    return meeting


def notes_of(store: Store, actor: Actor, meeting_id: str) -> dict[str, Note]:
    """The words minuted on each item of a meeting, by the item's key."""
    _force_of(store, actor, meeting_id, Permission.READ_MEETINGS)
    with store.read() as rows:
        return meeting_rows.notes(rows, meeting_id)


def _changed(
    writing: Writing, now: Meeting, changes: dict[str, Any], read_revision: int
) -> Meeting:
    """The meeting's next revision, beside what others saved since it was read."""
    for name in ("attended", "apologies"):
        if name in changes:
            changes = {**changes, name: _posts(changes[name])}
    values = {name: cleaned(v) for name, v in changes.items()}
    values |= {n: v.strip() for n, v in values.items() if isinstance(v, str)}
    after = replace(now, **values)
    if now.revision != read_revision:
        was = meeting_rows.at_revision(writing.rows, now.id, read_revision)
        theirs = [n for n in values if was is None or getattr(was, n) != getattr(now, n)]
        if theirs:
            raise StaleEdit(
                "Somebody else changed the meeting while you were writing.",
                theirs=now,
                yours=after,
                fields=theirs,
            )
    _check(after)
    return now if after == now else meeting_rows.add(writing, now, after)


def _day(writing: Writing) -> dt.date:
    """The day in London of what is being written."""
    return london_day(writing.commit.moment)


def _posts(posts: tuple[str, ...]) -> tuple[str, ...]:
    """Posts without spaces around them and without repetition."""
    return tuple(dict.fromkeys(p for post in posts if (p := visible(post).strip())))


def _check(meeting: Meeting) -> None:
    problems = meeting_problems(meeting)
    if problems:
        raise InvalidInput(problems)


def _still(rows: Rows, meeting_id: str, *states: MeetingState) -> Meeting:
    """The meeting, in one of these states; otherwise `InvalidInput` says in which it is."""
    meeting = known_meeting(rows, meeting_id)
    if meeting.state not in states:
        raise InvalidInput(
            f"Meeting {meeting.number} is {meeting.state.label.lower()}.",
            hint={
                MeetingState.PLANNED: "Begin it first.",
                MeetingState.OPEN: "It has begun already: reload the page.",
                MeetingState.CLOSED: "Its minutes are frozen. Take it to the next meeting.",
                MeetingState.CANCELLED: "Plan another one.",
            }[meeting.state],
        )
    return meeting


def _no_item() -> NotFound:
    return NotFound("There is no such item on the agenda.", hint="Reload the page.")


def _force_of(store: Store, actor: Actor, meeting_id: str, permission: Permission) -> str:
    """The meeting's force, once the actor is known to have this permission there."""
    with store.read() as rows:
        force_id = known_meeting(rows, meeting_id).force_id
    allowed(store, actor, permission, force_id)
    return force_id
