"""Writing an action in one line: what, where it belongs, who and by when; then the next one."""

from __future__ import annotations

from typing import Any

import streamlit as st

from vawg_plans.domain.actions import Tag, TagKind
from vawg_plans.services.actions import add_action
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views.action_fields import EARLIEST, LATEST
from vawg_plans.views.feedback import saving
from vawg_plans.views.keeping import keeps, let_go
from vawg_plans.views.session import Session


def ask(
    here: Session, opened: OpenPlan, *, key: str, p: str | None = None, area: str | None = None
) -> None:
    """The line to write in, and what it writes. P and area are asked unless they are given.

    The title is emptied once it is saved, and nothing else: the next action is often of the same
    post. The field itself stays, so that whoever pressed Enter in it goes on typing.
    """
    title_key = f"{key}_title"
    if st.session_state.pop(f"{key}_saved", False):
        st.session_state[title_key] = ""
    ps = {one.id: one.name for one in here.framework.ps.values()}
    areas = {one.id: one.name for one in here.framework.areas.values()}
    owners = sorted({post for a in opened.actions for post in a.owner_posts})
    with keeps(here.actor, f"{here.force_id}-{key}"), st.form(f"{key}_form", border=True):
        title = st.text_input(
            "What will be done", key=title_key, placeholder="Write it, then press Enter"
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            if p is None:
                p = st.selectbox(
                    "Lead P",
                    list(ps),
                    index=None,
                    format_func=ps.__getitem__,
                    key=f"{key}_p",
                    placeholder="Choose",
                    width=150,
                )
            if area is None:
                area = st.selectbox(
                    "Area",
                    list(areas),
                    index=None,
                    format_func=areas.__getitem__,
                    key=f"{key}_area",
                    placeholder="Choose",
                    width=210,
                )
            owner = st.selectbox(
                "Owner post",
                owners,
                index=None,
                accept_new_options=True,
                key=f"{key}_owner",
                placeholder="Choose or type",
                width=230,
            )
            due = st.date_input(
                "Due",
                None,
                min_value=EARLIEST,
                max_value=LATEST,
                format="DD/MM/YYYY",
                key=f"{key}_due",
                width=185,
            )
            sent = st.form_submit_button("Add", type="primary", icon=":material/add:")
    if not sent:
        return
    values: dict[str, Any] = {
        "title": title.strip(),
        "tags": _tags(p, area, here.actor.person_id),
        "owner_posts": (owner.strip(),) if owner and owner.strip() else (),
        "due": due,
    }
    with saving(f"“{title.strip()}” was added. Write the next one."):
        add_action(here.store, here.framework, here.actor, here.force_id, values)
        let_go(here.actor, f"{here.force_id}-{key}")
        st.session_state[f"{key}_saved"] = True


def _tags(p: str | None, area: str | None, person_id: str) -> tuple[Tag, ...]:
    found = [Tag(TagKind.P, p, lead=True, accepted_by=person_id)] if p else []
    return (*found, *([Tag(TagKind.AREA, area, accepted_by=person_id)] if area else []))
