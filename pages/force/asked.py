"""What is asked of us: which recommendations are addressed to forces, and what answers each?"""

import streamlit as st

from vawg_plans.views import asked, session

here = session.begin()
opened = here.open_plan()
total = len(here.framework.recommendations_for_forces())
silent = len(asked.unanswered(opened, here.framework))

st.title("What is asked of us, and what answers it?", anchor=False)
st.markdown(
    f"**{total - silent} of {total} recommendations answered** by a live action or a response in "
    "words. These are the ones three inspections of 2021 addressed to forces, in our own words; "
    "link an action to one when you change it or accept its mapping."
)
only = st.toggle("Only those without an answer", key="unanswered", bind="query-params")
if only and not silent:
    st.info("Every recommendation addressed to forces is answered.", icon=":material/check:")
asked.show(here, opened, only_unanswered=only)
