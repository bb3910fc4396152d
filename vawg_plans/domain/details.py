"""What else is said of an action: its milestones, evidence, risks, and why a status stands."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

# One action has a handful of each; more is a plan of its own.
MOST = 50
LONGEST_LINE = 200
LONGEST_LINK = 500
LONGEST_WORDS = 1_000
LEVELS = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step on the way, with the day it is due and the day it was done."""

    id: str
    title: str
    due: dt.date | None = None
    done_on: dt.date | None = None

    def missed(self, on: dt.date) -> bool:
        """Due before `on` and not done."""
        return self.done_on is None and self.due is not None and self.due < on


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A reference to something that shows it: never the thing itself.

    `held` says where it is kept (a system and a reference), `link` leads there where there is one.
    `dated` is the day of the evidence; `added_by` the person's id and `added_on` the day in London
    they added it.
    """

    id: str
    title: str
    held: str = ""
    link: str = ""
    dated: dt.date | None = None
    added_by: str = ""
    added_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """What may stop the action, how likely and how grave that is (low to high), the response."""

    id: str
    words: str
    likelihood: str = "medium"
    impact: str = "medium"
    response: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """Why the stated status stands although the record says another.

    It holds only while both still are what they were (`stated`, `calculated`), so that a status
    that gets worse asks for a new reason. `by` is a person's id, `on` a day in London.
    """

    stated: str
    calculated: str
    reason: str
    by: str
    on: dt.date


def new_item_id() -> str:
    """An id for a milestone, an evidence reference or a risk, unique within its action."""
    return uuid.uuid4().hex[:8]


# The fields of an action that are kept together, as one JSON value. Empty ones are left out.
DETAILS = (
    "milestones",
    "evidence_items",
    "risks",
    "depends_on",
    "measure_id",
    "practice_id",
    "override",
)
_ITEMS: dict[str, type[Any]] = {
    "milestones": Milestone,
    "evidence_items": EvidenceItem,
    "risks": Risk,
}
_DAYS = ("due", "done_on", "dated", "added_on", "on")


def plain(action: Any) -> dict[str, Any]:
    """An action's details as plain values, days as dates; what is empty is left out."""
    found: dict[str, Any] = {}
    for name in DETAILS:
        value = getattr(action, name)
        if not value:
            continue
        if name in _ITEMS:
            found[name] = [_without_empty(asdict(item)) for item in value]
        elif name == "override":
            found[name] = asdict(value)
        else:
            found[name] = list(value) if isinstance(value, tuple) else value
    return found


def from_plain(found: dict[str, Any]) -> dict[str, Any]:
    """The fields of an action from what `plain` gave, read back from JSON."""
    fields: dict[str, Any] = {}
    for name, value in found.items():
        if name in _ITEMS:
            fields[name] = tuple(_ITEMS[name](**_days(item)) for item in value)
        elif name == "override":
            fields[name] = Override(**_days(value))
        else:
            fields[name] = tuple(value) if isinstance(value, list) else value
    return fields


def _without_empty(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if value not in ("", None)}


def _days(item: dict[str, Any]) -> dict[str, Any]:
    return {
        name: dt.date.fromisoformat(value) if name in _DAYS and value else value
        for name, value in item.items()
    }


def problems_of_details(action: Any) -> list[str]:
    """Every rule an action's details break, as sentences that say what to do."""
    found = [
        f"Keep to {MOST} {words}."
        for name, words in (
            ("milestones", "milestones"),
            ("evidence_items", "references to evidence"),
            ("risks", "risks"),
            ("depends_on", "dependencies"),
        )
        if len(getattr(action, name)) > MOST
    ]
    for name in _ITEMS:
        ids = [item.id for item in getattr(action, name)]
        if len(ids) != len(set(ids)) or not all(0 < len(i) <= 40 for i in ids):
            found.append("Two parts of the action have the same id; reload the page and try again.")
    for milestone in action.milestones:
        found += _line(milestone.title, "Each milestone", "what will have been done")
        found += _year(milestone.due, "A milestone's due date")
        found += _year(milestone.done_on, "The day a milestone was done")
    for item in action.evidence_items:
        found += _line(item.title, "Each piece of evidence", "what it is")
        if len(item.held) > LONGEST_LINE:
            found.append(f"Keep where the evidence is held to {LONGEST_LINE} characters.")
        if item.link and not _is_link(item.link):
            found.append(
                "A link to evidence begins with https:// or http:// and has no spaces; "
                f"keep it to {LONGEST_LINK} characters."
            )
        found += _year(item.dated, "The date of the evidence")
    for risk in action.risks:
        if not risk.words.strip():
            found.append("Say what the risk is.")
        if max(len(risk.words), len(risk.response)) > LONGEST_WORDS:
            found.append(f"Keep a risk and its response to {LONGEST_WORDS:,} characters each.")
        if risk.likelihood not in LEVELS or risk.impact not in LEVELS:
            found.append("The likelihood and the impact of a risk are low, medium or high.")
    if action.id in action.depends_on:
        found.append("An action cannot depend on itself.")
    if len(action.depends_on) != len(set(action.depends_on)):
        found.append("The same dependency is given twice; remove one.")
    if action.override is not None:
        if not action.override.reason.strip():
            found.append("Say why the stated status stands; the reason stays visible.")
        elif len(action.override.reason) > LONGEST_WORDS:
            found.append(f"Keep the reason to {LONGEST_WORDS:,} characters.")
    return list(dict.fromkeys(found))


def _line(title: str, what: str, say: str) -> list[str]:
    if not title.strip():
        return [f"{what} needs a title: {say}."]
    if len(title) > LONGEST_LINE:
        return [f"{what} has a title of at most {LONGEST_LINE} characters."]
    return []


def _year(day: dt.date | None, what: str) -> list[str]:
    if day is not None and not 2000 <= day.year <= 2100:
        return [f"{what} is in {day.year}; give a year from 2000 to 2100."]
    return []


def _is_link(link: str) -> bool:
    if len(link) > LONGEST_LINK or any(c.isspace() for c in link):
        return False
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
