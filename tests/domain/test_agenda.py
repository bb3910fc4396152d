"""An agenda built from the plan: what is most pressing stands first, and each action once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_moving import At, changed, plan
from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.agenda import (
    Arranged,
    Item,
    ItemKind,
    Listed,
    Own,
    arranged_from_json,
    arranged_items,
    arranged_json,
    as_json,
    dropped_items,
    from_json,
)
from vawg_plans.domain.agenda_building import Asked, Gap, built
from vawg_plans.domain.decisions import Decision, DecisionState
from vawg_plans.domain.details import Milestone
from vawg_plans.domain.rules import DueChange, Record

D, K = DeliveryStatus, ItemKind
THEN, NOW, NEXT = dt.date(2022, 5, 1), dt.date(2022, 6, 1), dt.date(2022, 7, 1)
FAR = dt.date(2022, 12, 1)
ONE = Decision("dec-1", "meet-1", "plan-kent", "kent", 1, "own:x", decided_on=THEN)


def action(name: str, **to: Any) -> Action:
    return changed(id=name, title=name.capitalize(), **{"due": FAR, **to})


def record(*slips: tuple[dt.date, dt.date], silent: int = 5) -> Record:
    changes = tuple(DueChange(a, b, dt.date(2022, 5, 10)) for a, b in slips)
    return Record(dt.date(2022, 1, 1), NOW - dt.timedelta(days=silent), changes)


def kinds(items: tuple[Item, ...]) -> list[tuple[ItemKind, str | None]]:
    return [(i.kind, i.action_id or i.key) for i in items]


MISSED = (Milestone("m1", "Pilot", dt.date(2022, 4, 1)),)
# It slipped three times before the last meeting, so that being late makes it no worse.
LATE = record(
    (dt.date(2022, 2, 1), dt.date(2022, 3, 1)),
    (dt.date(2022, 3, 1), dt.date(2022, 4, 1)),
    (dt.date(2022, 4, 1), dt.date(2022, 5, 20)),
)
SLIPPED = record((dt.date(2022, 9, 1), dt.date(2022, 10, 1)), (dt.date(2022, 10, 1), FAR))
PLANNED = (
    action("worse"),
    action("slipped"),
    action("late", due=dt.date(2022, 5, 20)),
    action("stale", milestones=MISSED),
    action("due", due=dt.date(2022, 6, 20)),
    action("done"),
    action("same"),
)


@pytest.fixture
def before() -> At:
    return plan(THEN, *PLANNED, records={"late": LATE})


@pytest.fixture
def after() -> At:
    now = {a.id: a for a in PLANNED} | {
        "worse": action("worse", status=D.AT_RISK),
        "done": action("done", status=D.COMPLETE),
    }
    records = {"late": LATE, "slipped": SLIPPED, "stale": record(silent=70)}
    return plan(NOW, *now.values(), records=records)


def test_the_agenda_says_the_most_pressing_first(before: At, after: At) -> None:
    items = built(
        before,
        after,
        asked=[Asked("comment:c1", "May we wait for the court?", THEN)],
        carried=[replace(ONE, action_id="same", words="Fund it", owner_post="ACC", due=NEXT)],
        gaps=[Gap("powers", "prevent", "Powers and orders", "Prevent")],
        due_before=NEXT,
    )
    assert kinds(items) == [
        (K.DECISION_AWAITED, "comment:c1"),
        (K.WORSE, "worse"),
        (K.SLIPPED, "slipped"),
        (K.LATE, "late"),
        (K.STALE, "stale"),
        (K.DUE, "due"),
        (K.DONE, "done"),
        (K.GAP, "gaps"),
        (K.MOVED, "same"),
    ]
    why = {i.action_id or i.key: list(i.why) or list(i.listed[0].why) for i in items}
    assert why == {
        "comment:c1": ["Asked on 1 May 2022: May we wait for the court?"],
        "worse": ["Stated at risk, before on track."],
        "slipped": [
            "Due date moved twice, from 1 September 2022 to 1 December 2022, 91 days later in all. "
            "It has slipped twice in all, 91 days."
        ],
        "late": ["Late: due on 20 May 2022 and not complete."],
        "stale": ["Newly stale: nothing recorded for 70 days."],
        "due": ["Due on 20 June 2022; stated on track."],
        "done": ["Complete, but no evidence is named."],
        "gaps": [],
        "same": ["Decision 1 of 1 May 2022: Fund it. Open: ACC, by 1 July 2022."],
    }
    assert items[-2].listed[0].heading == "Prevent × powers and orders"
    assert items[-3].heading == "Done since the last meeting: 1 action"


def test_an_action_stands_once_with_every_reason(before: At, after: At) -> None:
    about = replace(ONE, action_id="done", words="Finish it", owner_post="ACC", due=THEN)
    settled = replace(about, id="dec-2", number=2, state=DecisionState.DONE, outcome="Signed off")
    asked = [Asked("comment:c1", "Is this enough?", THEN, action_id="slipped")]
    items = built(before, after, asked=asked, carried=[about, settled], due_before=NEXT)
    first, second = items[:2]  # of one kind, the one that slipped oftener comes first
    assert (first.kind, first.action_id) == (K.DECISION_AWAITED, "slipped")
    assert len(first.why) == 2
    assert first.about == ("comment:c1",)
    # A decision whose day has passed waits for the group again.
    assert (second.kind, second.action_id) == (K.DECISION_AWAITED, "done")
    assert second.about == ("decision:dec-1", "decision:dec-2")
    assert second.why == (
        "Decision 1 of 1 May 2022: Finish it. Due on 1 May 2022 and not done (ACC).",
        "Decision 2 of 1 May 2022: Finish it. Done: Signed off.",
        "Complete, but no evidence is named.",
    )
    once = [i.action_id for i in items if i.action_id]
    once += [line.action_id for i in items for line in i.listed if line.action_id]
    assert len(once) == len(set(once))


def test_what_our_decision_moved_is_said_where_it_moved_for_the_better(before: At) -> None:
    now = [replace(a, evidence="Folder 3") if a.id == "same" else a for a in PLANNED]
    decided = replace(ONE, action_id="same", words="Fund it", owner_post="ACC")
    items = built(before, plan(NOW, *now), carried=[decided], due_before=NEXT)
    moved = next(i for i in items if i.kind is K.MOVED)
    assert moved.why[1:] == ("It is now said where the evidence is held.",)


def test_a_decision_about_an_action_since_withdrawn_is_still_told(before: At) -> None:
    now = [replace(a, withdrawn=a.id == "same") for a in PLANNED]
    decided = replace(ONE, action_id="same", words="Fund it", owner_post="ACC")
    items = built(before, plan(NOW, *now), carried=[decided], due_before=NEXT)
    moved = next(i for i in items if i.kind is K.MOVED)
    assert moved.why[1:] == ("Withdrawn from the plan; it was stated on track.",)


def test_a_first_meeting_hears_what_is_late_and_what_slipped_again_and_again(after: At) -> None:
    items = built(None, after, due_before=NEXT)
    assert kinds(items) == [
        (K.OFF_TRACK, "late"),
        (K.SLIPPED, "slipped"),
        (K.STALE, "stale"),
        (K.DUE, "due"),
        (K.DONE, "done"),
    ]
    once = plan(NOW, PLANNED[0], records={"worse": record((FAR, FAR + dt.timedelta(days=1)))})
    assert built(None, once, due_before=NEXT) == ()


ITEMS = (
    Item("action:a", K.WORSE, "a", "A", ("Worse.",), about=("comment:1",)),
    Item("action:b", K.LATE, "b", "B", ("Late.",)),
    Item("stale", K.STALE, None, "Stale: 1", (), (Listed("action:c", "C", ("Silent.",), "c"),)),
    Item("gaps", K.GAP, None, "Gaps", (), (Listed("powers:prevent", "Prevent × powers"),)),
)


@pytest.mark.parametrize(
    ("arranged", "keys"),
    [
        (Arranged(), ["action:a", "action:b", "stale", "gaps"]),
        (Arranged(order=("gaps", "action:b")), ["action:a", "gaps", "action:b", "stale"]),
        (Arranged(order=("stale", "action:a", "gaps", "action:b")),
         ["stale", "action:a", "gaps", "action:b"]),
        (Arranged(order=("nowhere", "action:b", "action:a")),
         ["action:b", "stale", "gaps", "action:a"]),
        (Arranged(dropped=("stale",)), ["action:a", "action:b", "gaps"]),
        (Arranged(added=(Own("x", "Staffing"),)),
         ["action:a", "action:b", "stale", "gaps", "own:x"]),
        (Arranged(("own:x",), (), (Own("x", "Staffing"),)),
         ["action:a", "action:b", "stale", "gaps", "own:x"]),
        # An action brought in leaves the place it had.
        (Arranged(added=(Own("x", "", "a"),)), ["action:b", "stale", "gaps", "own:x"]),
        (Arranged(added=(Own("x", "", "c"),)), ["action:a", "action:b", "gaps", "own:x"]),
        (Arranged(("own:x", "action:a"), ("gaps",), (Own("x", "New"),)),
         ["own:x", "action:a", "action:b", "stale"]),
    ],
)  # fmt: skip
def test_the_chair_arranges_it(arranged: Arranged, keys: list[str]) -> None:
    assert [i.key for i in arranged_items(ITEMS, arranged)] == keys
    assert [i.key for i in dropped_items(ITEMS, arranged)] == list(arranged.dropped)


def test_an_action_brought_in_keeps_its_reasons() -> None:
    found = arranged_items(ITEMS, Arranged(added=(Own("x", "Ask for money", "a"),)))[-1]
    assert (found.heading, found.why) == ("A", ("Ask for money", "Worse."))
    assert (found.action_id, found.about) == ("a", ("comment:1",))


def test_an_arrangement_has_bounds() -> None:
    assert Arranged(added=(Own("x", ""),)).problems()
    assert Arranged(added=(Own("x", "y" * 501),)).problems()
    assert Arranged(added=tuple(Own(str(n), "y") for n in range(41))).problems()
    assert Arranged(added=(Own("x", "y"), Own("x", "z"))).problems()
    assert not Arranged(("a",), ("b",), (Own("x", "", "act-1"),)).problems()


def test_kept_and_read_back_an_agenda_is_the_same(before: At, after: At) -> None:
    items = built(before, after, due_before=NEXT)
    assert from_json(as_json(items)) == items
    arranged = Arranged(("b", "a"), ("c",), (Own("x", "Staffing", "act-1"),))
    assert arranged_from_json(arranged_json(arranged)) == arranged


DAYS = st.sampled_from([None, dt.date(2022, 4, 1), dt.date(2022, 5, 20), NOW, NEXT, FAR])
STANDS = st.tuples(st.sampled_from(D), DAYS, st.booleans(), st.integers(0, 90))


@given(
    st.lists(st.tuples(st.none() | STANDS, STANDS), max_size=8),
    st.booleans(),
    st.sets(st.integers(0, 7)),
    st.sets(st.integers(0, 7)),
)
def test_whatever_moved_each_action_stands_once_and_nothing_pressing_is_lost(
    plans: list[tuple[Any, Any]], first: bool, asked: set[int], decided: set[int]
) -> None:
    def at(on: dt.date, side: int) -> At:
        stood = {f"a{n}": pair[side] for n, pair in enumerate(plans) if pair[side]}
        actions = [
            action(name, status=status, due=due, withdrawn=gone)
            for name, (status, due, gone, _) in stood.items()
        ]
        silent = {name: on - dt.timedelta(days=days) for name, (*_, days) in stood.items()}
        known = {name: Record(dt.date(2022, 1, 1), day) for name, day in silent.items()}
        return plan(on, *actions, records=known)

    before, after = at(THEN, 0), at(NOW, 1)
    questions = [Asked(f"comment:{n}", "May we?", THEN, f"a{n}") for n in asked]
    heard = [replace(ONE, id=f"d{n}", number=n, action_id=f"a{n}", words="x") for n in decided]
    items = built(None if first else before, after, asked=questions, carried=heard, due_before=NEXT)
    order = list(K)
    assert [order.index(i.kind) for i in items] == sorted(order.index(i.kind) for i in items)
    named = [i.action_id for i in items if i.action_id]
    listed = [line.action_id for i in items for line in i.listed if line.action_id]
    assert len({*named, *listed}) == len(named) + len(listed)
    keys = [i.key for i in items]
    assert len(keys) == len(set(keys))
    told_of = {key for i in items for key in i.about}
    assert told_of == {q.key for q in questions} | {f"decision:{d.id}" for d in heard}
    # Everything that is overdue, off track or stale is told of, whoever heard it last time.
    for one in after.actions:
        now = after.judged[one.id]
        red = "off_track" in (now.status.value, one.status.value)
        if now.late or now.stale or red:
            assert one.id in {*named, *listed}
    assert from_json(as_json(items)) == items
