"""The demonstration data's recipe: invented words and settings, as `data/demo/` holds them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.comments import Asks
from vawg_plans.domain.practices import OfferedPractice


@dataclass(frozen=True, slots=True)
class ActionSeed:
    """An action of the recipe, before any force has taken it up. Lists hold framework codes."""

    id: str
    p: str
    supporting_ps: tuple[str, ...]
    area: str
    other_areas: tuple[str, ...]
    themes: tuple[str, ...]
    vulnerability: tuple[str, ...]
    pillar: str
    recommendations: tuple[str, ...]
    title: str
    description: str
    success_measure: str
    owner_post: str
    partners: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class ForceSeed:
    """A force in the recipe, and how its invented plan goes.

    `stage` is not_started, draft, shared, published or stale. `pace` is how far delivery has
    come, 0 to 1; `candour` the chance, 0 to 1, that a status is stated rosier than the record
    says. `empty_cells` are (area, P) pairs left as gaps.
    """

    force: str
    stage: str
    actions: int
    pace: float
    candour: float
    empty_cells: frozenset[tuple[str, str]]
    strand_set: str
    partner_council: str


@dataclass(frozen=True, slots=True)
class Note:
    """A progress note: with which status it goes, and with which actions.

    `suits` are words of which an action's title or description must have one; empty suits all.
    """

    status: DeliveryStatus
    text: str
    suits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remarked:
    """A comment, what it asks for, and the answer it may get (empty: none)."""

    words: str
    asks: Asks
    reply: str


@dataclass(frozen=True, slots=True)
class Words:
    """What people write while a plan is delivered. Reasons stand after a colon.

    `details` are pairs of a text and what goes with it (a response, a place), by kind;
    `governance` what a force may say of how its plan is governed, by question.
    """

    notes: tuple[Note, ...]
    slip_reasons: tuple[str, ...]
    reopen_reasons: tuple[str, ...]
    withdrawal_reasons: tuple[str, ...]
    context: tuple[str, ...]
    shaped_by: tuple[str, ...]
    details: dict[str, tuple[tuple[str, str], ...]]
    governance: dict[str, tuple[str, ...]] = field(default_factory=dict)
    comments: tuple[Remarked, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferSeed:
    """A practice that a force of the recipe offers, still without an id.

    `practice` is in the state it came to, `reason` the decision's; it was offered after the share
    `offered` of the time, 0 to 1.
    """

    practice: OfferedPractice
    reason: str
    offered: float


class StepKind(StrEnum):
    """What is done on the way to publication, in the order of a day."""

    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ReviewSeed:
    """A step of the recipe: what a force did so many days before today, and its words."""

    force: str
    kind: StepKind
    days: int
    words: str


@dataclass(frozen=True, slots=True)
class MeetingSeed:
    """Something said at a meeting: a note or a decision (`kind`) that suits some kinds of items.

    A decision has the post that sees to it and what comes of it.
    """

    kind: str
    suits: tuple[str, ...]
    text: str
    post: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """All of it. `forces` is by force id, `local_strands` by the set's name."""

    actions: tuple[ActionSeed, ...]
    words: Words
    local_strands: dict[str, tuple[str, ...]]
    forces: dict[str, ForceSeed]
    offers: tuple[OfferSeed, ...] = ()
    reviews: tuple[ReviewSeed, ...] = ()
    meetings: tuple[MeetingSeed, ...] = ()


def notes_for(seed: ActionSeed, notes: tuple[Note, ...]) -> dict[DeliveryStatus, tuple[str, ...]]:
    """The notes that suit this action, by status."""
    words = set(re.findall(r"[a-z'-]+", f"{seed.title} {seed.description}".casefold()))
    found: dict[DeliveryStatus, list[str]] = {status: [] for status in DeliveryStatus}
    for note in notes:
        if not note.suits or not words.isdisjoint(note.suits):
            found[note.status].append(note.text)
    return {status: tuple(texts) for status, texts in found.items()}
