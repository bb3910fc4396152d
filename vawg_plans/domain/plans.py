"""A force's plan, its state, and the versions it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
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

    A public version was approved by the post `approved_by`, on `approved_on`; those from before
    there were approvals say neither. `superseded_by` is the number of the version now read in its
    place: of a public version the newest public one, of a national one the newest of all. A version
    that was withdrawn counts no more, and is never erased.
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
    approved_by: str = ""
    approved_on: dt.date | None = None
    withdrawn_on: dt.date | None = None
    withdrawn_why: str = ""
    withdrawn_in: int | None = None
    # What else stands decides it, so it is no part of what the version is.
    superseded_by: int | None = field(default=None, compare=False)

    @property
    def withdrawn(self) -> bool:
        return self.withdrawn_in is not None

    @property
    def current(self) -> bool:
        """Whether it is the one that its readers now read."""
        return not self.withdrawn and self.superseded_by is None


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


def plan_state(
    *, has_actions: bool, versions: list[Version], review: PlanState | None = None
) -> PlanState:
    """A plan's state from what exists: published if any version is public, shared if any is
    national; else what an open review brings (in review or approved); draft once it has an action,
    otherwise not started. A withdrawn version counts for nothing.
    """
    standing = [v for v in versions if not v.withdrawn]
    if any(v.audience is Audience.PUBLIC for v in standing):
        return PlanState.PUBLISHED
    if standing:
        return PlanState.SHARED
    return review or (PlanState.DRAFT if has_actions else PlanState.NOT_STARTED)


NEVER = 2**62


def placed(versions: Iterable[Version], upto: int = NEVER) -> list[Version]:
    """A force's versions as they stood at a moment (now unless given), in the order they came in:
    those made by then, each with what is read in its place; a later withdrawal is not known yet.

    `versions` are newest first, by the moment they show.
    """
    made = [_as_known(v, upto) for v in versions if v.made_in <= upto]
    return [replace(v, superseded_by=_in_its_place(v, made)) for v in made]


def standing(versions: Iterable[Version]) -> list[Version]:
    """Those that were not withdrawn: what others read and compare themselves with."""
    return [v for v in versions if not v.withdrawn]


def _as_known(version: Version, upto: int) -> Version:
    if version.withdrawn_in is None or version.withdrawn_in <= upto:
        return version
    return replace(version, withdrawn_in=None, withdrawn_on=None, withdrawn_why="")


def _in_its_place(version: Version, newest_first: list[Version]) -> int | None:
    if version.withdrawn:
        return None
    whole = version.audience is Audience.NATIONAL
    read = next(
        v for v in newest_first if not v.withdrawn and (whole or v.audience is Audience.PUBLIC)
    )
    return read.number if read.number != version.number else None
