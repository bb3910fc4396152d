"""The public plan: which versions everybody may read, and what follows from what they froze."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.rules import percent_words

Content = Mapping[str, Any]

# Since this format what is frozen for the public is what the public may read.
WHOLE_SINCE = 2
# Of an action of an older version, what goes out; anything else stays.
_WORDS = (
    "reference",
    "title",
    "description",
    "local_strand",
    "success_measure",
    "shaped_by",
    "equality_impact",
    "due_words",
    "reasons",
    "partners",
    "tags",
    "start",
    "due",
    "percent",
    "slipped_days",
    "last_progress_on",
    "inspectorate_status",
    "details",
)
_COUNTED = (
    "id",
    "in_words",
    "accepted_lead_p",
    "accepted_areas",
    "status",
    "calculated",
    "late",
    "stale",
    "slips",
)
_OF_DETAILS = ("milestones", "measure_id", "practice_id")
_OF_ITSELF = (
    "format",
    "force",
    "force_name",
    "number",
    "audience",
    "moment",
    "judged_on",
    "note",
    "approved",
    "plan",
    "answers",
    "names",
)


class PublicState(StrEnum):
    """How a force stands in the public index. What it drafts or shares with others is not said."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    NOT_PUBLISHED = "not_published"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class PublicVersion:
    """A version published to everybody.

    Days are days in London. `digest` is the SHA-256 of the frozen content's canonical JSON.
    `superseded_by` is the number of the newer public version that is read in its place;
    `withdrawn_on` and `withdrawn_why` say when and why the force took it back.
    """

    id: str
    force_id: str
    plan_id: str
    number: int
    published_on: dt.date
    judged_on: dt.date
    digest: str
    approved_by: str = ""
    approved_on: dt.date | None = None
    words_removed_on: dt.date | None = None
    withdrawn_on: dt.date | None = None
    withdrawn_why: str = ""
    superseded_by: int | None = None

    @property
    def withdrawn(self) -> bool:
        return self.withdrawn_on is not None

    @property
    def current(self) -> bool:
        """Whether it is the one to read."""
        return not self.withdrawn and self.superseded_by is None

    @property
    def state(self) -> str:
        """'newest', 'superseded' or 'withdrawn'."""
        return "withdrawn" if self.withdrawn else "newest" if self.current else "superseded"


def in_order(versions: Iterable[PublicVersion]) -> tuple[PublicVersion, ...]:
    """A force's versions, newest first, each with what is read in its place."""
    found = tuple(versions)
    newest = next((v for v in found if not v.withdrawn), None)
    return tuple(
        replace(v, superseded_by=newest.number)
        if newest and not v.withdrawn and v.number != newest.number
        else v
        for v in found
    )


def state_of(versions: Iterable[PublicVersion]) -> PublicState:
    """A force's state in the public index."""
    found = list(versions)
    if any(v.current for v in found):
        return PublicState.PUBLISHED
    return PublicState.WITHDRAWN if found else PublicState.NOT_PUBLISHED


@dataclass(frozen=True, slots=True)
class Edition:
    """What everybody may read of a public version.

    `whole` says that `content` is everything that was frozen, so that its digest can be worked out
    by anybody; else an action was held back since, or the version is of before format 2.
    `others` are all public versions of the force, newest first.
    """

    version: PublicVersion
    content: Content
    whole: bool
    held_back: int
    others: tuple[PublicVersion, ...]

    @property
    def before(self) -> PublicVersion | None:
        """The version before this one that can still be read."""
        older = (o for o in self.others if o.number < self.version.number and not o.withdrawn)
        return max(older, key=lambda o: o.number, default=None)


def edition_of(
    version: PublicVersion,
    content: Content,
    hidden: frozenset[str],
    others: tuple[PublicVersion, ...],
) -> Edition:
    """What may be read of `content`; the actions in `hidden` were marked sensitive since."""
    found = {a["id"] for a in content["actions"] if a["in_words"]} & hidden
    whole = content["format"] >= WHOLE_SINCE and not found
    shown = content if whole else _narrowed(content, hidden)
    return Edition(version, shown, whole, len(found), others)


def _narrowed(content: Content, hidden: frozenset[str]) -> Content:
    kept = {name: content[name] for name in _OF_ITSELF if name in content}
    return {**kept, "actions": [_action(a, hidden) for a in content["actions"]]}


def _action(action: Content, hidden: frozenset[str]) -> dict[str, Any]:
    counted = {name: action[name] for name in _COUNTED}
    public = action.get("publishable", True) and not action.get("sensitive")
    if not action["in_words"] or not public or action["id"] in hidden:
        return {**counted, "in_words": False}
    found = {name: action[name] for name in _WORDS if name in action}
    if "details" in found:
        found["details"] = {n: v for n, v in found["details"].items() if n in _OF_DETAILS}
    return {**counted, **found}


# What an action told in words says nothing of, as it is read.
_NOTHING: Content = {
    **dict.fromkeys(_WORDS, ""),
    **dict.fromkeys(("reasons", "partners", "tags"), ()),
    **dict.fromkeys(("start", "due", "percent", "last_progress_on", "inspectorate_status")),
    "slipped_days": 0,
    "details": {},
}


def filled(action: Content) -> Content:
    """An action with every field that is ever told; what it does not say is empty or None."""
    return {**_NOTHING, **action}


def figures(content: Content) -> dict[str, str]:
    """What is counted in a version, by name, as it is shown. Worked out from nothing else.

    `status:…` by delivery status, `cell:AREA:P` by improvement area and lead P.
    """
    actions = content["actions"]
    live = len(actions)
    told = sum(bool(a["in_words"]) for a in actions)
    complete = sum(a["status"] == DeliveryStatus.COMPLETE for a in actions)
    found = {
        "live": live,
        "told": told,
        "untold": live - told,
        "complete": complete,
        "late": sum(bool(a["late"]) for a in actions),
    }
    statuses = Counter(a["status"] for a in actions)
    found |= {f"status:{s.value}": statuses.get(s.value, 0) for s in DeliveryStatus}
    names = names_of(content)
    cells = Counter(
        (area, a["accepted_lead_p"])
        for a in actions
        for area in a["accepted_areas"]
        if a["accepted_lead_p"]
    )
    found |= {f"cell:{a}:{p}": cells[a, p] for a in names["areas"] for p in names["ps"]}
    ps = Counter(a["accepted_lead_p"] for a in actions if a["in_words"])
    found |= {f"p:{p}": ps[p] for p in names["ps"]}
    shown = {name: f"{count:,}" for name, count in found.items()}
    return shown | {"share": percent_words(complete, live) if live else "0%"}


def names_of(content: Content) -> dict[str, dict[str, str]]:
    """The names that codes had, as they were frozen; of an older version, as its tags have them."""
    if "names" in content:
        return dict(content["names"])
    found: dict[str, dict[str, str]] = {"ps": {}, "areas": {}, "questions": {}}
    for action in content["actions"]:
        for tag in action.get("tags", ()):
            if tag["kind"] in ("p", "area"):
                found[f"{tag['kind']}s"][tag["code"]] = tag["name"]
    return found
