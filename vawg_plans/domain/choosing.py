"""What a workbook of ours that comes back leaves to a person: what to keep of a place that both
sides changed, and what becomes of a row that is no longer in the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from vawg_plans.domain.answers import Answer
from vawg_plans.domain.differences import Keep

_NONE: Mapping[str, Keep] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose. `keep` has what is kept of a place, by `ClashingPlace.key`; `withdraw`
    the keys of removed rows that are to go from the plan too. What is not chosen stays in the plan,
    and a clash that nobody chose about stops the import.

    The keys name the revision that was on screen: what somebody saved since is asked about anew.
    """

    keep: Mapping[str, Keep] = field(default_factory=lambda: _NONE)
    withdraw: frozenset[str] = frozenset()

    @staticmethod
    def of_all(clashes: Iterable[Clash], keep: Keep) -> Choices:
        """The same side of every place that clashes."""
        return Choices({place.key: keep for clash in clashes for place in clash.places})


@dataclass(frozen=True, slots=True)
class ClashingPlace:
    """A place that was changed in the plan and in the file, and not to the same.

    `was` is what the file was made with (None where nobody knows), `theirs` what the plan has now,
    `mine` what the file has, all as people read them and empty for nothing. `cell` is where it
    stands in the file. `who` changed it in the plan, and when (UTC); empty and None where it is
    not known.
    """

    key: str
    label: str
    was: str | None
    theirs: str
    mine: str
    choices: tuple[Keep, ...]
    sheet: str
    cell: str
    who: str = ""
    when: dt.datetime | None = None

    def changed_by(self, who: str, when: dt.datetime) -> ClashingPlace:
        """The same place, with who changed it in the plan."""
        return replace(self, who=who, when=when)


@dataclass(frozen=True, slots=True)
class Clash:
    """An action, or an answer, with the places that somebody has to choose about.

    `name` is what people call it: its reference and title, or the question. `action_id` is empty
    for an answer, `question` for an action.
    """

    name: str
    places: tuple[ClashingPlace, ...]
    action_id: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    """A row that the file was made with and no longer has: its action, part of one, or answer
    stays, unless somebody says that it goes too.

    `kind` is 'Action', 'Milestone', 'Evidence', 'Risk' or 'Answer'; `name` what people call it.
    """

    key: str
    kind: str
    name: str
    action_id: str = ""


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An answer as it stands (None: never given) and as the file would have it."""

    before: Answer | None
    after: Answer
    fields: tuple[str, ...]
