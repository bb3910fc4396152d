"""A plan's way to publication: submitted for review, sent back or approved, published; withdrawn.

What is reviewed is a moment of the plan, fixed when it is submitted. What goes out is that moment
and nothing that came later, but for one thing: what was marked sensitive or not publishable since
never leaves in words.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from vawg_plans.domain.canonical import canonical_json, sha256, visible
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.freezing import judging_date
from vawg_plans.domain.moments import in_words, london_day
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Audience, Version, plan_id_of
from vawg_plans.domain.reviews import (
    LONGEST_NOTE,
    LONGEST_POST,
    LONGEST_WORDS,
    Review,
    ReviewState,
    open_review,
    review_id_of,
)
from vawg_plans.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from vawg_plans.services.gate import allowed, record_refusal
from vawg_plans.services.going_out import at_moment, without_held_back
from vawg_plans.services.plans import read_plan
from vawg_plans.services.versions import (
    content_of_plan,
    name_version,
    note_of,
    require_actions,
    the_version,
)
from vawg_plans.store import plans as plan_rows
from vawg_plans.store import reviews as review_rows
from vawg_plans.store.store import Store, Writing

# What is said to whoever takes a step that does not follow, and what to do.
_STANDS = {
    ReviewState.SUBMITTED: (
        "The plan is in review, and not approved yet.",
        "Have it approved first.",
    ),
    ReviewState.APPROVED: ("The plan is approved already.", "Publish it, or take it back."),
    ReviewState.SENT_BACK: ("The plan was sent back.", "Submit it again."),
    ReviewState.TAKEN_BACK: ("The submission was taken back.", "Submit the plan again."),
    ReviewState.PUBLISHED: ("It is published already.", "Submit the plan for a new version."),
}


def submit(
    store: Store, framework: Framework, actor: Actor, force_id: str, note: str = ""
) -> Review:
    """Put the plan as it stands before the chief officers: its moment is fixed from here on.

    `note` goes out with the version. Raises `InvalidInput` when a review is open already, or there
    is no live action.
    """
    allowed(store, actor, Permission.SHARE_VERSION, force_id)
    note = note_of(note)
    with store.write(actor, reason="plan submitted", force_id=force_id) as writing:
        before = review_rows.of_force(writing.rows, force_id)
        if open_review(before) is not None:
            raise InvalidInput(
                f"This plan is {before[0].state.label.lower()} already.",
                hint="Publish what was approved, or take it back and submit it again.",
            )
        moment, judged_on = writing.sequence - 1, judging_date(writing.commit.moment)
        opened = read_plan(writing.rows, framework, force_id, upto=moment, on=judged_on)
        require_actions(opened)
        number = len(before) + 1
        review = Review(
            id=review_id_of(force_id, number),
            plan_id=plan_id_of(force_id),
            force_id=force_id,
            number=number,
            state=ReviewState.SUBMITTED,
            moment=moment,
            judged_on=judged_on,
            note=note,
        )
        review_rows.add(writing, None, review)
    return _newest(store, force_id)


def take_back(store: Store, actor: Actor, review: Review, words: str = "") -> Review:
    """Take a submission back, approved or not: nothing is published of it."""
    allowed(store, actor, Permission.SHARE_VERSION, review.force_id)
    with store.write(actor, reason="submission taken back", force_id=review.force_id) as writing:
        before = _as_read(writing, review, ReviewState.SUBMITTED, ReviewState.APPROVED)
        _step(writing, before, ReviewState.TAKEN_BACK, words)
    return _newest(store, review.force_id)


def send_back(store: Store, actor: Actor, review: Review, words: str) -> Review:
    """Send the plan back with words that say why; an approval is taken back so too."""
    allowed(store, actor, Permission.APPROVE_VERSION, review.force_id)
    if not visible(words).strip():
        raise InvalidInput("Say what has to change before it can be approved.")
    with store.write(actor, reason="plan sent back", force_id=review.force_id) as writing:
        before = _as_read(writing, review, ReviewState.SUBMITTED, ReviewState.APPROVED)
        _step(writing, before, ReviewState.SENT_BACK, words)
    return _newest(store, review.force_id)


def approve(
    store: Store, framework: Framework, actor: Actor, review: Review, *, post: str, words: str = ""
) -> Review:
    """Approve the moment under review for publication, as the holder of a chief officer's post.

    The post goes out with the version, the words do not. Nobody approves what they submitted
    themselves.
    """
    force_id = review.force_id
    allowed(store, actor, Permission.APPROVE_VERSION, force_id)
    post = " ".join(visible(post).split())
    if not post or len(post) > LONGEST_POST:
        raise InvalidInput(
            f"Name the post that approves it, in at most {LONGEST_POST} characters.",
            hint="For example: Assistant chief constable, crime.",
        )
    if review.submitter == actor.person_id:
        record_refusal(store, actor, "approve a plan they submitted", force_id=force_id)
        raise NotAllowed(
            "Whoever submitted a plan cannot approve it.",
            hint="Another Gold Group chair must, or somebody else must submit it.",
        )
    with store.write(actor, reason="plan approved", force_id=force_id) as writing:
        before = _as_read(writing, review, ReviewState.SUBMITTED)
        if before.submitter == actor.person_id:
            raise NotAllowed("Whoever submitted a plan cannot approve it.")
        opened = at_moment(writing.rows, framework, before)
        content = content_of_plan(opened, framework, Audience.PUBLIC)
        _step(
            writing,
            before,
            ReviewState.APPROVED,
            words,
            post=post,
            approved_on=london_day(writing.commit.moment),
            digest=sha256(canonical_json(content)),
        )
    return _newest(store, force_id)


def publish(store: Store, framework: Framework, actor: Actor, review: Review) -> Version:
    """Publish what was approved: the moment under review, under the next number, for everyone.

    Raises `InvalidInput` when it is not approved, or can no longer be put together as it was
    approved because the framework or the program has changed since.
    """
    force_id = review.force_id
    allowed(store, actor, Permission.SHARE_VERSION, force_id)
    with store.write(actor, reason="version named (public)", force_id=force_id) as writing:
        before = _as_read(writing, review, ReviewState.APPROVED)
        opened = at_moment(writing.rows, framework, before)
        as_approved = content_of_plan(opened, framework, Audience.PUBLIC)
        # Empty once words were removed: nothing can be guessed back from it, or proved by it.
        if before.digest and sha256(canonical_json(as_approved)) != before.digest:
            raise InvalidInput(
                "What was approved cannot be put together again to the letter: the framework or "
                "this program has changed since.",
                hint="Take it back, submit it again and have it approved.",
            )
        number = name_version(
            writing,
            framework,
            without_held_back(writing.rows, opened),
            Audience.PUBLIC,
            before.note,
            before.approval,
        )
        _step(writing, before, ReviewState.PUBLISHED, "", version=number)
    with store.read() as rows:
        return the_version(rows, force_id, number)


def withdraw(store: Store, actor: Actor, force_id: str, number: int, why: str) -> Version:
    """Withdraw a version: it is never erased, and counts no more. Everyone may read when it was
    withdrawn, and why. What was replaced by it because words had to go is withdrawn with it.
    """
    allowed(store, actor, Permission.WITHDRAW_VERSION, force_id)
    why = visible(why).strip()
    if not why or len(why) > LONGEST_NOTE:
        raise InvalidInput(
            f"Say why it is withdrawn, in at most {LONGEST_NOTE:,} characters.",
            hint="Whoever could read the version can read this too.",
        )
    with store.write(actor, reason="version withdrawn", force_id=force_id) as writing:
        found = the_version(writing.rows, force_id, number, withdrawn=True)
        if found.withdrawn_on:
            raise InvalidInput(
                f"Version {number} was withdrawn before, on {in_words(found.withdrawn_on)}."
            )
        gone = {number}
        # Newest first: what a version replaced is older, and may have replaced another itself.
        for version in plan_rows.versions_of(writing.rows, force_id):
            if version.number in gone or version.replaced_by in gone:
                gone.add(version.number)
                review_rows.withdraw(writing, version, why)
    with store.read() as rows:
        return the_version(rows, force_id, number, withdrawn=True)


def reviews_of(store: Store, actor: Actor, force_id: str) -> list[Review]:
    """The reviews of a force's plan, each as its last step has it, newest first."""
    allowed(store, actor, Permission.READ_DRAFT, force_id)
    with store.read() as rows:
        return review_rows.of_force(rows, force_id)


def review_steps(store: Store, actor: Actor, force_id: str, number: int) -> list[Review]:
    """Every step of one review, oldest first."""
    allowed(store, actor, Permission.READ_DRAFT, force_id)
    with store.read() as rows:
        return review_rows.steps(rows, review_id_of(force_id, number))


def _as_read(writing: Writing, review: Review, *states: ReviewState) -> Review:
    """The review as it is stored, if it is what the writer read and may take this step."""
    steps = review_rows.steps(writing.rows, review.id)
    # The permission was asked for the force that the writer named.
    if not steps or steps[-1].force_id != review.force_id:
        raise NotFound("There is no such review.", hint="Submit the plan first.")
    now = steps[-1]
    if now.revision != review.revision:
        raise StaleEdit(
            f"Somebody was quicker: this review was {now.state.label.lower()} by {now.said_by}.",
            theirs=now,
            yours=review,
            fields=["state"],
            hint="Nothing was changed by you. Look at what stands now, then decide.",
        )
    if now.state not in states:
        words, hint = _STANDS[now.state]
        raise InvalidInput(words, hint=hint)
    return now


def _step(
    writing: Writing, before: Review, state: ReviewState, words: str, **values: Any
) -> Review:
    words = visible(words).strip()
    if len(words) > LONGEST_WORDS:
        raise InvalidInput(f"Keep it to {LONGEST_WORDS:,} characters.")
    return review_rows.add(writing, before, replace(before, state=state, words=words, **values))


def _newest(store: Store, force_id: str) -> Review:
    with store.read() as rows:
        return review_rows.of_force(rows, force_id)[0]
