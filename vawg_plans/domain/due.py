"""What is due when: the months of a plan's due dates, and what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.details import Milestone
from vawg_plans.domain.rules import Record, is_late, is_live

# The months shown around the judging date; what is due outside them is counted in one figure each.
MONTHS_BEHIND, MONTHS_AHEAD = 6, 12


@dataclass(slots=True)
class DueIn:
    """The live actions due in a month (its first day), split so that the parts add up.

    Without a month it is one of the three rests: due before the months shown, due after them, or
    with no date, which is never late.
    """

    label: str
    month: dt.date | None = None
    complete: int = 0
    late: int = 0
    open: int = 0

    @property
    def actions(self) -> int:
        return self.complete + self.late + self.open


@dataclass(frozen=True, slots=True)
class DueNext:
    """Something due soon: an action, or one of its milestones."""

    on: dt.date
    action: Action
    milestone: Milestone | None = None


def first_due(action: Action, record: Record) -> dt.date | None:
    """The first due date the action ever had; the present one if it was never changed."""
    return record.due_changes[0].before if record.due_changes else action.due


def due_by_month(actions: Iterable[Action], on: dt.date) -> list[DueIn]:
    """Every live action in one of: earlier months, each month shown (empty ones too), later
    months, no date. The months run from the first to the last due date, no further than
    `MONTHS_BEHIND` and `MONTHS_AHEAD` from the judging date; rests with nothing in them are left
    out.
    """
    live = [a for a in actions if is_live(a)]
    dated = [_month(a.due) for a in live if a.due]
    here = _month(on)
    first = max(min(dated, default=here), here - MONTHS_BEHIND)
    last = min(max(dated, default=here), here + MONTHS_AHEAD)
    months = {
        number: DueIn(f"{_day_of(number):%b %Y}", _day_of(number))
        for number in range(first, last + 1)
    }
    before, after, undated = DueIn("Earlier"), DueIn("Later"), DueIn("No date")
    for action in live:
        number = _month(action.due) if action.due else None
        if number is None:
            place = undated
        else:
            place = months.get(number) or (before if number < first else after)
        if action.status is DeliveryStatus.COMPLETE:
            place.complete += 1
        elif is_late(action, on):
            place.late += 1
        else:
            place.open += 1
    found = [before, *months.values(), after, undated]
    return [d for d in found if d.month or d.actions]


def due_next(actions: Iterable[Action], on: dt.date, days: int) -> list[DueNext]:
    """What is due from the judging date to so many days later, soonest first: live actions that
    are not complete, and milestones of such actions that are not done.
    """
    end = on + dt.timedelta(days=days)
    found = []
    for action in actions:
        if not is_live(action) or action.status is DeliveryStatus.COMPLETE:
            continue
        if action.due and on <= action.due <= end:
            found.append(DueNext(action.due, action))
        found += [
            DueNext(m.due, action, m)
            for m in action.milestones
            if m.done_on is None and m.due and on <= m.due <= end
        ]
    return sorted(found, key=lambda d: (d.on, d.action.position, d.milestone is not None))


def in_due_order(actions: Iterable[Action]) -> list[Action]:
    """Actions that are not complete by due date, those without one last; then the complete ones."""
    return sorted(
        actions,
        key=lambda a: (
            a.status is DeliveryStatus.COMPLETE,
            a.due or dt.date.max,
            a.position,
            a.id,
        ),
    )


def _month(day: dt.date) -> int:
    """A month as a number that can be counted on."""
    return day.year * 12 + day.month - 1


def _day_of(number: int) -> dt.date:
    return dt.date(number // 12, number % 12 + 1, 1)
