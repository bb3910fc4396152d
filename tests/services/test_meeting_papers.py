"""The papers of a meeting: of which meeting, for whom, and that each is recorded."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.services.conftest import Adding, mapped, person
from tests.services.test_documents import text
from tests.services.test_exporting import last_entry
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.meeting_papers import OF_A_CLOSED_MEETING, Paper
from vawg_plans.domain.meetings import Meeting
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Role
from vawg_plans.errors import InvalidInput, NotFound
from vawg_plans.services import meetings
from vawg_plans.services.actions import revise_action
from vawg_plans.services.closing import close, minutes_of
from vawg_plans.services.decisions import decide
from vawg_plans.services.meeting_papers import export_agenda, export_paper
from vawg_plans.store.store import Store

CHAIR, MEMBER = person(Role.GOLD_CHAIR), person(Role.GOLD_MEMBER)
LEAD = person(Role.STRATEGIC_LEAD)


def planned(store: Store, framework: Framework) -> Meeting:
    return meetings.plan_meeting(store, framework, CHAIR, "kent", today(), place="Room 4")


def test_papers_are_made_of_what_was_frozen_and_stay_the_same(
    either: Store, framework: Framework, adding: Adding
) -> None:
    late = adding(either, "Train", tags=mapped(), due=today() - dt.timedelta(days=3))
    meeting = planned(either, framework)
    with pytest.raises(NotFound):
        export_paper(either, MEMBER, meeting.id, Paper.MINUTES)
    meetings.begin(either, framework, CHAIR, meeting.id, attended=("ACC",))
    decide(either, CHAIR, meeting.id, f"action:{late.id}", "Fund it", "DCC")
    meeting = close(either, framework, CHAIR, meeting.id)
    touched = either.newest_touching("kent")
    made = {p: export_paper(either, MEMBER, meeting.id, p) for p in OF_A_CLOSED_MEETING}
    assert either.newest_touching("kent") == touched, "an export changes no plan"
    act, thing, who, detail = last_entry(either)
    assert (act, thing, who) == ("exported", "force:kent", MEMBER.person_id)
    assert detail == "meeting 1: pack as Excel"
    stem = f"{today().isoformat()}-kent-gold-group-01"
    assert [one.file_name for one in made.values()] == [
        f"{stem}-minutes-OFFICIAL-SENSITIVE.docx",
        f"{stem}-pack-OFFICIAL-SENSITIVE.docx",
        f"{stem}-pack-OFFICIAL-SENSITIVE.xlsx",
    ]
    said = text(made[Paper.MINUTES])
    assert "Fund it" in said
    assert (meeting.digest or "none") in said
    revise_action(either, framework, LEAD, late.id, {"title": "Changed since"}, read_revision=1)
    for paper, before in made.items():
        assert export_paper(either, MEMBER, meeting.id, paper).data == before.data
    with pytest.raises(InvalidInput):
        export_agenda(either, framework, MEMBER, meeting.id)
    with pytest.raises(InvalidInput):
        export_paper(either, MEMBER, meeting.id, Paper.AGENDA)


def test_an_agenda_is_made_of_the_plan_as_it_is_and_then_as_it_was_fixed(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, "Train", tags=mapped(), due=today() - dt.timedelta(days=3))
    meeting = planned(store, framework)
    export = export_agenda(store, framework, MEMBER, meeting.id)
    assert export.file_name.endswith("-kent-gold-group-01-agenda-OFFICIAL-SENSITIVE.docx")
    assert last_entry(store)[3] == "meeting 1: agenda as Word"
    assert "Overdue or off track: Train" in text(export)
    adding(store, "Another", tags=mapped(), due=today() - dt.timedelta(days=2))
    assert "Overdue or off track: Another" in text(
        export_agenda(store, framework, MEMBER, meeting.id)
    )
    meetings.begin(store, framework, CHAIR, meeting.id)
    adding(store, "Too late", tags=mapped(), due=today() - dt.timedelta(days=1))
    fixed = text(export_agenda(store, framework, MEMBER, meeting.id))
    assert "Overdue or off track: Another" in fixed
    assert "Overdue or off track: Too late" not in fixed


def test_an_earlier_decision_about_a_list_is_not_said_to_be_about_this_meetings(
    store: Store, framework: Framework
) -> None:
    frozen = []
    for _ in range(2):
        meeting = planned(store, framework)
        meetings.begin(store, framework, CHAIR, meeting.id)
        decide(store, CHAIR, meeting.id, "gaps", "Fill them", "DCC")
        close(store, framework, CHAIR, meeting.id)
        frozen.append(minutes_of(store, MEMBER, meeting.id).content)
    first, second = frozen
    assert first["decisions"][0]["subject"].startswith("Gaps: ")
    assert second["carried"][0]["subject"] == ""
