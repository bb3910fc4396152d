"""A plan's state follows from what exists."""

from __future__ import annotations

import datetime as dt

import pytest

from vawg_plans.domain.plans import Audience, PlanState, Version, plan_id_of, plan_state


def version(number: int, audience: Audience) -> Version:
    return Version(
        id=f"kent-v{number}",
        force_id="kent",
        plan_id="plan-kent",
        number=number,
        audience=audience,
        sequence=number,
        judged_on=dt.date(2022, 3, 1),
        digest="",
        made_at=dt.datetime(2022, 3, 1),
        made_by="Ann",
    )


N, P = Audience.NATIONAL, Audience.PUBLIC


@pytest.mark.parametrize(
    ("has_actions", "audiences", "state"),
    [
        (False, [], PlanState.NOT_STARTED),
        (True, [], PlanState.DRAFT),
        (True, [N], PlanState.SHARED),
        (True, [P], PlanState.PUBLISHED),
        (True, [N, P], PlanState.PUBLISHED),
        (True, [P, N], PlanState.PUBLISHED),
        (True, [N, N], PlanState.SHARED),
    ],
)
def test_the_state_follows_from_actions_and_versions(
    has_actions: bool, audiences: list[Audience], state: PlanState
) -> None:
    versions = [version(n, a) for n, a in enumerate(audiences, 1)]
    assert plan_state(has_actions=has_actions, versions=versions) is state


def test_stale_is_a_mark_and_not_a_state() -> None:
    assert "stale" not in {state.value for state in PlanState}


def test_states_and_audiences_have_words_for_the_screen() -> None:
    assert [s.label for s in PlanState] == [
        "Not started",
        "Draft",
        "In review",
        "Approved",
        "Shared",
        "Published",
    ]
    assert (N.label, P.label) == ("Shared nationally", "Published")


def test_a_force_has_one_plan_and_its_id_follows() -> None:
    assert plan_id_of("kent") == "plan-kent"
