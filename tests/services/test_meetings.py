"""Meetings of the Gold Group: from the plan to an agenda, from decisions to the next meeting."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.services.conftest import Adding, mapped, person
from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.agenda import OPENING, Arranged, ItemKind, new_own
from vawg_plans.domain.comments import Asks, CommentState
from vawg_plans.domain.decisions import DecisionState
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.meetings import Meeting, MeetingState
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Role
from vawg_plans.services import comments, meetings
from vawg_plans.services.actions import record_progress, revise_action
from vawg_plans.services.agendas import agenda_now
from vawg_plans.services.checking import examine
from vawg_plans.services.closing import close, minutes_of
from vawg_plans.services.decisions import (
    change_decision,
    decide,
)
from vawg_plans.store import store as store_clock
from vawg_plans.store.store import Store

CHAIR = person(Role.GOLD_CHAIR)
LEAD = person(Role.STRATEGIC_LEAD)
OFFICER = person(Role.CONTRIBUTOR)
EXAMPLE = Path(__file__).parents[1] / "fixtures" / "minutes-example.json"
FIRST, SECOND = dt.datetime(2031, 5, 3, 9), dt.datetime(2031, 6, 7, 9)


class Clock:
    """What time it is for the database and for everybody."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def at(self, moment: dt.datetime) -> None:
        self._monkeypatch.setattr(store_clock, "utc_now", lambda: moment)
        self._monkeypatch.setattr("vawg_plans.services.agendas.today", lambda: moment.date())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock(monkeypatch)
    found.at(FIRST)
    return found


def begun(store: Store, framework: Framework, held_on: dt.date, **how: Any) -> Meeting:
    meeting = meetings.plan_meeting(store, framework, OFFICER, "kent", held_on)
    return meetings.begin(store, framework, CHAIR, meeting.id, **how)


def broken(store: Store, framework: Framework) -> list[str]:
    return [f.words for f in examine(store, framework) if not f.sound]


def test_two_meetings_a_month_apart(
    either: Store, framework: Framework, adding: Adding, clock: Clock
) -> None:
    """The second begins with what the first decided and with what came of it."""
    store = either
    clock.at(dt.datetime(2031, 1, 10, 9))
    late = adding(store, "Train", tags=mapped(), due=dt.date(2031, 3, 31), owner_posts=("ACC",))
    soon = adding(store, "Map", due=dt.date(2031, 5, 20), status=DeliveryStatus.ON_TRACK)
    asked = comments.say(
        store, framework, OFFICER, "kent", "May we wait?", action_id=soon.id, asks=Asks.DECISION
    )
    clock.at(FIRST)
    planned = meetings.plan_meeting(store, framework, OFFICER, "kent", FIRST.date(), place="HQ")
    before = agenda_now(store, framework, LEAD, planned.id)
    assert [(i.kind, i.action_id) for i in before.items if i.kind is not ItemKind.GAP] == [
        (ItemKind.DECISION_AWAITED, soon.id),
        (ItemKind.LATE, late.id),
    ]
    own = new_own("Staffing")
    arranged = Arranged((f"own:{own.id}",), ("gaps",), (own,))
    planned = meetings.arrange(store, CHAIR, planned.id, arranged, read_revision=1)

    held = meetings.begin(store, framework, CHAIR, planned.id, attended=("ACC", " ACC", "DCC"))
    assert (held.state, held.attended, held.since) == (MeetingState.OPEN, ("ACC", "DCC"), 0)
    assert [i.key for i in held.items] == [
        f"action:{soon.id}", f"action:{late.id}", f"own:{own.id}"
    ]  # fmt: skip
    for key in (OPENING, f"action:{soon.id}", f"action:{soon.id}", f"action:{late.id}"):
        meetings.show_item(store, CHAIR, held.id, key)
    where = meetings.shown(store, LEAD, held.id)
    assert (where.step, where.key) == (3, f"action:{late.id}")

    clock.at(FIRST + dt.timedelta(minutes=20))
    meetings.note(store, OFFICER, held.id, f"action:{late.id}", "Abstractions.", read_revision=0)
    fund = decide(store, CHAIR, held.id, f"action:{late.id}", "Fund it", "DCC", SECOND.date())
    wait = decide(store, CHAIR, held.id, f"action:{soon.id}", "Wait", "ACC")
    assert (fund.number, wait.number, fund.action_id) == (1, 2, late.id)
    assert comments.comments_of(store, LEAD, "kent")[0].comment.state is CommentState.RESOLVED
    assert asked.id in held.items[0].about[0]
    revise_action(store, framework, LEAD, late.id, {"due": dt.date(2031, 6, 1)},
                  read_revision=1)  # fmt: skip
    closed = close(store, framework, CHAIR, held.id)
    assert (closed.state, closed.judged_on) == (MeetingState.CLOSED, FIRST.date())
    content = minutes_of(store, LEAD, closed.id).content
    talked = {i["key"]: i for i in content["items"]}[f"action:{late.id}"]
    assert talked["minutes"] == "Abstractions."
    assert talked["decisions"] == [1]
    assert talked["shown_at"] == ["2031-05-03T09:00:00"]
    assert talked["changes"] == [{"label": "Due", "was": "31 March 2031", "now": "1 June 2031"}]
    assert [d["words"] for d in content["decisions"]] == ["Fund it", "Wait"]
    assert [d["key"] for d in content["dropped"]] == ["gaps"]

    # Between the meetings: one slips again, one is done; one decision is done.
    clock.at(dt.datetime(2031, 5, 20, 9))
    change_decision(store, OFFICER, wait.id, {"state": DecisionState.DONE}, read_revision=1)
    record_progress(store, framework, LEAD, soon.id, read_revision=1, note="Done",
                    status=DeliveryStatus.COMPLETE)  # fmt: skip
    clock.at(SECOND + dt.timedelta(days=1))
    again = begun(store, framework, SECOND.date())
    assert again.since == closed.moment
    said = {i.action_id: i for i in again.items}
    assert said[late.id].kind is ItemKind.DECISION_AWAITED
    assert said[late.id].why[0] == (
        "Decision 1 of 3 May 2031: Fund it. Due on 7 June 2031 and not done (DCC)."
    )
    assert said[soon.id].why == (
        "Decision 2 of 3 May 2031: Wait. Done (20 May 2031).",
        "Complete, but no evidence is named.",
    )
    second = minutes_of(store, LEAD, close(store, framework, CHAIR, again.id).id).content
    assert second["since"]["moment"] == closed.moment
    assert [(d["number"], d["state"]) for d in second["carried"]] == [(1, "open"), (2, "done")]
    assert (second["before"]["complete"], second["figures"]["complete"]) == (0, 1)
    # The first stays what it was, whatever came later.
    assert minutes_of(store, LEAD, closed.id).content == content
    assert broken(store, framework) == []


def test_the_example_of_minutes_has_the_shape_of_what_is_frozen(
    store: Store, framework: Framework, adding: Adding
) -> None:
    """The papers are tried on `minutes-example.json`: it must be what a close gives."""
    example = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    adding(store, "Train", due=today() - dt.timedelta(days=3), owner_posts=("ACC",))
    held = begun(store, framework, today())
    key = held.items[0].key
    meetings.note(store, CHAIR, held.id, key, "Heard.", read_revision=0)
    decide(store, CHAIR, held.id, key, "Fund it", "DCC")
    made = minutes_of(store, LEAD, close(store, framework, CHAIR, held.id).id).content
    assert set(made) == set(example)
    for part in ("meeting", "plan", "figures"):
        assert set(made[part]) == set(example[part])
    for part in ("items", "decisions", "actions"):
        assert {frozenset(one) for one in (*made[part], *example[part])} == {
            frozenset(made[part][0])
        }
    full = [a["more"] for a in (*made["actions"], *example["actions"]) if a["more"]]
    assert {frozenset(more) for more in full} == {frozenset(full[0])}
