"""Invented history for a demonstration: what a force's plan could have gone through in a year.

The words come from a recipe (`data/demo/`), the course of events from a seeded generator: the same
seed, force and day give the same history. Every figure is invented. `demonstration_fate.py` decides
how an action fares, `demonstration_start.py` how it enters the plan, `demonstration_course.py`
makes its later revisions; here is a whole force's plan.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from vawg_plans.domain.actions import Action
from vawg_plans.domain.demonstration_course import Course
from vawg_plans.domain.demonstration_recipe import ActionSeed, ForceSeed, Note, Recipe, Words
from vawg_plans.domain.demonstration_start import Setting, Suggesting
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plans import Audience, plan_id_of
from vawg_plans.domain.vocabulary import SuggestionWords

__all__ = [
    "ActionSeed",
    "Change",
    "ForceSeed",
    "Note",
    "Recipe",
    "VersionPoint",
    "Words",
    "plan_history",
    "version_points",
]

_DAYS_IN_MONTH = 30.4375
# Actions not yet begun are seldom revised, so the others are revised a little more often.
_REVISED_MORE = 1.06


@dataclass(frozen=True, slots=True)
class Change:
    """One revision of one action: the day and hour (London) it was saved, by which role and why.

    `action` is the complete revision.
    """

    day: dt.date
    hour: int
    actor_role: str
    reason: str
    action: Action


@dataclass(frozen=True, slots=True)
class VersionPoint:
    """A day (London) on which the force names a version, for whom, and with which note."""

    day: dt.date
    audience: Audience
    note: str


def plan_history(
    recipe: Recipe,
    force_row: ForceSeed,
    framework: Framework,
    *,
    seed: int,
    today: dt.date,
    months: int = 12,
    actions: int | None = None,
    revisions_per_action: float = 6.0,
    person_id: str = "person-demonstration",
) -> Iterator[Change]:
    """Every change to a force's plan in the `months` before `today`, oldest first.

    `actions` overrides the recipe's count, also for a force that has none. How often an action is
    revised varies around `revisions_per_action`; its revisions are 1, 2, 3 … in time order. Tags
    are accepted by `person_id`. Changes are made as they are asked for, none is held.
    """
    count = force_row.actions if actions is None else actions
    if count <= 0:
        return
    rng = random.Random(f"{seed}:{force_row.force}")
    first, last = _window(force_row.stage, rng, today, months)
    force = framework.forces[force_row.force]
    setting = Setting(
        plan_id=plan_id_of(force.id),
        force_id=force.id,
        framework=framework,
        suggesting=_suggesting(framework),
        words=recipe.words,
        rng=rng,
        today=today,
        first=first,
        last=last,
        pace=force_row.pace,
        candour=force_row.candour,
        empty_cells=force_row.empty_cells,
        strands=recipe.local_strands.get(force_row.strand_set, ()),
        placeholders={
            "{force}": force.name,
            "{short}": force.short_name,
            "{partner_council}": force_row.partner_council,
        },
        reference_style=rng.choice(("", "VAWG", "area")),
        person_id=person_id,
    )
    courses: list[Course] = []
    agenda: list[int] = []  # moment and course in one number: it sorts fast and stays small
    mean = revisions_per_action * _REVISED_MORE
    chosen = _chosen(recipe, force_row, framework, count, rng)
    for index, (action_seed, phase) in enumerate(chosen):
        revisions = max(1, round(rng.gauss(mean, mean / 4)))
        course = Course(setting, action_seed, index + 1, phase, revisions)
        courses.append(course)
        agenda.extend(moment * count + index for moment in course.moments())
    agenda.sort()
    for entry in agenda:
        moment, index = divmod(entry, count)
        day = dt.date.fromordinal(moment // 24)
        actor_role, reason, action = courses[index].next_revision(day)
        yield Change(day, moment % 24, actor_role, reason, action)


def version_points(
    force_row: ForceSeed, *, seed: int, today: dt.date, months: int = 12
) -> list[VersionPoint]:
    """The versions this force has named, oldest first, as its stage has it. None for a draft."""
    stage = force_row.stage
    if stage not in ("shared", "published", "stale"):
        return []
    rng = random.Random(f"{seed}:{force_row.force}:versions")
    earliest = today - dt.timedelta(days=round(months * _DAYS_IN_MONTH * 0.7))
    newest = rng.randint(104, 170) if stage == "stale" else rng.randint(4, 85)
    days = [today - dt.timedelta(days=newest)]
    for _ in range(rng.randint(0, 2)):
        before = days[0] - dt.timedelta(days=rng.randint(70, 120))
        if before >= earliest:
            days.insert(0, before)
    public = stage == "published" or (stage == "stale" and rng.random() < 0.5)
    audience = Audience.PUBLIC if public else Audience.NATIONAL
    notes = [_FIRST_NOTE, *rng.sample(_LATER_NOTES, len(_LATER_NOTES))]
    points = [VersionPoint(day, audience, note) for day, note in zip(days, notes, strict=False)]
    if stage == "published" and rng.random() < 0.35:
        later = today - dt.timedelta(days=rng.randint(1, newest - 1))
        points.append(VersionPoint(later, Audience.NATIONAL, "Shared ahead of publication"))
    return points


_FIRST_NOTE = "First version, agreed by the Gold Group"
_LATER_NOTES = (
    "Quarterly update, after the Gold Group's review",
    "Dates moved, with the reasons given",
    "Revised after the survivors' reference group's comments",
    "Update for the commissioner's scrutiny meeting",
)


def _window(stage: str, rng: random.Random, today: dt.date, months: int) -> tuple[dt.date, dt.date]:
    """The first and the last day on which anything happens to the plan."""
    span = max(14, round(months * _DAYS_IN_MONTH))
    first, last = today - dt.timedelta(days=span), today - dt.timedelta(days=1)
    if stage == "draft":
        first += dt.timedelta(days=round(span * 0.55))
    elif stage == "stale" and span > 200:
        last = today - dt.timedelta(days=rng.randint(92, 103))
    return first, last


def _suggesting(framework: Framework) -> Suggesting:
    found: dict[tuple[str, str], list[tuple[str, SuggestionWords]]] = {}
    for each in framework.suggestion_words:
        first = re.split(r"[\s*-]", each.words, maxsplit=1)[0]
        found.setdefault((each.kind, each.target), []).append((first, each))
    return found


def _chosen(
    recipe: Recipe, row: ForceSeed, framework: Framework, count: int, rng: random.Random
) -> list[tuple[ActionSeed, int]]:
    """`count` actions with their phase, in the plan's order: by area, then by P.

    Every cell that is not left empty has at least one where `count` allows. When the recipe has
    no more different actions, they start again as the next phase.
    """
    available = [each for each in recipe.actions if (each.area, each.p) not in row.empty_cells]
    rng.shuffle(available)
    one_each = {(each.area, each.p): each for each in reversed(available)}
    first_ids = {each.id for each in one_each.values()}
    ordered = [*one_each.values(), *(each for each in available if each.id not in first_ids)]
    picked = [(ordered[i % len(ordered)], i // len(ordered) + 1) for i in range(count)]
    areas = {code: place for place, code in enumerate(framework.areas)}
    ps = {code: place for place, code in enumerate(framework.ps)}
    return sorted(picked, key=lambda x: (x[1], areas[x[0].area], ps[x[0].p]))
