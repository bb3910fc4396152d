"""Governance: how is this plan governed, and what of that may be published?"""

import streamlit as st

from vawg_plans.services.answers import governance_of
from vawg_plans.views import governance, session

here = session.begin()
opened = here.open_plan()
said = governance_of(here.store, here.actor, here.force_id)

st.title("How is this plan governed?", anchor=False)
governance.show_counts(opened)
governance.show_parts(here, opened, said)
