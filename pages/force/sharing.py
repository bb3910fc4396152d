"""Share: what have we shared, with whom, and is it time for a new version?"""

import streamlit as st

from vawg_plans.domain.moments import in_words
from vawg_plans.domain.permissions import Permission
from vawg_plans.services.versions import share_version
from vawg_plans.views import session, sharing
from vawg_plans.views.feedback import saving
from vawg_plans.views.words import plural

here = session.begin()
opened = here.open_plan()

st.title("What have we shared, and with whom?", anchor=False)
if opened.versions:
    newest = opened.versions[0]
    st.markdown(
        f"**Version {newest.number}**, {newest.audience.label.lower()} on "
        f"{in_words(newest.judged_on)}{', now stale' if opened.stale else ''}. "
        "Other forces compare themselves with it; later changes stay your force's own."
    )
else:
    st.markdown("Nothing yet. Until a version is shared, only the plan's state is seen elsewhere.")
if here.may(Permission.SHARE_VERSION) and opened.actions:
    with st.form("share", width=640):
        audience = sharing.ask_audience()
        note = st.text_input("A note on this version (optional)")
        agreed = sharing.ask_agreed(opened)
        st.caption(sharing.what_leaves(opened))
        if st.form_submit_button(
            f"Share {plural(len(opened.actions), 'action')} as a version", type="primary"
        ):
            with saving("The version was frozen and shared."):
                sharing.require_agreed(audience, agreed)
                share_version(here.store, here.framework, here.actor, here.force_id, audience, note)
elif not opened.actions:
    st.info("There is nothing to share before the plan has an action.")
sharing.show_versions(opened.versions)
