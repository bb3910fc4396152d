"""Mapping: is each action under the right P and area?"""

import streamlit as st

from vawg_plans.domain.permissions import Permission
from vawg_plans.services.actions import accept_suggestions
from vawg_plans.views import about, mapping, session
from vawg_plans.views.feedback import saving
from vawg_plans.views.words import plural

here = session.begin()
opened = here.open_plan()
waiting = opened.unaccepted

st.title("Is each action under the right P and area?", anchor=False)
if here.may(Permission.EDIT_PLAN):
    about.show_waiting(here, opened.plan, opened.actions)
if not opened.actions:
    st.info("There are no actions to map yet. Import a table or write an action first.")
elif not waiting:
    st.info("Every mapping has been accepted by a person.", icon=":material/check:")
    st.page_link("pages/force/coverage.py", label="See the coverage", icon=":material/grid_on:")
elif not here.may(Permission.EDIT_PLAN):
    st.info(
        f"{plural(len(waiting), 'action')} with a suggested mapping. Contributors and the "
        "strategic lead can accept them."
    )
else:
    st.markdown(
        f"**{plural(len(waiting), 'action')}** with a suggested mapping. Correct what is wrong, "
        "then accept: only an accepted mapping counts as coverage."
    )
    at_once = mapping.AT_ONCE[0]
    if len(waiting) > at_once:
        at_once = st.segmented_control(
            "How many at once", mapping.AT_ONCE, default=at_once, required=True, key="at_once"
        )
    chosen = mapping.ask(waiting[:at_once], here.framework, here.actor.person_id)
    if chosen == []:
        st.info("Nothing was ticked, so nothing was accepted.")
    elif chosen:
        with saving(f"The mapping of {plural(len(chosen), 'action')} was accepted."):
            accept_suggestions(here.store, here.framework, here.actor, chosen)
