"""What is asked of us: which recommendations are addressed to forces, and what answers each?"""

import streamlit as st

from vawg_plans.views import asked, session

here = session.begin()
opened = here.open_plan()
answers = asked.answers(opened, here.framework)
answered = sum(bool(found) for found in answers.values())

st.title("What is asked of us, and what answers it?", anchor=False)
st.markdown(
    f"**{answered} of {len(answers)} recommendations answered** by at least one live action. "
    "These are the ones three inspections of 2021 addressed to forces, in our own words; "
    "link an action to one when you change it or accept its mapping."
)
only = st.toggle("Only those without an action", key="unanswered", bind="query-params")
if only and answered == len(answers):
    st.info("Every recommendation addressed to forces has an action.", icon=":material/check:")
asked.show(opened, here.framework, only_unanswered=only)
