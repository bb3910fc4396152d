"""How a plan stood at the end of each month, or of each week while it is young."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.rules import Progress, is_late, is_live, progress_of

# A plan younger than this is shown by week: by month it would be a handful of points.
_YOUNG = dt.timedelta(days=120)
# Three years of months are as many points as a picture on a phone holds.
MOST = 37


@dataclass(frozen=True, slots=True)
class Standing:
    """How an action stood from a day on (London, the day it was saved) until its next one."""

    action_id: str
    on: dt.date
    status: DeliveryStatus
    due: dt.date | None
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Point:
    """The live actions at the end of a day in London: how many in each stated status, how many
    late on that day.
    """

    on: dt.date
    counts: dict[DeliveryStatus, int]
    progress: Progress
    late: int

    @property
    def live(self) -> int:
        return self.progress.live

    @property
    def complete(self) -> int:
        return self.progress.complete


def ends_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """The last days of the months from `first` to `last`, or its Sundays when they are close; the
    last of all is `last` itself. At most `MOST`, the newest.
    """
    if last < first:
        return []
    if last - first < _YOUNG:
        end = first + dt.timedelta(days=6 - first.weekday())
        step = _next_sunday
    else:
        end = _end_of_month(first)
        step = _next_month_end
    found = []
    while end < last:
        found.append(end)
        end = step(end)
    return [*found, last][-MOST:]


def progress_over_time(standings: Iterable[Standing], days: Sequence[dt.date]) -> list[Point]:
    """The plan at the end of each of `days`, which run upwards.

    `standings` are the revisions of all its actions in the order in which they were saved; of one
    day the last of an action counts. Each point is what opening the plan as of that day says.
    """
    waiting = iter(standings)
    following = next(waiting, None)
    now: dict[str, Standing] = {}
    points = []
    for day in days:
        while following is not None and following.on <= day:
            now[following.action_id] = following
            following = next(waiting, None)
        live = [s for s in now.values() if is_live(s)]
        counts = Counter(s.status for s in live)
        points.append(
            Point(
                on=day,
                counts={status: counts[status] for status in DeliveryStatus},
                progress=progress_of(live),
                late=sum(is_late(s, day) for s in live),
            )
        )
    return points


def _next_sunday(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=7)


def _next_month_end(day: dt.date) -> dt.date:
    return _end_of_month(day + dt.timedelta(days=1))


def _end_of_month(day: dt.date) -> dt.date:
    first_of_next = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return first_of_next - dt.timedelta(days=1)
