"""The papers of a Gold Group meeting as files; each export is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.domain.meeting_papers import OF_A_CLOSED_MEETING, Paper
from vawg_plans.domain.meetings import Meeting, MeetingState, next_planned
from vawg_plans.domain.minutes import Held, freeze
from vawg_plans.domain.moments import london_day, utc_now
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.errors import InvalidInput
from vawg_plans.exchange.agenda_out import agenda
from vawg_plans.exchange.meeting_telling import Telling
from vawg_plans.exchange.minutes_out import minutes
from vawg_plans.exchange.pack_out import pack
from vawg_plans.exchange.pack_workbook_out import pack_workbook
from vawg_plans.exchange.workbooks_out import file_name
from vawg_plans.services.agendas import agenda_of, known_meeting
from vawg_plans.services.closing import minutes_of, standing
from vawg_plans.services.exporting import Export
from vawg_plans.services.gate import allowed
from vawg_plans.services.record import record_export
from vawg_plans.store import actions as action_rows
from vawg_plans.store import meetings as meeting_rows
from vawg_plans.store.store import NOW, Store

_WRITTEN: dict[Paper, Callable[[Telling], bytes]] = {
    Paper.MINUTES: minutes,
    Paper.PACK: pack,
    Paper.WORKBOOK: pack_workbook,
}


def export_paper(store: Store, actor: Actor, meeting_id: str, paper: Paper) -> Export:
    """A paper of a closed meeting, from what it froze alone: the same bytes whenever it is made.

    Raises `NotFound` before the meeting is closed, and when its minutes are not kept any more.
    """
    if paper not in OF_A_CLOSED_MEETING:
        raise InvalidInput(
            "A closed meeting has minutes and a pack.", hint="Make the agenda before it is held."
        )
    found = minutes_of(store, actor, meeting_id)
    meeting, content = found.meeting, found.content
    telling = Telling(
        content,
        made_at=dt.datetime.fromisoformat(content["meeting"]["closed_at"]),
        digest=meeting.digest or "",
        demonstration=store.is_demonstration,
    )
    data = _WRITTEN[paper](telling)
    return _recorded(store, actor, meeting, paper, data)


def export_agenda(store: Store, framework: Framework, actor: Actor, meeting_id: str) -> Export:
    """The agenda of a meeting as a paper: of one that is planned, as it would be if it began now;
    of one begun, as it was fixed then. It is told from what the meeting would freeze now.

    Raises `InvalidInput` for a meeting that is closed or called off.
    """
    with store.read() as rows:
        force_id = known_meeting(rows, meeting_id).force_id
    allowed(store, actor, Permission.READ_MEETINGS, force_id)
    made_at = utc_now()
    with store.read() as rows:
        found = agenda_of(rows, framework, known_meeting(rows, meeting_id), on=london_day(made_at))
        meeting = found.meeting
        if meeting.state not in (MeetingState.PLANNED, MeetingState.OPEN):
            raise InvalidInput(
                f"Meeting {meeting.number} is {meeting.state.label.lower()}.",
                hint="An agenda is made before a meeting, and while it is held.",
            )
        notes = action_rows.last_notes(rows, meeting.plan_id)
        others = meeting_rows.of_plan(rows, meeting.plan_id)
    held = Held(
        replace(meeting, agenda=found.whole),
        began_at=made_at,
        closed_at=made_at,
        last=found.last,
        following=next_planned(others, meeting, meeting.held_on),
        carried=found.carried,
        last_notes=notes,
    )
    before = standing(found.before) if found.before else None
    content = freeze(held, standing(found.opened), before, framework, moment=NOW)
    telling = Telling(content, made_at, demonstration=store.is_demonstration)
    return _recorded(store, actor, meeting, Paper.AGENDA, agenda(telling))


def _recorded(store: Store, actor: Actor, meeting: Meeting, paper: Paper, data: bytes) -> Export:
    what = f"meeting {meeting.number}: {paper.file_stem} as {paper.form}"
    record_export(store, actor, what, force_id=meeting.force_id)
    return Export(paper_name(meeting, paper, demonstration=store.is_demonstration), data)


def paper_name(meeting: Meeting, paper: Paper, *, demonstration: bool) -> str:
    """What a paper's file is called: it sorts by the meeting's day, then by its number."""
    return file_name(
        meeting.held_on,
        meeting.force_id,
        f"gold-group-{meeting.number:02d}",
        paper.file_stem,
        marking=OFFICIAL_SENSITIVE,
        demonstration=demonstration,
        ending=paper.ending,
    )
