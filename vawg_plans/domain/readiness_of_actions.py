"""What each action is checked for. The plan's list filters by the same, under these labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.owners_in import perhaps_named
from vawg_plans.domain.rules import CalculatedStatus, Judgement
from vawg_plans.domain.vague import vague_of


@dataclass(frozen=True, slots=True)
class ActionCheck:
    """A test of one action: `label` names it in the plan's filter, `one` and `many` finish "1
    action …" and "2 actions …", `order` says what to do. `together`: several are put right at once
    there, because each may be given the same.
    """

    code: str
    label: str
    one: str
    many: str
    order: str
    fails: Callable[[Action, Judgement, Framework], bool]
    together: bool = False

    def say(self, count: int) -> str:
        """How many actions fail it, as a sentence."""
        return f"1 action {self.one}." if count == 1 else f"{count:,} actions {self.many}."


def _unexplained(judgement: Judgement) -> bool:
    # Complete without evidence is a finding of its own.
    unevidenced = judgement.status is CalculatedStatus.COMPLETE_NOT_EVIDENCED
    return judgement.disagrees and not judgement.explained and not unevidenced


_RESTING = (DeliveryStatus.NOT_STARTED, DeliveryStatus.COMPLETE)

_CHECKS = (
    ActionCheck(
        "no_owner",
        "No owner",
        "has no owner post",
        "have no owner post",
        "Give each a post",
        lambda a, j, f: not any(post.strip() for post in a.owner_posts),
        together=True,
    ),
    ActionCheck(
        "no_date",
        "No date",
        "has no due date",
        "have no due date",
        "Give each a date",
        lambda a, j, f: a.due is None,
        together=True,
    ),
    ActionCheck(
        "late",
        "Late",
        "is past the due date and not complete",
        "are past the due date and not complete",
        "Say where each stands",
        lambda a, j, f: j.late,
    ),
    ActionCheck(
        "complete_unevidenced",
        "Complete without evidence",
        "is complete without evidence",
        "are complete without evidence",
        "Say where the evidence is held",
        lambda a, j, f: a.status is DeliveryStatus.COMPLETE and not a.evidenced,
    ),
    ActionCheck(
        "mapping",
        "Mapping not accepted",
        "waits for a person to accept its P and area",
        "wait for a person to accept their P and area",
        "Accept the mapping",
        lambda a, j, f: bool(a.suggested) or a.lead is None,
    ),
    ActionCheck(
        "no_measure",
        "No measure",
        "has no measure of success",
        "have no measure of success",
        "Choose or write a measure",
        lambda a, j, f: not a.measured,
    ),
    # What has not begun has nothing to show yet.
    ActionCheck(
        "no_evidence",
        "Under way without evidence",
        "is under way with no evidence",
        "are under way with no evidence",
        "Say where the evidence is held",
        lambda a, j, f: a.status not in _RESTING and not a.evidenced,
    ),
    ActionCheck(
        "vague",
        "Vague wording",
        "has vague wording",
        "have vague wording",
        "Say what, who and when",
        lambda a, j, f: bool(vague_of(a, f.vague_words)),
    ),
    ActionCheck(
        "stale",
        "Stale",
        "is stale: nobody has recorded progress for too long",
        "are stale: nobody has recorded progress for too long",
        "Record progress",
        lambda a, j, f: j.stale,
    ),
    ActionCheck(
        "unexplained",
        "Status not explained",
        "states another status than its record shows, and nobody says why",
        "state another status than their record shows, and nobody says why",
        "Say why, or state another",
        lambda a, j, f: _unexplained(j),
    ),
    ActionCheck(
        "named",
        "Owner may be a person",
        "has an owner that looks like a person's name",
        "have an owner that looks like a person's name",
        "Give the post instead",
        lambda a, j, f: bool(perhaps_named(a.owner_posts, f)),
        together=True,
    ),
)
OF_ACTIONS = {check.code: check for check in _CHECKS}
