"""What was changed, when, by whom and why: word by word, each state of it to be brought back."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.actions import Action
from vawg_plans.domain.answers import Answer, question_words
from vawg_plans.domain.field_changes import (
    ANSWER,
    FieldChange,
    action_changes,
    answer_changes,
    plan_changes,
)
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import moment_in_words
from vawg_plans.domain.people import Role
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Plan
from vawg_plans.domain.wording import shortened, word_changes
from vawg_plans.services.answers import answer, permission_to_answer
from vawg_plans.services.history import Change, Moment, restore_plan, restore_revision
from vawg_plans.views.feedback import saving
from vawg_plans.views.links import action_link
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, one_line


def changed_words(before: str, after: str) -> str:
    """Both texts in one, as Markdown: what went is struck through, what came is bold.

    Shape tells them apart, not colour.
    """
    parts = []
    for piece in shortened(word_changes(before, after)):
        text = as_text(" ".join(piece.text.split()))
        lead = " " if piece.text[:1].isspace() else ""
        trail = " " if piece.text[-1:].isspace() else ""
        if not text:
            parts.append(" ")
        elif piece.kind == "same":
            parts.append(f"{lead}{text}{trail}")
        else:
            mark = "~~" if piece.kind == "gone" else "**"
            parts.append(f"{lead}{mark}{text}{mark}{trail}")
    # Two marks side by side would run into each other.
    return "".join(parts).replace("~~**", "~~ **").replace("**~~", "** ~~").strip()


def action_lines(before: Action | None, after: Action, framework: Framework) -> list[str]:
    """What changed between two revisions of an action, a line a field."""
    if before is None:
        return ["The first words of this action."]
    return [_line(each) for each in action_changes(before, after, framework)]


def plan_lines(before: Plan | None, after: Plan) -> list[str]:
    """What changed in the plan's own words, a line a field."""
    if before is None:
        return ["The plan was begun."]
    return [_line(each) for each in plan_changes(before, after)]


def answer_lines(before: Answer | None, after: Answer) -> list[str]:
    """What changed in an answer."""
    if after.choice is None:
        return ["The answer was taken back."]
    lines = []
    for each in answer_changes(before, after):
        if each.label == ANSWER:
            lines.append(each.now)
        else:
            lines.append(_line(each) if each.was else f"{each.label}: {as_text(each.now)}")
    return lines


def _line(each: FieldChange) -> str:
    if each.was and each.now:
        return f"{each.label}: {changed_words(each.was, each.now)}"
    return f"{each.label}: {as_text(each.was) or 'none'} → {as_text(each.now) or 'none'}"


def show_moments(here: Session, moments: list[Moment]) -> None:
    """Each commit in a box: who, when, why, and what it changed; to be undone by who may."""
    for moment in moments:
        with st.container(border=True, gap="xsmall"):
            role = Role(moment.role).label.lower() if moment.role in list(Role) else moment.role
            st.markdown(
                f"**{moment_in_words(moment.made_at)}** · {as_text(moment.who)} ({role}) · "
                f"{as_text(moment.reason)}"
            )
            few = moment.changes[:5]
            for change in few:
                _show_change(here, moment, change)
            more = len(moment.changes) - len(few)
            if more:
                st.caption(f"… and {more:,} more changed alike in one go.")


def _show_change(here: Session, moment: Moment, change: Change) -> None:
    framework, before, after = here.framework, change.before, change.after
    if isinstance(after, Action):
        action_link(after.id, after.reference, after.title, longest=90)
        if after.progress_note:
            st.markdown(f"> {one_line(after.progress_note, 400)}")
        lines = action_lines(before if isinstance(before, Action) else None, after, framework)
    elif isinstance(after, Plan):
        st.markdown("**The plan itself**")
        lines = plan_lines(before if isinstance(before, Plan) else None, after)
    else:
        st.markdown(f"**{as_text(question_words(after.question, framework))}**")
        lines = answer_lines(before if isinstance(before, Answer) else None, after)
    st.caption("  \n".join(lines) or "No field changed.")
    needed = Permission.EDIT_PLAN
    if isinstance(after, Answer):
        needed = permission_to_answer(after.question)
    if before is not None and here.may(needed):
        thing = after.question if isinstance(after, Answer) else after.id
        if st.button(
            "Bring back what was before this",
            key=f"restore_{thing}_{moment.sequence}",
            icon=":material/undo:",
            type="tertiary",
        ):
            with saving("What was before that change was brought back."):
                _restore(here, before)


def _restore(here: Session, was: Action | Plan | Answer) -> None:
    """Make it again what it was, as a new revision of what it is now."""
    now = here.open_plan()
    if isinstance(was, Action):
        read = {a.id: a.revision for a in [*now.actions, *now.withdrawn]}[was.id]
        restore_revision(
            here.store, here.framework, here.actor, was.id, was.revision, read_revision=read
        )
    elif isinstance(was, Plan):
        read = now.plan.revision
        restore_plan(here.store, here.actor, here.force_id, was.revision, read_revision=read)
    else:
        answer(
            here.store,
            here.framework,
            here.actor,
            here.force_id,
            was.question,
            was.choice,
            was.words,
            evidence=was.evidence,
            read_revision=now.answers[was.question].revision,
        )
