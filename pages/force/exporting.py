"""Export: what of the plan, at which moment, in which form?"""

import streamlit as st

from vawg_plans.domain.permissions import Permission
from vawg_plans.services.comparison import compare
from vawg_plans.services.gate import allowed
from vawg_plans.views import exporting, exports, session

here = session.begin()
allowed(here.store, here.actor, Permission.EXPORT_DRAFT, here.force_id)

st.title("What do you want to take with you?", anchor=False)
taken = exporting.ask(here)
exporting.show_taken(here.framework, taken)
exporting.offer_plan(here, taken)
if taken.version is None:
    exporting.offer_gaps(here, taken)
    exporting.offer_history(here, taken)
exporting.offer_documents()
figures = compare(here.store, here.framework, here.actor)
with exporting.offer(
    "national", "All forces", "Each one's newest shared plan, whatever is chosen above."
):
    exports.national_download(here, figures, "All forces as Excel")
