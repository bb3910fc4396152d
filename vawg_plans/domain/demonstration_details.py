"""What a demonstration's actions have beside their words, and what its forces answer.

Each is thrown with dice of its own, so that nothing else of the demonstration changes with it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.answers import (
    ASKED_OF_CHIEFS,
    CHARACTERISTICS,
    CONSULTED,
    Choice,
    Test,
    of_cell,
    of_recommendation,
    of_test,
)
from vawg_plans.domain.demonstration_recipe import ForceSeed, Words
from vawg_plans.domain.details import EvidenceItem, Milestone, Override, Risk
from vawg_plans.domain.framework import Framework

_CHOSEN = {"met": Choice.MET, "partly": Choice.PARTLY, "not_met": Choice.NOT_MET}


class Details:
    """The milestones, evidence, risks and so on of one action, as it is delivered."""

    __slots__ = ("_person_id", "_rng", "_words")

    def __init__(self, seed: str, words: Words, person_id: str) -> None:
        self._rng = random.Random(seed)
        self._words = words
        self._person_id = person_id

    def first(self, action: Action, framework: Framework) -> Action:
        """The action as it is written, with what it is planned to have."""
        rng, said = self._rng, self._words.details
        changes: dict[str, Any] = {}
        begins = action.start
        if begins and action.due and (span := (action.due - begins).days) > 60 and _in(rng, 0.4):
            titles = rng.sample(said["milestone"], 3)
            changes["milestones"] = tuple(
                Milestone(f"m{n}", title, begins + dt.timedelta(days=span * n // 4))
                for n, (title, _) in enumerate(titles, start=1)
            )
        if _in(rng, 0.2):
            words, response = rng.choice(said["risk"])
            levels = rng.choice(("low", "medium", "high")), rng.choice(("medium", "high"))
            changes["risks"] = (Risk("r1", words, *levels, response),)
        fitting = [
            m.id for m in framework.measures.values()
            if m.p == action.lead_p and set(m.areas) & set(action.areas)
        ]  # fmt: skip
        if fitting and _in(rng, 0.35):
            changes["measure_id"] = rng.choice(fitting)
        taken = [
            p.id for p in framework.practices.values()
            if action.lead_p in p.ps and set(p.areas) & set(action.areas)
        ]  # fmt: skip
        if taken and _in(rng, 0.06):
            changes["practice_id"] = rng.choice(taken)
        return replace(action, **changes)

    def progressed(self, action: Action, day: dt.date, honest: DeliveryStatus) -> dict[str, Any]:
        """What a progress update changes beside the status: milestones done, evidence, a reason.

        `honest` is what the record says, where the force states something rosier.
        """
        rng, changes = self._rng, dict[str, Any]()
        due = [m for m in action.milestones if m.done_on is None and m.due and m.due <= day]
        if due and _in(rng, 0.75):
            done = {m.id for m in due}
            changes["milestones"] = tuple(
                replace(m, done_on=day) if m.id in done else m for m in action.milestones
            )
        complete = action.status is DeliveryStatus.COMPLETE
        if len(action.evidence_items) < 2 and _in(rng, 0.6 if complete else 0.06):
            title, held = rng.choice(self._words.details["evidence"])
            item = EvidenceItem(
                f"e{len(action.evidence_items) + 1}",
                title,
                held,
                dated=day - dt.timedelta(days=rng.randint(0, 20)),
                added_by=self._person_id,
                added_on=day,
            )
            changes["evidence_items"] = (*action.evidence_items, item)
        if honest is DeliveryStatus.OFF_TRACK and action.status is DeliveryStatus.ON_TRACK:
            if _in(rng, 0.35):
                reason, _ = rng.choice(self._words.details["override"])
                changes["override"] = Override(
                    action.status.value, honest.value, reason, self._person_id, day
                )
        elif action.override is not None:
            changes["override"] = None
        return changes


def _in(rng: random.Random, chance: float) -> bool:
    return rng.random() < chance


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that a force gives on a day (London)."""

    day: dt.date
    question: str
    choice: Choice
    words: str
    evidence: str = ""


def answers_said(
    row: ForceSeed, framework: Framework, words: Words, *, seed: int, today: dt.date, months: int
) -> Iterator[Reply]:
    """What this force answers about its plan, oldest first; nothing where it has not begun.

    The four tests are assessed twice, half a year apart, by the forces that have shared a plan.
    """
    if row.stage == "not_started":
        return
    rng = random.Random(f"{seed}:{row.force}:answers")
    said, span = words.details, round(months * 31)

    def when(share: float) -> dt.date:
        return today - dt.timedelta(days=max(2, round(span * (1 - share)) - rng.randint(0, 9)))

    found: list[Reply] = []

    def add(share: float, question: str, kind: str, choice: Choice = Choice.RESPONDED) -> None:
        text, more = rng.choice(said[kind])
        found.append(Reply(when(share), question, choice, text, more))

    for area, p in sorted(row.empty_cells):
        if _in(rng, 0.35):
            add(0.75, of_cell(area, p), "not_applicable", Choice.NOT_APPLICABLE)
    for recommendation in framework.recommendations_for_forces():
        if _in(rng, 0.2):
            add(0.7, of_recommendation(recommendation.id), "response")
    for question, kind, chance in (
        (CONSULTED, "consulted", 0.7), (CHARACTERISTICS, "characteristics", 0.6),
        (ASKED_OF_CHIEFS, "asked", 0.8),
    ):  # fmt: skip
        if _in(rng, chance):
            add(0.9, question, kind)
    if row.stage != "draft":
        for area in framework.areas:
            for test in Test:
                start = rng.randint(0, 2)
                for share, place in ((0.7, start), (0.95, min(2, start + rng.randint(0, 1)))):
                    kind = ("not_met", "partly", "met")[place]
                    add(share, of_test(area, test), kind, _CHOSEN[kind])
    yield from sorted(found, key=lambda one: (one.day, one.question))
