"""History: what was changed in our plan, when, by whom and why?"""

import streamlit as st

from vawg_plans.domain.moments import in_words, today
from vawg_plans.services import history as service
from vawg_plans.services.plans import FIRST_DAY
from vawg_plans.views import history, session

here = session.begin()
st.title("What was changed, when, by whom and why?", anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom"):
    day = st.date_input(
        "Up to the end of",
        "today",
        min_value=FIRST_DAY,
        max_value="today",
        format="DD/MM/YYYY",
        key="until",
        width=180,
    )
    if day and day < today():
        asked = {"on": day.isoformat()}
        st.page_link(
            "pages/force/plan.py",
            label=f"The plan as it stood on {in_words(day)}",
            icon=":material/list_alt:",
            query_params=asked,
        )
        st.page_link(
            "pages/force/coverage.py",
            label="Its matrix then",
            icon=":material/grid_on:",
            query_params=asked,
        )
    st.page_link(
        "pages/force/exporting.py",
        label="Take the history with you",
        icon=":material/ios_share:",
        query_params={"on": day.isoformat()} if day and day < today() else None,
    )
more = st.session_state.get("history_most", service.MOST)
moments = service.plan_moments(here.store, here.actor, here.force_id, until=day, most=more)

if not moments:
    st.info("Nothing was written in this plan by then.")
history.show_moments(here, moments)
if len(moments) == more and st.button("Show earlier changes", icon=":material/expand_more:"):
    st.session_state["history_most"] = more + service.MOST
    st.rerun()
