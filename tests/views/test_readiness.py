"""Where readiness sends somebody is there, and shows just what the finding is of."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import REPOSITORY
from tests.domain.test_readiness import CASES, FRAMEWORK, ON, Plan, sound
from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.answers import Choice, Test
from vawg_plans.domain.filtering import ONLY
from vawg_plans.domain.governance import PARTS
from vawg_plans.domain.readiness import Finding, findings
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views import readiness, standards
from vawg_plans.views.plan import READ, SEVERAL

# Each breaks an action in one way, or mends nothing.
BREAKING: list[dict[str, Any]] = [
    {},
    {"owner_posts": ()},
    {"owner_posts": ("PC Jones", "Mr Smith")},
    {"due": None, "due_words": "Ongoing"},
    {"due": ON.replace(year=2021)},
    {"status": DeliveryStatus.COMPLETE, "evidence_items": ()},
    {"evidence_items": (), "success_measure": ""},
    {"description": "Robust, in due course"},
    {"status": DeliveryStatus.OFF_TRACK},
    {"tags": ()},
    {"shaped_by": "A survivors' panel", "equality_impact": "EIA-1"},
]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    plan = sound()
    broken = draw(st.lists(st.sampled_from(BREAKING), min_size=len(plan.actions), max_size=30))
    kept = draw(st.sets(st.sampled_from(plan.actions)))
    plan.actions = [
        replace(a, **changes) for a, changes in zip(plan.actions, broken, strict=False) if a in kept
    ]
    for question in draw(st.sets(st.sampled_from(sorted(plan.answers)))):
        bare = replace(plan.answers[question], evidence="")
        plan.answers[question] = draw(st.sampled_from([bare, replace(bare, choice=None)]))
    plan.versions = draw(st.sampled_from([[], plan.versions]))
    return plan


def problems(finding: Finding, plan: Plan) -> list[str]:
    """What is wrong with where the finding leads."""
    fix, asked = finding.fix, dict(finding.fix.query)
    wrong = []
    if not (REPOSITORY / fix.path).exists():
        wrong.append(f"no page {fix.page}")
    if fix.page == "plan":
        opened = cast(OpenPlan, SimpleNamespace(judged=plan.judged))
        kept = [a.id for a in plan.actions if ONLY[asked["only"]](a, opened, FRAMEWORK)]
        if kept != list(finding.action_ids):
            wrong.append(f"{asked['only']} shows others")
        if asked.get("mode", READ) not in (READ, SEVERAL):
            wrong.append("no such way to work on the list")
    elif fix.page == "action":
        if [asked["action"]] != list(finding.action_ids):
            wrong.append("another action")
    elif fix.page == "coverage":
        if tuple(asked["cell"].split(".")) not in finding.cells:
            wrong.append("another cell")
    elif fix.page == "standards":
        names = {area.name for area in FRAMEWORK.areas.values()}
        if asked["in_area"] not in names or asked["test"] not in {t.label for t in Test}:
            wrong.append("no such test")
    elif fix.page == "governance":
        if f"governance:{asked['edit']}" not in PARTS:
            wrong.append("no such part")
    elif fix.page == "readiness":
        if asked != {"open": finding.code} or not finding.questions:
            wrong.append("nothing to answer in place")
    elif asked:
        wrong.append(f"{fix.page} is asked for {asked}")
    return wrong


@settings(max_examples=60)
@given(plans())
def test_every_fix_leads_somewhere_that_shows_just_what_it_is_of(plan: Plan) -> None:
    found = findings(plan, FRAMEWORK)
    assert {f.code: wrong for f in found if (wrong := problems(f, plan))} == {}


def test_so_does_each_finding_alone() -> None:
    for code, case in CASES.items():
        plan = case()
        assert [problems(f, plan) for f in findings(plan, FRAMEWORK)] == [[]], code


def test_choices_have_their_shapes() -> None:
    assert set(standards.ICONS) == {Choice.MET, Choice.PARTLY, Choice.NOT_MET}
    assert len(set(standards.ICONS.values())) == len(standards.ICONS)
    assert len(set(readiness.ICONS.values())) == len(readiness.ICONS)
