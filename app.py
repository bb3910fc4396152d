"""The app. `streamlit run` reads this file twice over: once to find the server's `app`, and then
as the script of each visit.
"""

from functools import partial

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.scriptrunner import get_script_run_ctx

from vawg_plans.config import public_pages
from vawg_plans.jobs import start_jobs
from vawg_plans.views import accounts, downloads, session, shell
from vawg_plans.web.closed import ClosedDoors
from vawg_plans.web.downloads import OwnDownloads
from vawg_plans.web.headers import StrictHeaders
from vawg_plans.web.keeping import OwnScript
from vawg_plans.web.public import PublicPages
from vawg_plans.web.sockets import send_at_once
from vawg_plans.web.visits import RememberedVisits

send_at_once()

app = st.App(
    __file__,
    lifespan=shell.lifespan(partial(start_jobs, address=accounts.public_address())),
    secrets=accounts.secrets(),
    # The first is outermost.
    middleware=[
        Middleware(
            PublicPages,
            opened=session.current,
            on=public_pages(),
            https=(accounts.public_address() or "").startswith("https:"),
        ),
        Middleware(StrictHeaders, public_address=accounts.public_address()),
        Middleware(ClosedDoors),
        Middleware(RememberedVisits),
        Middleware(OwnScript),
        Middleware(OwnDownloads, may_fetch=downloads.may_fetch),
    ],
)

if get_script_run_ctx(suppress_warning=True) is not None:
    shell.draw()
