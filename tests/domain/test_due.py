"""What is due when: months that add up to the plan, and what comes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.details import Milestone
from vawg_plans.domain.due import due_by_month, due_next, first_due, in_due_order
from vawg_plans.domain.rules import DueChange, Record, is_late, is_live

ON = dt.date(2022, 6, 15)
PLAIN = Action("act-1", "plan-kent", "kent", title="Train")
DATES = st.none() | st.dates(dt.date(2019, 1, 1), dt.date(2027, 12, 31))
ACTIONS = st.lists(
    st.builds(
        replace,
        st.just(PLAIN),
        id=st.integers(0, 10**9).map(str),
        due=DATES,
        status=st.sampled_from(list(DeliveryStatus)),
        withdrawn=st.booleans(),
        milestones=st.lists(st.builds(Milestone, st.just("m"), st.just("M"), DATES, DATES)).map(
            tuple
        ),
    ),
    max_size=12,
)


@given(ACTIONS)
def test_every_live_action_is_in_one_month_or_rest(actions: list[Action]) -> None:
    found = due_by_month(actions, ON)
    live = [a for a in actions if is_live(a)]
    assert sum(d.actions for d in found) == len(live)
    assert sum(d.late for d in found) == sum(is_late(a, ON) for a in live)
    assert sum(d.complete for d in found) == sum(a.status is DeliveryStatus.COMPLETE for a in live)
    months = [d.month for d in found if d.month]
    assert months == sorted(set(months))
    assert len(months) <= 19
    assert all(d.actions for d in found if d.month is None)
    for d in found:
        if d.month:
            within = [a for a in live if a.due and a.due.replace(day=1) == d.month]
            assert len(within) == d.actions


@given(ACTIONS, st.integers(0, 400))
def test_next_is_what_is_due_from_the_day_on_and_is_never_late(
    actions: list[Action], days: int
) -> None:
    found = due_next(actions, ON, days)
    assert [d.on for d in found] == sorted(d.on for d in found)
    for d in found:
        assert ON <= d.on <= ON + dt.timedelta(days=days)
        assert is_live(d.action)
        assert d.action.status is not DeliveryStatus.COMPLETE
        assert d.milestone is None or d.milestone.done_on is None


def test_a_milestone_is_due_beside_its_action() -> None:
    tomorrow = ON + dt.timedelta(days=1)
    done = Milestone("m1", "Agreed", ON, done_on=ON)
    ahead = Milestone("m2", "Trained", tomorrow)
    action = replace(PLAIN, due=tomorrow, milestones=(done, ahead))
    assert [(d.on, d.milestone) for d in due_next([action], ON, 30)] == [
        (tomorrow, None),
        (tomorrow, ahead),
    ]


def test_the_first_due_date_is_the_one_before_every_change() -> None:
    a, b, c = (dt.date(2022, month, 1) for month in (3, 5, 4))
    record = Record(ON, None, (DueChange(a, b), DueChange(b, c)))
    assert first_due(replace(PLAIN, due=c), record) == a
    assert first_due(replace(PLAIN, due=c), Record(ON)) == c
    assert first_due(PLAIN, Record(ON)) is None


def test_complete_actions_come_last_and_those_without_a_date_before_them() -> None:
    late = replace(PLAIN, id="late", due=dt.date(2022, 1, 1))
    undated = replace(PLAIN, id="undated")
    done = replace(PLAIN, id="done", due=dt.date(2021, 1, 1), status=DeliveryStatus.COMPLETE)
    assert [a.id for a in in_due_order([done, undated, late])] == ["late", "undated", "done"]
