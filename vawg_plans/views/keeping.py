"""Forms whose words outlive a reload: the server's half of `web/keeping.js`.

A form drawn within `keeps` is kept in its browser tab while it is written. Whoever saves it, or
gives it up, says so with `let_go`; the next run tells the script.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

import streamlit as st

from vawg_plans.domain.people import Actor

_LET_GO = "let_go_of"
# Hidden until the script has put something back.
PUT_BACK = """<div class="put-back" role="status" hidden>
<p>What you typed before the page was loaded again was put back. It is not saved yet.</p>
<button type="button">Discard what was put back</button></div>"""


def kept_name(actor: Actor, form: str) -> str:
    """The name under which this person's form is kept, for the script alone.

    It begins with twelve characters that tell one person in one role from another, so that nobody
    is given another's words.
    """
    whose = f"{actor.person_id}/{actor.role.value}/{actor.force_id or ''}"
    name = f"{hashlib.sha256(whose.encode()).hexdigest()[:12]}-{form}"
    # As Streamlit writes a key as a class.
    return re.sub(r"[^A-Za-z0-9_-]", "-", name)


@contextmanager
def keeps(actor: Actor, form: str) -> Iterator[None]:
    """Around a form: what is typed into it stays in the tab until `let_go`.

    `form` names what is written, and of which action.
    """
    with st.container(key=f"keeps-{kept_name(actor, form)}"):
        st.html(PUT_BACK)
        yield


def let_go(actor: Actor, form: str) -> None:
    """The form was saved or given up: the next run has its words dropped."""
    st.session_state.setdefault(_LET_GO, []).append(kept_name(actor, form))


def show_let_go() -> None:
    """Tell the script what was let go of. Drawn above every form, so that it hears this first."""
    names = st.session_state.pop(_LET_GO, [])
    if names:
        once = secrets.token_hex(4)
        signs = "".join(
            f'<i data-let-go="{escape(name)}" data-once="{once}-{escape(name)}"></i>'
            for name in dict.fromkeys(names)
        )
        st.html(f'<div class="let-go" hidden>{signs}</div>')
