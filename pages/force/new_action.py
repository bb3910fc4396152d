"""A new action: what will be done, by which post, by when?"""

import streamlit as st

from vawg_plans.domain.actions import Action, TagKind
from vawg_plans.services.actions import add_action
from vawg_plans.views import action_form, session
from vawg_plans.views.feedback import saving
from vawg_plans.views.keeping import keeps, let_go

here = session.begin()
st.page_link("pages/force/plan.py", label="Back to the plan", icon=":material/arrow_back:")
st.title("What will be done, by which post, by when?", anchor=False)

# A new number a form: what was typed stays until it is saved, and the next one starts empty.
number = st.session_state.setdefault("new_actions", 1)
blank = Action(id=f"new-{number}", plan_id="", force_id=here.force_id)
# From an empty cell of the matrix, its P and area come along.
for kind in (TagKind.P, TagKind.AREA):
    code = st.query_params.get(kind.value)
    blank = action_form.with_tag(blank, kind, code, here.actor.person_id, here.framework)
kept = f"{here.force_id}-new-{blank.lead_p or ''}-{'-'.join(blank.areas)}"
with keeps(here.actor, kept):
    values = action_form.ask_action(
        blank, here.framework, here.actor.person_id, submit="Add the action"
    )
if values is not None:
    with saving("The action was added. Write the next one, or go back to the plan."):
        add_action(
            here.store,
            here.framework,
            here.actor,
            here.force_id,
            {"tags": blank.tags, **values},
        )
        let_go(here.actor, kept)
        st.session_state["new_actions"] = number + 1
