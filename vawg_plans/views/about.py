"""The plan itself: its title, what it is for, who leads it, and the force's own strands."""

from __future__ import annotations

from typing import Any

import streamlit as st

from vawg_plans.domain.actions import Action
from vawg_plans.domain.bulk import BulkChange
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Plan
from vawg_plans.domain.strands import waiting
from vawg_plans.errors import StaleEdit
from vawg_plans.services.many_actions import change_many
from vawg_plans.services.plans import revise_plan
from vawg_plans.views.feedback import saving
from vawg_plans.views.keeping import keeps, let_go
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, plural, verb

_OPENED, _REVISION = "plan_opened", "plan_revision_read"
_LABELS = {
    "title": "Title of the plan",
    "summary": "What it is for, in a paragraph",
    "lead_post": "Post that leads it",
    "local_strands": "Local strands: the force's own headings",
    "strand_ps": "Where local strands fall",
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
    kept = f"{here.force_id}-about"
    with folded, keeps(here.actor, kept), st.form("about_plan", border=False):
        strands = list(opened.local_strands)
        values: dict[str, Any] = {
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
        values["strand_ps"] = _ask_ps(here, opened, values["local_strands"])
        if st.form_submit_button("Save the plan's description"):
            changes = {k: v for k, v in values.items() if v != getattr(opened, k)}
            with saving("The plan's description was saved."):
                _save(here, changes)
                let_go(here.actor, kept)


def _ask_ps(here: Session, plan: Plan, strands: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Under which P each saved strand mostly falls; those that stay in the plan."""
    names = {p.id: p.name for p in here.framework.ps.values()}
    known = dict(plan.strand_ps)
    chosen = {}
    with st.container(horizontal=True):
        for strand in plan.local_strands:
            chosen[strand] = st.selectbox(
                f"‘{strand}’ falls under",
                list(names),
                index=list(names).index(known[strand]) if strand in known else None,
                format_func=names.__getitem__,
                placeholder="No one P",
                key=f"strand_p_{strand}",
                width=260,
            )
    return tuple((s, p) for s, p in chosen.items() if p and s in strands)


def show_waiting(here: Session, plan: Plan, actions: list[Action]) -> None:
    """Actions under a mapped strand that have no lead P yet: given it in one click, all of one."""
    for strand, found in waiting(plan, actions).items():
        p = dict(plan.strand_ps)[strand]
        name = here.framework.ps[p].name
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"{plural(len(found), 'action')} under ‘{as_text(strand)}’ "
                f"{verb(len(found), 'has', 'have')} no lead P accepted. "
                f"The plan says that this strand falls under {name.lower()}."
            )
            if st.button(f"Accept {name} for all", key=f"strand_{strand}"):
                with saving(f"{name} was accepted for {plural(len(found), 'action')}."):
                    read = {a.id: a.revision for a in found}
                    change = BulkChange(lead_p=p)
                    change_many(here.store, here.framework, here.actor, here.force_id, read, change)


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
    if field == "strand_ps":
        return as_text("; ".join(f"{strand}: {p}" for strand, p in value))
    return as_text(", ".join(value) if isinstance(value, tuple) else value)
