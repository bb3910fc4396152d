"""What a review says of its plan, and which versions count."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from vawg_plans.domain.plans import Audience, PlanState, Version, placed, plan_state, standing
from vawg_plans.domain.reviews import Review, ReviewState, open_review, review_state, state_words

DAY = dt.date(2022, 3, 1)
REVIEW = Review("kent-r1", "plan-kent", "kent", 1, ReviewState.SUBMITTED, 7, DAY)
N, P = Audience.NATIONAL, Audience.PUBLIC


def version(number: int, audience: Audience, *, gone: int | None = None) -> Version:
    return Version(
        f"kent-v{number}", "kent", "plan-kent", number, audience, number * 10, DAY, "d",
        dt.datetime(2022, 3, 1), "Lead", made_in=number * 10 + 1, withdrawn_in=gone,
        withdrawn_on=DAY if gone else None,
    )  # fmt: skip


def test_an_open_review_makes_a_state_and_stands_beside_a_published_one() -> None:
    assert review_state(REVIEW) is PlanState.IN_REVIEW
    approved = replace(REVIEW, state=ReviewState.APPROVED)
    assert review_state(approved) is PlanState.APPROVED
    for state in (ReviewState.SENT_BACK, ReviewState.TAKEN_BACK, ReviewState.PUBLISHED):
        assert review_state(replace(REVIEW, state=state)) is None
        assert open_review([replace(REVIEW, state=state)]) is None
    assert open_review([REVIEW]) is REVIEW
    assert state_words(PlanState.IN_REVIEW, REVIEW) == "In review"
    assert state_words(PlanState.PUBLISHED, approved) == "Published, a new version approved"
    assert state_words(PlanState.DRAFT, None) == "Draft"


def test_a_state_is_of_the_versions_that_stand_and_of_the_review_without_any() -> None:
    given = {"has_actions": True, "review": PlanState.IN_REVIEW}
    assert plan_state(versions=[version(1, P)], **given) is PlanState.PUBLISHED
    assert plan_state(versions=[version(1, N)], **given) is PlanState.SHARED
    assert plan_state(versions=[version(1, P, gone=99)], **given) is PlanState.IN_REVIEW
    assert plan_state(has_actions=True, versions=[version(1, P, gone=99)]) is PlanState.DRAFT


def test_a_public_version_is_superseded_by_a_public_one_and_a_national_one_by_any() -> None:
    every = [version(4, N), version(3, P), version(2, P), version(1, N)]
    assert [v.superseded_by for v in placed(every)] == [None, None, 3, 4]
    assert [v.number for v in placed(every) if v.current] == [4, 3]
    # Withdrawn, it supersedes nothing; and before that day nobody knew.
    gone = [version(4, N), version(3, P, gone=50), version(2, P), version(1, N)]
    assert [v.superseded_by for v in placed(gone)] == [None, None, None, 4]
    assert [v.number for v in standing(placed(gone))] == [4, 2, 1]
    assert [v.superseded_by for v in placed(gone, upto=45)] == [None, None, 3, 4]
    assert [v.number for v in placed(gone, upto=25)] == [2, 1]
