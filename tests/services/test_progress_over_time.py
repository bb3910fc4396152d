"""The plan at the end of each month is the plan opened as of that day."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest

from tests.services.conftest import person
from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.progress_over_time import Point
from vawg_plans.errors import InvalidInput
from vawg_plans.services.plans import open_plan
from vawg_plans.services.progress_over_time import progress_over_time
from vawg_plans.store import actions as action_rows
from vawg_plans.store.store import Store


def opened_at(store: Store, framework: Framework, actor: Actor, force: str, day: dt.date) -> Point:
    """The same figures from the whole plan, opened as of the day."""
    opened = open_plan(store, framework, actor, force, as_of=day)
    return Point(
        day,
        {s: sum(a.status is s for a in opened.actions) for s in DeliveryStatus},
        opened.progress,
        len(opened.late),
    )


def test_each_point_of_the_demonstration_is_the_plan_opened_that_day(
    demonstration_store: Store, framework: Framework
) -> None:
    for force in ("kent", "surrey"):
        lead = person(Role.STRATEGIC_LEAD, force)
        points = progress_over_time(demonstration_store, lead, force)
        assert len(points) > 10
        for point in (points[0], points[5], points[-2], points[-1]):
            at = opened_at(demonstration_store, framework, lead, force, point.on)
            assert point == at
    middle = today() - dt.timedelta(days=100)
    *_, last = progress_over_time(demonstration_store, lead, force, as_of=middle)
    assert last == opened_at(demonstration_store, framework, lead, force, middle)


@pytest.mark.parametrize("dice", range(2))
def test_each_point_of_a_random_history_is_the_plan_opened_that_day(
    dice: int, either: Store, framework: Framework, lead: Actor
) -> None:
    """On both engines: statuses, dates set and cleared, withdrawn and restored, at midnight too."""
    rng = random.Random(dice)
    moment = dt.datetime(2022, 1, 30, 22, 30)
    now: dict[str, Action] = {}

    def revised(name: str) -> tuple[Action | None, Action]:
        before = now.get(name)
        due = rng.choice([None, moment.date() + dt.timedelta(days=rng.randrange(-40, 40))])
        return before, replace(
            before or Action(name, "plan-kent", "kent", title=name),
            status=rng.choice(list(DeliveryStatus)),
            due=rng.choice([due, before.due if before else None]),
            withdrawn=rng.random() < 0.25,
        )

    for _ in range(18):
        moment += dt.timedelta(hours=rng.choice([0, 1, 20, 100, 23 * 7]))
        changes = [revised(f"act-{n}") for n in rng.sample(range(6), rng.randint(1, 4))]
        with either.write(lead, reason="then", force_id="kent", moment=moment) as writing:
            now |= {a.id: a for a in action_rows.add(writing, changes)}
    points = progress_over_time(either, lead, "kent", as_of=moment.date())
    assert len(points) > 4
    for point in points:
        assert point == opened_at(either, framework, lead, "kent", point.on)
    only = progress_over_time(either, lead, "kent", as_of=moment.date(), only={"act-1"})
    assert all(p.live <= 1 for p in only)


def test_before_the_first_action_there_is_nothing_and_tomorrow_is_refused(
    store: Store, lead: Actor
) -> None:
    assert progress_over_time(store, lead, "kent") == []
    with pytest.raises(InvalidInput, match="has not come"):
        progress_over_time(store, lead, "kent", as_of=today() + dt.timedelta(days=1))
