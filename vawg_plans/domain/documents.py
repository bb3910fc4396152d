"""What a document for readers outside the force tells of a plan: what a public version would.

The forms are the sector's own: the table and the record in which a commissioner's office answers
an inspection, a paper for an audit committee, and the plan itself. Each is told from what a version
freezes, so a draft and a published plan read alike, and nothing is told that is not publishable.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vawg_plans.domain.actions import DeliveryStatus, TagKind
from vawg_plans.domain.answers import Choice, kind_of
from vawg_plans.domain.framework import Framework, Inspection, Recommendation
from vawg_plans.domain.moments import in_words


@dataclass(frozen=True, slots=True)
class ToldMilestone:
    """A step on the way, as it is published."""

    title: str
    due: dt.date | None
    done_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ToldAction:
    """An action as it is published. `areas` and `recommendations` are ids that a person accepted;
    `reasons` say what its record adds to the status that the force states.
    """

    reference: str
    title: str
    description: str
    lead_p: str | None
    areas: tuple[str, ...]
    recommendations: tuple[str, ...]
    owner_posts: tuple[str, ...]
    partners: tuple[str, ...]
    due: dt.date | None
    due_words: str
    status: DeliveryStatus
    percent: int | None
    late: bool
    reasons: tuple[str, ...]
    success_measure: str
    milestones: tuple[ToldMilestone, ...]

    @property
    def headline(self) -> str:
        """Its reference, if it has one, and its title."""
        return f"{self.reference} {self.title}".strip()

    @property
    def handle(self) -> str:
        """What names it where its words stand elsewhere."""
        return self.reference or self.title

    @property
    def by_when(self) -> str:
        """'31 March 2022', the words given instead of a date, or 'No date'."""
        return in_words(self.due) or self.due_words.strip() or "No date"

    @property
    def stands(self) -> str:
        """'On track (green), 40% reported; overdue by 3 days (due 1 March 2022)'."""
        reported = f", {self.percent}% reported" if self.percent is not None else ""
        return "; ".join([f"{self.status.full_label}{reported}", *self.reasons])


@dataclass(frozen=True, slots=True)
class Words:
    """What the force answered in words, and the day in London on which it did."""

    words: str
    said_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ToldPlan:
    """A plan as it is published, judged at `judged_on`.

    `actions` are those told in words, in the plan's order; `live` counts them and those that are
    only counted. `covered` counts live actions by (area, lead P) that a person accepted;
    `not_applicable` holds the reasons of cells that need none, `responses` the answers in words by
    recommendation, `governance` how the plan is governed, by question, as far as it is published.
    `owners_told` is False where it is not said who owns an action. `approved` is by which post and
    when it was approved, empty for a draft and for what needed no approval.
    """

    force_id: str
    force_name: str
    title: str
    summary: str
    lead_post: str
    judged_on: dt.date
    actions: tuple[ToldAction, ...]
    live: int
    statuses: Mapping[DeliveryStatus, int]
    late: int
    covered: Mapping[tuple[str, str], int]
    not_applicable: Mapping[tuple[str, str], str]
    responses: Mapping[str, Words]
    owners_told: bool = True
    governance: Mapping[str, Words] = field(default_factory=dict)
    approved: str = ""

    @property
    def untold(self) -> int:
        """Live actions that are counted and not told: sensitive, or not to be published."""
        return self.live - len(self.actions)


def told(
    content: Mapping[str, Any], owners: Mapping[str, tuple[str, ...]] | None = None
) -> ToldPlan:
    """What may be published of a version's content, or of a draft frozen as one.

    A version for the national lead says more than the public may read; that is left out here.
    A public one does not say who owns an action: `owners` holds the posts, by the action's id, for
    a document that the force makes itself.
    """
    owners_told = owners is not None or any("owner_posts" in a for a in content["actions"])
    owners = owners or {}
    plan = content["plan"]
    actions = content["actions"]
    answers = [a for a in content.get("answers", ()) if a["choice"]]
    covered = Counter(
        (area, a["accepted_lead_p"])
        for a in actions
        for area in a["accepted_areas"]
        if a["accepted_lead_p"]
    )
    return ToldPlan(
        force_id=content["force"],
        force_name=content["force_name"],
        title=plan.get("title") or "Violence against women and girls action plan",
        summary=plan.get("summary") or "",
        lead_post=plan.get("lead_post") or "",
        judged_on=dt.date.fromisoformat(content["judged_on"]),
        actions=tuple(_action(a, owners.get(a["id"], ())) for a in actions if _public(a)),
        live=len(actions),
        statuses=Counter(DeliveryStatus(a["status"]) for a in actions),
        late=sum(bool(a["late"]) for a in actions),
        covered=covered,
        not_applicable={
            _cell(a["question"]): a["words"]
            for a in answers
            if a["choice"] == Choice.NOT_APPLICABLE and a["words"]
        },
        responses={
            a["question"].partition(":")[2]: Words(a["words"], _day(a["said_on"]))
            for a in answers
            if kind_of(a["question"]) == "recommendation" and a["words"]
        },
        owners_told=owners_told,
        approved=_approved(content),
        governance={
            a["question"]: Words(a["words"], _day(a["said_on"]))
            for a in answers
            if a["choice"] == Choice.PUBLISHABLE and a["words"]
        },
    )


def _approved(content: Mapping[str, Any]) -> str:
    found = content.get("approved")
    if not found:
        return ""
    return f"{found['post']}, on {in_words(dt.date.fromisoformat(found['on']))}"


def _public(action: Mapping[str, Any]) -> bool:
    return bool(
        action["in_words"] and action.get("publishable", True) and not action.get("sensitive")
    )


def _cell(question: str) -> tuple[str, str]:
    _, area, p = question.split(":")
    return area, p


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _action(content: Mapping[str, Any], owners: tuple[str, ...]) -> ToldAction:
    tagged = [t["code"] for t in content.get("tags", ()) if t["kind"] == TagKind.RECOMMENDATION]
    return ToldAction(
        reference=content.get("reference") or "",
        title=content.get("title") or "",
        description=content.get("description") or "",
        lead_p=content["accepted_lead_p"],
        areas=tuple(content["accepted_areas"]),
        recommendations=tuple(tagged),
        owner_posts=tuple(content.get("owner_posts", owners)),
        partners=tuple(content.get("partners", ())),
        due=_day(content["due"]),
        due_words=content.get("due_words") or "",
        status=DeliveryStatus(content["status"]),
        percent=content.get("percent"),
        late=bool(content["late"]),
        reasons=tuple(content.get("reasons", ())),
        success_measure=content.get("success_measure") or "",
        milestones=tuple(
            ToldMilestone(m["title"], _day(m.get("due")), _day(m.get("done_on")))
            for m in content.get("details", {}).get("milestones", ())
        ),
    )


@dataclass(frozen=True, slots=True)
class Position:
    """Where the force stands on one recommendation: what answers it, in actions and in words."""

    recommendation: Recommendation
    actions: tuple[ToldAction, ...]
    response: Words | None

    @property
    def asked(self) -> bool:
        """Whether it asks something of forces, wholly or in part."""
        return self.recommendation.asks_forces != "no"

    @property
    def answered(self) -> bool:
        """Whether a published action or a response in words answers it."""
        return bool(self.actions or self.response)

    @property
    def owners(self) -> list[str]:
        """The posts that own the actions, those that own most of them first."""
        return [
            post
            for post, _ in Counter(p for a in self.actions for p in a.owner_posts).most_common()
        ]

    @property
    def timescale(self) -> str:
        """When the report wants it: 'By March 2022', with what where it has several dates."""
        dues = self.recommendation.dues
        if len(dues) > 1:
            return "; ".join(f"{d.due_words}: {d.what}" for d in dues)
        return dues[0].due_words if dues else "None stated in the report"

    @property
    def addressed_to(self) -> str | None:
        """Who it is addressed to, or None where the report names nobody."""
        body = self.recommendation.addressed_to
        return None if body.casefold().startswith("no body") else body


def positions(plan: ToldPlan, framework: Framework, inspection: Inspection) -> list[Position]:
    """One for each recommendation of an inspection, in its order."""
    return [
        Position(
            r,
            tuple(a for a in plan.actions if r.id in a.recommendations),
            plan.responses.get(r.id),
        )
        for r in framework.recommendations.values()
        if r.inspection == inspection.id
    ]
