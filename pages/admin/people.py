"""People: who may do what here?"""

import streamlit as st

from vawg_plans.domain.permissions import Permission
from vawg_plans.services.people import people_of, role_history
from vawg_plans.views import people, session

here = session.begin()
force_id = here.actor.force_id

st.title("Who may do what here?", anchor=False)
everybody = people_of(here.store, here.actor, force_id)
asked = people.ask_filter(here, everybody)
people.show(here, people.matching(asked, everybody), len(everybody))
giving, taking = st.columns(2, gap="large")
with giving:
    people.ask_grant(here)
with taking:
    people.ask_revoke(here, everybody)
if force_id and here.may(Permission.EDIT_PLAN):
    people.ask_hand_over(here, force_id)
people.ask_account(here, everybody)
people.show_history(here, role_history(here.store, here.actor, force_id))
