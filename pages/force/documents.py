"""Documents: which Word document is needed, by whom, and from which plan?"""

import streamlit as st

from vawg_plans.services.documents import told_plan
from vawg_plans.views import documents, session

here = session.begin()
st.title("Which document is needed, and by whom?", anchor=False)
kind = documents.ask_kind()
with st.container(horizontal=True, vertical_alignment="bottom"):
    inspection = documents.ask_inspection(here.framework, kind)
    moment = documents.ask_moment(here)
plan = told_plan(
    here.store,
    here.framework,
    here.actor,
    here.force_id,
    as_of=moment.as_of,
    version=moment.version,
)
documents.show_told(here.framework, plan, kind, inspection, moment)
documents.download(here, plan, kind, inspection, moment)
documents.show_left(here.framework, plan, kind, inspection, moment)
