"""Actions that wait for each other: within one plan, and never in a circle."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from vawg_plans.domain.actions import Action
from vawg_plans.domain.depending import circle_of, dependency_problems, waiting_for


def plan_of(waits: dict[str, tuple[str, ...]]) -> dict[str, Action]:
    return {
        id: Action(id, "plan-kent", "kent", reference=id.upper(), title="Act", depends_on=others)
        for id, others in waits.items()
    }


def test_a_circle_is_refused_with_a_sentence_that_names_it() -> None:
    plan = plan_of({"a": (), "b": ("a",), "c": ("b",), "d": ("c", "a")})
    [problem] = dependency_problems(replace(plan["a"], depends_on=("d",)), plan)
    assert "“A Act”, which waits for “D Act”, which waits for “A Act”" in problem
    assert dependency_problems(replace(plan["a"], depends_on=()), plan) == []
    assert [one.id for one in waiting_for("a", list(plan.values()))] == ["b", "d"]


def test_another_plans_action_and_a_withdrawn_one_cannot_be_waited_for() -> None:
    plan = plan_of({"a": (), "b": ()})
    plan["b"] = replace(plan["b"], withdrawn=True)
    assert "its own plan" in dependency_problems(replace(plan["a"], depends_on=("x",)), plan)[0]
    waiting = replace(plan["a"], depends_on=("b",))
    assert "was withdrawn" in dependency_problems(waiting, plan)[0]
    # One that was withdrawn later stays until somebody takes it away.
    assert dependency_problems(waiting, plan | {"a": waiting}) == []
    # A new action waits for one of the plan, and nobody waits for it.
    new = Action("n", "plan-kent", "kent", title="New", depends_on=("a",))
    assert dependency_problems(new, plan) == []


IDS = "abcdef"


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=15))
def test_what_was_written_one_by_one_never_holds_a_circle(edges: list[tuple[str, str]]) -> None:
    plan = plan_of(dict.fromkeys(IDS, ()))
    for one, other in edges:
        after = replace(plan[one], depends_on=(*plan[one].depends_on, other))
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
