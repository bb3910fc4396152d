"""Share and publish: what have we shared, with whom, and what goes out next?"""

import streamlit as st

from vawg_plans.services.versions import versions_of
from vawg_plans.views import comments, exports, publishing, session, sharing

here = session.begin()
opened = here.open_plan()
every = versions_of(here.store, here.actor, here.force_id)
said = comments.on_plan(here)

st.title("What have we shared, and with whom?", anchor=False)
sharing.show_standing(opened)
comments.show_count(said)
if opened.actions or opened.review:
    out = publishing.read(here)
    publishing.show_way(here, opened, out, number=1 + max((v.number for v in every), default=0))
    sharing.share_nationally(here, opened)
    publishing.show_going_out(here, out)
else:
    st.info("There is nothing to share before the plan has an action.")
comments.show_on_plan(here, opened, said)
sharing.show_versions(every)
exports.public_download(here, every)
publishing.show_reviews(here)
sharing.withdraw_one(here, opened)
