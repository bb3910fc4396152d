"""A force's plan at a point of a demonstration's history, as a meeting sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from vawg_plans.domain.actions import Action
from vawg_plans.domain.agenda_building import Gap
from vawg_plans.domain.answers import Answers, not_applicable
from vawg_plans.domain.coverage import gaps, matrix_of
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.minutes import Standing
from vawg_plans.domain.plans import Plan, PlanState
from vawg_plans.domain.rules import Judgement, Record, is_live, judge, plan_is_stale
from vawg_plans.services.plans import limits_on


@dataclass(frozen=True, slots=True)
class Present:
    """A force's plan as it is at this point of the history."""

    plan: Plan
    actions: Sequence[Action]
    records: dict[str, Record]
    answers: Answers
    state: PlanState
    shared_on: dt.date | None


@dataclass(frozen=True, slots=True)
class _At:
    """What `domain.moving.PlanAt` asks for."""

    actions: list[Action]
    withdrawn: list[Action]
    records: dict[str, Record]
    judged: dict[str, Judgement]
    judged_on: dt.date


def standing_of(present: Present, day: dt.date, framework: Framework) -> Standing:
    """The plan judged on a day."""
    limits = limits_on(framework, day)
    records = {a.id: present.records[a.id] for a in present.actions}
    judged = {a.id: judge(a, records[a.id], day, limits) for a in present.actions}
    live = [a for a in present.actions if is_live(a)]
    gone = [a for a in present.actions if not is_live(a)]
    stale = plan_is_stale(present.shared_on, day, limits)
    at = _At(live, gone, records, judged, day)
    return Standing(present.plan, at, present.state, stale, dict(present.answers))


def gaps_of(now: Standing, framework: Framework) -> list[Gap]:
    """The cells of its matrix that are neither covered nor answered."""
    answered = not_applicable(now.answers)
    matrix = matrix_of(now.at.actions, framework.areas, framework.ps, answered)
    return [
        Gap(c.area, c.p, framework.areas[c.area].name, framework.ps[c.p].name) for c in gaps(matrix)
    ]
