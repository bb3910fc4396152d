"""Words of meetings: removed like any others, and gone when the time of the minutes has ended."""

from __future__ import annotations

import datetime as dt

from tests.services.conftest import Adding, person
from tests.services.test_removing import WORDS, approved, broken, held
from tests.services.test_retaining import LATER, OPERATOR, apply_retention
from vawg_plans.domain.agenda import Arranged, new_own
from vawg_plans.domain.decisions import DecisionState
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.meetings import Meeting, MeetingState
from vawg_plans.domain.moments import in_words, today
from vawg_plans.domain.people import Role
from vawg_plans.domain.retention import Kind
from vawg_plans.services import meetings
from vawg_plans.services.agendas import meetings_of
from vawg_plans.services.closing import close, minutes_of
from vawg_plans.services.decisions import change_decision, decide, decisions_of
from vawg_plans.store.store import Store

CHAIR = person(Role.GOLD_CHAIR)


def told(store: Store, framework: Framework, adding: Adding) -> Meeting:
    """A meeting of Kent that is closed, with the words wherever a person can type them."""
    one = adding(store, f"Visit {WORDS}", due=today() - dt.timedelta(days=3), evidence=WORDS)
    plan = (store, framework, CHAIR)
    planned = meetings.plan_meeting(*plan, "kent", today(), title=WORDS, place=f"Home of {WORDS}")
    own = new_own(f"About {WORDS}")
    arranged = Arranged(added=(own, new_own("", one.id)))
    meetings.arrange(store, CHAIR, planned.id, arranged, read_revision=1)
    meetings.begin(*plan, planned.id, attended=(f"Officer of {WORDS}",), apologies=(WORDS,))
    key = f"own:{own.id}"
    meetings.note(store, CHAIR, planned.id, key, f"Heard of {WORDS}.", read_revision=0)
    taken = decide(store, CHAIR, planned.id, key, f"Move {WORDS}", f"Officer of {WORDS}")
    kept = decide(store, CHAIR, planned.id, key, f"Wait for {WORDS}", "ACC")
    assert kept.number == 2
    closed = close(*plan, planned.id)
    done = {"state": DecisionState.DONE, "outcome": f"{WORDS} moved"}
    change_decision(store, CHAIR, taken.id, done, read_revision=1, why=f"{WORDS} asked for it")
    return closed


def test_words_removed_are_gone_from_agendas_minutes_and_decisions(
    either: Store, framework: Framework, adding: Adding
) -> None:
    closed = told(either, framework, adding)
    before = {column for column in held(either) if not column.startswith("action")}
    assert before == {
        *(f"meeting_revision.{c}" for c in ("title", "place", "attended", "apologies", "arranged")),
        *("meeting_revision.agenda", "meeting_revision.content", "minute_revision.words"),
        *(f"decision_revision.{c}" for c in ("words", "owner_post", "outcome", "why")),
    }
    approved(either, framework)
    assert held(either) == []
    assert broken(either, framework) == []
    mark = f"[removed {in_words(today())}]"
    minutes = minutes_of(either, CHAIR, closed.id)
    assert minutes.meeting.digest != closed.digest
    assert minutes.content["meeting"]["place"] == f"Home of {mark}"
    assert minutes.content["decisions"][0]["words"] == f"Move {mark}"
    assert minutes.content["meeting"]["name"] == closed.name


def test_minutes_are_emptied_when_their_time_has_ended(
    store: Store, framework: Framework, adding: Adding
) -> None:
    told(store, framework, adding)
    soon = today() + dt.timedelta(days=365 * 6)
    reports = apply_retention(store, framework, OPERATOR, soon)
    assert next(r.due for r in reports if r.kind is Kind.MINUTES) == 0
    assert any(column.startswith("minute_revision") for column in held(store))
    report = next(
        r for r in apply_retention(store, framework, OPERATOR, LATER) if r.kind is Kind.MINUTES
    )
    assert report.words.startswith("1 gone, of ")
    left = {column for column in held(store) if not column.startswith("action")}
    # One decision is still open: it goes on being carried.
    assert left == {"decision_revision.words"}
    assert [d.words for d in decisions_of(store, CHAIR, "kent")] == ["", f"Wait for {WORDS}"]
    now = meetings_of(store, CHAIR, "kent")[0]
    assert (now.number, now.state, now.digest) == (1, MeetingState.CLOSED, None)
    assert broken(store, framework) == []
