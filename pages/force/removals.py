"""Removals: what must be removed, and who agrees?"""

import streamlit as st

from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.removing import Removal
from vawg_plans.errors import PlanError
from vawg_plans.services.removing import ask_removal, decide_removal, removals_of
from vawg_plans.views import removals, session
from vawg_plans.views.feedback import saving, show_error

here = session.begin()
door = (here.store, here.framework, here.actor)
every = removals_of(here.store, here.actor, here.force_id)

st.title("What must be removed, and who agrees?", anchor=False)
st.markdown(
    "A name, an address or anything else that may tell who a victim is does not belong in a plan. "
    "Typed by mistake, it is removed from everything held here when two people agree."
)


def decide(removal: Removal, approve: bool) -> None:
    """Approve it, or decline it (which is also how it is taken back)."""
    decide_removal(*door, removal.id, approve)


removals.show_open(here, every, decide)
if here.may(Permission.ASK_REMOVAL):
    st.subheader("Ask for words to be removed", anchor=False)
    try:
        asked = removals.ask(here)
    except PlanError as error:
        show_error(error)
        asked = None
    if asked:
        with saving("The removal was asked for. Another person must agree."):
            ask_removal(*door, here.force_id, asked.words, asked.reason, inside=asked.inside)
            removals.was_asked()
removals.show_decided(every)
