"""The plan itself: its title, what it is for, who leads it, and the force's own strands."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Plan
from vawg_plans.services.plans import revise_plan
from vawg_plans.views.feedback import saving
from vawg_plans.views.session import Session


def ask(here: Session, plan: Plan) -> None:
    """The form, folded away; drawn for those who may change the plan."""
    if not here.may(Permission.EDIT_PLAN):
        return
    # The form stays as it was opened while others save: its revision goes with it.
    opened = st.session_state.get("plan_opened")
    if here.fresh or not isinstance(opened, Plan):
        opened = st.session_state["plan_opened"] = plan
    folded = st.expander("About this plan", icon=":material/edit_note:")
    with folded, st.form("about_plan", border=False):
        title = st.text_input("Title of the plan", opened.title)
        summary = st.text_area("What it is for, in a paragraph", opened.summary, height=110)
        lead = st.text_input("Post that leads it", opened.lead_post)
        strands = st.multiselect(
            "Local strands: the force's own headings",
            list(opened.local_strands),
            list(opened.local_strands),
            accept_new_options=True,
            placeholder="Type a heading and press Enter",
        )
        if st.form_submit_button("Save the plan's description"):
            with saving("The plan's description was saved."):
                revise_plan(
                    here.store,
                    here.actor,
                    here.force_id,
                    {
                        "title": title,
                        "summary": summary,
                        "lead_post": lead,
                        "local_strands": tuple(strands),
                    },
                    read_revision=opened.revision,
                )
                del st.session_state["plan_opened"]
