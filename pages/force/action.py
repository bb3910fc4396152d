"""One action: where does it stand, and what happened to it?"""

import streamlit as st

from vawg_plans.views import (
    action_groups,
    action_history,
    comments,
    conflict,
    editing,
    progress,
    session,
    standing,
    withdrawing,
)
from vawg_plans.views.words import as_text

here = session.begin()
desk = editing.sit_down(here, here.open_plan())
st.page_link("pages/force/plan.py", label="Back to the plan", icon=":material/arrow_back:")
if desk is None:
    st.info("That action is not in this force's plan. Choose one from the plan.")
    st.stop()

st.title(as_text(desk.action.title), anchor=False)
if conflict.show(desk):
    st.stop()
left, right = st.columns([3, 2], gap="large")
with left:
    standing.show(desk)
    action_groups.what_and_who(desk)
with right:
    progress.show(desk)
    said = comments.on_action(here, desk.action)
    comments.show_count(said)
action_groups.show(desk)
comments.show_on_action(here, desk.action, said)
withdrawing.show(desk)
action_history.show(desk)
