"""Closing a meeting: its moment is frozen and named, and its minutes and pack come out of that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from vawg_plans.domain.canonical import canonical_json, sha256
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.meetings import Meeting, MeetingState, next_planned
from vawg_plans.domain.minutes import Held, Standing, freeze, items_minuted
from vawg_plans.domain.minutes_actions import courses_of
from vawg_plans.domain.moments import london_day
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.progress_over_time import ends_between, progress_over_time
from vawg_plans.errors import InvalidInput, NotFound
from vawg_plans.services.agendas import before_it, heard_of, known_meeting, plan_of_meeting
from vawg_plans.services.gate import allowed
from vawg_plans.services.plans import OpenPlan, read_plan
from vawg_plans.store import actions as action_rows
from vawg_plans.store import decisions as decision_rows
from vawg_plans.store import meetings as meeting_rows
from vawg_plans.store.store import Store, Writing


def close(store: Store, framework: Framework, actor: Actor, meeting_id: str) -> Meeting:
    """Close a meeting: what it saw last is its moment, judged today in London, and everything that
    its papers need is frozen in one transaction. Decisions that are open carry to the next meeting.

    Raises `InvalidInput` unless it is under way.
    """
    with store.read() as rows:
        force_id = known_meeting(rows, meeting_id).force_id
    allowed(store, actor, Permission.HOLD_MEETING, force_id)
    with store.write(actor, reason="meeting closed", force_id=force_id, touches=False) as writing:
        meeting = known_meeting(writing.rows, meeting_id)
        if meeting.state is not MeetingState.OPEN:
            raise InvalidInput(
                f"Meeting {meeting.number} is {meeting.state.label.lower()}.",
                hint="Only a meeting that is under way is closed.",
            )
        moment = writing.sequence - 1
        content = _frozen(writing, framework, meeting, moment)
        text = canonical_json(content)
        after = replace(
            meeting,
            state=MeetingState.CLOSED,
            moment=moment,
            judged_on=london_day(writing.commit.moment),
            digest=sha256(text),
        )
        return meeting_rows.add(writing, meeting, after, text)


def _frozen(
    writing: Writing, framework: Framework, meeting: Meeting, moment: int
) -> dict[str, Any]:
    rows, plan_id = writing.rows, meeting.plan_id
    day = london_day(writing.commit.moment)
    meetings = meeting_rows.of_plan(rows, plan_id, agendas=False)
    last = before_it(meetings, meeting)
    began = meeting_rows.began(rows, meeting.id)
    opened = read_plan(rows, framework, meeting.force_id, upto=moment, on=day)
    before = plan_of_meeting(rows, framework, last)
    begun = action_rows.of_plan(rows, plan_id, began["sequence"])
    decisions = decision_rows.of_plan(rows, plan_id)
    standings = action_rows.standings(rows, plan_id, moment)
    held = Held(
        meeting,
        began_at=began["committed_at"],
        closed_at=writing.commit.moment,
        last=last,
        following=next_planned(meetings, meeting, day),
        notes={key: n.words for key, n in meeting_rows.notes(rows, meeting.id).items()},
        shown=meeting_rows.shown(rows, meeting.id),
        decisions=[d for d in decisions if d.meeting_id == meeting.id],
        carried=heard_of(rows, meeting, last),
        at_begin={a.id: a for a in begun},
        last_notes=action_rows.last_notes(rows, plan_id, moment),
        progress=progress_over_time(standings, ends_between(standings[0].on, day))
        if standings
        else (),
    )
    ids = {i.action_id for i in items_minuted(held)} | {d.action_id for d in held.decisions}
    histories = action_rows.histories(rows, plan_id, [i for i in ids if i])
    courses = {
        id: courses_of((london_day(r.made_at), r.action) for r in reversed(revisions))
        for id, revisions in histories.items()
    }
    held = replace(held, courses=courses)
    return freeze(
        held, standing(opened), standing(before) if before else None, framework, moment=moment
    )


def standing(opened: OpenPlan) -> Standing:
    """A plan that was read, as what is frozen tells it."""
    return Standing(opened.plan, opened, opened.state, opened.stale, opened.answers)


@dataclass(frozen=True, slots=True)
class Minutes:
    """A closed meeting and what it froze: see `domain/minutes.py` for the shape."""

    meeting: Meeting
    content: dict[str, Any]


def minutes_of(store: Store, actor: Actor, meeting_id: str) -> Minutes:
    """What a closed meeting froze. Raises `NotFound` before that, and when its time has ended."""
    with store.read() as rows:
        meeting = known_meeting(rows, meeting_id)
    allowed(store, actor, Permission.READ_MEETINGS, meeting.force_id)
    with store.read() as rows:
        content = meeting_rows.content_of(rows, meeting_id)
    if content is None:
        if meeting.state is MeetingState.CLOSED:
            raise NotFound("These minutes are not kept any more: their time has ended.")
        raise NotFound("There are no minutes yet.", hint="Close the meeting first.")
    return Minutes(meeting, content)
