"""Coverage: which areas and Ps does the plan cover, and where are the gaps?"""

import streamlit as st

from vawg_plans.charts.coverage import matrix_chart
from vawg_plans.domain.coverage import covered_cells
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.domain.permissions import Permission
from vawg_plans.views import charts, coverage, session
from vawg_plans.views.links import is_narrow
from vawg_plans.views.words import plural

here = session.begin()
opened = here.open_plan()
matrix = opened.matrix(here.framework)
covered = covered_cells(matrix)

st.title("What does the plan cover, and where are the gaps?", anchor=False)
st.markdown(
    f"**{covered} of {len(matrix)} cells covered**: improvement areas of recommendation 4.1 down, "
    "4Ps across. A cell is covered once a person has accepted an action's area and lead P. "
    "A suggestion covers nothing, and a supporting P does not cover."
)
if opened.unaccepted:
    st.page_link(
        "pages/force/mapping.py",
        label=f"Accept the mapping of {plural(len(opened.unaccepted), 'action')}",
        icon=":material/rule:",
    )
coverage.show_matrix(matrix, here.framework, may_edit=here.may(Permission.EDIT_PLAN))
with st.expander("As a picture"):
    charts.show(
        matrix_chart(
            matrix,
            here.framework,
            on=opened.judged_on,
            dark=charts.is_dark(),
            demonstration=here.demonstration,
            narrow=is_narrow(),
        ),
        name=f"{here.force_id}-coverage",
        marking=OFFICIAL_SENSITIVE,
    )
st.subheader("Vulnerability themes", anchor=False)
coverage.show_vulnerability(opened, here.framework)
