"""What a change between two versions is about, and how changes are put in order and bounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

# Of each group at most so many are told one by one; the rest are counted.
MOST = 40


class Group(StrEnum):
    """What a change is about, in the order in which a reader asks."""

    OVERALL = "overall"
    COMPLETED = "completed"
    REOPENED = "reopened"
    STATUS = "status"
    DATES = "dates"
    MILESTONES = "milestones"
    INSPECTORATE = "inspectorate"
    ADDED = "added"
    GONE = "gone"
    WORDS = "words"
    ANSWERS = "answers"
    PLAN = "plan"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Group.OVERALL: "In all",
    Group.COMPLETED: "Complete now",
    Group.REOPENED: "No longer complete",
    Group.STATUS: "Other changes of status",
    Group.DATES: "Due dates moved",
    Group.MILESTONES: "Milestones",
    Group.INSPECTORATE: "With the inspectorate",
    Group.ADDED: "New in the plan",
    Group.GONE: "No longer in the plan",
    Group.WORDS: "Changed in what they say",
    Group.ANSWERS: "Responses, reasons and governance",
    Group.PLAN: "The plan itself",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change as a sentence of plain text, with words that people typed in it.

    `action_id` is the action of the later content that it is of; None for anything else, and for
    an action that is no longer there.
    """

    group: Group
    sentence: str
    action_id: str | None = None


def grouped(found: Iterable[Change]) -> dict[Group, list[Change]]:
    """The changes by group, those groups alone that have any, in the reader's order."""
    by_group: dict[Group, list[Change]] = {group: [] for group in Group}
    for change in found:
        by_group[change.group].append(change)
    return {group: each for group, each in by_group.items() if each}


def bounded(found: Iterable[Change]) -> Iterator[Change]:
    """The changes by group, at most `MOST` of each told one by one."""
    for group, each in grouped(found).items():
        yield from each[:MOST]
        if len(each) > MOST:
            yield Change(group, f"And {len(each) - MOST:,} more.")
