"""What would go out of a force's plan, if it were published now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from vawg_plans.domain.actions import Action
from vawg_plans.domain.answers import question_words
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.freezing import leaves
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Audience
from vawg_plans.domain.reviews import Review
from vawg_plans.services.gate import allowed
from vawg_plans.services.plans import OpenPlan, read_plan
from vawg_plans.services.versions import content_of_plan, readable_content
from vawg_plans.store import actions as action_rows
from vawg_plans.store import answers as answer_rows
from vawg_plans.store.connection import Rows
from vawg_plans.store.store import Store


@dataclass(frozen=True, slots=True)
class UnderReview:
    """What there is to know before a plan goes out, as contents that a version would freeze.

    `going_out` is what would be published now: of the moment under review where there is one, else
    of the plan as it stands, which `now` is. `last` is the newest public version, as it may be read
    today. `held_back` are actions that no longer go out in words, though they did when the moment
    was fixed; `held_back_answers` the questions whose answers were made internal since.
    """

    review: Review | None
    going_out: dict[str, Any]
    now: dict[str, Any]
    last: dict[str, Any] | None
    held_back: tuple[Action, ...] = ()
    held_back_answers: tuple[str, ...] = ()


def under_review(store: Store, framework: Framework, actor: Actor, force_id: str) -> UnderReview:
    """What would go out now, beside the plan as it stands and what the public reads today."""
    allowed(store, actor, Permission.READ_DRAFT, force_id)
    with store.read() as rows:
        opened = read_plan(rows, framework, force_id, on=today())
        now = content_of_plan(opened, framework, Audience.PUBLIC, number=0)
        public = next((v for v in opened.versions if v.audience is Audience.PUBLIC), None)
        last = readable_content(rows, public) if public else None
        review = opened.review
        if review is None:
            return UnderReview(None, now, now, last)
        fixed = at_moment(rows, framework, review)
        left = without_held_back(rows, fixed)
        going_out = content_of_plan(
            left, framework, Audience.PUBLIC, note=review.note, approved=review.approval
        )
        held_back = tuple(
            before
            for before, after in zip(fixed.actions, left.actions, strict=True)
            if before != after
        )
        gone = sorted(fixed.answers.keys() - left.answers)
        answers = tuple(question_words(question, framework) for question in gone)
        return UnderReview(review, going_out, now, last, held_back, answers)


def at_moment(rows: Rows, framework: Framework, review: Review) -> OpenPlan:
    return read_plan(rows, framework, review.force_id, upto=review.moment, on=review.judged_on)


def without_held_back(rows: Rows, opened: OpenPlan) -> OpenPlan:
    """The plan at its moment, each action marked as it is now where that holds words back, and
    without the answers that were made internal since.
    """
    now = {a.id: a for a in action_rows.of_plan(rows, opened.plan.id)}
    answers = answer_rows.of_plan(rows, opened.plan.id)
    return replace(
        opened,
        actions=[
            replace(
                a,
                sensitive=a.sensitive or now[a.id].sensitive,
                publishable=a.publishable and now[a.id].publishable,
            )
            for a in opened.actions
        ],
        answers={
            question: answer
            for question, answer in opened.answers.items()
            if not leaves(answer, Audience.PUBLIC) or leaves(answers[question], Audience.PUBLIC)
        },
    )
