"""A demonstration's way to publication: what was submitted, sent back, approved and withdrawn."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass

from vawg_plans.domain.demonstration import VersionPoint
from vawg_plans.domain.demonstration_recipe import ReviewSeed, StepKind
from vawg_plans.domain.plans import Audience

# The hour of the day (London) at which each is done: a version at the end of it.
_HOURS = {
    StepKind.SUBMITTED: 14,
    StepKind.SENT_BACK: 15,
    StepKind.APPROVED: 16,
    StepKind.PUBLISHED: 18,
    StepKind.WITHDRAWN: 19,
}


@dataclass(frozen=True, slots=True)
class ReviewStep:
    """A step on a day (London). `words` are the note of a submission, what was said with it
    otherwise, or why a version was withdrawn.
    """

    day: dt.date
    kind: StepKind
    words: str

    @property
    def hour(self) -> int:
        return _HOURS[self.kind]


def review_steps(
    force_id: str,
    seeds: Iterable[ReviewSeed],
    points: Iterable[VersionPoint],
    *,
    seed: int,
    today: dt.date,
) -> list[ReviewStep]:
    """Every step of a force, in time order: those of the recipe, and the way to each public version
    that it names, which was submitted some days before and approved on the eve.
    """
    rng = random.Random(f"{seed}:{force_id}:reviews")
    found = [
        ReviewStep(today - dt.timedelta(days=s.days), s.kind, s.words)
        for s in seeds
        if s.force == force_id
    ]
    for point in points:
        if point.audience is Audience.PUBLIC:
            submitted = point.day - dt.timedelta(days=rng.randint(3, 9))
            found += [
                ReviewStep(submitted, StepKind.SUBMITTED, point.note),
                ReviewStep(point.day - dt.timedelta(days=1), StepKind.APPROVED, ""),
                ReviewStep(point.day, StepKind.PUBLISHED, ""),
            ]
    return sorted(found, key=lambda s: (s.day, s.hour))
