"""Meetings of the Gold Group: which is next, what is on its agenda, and what were the others?"""

import streamlit as st

from vawg_plans.services.agendas import meetings_of
from vawg_plans.views import meetings, preparing, session

here = session.begin()
found = meetings_of(here.store, here.actor, here.force_id)

st.title("When do we meet, and about what?", anchor=False)
under_way = meetings.show_under_way(here, found)
chosen = meetings.ask_planned(found)
if chosen:
    preparing.show(here, chosen, under_way)
meetings.ask_new(here, found, primary=not (under_way or chosen))
meetings.show_others(found)
