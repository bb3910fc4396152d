"""Actions that wait for each other: within one plan, and never in a circle."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from vawg_plans.domain.actions import Action
from vawg_plans.domain.depending import (
    Dependent,
    circle_of,
    dependency_problems,
    dependent,
    waiting_for,
)


def plan_of(waits: dict[str, tuple[str, ...]]) -> dict[str, Dependent]:
    return {id: Dependent(id, id.upper(), "Act", False, others) for id, others in waits.items()}


def test_a_circle_is_refused_with_a_sentence_that_names_it() -> None:
    plan = plan_of({"a": (), "b": ("a",), "c": ("b",), "d": ("c", "a")})
    [problem] = dependency_problems(plan["a"]._replace(depends_on=("d",)), plan)
    assert "“A Act”, which waits for “D Act”, which waits for “A Act”" in problem
    assert dependency_problems(plan["a"]._replace(depends_on=()), plan) == []
    actions = [Action(id, "p", "kent", depends_on=one.depends_on) for id, one in plan.items()]
    assert [one.id for one in waiting_for("a", actions)] == ["b", "d"]


def test_another_plans_action_and_a_withdrawn_one_cannot_be_waited_for() -> None:
    plan = plan_of({"a": (), "b": ()})
    plan["b"] = plan["b"]._replace(withdrawn=True)
    assert "its own plan" in dependency_problems(plan["a"]._replace(depends_on=("x",)), plan)[0]
    waiting = plan["a"]._replace(depends_on=("b",))
    assert "was withdrawn" in dependency_problems(waiting, plan)[0]
    # One that was withdrawn later stays until somebody takes it away.
    assert dependency_problems(waiting, plan | {"a": waiting}) == []
    # A new action waits for one of the plan, and nobody waits for it.
    new = dependent(Action("n", "plan-kent", "kent", title="New", depends_on=("a",)))
    assert dependency_problems(new, plan) == []


IDS = "abcdef"


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=15))
def test_what_was_written_one_by_one_never_holds_a_circle(edges: list[tuple[str, str]]) -> None:
    plan = plan_of(dict.fromkeys(IDS, ()))
    for one, other in edges:
        after = plan[one]._replace(depends_on=(*plan[one].depends_on, other))
        circle = circle_of(after, plan)
        if not circle:
            plan[one] = after
            continue
        # What is named is a way round indeed.
        known = plan | {one: after}
        assert circle[0].id == circle[-1].id == one
        steps = itertools.pairwise(circle)
        assert all(b.id in known[a.id].depends_on for a, b in steps)
    # So they can be put in an order.
    left = set(IDS)
    while left:
        free = {i for i in left if not set(plan[i].depends_on) & left}
        assert free
        left -= free
