"""Reading a plan as it stood at the end of an earlier day."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from vawg_plans.domain.moments import in_words, today
from vawg_plans.services.plans import FIRST_DAY, OpenPlan, open_plan
from vawg_plans.views.session import Session


def day() -> dt.date | None:
    """The day in the address ('on'), if it is an earlier one."""
    try:
        asked = dt.date.fromisoformat(st.query_params.get("on", ""))
    except ValueError:
        return None
    return asked if FIRST_DAY <= asked < today() else None


def opened(here: Session, page: str) -> OpenPlan:
    """The plan now, or as it stood on the day in the address, which is then said above it."""
    asked = day()
    if asked is None:
        return here.open_plan()
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":material/history: **As it stood at the end of {in_words(asked)}**, judged at that "
            "day. Nothing can be changed here."
        )
        st.page_link(page, label="Back to now", icon=":material/update:")
    return open_plan(here.store, here.framework, here.actor, here.force_id, as_of=asked)
