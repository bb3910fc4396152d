"""Pictures: what is due, what slipped, and how has the plan moved?"""

import streamlit as st

from vawg_plans.views import pictures, session

here = session.begin()
st.title("What is due, what slipped, and how has it moved?", anchor=False)
picture, opened, found = pictures.ask(here)
pictures.show(here, picture, opened, found)
