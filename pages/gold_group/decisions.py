"""Decisions of the Gold Group: what was decided, who sees to it, and is it done?"""

import streamlit as st

from vawg_plans.services.decisions import decisions_of
from vawg_plans.views import decisions, session

here = session.begin()
every = decisions_of(here.store, here.actor, here.force_id)

st.title("What did we decide, and is it done?", anchor=False)
if every:
    found = decisions.ask_filter(every)
    decisions.show(here, found, len(every))
else:
    decisions.show_empty()
