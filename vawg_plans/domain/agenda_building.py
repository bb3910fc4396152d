"""An agenda built from the plan itself, most pressing first.

What moved since the last meeting is told as `domain/moving` defines it. An action stands once,
under its most pressing kind, with every reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.agenda import LISTS, Item, ItemKind, Listed
from vawg_plans.domain.decisions import Decision, told
from vawg_plans.domain.due import in_due_order
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.moving import Kind, Movement, PlanAt, by_action, moved, stated_worse
from vawg_plans.domain.rules import CalculatedStatus, Judgement

_OF_MOVING = {
    Kind.WORSE: ItemKind.WORSE,
    Kind.SLIPPED: ItemKind.SLIPPED,
    Kind.LATE: ItemKind.LATE,
    Kind.STALE: ItemKind.STALE,
    Kind.COMPLETED: ItemKind.DONE,
}
# Why the record can say worse though nobody states it.
_EXPLAINING = (ItemKind.SLIPPED, ItemKind.LATE, ItemKind.STALE)
# At a first meeting everything that ever slipped has slipped since the last; what slipped once is
# then no news.
_FIRST_SLIPS = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that waits for the Gold Group's decision since a day: a comment that asks for one
    (`comment:ID`), or a plan submitted for approval (`review:ID`).

    Not who asked: a name would stand in minutes for ever.
    """

    key: str
    words: str
    on: dt.date
    action_id: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A cell of the matrix that is neither covered nor answered, with its names."""

    area: str
    p: str
    area_name: str
    p_name: str


def built(
    before: PlanAt | None,
    after: PlanAt,
    *,
    asked: Iterable[Asked] = (),
    carried: Sequence[Decision] = (),
    gaps: Sequence[Gap] = (),
    due_before: dt.date,
) -> tuple[Item, ...]:
    """The whole agenda in its own order, nothing dropped.

    `before` is the plan at the last meeting's moment, None for a first meeting. `carried` are the
    decisions of earlier meetings that are open, or were settled since the last. What is due on or
    after the judging date and before `due_before` is due.
    """
    building = _Building(before, after)
    building.ask(asked)
    building.carry(carried)
    building.move()
    building.due(due_before)
    return building.items(gaps)


@dataclass(slots=True)
class _One:
    """What is known of one action, until its place is."""

    action: Action
    kind: ItemKind
    why: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)


class _Building:
    """Gathers every reason of every action, and the items that are about none."""

    def __init__(self, before: PlanAt | None, after: PlanAt) -> None:
        self._before, self._after = before, after
        self._was = {a.id: a for a in before.actions} if before else {}
        self._live = {a.id: a for a in after.actions}
        self._places = {a.id: place for place, a in enumerate(after.actions)}
        moves = moved(before or _Nothing(after.judged_on), after)
        self._moved = {action.id: found for action, found in by_action(moves)}
        self._ones: dict[str, _One] = {}
        self._others: list[Item] = []

    def ask(self, asked: Iterable[Asked]) -> None:
        for one in sorted(asked, key=lambda a: (a.on, a.key)):
            words = f"Asked on {in_words(one.on)}: {' '.join(one.words.split())}"
            kind = ItemKind.DECISION_AWAITED
            self._say_or_list(one.action_id, kind, words, one.key, one.words)

    def carry(self, carried: Iterable[Decision]) -> None:
        on = self._after.judged_on
        for one in carried:
            late = one.overdue(on)
            kind = ItemKind.DECISION_AWAITED if late else ItemKind.MOVED
            key, words = f"decision:{one.id}", told(one, on)
            self._say_or_list(one.action_id, kind, words, key, one.words)

    def move(self) -> None:
        """What moved; an action that is on the agenda already says so too."""
        for action_id, movements in self._moved.items():
            if action_id not in self._live:
                if action_id in self._ones:
                    self._ones[action_id].why += [m.sentence for m in movements]
                continue
            told_of = [m for m in movements if m.kind in _OF_MOVING and not self._no_news(m)]
            if told_of or action_id in self._ones:
                for m, kind in zip(told_of, self._kinds(action_id, told_of), strict=True):
                    self._say(action_id, kind, _in_full(m, self._judged(action_id)))
                if not told_of:
                    self._ones[action_id].why += [m.sentence for m in movements]

    def due(self, before: dt.date) -> None:
        """What falls due, that nothing more pressing is said of."""
        on = self._after.judged_on
        for action in in_due_order(self._after.actions):
            if action.status is DeliveryStatus.COMPLETE or action.due is None:
                continue
            if on <= action.due < before:
                words = f"Due on {in_words(action.due)}; stated {action.status.label.lower()}."
                self._say(action.id, ItemKind.DUE, words)

    def items(self, gaps: Sequence[Gap]) -> tuple[Item, ...]:
        """All of it. An action of which something was asked or decided is never a mere line."""
        found = [*self._others, *_gap_item(gaps)]
        for kind in ItemKind:
            ones = sorted((o for o in self._ones.values() if o.kind is kind), key=self._pressing)
            lines = [one for one in ones if kind in LISTS and not one.about]
            found += [_item(one) for one in ones if one not in lines]
            if lines:
                heading = _counted(kind, len(lines), first=self._before is None)
                listed = tuple(_line(one) for one in lines)
                found.append(Item(LISTS[kind], kind, None, heading, (), listed))
        kinds = list(ItemKind)
        return tuple(sorted(found, key=lambda item: kinds.index(item.kind)))

    def _say_or_list(
        self, action_id: str | None, kind: ItemKind, words: str, key: str, heading: str
    ) -> None:
        """A reason of its action; an item of its own where it is about none in the plan."""
        if not self._say(action_id, kind, words, key):
            self._others.append(Item(key, kind, None, _short(heading), (words,), about=(key,)))

    def _say(self, action_id: str | None, kind: ItemKind, words: str, about: str = "") -> bool:
        """Add a reason to an action; False where it is about none that is in the plan."""
        action = self._live.get(action_id or "") or next(
            (a for a in self._after.withdrawn if a.id == action_id), None
        )
        if action is None:
            return False
        one = self._ones.setdefault(action.id, _One(action, kind))
        kinds = list(ItemKind)
        one.kind = min(one.kind, kind, key=kinds.index)
        one.why.append(words)
        one.about += [about] if about else []
        return True

    def _judged(self, action_id: str) -> Judgement:
        return self._after.judged[action_id]

    def _kinds(self, action_id: str, movements: list[Movement]) -> list[ItemKind]:
        """Under which kind each movement stands. Where the record alone says worse, and because
        something slipped, went late or stale, that is what there is to talk of.
        """
        kinds = [_OF_MOVING[m.kind] for m in movements]
        was = self._was.get(action_id)
        if was is None or stated_worse(was, self._live[action_id]):
            return kinds
        other = next((k for k in kinds if k in _EXPLAINING), None)
        return [other if k is ItemKind.WORSE and other else k for k in kinds]

    def _no_news(self, movement: Movement) -> bool:
        """A slip of what is complete by now, or at a first meeting one that was the only one."""
        if movement.kind is not Kind.SLIPPED:
            return False
        if movement.action.status is DeliveryStatus.COMPLETE:
            return True
        return self._before is None and self._judged(movement.action.id).slips < _FIRST_SLIPS

    def _pressing(self, one: _One) -> tuple[int, int, int]:
        """Of one kind: what the record says is worst first, then most reasons, then the plan's
        order.
        """
        judged = self._after.judged.get(one.action.id)
        off = judged is not None and judged.status is CalculatedStatus.OFF_TRACK
        if one.kind is ItemKind.DUE:
            return 0, one.action.due.toordinal() if one.action.due else 0, 0
        return 0 if off else 1, -len(one.why), self._places.get(one.action.id, 0)


@dataclass(frozen=True, slots=True)
class _Nothing:
    """The plan before a first meeting: there was nothing that it knew."""

    judged_on: dt.date
    actions: list[Action] = field(default_factory=list)
    withdrawn: list[Action] = field(default_factory=list)
    records: dict[str, Any] = field(default_factory=dict)
    judged: dict[str, Judgement] = field(default_factory=dict)


def _in_full(movement: Movement, judged: Judgement) -> str:
    """A movement's sentence; a slip says how many times there were in all, and a status that got
    worse why the record says so.
    """
    if movement.kind is Kind.SLIPPED and judged.slips > 1:
        days = f"{judged.slipped_days} days"
        return f"{movement.sentence} It has slipped {_times(judged.slips)} in all, {days}."
    if movement.kind is Kind.WORSE and movement.reasons:
        return f"{movement.sentence} The reasons: {'; '.join(movement.reasons)}."
    return movement.sentence


def _times(count: int) -> str:
    return {1: "once", 2: "twice", 3: "three times"}.get(count, f"{count} times")


def headline(action: Action) -> str:
    """An action as an agenda calls it: its reference and its title."""
    return " ".join(f"{action.reference} {action.title}".split())


def _item(one: _One) -> Item:
    why = tuple(dict.fromkeys(one.why))
    heading, key = headline(one.action), f"action:{one.action.id}"
    return Item(key, one.kind, one.action.id, heading, why, about=tuple(one.about))


def _line(one: _One) -> Listed:
    why = tuple(dict.fromkeys(one.why))
    return Listed(f"action:{one.action.id}", headline(one.action), why, one.action.id)


def _counted(kind: ItemKind, count: int, *, first: bool) -> str:
    label = "Done so far" if first and kind is ItemKind.DONE else kind.label
    actions = f"{count} action{'' if count == 1 else 's'}"
    return f"{label}: {actions}"


def _gap_item(gaps: Sequence[Gap]) -> tuple[Item, ...]:
    if not gaps:
        return ()
    cells = f"{len(gaps)} cell{'' if len(gaps) == 1 else 's'} of the matrix"
    lines = tuple(Listed(f"{g.area}:{g.p}", f"{g.p_name} × {g.area_name.lower()}") for g in gaps)
    heading = f"Gaps: {cells} with no accepted action"
    return (Item(LISTS[ItemKind.GAP], ItemKind.GAP, None, heading, (), lines),)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 120 else words[:119].rsplit(" ", 1)[0] + "…"
