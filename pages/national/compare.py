"""Compare: how does each force's shared plan look beside the others?"""

import streamlit as st

from vawg_plans.charts.comparison import forces_chart
from vawg_plans.domain.markings import marking_of
from vawg_plans.domain.moments import today
from vawg_plans.services.comparison import compare
from vawg_plans.views import charts, exports, session
from vawg_plans.views import compare as screen
from vawg_plans.views.links import is_narrow

here = session.begin()
figures = compare(here.store, here.framework, here.actor)

st.title("How does each force's plan look beside the others?", anchor=False)
st.markdown(screen.counted(list(figures.values())))
asked = screen.ask(here)
chosen = [figures[f] for f in asked.force_ids]
if any(f.returned for f in chosen):
    picked = charts.show(
        forces_chart(
            chosen,
            here.framework,
            by=asked.by,
            measure=asked.measure,
            on=today(),
            dark=charts.is_dark(),
            demonstration=here.demonstration,
            highlight=here.actor.force_id,
            narrow=is_narrow(),
        ),
        marking=marking_of(f.audience for f in chosen if f.audience),
        name=f"forces-by-{asked.by}-{asked.measure}",
        on_select="rerun",
    )
    screen.open_picked(picked, asked.force_ids)
    screen.ask_force(chosen, here.framework)
else:
    st.info("None of these forces has shared a plan yet.")
screen.show_without(chosen, here.framework)
exports.national_download(here, {f.force_id: f for f in chosen})
