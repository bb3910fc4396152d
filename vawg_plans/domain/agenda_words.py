"""The sentences in which an agenda says why something is on it, and how its lists are headed."""

from __future__ import annotations

import datetime as dt

from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.agenda import ItemKind, counted
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.moving import Kind, Movement
from vawg_plans.domain.rules import CalculatedStatus, Judgement


def is_bad(action: Action, judged: Judgement) -> bool:
    """Overdue or off track, as stated or by the record."""
    return judged.late or _off_track(action, judged)


def _off_track(action: Action, judged: Judgement) -> bool:
    stated = action.status is DeliveryStatus.OFF_TRACK
    return stated or judged.status is CalculatedStatus.OFF_TRACK


def silence_alone(judged: Judgement) -> bool:
    """Whether the record says at risk for nothing but that nothing was recorded."""
    return (
        judged.stale
        and judged.status is CalculatedStatus.AT_RISK
        and not judged.missed_milestones
        and not judged.behind
    )


def how_bad(action: Action, judged: Judgement, since: dt.date | None, *, still: bool) -> list[str]:
    """Why it is overdue or off track, and since when. `since` is the day from which it has been
    stated off track, where that is known.
    """
    found = []
    if action.status is DeliveryStatus.OFF_TRACK:
        already = ", as at the last meeting" if still else ""
        found.append(f"Stated off track{f' since {in_words(since)}' if since else already}.")
    if judged.reasons:
        reasons = "; ".join(judged.reasons)
        found.append(f"{reasons[:1].upper()}{reasons[1:]}.")
    return found


def silent(judged: Judgement, *, newly: bool) -> str:
    """That nothing was recorded, and whether the last meeting could not have known."""
    days = f"othing recorded for {judged.silent_days} days."
    return f"Newly stale: n{days}" if newly else f"N{days}"


def withdrawn(was: Action, judged: Judgement) -> str:
    """That it was withdrawn, and how it stood when the last meeting saw it."""
    late = " and was overdue" if judged.late else ""
    return f"Withdrawn from the plan; it was stated {was.status.label.lower()}{late}."


def in_full(movement: Movement, judged: Judgement, *, reasons_told: bool) -> str:
    """A movement's sentence; a slip says how many times there were in all, and a status that got
    worse why the record says so.
    """
    if movement.kind is Kind.SLIPPED and judged.slips > 1 and not reasons_told:
        days = f"{judged.slipped_days} days"
        return f"{movement.sentence} It has slipped {_times(judged.slips)} in all, {days}."
    if movement.kind is Kind.WORSE and movement.reasons:
        return f"{movement.sentence} The reasons: {'; '.join(movement.reasons)}."
    return movement.sentence


def _times(count: int) -> str:
    return {1: "once", 2: "twice", 3: "three times"}.get(count, f"{count} times")


def headed(kind: ItemKind, count: int, *, first: bool, withdrawn: bool) -> str:
    """What a list is headed, with how much is in it."""
    label = kind.label
    if kind is ItemKind.DONE and first:
        label = "Done so far"
    elif kind is ItemKind.DONE and withdrawn:
        label = "Done or withdrawn since the last meeting"
    return f"{label}: {counted(kind, count)}"


def shortened(words: str) -> str:
    """Words as a heading of one line."""
    words = " ".join(words.split())
    return words if len(words) <= 120 else words[:119].rsplit(" ", 1)[0] + "…"
