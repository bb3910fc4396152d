"""What a post owes, by when, and a one-line update in place."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.permissions import Permission
from vawg_plans.services.actions import record_progress
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views.feedback import saving
from vawg_plans.views.keeping import keeps, let_go
from vawg_plans.views.links import action_link
from vawg_plans.views.session import Session
from vawg_plans.views.words import ICONS, as_text, due_in_words, plural, stated

_UPDATING = "updating"
SOON = 30


def ask_posts(here: Session, opened: OpenPlan, own: str | None) -> list[str]:
    """Whose actions: the reader's own post where it is known, kept in the address."""
    posts = sorted({post for a in opened.actions for post in a.owner_posts})
    mine = [p for p in posts if own and p.casefold() == own.casefold()]
    if "post" not in st.query_params and mine and here.fresh:
        st.session_state["post"] = mine
    chosen: list[str] = st.multiselect(
        "Post",
        posts,
        key="post",
        bind="query-params",
        placeholder="Choose the post you answer for",
        help="Kept in the address: bookmark this page and it opens with your actions.",
    )
    return chosen


def owed(opened: OpenPlan, posts: list[str]) -> list[Action]:
    """Live actions of these posts that are not complete: by due date, those without one last."""
    return sorted(
        (
            a
            for a in opened.actions
            if a.status is not DeliveryStatus.COMPLETE and set(a.owner_posts) & set(posts)
        ),
        key=lambda a: (a.due or dt.date.max, a.position),
    )


def show(here: Session, opened: OpenPlan, mine: list[Action]) -> None:
    """How much, then each action: late ones first, with what is due next of its milestones."""
    late = sum(opened.judged[a.id].late for a in mine)
    soon = sum(a.due is not None and 0 <= (a.due - opened.judged_on).days <= SOON for a in mine)
    st.markdown(
        f"**{plural(len(mine), 'action')} to do** · {late} late · {soon} due in the next "
        f"{SOON} days · as at {in_words(opened.judged_on)}"
    )
    for action in mine:
        _card(here, opened, action)


def _card(here: Session, opened: OpenPlan, action: Action) -> None:
    judgement = opened.judged[action.id]
    with st.container(border=True, gap="xsmall"):
        action_link(action.id, action.reference, action.title, longest=110)
        late = f" · {ICONS['off_track']} **late**" if judgement.late else ""
        st.markdown(f"**Due {due_in_words(action)}**{late} · {stated(action.status)}")
        rest = [r for r in judgement.reasons if not r.startswith("overdue")]
        following = min(
            (m for m in action.milestones if m.done_on is None),
            key=lambda m: m.due or dt.date.max,
            default=None,
        )
        if following:
            due = f", due {in_words(following.due)}" if following.due else ""
            rest.append(f"next milestone: {as_text(following.title)}{due}")
        if rest:
            st.caption(" · ".join(rest))
        if not here.may(Permission.RECORD_PROGRESS):
            return
        if st.session_state.get(_UPDATING) == action.id:
            _ask_update(here, action)
        elif st.button("Update", key=f"update_{action.id}", icon=":material/edit:"):
            st.session_state[_UPDATING] = action.id
            st.session_state[f"{_UPDATING}_read"] = action.revision
            st.rerun()


def _ask_update(here: Session, action: Action) -> None:
    """One line and a status. What it does not say stays as it is."""
    statuses = list(DeliveryStatus)
    kept = f"{action.id}-update"
    with keeps(here.actor, kept), st.form(f"update_form_{action.id}", border=False):
        note = st.text_input("What has happened", key=f"note_{action.id}", max_chars=5_000)
        status = st.segmented_control(
            "Where it stands",
            statuses,
            default=action.status,
            required=True,
            format_func=lambda s: f"{ICONS[s.value]} {s.full_label}",
            key=f"status_{action.id}",
        )
        with st.container(horizontal=True):
            sent = st.form_submit_button("Save the update", type="primary")
            never_mind = st.form_submit_button("Not now")
    if never_mind:
        let_go(here.actor, kept)
        st.session_state.pop(_UPDATING, None)
        st.rerun()
    if sent:
        changed: dict[str, Any] = {"status": status} if status != action.status else {}
        with saving(f"Recorded: {note.strip()}"):
            record_progress(
                here.store,
                here.framework,
                here.actor,
                action.id,
                read_revision=st.session_state[f"{_UPDATING}_read"],
                note=note,
                **changed,
            )
            let_go(here.actor, kept)
            st.session_state.pop(_UPDATING, None)
