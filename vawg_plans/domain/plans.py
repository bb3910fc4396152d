"""A force's plan, its state, and the versions it names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class PlanState(StrEnum):
    """How far a plan has come. Staleness is a mark beside it, not a state."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SHARED = "shared"
    PUBLISHED = "published"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Audience(StrEnum):
    """Who a named version is for."""

    NATIONAL = "national"
    PUBLIC = "public"

    @property
    def label(self) -> str:
        return {"national": "Shared nationally", "public": "Published"}[self.value]


@dataclass(frozen=True, slots=True)
class Plan:
    """A force's plan, as one revision has it.

    `local_strands` are the force's own headings; `strand_ps` says under which P each of them
    mostly falls, as pairs of strand and P in the order of the strands.
    """

    id: str
    force_id: str
    revision: int = 1
    sequence: int = 0
    title: str = ""
    summary: str = ""
    lead_post: str = ""
    local_strands: tuple[str, ...] = ()
    strand_ps: tuple[tuple[str, str], ...] = ()
    # Of the stored revision: keeps the digest of its words from being guessed back.
    salt: str | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Version:
    """A named moment of a plan, frozen.

    `sequence` is the moment it shows, `made_in` the commit that named it; `judged_on` the date
    (London) at which lateness and staleness were judged; `digest` the SHA-256 of the frozen
    content's canonical JSON. Words that had to go were removed from it on `words_removed_on`; a
    public version is then replaced by the one with the number `replaced_by`.
    """

    id: str
    force_id: str
    plan_id: str
    number: int
    audience: Audience
    sequence: int
    judged_on: dt.date
    digest: str
    made_at: dt.datetime
    made_by: str
    note: str = ""
    made_in: int = 0
    words_removed_on: dt.date | None = None
    replaced_by: int | None = None


def plan_problems(plan: Plan) -> list[str]:
    """Every rule this plan's description breaks, as sentences that say what to do."""
    found = []
    if not plan.title.strip():
        found.append("Give the plan a title.")
    if len(plan.title) > 300 or len(plan.lead_post) > 200:
        found.append("Keep the title to 300 characters and the post to 200.")
    if len(plan.summary) > 30_000:
        found.append("Keep the summary to 30,000 characters.")
    if len(plan.local_strands) > 40 or any(
        not strand.strip() or len(strand) > 200 for strand in plan.local_strands
    ):
        found.append("Keep to 40 local strands of 1 to 200 characters each.")
    if len(set(plan.local_strands)) != len(plan.local_strands):
        found.append("The same local strand is given twice; remove one.")
    if {strand for strand, _ in plan.strand_ps} - set(plan.local_strands):
        found.append("A P was given to a local strand that the plan does not have.")
    return found


def plan_id_of(force_id: str) -> str:
    """The id of a force's plan: it has one, so its id follows from the force's."""
    return f"plan-{force_id}"


def plan_state(*, has_actions: bool, versions: list[Version]) -> PlanState:
    """A plan's state from what exists: published if any version is public, shared if any is
    national, draft once it has an action, otherwise not started. (In review and approved come
    from the plan's way to publication.)
    """
    if any(v.audience is Audience.PUBLIC for v in versions):
        return PlanState.PUBLISHED
    if versions:
        return PlanState.SHARED
    return PlanState.DRAFT if has_actions else PlanState.NOT_STARTED
