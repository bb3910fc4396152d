"""Meetings of the Gold Group: from the plan to an agenda, from decisions to the next meeting."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.services.conftest import Adding, mapped, person
from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.agenda import OPENING, Arranged, ItemKind, new_own
from vawg_plans.domain.comments import Asks, CommentState
from vawg_plans.domain.decisions import Decision, DecisionState
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.meetings import Meeting, MeetingState
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Role
from vawg_plans.errors import InvalidInput, NotFound, PlanError, StaleEdit
from vawg_plans.services import comments, meetings
from vawg_plans.services.actions import record_progress, revise_action
from vawg_plans.services.agendas import agenda_now, meetings_of
from vawg_plans.services.checking import examine
from vawg_plans.services.closing import close, minutes_of
from vawg_plans.services.decisions import change_decision, decide, decision_history, decisions_of
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
        (ItemKind.OFF_TRACK, late.id),
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


def at_once(*calls: Callable[[], object]) -> list[object]:
    """What each gives, all begun at the same time; a `PlanError` is given too."""
    found: list[object] = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def run(place: int) -> None:
        start.wait()
        try:
            found[place] = calls[place]()
        except PlanError as error:
            found[place] = error

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_two_people_decide_at_once_and_one_closes_meanwhile(
    either: Store, framework: Framework, adding: Adding
) -> None:
    """Two decisions with two numbers; what comes after the close is told to whoever wrote it."""
    store = either
    adding(store, "Train", due=today() - dt.timedelta(days=3))
    held = begun(store, framework, today())
    key = held.items[0].key
    at_once(
        *(lambda n=n: decide(store, CHAIR, held.id, key, f"Decision {n}", "ACC") for n in range(6))
    )
    assert [d.number for d in decisions_of(store, LEAD, "kent")] == [1, 2, 3, 4, 5, 6]

    *answers, closed = at_once(
        *(lambda n=n: decide(store, CHAIR, held.id, key, f"Late {n}", "ACC") for n in range(4)),
        lambda: close(store, framework, CHAIR, held.id),
    )
    assert isinstance(closed, Meeting)
    taken = {d.number for d in answers if isinstance(d, Decision)}
    refused = [e for e in answers if isinstance(e, InvalidInput)]
    assert len(taken) + len(refused) == 4
    assert all("next meeting" in e.hint for e in refused)
    minuted = {d["number"] for d in minutes_of(store, LEAD, held.id).content["decisions"]}
    assert minuted == {d.number for d in decisions_of(store, LEAD, "kent")}
    assert minuted == {1, 2, 3, 4, 5, 6} | taken
    with pytest.raises(InvalidInput, match="closed"):
        close(store, framework, CHAIR, held.id)


def test_one_note_or_decision_is_never_overwritten_unseen(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, "Train", due=today() - dt.timedelta(days=3))
    held = begun(store, framework, today())
    key = held.items[0].key
    first = meetings.note(store, OFFICER, held.id, key, "Heard.", read_revision=0)
    with pytest.raises(StaleEdit) as stale:
        meetings.note(store, CHAIR, held.id, key, "Not heard.", read_revision=0)
    assert (stale.value.theirs, stale.value.yours.words) == (first, "Not heard.")
    assert meetings.note(store, CHAIR, held.id, key, "Heard.", read_revision=1) == first
    taken = decide(store, CHAIR, held.id, key, "Fund it", "DCC")
    change_decision(store, OFFICER, taken.id, {"owner_post": "ACC"}, read_revision=1)
    with pytest.raises(StaleEdit):
        change_decision(store, CHAIR, taken.id, {"owner_post": "CC"}, read_revision=1)
    # What two people change of a meeting stands side by side, unless it is the same.
    meetings.change_meeting(store, OFFICER, held.id, {"place": "HQ"}, read_revision=2)
    both = meetings.change_meeting(store, CHAIR, held.id, {"attended": ("ACC",)}, read_revision=2)
    assert (both.place, both.attended) == ("HQ", ("ACC",))
    with pytest.raises(StaleEdit):
        meetings.change_meeting(store, CHAIR, held.id, {"place": "Hall"}, read_revision=2)


def test_what_was_minuted_is_changed_afterwards_only_with_a_reason(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, "Train", due=today() - dt.timedelta(days=3))
    held = begun(store, framework, today())
    taken = decide(store, CHAIR, held.id, held.items[0].key, "Fund it", "DCC")
    close(store, framework, CHAIR, held.id)
    door = (store, CHAIR, taken.id)
    with pytest.raises(InvalidInput, match="minutes stay"):
        change_decision(*door, {"owner_post": "ACC"}, read_revision=1)
    change_decision(*door, {"owner_post": "ACC"}, read_revision=1, why="The post was renamed")
    done = change_decision(*door, {"state": DecisionState.DONE}, read_revision=2)
    assert (done.owner_post, done.why, done.revision) == ("ACC", "", 3)
    with pytest.raises(InvalidInput, match="why the decision is dropped"):
        change_decision(*door, {"state": DecisionState.DROPPED}, read_revision=3)
    with pytest.raises(InvalidInput, match="cannot be changed: number"):
        change_decision(*door, {"number": 9}, read_revision=3)
    said = [(d.revision, d.why) for d in decision_history(store, LEAD, taken.id)]
    assert said == [(3, ""), (2, "The post was renamed"), (1, "")]
    assert minutes_of(store, LEAD, held.id).content["decisions"][0]["owner_post"] == "DCC"


def test_one_meeting_at_a_time_and_only_what_is_on_its_agenda(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, "Train", due=today() - dt.timedelta(days=3))
    elsewhere = adding(store, "Map", "essex")
    held = begun(store, framework, today())
    with pytest.raises(InvalidInput, match="Meeting 1 is still under way"):
        begun(store, framework, today())
    door = (store, CHAIR, held.id)
    with pytest.raises(NotFound):
        decide(*door, "action:nowhere", "Fund it", "DCC")
    with pytest.raises(NotFound):
        decide(*door, held.items[0].key, "Fund it", "DCC", action_id=elsewhere.id)
    with pytest.raises(NotFound):
        meetings.show_item(*door, "action:nowhere")
    with pytest.raises(NotFound):
        meetings.note(*door, "action:nowhere", "x", read_revision=0)
    arranged = Arranged(added=(new_own("", elsewhere.id),))
    with pytest.raises(NotFound):
        meetings.arrange(*door, arranged, read_revision=2)
    with pytest.raises(InvalidInput, match="cannot be changed now: held_on"):
        meetings.change_meeting(*door, {"held_on": today()}, read_revision=2)
    planned = next(m for m in meetings_of(store, LEAD, "kent") if m.number == 2)
    assert meetings.cancel_meeting(store, OFFICER, planned.id).state is MeetingState.CANCELLED
    with pytest.raises(InvalidInput, match="called off"):
        meetings.begin(store, framework, CHAIR, planned.id)


def test_what_was_said_of_an_item_taken_off_the_agenda_is_still_minuted(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, "Train", due=today() - dt.timedelta(days=3))
    held = begun(store, framework, today())
    own = new_own("Staffing")
    held = meetings.arrange(store, CHAIR, held.id, Arranged(added=(own,)), read_revision=2)
    decide(store, CHAIR, held.id, f"own:{own.id}", "Recruit", "ACC")
    late = held.items[0].key
    meetings.note(store, CHAIR, held.id, late, "Heard.", read_revision=0)
    meetings.arrange(store, CHAIR, held.id, Arranged(dropped=(late,)), read_revision=3)
    content = minutes_of(store, LEAD, close(store, framework, CHAIR, held.id).id).content
    said = {i["key"]: i for i in content["items"]}
    assert said[late]["minutes"] == "Heard."
    assert said[f"own:{own.id}"]["decisions"] == [1]
    assert content["dropped"] == []


@pytest.mark.parametrize(
    ("closed_at", "day"),
    [
        # Midnight in London is 23:00 UTC in summer: what is closed after it is judged that day.
        (dt.datetime(2031, 6, 3, 22, 59), dt.date(2031, 6, 3)),
        (dt.datetime(2031, 6, 3, 23, 1), dt.date(2031, 6, 4)),
        (dt.datetime(2031, 12, 2, 23, 1), dt.date(2031, 12, 2)),
        (dt.datetime(2031, 12, 3, 0, 1), dt.date(2031, 12, 3)),
    ],
)
def test_a_meeting_is_judged_on_the_day_in_london(
    store: Store,
    framework: Framework,
    adding: Adding,
    clock: Clock,
    closed_at: dt.datetime,
    day: dt.date,
) -> None:
    """What is due on that day is late for the first time after midnight in London."""
    adding(store, "Train", due=day - dt.timedelta(days=1))
    held = begun(store, framework, FIRST.date())
    clock.at(closed_at)
    content = minutes_of(store, LEAD, close(store, framework, CHAIR, held.id).id).content
    assert content["judged_on"] == day.isoformat()
    assert content["figures"]["late"] == 1
    assert content["meeting"]["closed_at"] == closed_at.isoformat()
