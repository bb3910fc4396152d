"""Readiness: would this plan stand up to inspection, and what is to be put right first?"""

import streamlit as st

from vawg_plans.domain.readiness import findings
from vawg_plans.views import readiness, session

here = session.begin()
opened = here.open_plan()
found = findings(opened, here.framework)

st.title("Would this plan stand up to inspection?", anchor=False)
readiness.show_counts(found, opened.judged_on)
st.caption(
    "A check of the plan against what recommendation 4.1 itself asks. It is not the inspectorate's "
    "judgement, and a plan in which it finds nothing is not thereby a good one."
)
readiness.show(here, opened, found)
if found:
    st.page_link(
        "pages/force/exporting.py", label="Take this list with you", icon=":material/ios_share:"
    )
readiness.show_said(here, opened)
