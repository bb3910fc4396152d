"""The meetings of a demonstration's forces: on which days, and what is said and decided there.

Thrown with dice of its own, so that nothing else of the demonstration changes with it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from vawg_plans.domain.agenda import Item
from vawg_plans.domain.demonstration_recipe import ForceSeed, MeetingSeed

ATTENDED = (
    "Assistant chief constable",
    "Head of public protection",
    "Head of criminal justice",
    "Head of professional standards",
    "Head of legal services",
    "Chief executive of the commissioner's office",
    "Chair of the women's independent advisory group",
)
# Of ten forces that draft, so many have a Gold Group that meets already.
_DRAFTS_MEET = 0.6
_HOURS = range(9, 15)


class Step(StrEnum):
    """What happens with a meeting: it is planned, held, or what it decided is settled."""

    PLANNED = "planned"
    HELD = "held"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class MeetingPoint:
    """A step of the meeting with a number, on a day and at an hour in London.

    `held_on` is the day of the meeting; of a step that settles, what meetings before it decided.
    """

    day: dt.date
    hour: int
    step: Step
    number: int
    held_on: dt.date


def meeting_points(row: ForceSeed, *, seed: int, today: dt.date) -> list[MeetingPoint]:
    """Two meetings held and one to come, oldest first; none where there is no Gold Group yet."""
    rng = random.Random(f"{seed}:{row.force}:meetings")
    if row.stage == "not_started" or (row.stage == "draft" and rng.random() > _DRAFTS_MEET):
        return []
    hour, gap = rng.choice(_HOURS), rng.choice((28, 35, 42))
    second = today - dt.timedelta(days=rng.randint(7, 20))
    # Gold Groups meet on a working day, and always on the same.
    second -= dt.timedelta(days=(second.weekday() - rng.randrange(5)) % 7)
    first, third = second - dt.timedelta(days=gap), second + dt.timedelta(days=gap)
    planned, held, settled = Step.PLANNED, Step.HELD, Step.SETTLED
    return [
        MeetingPoint(first - dt.timedelta(days=14), hour, planned, 1, first),
        MeetingPoint(first, hour, held, 1, first),
        MeetingPoint(first, hour + 1, planned, 2, second),
        MeetingPoint(second - dt.timedelta(days=6), hour, settled, 2, second),
        MeetingPoint(second, hour, held, 2, second),
        MeetingPoint(second, hour + 1, planned, 3, third),
    ]


@dataclass(frozen=True, slots=True)
class SaidOn:
    """What is said on an item of an agenda: words minuted, a decision, or neither."""

    item: Item
    note: str = ""
    decision: MeetingSeed | None = None


def said_at(
    items: Sequence[Item], seeds: Sequence[MeetingSeed], rng: random.Random
) -> list[SaidOn]:
    """What is said on each item of an agenda, in its order: a note on a third of them, and three or
    four decisions in all.
    """
    found, decided, used = [], 0, set[str]()
    for item in items:
        suiting = [s for s in seeds if item.kind.value in s.suits or item.key in s.suits]
        notes = [s.text for s in suiting if s.kind == "note"]
        decisions = [s for s in suiting if s.kind == "decision" and s.text not in used]
        note = rng.choice(notes) if notes and rng.random() < 0.35 else ""
        decision = None
        if decisions and decided < 4 and (rng.random() < 0.3 or not item.action_id):
            decision = rng.choice(decisions)
            used.add(decision.text)
            decided += 1
        found.append(SaidOn(item, note, decision))
    return found
