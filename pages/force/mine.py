"""My actions: what do I owe, and by when?"""

import streamlit as st

from vawg_plans.services.people import own_post
from vawg_plans.views import mine, session

here = session.begin()
opened = here.open_plan()

st.title("What do I owe, and by when?", anchor=False)
posts = mine.ask_posts(here, opened, own_post(here.store, here.actor))
found = mine.owed(opened, posts)
if not opened.actions:
    st.info("There are no actions in the plan yet.", icon=":material/flag:")
elif not posts:
    st.info(
        "Choose the post you answer for: its actions are listed here by due date, each with a "
        "one-line update.",
        icon=":material/badge:",
    )
elif not found:
    st.info("Nothing is left to do for this post.", icon=":material/check_circle:")
else:
    mine.show(here, opened, found)
