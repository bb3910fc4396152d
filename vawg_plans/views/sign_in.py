"""Signing in and out of a database in earnest: the screens, and who is in the sidebar."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from vawg_plans.config import idle_limit
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import LONDON, utc_now
from vawg_plans.domain.people import Actor, Held
from vawg_plans.domain.providers import LONGEST
from vawg_plans.services.signing_in import ASK, Arrival, Ending
from vawg_plans.store.store import Store
from vawg_plans.views import accounts
from vawg_plans.views.accounts import Standing
from vawg_plans.views.feedback import last_resort, show_error
from vawg_plans.views.links import is_narrow
from vawg_plans.views.words import as_text

NOT_SET_UP = (
    "Sign-in is not set up for this database, so nobody can use it from a browser yet. Whoever "
    "runs this service finds how in `docs/tasks/set-up-sign-in.md`. "
    "The command line works: run `python -m vawg_plans --help`."
)
# A minute late is early enough to clear an unattended screen, and to warn.
LOOK_EVERY = dt.timedelta(minutes=1)
WARNED_BEFORE = dt.timedelta(minutes=10)
# A click has just asked the same.
# Time enough to find the button, and at the most half of the limit.
IDLE_WARNED_BEFORE = dt.timedelta(minutes=5)
JUST_NOW = dt.timedelta(seconds=1)


def show(store: Store, standing: Standing) -> None:
    """The screen of somebody who is nobody here: sign in, or why not."""
    st.title("Sign in to VAWG Plans", anchor=False)
    providers = accounts.providers()
    if not providers:
        st.info(NOT_SET_UP, icon=":material/lock:")
        return
    if standing.refusal is not None:
        show_error(standing.refusal)
        if st.button("Sign out and try another account", icon=":material/logout:"):
            accounts.sign_out(store, standing)
        return
    if standing.ended is not None:
        st.info(_over(standing.ended), icon=":material/logout:")
    st.write("Use the account that your force gave you for your work.")
    for provider in providers:
        if st.button(
            as_text(provider.label),
            key=f"sign_in_{provider.name}",
            type="primary" if len(providers) == 1 else "secondary",
            icon=":material/login:",
            width=360,
        ):
            st.login(provider.name)
    st.caption(f"You need a role here first. {ASK}")


def _over(ended: Ending) -> str:
    if ended is Ending.IDLE:
        minutes = idle_limit() // dt.timedelta(minutes=1)
        how_long = "a minute" if minutes == 1 else f"{minutes} minutes"
        return f"You were signed out after {how_long} without a click."
    if ended is Ending.EXPIRED:
        hours = LONGEST // dt.timedelta(hours=1)
        return (
            "Your sign-in has come to the end that your provider set, or has lasted for "
            f"{hours} hours. Sign in again to go on."
        )
    return "You signed out. Sign in again to go on."


def show_who(store: Store, framework: Framework, standing: Standing) -> None:
    """In the sidebar: who is here, in which role, until when; another role, and the way out."""
    actor, arrival = standing.actor, standing.arrival
    if actor is None or arrival is None or arrival.person is None:
        return
    roles = arrival.person.roles
    held = Held(actor.role, actor.force_id)
    with st.sidebar:
        st.markdown(f"**{as_text(actor.name)}**  \n" + _in_words(framework, held, "  \n"))
        if len(roles) > 1:
            chosen = st.selectbox(
                "Acting as",
                roles,
                index=roles.index(held),
                format_func=lambda one: _in_words(framework, one, ", "),
                key="acting_as",
            )
            if chosen != held:
                accounts.act_in(chosen)
                st.rerun()
        if st.button("Sign out", icon=":material/logout:", key="sign_out"):
            accounts.sign_out(store, standing)
            st.stop()
    # On a phone the sidebar is folded away.
    with st.container() if is_narrow() else st.sidebar:
        _watch(store, arrival, actor)


def _in_words(framework: Framework, held: Held, between: str) -> str:
    place = framework.forces[held.force_id].name if held.force_id else "National"
    return f"{held.role.label}{between}{place}"


@st.fragment(run_every=LOOK_EVERY)
def _watch(store: Store, arrival: Arrival, actor: Actor) -> None:
    """Warn before the end; and clear a screen when nobody clicks on it for too long, when the
    role was revoked, or when another window signed out.
    """
    with last_resort():
        just_asked = accounts.CLICKS.idle_for(arrival.key) < JUST_NOW
        if not just_asked and not accounts.holds(store, arrival, actor):
            st.rerun()
        if arrival.ends_at - utc_now() <= WARNED_BEFORE:
            ends = arrival.ends_at.replace(tzinfo=dt.UTC).astimezone(LONDON)
            st.warning(
                f"Your sign-in ends at {ends:%H:%M}. Save what you are writing.",
                icon=":material/schedule:",
            )
        _warn_of_idling(arrival)


def _warn_of_idling(arrival: Arrival) -> None:
    """Somebody who writes for long without a click is told in time, and stays by one."""
    limit = idle_limit()
    left = limit - accounts.CLICKS.idle_for(arrival.key)
    if left > min(IDLE_WARNED_BEFORE, limit / 2):
        return
    ends = (utc_now() + left).replace(tzinfo=dt.UTC).astimezone(LONDON)
    st.warning(f"Without a click you are signed out at {ends:%H:%M}.", icon=":material/schedule:")
    if st.button("Stay signed in", key="stay_signed_in", type="primary"):
        accounts.CLICKS.click(arrival, limit)
        st.rerun(scope="fragment")
