"""The start page: the one next step, the way there, and what moved lately."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from vawg_plans.domain.coverage import Matrix, answered_cells, covered_cells
from vawg_plans.domain.coverage import gaps as gaps_in
from vawg_plans.domain.moments import moment_in_words
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.readiness import Severity, counted, findings
from vawg_plans.domain.removing import RemovalState
from vawg_plans.domain.reviews import ReviewState, state_words
from vawg_plans.services.plans import OpenPlan
from vawg_plans.services.removing import removals_of
from vawg_plans.store.actions import Update
from vawg_plans.views.links import action_link
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, one_line, plural, stated, verb


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: why, and where."""

    why: str
    label: str
    page: str
    query: dict[str, str]


def next_step(here: Session, opened: OpenPlan, matrix: Matrix) -> Step:
    """The most useful next thing for this person in this plan."""
    gaps = len(gaps_in(matrix))
    waiting = len(opened.unaccepted)
    if not opened.actions:
        if here.may(Permission.IMPORT_PLAN):
            return Step(
                "The plan is empty. Bring in the table you already have: nothing is written "
                "before you have seen what it becomes.",
                "Import our table",
                "pages/force/importing.py",
                {},
            )
        if here.may(Permission.EDIT_PLAN):
            return Step(
                "The plan is empty.", "Write the first action", "pages/force/new_action.py", {}
            )
        return Step("The plan is empty.", "See the plan", "pages/force/plan.py", {})
    if step := _of_review(here, opened):
        return step
    if opened.unaccepted and here.may(Permission.EDIT_PLAN):
        return Step(
            f"{plural(waiting, 'action')} {verb(waiting, 'waits', 'wait')} for a person to accept "
            "the P and area. Until then nothing is covered by that.",
            "Accept the mapping",
            "pages/force/mapping.py",
            {},
        )
    if opened.late:
        return Step(
            f"{plural(len(opened.late), 'action')} past the due date and not complete.",
            "See what is late",
            "pages/force/plan.py",
            {"only": "Late"},
        )
    serious = counted(findings(opened, here.framework))[Severity.SERIOUS]
    if serious:
        return Step(
            f"{plural(serious, 'serious finding')} against what recommendation 4.1 itself asks.",
            "See what to put right",
            "pages/force/readiness.py",
            {},
        )
    if gaps:
        return Step(
            f"{plural(gaps, 'cell')} of the matrix {verb(gaps, 'is', 'are')} neither covered "
            "nor said to be not applicable.",
            "See the gaps",
            "pages/force/coverage.py",
            {},
        )
    if (not opened.versions or opened.stale) and here.may(Permission.SHARE_VERSION):
        return Step(
            "Every cell is covered or answered. Share a version so that it can be compared.",
            "Share a version",
            "pages/force/sharing.py",
            {},
        )
    return Step(
        "Nothing is late, and every cell is covered or answered.",
        "See the plan",
        "pages/force/plan.py",
        {},
    )


def show_waiting(here: Session) -> None:
    """Removals of words that wait for this person: somebody may be named there."""
    if not here.may(Permission.DECIDE_REMOVAL):
        return
    asked = removals_of(here.store, here.actor, here.force_id)
    mine = here.actor.person_id
    waiting = sum(r.state is RemovalState.ASKED and r.asked_by != mine for r in asked)
    if waiting:
        st.warning(
            f"{plural(waiting, 'removal')} of words {verb(waiting, 'waits', 'wait')} for your "
            "decision.",
            icon=":material/ink_eraser:",
        )
        st.page_link("pages/force/removals.py", label="Decide", icon=":material/arrow_forward:")


def _of_review(here: Session, opened: OpenPlan) -> Step | None:
    """A review that waits for this person: the chair approves it, then the lead publishes it."""
    review = opened.review
    if review is None:
        return None
    if review.state is ReviewState.APPROVED:
        if not here.may(Permission.SHARE_VERSION):
            return None
        why = f"The plan is approved by {as_text(review.post)} and can be published."
        return Step(why, "Publish it", "pages/force/sharing.py", {})
    if here.may(Permission.APPROVE_VERSION) and review.submitter != here.actor.person_id:
        why = "The plan is submitted for publication and waits for your approval."
        return Step(why, "Look at it and decide", "pages/force/sharing.py", {})
    return None


def show_next_step(here: Session, opened: OpenPlan, matrix: Matrix) -> None:
    """The next step, with its one primary action."""
    step = next_step(here, opened, matrix)
    with st.container(border=True):
        st.markdown(step.why)
        if st.button(step.label, type="primary", icon=":material/arrow_forward:"):
            st.switch_page(step.page, query_params=step.query)


def show_steps(opened: OpenPlan, matrix: Matrix) -> None:
    """The way from an empty plan to a shared one, each step done or not."""
    covered = covered_cells(matrix)
    steps = [
        (bool(opened.actions), "Actions are in the plan", plural(len(opened.actions), "action")),
        (
            bool(opened.actions) and not opened.unaccepted,
            "A person has accepted every mapping",
            f"{len(opened.actions) - len(opened.unaccepted)} of {len(opened.actions)}",
        ),
        (
            not gaps_in(matrix),
            "Every area is covered in every P, or said to be not applicable",
            f"{covered} of {len(matrix)} covered"
            + (f", {answered} not applicable" if (answered := answered_cells(matrix)) else ""),
        ),
        (
            bool(opened.actions) and all(a.owner_posts for a in opened.actions),
            "Every action has an owner post",
            f"{sum(bool(a.owner_posts) for a in opened.actions)} of {len(opened.actions)}",
        ),
        (bool(opened.versions), "A version is shared", state_words(opened.state, opened.review)),
    ]
    for done, words, how_far in steps:
        icon = ":material/check_circle:" if done else ":material/radio_button_unchecked:"
        st.markdown(f"{icon} {words} — {'done' if done else 'not yet'} ({how_far})")


def show_updates(updates: list[Update]) -> None:
    """The newest progress updates, newest first."""
    if not updates:
        st.caption("No progress has been recorded yet. Open an action to record some.")
    for update in updates:
        with st.container(border=True, gap="xxsmall"):
            action_link(update.action_id, update.reference, update.title, longest=60)
            st.markdown(one_line(update.note, 220))
            st.caption(
                f"{stated(update.status)} · {as_text(update.who)} · "
                f"{moment_in_words(update.made_at)}"
            )
