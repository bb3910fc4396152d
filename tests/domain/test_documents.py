"""What a document tells of a plan, whatever it is made from, and where the force stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.domain.test_freezing import FULL, ON, PLAN, RECORD
from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.answers import Answer, Choice, of_cell, of_recommendation
from vawg_plans.domain.commenting import comments_due, offices_of
from vawg_plans.domain.details import Milestone, Risk
from vawg_plans.domain.documents import ToldPlan, positions, told
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.freezing import freeze
from vawg_plans.domain.plans import Audience
from vawg_plans.domain.rules import judge
from vawg_plans.store.framework_files import read_framework


@pytest.fixture(scope="module")
def framework() -> Framework:
    return read_framework()


def answer(question: str, choice: Choice, words: str) -> Answer:
    return Answer(PLAN.id, "kent", question, 1, choice=choice, words=words, said_on=ON)


def a_plan(
    framework: Framework,
    *actions: Action,
    audience: Audience,
    owned: bool = False,
    **given: Any,
) -> ToldPlan:
    content = freeze(
        PLAN,
        actions,
        {a.id: judge(a, RECORD, ON) for a in actions},
        {a.id: RECORD for a in actions},
        framework,
        number=1,
        audience=audience,
        sequence=9,
        judged_on=ON,
        note="",
        **given,
    )
    # The force's own documents say who owns what.
    return told(content, {a.id: a.owner_posts for a in actions} if owned else None)


@pytest.mark.parametrize("audience", list(Audience))
def test_only_what_may_be_published_is_told_and_the_rest_is_counted(
    framework: Framework, audience: Audience
) -> None:
    """A version for the national lead holds more words than a document may tell."""
    secret = {"title": "Operation", "risks": (Risk("r", "Leak"),)}
    plan = a_plan(
        framework,
        FULL,
        replace(FULL, id="act-2", publishable=False, **secret),
        replace(FULL, id="act-3", sensitive=True, **secret),
        audience=audience,
        answers={
            "plan:consulted": answer("plan:consulted", Choice.RESPONDED, "Inner words"),
            "test:powers:managed": answer("test:powers:managed", Choice.NOT_MET, "Inner words"),
        },
    )
    assert [a.title for a in plan.actions] == ["typed-title"]
    assert (plan.live, plan.untold) == (3, 2)
    assert plan.statuses == {DeliveryStatus.AT_RISK: 3}
    assert plan.covered == {("powers", "protect"): 3, ("victims", "protect"): 3}
    assert "Operation" not in repr(plan)
    assert "Leak" not in repr(plan)
    assert "Inner words" not in repr(plan)


def test_an_action_is_told_with_its_posts_dates_status_and_what_the_record_adds(
    framework: Framework,
) -> None:
    with_steps = replace(
        FULL, milestones=(Milestone("m", "First", dt.date(2022, 5, 1), dt.date(2022, 5, 3)),)
    )
    [action] = a_plan(framework, with_steps, audience=Audience.PUBLIC).actions
    assert action.headline == "typed-reference typed-title"
    assert action.owner_posts == (), "a public version names no owner"
    [known] = a_plan(framework, FULL, audience=Audience.NATIONAL).actions
    assert known.owner_posts == ("typed-owner",)
    assert action.by_when == "1 June 2022"
    assert action.stands.startswith("At risk (amber), 40% reported; overdue by 29 days")
    assert [(m.title, m.done_on) for m in action.milestones] == [("First", dt.date(2022, 5, 3))]
    assert replace(action, due=None).by_when == "typed-due"
    assert replace(action, due=None, due_words=" ").by_when == "No date"


def test_a_position_says_what_answers_a_recommendation(framework: Framework) -> None:
    asked = of_recommendation("vawg-3.2")
    plan = a_plan(
        framework,
        FULL,
        audience=Audience.PUBLIC,
        owned=True,
        answers={
            asked: answer(asked, Choice.RESPONDED, "We record them."),
            of_cell("powers", "pursue"): answer(
                of_cell("powers", "pursue"), Choice.NOT_APPLICABLE, "Done nationally"
            ),
        },
    )
    found = {
        p.recommendation.number: p
        for p in positions(plan, framework, framework.inspections["vawg-2021"])
    }
    assert len(found) == 25
    assert (found["4.1"].asked, found["4.1"].answered) == (True, True)
    assert found["4.1"].owners == ["typed-owner"]
    assert found["3.2"].response is not None
    assert found["3.2"].response.words == "We record them."
    assert found["5.2"].answered is False
    assert found["1.2"].asked is False
    assert found["3"].addressed_to is None
    assert found["4.2"].timescale.count("By") == 2
    assert found["2"].timescale == "None stated in the report"
    assert plan.not_applicable == {("powers", "pursue"): "Done nationally"}


def test_comments_are_due_on_the_fifty_sixth_day_and_not_on_a_super_complaint(
    framework: Framework,
) -> None:
    inspections = framework.inspections
    assert comments_due(inspections["vawg-2021"], framework) == dt.date(2021, 11, 11)
    assert comments_due(inspections["duty-2021"], framework) is None


def test_the_offices_of_every_area_have_their_own_names(framework: Framework) -> None:
    assert {"metropolitan-police", "city-of-london"} <= set(framework.forces)
    assert offices_of("kent").chief == "Chief constable"
    assert offices_of("metropolitan-police").body.startswith("Mayor's Office")
    assert offices_of("city-of-london").chief.startswith("Commissioner of Police")
