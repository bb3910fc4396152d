"""Inspection readiness: each finding is there exactly when it should be, and goes with its fix."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from vawg_plans.domain.actions import Action, DeliveryStatus, Tag, TagKind
from vawg_plans.domain.answers import (
    CHARACTERISTICS,
    CONSULTED,
    Answer,
    Answers,
    Choice,
    Test,
    not_applicable,
    of_cell,
    of_test,
)
from vawg_plans.domain.coverage import Matrix, matrix_of
from vawg_plans.domain.details import EvidenceItem, Override
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.governance import PARTS, PRIORITIES
from vawg_plans.domain.plans import Audience, Version
from vawg_plans.domain.readiness import Severity, counted, findings
from vawg_plans.domain.rules import Judgement, Record, judge
from vawg_plans.store.framework_files import read_framework

ON = dt.date(2022, 6, 30)
LONG_AGO = dt.date(2022, 1, 1)
FRAMEWORK = read_framework()
FOR_FORCES = FRAMEWORK.recommendations_for_forces()
VERSION = Version(
    "v", "kent", "p", 1, Audience.PUBLIC, 1, ON, "d", dt.datetime(2022, 6, 30), "somebody"
)
DONE, TRACK = DeliveryStatus.COMPLETE, DeliveryStatus.ON_TRACK
# An action of no cell, which the others do without.
SPARE = "spare"


def answered(question: str, choice: Choice = Choice.RESPONDED, evidence: str = "") -> Answer:
    return Answer("p", "kent", question, 1, 1, choice, "We did this.", evidence)


@dataclass
class Plan:
    """As much of an open plan as is checked."""

    actions: list[Action]
    answers: Answers
    versions: list[Version] = field(default_factory=lambda: [VERSION])
    created_on: dt.date = ON

    @property
    def judged(self) -> dict[str, Judgement]:
        return {a.id: judge(a, Record(self.created_on), ON) for a in self.actions}

    def matrix(self, framework: Framework) -> Matrix:
        answers = not_applicable(self.answers)
        return matrix_of(self.actions, framework.areas, framework.ps, answers)


def tags(area: str, p: str) -> tuple[Tag, ...]:
    return (
        Tag(TagKind.P, p, lead=True, accepted_by="ann"),
        Tag(TagKind.AREA, area, accepted_by="ann"),
    )


def action(id: str, tags: tuple[Tag, ...]) -> Action:
    return Action(
        id, "p", "kent", title="Train each call handler", tags=tags,
        owner_posts=("Head of contact",), due=dt.date(2022, 12, 31), status=TRACK,
        success_measure="Nine in ten answer right", evidence_items=(EvidenceItem("e", "Register"),),
    )  # fmt: skip


def sound() -> Plan:
    """A plan in which nothing is found."""
    cells = [(a, p) for a in FRAMEWORK.areas for p in FRAMEWORK.ps]
    answers = [CHARACTERISTICS, CONSULTED]
    tests = [of_test(a, t) for a in FRAMEWORK.areas for t in Test]
    asked = tuple(Tag(TagKind.RECOMMENDATION, r.id, accepted_by="ann") for r in FOR_FORCES)
    spare = action(SPARE, (Tag(TagKind.P, "prepare", lead=True, accepted_by="ann"), *asked))
    return Plan(
        actions=[spare, *(action(f"{a}.{p}", tags(a, p)) for a, p in cells)],
        answers={q: answered(q) for q in answers}
        | {q: answered(q, Choice.MET, "Folder 3") for q in tests}
        | {q: answered(q, Choice.INTERNAL) for q in PARTS},
    )


def codes(plan: Plan) -> list[str]:
    return [each.code for each in findings(plan, FRAMEWORK)]


def without(*gone: str) -> Plan:
    """The sound plan without the actions of these cells."""
    plan = sound()
    plan.actions = [a for a in plan.actions if a.id not in gone]
    return plan


def with_spare(**values: Any) -> Plan:
    """The sound plan with its spare action changed."""
    plan = sound()
    plan.actions[0] = replace(plan.actions[0], **values)
    return plan


def with_answers(**changes: Answer | None) -> Plan:
    """The sound plan with these answers, by question; None takes one away."""
    plan = sound()
    for question, given in changes.items():
        plan.answers.pop(question, None)
        if given is not None:
            plan.answers[question] = given
    return plan


ROW = [f"disclosure.{p}" for p in FRAMEWORK.ps]
COLUMN = [f"{a}.pursue" for a in FRAMEWORK.areas]
OFF_TRACK = DeliveryStatus.OFF_TRACK


def test_nothing_is_found_in_a_sound_plan() -> None:
    assert findings(sound(), FRAMEWORK) == []


def unmapped() -> Plan:
    plan = sound()
    plan.actions[0] = replace(plan.actions[0], tags=plan.actions[0].tags[1:])
    return plan


def suggested() -> Plan:
    words = Tag(TagKind.AREA, "victims", words="at risk")
    return with_spare(tags=(*sound().actions[0].tags, words))


def silent(kind: str) -> Plan:
    """No action answers one recommendation of this kind."""
    plan = sound()
    first = next(r.id for r in FOR_FORCES if r.asks_forces == kind)
    left = tuple(t for t in plan.actions[0].tags if t.code != first)
    plan.actions[0] = replace(plan.actions[0], tags=left)
    return plan


def unpublished() -> Plan:
    return replace(sound(), versions=[replace(VERSION, audience=Audience.NATIONAL)])


def everyday() -> Plan:
    """All actions at risk and long silent: stale alone."""
    plan = sound()
    plan.actions = [replace(a, status=DeliveryStatus.AT_RISK) for a in plan.actions]
    plan.created_on = LONG_AGO
    return plan


LATE = {"due": dt.date(2022, 6, 29), "status": OFF_TRACK}
EXPLAINED = Override("on_track", "off_track", "The court moved it.", "ann", ON)
CASES: dict[str, Callable[[], Plan]] = {
    "area_empty": lambda: without(*ROW),
    "p_empty": lambda: without(*COLUMN),
    "gap": lambda: without(ROW[0]),
    "no_owner": lambda: with_spare(owner_posts=(" ",)),
    "no_date": lambda: with_spare(due=None, due_words="Ongoing"),
    "late": lambda: with_spare(**LATE),
    "complete_unevidenced": lambda: with_spare(status=DONE, evidence_items=()),
    "mapping": unmapped,
    "no_measure": lambda: with_spare(success_measure="  "),
    "no_evidence": lambda: with_spare(evidence_items=(), evidence=" "),
    "vague": lambda: with_spare(description="Robust training in due course"),
    "stale": everyday,
    "unexplained": lambda: with_spare(status=OFF_TRACK),
    "named": lambda: with_spare(owner_posts=("Detective Inspector Jones",)),
    "unanswered": lambda: silent("yes"),
    "unanswered_part": lambda: silent("part"),
    "characteristics": lambda: with_answers(**{CHARACTERISTICS: None}),
    "consulted": lambda: with_answers(**{CONSULTED: None}),
    "unassessed": lambda: with_answers(**{of_test("victims", Test.MANAGED): None}),
    "met_unevidenced": lambda: with_answers(
        **{of_test("victims", Test.MANAGED): answered("", Choice.MET, " ")}
    ),
    "unpublished": unpublished,
    "ungoverned": lambda: with_answers(**{PRIORITIES: None}),
}


@pytest.mark.parametrize("code", CASES)
def test_each_finding_is_alone_where_only_it_is_wrong(code: str) -> None:
    plan = CASES[code]()
    (found,) = findings(plan, FRAMEWORK)
    check = FRAMEWORK.readiness_checks[code]
    assert (found.code, found.severity.value, found.why) == (code, check.severity, check.why)
    assert check.chapter in found.place
    assert found.what.endswith(".")
    assert found.fix.label
    if code in ("no_owner", "late", "vague", "named"):
        assert found.action_ids == (SPARE,)
        assert (found.fix.page, found.fix.query) == ("action", (("action", SPARE),))


def test_every_check_of_the_file_has_a_case_and_every_case_a_check() -> None:
    in_parts = {"characteristics_in_parts", "consulted_in_parts"}
    assert set(FRAMEWORK.readiness_checks) == {*CASES, *in_parts, "no_actions"}


def test_a_suggested_tag_waits_for_a_person() -> None:
    assert codes(suggested()) == ["mapping"]


@pytest.mark.parametrize(
    "plan",
    [
        lambda: with_spare(due=ON),  # due today is not late
        lambda: with_spare(due=dt.date(2021, 1, 1), status=DONE),
        lambda: with_spare(status=DeliveryStatus.NOT_STARTED, evidence_items=()),
        lambda: with_spare(evidence_items=(), evidence="Folder 3"),
        lambda: with_spare(success_measure="", measure_id="M01"),
        lambda: with_spare(description="The guide “In due course”"),
        lambda: with_answers(
            **{of_test("victims", Test.MANAGED): answered("", Choice.NOT_MET, "")}
        ),
    ],
)
def test_what_is_in_order_is_not_found(plan: Callable[[], Plan]) -> None:
    assert codes(plan()) == []


def test_a_status_that_differs_is_found_until_somebody_says_why() -> None:
    stands = with_spare(due=dt.date(2022, 6, 29), override=EXPLAINED)
    assert codes(stands) == ["late"]
    assert codes(with_spare(due=dt.date(2022, 6, 29))) == ["late", "unexplained"]


def test_not_applicable_with_a_reason_counts_as_answered() -> None:
    def answering(plan: Plan, cells: list[str]) -> Plan:
        for cell in cells:
            question = of_cell(*cell.split("."))
            plan.answers[question] = answered(question, Choice.NOT_APPLICABLE)
        return plan

    assert codes(answering(without(*ROW), ROW)) == []
    assert codes(answering(without(ROW[0]), ROW[:1])) == []
    # Some of an empty area answered: the area is still empty, and the rest of it is listed once.
    (found,) = findings(answering(without(*ROW), ROW[:1]), FRAMEWORK)
    assert (found.code, len(found.cells)) == ("area_empty", 3)
    assert found.fix.query == (("cell", ROW[1]),)


def test_a_gap_in_an_empty_area_is_not_said_twice() -> None:
    found = findings(without(*ROW, "powers.prevent"), FRAMEWORK)
    assert [f.code for f in found] == ["area_empty", "gap"]
    assert found[0].what == "Disclosure scheme: nothing accepted under any P."
    assert found[1].cells == (("powers", "prevent"),)


@pytest.mark.parametrize(("kind", "code"), [("yes", "unanswered"), ("part", "unanswered_part")])
def test_a_recommendation_is_answered_by_an_accepted_action_or_in_words(
    kind: str, code: str
) -> None:
    plan = silent(kind)
    (found,) = findings(plan, FRAMEWORK)
    (question,) = found.questions
    plan.answers[question] = answered(question)
    assert codes(plan) == []
    plan.answers[question] = replace(plan.answers[question], choice=None)  # taken back
    assert codes(plan) == [code]
    # An action counts once a person has accepted that it answers.
    tag = Tag(TagKind.RECOMMENDATION, question.partition(":")[2], words="4.1")
    plan.actions[0] = replace(plan.actions[0], tags=(*plan.actions[0].tags, tag))
    assert codes(plan) == [code, "mapping"] if kind == "yes" else ["mapping", code]


def test_what_single_actions_say_makes_it_less_grave() -> None:
    for question, field_, code in (
        (CHARACTERISTICS, "equality_impact", "characteristics_in_parts"),
        (CONSULTED, "shaped_by", "consulted_in_parts"),
    ):
        plan = with_answers(**{question: None})
        plan.actions[0] = replace(plan.actions[0], **{field_: "EIA-2022-004"})
        (found,) = findings(plan, FRAMEWORK)
        assert (found.code, found.severity) == (code, Severity.WORTH_FIXING)
        assert found.what.startswith("1 of 25 actions")


def test_an_empty_plan_is_told_to_begin_and_not_what_each_cell_lacks() -> None:
    empty = Plan([], {}, [])
    assert codes(empty) == [
        "no_actions", "unanswered", "characteristics", "consulted",
        "unanswered_part", "unassessed", "unpublished", "ungoverned",
    ]  # fmt: skip
    assert counted(findings(empty, FRAMEWORK)) == {
        Severity.SERIOUS: 4,
        Severity.WORTH_FIXING: 3,
        Severity.ADVICE: 1,
    }


def test_one_finding_holds_every_action_it_is_of_and_leads_to_the_plan() -> None:
    plan = sound()
    plan.actions = [replace(a, owner_posts=()) for a in plan.actions]
    (found,) = findings(plan, FRAMEWORK)
    assert found.what == "25 actions have no owner post."
    assert len(found.action_ids) == 25
    query = (("only", "No owner"), ("mode", "Change several"))
    assert (found.fix.page, found.fix.query) == ("plan", query)


def test_the_gravest_come_first() -> None:
    plan = with_spare(owner_posts=("Mrs Jones",), due=None, success_measure="")
    assert codes(plan) == ["no_date", "no_measure", "named"]


def test_a_check_whose_row_is_taken_out_is_not_made() -> None:
    checks = {k: c for k, c in FRAMEWORK.readiness_checks.items() if k != "no_owner"}
    assert findings(CASES["no_owner"](), replace(FRAMEWORK, readiness_checks=checks)) == []
