"""One action: where does it stand, and what happened to it?"""

import streamlit as st

from vawg_plans.domain.permissions import Permission
from vawg_plans.services import actions
from vawg_plans.views import action as screen
from vawg_plans.views import action_form, session
from vawg_plans.views.words import as_text

here = session.begin()
door = (here.store, here.framework, here.actor)
opened = here.open_plan()
st.page_link("pages/force/plan.py", label="Back to the plan", icon=":material/arrow_back:")
asked = st.query_params.get("action", "")
action = next((a for a in [*opened.actions, *opened.withdrawn] if a.id == asked), None)
if action is None:
    st.info("That action is not in this force's plan. Choose one from the plan.")
    st.stop()

mine = action_form.held(action, fresh=here.fresh)
st.title(as_text(action.title), anchor=False)
left, right = st.columns([3, 2], gap="large")
with left:
    screen.show_action(action, opened.judged[action.id], here.framework)
with right:
    if here.may(Permission.RECORD_PROGRESS) and not action.withdrawn:
        st.subheader("Record progress", anchor=False)
        update = action_form.ask_progress(mine.action)
        if update:
            with action_form.writing(mine, here.framework, "Progress was recorded."):
                actions.record_progress(*door, action.id, read_revision=mine.revision, **update)
if here.may(Permission.EDIT_PLAN):
    with st.expander("Change this action", icon=":material/edit:"):
        changes = action_form.ask_action(
            mine.action, here.framework, here.actor.person_id, submit="Save the action"
        )
        if changes is not None:
            with action_form.writing(mine, here.framework, "The action was saved."):
                actions.revise_action(*door, action.id, changes, read_revision=mine.revision)
    with st.expander("Restore" if action.withdrawn else "Withdraw", icon=":material/archive:"):
        action_form.ask_withdrawal(
            mine,
            here.framework,
            lambda reason: actions.withdraw_action(
                *door, asked, read_revision=mine.revision, reason=reason
            ),
            lambda: actions.restore_action(*door, asked, read_revision=mine.revision),
        )
with st.expander("History", icon=":material/history:"):
    screen.show_history(actions.action_history(here.store, here.actor, action.id), here.framework)
