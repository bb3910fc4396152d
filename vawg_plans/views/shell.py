"""The frame around every page: sign-in, navigation by role, the demonstration's mark."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

# Not used here, but loaded before the first visitor: Streamlit loads it with the first table, and a
# chart that another session draws meanwhile would find it half loaded (Plotly asks for its Series).
import pandas  # noqa: F401
import streamlit as st
from streamlit import logger, net_util, runtime
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from vawg_plans import logs
from vawg_plans.config import read_settings
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor, Role
from vawg_plans.store.store import Store
from vawg_plans.views import downloads, menu, session, sign_in
from vawg_plans.views.feedback import last_resort, show_said
from vawg_plans.views.keeping import show_let_go

# Administrators manage people, and there are none to manage in a demonstration.
PERSONAS = [r for r in Role if r not in (Role.OPERATOR, Role.ADMINISTRATOR)]
ICON = str(Path(__file__).parent / "favicon.svg")
DEMONSTRATION = "Demonstration data: invented figures beside real forces' names."
# What Streamlit has no setting for. A link's words wrap instead of being cut. What is chosen of a
# few has the colour of text, under a finger too: the accent is too dark for words there. The parts
# of a date are large enough to be touched. And the name of its P, said in every cell of the matrix,
# is seen where the columns stand in one (coverage.py).
STYLE = """<style>
[data-testid="stPageLink"] :is(a, span, p) { white-space: normal; overflow: visible }
[data-testid="stPageLink"] a { min-height: 1.75rem; padding-block: 0.2rem }
[data-testid="stPageLink"] p { line-height: 1.4 }
.st-key-chosen_cell button { outline: 3px solid currentColor; outline-offset: -3px }
.st-key-matrix button { padding-inline: 0.3rem; min-height: 2.25rem }
.st-key-matrix button :is(div, span, p) { white-space: normal; overflow: visible; line-height: 1.3 }
[data-testid="stButtonGroup"] button[data-selected]:not([data-disabled]) {
  color: inherit !important }
[data-testid="stDateInput"] [role="spinbutton"] {
  display: inline-block; min-width: 24px; min-height: 24px; text-align: center }
@media (min-width: 641px) {
  .st-key-matrix [data-testid="stButton"] p > span:first-child {
    position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
}
[class*="st-key-heading_"] { border-bottom: 1px solid #808B9A; margin-top: 0.75rem }
[class*="st-key-heading_"] :is(h3) { padding-bottom: 0.4rem }
[class*="st-key-glance_"] td:first-child { width: 12rem }
.put-back { border-left: 4px solid #3779BF; padding: 0.25rem 0 0.25rem 0.75rem }
.put-back p { margin: 0 0 0.25rem }
[data-testid="stElementContainer"]:has(> div > :is(.put-back, .let-go, i)[hidden]) { display: none }
@media (max-width: 640px) {
  .st-key-matrix_head { display: none }
  [class*="st-key-glance_"] td:first-child { width: 40% }
}
</style>"""


# Starts what the app does by itself, and returns what stops it. (views cannot know jobs.)
Start = Callable[[Store, Framework], Callable[[], None]]


def lifespan(start_jobs: Start) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """What surrounds the life of the server: before the first visitor, and after the last."""

    @asynccontextmanager
    async def living(_app: Any) -> AsyncIterator[None]:
        logs.start_logging()
        # Loggers that Streamlit makes later, too.
        logger.setup_formatter = logs.adopt
        # A cold server would look for the old flat `pages/` and draw 'Page not found' over the
        # first deep link.
        PagesManager.uses_pages_directory = False
        # Asked from a foreign origin, the server would ask a public service for its own address,
        # and everybody would wait for the answer.
        net_util.get_external_ip = _no_external_ip
        store, framework = session.opened(read_settings().database)
        if runtime.exists():
            downloads.keep_to_their_makers(runtime.get_instance().media_file_mgr)
        stop = start_jobs(store, framework)
        gc.collect()
        gc.freeze()
        try:
            yield
        finally:
            stop()
            store.close()

    return living


def _no_external_ip() -> None:
    return None


def draw() -> None:
    """One run of the app: frame, then the page asked for."""
    # A file of our own: the icon of a name would be fetched from the network.
    st.set_page_config(page_title="VAWG Plans", page_icon=ICON, layout="wide")
    st.html(STYLE)
    with last_resort():
        store, framework = session.current()
        session.come_back(store, framework, PERSONAS)
        standing = session.look(store)
        actor = standing.actor
        pages = menu.pages(actor)
        _lead_home(pages)
        page = st.navigation(pages, position="sidebar" if actor else "hidden", expanded=True)
        if store.is_demonstration:
            st.caption(f":material/science: {DEMONSTRATION}")
        if actor is None:
            if store.is_demonstration:
                _choose_persona(store, framework)
            else:
                sign_in.show(store, standing)
            return
        if store.is_demonstration:
            _who(framework, actor)
        else:
            sign_in.show_who(store, framework, standing)
        # Always there, so that what it says moves nothing below to another place: a field that is
        # being typed in would be made anew and lose the cursor.
        with st.container():
            show_let_go()
            show_said()
        with last_resort(), session.acting(standing):
            page.run()


def _lead_home(pages: dict[str, list[StreamlitPage]]) -> None:
    """Let an address of a page that this role has not got mean the role's first page.

    Streamlit would draw that too, under a dialog saying that there is no such page; so it would
    for the address of the first page itself, which is another page's for another role.
    """
    running = get_script_run_ctx(suppress_warning=True)
    wanted = running.pages_manager.intended_page_name if running else None
    if not running or not wanted or wanted in _addresses(pages):
        return
    if wanted in _addresses(menu.pages(None)):
        running.pages_manager.set_script_intent("", "")


def _addresses(pages: dict[str, list[StreamlitPage]]) -> set[str]:
    return {page.url_path for group in pages.values() for page in group}


def _who(framework: Framework, actor: Actor) -> None:
    """In the sidebar of a demonstration: the persona, and the way to another."""
    with st.sidebar:
        place = framework.forces[actor.force_id].name if actor.force_id else "National"
        st.markdown(f"**{place}**  \n{actor.role.label}")
        # Said again by the script when this tab is loaded again.
        st.html(f'<i hidden data-persona="{session.persona_mark(actor)}"></i>')
        if st.button("Change persona", icon=":material/switch_account:", key="change_persona"):
            session.leave_persona()
            st.rerun()


def _choose_persona(store: Store, framework: Framework) -> None:
    st.title("Who are you today?", anchor=False)
    if not session.on_loopback():
        st.info(
            "This is a demonstration without passwords, so it answers only on the machine it runs "
            "on. Open it there at http://localhost, not through another address or a proxy.",
            icon=":material/lock:",
        )
        return
    st.write(
        "This demonstration has no passwords: choose a persona. Gloucestershire's plan is empty, "
        "ready for its own table."
    )
    forces = sorted(framework.forces.values(), key=lambda f: f.name)
    ids = [f.id for f in forces]
    with st.form("persona", width=520):
        role = st.selectbox(
            "Role",
            PERSONAS,
            index=1,
            format_func=lambda r: r.label,
            key="persona_role",
        )
        force = st.selectbox(
            "Force (for the first four roles)",
            ids,
            index=ids.index("gloucestershire"),
            format_func=lambda f: framework.forces[f].name,
            key="persona_force",
        )
        if st.form_submit_button("Continue", type="primary"):
            session.become(store, role, force)
            st.rerun()
