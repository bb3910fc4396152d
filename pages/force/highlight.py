"""The highlight report: where is the plan, and what is asked?"""

import streamlit as st

from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.views import highlight, pictures, printing, session

here = session.begin()
st.title("Where is the plan, and what is asked?", anchor=False)
report = highlight.ask(here)
if not report.opened.actions:
    pictures.show_empty(here, report.opened)
    st.stop()
printing.on_paper(OFFICIAL_SENSITIVE)
with printing.sheet(OFFICIAL_SENSITIVE):
    highlight.show_head(here, report)
    highlight.show_where(here, report)
    highlight.show_asked(here, report)
    highlight.show_moved(report)
    highlight.show_late(report)
    highlight.show_next(report)
