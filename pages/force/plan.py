"""My plan: what are we doing, and where is it?"""

import streamlit as st

from vawg_plans.domain.permissions import Permission
from vawg_plans.views import about, exports, plan, session

here = session.begin()
opened = here.open_plan()

st.title("What are we doing, and where is it?", anchor=False)
if not opened.actions and not opened.withdrawn:
    st.info(
        "There are no actions yet. Import the table you already have, or write the first action.",
        icon=":material/flag:",
    )
    with st.container(horizontal=True):
        if here.may(Permission.IMPORT_PLAN):
            st.page_link(
                "pages/force/importing.py", label="Import a table", icon=":material/upload_file:"
            )
        if here.may(Permission.EDIT_PLAN):
            st.page_link(
                "pages/force/new_action.py", label="Write an action", icon=":material/add:"
            )
else:
    plan.head(opened)
    with st.container(horizontal=True):
        if here.may(Permission.EDIT_PLAN) and st.button(
            "Add an action", type="primary", icon=":material/add:"
        ):
            st.switch_page("pages/force/new_action.py")
        exports.plan_download(here)
    asked = plan.ask_filter(opened, here.framework)
    plan.show_list(opened, here.framework, asked)
    about.ask(here, opened.plan)
