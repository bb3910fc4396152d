"""My plan: what are we doing, and where is it?"""

import streamlit as st

from vawg_plans.domain.filtering import Filter, found
from vawg_plans.domain.permissions import Permission
from vawg_plans.views import (
    about,
    as_of,
    bulk,
    exports,
    filters,
    ordering,
    plan,
    quick_add,
    session,
)  # fmt: skip

here = session.begin()
st.title("What are we doing, and where is it?", anchor=False)
opened = as_of.opened(here, "pages/force/plan.py")
may_edit = here.may(Permission.EDIT_PLAN) and as_of.day() is None

if not opened.actions and not opened.withdrawn:
    st.info(
        "There are no actions yet. Import the table you already have, or write the first action.",
        icon=":material/flag:",
    )
    if here.may(Permission.IMPORT_PLAN):
        st.page_link(
            "pages/force/importing.py", label="Import a table", icon=":material/upload_file:"
        )
    if may_edit:
        quick_add.ask(here, opened, key="quick")
else:
    plan.head(opened)
    mode, asked = plan.READ, Filter()
    with st.container(horizontal=True, vertical_alignment="center"):
        if may_edit:
            mode = plan.ask_mode()
        # Filled once the filters below are known: what is seen is what is downloaded.
        downloads = st.container(horizontal=True, vertical_alignment="center", width="content")
    if mode == plan.ADD:
        quick_add.ask(here, opened, key="quick")
        st.page_link(
            "pages/force/new_action.py", label="Write one in full", icon=":material/edit_note:"
        )
    if mode == plan.ORDER:
        ordering.ask(here, opened.actions)
    else:
        asked = filters.ask_filter(opened, here.framework)
        if mode == plan.SEVERAL:
            live = [a for a in found(opened, here.framework, asked) if not a.withdrawn]
            bulk.ask(here, opened, live)
        else:
            plan.show_list(opened, here.framework, asked)
    with downloads:
        exports.plan_download(here, asked, as_of.day())
    if may_edit:
        about.ask(here, opened.plan)
