"""The words in which a meeting's papers say what was frozen of an item, an action or a decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.rules import CalculatedStatus

# What a status is called. One that this program does not know any more is told by its code.
STATED = {s.value: s.full_label for s in DeliveryStatus}
CALCULATED = {s.value: s.label for s in CalculatedStatus}


def change_words(then: int | None, now: int) -> str:
    """How a figure moved, without saying whether that is good."""
    if then is None:
        return "First meeting"
    if then == now:
        return "No change"
    return f"{abs(now - then):,} {'more' if now > then else 'fewer'}"


def heading_of(number: int, item: Mapping[str, Any]) -> str:
    """An item of the agenda: its number, why it is there, what it is about."""
    heading, label = one_line(item["heading"]), item["kind_label"]
    said = heading if heading.casefold().startswith(label.casefold()) else f"{label}: {heading}"
    return f"{number}. {said}"


def stated(action: Mapping[str, Any]) -> str:
    """The delivery status with the word people use for it, and the percentage reported."""
    label = STATED.get(action["status"], action["status_label"])
    return label if action["percent"] is None else f"{label}, {action['percent']}% reported"


def calculated(action: Mapping[str, Any]) -> str:
    """The calculated status and its reasons."""
    reasons = "; ".join(action["reasons"])
    return f"{action['calculated_label']}: {reasons}" if reasons else action["calculated_label"]


def owner(action: Mapping[str, Any]) -> str:
    """The posts that own it."""
    return "; ".join(action["owner_posts"]) or "No owner is named"


def due(action: Mapping[str, Any]) -> str:
    """When it is due, as a date, in words, or both."""
    day, said = day_words(action["due"]), action["due_words"]
    return f"{day} ({said})" if day and said else day or said or "No date"


def last_note(action: Mapping[str, Any]) -> str:
    """The last progress update and its day."""
    note = action["last_note"]
    return f"{day_words(note['on'])}: {note['words']}" if note else "No progress update yet"


def by_when(decision: Mapping[str, Any]) -> str:
    """The day by which a decision is to be done."""
    return day_words(decision["due"]) or "No date"


def changed(item: Mapping[str, Any]) -> list[str]:
    """What was changed of an item's action while the meeting was held."""
    return [
        f"{c['label']}: from {c['was'] or 'nothing'} to {c['now'] or 'nothing'}"
        for c in item["changes"]
    ]


def one_line(text: str) -> str:
    """Words on one line."""
    return " ".join(text.split())


def counted(many: int, thing: str) -> str:
    """3 decisions; 1 decision."""
    return f"{many:,} {thing}{'' if many == 1 else 's'}"


def was(many: int) -> str:
    """The verb of a number of things."""
    return "was" if many == 1 else "were"


def is_(many: int) -> str:
    """The verb of a number of things, now."""
    return "is" if many == 1 else "are"


def day_of(day: str | None) -> dt.date | None:
    """A day in ISO form as a day."""
    return dt.date.fromisoformat(day) if day else None


def day_words(day: str | None) -> str:
    """3 March 2022; empty for none."""
    return in_words(day_of(day))


def moment_of(moment: str) -> dt.datetime:
    """A UTC moment in ISO form."""
    return dt.datetime.fromisoformat(moment)


def lower(label: str) -> str:
    """A label within a sentence."""
    return label[:1].lower() + label[1:]


def yes_no(true: bool) -> str:
    """Yes or no."""
    return "Yes" if true else "No"
