"""The agenda of a Gold Group meeting: its items, and how the chair arranges them.

What has to be talked about is an item of its own; what is read as a list (what is bad still, stale,
due, done, gaps, and the rest of a kind) is one item with its lines. `agenda_building` builds them
from the plan.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

# Screens of a meeting that are no item: what was decided before, and what was decided now.
OPENING, CLOSING = "opening", "closing"
MOST_ADDED = 40
LONGEST_ADDED = 500


class ItemKind(StrEnum):
    """Why something is on the agenda, most pressing first."""

    DECISION_AWAITED = "decision_awaited"
    WORSE = "worse"
    OFF_TRACK = "off_track"
    SLIPPED = "slipped"
    LATE = "late"
    STILL = "still"
    STALE = "stale"
    DUE = "due"
    DONE = "done"
    GAP = "gap"
    MOVED = "moved"
    ADDED = "added"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    ItemKind.DECISION_AWAITED: "Decision awaited",
    ItemKind.WORSE: "Got worse",
    ItemKind.OFF_TRACK: "Overdue or off track",
    ItemKind.SLIPPED: "Slipped",
    ItemKind.LATE: "Newly overdue",
    ItemKind.STILL: "Still overdue or off track",
    ItemKind.STALE: "Stale",
    ItemKind.DUE: "Due before the next meeting",
    ItemKind.DONE: "Done since the last meeting",
    ItemKind.GAP: "Gaps",
    ItemKind.MOVED: "What our decisions moved",
    ItemKind.ADDED: "Added by the chair",
}
# Kinds that are read as a list, and the key of that item.
LISTS = {
    ItemKind.STILL: "still",
    ItemKind.STALE: "stale",
    ItemKind.DUE: "due",
    ItemKind.DONE: "done",
    ItemKind.GAP: "gaps",
}
# The rest of a kind that has more than a meeting has time for, as a list: `more:KIND`.
MORE = "more:"


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of an item that is a list: an action, a decision about none, or a cell of the matrix
    (`area:p`).
    """

    key: str
    heading: str
    why: tuple[str, ...] = ()
    action_id: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an agenda.

    `key` names it within its meeting and the ones after: `action:ID`, `decision:ID`, `comment:ID`,
    `review:ID`, `own:ID`, or `still`, `stale`, `due`, `done`, `gaps`, `more:KIND` for the lists.
    `heading` and `why` are plain text, with words that people typed; `why` are sentences. `about`
    names the decisions, comments and review that it is about, by their keys.
    """

    key: str
    kind: ItemKind
    action_id: str | None
    heading: str
    why: tuple[str, ...] = ()
    listed: tuple[Listed, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Own:
    """An item that the chair adds: in words of its own, or an action brought in, or both.
    `heading` is what that action was called when it was brought in.
    """

    id: str
    words: str = ""
    action_id: str | None = None
    heading: str = ""


def new_own(words: str, action_id: str | None = None) -> Own:
    """An item to add, with an id of its own."""
    return Own(uuid.uuid4().hex[:8], words, action_id)


@dataclass(frozen=True, slots=True)
class Arranged:
    """How the chair arranged an agenda: keys in the order wanted (the rest follow as they stand),
    keys dropped, and items added.

    `knowing` says of a key dropped which questions and overdue decisions about it waited then:
    what waits since brings it back until the meeting begins.
    """

    order: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    added: tuple[Own, ...] = field(default=())
    knowing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def dropping(self, before: Arranged, awaited: Mapping[str, str]) -> Arranged:
        """The same, knowing of each key what waits now; of one dropped before, what waited then."""
        known = {
            key: before.knowing.get(key, ())
            if key in before.dropped
            else tuple(one for one, item in awaited.items() if item == self._about(key))
            for key in self.dropped
        }
        return replace(self, knowing={key: about for key, about in known.items() if about})

    def heard(self, awaited: Mapping[str, str]) -> Arranged:
        """Without what was dropped before something about it came to wait. `awaited` gives the
        item's key for each question and overdue decision.
        """
        back = {
            key
            for key in self.dropped
            for one, item in awaited.items()
            if item == self._about(key) and one not in self.knowing.get(key, ())
        }
        return replace(self, dropped=tuple(k for k in self.dropped if k not in back))

    def _about(self, key: str) -> str:
        """The key that an item would have if it was not brought in."""
        ids = {f"own:{own.id}": own.action_id for own in self.added if own.action_id}
        return f"action:{ids[key]}" if key in ids else key

    def problems(self) -> list[str]:
        """Every rule it breaks, as sentences that say what to do."""
        found = []
        if len(self.added) > MOST_ADDED:
            found.append(f"Add at most {MOST_ADDED} items to an agenda.")
        if any(not own.words.strip() and own.action_id is None for own in self.added):
            found.append("Say in a line what the added item is about.")
        if any(len(own.words) > LONGEST_ADDED for own in self.added):
            found.append(f"Keep an added item to {LONGEST_ADDED} characters.")
        if len({own.id for own in self.added}) != len(self.added):
            found.append("The same item is added twice; remove one.")
        if len(self.order) + len(self.dropped) > 5_000:
            found.append("An agenda of so many items cannot be arranged.")
        return found


def arranged_items(items: Sequence[Item], arranged: Arranged) -> tuple[Item, ...]:
    """The items as the chair arranged them. An action brought in leaves the place it had, and its
    line in a list, and keeps its reasons.
    """
    found = {item.key: item for item in items}
    for own in arranged.added:
        item = _added(own, found)
        for key, each in list(found.items()):
            lines = tuple(line for line in each.listed if line.action_id != own.action_id)
            if own.action_id and len(lines) < len(each.listed):
                was, now = (f": {counted(each.kind, len(x))}" for x in (each.listed, lines))
                found[key] = replace(each, listed=lines, heading=each.heading.replace(was, now))
        found = {k: i for k, i in found.items() if i.listed or not _is_list(i)}
        if own.action_id:
            found.pop(f"action:{own.action_id}", None)
        found[item.key] = item
    places = {key: place for place, key in enumerate(arranged.order)}
    kept = [item for key, item in found.items() if key not in set(arranged.dropped)]
    return tuple(_in_places(kept, places))


def dropped_items(items: Sequence[Item], arranged: Arranged) -> tuple[Item, ...]:
    """The items that the chair dropped, in the order of the agenda."""
    everything = arranged_items(items, replace(arranged, dropped=()))
    return tuple(item for item in everything if item.key in set(arranged.dropped))


def _in_places(items: list[Item], places: Mapping[str, int]) -> list[Item]:
    """Those with a place in that order; one without follows the one it followed before."""
    ordered = sorted((i for i in items if i.key in places), key=lambda i: places[i.key])
    previous: str | None = None
    for item in items:
        if item.key not in places:
            keys = [one.key for one in ordered]
            ordered.insert(keys.index(previous) + 1 if previous in keys else 0, item)
        previous = item.key
    return ordered


def _is_list(item: Item) -> bool:
    return item.key in LISTS.values() or item.key.startswith(MORE)


def counted(kind: ItemKind, count: int) -> str:
    """1 action, 2 actions: how the heading of a list of that kind ends."""
    noun = "decision" if kind is ItemKind.MOVED else "action"
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _added(own: Own, found: Mapping[str, Item]) -> Item:
    known = found.get(f"action:{own.action_id}")
    line = next((x for i in found.values() for x in i.listed if x.action_id == own.action_id), None)
    was = known or (line if own.action_id else None)
    words = own.words.strip()
    heading = was.heading if was else own.heading or words or "An action of the plan"
    why = (*((words,) if words and words != heading else ()), *(was.why if was else ()))
    about = known.about if known else ()
    return Item(f"own:{own.id}", ItemKind.ADDED, own.action_id, heading, why, about=about)


# As it is kept.


def as_json(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Items as plain values, as they are stored and frozen."""
    return [
        {
            "key": i.key,
            "kind": i.kind.value,
            "action_id": i.action_id,
            "heading": i.heading,
            "why": list(i.why),
            "listed": [
                {"key": x.key, "heading": x.heading, "why": list(x.why), "action_id": x.action_id}
                for x in i.listed
            ],
            "about": list(i.about),
        }
        for i in items
    ]


def from_json(kept: Iterable[Mapping[str, Any]]) -> tuple[Item, ...]:
    """What `as_json` gave."""
    return tuple(
        Item(
            i["key"],
            ItemKind(i["kind"]),
            i["action_id"],
            i["heading"],
            tuple(i["why"]),
            tuple(
                Listed(x["key"], x["heading"], tuple(x["why"]), x["action_id"]) for x in i["listed"]
            ),
            tuple(i["about"]),
        )
        for i in kept
    )


def arranged_json(arranged: Arranged) -> dict[str, Any]:
    """How an agenda is arranged, as plain values."""
    return {
        "order": list(arranged.order),
        "dropped": list(arranged.dropped),
        "added": [
            {"id": o.id, "words": o.words, "action_id": o.action_id, "heading": o.heading}
            for o in arranged.added
        ],
        "knowing": {key: list(about) for key, about in arranged.knowing.items()},
    }


def arranged_from_json(kept: Mapping[str, Any]) -> Arranged:
    """What `arranged_json` gave."""
    return Arranged(
        tuple(kept["order"]),
        tuple(kept["dropped"]),
        tuple(Own(o["id"], o["words"], o["action_id"], o["heading"]) for o in kept["added"]),
        {key: tuple(about) for key, about in kept.get("knowing", {}).items()},
    )
