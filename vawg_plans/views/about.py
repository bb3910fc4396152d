"""The plan itself: its title, what it is for, who leads it, and the force's own strands."""

from __future__ import annotations

from typing import Any

import streamlit as st

from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Plan
from vawg_plans.errors import StaleEdit
from vawg_plans.services.plans import revise_plan
from vawg_plans.views.feedback import saving
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text

_OPENED, _REVISION = "plan_opened", "plan_revision_read"
_LABELS = {
    "title": "Title of the plan",
    "summary": "What it is for, in a paragraph",
    "lead_post": "Post that leads it",
    "local_strands": "Local strands: the force's own headings",
}


def ask(here: Session, plan: Plan) -> None:
    """The form, folded away; drawn for those who may change the plan."""
    if not here.may(Permission.EDIT_PLAN):
        return
    # The form stays as it was opened while others save.
    opened = st.session_state.get(_OPENED)
    if here.fresh or not isinstance(opened, Plan):
        opened = st.session_state[_OPENED] = plan
        st.session_state[_REVISION] = plan.revision
    folded = st.expander("About this plan", icon=":material/edit_note:")
    with folded, st.form("about_plan", border=False):
        strands = list(opened.local_strands)
        values = {
            "title": st.text_input(_LABELS["title"], opened.title),
            "summary": st.text_area(_LABELS["summary"], opened.summary, height=110),
            "lead_post": st.text_input(_LABELS["lead_post"], opened.lead_post),
            "local_strands": tuple(
                st.multiselect(
                    _LABELS["local_strands"],
                    strands,
                    strands,
                    accept_new_options=True,
                    placeholder="Type a heading and press Enter",
                )
            ),
        }
        if st.form_submit_button("Save the plan's description"):
            changes = {k: v for k, v in values.items() if v != getattr(opened, k)}
            with saving("The plan's description was saved."):
                _save(here, changes)


def _save(here: Session, changes: dict[str, Any]) -> None:
    """Save; of a conflict show both, so that sending again saves over what was shown."""
    read = st.session_state[_REVISION]
    try:
        revise_plan(here.store, here.actor, here.force_id, changes, read_revision=read)
    except StaleEdit as conflict:
        st.session_state[_REVISION] = conflict.theirs.revision
        st.table(
            {
                "Field": [_LABELS[f] for f in conflict.fields],
                "Saved now": [_shown(conflict.theirs, f) for f in conflict.fields],
                "Yours, not saved": [_shown(conflict.yours, f) for f in conflict.fields],
            },
            hide_index=True,
            alt="What is saved now beside what you wrote",
        )
        raise
    del st.session_state[_OPENED]


def _shown(plan: Plan, field: str) -> str:
    value = getattr(plan, field)
    return as_text(", ".join(value) if isinstance(value, tuple) else value)
