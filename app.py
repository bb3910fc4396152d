"""The app. `streamlit run` reads this file twice over: once to find the server's `app`, and then
as the script of each visit.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from vawg_plans.views import shell

app = st.App(__file__, lifespan=shell.lifespan)

if get_script_run_ctx() is not None:
    shell.draw()
