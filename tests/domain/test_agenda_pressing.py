"""What stays bad stays on the agenda, what is worst stands first, and nothing is lost to bounds."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.domain.test_agenda import FAR, NEXT, NOW, ONE, THEN, action, kinds, record
from tests.domain.test_moving import At, plan
from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.agenda import Arranged, Item, ItemKind, Listed, Own, arranged_items
from vawg_plans.domain.agenda_building import Asked, built
from vawg_plans.domain.agenda_screens import MOST_SINGLE
from vawg_plans.domain.details import EvidenceItem, Milestone

D, K = DeliveryStatus, ItemKind
APRIL = dt.date(2022, 4, 20)
OLD = record((dt.date(2022, 3, 1), dt.date(2022, 4, 1)), (dt.date(2022, 4, 1), APRIL))


def listed(items: tuple[Item, ...], key: str) -> dict[str, tuple[str, ...]]:
    return {x.action_id or x.key: x.why for x in next(i for i in items if i.key == key).listed}


def headings(items: tuple[Item, ...]) -> list[str]:
    return [i.heading for i in items]


def same(*actions: Action, records: object = None, silent: int = 5) -> tuple[At, At]:
    """A plan in which nothing moved between two meetings."""
    how = {"records": records, "silent": silent}
    return plan(THEN, *actions, **how), plan(NOW, *actions, **how)  # type: ignore[arg-type]


def test_what_was_bad_at_the_last_meeting_and_is_bad_still_is_told_again() -> None:
    red = action("red", status=D.OFF_TRACK)
    late = action("late", due=APRIL)
    worst = action("worst", due=dt.date(2022, 2, 20))
    silent = record((dt.date(2022, 2, 1), dt.date(2022, 2, 20)), silent=75)
    before, after = same(red, late, worst, action("fine"), records={"late": OLD, "worst": silent})
    decided = replace(ONE, action_id="late", words="Fund it", owner_post="ACC", due=NEXT)
    told = {"red": dt.date(2022, 3, 9)}
    items = built(before, after, carried=[decided], due_before=NEXT, off_track_since=told)
    assert kinds(items) == [(K.STILL, "still")]
    assert headings(items) == ["Still overdue or off track: 3 actions"]
    assert listed(items, "still") == {
        "worst": (
            "Overdue by 101 days (due 20 February 2022); slipped once in May 2022, 19 days in all; "
            "no progress recorded for 75 days.",
        ),
        "late": (
            "Overdue by 42 days (due 20 April 2022); slipped twice since May 2022, 50 days in all.",
            "Decision 1 of 1 May 2022: Fund it. Open: ACC, by 1 July 2022.",
        ),
        "red": ("Stated off track since 9 March 2022.",),
    }
    unknown = built(before, after, due_before=NEXT)
    assert listed(unknown, "still")["red"] == ("Stated off track, as at the last meeting.",)


def test_every_stale_action_is_told_of_the_newly_stale_first() -> None:
    planned = (action("old"), action("older"), action("new"), action("late", due=APRIL))
    quiet = {n: record(silent=s) for n, s in [("old", 80), ("older", 90), ("late", 99)]}
    before = plan(THEN, *planned, records={**quiet, "new": record(silent=40)})
    # A record's last day is fixed: seen from the first moment it was silent for a month less.
    after = plan(NOW, *planned, records={**quiet, "new": record(silent=61)})
    items = built(before, after, due_before=NEXT)
    # What is stale and overdue too stands once, where it presses most.
    assert kinds(items) == [(K.STILL, "still"), (K.STALE, "stale")]
    assert items[1].heading == "Stale: 3 actions"
    assert list(listed(items, "stale").items()) == [
        ("older", ("Newly stale: nothing recorded for 90 days.",)),
        ("old", ("Newly stale: nothing recorded for 80 days.",)),
        ("new", ("Newly stale: nothing recorded for 61 days.",)),
    ]
    again = built(
        plan(dt.date(2022, 5, 31), *planned, records={**quiet, "new": record(silent=60)}),
        after,
        due_before=NEXT,
    )
    assert list(listed(again, "stale").items()) == [
        ("new", ("Newly stale: nothing recorded for 61 days.",)),
        ("older", ("Nothing recorded for 90 days.",)),
        ("old", ("Nothing recorded for 80 days.",)),
    ]


def test_a_first_meeting_hears_of_everything_red_or_overdue() -> None:
    planned = (
        action("fine"),
        action("red", status=D.OFF_TRACK),
        action("late", due=APRIL),
        action("stale"),
    )
    items = built(None, plan(NOW, *planned, records={"stale": record(silent=70)}), due_before=NEXT)
    assert kinds(items) == [(K.OFF_TRACK, "late"), (K.OFF_TRACK, "red"), (K.STALE, "stale")]
    assert items[0].why == ("Overdue by 42 days (due 20 April 2022).",)
    assert items[1].why == ("Stated off track.",)
    assert listed(items, "stale") == {"stale": ("Nothing recorded for 70 days.",)}


def test_what_came_into_the_plan_red_is_told() -> None:
    fine = action("fine")
    before = plan(THEN, fine, action("back", withdrawn=True))
    thrice = record(*((FAR, FAR + dt.timedelta(days=9)),) * 3)
    now = (fine, action("new", status=D.OFF_TRACK), action("back"))
    items = built(before, plan(NOW, *now, records={"back": thrice}), due_before=NEXT)
    assert {i.action_id: i.kind for i in items} == {"new": K.OFF_TRACK, "back": K.SLIPPED}
    assert items[0].why == ("Stated off track.", "New in the plan, due 1 December 2022.")


def test_what_was_withdrawn_is_said_and_how_it_stood() -> None:
    red = action("red", status=D.OFF_TRACK, due=APRIL)
    done = action("done")
    before = plan(THEN, red, done, action("gone", withdrawn=True))
    now = (replace(red, withdrawn=True), replace(done, status=D.COMPLETE))
    items = built(before, plan(NOW, *now, action("gone", withdrawn=True)), due_before=NEXT)
    assert headings(items) == ["Done or withdrawn since the last meeting: 2 actions"]
    assert listed(items, "done") == {
        "red": ("Withdrawn from the plan; it was stated off track and was overdue.",),
        "done": ("Complete, but no evidence is named.",),
    }


def test_silence_alone_makes_no_screen() -> None:
    """The record says at risk of what is stale; that is read as a list."""
    late = Milestone("m", "Pilot", dt.date(2022, 5, 20))
    planned = (action("silent"), action("missed", milestones=(late,)))
    records = {n: record(silent=61) for n in ("silent", "missed")}
    fresh = {n: record(silent=50) for n in ("silent", "missed")}
    before, after = plan(THEN, *planned, records=fresh), plan(NOW, *planned, records=records)
    items = built(before, after, due_before=NEXT)
    assert kinds(items) == [(K.WORSE, "missed"), (K.STALE, "stale")]
    assert listed(items, "stale")["silent"] == ("Newly stale: nothing recorded for 61 days.",)


def test_every_reason_is_told_the_good_ones_too_and_none_twice() -> None:
    was = action("mixed", status=D.AT_RISK)
    now = replace(
        was,
        status=D.ON_TRACK,
        due=dt.date(2022, 5, 20),
        evidence_items=(EvidenceItem("e", "File"),),
    )
    items = built(plan(THEN, was), plan(NOW, now), due_before=NEXT)
    assert items[0].why == (
        "The record says off track, before on track. The reasons: overdue by 12 days (due 20 May "
        "2022).",
        "Stated on track, before at risk.",
        "Evidence added: File.",
    )


def test_of_one_kind_the_latest_and_the_oftenest_slipped_stand_first() -> None:
    planned = [action(f"a{n}", due=FAR) for n in range(4)]
    before = plan(THEN, *planned)
    days = (dt.date(2022, 5, 30), dt.date(2022, 5, 3), FAR, FAR)
    now = [replace(a, due=due) for a, due in zip(planned, days, strict=True)]
    twice = record((FAR, FAR + dt.timedelta(1)), (FAR, FAR + dt.timedelta(2)))
    once = record((FAR, FAR + dt.timedelta(90)))
    items = built(before, plan(NOW, *now, records={"a2": once, "a3": twice}), due_before=NEXT)
    assert kinds(items) == [(K.SLIPPED, "a3"), (K.SLIPPED, "a2"), (K.LATE, "a1"), (K.LATE, "a0")]


def test_a_long_agenda_is_bounded_and_loses_nothing() -> None:
    worse = [action(f"w{n}") for n in range(20)]
    slipped = [action(f"s{n}") for n in range(5)]
    before = plan(THEN, *worse, *slipped)
    now = [replace(a, status=D.AT_RISK) for a in worse] + slipped
    records = {a.id: record((FAR, FAR + dt.timedelta(9))) for a in slipped}
    asked = [Asked("comment:c", "May we wait?", THEN, action_id="w19")]
    items = built(before, plan(NOW, *now, records=records), asked=asked, due_before=NEXT)
    singles = [i for i in items if i.action_id]
    assert len(singles) == MOST_SINGLE
    assert [i.kind for i in singles] == [K.DECISION_AWAITED, *[K.WORSE] * 9, *[K.SLIPPED] * 2]
    lists = {i.key: (i.kind, i.heading) for i in items if i.listed}
    assert lists == {
        "more:worse": (K.WORSE, "Got worse, the rest: 10 actions"),
        "more:slipped": (K.SLIPPED, "Slipped, the rest: 3 actions"),
    }
    assert [i.key for i in items][10:12] == ["more:worse", singles[10].key]
    told = [i.action_id for i in singles] + [x.action_id for i in items for x in i.listed]
    assert sorted(told) == sorted(a.id for a in now)  # type: ignore[type-var]
    # Everything that waits for a decision is an item of its own, however much it is.
    many = [Asked(f"comment:{a.id}", "May we wait?", THEN, action_id=a.id) for a in worse]
    items = built(before, plan(NOW, *now, records=records), asked=many, due_before=NEXT)
    assert [i.kind for i in items] == [*[K.DECISION_AWAITED] * 20, K.SLIPPED]
    assert items[-1].heading == "Slipped: 5 actions"


def test_a_list_is_counted_anew_when_a_line_is_brought_in() -> None:
    lines = tuple(Listed(f"action:{n}", n.upper(), ("Silent.",), n) for n in "abc")
    stale = Item("stale", K.STALE, None, "Stale: 3 actions", (), lines)
    more = replace(stale, key="more:worse", kind=K.WORSE, heading="Got worse, the rest: 1 action",
                   listed=(Listed("action:d", "D", (), "d"),))  # fmt: skip
    two = Arranged(added=(Own("x", "", "a"), Own("y", "", "b")))
    found = {i.key: i.heading for i in arranged_items((stale, more), two)}
    assert found["stale"] == "Stale: 1 action"
    # Of a list of which everything was brought in nothing is left.
    assert "more:worse" not in {
        i.key for i in arranged_items((stale, more), Arranged(added=(Own("z", "", "d"),)))
    }
