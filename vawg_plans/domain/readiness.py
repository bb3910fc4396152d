"""Inspection readiness: what a reader who holds the plan against recommendation 4.1 would find.

A check on the plan, and not the inspectorate's judgement. How grave each finding is and why it
matters is data (`data/framework/readiness_checks.csv`; a check whose row is taken out is not made);
what is found, and what puts it right, is here. One finding a check, with all the actions it is of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from vawg_plans.domain.actions import Action, TagKind
from vawg_plans.domain.answers import (
    CHARACTERISTICS,
    CONSULTED,
    Answers,
    Choice,
    Test,
    of_recommendation,
    of_test,
    responded,
)
from vawg_plans.domain.coverage import Cell, Matrix, by_code, gaps
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.governance import PARTS
from vawg_plans.domain.plans import Audience, Version
from vawg_plans.domain.readiness_fixes import Fix, assessment_query, cell_query
from vawg_plans.domain.readiness_of_actions import OF_ACTIONS, ActionCheck
from vawg_plans.domain.rules import Judgement
from vawg_plans.domain.vague import Vague, vague_of


class Severity(StrEnum):
    """How grave a finding is."""

    SERIOUS = "serious"
    WORTH_FIXING = "worth_fixing"
    ADVICE = "advice"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Checked(Protocol):
    """As much of an open plan as is checked: its live actions, judged by their id."""

    @property
    def actions(self) -> Sequence[Action]: ...
    @property
    def judged(self) -> Mapping[str, Judgement]: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def versions(self) -> Sequence[Version]: ...
    def matrix(self, framework: Framework) -> Matrix:
        """The areas × 4Ps matrix."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, in a sentence, with why it matters and the place that says so.

    What it is of: actions, cells of the matrix (area and P), questions that an answer in words puts
    right (`domain/answers.py`), vague words.
    """

    code: str
    severity: Severity
    what: str
    why: str
    place: str
    fix: Fix
    action_ids: tuple[str, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    questions: tuple[str, ...] = ()
    vague: tuple[Vague, ...] = ()


def findings(opened: Checked, framework: Framework) -> list[Finding]:
    """Everything found, the gravest first, then in the order of the framework's file."""
    found = {each.code: each for each in _found(opened, framework)}
    grave = list(Severity)
    return sorted(
        (found[code] for code in framework.readiness_checks if code in found),
        key=lambda each: grave.index(each.severity),
    )


def counted(found: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings there are of each severity; every severity is present."""
    severities = [each.severity for each in found]
    return {severity: severities.count(severity) for severity in Severity}


def _found(opened: Checked, framework: Framework) -> Iterator[Finding]:
    if opened.actions:
        yield from _of_matrix(opened.matrix(framework), framework)
        yield from _of_actions(opened, framework)
    else:
        fix = Fix("Import your table", "importing")
        yield from _finding(framework, "no_actions", "The plan has no action yet.", fix)
    yield from _of_recommendations(opened, framework)
    yield from _of_the_plan(opened, framework)
    yield from _of_tests(opened, framework)
    yield from _of_governance(opened, framework)
    if not any(version.audience is Audience.PUBLIC for version in opened.versions):
        fix = Fix("Publish a version", "sharing")
        yield from _finding(framework, "unpublished", "The plan is not published.", fix)


def _finding(
    framework: Framework,
    code: str,
    what: str,
    fix: Fix,
    *,
    action_ids: tuple[str, ...] = (),
    cells: tuple[tuple[str, str], ...] = (),
    questions: tuple[str, ...] = (),
    vague: tuple[Vague, ...] = (),
) -> Iterator[Finding]:
    """The finding, with what the framework says of it; none if it does not check for this."""
    check = framework.readiness_checks.get(code)
    if check is not None:
        where = f"chapter {check.chapter}" if check.chapter[0].isdigit() else check.chapter
        place = f"{framework.sources[check.source].title}, {where}"
        severity = Severity(check.severity)
        yield Finding(
            code, severity, what, check.why, place, fix, action_ids, cells, questions, vague
        )


def _of_matrix(matrix: Matrix, framework: Framework) -> Iterator[Finding]:
    """Areas and Ps with nothing; then the gaps that are in none of those."""
    missing = gaps(matrix)
    areas = [a for a in framework.areas if _nothing(c for c in matrix.values() if c.area == a)]
    ps = [p for p in framework.ps if _nothing(c for c in matrix.values() if c.p == p)]
    if areas:
        names = [framework.areas[a].name for a in areas]
        cells = [c for c in missing if c.area in areas]
        what = f"{_listed(names)}: nothing accepted under any P."
        yield from _of_cells(framework, "area_empty", what, cells)
    if ps:
        names = [framework.ps[p].name for p in ps]
        cells = [c for c in missing if c.p in ps]
        what = f"{_listed(names)}: nothing accepted in any area."
        yield from _of_cells(framework, "p_empty", what, cells)
    cells = [c for c in missing if c.area not in areas and c.p not in ps]
    if cells:
        what = _many(len(cells), "cell of the matrix is", "cells of the matrix are")
        what = f"{what} neither covered nor answered."
        yield from _of_cells(framework, "gap", what, cells)


def _nothing(cells: Iterable[Cell]) -> bool:
    """Whether none of these is covered, and not all of them are answered."""
    cells = list(cells)
    return not any(c.covered for c in cells) and any(c.gap for c in cells)


def _of_cells(
    framework: Framework, code: str, what: str, cells: Sequence[Cell]
) -> Iterator[Finding]:
    named = tuple((c.area, c.p) for c in cells)
    fix = Fix("Fill it in the matrix", "coverage", (cell_query(*named[0]),))
    return _finding(framework, code, what, fix, cells=named)


def _of_actions(opened: Checked, framework: Framework) -> Iterator[Finding]:
    for check in OF_ACTIONS.values():
        failing = [a for a in opened.actions if check.fails(a, opened.judged[a.id], framework)]
        if failing:
            ids = tuple(a.id for a in failing)
            said = check.code == "vague"
            vague = [v for a in failing for v in vague_of(a, framework.vague_words)] if said else []
            yield from _finding(
                framework,
                check.code,
                check.say(len(ids)),
                _fix(check, ids),
                action_ids=ids,
                vague=tuple(vague),
            )


def _fix(check: ActionCheck, ids: tuple[str, ...]) -> Fix:
    """The mapping page for what is to be mapped; one action's own page; the plan, filtered."""
    if check.code == "mapping":
        return Fix(check.order, "mapping")
    if len(ids) == 1:
        return Fix(check.order, "action", (("action", ids[0]),))
    mode = (("mode", "Change several"),) if check.together else ()
    return Fix(check.order, "plan", (("only", check.label), *mode))


def _of_recommendations(opened: Checked, framework: Framework) -> Iterator[Finding]:
    """Those addressed to forces that neither a live action nor a response in words answers."""
    asked = framework.recommendations_for_forces()
    acted_on = by_code(opened.actions, TagKind.RECOMMENDATION, [r.id for r in asked])
    answered = responded(opened.answers)
    silent = [r for r in asked if not acted_on[r.id] and r.id not in answered]
    for code, part, one, many in (
        (
            "unanswered",
            "yes",
            "recommendation addressed to forces has no response.",
            "recommendations addressed to forces have no response.",
        ),
        (
            "unanswered_part",
            "part",
            "recommendation with a part for forces has no response.",
            "recommendations with a part for forces have no response.",
        ),
    ):
        questions = tuple(of_recommendation(r.id) for r in silent if r.asks_forces == part)
        if questions:
            what = _many(len(questions), one, many)
            yield from _finding(framework, code, what, _here("Respond", code), questions=questions)


def _here(order: str, code: str) -> Fix:
    """Put right by an answer given on the page of readiness itself."""
    return Fix(order, "readiness", (("open", code),))


def _of_the_plan(opened: Checked, framework: Framework) -> Iterator[Finding]:
    """What the plan as a whole must say; single actions may say some of it."""
    for code, question, field, says, nothing, order in (
        (
            "characteristics",
            CHARACTERISTICS,
            "equality_impact",
            "name an equality impact assessment",
            "Nothing says how protected characteristics were considered.",
            "Say how they were considered",
        ),
        (
            "consulted",
            CONSULTED,
            "shaped_by",
            "say who shaped them",
            "Nobody who speaks for women and girls is said to have been consulted.",
            "Say who was heard",
        ),
    ):
        answer = opened.answers.get(question)
        if answer is not None and answer.given:
            continue
        some = sum(bool(getattr(action, field).strip()) for action in opened.actions)
        what = nothing
        if some:
            code = f"{code}_in_parts"
            what = f"{some:,} of {len(opened.actions):,} actions {says}; the plan itself does not."
        yield from _finding(framework, code, what, _here(order, code), questions=(question,))


def _of_tests(opened: Checked, framework: Framework) -> Iterator[Finding]:
    """The four tests in each area: not assessed, or met with nothing to show it."""
    every = {of_test(area, test): (area, test) for area in framework.areas for test in Test}
    given = {q: a for q, a in opened.answers.items() if q in every and a.given}
    missing = [q for q in every if q not in given]
    bare = [q for q, a in given.items() if a.choice is Choice.MET and not a.evidence.strip()]
    for code, what, questions, order in (
        (
            "unassessed",
            f"{len(given)} of {len(every)} self-assessments against the four tests are made.",
            missing,
            "Assess an area",
        ),
        (
            "met_unevidenced",
            _many(len(bare), "test is met with no evidence.", "tests are met with no evidence."),
            bare,
            "Say where the evidence is held",
        ),
    ):
        if questions:
            fix = Fix(order, "standards", assessment_query(*every[questions[0]], framework))
            yield from _finding(framework, code, what, fix, questions=tuple(questions))


def _of_governance(opened: Checked, framework: Framework) -> Iterator[Finding]:
    """The parts of how the plan is governed that nobody has said."""
    silent = [q for q in PARTS if (a := opened.answers.get(q)) is None or not a.given]
    if silent:
        first = "edit", silent[0].partition(":")[2]
        fix = Fix("Say how it is governed", "governance", (first,), "gold_group")
        names = _listed([PARTS[q].name.lower() for q in silent])
        what = f"How the plan is governed is not said in full: {names}."
        yield from _finding(framework, "ungoverned", what, fix)


def _many(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _listed(names: Sequence[str]) -> str:
    """'A', 'A and B', 'A, B and C'."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
