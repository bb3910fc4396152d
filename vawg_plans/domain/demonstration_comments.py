"""What people of a demonstration's forces say to each other about their plans.

Thrown with dice of its own, so that nothing else of the demonstration changes with it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from vawg_plans.domain.comments import Asks
from vawg_plans.domain.demonstration_recipe import ForceSeed, Words
from vawg_plans.domain.people import Role


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment said, answered or resolved on a day (London), in the role of `role`.

    `number` counts the force's comments; a remark of the same number and no words resolves it.
    `place`, 0 to 1, is where in the plan its action stands, None for the plan as a whole.
    """

    day: dt.date
    number: int
    role: Role
    words: str = ""
    asks: Asks = Asks.NOTHING
    place: float | None = None
    answers: int | None = None


_SAYERS = (Role.CONTRIBUTOR, Role.STRATEGIC_LEAD, Role.GOLD_MEMBER)


def remarks(row: ForceSeed, words: Words, *, seed: int, today: dt.date) -> Iterator[Remark]:
    """What is said in this force within the last quarter, oldest first; nothing where it has not
    begun. Two in five comments are resolved, of those that ask for a decision one in five.
    """
    if row.stage == "not_started":
        return
    rng = random.Random(f"{seed}:{row.force}:comments")
    many = 2 if row.stage == "draft" else rng.randint(4, 6)
    found: list[Remark] = []
    number = 0
    for said in rng.sample(words.comments, many):
        number += 1
        first = number
        day = today - dt.timedelta(days=rng.randint(8, 80))
        place = None if rng.random() < 0.1 else rng.random()
        found.append(Remark(day, first, rng.choice(_SAYERS), said.words, said.asks, place))
        if said.reply and rng.random() < 0.7:
            number += 1
            answered = day + dt.timedelta(days=rng.randint(1, 6))
            role = Role.STRATEGIC_LEAD
            found.append(Remark(answered, number, role, said.reply, place=place, answers=first))
        if rng.random() < (0.2 if said.asks else 0.4):
            role = Role.GOLD_CHAIR if said.asks else Role.STRATEGIC_LEAD
            found.append(Remark(day + dt.timedelta(days=6), first, role))
    yield from sorted(found, key=lambda one: one.day)
