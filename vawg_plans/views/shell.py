"""The frame around every page: sign-in, navigation by role, the demonstration's mark."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import streamlit as st
from streamlit import net_util
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.pages_manager import PagesManager

from vawg_plans.config import read_settings
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.permissions import Permission, may
from vawg_plans.store.store import Store
from vawg_plans.views import session
from vawg_plans.views.feedback import last_resort, show_said

# Administrators manage people, and there are none to manage in a demonstration.
PERSONAS = [r for r in Role if r not in (Role.OPERATOR, Role.ADMINISTRATOR)]
ICON = str(Path(__file__).parent / "favicon.svg")
DEMONSTRATION = "Demonstration data: invented figures beside real forces' names."
# What Streamlit has no setting for. A link's words wrap instead of being cut. What is chosen of a
# few has the colour of text: the accent is too dark for words there. And the name of its P, said in
# every cell of the matrix, is seen where the columns stand in one (coverage.py).
STYLE = """<style>
[data-testid="stPageLink"] :is(a, span, p) { white-space: normal; overflow: visible }
[data-testid="stPageLink"] a { min-height: 1.75rem; padding-block: 0.2rem }
[data-testid="stPageLink"] p { line-height: 1.4 }
[data-testid="stButtonGroup"] button[data-selected]:not([data-disabled]) { color: inherit }
@media (min-width: 641px) {
  .st-key-matrix [data-testid="stPageLink"] p > span:first-child {
    position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
}
@media (max-width: 640px) { .st-key-matrix_head { display: none } }
</style>"""


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Before the first visitor: open the database and settle the collector."""
    # A cold server would look for the old flat `pages/` and draw 'Page not found' over the first
    # deep link.
    PagesManager.uses_pages_directory = False
    # Asked from a foreign origin, the server would ask a public service for its own address, and
    # everybody would wait for the answer.
    net_util.get_external_ip = _no_external_ip
    session.opened(read_settings().database)
    gc.collect()
    gc.freeze()
    yield
    session.current()[0].close()


def _no_external_ip() -> None:
    return None


def draw() -> None:
    """One run of the app: frame, then the page asked for."""
    # A file of our own: the icon of a name would be fetched from the network.
    st.set_page_config(page_title="VAWG Plans", page_icon=ICON, layout="wide")
    st.html(STYLE)
    with last_resort():
        store, framework = session.current()
        actor = session.signed_in()
        page = st.navigation(
            _pages(actor), position="sidebar" if actor else "hidden", expanded=True
        )
        if store.is_demonstration:
            st.caption(f":material/science: {DEMONSTRATION}")
        if actor is None:
            _sign_in(store, framework)
            return
        _who(framework, actor)
        show_said()
        with last_resort():
            page.run()


def _pages(actor: Actor | None) -> dict[str, list[StreamlitPage]]:
    """Pages by group. Nobody gets all of them, hidden, so that a deep link survives the sign-in."""
    everything = actor is None
    groups: dict[str, list[StreamlitPage]] = {}
    if everything or (actor and actor.role.in_a_force):
        groups["My force"] = [
            st.Page("pages/force/start.py", title="Start", icon=":material/flag:", default=True),
            st.Page("pages/force/plan.py", title="My plan", icon=":material/list_alt:"),
            st.Page("pages/force/coverage.py", title="Coverage", icon=":material/grid_on:"),
            st.Page(
                "pages/force/mapping.py",
                title="Mapping",
                icon=":material/rule:",
                visibility=_offered(actor, Permission.EDIT_PLAN),
            ),
            st.Page("pages/force/asked.py", title="What is asked of us", icon=":material/gavel:"),
            st.Page(
                "pages/force/importing.py",
                title="Import",
                icon=":material/upload_file:",
                visibility=_offered(actor, Permission.IMPORT_PLAN),
            ),
            st.Page("pages/force/sharing.py", title="Share", icon=":material/send:"),
            st.Page("pages/force/action.py", title="Action", visibility="hidden"),
            st.Page("pages/force/new_action.py", title="New action", visibility="hidden"),
        ]
    national_first = actor is not None and not actor.role.in_a_force
    groups["National"] = [
        st.Page(
            "pages/national/compare.py",
            title="Compare forces",
            icon=":material/compare_arrows:",
            default=national_first,
        ),
        st.Page("pages/national/shared.py", title="A force's shared plan", visibility="hidden"),
    ]
    return groups


def _offered(actor: Actor | None, permission: Permission) -> Literal["visible", "hidden"]:
    """What a role cannot use is not in its menu; the page says why, and the service refuses."""
    allowed = actor is None or may(actor, permission, actor.force_id)
    return "visible" if allowed else "hidden"


def _who(framework: Framework, actor: Actor) -> None:
    with st.sidebar:
        place = framework.forces[actor.force_id].name if actor.force_id else "National"
        st.markdown(f"**{place}**  \n{actor.role.label}")
        if st.button("Change persona", icon=":material/switch_account:", key="change_persona"):
            session.sign_out()
            st.rerun()


def _sign_in(store: Store, framework: Framework) -> None:
    st.title("Who are you today?", anchor=False)
    if not store.is_demonstration:
        st.info(
            "Sign-in is not set up for this database, so nobody can use it from a browser yet. "
            "The command line works: run `python -m vawg_plans --help`.",
            icon=":material/lock:",
        )
        return
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
