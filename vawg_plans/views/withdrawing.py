"""Taking an action out of the plan, bringing it back, and writing another one like it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from vawg_plans.domain.permissions import Permission
from vawg_plans.errors import PlanError
from vawg_plans.services.actions import restore_action, withdraw_action
from vawg_plans.services.many_actions import duplicate_action
from vawg_plans.views.editing import SENT, Desk, act, asking, attempting, done, opens
from vawg_plans.views.feedback import say_after_rerun, show_error

WITHDRAW = "withdraw"


def show(desk: Desk) -> None:
    """Withdraw with a reason, or restore."""
    read: dict[str, Any] = {"read_revision": desk.base.revision}
    if desk.action.withdrawn and desk.here.may(Permission.EDIT_PLAN):
        st.write("It comes back into the plan as it was.")
        if st.button("Restore the action", icon=":material/unarchive:"):
            success = "The action is back in the plan."
            act(desk, lambda: restore_action(*desk.door, **read), success)
    elif desk.edits and desk.what != WITHDRAW:
        _ask_duplicate(desk)
        opens(desk, WITHDRAW, "Withdraw this action", icon=":material/archive:")
    elif desk.edits:
        st.write("It leaves the plan and its counts; its history stays, and it can be restored.")
        with asking(desk, "Withdraw the action", leave="Leave it in the plan") as asked:
            reason = st.text_input("Why is it withdrawn?")
        if asked.how == SENT:
            with attempting(desk):
                withdraw_action(*desk.door, **read, reason=reason)
                done(desk, desk.form(WITHDRAW), "The action was withdrawn.")


def _ask_duplicate(desk: Desk) -> None:
    """Another action that says the same and has done nothing yet, opened to be changed."""
    if st.button("Duplicate this action", key="duplicate", icon=":material/content_copy:"):
        try:
            copy = duplicate_action(*desk.door)
        except PlanError as error:
            show_error(error)
        else:
            say_after_rerun("This is the copy. What was done and its evidence stayed behind.")
            st.switch_page("pages/force/action.py", query_params={"action": copy.id})
