"""The definitions: late, slip, stale, calculated status, progress. Each computed here, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.moments import in_words


class Stands(Protocol):
    """What liveness, lateness and progress follow from: an action, or what is kept of one."""

    @property
    def status(self) -> DeliveryStatus: ...
    @property
    def due(self) -> dt.date | None: ...
    @property
    def withdrawn(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """The dated numbers of the definitions, from `data/framework/parameters.csv`."""

    progress_stale_days: int = 60
    plan_stale_days: int = 100
    slips_off_track: int = 3
    behind_points: int = 25


class CalculatedStatus(StrEnum):
    """What the record itself says, beside what is stated."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    COMPLETE = "complete"
    COMPLETE_NOT_EVIDENCED = "complete_not_evidenced"

    @property
    def label(self) -> str:
        if self is CalculatedStatus.COMPLETE_NOT_EVIDENCED:
            return "Complete, not evidenced"
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class DueChange:
    """A revision that changed the due date, both dates known; `on` is its day in London."""

    before: dt.date
    after: dt.date
    on: dt.date | None = None

    @property
    def slipped_days(self) -> int:
        """Days later, 0 when it was brought forward."""
        return max(0, (self.after - self.before).days)


@dataclass(frozen=True, slots=True)
class Record:
    """What an action's earlier revisions say.

    `created_on` and `last_progress_on` are days in London; the latter is None when no progress
    update was ever recorded.
    """

    created_on: dt.date
    last_progress_on: dt.date | None = None
    due_changes: tuple[DueChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What follows from an action and its record at a judging date. `reasons` are sentences.

    `explained` says that the stated status differs and that a reason given for just that stands;
    `behind` that the reported percent is further behind the time gone than the limit.
    """

    late: bool
    slips: int
    slipped_days: int
    stale: bool
    silent_days: int
    status: CalculatedStatus
    reasons: tuple[str, ...]
    disagrees: bool
    missed_milestones: int = 0
    explained: bool = False
    behind: bool = False


def is_live(action: Stands) -> bool:
    """Live: the newest revision is not withdrawn."""
    return not action.withdrawn


def is_late(action: Stands, on: dt.date) -> bool:
    """Late: live, not complete, due before the judging date. Words alone are never late."""
    return (
        is_live(action)
        and action.status is not DeliveryStatus.COMPLETE
        and action.due is not None
        and action.due < on
    )


def judge(action: Action, record: Record, on: dt.date, limits: Limits = Limits()) -> Judgement:
    """Everything that follows from `action` at the judging date `on`."""
    complete = action.status is DeliveryStatus.COMPLETE
    late = is_late(action, on)
    slips = [c for c in record.due_changes if c.slipped_days > 0]
    slipped_days = sum(c.slipped_days for c in slips)
    silent_days = max(0, (on - (record.last_progress_on or record.created_on)).days)
    stale = is_live(action) and not complete and silent_days >= limits.progress_stale_days

    reasons: list[str] = []
    if late and action.due:
        days = (on - action.due).days
        reasons.append(f"overdue by {days} day{_s(days)} (due {in_words(action.due)})")
    if slips:
        reasons.append(_slipped(slips, slipped_days))
    missed = [m for m in action.milestones if m.missed(on)] if not complete else []
    if missed:
        first = min(m.due for m in missed if m.due)
        many = "a milestone" if len(missed) == 1 else f"{len(missed)} milestones"
        reasons.append(f"{many} missed (due {in_words(first)})")
    if stale:
        what = "no progress recorded" if record.last_progress_on else "nothing recorded"
        reasons.append(f"{what} for {silent_days} days")
    points = _points_behind(action, on)
    behind = not complete and points is not None and points > limits.behind_points
    if behind:
        reasons.append(f"{points:.0f} points behind the time gone")

    if complete and action.evidenced:
        status = CalculatedStatus.COMPLETE
    elif complete:
        status = CalculatedStatus.COMPLETE_NOT_EVIDENCED
        reasons.append("complete without evidence")
    elif late or len(slips) >= limits.slips_off_track:
        status = CalculatedStatus.OFF_TRACK
    elif missed or stale or behind:
        status = CalculatedStatus.AT_RISK
    elif (
        action.status is DeliveryStatus.NOT_STARTED
        and record.last_progress_on is None
        and not action.percent
    ):
        status = CalculatedStatus.NOT_STARTED
    else:
        status = CalculatedStatus.ON_TRACK
    return Judgement(
        late=late,
        slips=len(slips),
        slipped_days=slipped_days,
        stale=stale,
        silent_days=silent_days,
        status=status,
        reasons=tuple(reasons),
        disagrees=status.value != action.status.value,
        missed_milestones=len(missed),
        explained=(
            action.override is not None
            and status.value != action.status.value
            and (action.override.stated, action.override.calculated)
            == (action.status.value, status.value)
        ),
        behind=behind,
    )


def _slipped(slips: list[DueChange], days: int) -> str:
    """slipped twice since May 2026, 40 days in all; the month where it is known."""
    times = {1: "once", 2: "twice", 3: "three times"}.get(len(slips), f"{len(slips)} times")
    first = min((s.on for s in slips if s.on), default=None)
    when = f" {'in' if len(slips) == 1 else 'since'} {first:%B %Y}" if first else ""
    return f"slipped {times}{when}, {days} day{_s(days)} in all"


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _points_behind(action: Action, on: dt.date) -> float | None:
    """Percentage points by which the share of time gone exceeds the reported percent.

    None when start, due or percent is missing: missing is not zero.
    """
    if action.start is None or action.due is None or action.percent is None:
        return None
    span = (action.due - action.start).days
    gone = (on - action.start).days
    share = 100.0 if span <= 0 else min(100.0, max(0.0, 100.0 * gone / span))
    return share - action.percent


@dataclass(frozen=True, slots=True)
class Progress:
    """The share of live actions complete, with both counts. `share` is None of no actions."""

    complete: int
    live: int

    @property
    def share(self) -> float | None:
        return self.complete / self.live if self.live else None


def percent_words(part: int, whole: int) -> str:
    """A share in whole percent. 100% means all and 0% none: nothing rounds to either."""
    share = round(100 * part / whole)
    if 0 < part < whole:
        share = min(99, max(1, share))
    return f"{share}%"


def progress_of(actions: Iterable[Stands]) -> Progress:
    """Progress of a set: live actions complete, of live actions."""
    live = [a for a in actions if is_live(a)]
    return Progress(sum(a.status is DeliveryStatus.COMPLETE for a in live), len(live))


def plan_is_stale(last_shared_on: dt.date | None, on: dt.date, limits: Limits) -> bool:
    """A plan is stale when it has been shared, and nothing newer for the limit's days."""
    return last_shared_on is not None and (on - last_shared_on).days >= limits.plan_stale_days
