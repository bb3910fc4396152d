"""Start: what should we do next?"""

from collections import Counter

import streamlit as st

from vawg_plans.charts.progress import status_bar
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.services.actions import latest_updates
from vawg_plans.views import charts, comments, meetings, plan, session, start
from vawg_plans.views.links import is_narrow

here = session.begin()
opened = here.open_plan()
matrix = opened.matrix(here.framework)

st.title("What should we do next?", anchor=False)
plan.head(opened)
meetings.say_under_way(here)
start.show_waiting(here)
start.show_next_step(here, opened, matrix)
if opened.actions:
    charts.show(
        status_bar(
            Counter(a.status for a in opened.actions),
            on=opened.judged_on,
            dark=charts.is_dark(),
            demonstration=here.demonstration,
            narrow=is_narrow(),
        ),
        name=f"{here.force_id}-status",
        marking=OFFICIAL_SENSITIVE,
    )
left, right = st.columns([1, 1], gap="large")
with left:
    st.subheader("On the way to a shared plan", anchor=False)
    start.show_steps(opened, matrix)
    comments.show_waiting(here, opened)
with right:
    st.subheader("Latest progress", anchor=False)
    start.show_updates(latest_updates(here.store, here.actor, here.force_id))
