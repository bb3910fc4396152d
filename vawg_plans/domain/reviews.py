"""A plan's way to publication: submitted, sent back or approved, published.

A review is of one moment of the plan, fixed when it is submitted: what is approved and published is
what was read, whatever changed in the plan since.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from vawg_plans.domain.plans import PlanState

LONGEST_WORDS = 5_000
LONGEST_NOTE = 1_000
LONGEST_POST = 200


class ReviewState(StrEnum):
    """How far a review has come."""

    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    TAKEN_BACK = "taken_back"
    APPROVED = "approved"
    PUBLISHED = "published"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def open(self) -> bool:
        """Whether something is still to be done about it."""
        return self in (ReviewState.SUBMITTED, ReviewState.APPROVED)


_LABELS = {
    ReviewState.SUBMITTED: "In review",
    ReviewState.SENT_BACK: "Sent back",
    ReviewState.TAKEN_BACK: "Taken back",
    ReviewState.APPROVED: "Approved",
    ReviewState.PUBLISHED: "Published",
}


class Approval(NamedTuple):
    """Who approved a version, as a post, and on which day in London."""

    post: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Review:
    """A review, as one revision has it.

    `number` counts the reviews of a plan from 1. `moment` is the commit sequence under review,
    judged at `judged_on`. `note` goes out with the version; `words` were said with this step and
    stay in the force. `digest` is of what would have gone out when it was approved; `post` and
    `approved_on` say who approved it, and when; `version` is the number of what was published.
    """

    id: str
    plan_id: str
    force_id: str
    number: int
    state: ReviewState
    moment: int
    judged_on: dt.date
    revision: int = 0
    sequence: int = 0
    note: str = ""
    words: str = ""
    post: str = ""
    approved_on: dt.date | None = None
    digest: str = ""
    version: int | None = None
    # As read beside it: who submitted it, and who took this step, and when.
    submitted_by: str = field(default="", compare=False)
    submitted_role: str = field(default="", compare=False)
    submitter: str = field(default="", compare=False)
    submitted_on: dt.date | None = field(default=None, compare=False)
    said_by: str = field(default="", compare=False)
    said_on: dt.date | None = field(default=None, compare=False)
    # Of the stored revision: keeps the digest of its words from being guessed back.
    salt: str | None = field(default=None, compare=False, repr=False)

    @property
    def open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.state.open

    @property
    def approval(self) -> Approval | None:
        """By whom and when it was approved, if it was."""
        return Approval(self.post, self.approved_on) if self.approved_on else None


def review_id_of(force_id: str, number: int) -> str:
    """The id of a force's review with this number."""
    return f"{force_id}-r{number}"


def open_review(reviews: Iterable[Review]) -> Review | None:
    """The review about which something is still to be done: a plan has one at the most."""
    return next((r for r in reviews if r.open), None)


def review_state(review: Review | None) -> PlanState | None:
    """The state of the plan that an open review brings with it."""
    if review is None or not review.open:
        return None
    approved = review.state is ReviewState.APPROVED
    return PlanState.APPROVED if approved else PlanState.IN_REVIEW


def state_words(state: PlanState, review: Review | None) -> str:
    """A plan's state as it is told: 'Published', and beside it a review that is under way."""
    under_way = review_state(review)
    if under_way is None or under_way is state:
        return state.label
    return f"{state.label}, a new version {under_way.label.lower()}"
