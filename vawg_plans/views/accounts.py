"""The account behind a session: what the providers are, what they said, and who that is here.

Only for databases in earnest. A demonstration has personas and signs nobody in.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit.auth_util import get_secrets_auth_section

from vawg_plans.config import idle_limit
from vawg_plans.domain.moments import utc_now
from vawg_plans.domain.people import Actor, Held
from vawg_plans.domain.providers import Provider, read_providers, section_in
from vawg_plans.errors import NotAllowed
from vawg_plans.services.signing_in import Arrival, Ending, LastClicks, arrive, leave, now_acting
from vawg_plans.store.store import Store

CLICKS = LastClicks()
# In a session's state: whose it is, and the role they chose.
_KEY = "signed_in_by"
_HELD = "acting_in"


@dataclass(frozen=True, slots=True)
class Standing:
    """Who is at the screen of a database in earnest, or why nobody is.

    `refusal` is what an account that was not taken is told; `ended` why a sign-in is over.
    """

    actor: Actor | None = None
    arrival: Arrival | None = None
    refusal: NotAllowed | None = None
    ended: Ending | None = None


def secrets(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """What the environment says of signing in, as `st.App` takes it. It takes the place of the
    whole `[auth]` section of a secrets file.
    """
    section = section_in(environment)
    return {"auth": section} if section else {}


def public_address() -> str | None:
    """The scheme and host under which people reach the service, if signing in is set up."""
    redirect = str(_section().get("redirect_uri") or "")
    parts = urlsplit(redirect)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else None


def providers() -> tuple[Provider, ...]:
    """The providers set up here; none when signing in is not set up.

    Raises `InvalidInput` when it is set up wrongly.
    """
    section = _section()
    return _read(json.dumps(section, sort_keys=False, default=str)) if section else ()


def _section() -> dict[str, Any]:
    # The environment again, because the server asks for the address before Streamlit takes it in.
    return section_in(os.environ) or get_secrets_auth_section().to_dict()


@functools.lru_cache(maxsize=4)
def _read(section: str) -> tuple[Provider, ...]:
    return read_providers(json.loads(section))


def claims() -> Mapping[str, Any] | None:
    """What the provider said of whoever is here; None when nobody signed in.

    Streamlit reads it from its own signed cookie when a session begins. Nothing else is asked who
    somebody is.
    """
    user = st.user.to_dict()
    return user if user.get("is_logged_in") is True else None


def look(store: Store) -> Standing:
    """Who is at the screen now. Asked at every run: a role revoked is gone at the next click."""
    user = claims()
    if user is None:
        _forget_another(None)
        return Standing()
    try:
        arrival = arrive(store, providers(), user)
    except NotAllowed as refusal:
        _forget_another(None)
        return Standing(refusal=refusal)
    if arrival.person is not None and not CLICKS.click(arrival, idle_limit()):
        leave(store, arrival.person.acting(arrival.person.roles[0]), arrival.key, Ending.IDLE)
        arrival = Arrival(arrival.key, arrival.provider, arrival.ends_at, ended=Ending.IDLE)
    if arrival.person is None:
        _forget_another(None)
        return Standing(arrival=arrival, ended=arrival.ended)
    _forget_another(arrival.key)
    held = st.session_state.get(_HELD)
    if held not in arrival.person.roles:
        # The role acted in was revoked, with whatever it had on the screen; or none was chosen yet.
        if held is not None:
            forget()
            st.session_state[_KEY] = arrival.key
        held = st.session_state[_HELD] = arrival.person.roles[0]
    return Standing(arrival.person.acting(held), arrival)


def holds(store: Store, arrival: Arrival, actor: Actor) -> bool:
    """Whether a sign-in still holds, and the role acted in, without counting as a click."""
    late = arrival.ends_at <= utc_now() or CLICKS.idle_for(arrival.key) > idle_limit()
    person = None if late else now_acting(store, actor.person_id, arrival)
    return person is not None and Held(actor.role, actor.force_id) in person.roles


def act_in(held: Held) -> None:
    """Go on in another role; what the one before had typed and chosen is forgotten."""
    key = st.session_state.get(_KEY)
    forget()
    st.session_state[_KEY], st.session_state[_HELD] = key, held


def sign_out(store: Store, standing: Standing) -> None:
    """End the sign-in for good, and send the browser to give its cookie back."""
    if standing.actor is not None and standing.arrival is not None:
        leave(store, standing.actor, standing.arrival.key, Ending.ASKED)
    forget()
    st.logout()


def forget() -> None:
    """Forget everything that a session holds."""
    for name in list(st.session_state):
        del st.session_state[name]


def _forget_another(key: str | None) -> None:
    """What one person left in a session is not for another, nor for nobody."""
    if st.session_state.get(_KEY) not in (None, key):
        forget()
    if key is not None:
        st.session_state[_KEY] = key
