"""Start: what should we do next?"""

import streamlit as st

from vawg_plans.services.actions import latest_updates
from vawg_plans.views import plan, session, start

here = session.begin()
opened = here.open_plan()
matrix = opened.matrix(here.framework)

st.title("What should we do next?", anchor=False)
plan.head(opened)
start.show_next_step(here, opened, matrix)
left, right = st.columns([1, 1], gap="large")
with left:
    st.subheader("On the way to a shared plan", anchor=False)
    start.show_steps(opened, matrix)
with right:
    st.subheader("Latest progress", anchor=False)
    start.show_updates(latest_updates(here.store, here.actor, here.force_id))
