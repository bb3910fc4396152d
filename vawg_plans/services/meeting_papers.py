"""The papers of a Gold Group meeting as files: minutes and pack once it closed; each recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.domain.meeting_papers import OF_A_CLOSED_MEETING, Paper
from vawg_plans.domain.meetings import Meeting
from vawg_plans.domain.people import Actor
from vawg_plans.errors import InvalidInput
from vawg_plans.exchange.meeting_telling import Telling
from vawg_plans.exchange.minutes_out import minutes
from vawg_plans.exchange.workbooks_out import file_name
from vawg_plans.services.closing import minutes_of
from vawg_plans.services.exporting import Export
from vawg_plans.services.record import record_export
from vawg_plans.store.store import Store

_WRITTEN: dict[Paper, Callable[[Telling], bytes]] = {Paper.MINUTES: minutes}


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
