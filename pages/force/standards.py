"""The four tests: how far does each area meet what recommendation 4.1 asks of it?"""

import streamlit as st

from vawg_plans.services.answers import assessments
from vawg_plans.views import session, standards

here = session.begin()
opened = here.open_plan()
found = assessments(here.store, here.framework, here.actor, here.force_id)

st.title("How far does each area meet the four tests?", anchor=False)
standards.show_counts(found, opened.judged_on)
st.caption(
    "Recommendation 4.1 asks that policy, process and practice be effective, actively monitored, "
    "actively managed and up to national standards (final inspection report, chapter 13). The "
    "force assesses itself here: it is not the inspectorate's judgement."
)
standards.show_table(found, here.framework)
standards.ask(here, opened, found)
