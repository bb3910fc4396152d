"""Naming a demonstration's versions as a year of use would have: reviewed, approved, withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from vawg_plans.domain.actions import Action
from vawg_plans.domain.answers import Answers
from vawg_plans.domain.canonical import canonical_json, sha256
from vawg_plans.domain.demonstration import VersionPoint
from vawg_plans.domain.demonstration_recipe import StepKind
from vawg_plans.domain.demonstration_reviews import ReviewStep
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.freezing import freeze
from vawg_plans.domain.people import Role
from vawg_plans.domain.plans import Audience, Plan, PlanState, plan_id_of
from vawg_plans.domain.reviews import Approval, Review, ReviewState, review_id_of, review_state
from vawg_plans.domain.rules import Record, judge
from vawg_plans.services.plans import limits_on
from vawg_plans.store import plans as plan_rows
from vawg_plans.store import reviews as review_rows
from vawg_plans.store.connection import Row
from vawg_plans.store.record import Commit, new_salt
from vawg_plans.store.store import Writing

# Makes the next commit: by which role, and why.
Committing = Callable[[str, str], Commit]
_STATES = {
    StepKind.SENT_BACK: ReviewState.SENT_BACK,
    StepKind.APPROVED: ReviewState.APPROVED,
}
_LEAD, _CHAIR = Role.STRATEGIC_LEAD.value, Role.GOLD_CHAIR.value
# Of what has no number yet: as `services.versions.content_of_plan` has it.
_NUMBER = 0


@dataclass(frozen=True, slots=True)
class Stood:
    """A plan at a moment: its actions, what their record says, and its answers."""

    plan: Plan
    actions: dict[str, Action]
    records: dict[str, Record]
    answers: Answers
    sequence: int
    day: dt.date


class Naming:
    """Versions and reviews as they come, by force."""

    def __init__(self, writing: Writing, framework: Framework) -> None:
        self._writing = writing
        self._framework = framework
        self._versions: dict[str, list[Row]] = {}
        self._withdrawn: set[str] = set()
        self._reviews: dict[str, tuple[Review, Stood]] = {}

    def standing(self, force_id: str) -> tuple[PlanState, dt.date | None]:
        """The state of a force's plan, and the day of the newest version that stands."""
        versions = self._versions.get(force_id, ())
        standing = [v for v in versions if v["version_id"] not in self._withdrawn]
        newest = max(standing, key=lambda v: (v["sequence"], v["number"]), default=None)
        known = self._reviews.get(force_id)
        state = review_state(known[0] if known else None) or PlanState.DRAFT
        if newest is None:
            return state, None
        public = any(v["audience"] == Audience.PUBLIC for v in standing)
        return PlanState.PUBLISHED if public else PlanState.SHARED, newest["judged_on"]

    def share(self, now: Stood, point: VersionPoint, committing: Committing) -> None:
        """Share the plan nationally, as it stands."""
        commit = committing(_LEAD, f"version named ({point.audience})")
        self._name(commit, now, now, point.note, point.audience)

    def step(self, now: Stood, step: ReviewStep, committing: Committing) -> None:
        """Take a step of a review; one that does not follow from the last is passed over."""
        force_id = now.plan.force_id
        review, stood = self._reviews.get(force_id, (None, now))
        submitted = review is not None and review.state is ReviewState.SUBMITTED
        if step.kind is StepKind.WITHDRAWN:
            self._withdraw(force_id, step, committing)
        elif step.kind is StepKind.SUBMITTED and (review is None or not review.open):
            number = review.number + 1 if review else 1
            self._submit(number, now, step, committing)
        elif step.kind in _STATES and review and submitted:
            self._decide(review, stood, step, committing)
        elif step.kind is StepKind.PUBLISHED and review and review.approval and review.open:
            self._publish(review, stood, now, committing)

    def _submit(self, number: int, now: Stood, step: ReviewStep, committing: Committing) -> None:
        commit = committing(_LEAD, "plan submitted")
        force_id = now.plan.force_id
        review = Review(
            id=review_id_of(force_id, number),
            plan_id=plan_id_of(force_id),
            force_id=force_id,
            number=number,
            state=ReviewState.SUBMITTED,
            moment=now.sequence,
            judged_on=now.day,
            note=step.words,
        )
        self._write(commit, None, review, now)

    def _decide(
        self, review: Review, stood: Stood, step: ReviewStep, committing: Committing
    ) -> None:
        state = _STATES[step.kind]
        if state is ReviewState.SENT_BACK:
            commit = committing(_CHAIR, "plan sent back")
            after = replace(review, state=state, words=step.words)
        else:
            commit = committing(_CHAIR, "plan approved")
            content = self._content(stood, stood, _NUMBER, "", Audience.PUBLIC, None)
            after = replace(
                review,
                state=state,
                words=step.words,
                post=stood.plan.lead_post,
                approved_on=step.day,
                digest=sha256(canonical_json(content)),
            )
        self._write(commit, review, after, stood)

    def _publish(self, review: Review, stood: Stood, now: Stood, committing: Committing) -> None:
        commit = committing(_LEAD, f"version named ({Audience.PUBLIC})")
        number = self._name(commit, stood, now, review.note, Audience.PUBLIC, review.approval)
        after = replace(review, state=ReviewState.PUBLISHED, words="", version=number)
        self._write(commit, review, after, stood)

    def _write(self, commit: Commit, before: Review | None, after: Review, stood: Stood) -> None:
        revision = (before.revision if before else 0) + 1
        after = replace(after, revision=revision, sequence=commit.sequence, salt=new_salt())
        self._writing.rows.insert("review_revision", [review_rows.to_row(after)])
        self._writing.record(review_rows.act_of(after, before), commit)
        self._reviews[after.force_id] = after, stood

    def _withdraw(self, force_id: str, step: ReviewStep, committing: Committing) -> None:
        standing = [
            r
            for r in self._versions.get(force_id, ())
            if r["audience"] == Audience.PUBLIC and r["version_id"] not in self._withdrawn
        ]
        if not standing:
            return
        commit = committing(_LEAD, "version withdrawn")
        row = {
            "version_id": standing[-1]["version_id"],
            "revision": 1,
            "sequence": commit.sequence,
            "plan_id": plan_id_of(force_id),
            "force_id": force_id,
            "why": step.words,
            "salt": new_salt(),
        }
        self._withdrawn.add(row["version_id"])
        self._writing.rows.insert("version_withdrawal", [row])
        self._writing.record(review_rows.act_of_withdrawal(row), commit)

    def _name(
        self,
        commit: Commit,
        stood: Stood,
        now: Stood,
        note: str,
        audience: Audience,
        approved: Approval | None = None,
    ) -> int:
        force_id = stood.plan.force_id
        named = self._versions.setdefault(force_id, [])
        number = len(named) + 1
        content = self._content(stood, now, number, note, audience, approved)
        row = plan_rows.version_row(
            force_id=force_id,
            number=number,
            audience=audience,
            sequence=stood.sequence,
            made_in=commit.sequence,
            judged_on=stood.day,
            note=note,
            content=content,
            approved=approved,
        )
        self._writing.rows.insert("plan_version", [row])
        self._writing.rows.insert("version_action", plan_rows.facts_of(row["version_id"], content))
        self._writing.record(plan_rows.act_of_version(row), commit)
        kept = ("version_id", "audience", "sequence", "number", "judged_on")
        named.append({name: row[name] for name in kept})
        return number

    def _content(
        self,
        stood: Stood,
        now: Stood,
        number: int,
        note: str,
        audience: Audience,
        approved: Approval | None,
    ) -> dict[str, Any]:
        """What a version freezes; what was marked since never leaves in words."""
        limits = limits_on(self._framework, stood.day)
        actions = [
            replace(
                a,
                sensitive=a.sensitive or now.actions[a.id].sensitive,
                publishable=a.publishable and now.actions[a.id].publishable,
            )
            for a in sorted(stood.actions.values(), key=lambda a: (a.position, a.reference))
        ]
        return freeze(
            stood.plan,
            actions,
            {a.id: judge(a, stood.records[a.id], stood.day, limits) for a in actions},
            stood.records,
            self._framework,
            number=number,
            audience=audience,
            sequence=stood.sequence,
            judged_on=stood.day,
            note=note,
            answers=stood.answers,
            approved=approved,
        )
