"""Changing many actions at once: the same few things in each, seen before they are done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from vawg_plans.domain.actions import Action, DeliveryStatus, Tag, TagKind

# More at once is an import, and a preview nobody reads.
MOST = 500


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What is done to each action chosen; None and empty leave a thing as it is.

    `owner_posts` takes the place of the owners. `add` and `remove` are tags by kind and code; a P
    that is added as the lead makes the lead there was a supporting one. `move_days` moves each due
    date (later, or earlier when negative) and leaves alone actions without one.
    """

    owner_posts: tuple[str, ...] | None = None
    due: dt.date | None = None
    move_days: int = 0
    status: DeliveryStatus | None = None
    lead_p: str | None = None
    add: tuple[tuple[TagKind, str], ...] = ()
    remove: tuple[tuple[TagKind, str], ...] = ()
    publishable: bool | None = None

    @property
    def empty(self) -> bool:
        """Whether it changes nothing whatever it is applied to."""
        return self == BulkChange()


def changes_of(action: Action, change: BulkChange, person_id: str) -> dict[str, Any]:
    """The fields of `action` that the change would alter, with their new values.

    Tags are accepted by this person. A status moves the percent that would contradict it: complete
    makes it 100 where one was reported, and any other status takes a reported 100 away.
    """
    wanted: dict[str, Any] = {}
    if change.owner_posts is not None:
        wanted["owner_posts"] = change.owner_posts
    if change.due is not None:
        wanted["due"] = change.due
    elif change.move_days and action.due is not None:
        wanted["due"] = action.due + dt.timedelta(days=change.move_days)
    if change.status is not None:
        wanted["status"] = change.status
        if change.status is DeliveryStatus.COMPLETE and action.percent is not None:
            wanted["percent"] = 100
        elif change.status is not DeliveryStatus.COMPLETE and action.percent == 100:
            wanted["percent"] = None
    if change.publishable is not None:
        wanted["publishable"] = change.publishable
    wanted["tags"] = _tags(action.tags, change, person_id)
    return {name: value for name, value in wanted.items() if value != getattr(action, name)}


def _tags(tags: tuple[Tag, ...], change: BulkChange, person_id: str) -> tuple[Tag, ...]:
    kept = [t for t in tags if (t.kind, t.code) not in change.remove]
    if change.lead_p is not None:
        kept = [replace(t, lead=False) if t.kind is TagKind.P else t for t in kept]
        before = next((t for t in tags if (t.kind, t.code) == (TagKind.P, change.lead_p)), None)
        lead = Tag(TagKind.P, change.lead_p, lead=True, accepted_by=person_id)
        if before is not None and before.lead and before.accepted:
            lead = before
        kept = [lead, *(t for t in kept if (t.kind, t.code) != (TagKind.P, change.lead_p))]
    for kind, code in change.add:
        at = next((n for n, t in enumerate(kept) if (t.kind, t.code) == (kind, code)), None)
        if at is None:
            kept.append(Tag(kind, code, accepted_by=person_id))
        elif not kept[at].accepted:
            kept[at] = replace(kept[at], accepted_by=person_id)
    return tuple(kept)


def moved_to(order: list[str], positions: list[int], moving: str, place: int) -> dict[str, int]:
    """New positions, by id, so that `moving` stands at `place` (0 is first) of the list.

    `order` are the ids as they stand and `positions` theirs. Only what lies between the old place
    and the new one moves: the positions there are handed on, so that nothing else is rewritten.
    """
    after = [one for one in order if one != moving]
    after.insert(max(0, min(place, len(after))), moving)
    # Positions must tell the order apart, also where an import gave two actions the same.
    spread: list[int] = []
    for position in positions:
        spread.append(position if not spread or position > spread[-1] else spread[-1] + 1)
    before = dict(zip(order, positions, strict=True))
    return {one: new for one, new in zip(after, spread, strict=True) if before[one] != new}
