"""Filling a demonstration database: invented plans for real forces' names, with their history.

The history is written in bulk, yet as a year of use would have left it: one commit a change, in
time order, each revision and version chained.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from vawg_plans.domain.demonstration import plan_history, version_points
from vawg_plans.domain.demonstration_comments import remarks
from vawg_plans.domain.demonstration_details import answers_said
from vawg_plans.domain.demonstration_governance import governance_said
from vawg_plans.domain.demonstration_meetings import meeting_points
from vawg_plans.domain.demonstration_recipe import Recipe
from vawg_plans.domain.demonstration_reviews import review_steps
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Role
from vawg_plans.domain.plans import Audience
from vawg_plans.domain.practices import PracticeState
from vawg_plans.services.demonstration_filling import CLOSING_HOUR, Event, Filling, person_of
from vawg_plans.services.setup import make_database
from vawg_plans.store.demo_files import read_recipe
from vawg_plans.store.store import Store, Writing

SEED = 2021
Said = Callable[[float, str], None]
_ANSWERING_HOUR = 17
_OFFERING_HOUR = 11
_REMARKING_HOUR = 16
# How long an offer waits for the national lead.
_DECIDED_AFTER = dt.timedelta(days=9)


def make_demonstration(
    database: str,
    *,
    on: dt.date | None = None,
    months: int = 12,
    actions: int | None = None,
    revisions_per_action: float = 6.0,
    said: Said = lambda share, words: None,
) -> tuple[Store, Framework]:
    """Make a demonstration database whose last day is yesterday.

    `actions` for each force overrides the recipe (for measuring). `said` is told the share done,
    0 to 1. The same day gives the same plans.
    """
    on = on or today()
    start = dt.datetime.combine(on - dt.timedelta(days=round(months * 31)), dt.time())
    span = max(1, (on - start.date()).days)

    def fill(writing: Writing, framework: Framework) -> None:
        recipe = read_recipe()
        filling = Filling(writing, framework, recipe.meetings)
        for event in _events(recipe, framework, on, months, actions, revisions_per_action):
            if filling.take(event):
                said((event[0] - start.date()).days / span, f"{event[0]:%B %Y}")
        filling.flush()

    store, framework = make_database(database, demonstration=True, made_at=start, fill=fill)
    said(1.0, "done")
    return store, framework


def _events(
    recipe: Recipe,
    framework: Framework,
    on: dt.date,
    months: int,
    actions: int | None,
    revisions: float,
) -> Iterator[Event]:
    """Every force's changes and versions in time order, made as they are asked for."""

    def of_force(force_id: str) -> Iterator[Event]:
        seed = recipe.forces[force_id]
        changes = plan_history(
            recipe,
            seed,
            framework,
            seed=SEED,
            today=on,
            months=months,
            actions=actions if seed.actions or actions is None else None,
            revisions_per_action=revisions,
            person_id=person_of(Role.STRATEGIC_LEAD.value, force_id),
        )
        for count, change in enumerate(changes, start=1):
            yield change.day, change.hour, force_id, count, change

    def named(force_id: str) -> Iterator[Event]:
        points = version_points(recipe.forces[force_id], seed=SEED, today=on, months=months)
        steps = review_steps(force_id, recipe.reviews, points, seed=SEED, today=on)
        # A public version is named by the last step on its way; the others are shared in one.
        shared = [p for p in points if p.audience is Audience.NATIONAL]
        found: list[Event] = [(s.day, s.hour, force_id, n, s) for n, s in enumerate(steps, start=1)]
        found += [(p.day, CLOSING_HOUR, force_id, n, p) for n, p in enumerate(shared, start=1)]
        yield from sorted(found, key=lambda e: e[:4])

    def answered(force_id: str) -> Iterator[Event]:
        told = recipe.forces[force_id], framework, recipe.words
        when: dict[str, Any] = {"seed": SEED, "today": on, "months": months}
        said = [*answers_said(*told, **when), *governance_said(*told, **when)]
        said.sort(key=lambda one: (one.day, one.question))
        for number, one in enumerate(said, start=1):
            yield one.day, _ANSWERING_HOUR, force_id, number, one

    def remarked(force_id: str) -> Iterator[Event]:
        said = remarks(recipe.forces[force_id], recipe.words, seed=SEED, today=on)
        for number, one in enumerate(said, start=1):
            yield one.day, _REMARKING_HOUR, force_id, number, one

    def met(force_id: str) -> Iterator[Event]:
        points = meeting_points(recipe.forces[force_id], seed=SEED, today=on)
        for number, point in enumerate(points, start=1):
            yield point.day, point.hour, force_id, number, point

    makers = (of_force, named, answered, remarked, met)
    streams = [make(force) for make in makers for force in framework.forces]
    streams.append(iter(_offers(recipe, on, months)))
    return heapq.merge(*streams, key=lambda e: e[:4])


def _offers(recipe: Recipe, on: dt.date, months: int) -> list[Event]:
    """Practices as they were offered and decided on, in time order."""
    found: list[Event] = []
    for number, seed in enumerate(recipe.offers, start=1):
        practice = replace(seed.practice, id=f"practice-demonstration-{number}")
        day = on - dt.timedelta(days=round(months * 31 * (1 - seed.offered)) + 1)
        first = replace(practice, revision=1, state=PracticeState.OFFERED, reason="offered")
        found.append((day, _OFFERING_HOUR, practice.force_id, number, first))
        if practice.state is not PracticeState.OFFERED:
            why = f"{practice.state}: {seed.reason}" if seed.reason else practice.state.value
            decided = replace(practice, revision=2, reason=why)
            day = min(day + _DECIDED_AFTER, on - dt.timedelta(days=1))
            found.append((day, _OFFERING_HOUR + 1, practice.force_id, number, decided))
    return sorted(found, key=lambda e: e[:4])
