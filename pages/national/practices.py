"""Practices: what works elsewhere, and who has taken it up?"""

import streamlit as st

from vawg_plans.services.practices import practices_of
from vawg_plans.services.taking import takers
from vawg_plans.views import offers, practices, session

here = session.begin()
found = practices_of(here.store, here.framework, here.actor)
taken = takers(here.store, here.actor)

st.title("What works elsewhere, and who has taken it up?", anchor=False)
offers.show_waiting(here, found.waiting)
st.markdown(practices.counted(found.listed, taken, own=here.actor.role.in_a_force))
offers.show_own(here, found.own)
asked = practices.ask(found.listed, here.framework)
practices.show_list(here, found.listed, taken, asked)
