"""An agenda built from the plan itself, most pressing first.

What moved since the last meeting is told as `domain/moving` defines it. An action stands once,
under its most pressing kind, with every reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.agenda import LISTS, MORE, Item, ItemKind, Listed, counted
from vawg_plans.domain.agenda_screens import kept_single, urgency
from vawg_plans.domain.agenda_words import (
    headed,
    how_bad,
    in_full,
    is_bad,
    shortened,
    silence_alone,
    silent,
    withdrawn,
)
from vawg_plans.domain.decisions import Decision, told
from vawg_plans.domain.due import in_due_order
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.moving import Kind, Movement, PlanAt, by_action, moved, stated_worse
from vawg_plans.domain.rules import Judgement

_OF_MOVING = {
    Kind.WORSE: ItemKind.WORSE,
    Kind.SLIPPED: ItemKind.SLIPPED,
    Kind.LATE: ItemKind.LATE,
}
_PRESSING = frozenset(_OF_MOVING)
# What puts nothing on an agenda, and is said of what is on it.
_BESIDE = frozenset([Kind.BETTER, Kind.EVIDENCED, Kind.NEW, Kind.RESTORED])
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
    off_track_since: Mapping[str, dt.date] | None = None,
) -> tuple[Item, ...]:
    """The whole agenda in its own order, nothing dropped.

    `before` is the plan from which the last meeting's agenda was built, None for a first meeting.
    `carried` are the decisions of earlier meetings that are open, or were settled since the last.
    What is due on or after the judging date and before `due_before` is due. `off_track_since` gives
    the day from which an action has been stated off track, where that is known.
    """
    building = _Building(before, after, off_track_since or {})
    building.ask(asked)
    building.carry(carried)
    building.move()
    building.withdraw()
    building.due(due_before)
    return building.items(gaps)


@dataclass(slots=True)
class _One:
    """What is known of one action, until its place is. The first reasons are those of `about`."""

    action: Action
    kind: ItemKind
    why: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)


class _Building:
    """Gathers every reason of every action, and the items that are about none."""

    def __init__(
        self, before: PlanAt | None, after: PlanAt, off_track_since: Mapping[str, dt.date]
    ) -> None:
        self._first, self._after, self._since = before is None, after, off_track_since
        self._before = before or _Nothing(after.judged_on)
        self._was = {a.id: a for a in self._before.actions}
        self._live = {a.id: a for a in after.actions}
        self._places = {a.id: place for place, a in enumerate(after.actions)}
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
        """What moved, and what is bad or stale still; each action with every reason."""
        moves = {a.id: found for a, found in by_action(moved(self._before, self._after))}
        for action in self._after.actions:
            self._move_one(action, [m for m in moves.get(action.id, []) if not self._no_news(m)])

    def _move_one(self, action: Action, movements: Sequence[Movement]) -> None:
        judged = self._after.judged[action.id]
        pressing = [m for m in movements if m.kind in _PRESSING]
        reasons_told = any(m.reasons for m in pressing)
        if is_bad(action, judged) and (self._first or not pressing):
            kind = ItemKind.STILL if self._was_bad(action) else ItemKind.OFF_TRACK
            still = kind is ItemKind.STILL
            for words in how_bad(action, judged, self._since.get(action.id), still=still):
                self._say(action.id, kind, words)
            pressing, reasons_told = [], True
        kinds = [_OF_MOVING[m.kind] for m in pressing]
        if not self._stated_worse(action):
            # Where the record alone says worse, what slipped or went late is what there is to say.
            kinds = [next((k for k in kinds if k is not ItemKind.WORSE), k) for k in kinds]
        for m, kind in zip(pressing, kinds, strict=True):
            if m.kind is not Kind.LATE or not reasons_told:
                self._say(action.id, kind, in_full(m, judged, reasons_told=reasons_told))
        if judged.stale and not reasons_told:
            words = silent(judged, newly=not self._first and not self._was_stale(action))
            self._say(action.id, ItemKind.STALE, words)
        for m in movements:
            if m.kind is Kind.COMPLETED:
                self._say(action.id, ItemKind.DONE, m.sentence)
            elif m.kind in _BESIDE and action.id in self._ones and not self._first:
                self._ones[action.id].why.append(m.sentence)

    def withdraw(self) -> None:
        """What was withdrawn since the last meeting; a decision about it is told beside."""
        for action in self._after.withdrawn:
            was = self._was.get(action.id)
            if was is None:
                continue
            words = withdrawn(was, self._before.judged[action.id])
            if action.id in self._ones:
                self._ones[action.id].why.append(words)
            else:
                self._say(action.id, ItemKind.DONE, words)

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
        """All of it: what is read as a list as one, and the rest of what is too much for screens.
        An action of which something was asked or decided is no mere line while there is room.
        """
        kinds = list(ItemKind)
        ones = sorted(self._ones.values(), key=lambda o: (kinds.index(o.kind), self._pressing(o)))
        lines = [o for o in ones if o.kind in LISTS and (not o.about or o.kind is ItemKind.STILL)]
        single = [*self._others, *(_item(o) for o in ones if o not in lines)]
        single.sort(key=lambda item: kinds.index(item.kind))
        kept = kept_single(single)
        rest = [i for i in single if i.key not in kept]
        found = [*(i for i in single if i.key in kept), *_gap_item(gaps)]
        for kind in kinds:
            folded = [i for i in rest if i.kind is kind]
            mine = [one for one in lines if one.kind is kind]
            listed = [*map(_line_of, folded), *map(_line, mine)]
            if listed:
                about = tuple(key for i in folded for key in i.about)
                about += tuple(key for one in mine for key in one.about)
                alone = all(i.kind is not kind for i in found)
                found.append(self._list(kind, listed, about, alone=alone))
        return tuple(sorted(found, key=lambda item: kinds.index(item.kind)))

    def _list(
        self, kind: ItemKind, lines: Sequence[Listed], about: tuple[str, ...], *, alone: bool
    ) -> Item:
        if kind not in LISTS:
            rest = "" if alone else ", the rest"
            heading = f"{kind.label}{rest}: {counted(kind, len(lines))}"
            return Item(f"{MORE}{kind}", kind, None, heading, (), tuple(lines), about)
        gone = any(x.action_id not in self._live for x in lines)
        heading = headed(kind, len(lines), first=self._first, withdrawn=gone)
        return Item(LISTS[kind], kind, None, heading, (), tuple(lines), about)

    def _say_or_list(
        self, action_id: str | None, kind: ItemKind, words: str, key: str, heading: str
    ) -> None:
        """A reason of its action; an item of its own where it is about none in the plan."""
        if not self._say(action_id, kind, words, key):
            self._others.append(Item(key, kind, None, shortened(heading), (words,), about=(key,)))

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

    def _was_bad(self, action: Action) -> bool:
        was = self._was.get(action.id)
        return was is not None and is_bad(was, self._before.judged[action.id])

    def _stated_worse(self, action: Action) -> bool:
        was = self._was.get(action.id)
        return was is not None and stated_worse(was, action)

    def _was_stale(self, action: Action) -> bool:
        return action.id in self._was and self._before.judged[action.id].stale

    def _no_news(self, movement: Movement) -> bool:
        """A slip of what is complete by now, or at a first meeting one that was the only one; and a
        status that the record gives for silence alone, which is stale and no more.
        """
        action = movement.action
        judged = self._after.judged[action.id]
        if movement.kind is Kind.WORSE:
            return silence_alone(judged) and not self._stated_worse(action)
        if movement.kind is not Kind.SLIPPED:
            return False
        if action.status is DeliveryStatus.COMPLETE:
            return True
        return self._first and judged.slips < _FIRST_SLIPS

    def _pressing(self, one: _One) -> tuple[int, ...]:
        """Of one kind, the worst first; then that of which most is said; then the plan's order."""
        judged = self._after.judged.get(one.action.id)
        worst: tuple[int, ...] = ()
        if judged:
            newly = not self._was_stale(one.action)
            worst = urgency(one.kind, one.action, judged, self._after.judged_on, newly=newly)
        return *worst, -len(one.why), self._places.get(one.action.id, -1)


@dataclass(frozen=True, slots=True)
class _Nothing:
    """The plan before a first meeting: there was nothing that it knew."""

    judged_on: dt.date
    actions: list[Action] = field(default_factory=list)
    withdrawn: list[Action] = field(default_factory=list)
    records: dict[str, Any] = field(default_factory=dict)
    judged: dict[str, Judgement] = field(default_factory=dict)


def headline(action: Action) -> str:
    """An action as an agenda calls it: its reference and its title."""
    return " ".join(f"{action.reference} {action.title}".split())


def _item(one: _One) -> Item:
    why = tuple(dict.fromkeys(one.why))
    heading, key = headline(one.action), f"action:{one.action.id}"
    return Item(key, one.kind, one.action.id, heading, why, about=tuple(one.about))


def _line(one: _One) -> Listed:
    """An action as a line: how it stands, then what was decided about it."""
    asked = len(one.about)
    why = tuple(dict.fromkeys((*one.why[asked:], *one.why[:asked])))
    return Listed(f"action:{one.action.id}", headline(one.action), why, one.action.id)


def _line_of(item: Item) -> Listed:
    """An item that has no screen of its own as a line."""
    return Listed(item.key, item.heading, item.why, item.action_id)


def _gap_item(gaps: Sequence[Gap]) -> tuple[Item, ...]:
    if not gaps:
        return ()
    cells = f"{len(gaps)} cell{'' if len(gaps) == 1 else 's'} of the matrix"
    lines = tuple(Listed(f"{g.area}:{g.p}", f"{g.p_name} × {g.area_name.lower()}") for g in gaps)
    heading = f"Gaps: {cells} with no accepted action"
    return (Item(LISTS[ItemKind.GAP], ItemKind.GAP, None, heading, (), lines),)
