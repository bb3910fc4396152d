"""The agenda of a meeting: built from the plan until it begins, as it was fixed from then on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.agenda import Item, arranged_items, dropped_items
from vawg_plans.domain.agenda_building import Asked, Gap, built
from vawg_plans.domain.coverage import gaps
from vawg_plans.domain.decisions import Decision, carried
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.meetings import Meeting, last_closed, looks_to
from vawg_plans.domain.moments import london_day, today
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import plan_id_of
from vawg_plans.domain.reviews import ReviewState, open_review
from vawg_plans.errors import NotFound
from vawg_plans.services.comments import decisions_awaited
from vawg_plans.services.gate import allowed
from vawg_plans.services.plans import OpenPlan, read_plan
from vawg_plans.store import actions as action_rows
from vawg_plans.store import decisions as decision_rows
from vawg_plans.store import meetings as meeting_rows
from vawg_plans.store import reviews as review_rows
from vawg_plans.store.connection import Rows
from vawg_plans.store.store import NOW, Store


@dataclass(frozen=True, slots=True)
class Agenda:
    """A meeting's agenda. `whole` is everything on it before the chair arranged it, `items` what
    is talked of and `dropped` what the chair took off. `meeting.arranged` is how the chair arranged
    it, without what was dropped before something about it came to wait for a decision.

    `opened` is the plan as it is now, `before` as it was at the moment of the last meeting, `last`,
    both None for a first; `agenda_now` reads no `before`. `carried` are the decisions of earlier
    meetings that this one hears of. What is due before `due_before` is on it.
    """

    meeting: Meeting
    whole: tuple[Item, ...]
    items: tuple[Item, ...]
    dropped: tuple[Item, ...]
    carried: tuple[Decision, ...]
    opened: OpenPlan
    before: OpenPlan | None
    last: Meeting | None
    due_before: dt.date


def agenda_now(store: Store, framework: Framework, actor: Actor, meeting_id: str) -> Agenda:
    """A meeting's agenda: of one that is planned, as it would be if it began now; of one begun, as
    it was fixed then, the chair's arrangement applied. Of a closed one, read the minutes.
    """
    with store.read() as rows:
        meeting = known_meeting(rows, meeting_id)
    allowed(store, actor, Permission.READ_MEETINGS, meeting.force_id)
    with store.read() as rows:
        return agenda_of(
            rows, framework, known_meeting(rows, meeting_id), on=today(), compares=False
        )


def agenda_of(
    rows: Rows,
    framework: Framework,
    meeting: Meeting,
    *,
    on: dt.date,
    upto: int = NOW,
    compares: bool = True,
) -> Agenda:
    """The same, judged on a day; `compares` reads `before`, too. For services, which have checked
    the permission.
    """
    meetings = meeting_rows.of_plan(rows, meeting.plan_id, agendas=False)
    last = before_it(meetings, meeting)
    before = plan_of_meeting(rows, framework, last) if compares else None
    opened = read_plan(rows, framework, meeting.force_id, upto=upto, on=on)
    heard = heard_of(rows, meeting, last)
    due_before = looks_to(meetings, meeting, on)
    # Of one whose retention has ended nothing is left.
    whole = meeting.agenda or ()
    if not meeting.begun:
        asked = _asked(rows, meeting)
        arranged = meeting.arranged.heard(awaited_in(asked, heard, on))
        meeting = replace(meeting, arranged=arranged)
        whole = built(
            # What changed while the last meeting was held is told at this one.
            _plan_begun_with(rows, framework, last),
            opened,
            asked=asked,
            carried=heard,
            gaps=[
                Gap(c.area, c.p, framework.areas[c.area].name, framework.ps[c.p].name)
                for c in gaps(opened.matrix(framework))
            ],
            due_before=due_before,
            off_track_since=_off_track_since(rows, opened),
        )
    return Agenda(
        meeting,
        whole,
        arranged_items(whole, meeting.arranged),
        dropped_items(whole, meeting.arranged),
        tuple(heard),
        opened,
        before,
        last,
        due_before,
    )


def before_it(meetings: Sequence[Meeting], meeting: Meeting) -> Meeting | None:
    """The last meeting closed before this one began, or, until it begins, the last there is."""
    if not meeting.begun:
        return last_closed(meetings, but=meeting.id)
    return next((m for m in meetings if m.moment and m.moment == meeting.since), None)


def plan_of_meeting(rows: Rows, framework: Framework, meeting: Meeting | None) -> OpenPlan | None:
    """The plan at the moment that a closed meeting froze, judged as it judged it."""
    if meeting is None or meeting.moment is None or meeting.judged_on is None:
        return None
    return read_plan(rows, framework, meeting.force_id, upto=meeting.moment, on=meeting.judged_on)


def _plan_begun_with(rows: Rows, framework: Framework, meeting: Meeting | None) -> OpenPlan | None:
    """The plan from which the agenda of a meeting that was held was built."""
    if meeting is None:
        return None
    began = meeting_rows.began(rows, meeting.id)
    day = london_day(began["committed_at"])
    return read_plan(rows, framework, meeting.force_id, upto=began["sequence"] - 1, on=day)


def _off_track_since(rows: Rows, opened: OpenPlan) -> dict[str, dt.date]:
    """The day from which each action that is stated off track has been so."""
    since: dict[str, dt.date] = {}
    if not any(a.status is DeliveryStatus.OFF_TRACK for a in opened.actions):
        return since
    for one in action_rows.standings(rows, opened.plan.id, opened.upto):
        if one.status is DeliveryStatus.OFF_TRACK and not one.withdrawn:
            since.setdefault(one.action_id, one.on)
        else:
            since.pop(one.action_id, None)
    return since


def awaited_of(rows: Rows, meeting: Meeting, on: dt.date) -> dict[str, str]:
    """What waits for a decision of a meeting that has not begun, a question or an overdue decision,
    by its key: the key of the item that is about it.
    """
    last = last_closed(meeting_rows.of_plan(rows, meeting.plan_id), but=meeting.id)
    return awaited_in(_asked(rows, meeting), heard_of(rows, meeting, last), on)


def awaited_in(asked: Sequence[Asked], heard: Sequence[Decision], on: dt.date) -> dict[str, str]:
    """The same, of what was asked and what is heard of."""
    found = [(a.key, a.action_id) for a in asked]
    found += [(f"decision:{d.id}", d.action_id) for d in heard if d.overdue(on)]
    return {key: f"action:{action_id}" if action_id else key for key, action_id in found}


def heard_of(rows: Rows, meeting: Meeting, last: Meeting | None) -> list[Decision]:
    """The decisions of other meetings that it hears of, as they are now."""
    since = (last.moment or 0) if last else 0
    found = decision_rows.of_plan(rows, meeting.plan_id)
    return carried((d for d in found if d.meeting_id != meeting.id), since)


def _asked(rows: Rows, meeting: Meeting) -> list[Asked]:
    found = [
        Asked(f"comment:{c.id}", c.words, london_day(c.said_at), c.action_id)
        for c in decisions_awaited(rows, meeting.plan_id)
        if c.said_at
    ]
    review = open_review(review_rows.of_force(rows, meeting.force_id))
    if review and review.state is ReviewState.SUBMITTED and review.submitted_on:
        words = f"Approve the plan for publication? {review.note}".strip()
        found.append(Asked(f"review:{review.id}", words, review.submitted_on))
    return found


def known_meeting(rows: Rows, meeting_id: str) -> Meeting:
    """A meeting as it is now. Raises `NotFound`."""
    found = meeting_rows.one(rows, meeting_id)
    if found is None:
        raise NotFound("There is no such meeting.", hint="Open it again from the list.")
    return found


def meetings_of(store: Store, actor: Actor, force_id: str) -> list[Meeting]:
    """Every meeting of a force's Gold Group, the newest day first."""
    allowed(store, actor, Permission.READ_MEETINGS, force_id)
    with store.read() as rows:
        return meeting_rows.of_plan(rows, plan_id_of(force_id))
