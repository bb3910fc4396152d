"""What a force shares: its newest version, as far as this reader may read it."""

import streamlit as st

from vawg_plans.errors import NotFound
from vawg_plans.services.versions import shared_content, withdrawn_versions
from vawg_plans.views import documents, session, shared

here = session.begin()
st.page_link("pages/national/compare.py", label="Back to the forces", icon=":material/arrow_back:")
force = here.framework.forces.get(st.query_params.get("force", ""))
if force is None:
    raise NotFound("There is no such force.", hint="Choose one from the comparison.")

st.title(f"What does {force.name} share?", anchor=False)
found = shared_content(here.store, here.actor, force.id)
if not found:
    st.info("This force shares no plan now. Only its plan's state is seen here.")
for version, content in found:
    shared.show_head(version, content)
    documents.published_download(here, force.id, version)
    shared.show_actions(content, here.framework)
    shared.show_answers(content, here.framework)
shared.show_withdrawn(withdrawn_versions(here.store, here.actor, force.id))
