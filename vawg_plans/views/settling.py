"""Settling a decision with what came of it, and changing one with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from vawg_plans.domain.decisions import (
    LONGEST_OUTCOME,
    LONGEST_POST,
    LONGEST_WHY,
    LONGEST_WORDS,
    Decision,
    DecisionState,
)
from vawg_plans.errors import InvalidInput, StaleEdit
from vawg_plans.services.decisions import change_decision
from vawg_plans.views.action_fields import day
from vawg_plans.views.feedback import saving
from vawg_plans.views.keeping import keeps, let_go
from vawg_plans.views.session import EDIT, Session


def _close() -> None:
    st.query_params.pop(EDIT, None)


def settle_in_place(here: Session, waiting: Sequence[Decision]) -> None:
    """Choose one of those that are open, and say what came of it."""
    by_id = {d.id: d for d in waiting}
    if not by_id:
        return
    chosen = st.selectbox(
        "Settle one of them",
        list(by_id),
        index=None,
        format_func=lambda i: f"{by_id[i].number}. {by_id[i].words}",
        placeholder="Choose a decision",
        key="settling",
    )
    if chosen:
        settle(here, by_id[chosen])


def settle(here: Session, one: Decision) -> None:
    """Done or dropped, and what came of it."""
    form = f"{one.id}-settle"
    states = list(DecisionState)
    with keeps(here.actor, form), st.form(f"{form}-{one.revision}", border=True):
        state = st.radio(
            "How far has it come?",
            states,
            index=states.index(DecisionState.DONE if one.is_open else one.state),
            format_func=lambda s: s.label,
            horizontal=True,
        )
        outcome = st.text_area("What came of it", one.outcome, height=80, max_chars=LONGEST_OUTCOME)
        with st.container(horizontal=True):
            sent = st.form_submit_button(f"Save decision {one.number}", type="primary")
            left = st.form_submit_button("Give up these changes")
    if left:
        _leave(here, form)
    if sent:
        _save(here, one, form, {"state": state, "outcome": outcome})


def change(here: Session, one: Decision) -> None:
    """Its words, owner and day: what the minutes have stays there, and the reason is kept."""
    form = f"{one.id}-change"
    with keeps(here.actor, form), st.form(f"{form}-{one.revision}", border=True):
        words = st.text_area("Decision", one.words, height=80, max_chars=LONGEST_WORDS)
        left, right = st.columns([3, 2])
        owner = left.text_input("Who sees to it (a post)", one.owner_post, max_chars=LONGEST_POST)
        with right:
            due = day("By (optional)", one.due)
        why = st.text_input(
            "Why it is changed",
            max_chars=LONGEST_WHY,
            help="Needed once its meeting is closed: the minutes stay as they are.",
        )
        with st.container(horizontal=True):
            sent = st.form_submit_button(f"Save decision {one.number}", type="primary")
            gone = st.form_submit_button("Give up these changes")
    if gone:
        _leave(here, form)
    if sent:
        _save(here, one, form, {"words": words, "owner_post": owner, "due": due}, why)


def _leave(here: Session, form: str) -> None:
    let_go(here.actor, form)
    st.session_state.pop("settling", None)
    _close()
    st.rerun()


def _save(
    here: Session, one: Decision, form: str, changes: Mapping[str, Any], why: str = ""
) -> None:
    with saving(f"Decision {one.number} was saved."):
        try:
            change_decision(
                here.store, here.actor, one.id, dict(changes), read_revision=one.revision, why=why
            )
        except StaleEdit as stale:
            now: Decision = stale.theirs
            raise InvalidInput(
                stale.message,
                hint=f"It now says: {now.words} ({now.state.label}; {now.owner_post}).",
            ) from stale
        let_go(here.actor, form)
        st.session_state.pop("settling", None)
        _close()
