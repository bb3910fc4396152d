"""What an agenda is built from: since when, up to when, and what comes back to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.services.conftest import Adding
from tests.services.test_meetings import CHAIR, LEAD, OFFICER, Clock, begun
from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.agenda import Arranged, Item, ItemKind, new_own
from vawg_plans.domain.canonical import canonical_json
from vawg_plans.domain.comments import Asks
from vawg_plans.domain.decisions import DecisionState
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor, Role
from vawg_plans.errors import NotFound
from vawg_plans.services import comments, meetings
from vawg_plans.services.actions import record_progress, revise_action
from vawg_plans.services.agendas import agenda_now
from vawg_plans.services.closing import close, minutes_of
from vawg_plans.services.decisions import change_decision, decide
from vawg_plans.store.store import Store

JANUARY, MAY, JUNE = (dt.datetime(2031, m, d, 9) for m, d in ((1, 10), (5, 3), (6, 7)))
FAR = dt.date(2032, 5, 1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock(monkeypatch)
    found.at(JANUARY)
    return found


def asking(store: Store, framework: Framework, action_id: str | None, actor: Actor) -> str:
    said = comments.say(
        store, framework, actor, "kent", "May we wait?", action_id=action_id, asks=Asks.DECISION
    )
    return f"comment:{said.id}"


def of_actions(items: tuple[Item, ...]) -> dict[str | None, ItemKind]:
    return {i.action_id: i.kind for i in items if i.action_id}


def test_what_changes_while_a_meeting_is_held_is_told_at_the_next(
    store: Store, framework: Framework, adding: Adding, clock: Clock
) -> None:
    """The first began with an agenda that knew nothing of it; it is closed two days later."""
    seen = adding(store, "Train", due=FAR, status=DeliveryStatus.ON_TRACK)
    late = adding(store, "Map", due=dt.date(2031, 5, 4), status=DeliveryStatus.ON_TRACK)
    clock.at(MAY)
    held = begun(store, framework, MAY.date())
    clock.at(MAY + dt.timedelta(days=2))
    record_progress(store, framework, LEAD, seen.id, read_revision=1, note="Nobody left",
                    status=DeliveryStatus.OFF_TRACK)  # fmt: skip
    closed = close(store, framework, CHAIR, held.id)
    clock.at(MAY + dt.timedelta(days=9))
    again = meetings.plan_meeting(store, framework, OFFICER, "kent", JUNE.date())
    agenda = agenda_now(store, framework, LEAD, again.id)
    assert of_actions(agenda.items) == {seen.id: ItemKind.WORSE, late.id: ItemKind.LATE}
    # The figures of its minutes are compared with those of the last minutes.
    content = minutes_of(store, LEAD, closed.id).content
    second = meetings.begin(store, framework, CHAIR, again.id)
    frozen = minutes_of(store, LEAD, close(store, framework, CHAIR, second.id).id).content
    assert frozen["before"] == content["figures"]
    clock.at(MAY + dt.timedelta(days=20))
    third = begun(store, framework, JUNE.date())
    still = {x.action_id: x.why for i in third.items if i.key == "still" for x in i.listed}
    assert still == {
        late.id: ("Overdue by 19 days (due 4 May 2031); nothing recorded for 133 days.",),
        seen.id: ("Stated off track since 5 May 2031.",),
    }


def test_it_looks_to_the_meeting_after_its_own_day(
    store: Store, framework: Framework, clock: Clock
) -> None:
    days = dt.date(2031, 2, 4), dt.date(2031, 3, 4), dt.date(2031, 4, 8)
    planned = [meetings.plan_meeting(store, framework, OFFICER, "kent", day) for day in days]
    until = [agenda_now(store, framework, LEAD, m.id).due_before for m in planned]
    assert until == [days[1], days[2], dt.date(2031, 5, 8)]
    # One held after its day looks on from then.
    clock.at(JUNE)
    assert agenda_now(store, framework, LEAD, planned[2].id).due_before == dt.date(2031, 7, 7)


def test_what_was_dropped_comes_back_when_a_decision_is_asked_for(
    store: Store, framework: Framework, adding: Adding, clock: Clock
) -> None:
    one, two = (adding(store, name, due=dt.date(2031, 1, 2)) for name in ("Train", "Map"))
    keys = (f"action:{one.id}", f"action:{two.id}")
    known = asking(store, framework, two.id, LEAD)
    planned = meetings.plan_meeting(store, framework, OFFICER, "kent", MAY.date())

    def dropped() -> tuple[set[str], set[str | None]]:
        agenda = agenda_now(store, framework, LEAD, planned.id)
        return {i.key for i in agenda.dropped}, set(of_actions(agenda.items))

    meetings.arrange(store, CHAIR, planned.id, Arranged(dropped=keys), read_revision=1)
    assert dropped() == (set(keys), set())
    # The question about the second was known when it was dropped; that about the first was not.
    asking(store, framework, one.id, LEAD)
    assert dropped() == ({keys[1]}, {one.id})
    # Arranged anew from what is shown, it stays; dropped anew, it is dropped.
    now = agenda_now(store, framework, LEAD, planned.id).meeting
    now = meetings.arrange(
        store, CHAIR, planned.id, replace(now.arranged, order=keys), read_revision=now.revision
    )
    assert dropped() == ({keys[1]}, {one.id})
    both = replace(now.arranged, dropped=(*now.arranged.dropped, keys[0]))
    meetings.arrange(store, CHAIR, planned.id, both, read_revision=now.revision)
    assert dropped() == (set(keys), set())
    asking(store, framework, one.id, OFFICER)
    held = meetings.begin(store, framework, CHAIR, planned.id)
    assert set(of_actions(held.items)) == {one.id}
    assert known not in held.items[0].about
    # Once it has begun, the chair's word is the last.
    gone = replace(held.arranged, dropped=(*held.arranged.dropped, keys[0]))
    held = meetings.arrange(store, CHAIR, held.id, gone, read_revision=held.revision)
    assert of_actions(held.items) == {}


def test_an_action_brought_in_and_dropped_comes_back_too(
    store: Store, framework: Framework, adding: Adding, clock: Clock
) -> None:
    one = adding(store, "Train", due=FAR)
    planned = meetings.plan_meeting(store, framework, OFFICER, "kent", MAY.date())
    own = new_own("", one.id)
    dropped = Arranged(added=(own,), dropped=(f"own:{own.id}",))
    meetings.arrange(store, CHAIR, planned.id, dropped, read_revision=1)
    assert of_actions(agenda_now(store, framework, LEAD, planned.id).items) == {}
    asking(store, framework, one.id, LEAD)
    assert set(of_actions(agenda_now(store, framework, LEAD, planned.id).items)) == {one.id}


def test_a_decision_resolves_what_it_answers_and_nothing_else(
    store: Store, framework: Framework, adding: Adding, clock: Clock
) -> None:
    one, other = (adding(store, name, due=dt.date(2031, 1, 2)) for name in ("Train", "Map"))
    first, second, third = (asking(store, framework, one.id, LEAD) for _ in range(3))
    held = begun(store, framework, MAY.date())
    item = next(i for i in held.items if i.action_id == one.id)
    late = asking(store, framework, one.id, LEAD)

    def waiting() -> set[str]:
        found = comments.comments_of(store, LEAD, "kent")
        return {f"comment:{t.comment.id}" for t in found if t.comment.awaits_decision}

    door = (store, CHAIR, held.id, item.key)
    decide(*door, "Buy it", "ACC", answers=[first])
    assert waiting() == {second, third, late}
    decide(*door, "Note it", "ACC", answers=[])
    decide(*door, "Map first", "ACC", action_id=other.id)
    assert waiting() == {second, third, late}
    with pytest.raises(NotFound, match="not on this item"):
        decide(*door, "Wait", "ACC", answers=[late])
    # What is shown is answered, unless something else is said; what came later is not shown.
    decide(*door, "Wait", "ACC")
    assert waiting() == {late}


def test_a_decision_settled_before_the_last_meeting_is_not_heard_of_again(
    either: Store, framework: Framework, adding: Adding, clock: Clock
) -> None:
    store = either
    one = adding(store, "Train", due=dt.date(2031, 1, 2))
    held = begun(store, framework, JANUARY.date())
    taken = decide(store, CHAIR, held.id, f"action:{one.id}", "Fund it", "ACC")
    close(store, framework, CHAIR, held.id)
    clock.at(MAY - dt.timedelta(days=9))
    done = {"state": DecisionState.DONE}
    change_decision(store, OFFICER, taken.id, done, read_revision=1)
    clock.at(MAY)
    second = begun(store, framework, MAY.date())
    close(store, framework, CHAIR, second.id)
    heard = agenda_now(store, framework, LEAD, second.id).carried
    assert [(d.settled_on, d.said_on) for d in heard] == [(dt.date(2031, 4, 24),) * 2]
    clock.at(MAY + dt.timedelta(days=3))
    change_decision(store, OFFICER, taken.id, {"outcome": "Two posts filled"}, read_revision=2)
    clock.at(JUNE)
    third = begun(store, framework, JUNE.date())
    assert agenda_now(store, framework, LEAD, third.id).carried == ()
    # Opened again it is heard of again, and when it is done again once more.
    again = {"state": DecisionState.OPEN}
    change_decision(store, OFFICER, taken.id, again, read_revision=3)
    assert len(agenda_now(store, framework, LEAD, third.id).carried) == 1
    change_decision(store, OFFICER, taken.id, done, read_revision=4)
    found = agenda_now(store, framework, LEAD, third.id).carried
    assert [d.settled_on for d in found] == [JUNE.date()]


def test_nobodys_name_is_kept_in_agendas_or_minutes(
    store: Store, framework: Framework, adding: Adding, clock: Clock
) -> None:
    """Who said what is in the record, where a name can be erased."""
    names = "Ann Contributor", "Bob Lead", "Cat Chair"
    roles = Role.CONTRIBUTOR, Role.STRATEGIC_LEAD, Role.GOLD_CHAIR
    ann, bob, cat = (
        Actor(f"person-{n}", n, role, "kent") for n, role in zip(names, roles, strict=True)
    )
    one = adding(store, "Train", due=dt.date(2031, 1, 2))
    asking(store, framework, one.id, ann)
    asking(store, framework, None, bob)
    revise_action(store, framework, bob, one.id, {"evidence": "Folder"}, read_revision=1)
    frozen = []
    for moment in (MAY, JUNE):
        clock.at(moment)
        planned = meetings.plan_meeting(store, framework, ann, "kent", moment.date())
        held = meetings.begin(store, framework, cat, planned.id)
        key = next(i.key for i in held.items if i.action_id == one.id)
        meetings.note(store, ann, held.id, key, "Heard.", read_revision=0)
        meetings.show_item(store, cat, held.id, key)
        decide(store, cat, held.id, key, "Fund it", "DCC", moment.date())
        frozen.append(minutes_of(store, bob, close(store, framework, cat, held.id).id))
    for minutes in frozen:
        text = canonical_json(minutes.content)
        assert not [name for name in names if name in text]
    with store.read() as rows:
        kept = str(rows.all("meetings.revisions", meeting_id=frozen[-1].meeting.id))
    assert not [name for name in names if name in kept]
