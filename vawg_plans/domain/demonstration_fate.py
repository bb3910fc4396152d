"""How an action of the demonstration will fare, decided before its first revision is made."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from enum import Enum, auto


class Step(Enum):
    """What a later revision does."""

    PROGRESS = auto()
    WORSEN = auto()
    SLIP = auto()
    EDIT = auto()
    ACCEPT = auto()
    COMPLETE = auto()
    REOPEN = auto()
    WITHDRAW = auto()


class End(Enum):
    """How an action stands when its history ends. Quiet: still open, and nobody says anything."""

    ONGOING = auto()
    QUIET = auto()
    UNSTARTED = auto()
    COMPLETE = auto()
    REOPENED = auto()
    WITHDRAWN = auto()


@dataclass(frozen=True, slots=True)
class Fate:
    """The end, the first and last day, the steps after the creation, and by how much it slips."""

    end: End
    created: dt.date
    last: dt.date
    steps: tuple[Step, ...]
    slip_days: tuple[int, ...]


_MOST_SLIPS = 4
_SLIP_DAYS = (14, 21, 28, 30, 31, 42, 60, 61, 90, 92, 120)


def decide(
    rng: random.Random, first: dt.date, last: dt.date, *, pace: float, revisions: int
) -> Fate:
    """A fate within `first` to `last`, with about this many revisions in all."""
    end = _end_of(rng, pace)
    created = _creation_day(rng, first, last)
    steps = _steps(rng, end, revisions - 1)
    slips = sum(step is Step.SLIP for step in steps)
    return Fate(
        end=end,
        created=created,
        last=_last_day(rng, end, created, last),
        steps=tuple(steps),
        slip_days=tuple(rng.choice(_SLIP_DAYS) for _ in range(slips)),
    )


def moments(rng: random.Random, fate: Fate) -> list[int]:
    """When each revision is saved, in order, in hours since day 0 of the calendar."""
    first, last = fate.created.toordinal(), fate.last.toordinal()
    days = [first]
    if fate.steps:
        days.append(last)
        days += [first + int((last - first) * rng.random()) for _ in fate.steps[1:]]
    # Saturday and Sunday count as the Friday before: plans are kept in office hours.
    working = (day - max(0, (day - 1) % 7 - 4) for day in days)
    return sorted(day * 24 + 8 + int(10 * rng.random()) for day in working)


def _end_of(rng: random.Random, pace: float) -> End:
    ends = {
        End.WITHDRAWN: 0.03,
        End.UNSTARTED: 0.05 + 0.13 * (1 - pace),
        End.REOPENED: 0.035,
        End.COMPLETE: 0.06 + 0.5 * pace,
        End.QUIET: 0.06 + 0.12 * (1 - pace),
    }
    chance = rng.random()
    for end, share in ends.items():
        chance -= share
        if chance < 0:
            return end
    return End.ONGOING


def _creation_day(rng: random.Random, first: dt.date, last: dt.date) -> dt.date:
    """Often in the first days, when a plan is entered; mostly within three months."""
    span = (last - first).days
    chance = rng.random()
    if chance < 0.4:
        after = rng.randint(0, 3)
    elif chance < 0.78:
        after = rng.randint(0, min(91, span // 4))
    else:
        after = rng.randint(0, round(span * 0.85))
    return first + dt.timedelta(days=min(span, after))


def _last_day(rng: random.Random, end: End, created: dt.date, last: dt.date) -> dt.date:
    """The day it was done, withdrawn, fell silent, or was last spoken of."""
    if end in (End.COMPLETE, End.WITHDRAWN):
        ago = round((last - created).days * rng.random() * 0.7)
    elif end is End.QUIET:
        ago = rng.randint(62, 170)
    elif end is End.UNSTARTED:
        ago = rng.randint(5, 120)
    else:
        ago = round(50 * rng.random() ** 1.3)
    return max(created, last - dt.timedelta(days=ago))


def _steps(rng: random.Random, end: End, count: int) -> list[Step]:
    if end is End.UNSTARTED:
        count //= 2
    steps: list[Step] = []
    slips = 0
    for _ in range(count):
        chance = rng.random()
        if chance < 0.11 and slips < _MOST_SLIPS:
            steps.append(Step.SLIP)
            slips += 1
        elif chance < 0.26:
            steps.append(Step.EDIT)
        elif chance < 0.29:
            steps.append(Step.WORSEN)
        else:
            steps.append(Step.PROGRESS)
    if end is End.COMPLETE and count:
        at = max(0, count - 1 - rng.choice((0, 0, 1, 1, 2)))
        steps[at:] = [Step.COMPLETE, *[Step.EDIT] * (count - at - 1)]
    elif end is End.REOPENED and count > 1:
        at = max(0, count - 2 - rng.choice((0, 1, 2)))
        steps[at:] = [Step.COMPLETE, Step.REOPEN, *[Step.PROGRESS] * (count - at - 2)]
    elif end is End.WITHDRAWN and count:
        steps[-1] = Step.WITHDRAW
    return steps
