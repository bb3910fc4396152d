"""The matrix: which areas and Ps does the plan cover, and where are the gaps?"""

import streamlit as st

from vawg_plans.charts.coverage import matrix_chart
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.domain.permissions import Permission
from vawg_plans.views import as_of, charts, coverage, session, themes
from vawg_plans.views.links import is_narrow
from vawg_plans.views.words import plural

here = session.begin()
st.title("What does the plan cover, and where are the gaps?", anchor=False)
opened = as_of.opened(here, "pages/force/coverage.py")
matrix = opened.matrix(here.framework)
chosen = coverage.chosen_cell(matrix)
may_edit = here.may(Permission.EDIT_PLAN) and as_of.day() is None

st.markdown(
    coverage.summary(matrix)
    + ". Choose a cell to see what it holds"
    + (" or to fill it." if may_edit else ".")
)
if opened.unaccepted and may_edit:
    st.page_link(
        "pages/force/mapping.py",
        label=f"Accept the mapping of {plural(len(opened.unaccepted), 'action')}",
        icon=":material/rule:",
    )
left, right = st.columns([7, 5], gap="medium") if chosen else (st.container(), None)
# On a phone the columns stand one above the other: what was chosen comes first there.
if chosen and right and is_narrow():
    left, right = right, left
if chosen and right:
    with right.container(border=True):
        coverage.show_cell(here, opened, chosen, may_edit=may_edit)
with left:
    coverage.show_matrix(matrix, opened, here.framework, chosen)
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
themes.show(opened, here.framework)
