"""What moved between two moments of a plan: one definition, for reports and for meetings.

An action is compared with itself, as it stood and as it stands; one that was not in the plan had
nothing: no status, no slip, no lateness. So whoever was there is never told twice that something
is late, and nothing that happened between the moments and was undone again is told at all, but
for slips: a date moved later has slipped, whatever came after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.rules import CalculatedStatus, Judgement, Record
from vawg_plans.errors import InvalidInput


class PlanAt(Protocol):
    """A plan at a moment, as `services.plans.OpenPlan` holds it: what follows is by action id."""

    @property
    def actions(self) -> list[Action]: ...
    @property
    def withdrawn(self) -> list[Action]: ...
    @property
    def records(self) -> dict[str, Record]: ...
    @property
    def judged(self) -> dict[str, Judgement]: ...
    @property
    def judged_on(self) -> dt.date: ...


class Kind(StrEnum):
    """How an action moved, in the order in which a reader needs to know."""

    WORSE = "worse"
    LATE = "late"
    SLIPPED = "slipped"
    STALE = "stale"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"
    BETTER = "better"
    EVIDENCED = "evidenced"
    NEW = "new"
    RESTORED = "restored"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Kind.WORSE: "Got worse",
    Kind.LATE: "Newly late",
    Kind.SLIPPED: "Slipped",
    Kind.STALE: "Gone stale",
    Kind.WITHDRAWN: "Withdrawn",
    Kind.COMPLETED: "Completed",
    Kind.BETTER: "Got better",
    Kind.EVIDENCED: "Evidence added",
    Kind.NEW: "New",
    Kind.RESTORED: "Back in the plan",
}

# From good to bad. What has not begun is worse than what is on its way, and better than what is at
# risk. Stated and calculated statuses share their values.
_ORDER = (
    CalculatedStatus.COMPLETE,
    CalculatedStatus.COMPLETE_NOT_EVIDENCED,
    CalculatedStatus.ON_TRACK,
    CalculatedStatus.NOT_STARTED,
    CalculatedStatus.AT_RISK,
    CalculatedStatus.OFF_TRACK,
)
_RANK = {status.value: place for place, status in enumerate(_ORDER)}


@dataclass(frozen=True, slots=True)
class Movement:
    """One way in which one action moved.

    `action` is as it stands after (of one withdrawn, its last revision). `before` and `after` are
    what moved, in words, `before` empty where there was nothing; `sentence` says it whole, with
    words that people typed. `reasons` are why the record says worse; `days` by how many days it
    slipped, 0 for any other kind.
    """

    kind: Kind
    action: Action
    before: str
    after: str
    sentence: str
    reasons: tuple[str, ...] = ()
    days: int = 0


Moves = dict[Kind, list[Movement]]


def stated_worse(was: Action, now: Action) -> bool:
    """Whether an action is now stated to be worse than it was stated to be."""
    return _RANK[now.status.value] > _RANK[was.status.value]


def moved(before: PlanAt, after: PlanAt) -> Moves:
    """Every movement between two moments, each kind present, each in the plan's order.

    The live actions after are those before, with the new and the restored, without the withdrawn;
    an action that came and went between the two is in neither plan and has not moved. Raises
    `InvalidInput` when `after` is the earlier one.
    """
    if after.judged_on < before.judged_on:
        raise InvalidInput("The moment to compare with must not be the later one.")
    was = {a.id: a for a in before.actions}
    gone_before = {a.id for a in before.withdrawn}
    moves: Moves = {kind: [] for kind in Kind}
    for action in after.actions:
        found = _of_one(
            was.get(action.id),
            action,
            before.judged.get(action.id),
            after.judged[action.id],
            _slips_since(before.records.get(action.id), after.records[action.id]),
        )
        if action.id not in was:
            found.append(_came(action, action.id in gone_before))
        for movement in found:
            moves[movement.kind].append(movement)
    for action in after.withdrawn:
        if action.id in was:
            words = was[action.id].status.label
            moves[Kind.WITHDRAWN].append(
                Movement(Kind.WITHDRAWN, action, words, "Withdrawn", "Withdrawn from the plan.")
            )
    return moves


def by_action(moves: Mapping[Kind, list[Movement]]) -> list[tuple[Action, list[Movement]]]:
    """The same, an action at a time: by its most pressing movement, and of those that share one,
    the actions that moved in most ways first.
    """
    found: dict[str, tuple[Action, list[Movement]]] = {}
    for kind in Kind:
        for movement in moves[kind]:
            found.setdefault(movement.action.id, (movement.action, []))[1].append(movement)
    kinds = list(Kind)
    return sorted(found.values(), key=lambda one: (kinds.index(one[1][0].kind), -len(one[1])))


def told(movements: list[Movement]) -> str:
    """One action's movements in a line. The reasons are given where no sentence has them."""
    words = [m.sentence for m in movements]
    if not any(m.kind in (Kind.LATE, Kind.SLIPPED, Kind.STALE) for m in movements):
        reasons = next((m.reasons for m in movements if m.reasons), ())
        words += [_sentence("; ".join(reasons))] if reasons else []
    return " ".join(words)


def _of_one(
    was: Action | None,
    now: Action,
    judged_before: Judgement | None,
    judged: Judgement,
    slips: list[tuple[dt.date, dt.date, int]],
) -> list[Movement]:
    """How a live action moved, but for its coming into the plan."""
    found: list[Movement] = []
    if was is None:
        judged_before = None
    complete = now.status is DeliveryStatus.COMPLETE
    if complete and (was is None or was.status is not DeliveryStatus.COMPLETE):
        words = "with evidence" if now.evidenced else "but no evidence is named"
        before = was.status.label if was else ""
        found.append(Movement(Kind.COMPLETED, now, before, "Complete", f"Complete, {words}."))
    elif was and judged_before:
        found += _status_moves(was, now, judged_before, judged)
    if slips:
        found.append(_slipped(now, slips))
    if judged.late and not (judged_before and judged_before.late) and now.due:
        found.append(
            Movement(
                Kind.LATE,
                now,
                "Not late" if was else "",
                "Late",
                f"Late: due on {in_words(now.due)} and not complete.",
            )
        )
    if judged.stale and not (judged_before and judged_before.stale):
        sentence = f"Nothing recorded for {judged.silent_days} days."
        before = "Not stale" if was else ""
        found.append(Movement(Kind.STALE, now, before, "Stale", sentence))
    if evidence := _evidence_added(was, now):
        before = ("Some evidence" if was.evidenced else "No evidence") if was else ""
        found.append(Movement(Kind.EVIDENCED, now, before, "Evidence added", evidence))
    return found


def _status_moves(was: Action, now: Action, before: Judgement, after: Judgement) -> list[Movement]:
    """Worse and better: as stated, and by the record. One may get worse as the other improves."""
    worse: list[tuple[str, str, str]] = []
    better: list[tuple[str, str, str]] = []
    stated = _RANK[now.status.value] - _RANK[was.status.value]
    if stated:
        words = f"stated {now.status.label.lower()}, before {was.status.label.lower()}"
        side = worse if stated > 0 else better
        side.append((was.status.label, now.status.label, words))
    calculated = _RANK[after.status.value] - _RANK[before.status.value]
    if calculated:
        words = (
            f"the record says {after.status.label.lower()}, before {before.status.label.lower()}"
        )
        side = worse if calculated > 0 else better
        side.append((before.status.label, after.status.label, words))
    reasons = after.reasons if calculated > 0 else ()
    return [
        Movement(
            kind, now, parts[0][0], parts[0][1], _sentence("; ".join(p[2] for p in parts)), why
        )
        for kind, parts, why in ((Kind.WORSE, worse, reasons), (Kind.BETTER, better, ()))
        if parts
    ]


def _slips_since(before: Record | None, after: Record) -> list[tuple[dt.date, dt.date, int]]:
    """From, to and days of each slip after the earlier moment: changes are only ever added."""
    known = len(before.due_changes) if before else 0
    return [
        (c.before, c.after, c.slipped_days) for c in after.due_changes[known:] if c.slipped_days
    ]


def _slipped(action: Action, slips: list[tuple[dt.date, dt.date, int]]) -> Movement:
    first, last, days = slips[0][0], slips[-1][1], sum(s[2] for s in slips)
    times = {1: "", 2: " twice,"}.get(len(slips), f" {len(slips)} times,")
    later = f"{days} day{'' if days == 1 else 's'} later"
    sentence = f"Due date moved{times} from {in_words(first)} to {in_words(last)}, {later}"
    sentence += " in all" if len(slips) > 1 else ""
    if action.due != last:
        now = f"due {in_words(action.due)}" if action.due else "without a date"
        sentence += f"; now {now}"
    return Movement(
        Kind.SLIPPED, action, in_words(first), in_words(last), sentence + ".", days=days
    )


def _evidence_added(was: Action | None, now: Action) -> str:
    """What is newly named as evidence: references, or words where there were none."""
    known = {item.id for item in was.evidence_items} if was else set()
    titles = [item.title for item in now.evidence_items if item.id not in known]
    if titles:
        more = f" and {len(titles) - 2} more" if len(titles) > 2 else ""
        return f"Evidence added: {', '.join(titles[:2])}{more}."
    if now.evidence.strip() and not (was and was.evidence.strip()):
        return "It is now said where the evidence is held."
    return ""


def _came(action: Action, was_withdrawn: bool) -> Movement:
    due = f"due {in_words(action.due)}" if action.due else "with no date"
    if was_withdrawn:
        return Movement(
            Kind.RESTORED, action, "Withdrawn", action.status.label, f"Back in the plan, {due}."
        )
    return Movement(Kind.NEW, action, "", action.status.label, f"New in the plan, {due}.")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."
