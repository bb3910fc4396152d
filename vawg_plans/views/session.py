"""The open database, and who is at the screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import streamlit as st

from vawg_plans.config import read_settings
from vawg_plans.cookies import PERSONA
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import NOBODY, Actor, Role
from vawg_plans.domain.permissions import Permission, may
from vawg_plans.domain.providers import is_loopback
from vawg_plans.errors import NotAllowed
from vawg_plans.services.gate import record_refusal
from vawg_plans.services.plans import OpenPlan, open_plan
from vawg_plans.services.setup import open_database
from vawg_plans.services.signing_in import Arrival
from vawg_plans.store.store import Store
from vawg_plans.views import accounts
from vawg_plans.views.accounts import Standing

_ACTOR = "actor"
# Somebody chose to be nobody again.
_LEFT = "left_persona"
# Who is here in this run, found out once. Not kept in the session: the next run asks again.
_HERE: ContextVar[Standing | None] = ContextVar("here", default=None)
_ADDRESS = "address"
# In the address of an action: which part is open for change, and at which revision it was opened.
EDIT, READ = "edit", "read"
_FORWARDED = (
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    "cf-connecting-ip",
    "true-client-ip",
)


@dataclass(frozen=True, slots=True)
class Session:
    """What a page works with."""

    store: Store
    framework: Framework
    actor: Actor
    demonstration: bool
    # Whether this run opens the page, rather than answering a click on it.
    fresh: bool = True
    # The sign-in behind it; none for a persona.
    arrival: Arrival | None = None

    @property
    def force_id(self) -> str:
        """The actor's own force. Pages of a force are drawn for force roles only."""
        if self.actor.force_id is None:
            raise NotAllowed(
                "This page belongs to a force, and you are not acting for one.",
                hint="Choose a page under National.",
            )
        return self.actor.force_id

    def may(self, permission: Permission) -> bool:
        """Whether the actor may do this in their own force."""
        return may(self.actor, permission, self.actor.force_id)

    def still(self) -> Actor:
        """The actor, asked again: for what is done when the page was drawn long ago.

        Raises `NotAllowed` when the role or the sign-in is gone meanwhile.
        """
        if not self.demonstration and not (
            self.arrival and accounts.holds(self.store, self.arrival, self.actor)
        ):
            raise NotAllowed("You are not here in this role any more.", hint="Reload the page.")
        return self.actor

    def open_plan(self, *, as_of: dt.date | None = None) -> OpenPlan:
        """The actor's own force's plan, now or as it stood at the end of a day."""
        return open_plan(self.store, self.framework, self.actor, self.force_id, as_of=as_of)


@st.cache_resource(show_spinner=False)
def opened(database: str) -> tuple[Store, Framework]:
    """The database and the framework, opened once for the whole process."""
    return open_database(database)


def current() -> tuple[Store, Framework]:
    """The database that the environment names."""
    return opened(read_settings().database)


def begin() -> Session:
    """Every page's first line: who is here. Raises `NotAllowed` for nobody."""
    store, framework = current()
    standing = _HERE.get() or look(store)
    if standing.actor is None:
        raise NotAllowed("Sign in first.", hint="Open the start page.")
    return Session(
        store,
        framework,
        standing.actor,
        store.is_demonstration,
        fresh=_fresh_visit(),
        arrival=standing.arrival,
    )


def _fresh_visit() -> bool:
    """Whether this run opens a page, rather than answering a click on it."""
    # Opening a part of what is on the page is no new visit.
    query = {k: v for k, v in dict(st.query_params).items() if k not in (EDIT, READ)}
    address = st.context.url, query
    before = st.session_state.get(_ADDRESS)
    st.session_state[_ADDRESS] = address
    return bool(address != before)


def look(store: Store) -> Standing:
    """Who is at the screen. A persona counts on a demonstration alone, an account anywhere else:
    what a session holds can make nobody somebody on a database in earnest.
    """
    if not store.is_demonstration:
        return accounts.look(store)
    actor = st.session_state.get(_ACTOR)
    return Standing(actor if isinstance(actor, Actor) else None)


@contextmanager
def acting(standing: Standing) -> Iterator[None]:
    """Around a page: this is who is here, until it has run."""
    before = _HERE.set(standing)
    try:
        yield
    finally:
        _HERE.reset(before)


def leave_persona() -> None:
    """Forget who is here, and everything typed."""
    accounts.forget()
    st.session_state[_LEFT] = True


def become(store: Store, role: Role, force_id: str | None) -> None:
    """Take on a persona of the demonstration. Refused on any other database or beyond loopback."""
    if not store.is_demonstration or not on_loopback():
        record_refusal(store, NOBODY, f"act as a persona ({role.label.lower()})")
        raise NotAllowed("Personas exist only on a demonstration database on this machine.")
    place = force_id if role.in_a_force else None
    identity = f"persona-{role.value}" + (f"-{place}" if place else "")
    st.session_state[_ACTOR] = Actor(identity, f"{role.label} (persona)", role, place)


def persona_mark(actor: Actor) -> str:
    """The persona as a tab remembers it until it is loaded again."""
    return f"{actor.role.value}.{actor.force_id or ''}"


def come_back(store: Store, framework: Framework, personas: Sequence[Role]) -> None:
    """Take on the persona that this tab had before it was loaded again, if it says so: on a
    demonstration there is no sign-in that would remember it.
    """
    said = st.context.cookies.get(PERSONA)
    if (
        not isinstance(said, str)
        or not said
        or _LEFT in st.session_state
        or _ACTOR in st.session_state
    ):
        return
    name, _, place = said.partition(".")
    role = next((r for r in personas if r.value == name), None)
    fits = role and (place in framework.forces if role.in_a_force else not place)
    if role and fits and store.is_demonstration and on_loopback():
        become(store, role, place or None)


def on_loopback() -> bool:
    """Whether the server listens on loopback only and was asked for by that name, directly."""
    headers = st.context.headers
    if any(headers.get(name) for name in _FORWARDED):
        return False
    return is_loopback(str(st.get_option("server.address") or "")) and is_loopback(
        _host_of(headers.get("Host") or "localhost")
    )


def _host_of(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
