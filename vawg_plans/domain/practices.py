"""Practices that forces can take up: those the inspection found, and those that forces offer.

A force offers a practice, and the national lead accepts or declines it. Whatever the force changes
afterwards is offered anew, and until that is decided the others keep what was accepted before; only
the force itself takes a practice away again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, get_args

from vawg_plans.domain.moments import in_words
from vawg_plans.errors import InvalidInput

if TYPE_CHECKING:
    from vawg_plans.domain.framework import Framework

Evaluated = Literal["yes", "no", "unknown"]
EVALUATED: tuple[Evaluated, ...] = get_args(Evaluated)
LONGEST_TITLE = 200
LONGEST_PARTNERS = 300
LONGEST_WORDS = 5_000
LONGEST_REASON = 1_000


@dataclass(frozen=True, slots=True)
class Practice:
    """One of the 23 boxes of notable practice in the report.

    `evaluated` says whether the report mentions an evaluation of it: most boxes are silent,
    which is 'unknown'.
    """

    id: str
    number: int
    title: str
    forces: tuple[str, ...]
    partners: str
    text: str
    ps: tuple[str, ...]
    areas: tuple[str, ...]
    evaluated: Evaluated
    judgement: tuple[str, ...]
    source: str
    chapter: str


class PracticeState(StrEnum):
    """Where a practice that a force offered stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {
            "offered": "Waiting for the national lead",
            "accepted": "Accepted",
            "declined": "Declined",
            "withdrawn": "Withdrawn",
        }[self.value]


class Deed(StrEnum):
    """What is done with a practice: the first two by its force, the others by the national lead."""

    CHANGE = "change"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    DECLINE = "decline"


# What each deed leads to, and from where it can be done.
_LEADS_TO = {
    Deed.CHANGE: (PracticeState.OFFERED, frozenset(PracticeState)),
    Deed.WITHDRAW: (PracticeState.WITHDRAWN, frozenset(PracticeState) - {PracticeState.WITHDRAWN}),
    Deed.ACCEPT: (PracticeState.ACCEPTED, frozenset({PracticeState.OFFERED})),
    Deed.DECLINE: (PracticeState.DECLINED, frozenset({PracticeState.OFFERED})),
}


def state_after(state: PracticeState, deed: Deed) -> PracticeState:
    """Where a deed leads from a state. Raises `InvalidInput` where it cannot be done."""
    then, possible = _LEADS_TO[deed]
    if state not in possible:
        if deed is Deed.WITHDRAW:
            raise InvalidInput("The practice was withdrawn before.")
        raise InvalidInput(
            "This practice does not wait for a decision any more.", hint="Reload the page."
        )
    return then


@dataclass(frozen=True, slots=True)
class OfferedPractice:
    """A practice that a force offers to the others, as one revision has it.

    `evaluated` is what the force says; 'unknown' is not 'no'. `said_on` is the day in London on
    which this revision was written and `reason` why, as read beside it.
    """

    id: str
    force_id: str
    revision: int = 0
    sequence: int = 0
    title: str = ""
    partners: str = ""
    words: str = ""
    ps: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    evaluated: Evaluated = "unknown"
    state: PracticeState = PracticeState.OFFERED
    said_on: dt.date | None = field(default=None, compare=False)
    reason: str = field(default="", compare=False)
    # Of the stored revision: keeps the digest of its words from being guessed back.
    salt: str | None = field(default=None, compare=False, repr=False)


# What a force says of its practice; the rest follows from who does what with it.
OFFERABLE = ("title", "partners", "words", "ps", "areas", "evaluated")
OFFER_LABELS = {
    "title": "Title",
    "partners": "Partners",
    "words": "What was done",
    "ps": "4Ps",
    "areas": "Improvement areas",
    "evaluated": "Evaluated",
}


def practice_problems(practice: OfferedPractice, framework: Framework) -> list[str]:
    """Every rule a practice breaks, as sentences that say what to do."""
    found = []
    if not practice.title.strip():
        found.append("Give the practice a title: what it is, in a few words.")
    if not practice.words.strip():
        found.append("Say in a few sentences what was done, and what changed.")
    for name, longest in (
        ("title", LONGEST_TITLE),
        ("partners", LONGEST_PARTNERS),
        ("words", LONGEST_WORDS),
    ):
        if len(getattr(practice, name)) > longest:
            found.append(f"{OFFER_LABELS[name]} is too long; keep it to {longest:,} characters.")
    found += _code_problems(practice.ps, framework.ps, "of the 4Ps", "which of the 4Ps it serves")
    found += _code_problems(
        practice.areas,
        framework.areas,
        "of the six improvement areas",
        "which of the six improvement areas it helps in",
    )
    if practice.evaluated not in EVALUATED:
        found.append("Say whether it was evaluated: yes, no, or not known.")
    return found


def _code_problems(
    codes: tuple[str, ...], known: Iterable[str], of_what: str, choose: str
) -> list[str]:
    if not codes:
        return [f"Choose at least one: {choose}."]
    found = [f"'{code}' is not one {of_what}." for code in codes if code not in known]
    if len(codes) != len(set(codes)):
        found.append(f"The same one {of_what} is given twice; remove one.")
    return found


@dataclass(frozen=True, slots=True)
class ListedPractice:
    """A practice as everybody who compares forces sees it, wherever it comes from.

    `number` is its number in the inspection's report, None for one that a force offered.
    `attribution` says in a sentence whose it is. `searched` holds all that a search looks through.
    """

    id: str
    title: str
    words: str
    partners: str
    forces: tuple[str, ...]
    ps: tuple[str, ...]
    areas: tuple[str, ...]
    evaluated: Evaluated
    number: int | None
    attribution: str
    searched: str = field(repr=False)


def of_the_inspection(practice: Practice, framework: Framework) -> ListedPractice:
    """A box of the report as it is listed."""
    year = framework.inspections[practice.source].published_on.year
    whose = _joined([framework.forces[f].name for f in practice.forces])
    return ListedPractice(
        id=practice.id,
        title=practice.title,
        words=practice.text,
        partners=practice.partners,
        forces=practice.forces,
        ps=practice.ps,
        areas=practice.areas,
        evaluated=practice.evaluated,
        number=practice.number,
        attribution=f"From {whose}'s “{practice.title}”, notable practice {practice.number} of the "
        f"{year} inspection.",
        searched=_searched(practice.title, practice.text, practice.partners, whose),
    )


def of_a_force(practice: OfferedPractice, framework: Framework) -> ListedPractice:
    """What a force offered as it is listed, from the revision that was accepted."""
    whose = framework.forces[practice.force_id].name
    on = f" on {in_words(practice.said_on)}" if practice.said_on else ""
    return ListedPractice(
        id=practice.id,
        title=practice.title,
        words=practice.words,
        partners=practice.partners,
        forces=(practice.force_id,),
        ps=practice.ps,
        areas=practice.areas,
        evaluated=practice.evaluated,
        number=None,
        attribution=f"From {whose}'s “{practice.title}”, which the force offered and the national "
        f"lead accepted{on}.",
        searched=_searched(practice.title, practice.words, practice.partners, whose),
    )


def _searched(*texts: str) -> str:
    return "\n".join(texts).casefold()


def _joined(names: list[str]) -> str:
    """A, B and C."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader looks for among the practices. Empty means everything.

    A practice fits when each word stands in it, and it has one of the Ps, one of the areas, one of
    the forces and one of the answers on evaluation that were chosen.
    """

    words: str = ""
    ps: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    forces: tuple[str, ...] = ()
    evaluated: tuple[Evaluated, ...] = ()

    def keeps(self, practice: ListedPractice) -> bool:
        """Whether the practice is among those looked for."""
        return (
            all(word in practice.searched for word in self.words.casefold().split())
            and (not self.ps or not set(self.ps).isdisjoint(practice.ps))
            and (not self.areas or not set(self.areas).isdisjoint(practice.areas))
            and (not self.forces or not set(self.forces).isdisjoint(practice.forces))
            and (not self.evaluated or practice.evaluated in self.evaluated)
        )

    @property
    def cell(self) -> tuple[str, str] | None:
        """The one cell of the matrix (area, P) that is looked for, if it is exactly one."""
        if len(self.ps) == 1 and len(self.areas) == 1:
            return self.areas[0], self.ps[0]
        return None


def description_of(practice: ListedPractice) -> str:
    """What an action taken from a practice is described as: its words, and whose they are."""
    with_whom = f"There with: {practice.partners}." if practice.partners else ""
    return "\n\n".join(part for part in (practice.words, with_whom, practice.attribution) if part)
