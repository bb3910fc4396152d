"""Record: who did what, and when?"""

import streamlit as st

from vawg_plans.services.record import search_record
from vawg_plans.views import record, session

here = session.begin()
force_id = here.actor.force_id

st.title("Who did what, and when?", anchor=False)
st.caption(
    "Every change, refusal, export, sign-in and reading of shared words, each chained to the one "
    "before it. Nobody's words stand here: follow an object to its history for those."
)
sought = record.ask(here, force_id)
found = search_record(
    here.store, here.actor, sought, force_id=force_id, before=record.page_before(sought)
)
record.show(here, found, sought)
record.download(here, sought, found, force_id)
