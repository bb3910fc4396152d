"""One action three ways: what the file changed of it, what was changed here, and what is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from vawg_plans.domain.actions import Action, DeliveryStatus, InspectorateStatus
from vawg_plans.domain.choosing import Choices, Clash, ClashingPlace
from vawg_plans.domain.details import EvidenceItem, Milestone, Risk
from vawg_plans.domain.differences import Difference, Keep, differences, settled
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.returning_rows import Reading
from vawg_plans.domain.sought import brings_back

# What nobody knows: neither side's value is it, so that somebody is asked.
_UNKNOWN = object()
# Where a place stands in the file: sheet and cell, by field, column of tags or part.
CellOf = Callable[[str], tuple[str, str]]


def found_between(was: Action | None, theirs: Action, mine: Action) -> list[Difference]:
    """Every place in which the plan or the file differs from what was exported. Without knowing
    that, every place in which the two differ is asked about; so is one where words were removed
    since, which the file may still have.
    """
    if was is not None:
        return [
            replace(d, was=_UNKNOWN) if d.field != "tags" and brings_back(d.theirs, d.mine) else d
            for d in differences(was, theirs, mine)
        ]
    return [
        Difference(d.field, d.part, _UNKNOWN, d.theirs, d.mine)
        for d in differences(theirs, theirs, mine)
    ]


def key_of(action: Action, place: str) -> str:
    """What names a place in `Choices.keep`. It holds as long as the action is not saved again."""
    return f"{action.id}@{action.revision}:{place}"


def place_of(key: str) -> str:
    """The place that a key names, without the action."""
    return key.partition(":")[2]


def kept_of(
    theirs: Action, found: list[Difference], choices: Choices
) -> tuple[dict[str, Any], list[Difference]]:
    """The fields to change of the action as it stands, and the clashes nobody chose about. Of these
    the plan's value is kept for as long.
    """
    open_ones, keep = [], {}
    for d in found:
        if d.clashes:
            chosen = choices.keep.get(key_of(theirs, d.place))
            if chosen not in d.choices:
                open_ones.append(d)
                chosen = Keep.THEIRS
            keep[d.place] = chosen
    return settled(theirs, found, keep), open_ones


def clash_of(
    theirs: Action, open_ones: list[Difference], reading: Reading, cell_of: CellOf
) -> Clash:
    """What is shown of the places that somebody has to choose about."""
    places = []
    for d in open_ones:
        sheet, cell = cell_of(d.part or d.field)
        places.append(
            ClashingPlace(
                key_of(theirs, d.place),
                _label(d),
                None if d.was is _UNKNOWN else shown(d, d.was, reading),
                shown(d, d.theirs, reading),
                shown(d, d.mine, reading),
                d.choices,
                sheet,
                cell,
            )
        )
    return Clash(name_of(theirs), tuple(places), action_id=theirs.id)


def _label(d: Difference) -> str:
    item = d.theirs or d.mine
    if isinstance(item, Milestone | EvidenceItem):
        return f"{d.label}: {item.title}"
    return f"{d.label}: {item.words}" if isinstance(item, Risk) else d.label


def name_of(action: Action) -> str:
    """What people call an action."""
    return f"{action.reference} {action.title}".strip()


def part_words(item: Any) -> str:
    """A milestone, evidence or a risk in one line."""
    if isinstance(item, Milestone):
        facts = [("due", in_words(item.due)), ("done", in_words(item.done_on))]
        return _line(item.title, facts)
    if isinstance(item, EvidenceItem):
        facts = [("held", item.held), ("link", item.link), ("dated", in_words(item.dated))]
        return _line(item.title, facts)
    facts = [("likelihood", item.likelihood), ("impact", item.impact), ("response", item.response)]
    return _line(item.words, facts)


def _line(words: str, facts: list[tuple[str, str]]) -> str:
    return "; ".join([words, *(f"{name} {value}" for name, value in facts if value)])


def shown(d: Difference, value: Any, reading: Reading) -> str:
    """A value as people read it, empty for nothing."""
    if d.field == "tags":
        names = {code: name for by_code in reading.names.values() for code, name in by_code.items()}
        return "; ".join(
            names.get(t.code, t.code) + ("" if t.accepted else " (suggested)") for t in value
        )
    if isinstance(value, Milestone | EvidenceItem | Risk):
        return part_words(value)
    if isinstance(value, tuple):
        labels: Mapping[str, str] = {**reading.then, **reading.now}
        return "; ".join(labels.get(v, v) for v in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, DeliveryStatus):
        return value.full_label
    if isinstance(value, InspectorateStatus):
        return value.label
    if isinstance(value, dt.date):
        return in_words(value)
    return "" if value is None else reading.labels.get(value, str(value))
