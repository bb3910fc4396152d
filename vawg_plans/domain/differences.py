"""Two people wrote one action at once: what each changed, place by place, and what is kept.

Three states are compared: the action as a writer opened it (`was`), as it is saved now (`theirs`)
and as the writer would have it (`mine`). A place is a field; of the mapping it is one column of
tags, of milestones, evidence and risks it is one item. What only one of the two changed is theirs
or mine without a question. What both changed, and not to the same, clashes: somebody chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from vawg_plans.domain.actions import EDITABLE, FIELD_LABELS, Action, Tag
from vawg_plans.domain.details import new_item_id
from vawg_plans.domain.value_texts import (
    GROUP_LABELS,
    TAG_GROUPS,
    group_of,
    with_group,
)
from vawg_plans.errors import InvalidInput

# A text of several lines keeps both as paragraphs, one of a single line on that line.
_TEXTS = ("description", "success_measure", "evidence", "context", "shaped_by")
_LINES = ("title", "reference", "local_strand", "due_words", "equality_impact")
_LISTS = ("owner_posts", "partners", "depends_on")
_ITEMS = ("milestones", "evidence_items", "risks")
_ITEM_LABELS = {"milestones": "Milestone", "evidence_items": "Evidence", "risks": "Risk"}


class Keep(StrEnum):
    """What is kept of a place that both changed."""

    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Difference:
    """A place that one of the two changed, or both.

    `part` names a column of tags or an item's id, and is empty for a whole field. The values are
    the field's; of a column its tags; of an item the item, or None where there is none.
    """

    field: str
    part: str
    was: Any
    theirs: Any
    mine: Any

    @property
    def place(self) -> str:
        """A name for the place, unique within the action."""
        return f"{self.field}/{self.part}" if self.part else self.field

    @property
    def label(self) -> str:
        """The place as it is named on screen."""
        if self.field in _ITEMS:
            return _ITEM_LABELS[self.field]
        return GROUP_LABELS.get(self.part) or FIELD_LABELS[self.field]

    @property
    def by_them(self) -> bool:
        return not _same(self.was, self.theirs)

    @property
    def by_me(self) -> bool:
        return not _same(self.was, self.mine)

    @property
    def clashes(self) -> bool:
        """Whether both changed it, and not to the same."""
        return self.by_them and self.by_me and not _same(self.theirs, self.mine)

    @property
    def choices(self) -> tuple[Keep, ...]:
        """What may be kept: both only where there is room for both."""
        if self.field in (*_TEXTS, *_LINES, *_LISTS, *_ITEMS):
            return (Keep.BOTH, Keep.THEIRS, Keep.MINE)
        if self.field == "tags" and not TAG_GROUPS[self.part][1]:
            return (Keep.BOTH, Keep.THEIRS, Keep.MINE)
        return (Keep.THEIRS, Keep.MINE)


def differences(was: Action, theirs: Action, mine: Action) -> list[Difference]:
    """Every place in which `theirs` or `mine` differs from `was`, in the order of the fields."""
    found: list[Difference] = []
    for name in EDITABLE:
        values = [getattr(one, name) for one in (was, theirs, mine)]
        places: list[tuple[Any, ...]]
        if name == "tags":
            places = [(group, *(group_of(v, group) for v in values)) for group in TAG_GROUPS]
        elif name in _ITEMS:
            by_id = [{item.id: item for item in v} for v in values]
            ids = dict.fromkeys(id for one in (by_id[1], by_id[0], by_id[2]) for id in one)
            places = [(id, *(one.get(id) for one in by_id)) for id in ids]
        else:
            places = [("", *values)]
        found += [Difference(name, *place) for place in places]
    return [d for d in found if d.by_them or d.by_me]


def clashes(found: Iterable[Difference]) -> list[Difference]:
    """Those that somebody has to choose about."""
    return [d for d in found if d.clashes]


def settled(
    theirs: Action, found: Iterable[Difference], choices: Mapping[str, Keep] | None = None
) -> dict[str, Any]:
    """The fields to change of `theirs`, so that it holds what each changed alone and, of what both
    changed, what was chosen (by place).

    Raises `InvalidInput` naming what nobody chose about.
    """
    found, choices = list(found), choices or {}
    open_ones = [d.label for d in clashes(found) if choices.get(d.place) not in d.choices]
    if open_ones:
        raise InvalidInput(f"Choose what is kept of: {', '.join(dict.fromkeys(open_ones))}.")
    kept = {d.place: _kept(d, choices.get(d.place)) for d in found}
    changes: dict[str, Any] = {}
    for name in dict.fromkeys(d.field for d in found):
        of_field = [d for d in found if d.field == name]
        now = getattr(theirs, name)
        if name == "tags":
            value = now
            for d in of_field:
                value = with_group(value, d.part, kept[d.place], now)
        elif name in _ITEMS:
            places = {d.part: kept[d.place] for d in of_field}
            value = tuple(
                item
                for id in dict.fromkeys((*(i.id for i in now), *places))
                for item in (places[id] if id in places else [i for i in now if i.id == id])
            )
        else:
            value = kept[of_field[0].place]
        if not _same(value, now):
            changes[name] = value
    return changes


def _kept(d: Difference, choice: Keep | None) -> Any:
    """The value that a place has in the end; of an item, as many as are kept."""
    if not d.clashes:
        value = d.mine if d.by_me else d.theirs
    elif choice is Keep.BOTH:
        return _both(d)
    else:
        value = d.mine if choice is Keep.MINE else d.theirs
    if d.field in _ITEMS:
        return [value] if value is not None else []
    return value


def _both(d: Difference) -> Any:
    if d.field in _ITEMS:
        # Two of them, unless one side took it away: what the other wrote is then all there is.
        theirs, mine = d.theirs, d.mine
        return [i for i in (theirs, _apart(mine) if theirs and mine else mine) if i is not None]
    if d.field == "tags":
        codes = {t.code for t in d.theirs}
        return [*d.theirs, *(t for t in d.mine if t.code not in codes)]
    if d.field in _LISTS:
        return tuple(dict.fromkeys((*d.theirs, *d.mine)))
    # One that holds the other says it already.
    if d.mine.strip() in d.theirs:
        return d.theirs
    if d.theirs.strip() in d.mine:
        return d.mine
    between = "\n\n" if d.field in _TEXTS else " / "
    return d.theirs.rstrip() + between + d.mine.lstrip()


def _apart(item: Any) -> Any:
    return replace(item, id=new_item_id())


def _same(one: Any, other: Any) -> bool:
    """Whether two values say the same: who accepted a tag, and in which order, says nothing."""
    if _are_tags(one) and _are_tags(other):
        return _meaning(one) == _meaning(other)
    return bool(one == other)


def _are_tags(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(v, Tag) for v in value)


def _meaning(tags: Iterable[Tag]) -> set[tuple[Any, ...]]:
    return {(t.kind, t.code, t.lead, t.accepted) for t in tags}
