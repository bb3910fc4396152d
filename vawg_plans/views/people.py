"""People on screen: who holds which role, giving and taking one, handing a post's actions on."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.actions import Action
from vawg_plans.domain.moments import moment_in_words
from vawg_plans.domain.people import FORCE_ROLES, Held, Person, Role
from vawg_plans.domain.permissions import may_give
from vawg_plans.errors import InvalidInput, PlanError
from vawg_plans.services.handing_over import HandOver, hand_over, posts_of, preview_hand_over
from vawg_plans.services.people import (
    Change,
    correct_address,
    erase_person,
    grant_role,
    release_account,
    revoke_role,
)
from vawg_plans.views.feedback import saving, show_error
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, one_line, plural

_HANDED = "hand_over_preview"
_GIVEN = "roles_given"
_SHOWN = 200


def ask_filter(here: Session, everybody: list[Person]) -> str:
    """Part of a name, an address, a post or a force; about people, so not in the page's address."""
    if len(everybody) < 8:
        return ""
    return st.text_input(
        "Find by name, address, post or force",
        key="people_sought",
        icon=":material/search:",
        width=420,
    )


def matching(sought: str, everybody: list[Person]) -> list[Person]:
    """The people in whose name, address, post or roles these words stand."""
    wanted = sought.casefold().split()

    def words(person: Person) -> str:
        places = [f"{h.role.label} {h.force_id or ''}" for h in person.roles]
        return " ".join([person.name, person.email or "", person.post or "", *places]).casefold()

    return [p for p in everybody if all(w in words(p) for w in wanted)]


def show(here: Session, people: list[Person], total: int) -> None:
    """Everybody found, with their roles."""
    if not total:
        st.info(
            "Nobody has been given a role yet. Give the first one below; "
            + (
                "in a demonstration nobody signs in, so it only shows how that is done."
                if here.demonstration
                else "the person signs in with that address."
            ),
            icon=":material/group:",
        )
        return
    st.caption(f"{len(people):,} of {plural(total, 'person').replace('persons', 'people')}")
    if not people:
        st.info("Nobody matches. Search for less.")
        return
    st.table(
        {
            "Name": [as_text(p.name) for p in people[:_SHOWN]],
            "Address": [as_text(p.email or "Erased") for p in people[:_SHOWN]],
            "Post": [as_text(p.post or "–") for p in people[:_SHOWN]],
            "Roles": [roles_of(here, p) for p in people[:_SHOWN]],
            "Has signed in": ["Yes" if p.bound else "Not yet" for p in people[:_SHOWN]],
        },
        border="horizontal",
        hide_index=True,
        alt="People and the roles they hold",
    )
    if len(people) > _SHOWN:
        st.caption(f"The first {_SHOWN} are shown. Search to see others.")


def roles_of(here: Session, person: Person) -> str:
    """A person's roles in words."""
    return "; ".join(role_words(here, held) for held in person.roles) or "No role now"


def role_words(here: Session, held: Held) -> str:
    """A role with its force."""
    if held.force_id is None:
        return held.role.label
    return f"{held.role.label}, {here.framework.forces[held.force_id].name}"


def ask_grant(here: Session) -> None:
    """The form that gives a role."""
    st.subheader("Give a role", anchor=False)
    own = here.actor.force_id
    roles = [r for r in Role if _can_give(here, r)]
    forces = sorted(here.framework.forces.values(), key=lambda f: f.name)
    names = {f.id: f.name for f in forces}
    # A new form after each role given: what was typed is kept only when it was refused.
    turn = st.session_state.setdefault(_GIVEN, 0)
    with st.form("grant", border=True):
        email = st.text_input("E-mail address they sign in with", key=f"grant_email_{turn}")
        name = st.text_input("Name", key=f"grant_name_{turn}")
        post = st.text_input(
            "Post, as written in the plan",
            key=f"grant_post_{turn}",
            placeholder="Head of public protection",
        )
        role = st.selectbox("Role", roles, format_func=lambda r: r.label, key="grant_role")
        force_id = own or st.selectbox(
            "Force (for the four roles of a force)",
            [None, *names],
            format_func=lambda f: names.get(f, "No force: a national role"),
            key="grant_force",
        )
        if st.form_submit_button("Give the role", type="primary"):
            with saving(f"{email.strip()} is now {role.label}."):
                held = Held(role, force_id)
                grant_role(
                    here.store, here.framework, here.actor, email, held, name=name, post=post
                )
                st.session_state[_GIVEN] = turn + 1


def _can_give(here: Session, role: Role) -> bool:
    place = (here.actor.force_id or "kent") if role in FORCE_ROLES else None
    return may_give(here.actor, Held(role, place))


def ask_revoke(here: Session, everybody: list[Person]) -> None:
    """The form that takes a role away."""
    st.subheader("Take a role away", anchor=False)
    held = {
        f"{p.name}: {role_words(here, h)}": (p.id, h)
        for p in everybody
        for h in p.roles
        if p.id != here.actor.person_id
    }
    if not held:
        st.caption("Nobody else holds a role.")
        return
    with st.form("revoke", border=True):
        chosen = st.selectbox("Whose role", list(held), index=None, key="revoke_role")
        sure = st.checkbox(
            "Yes, take this role away; they lose access at their next click", key="revoke_sure"
        )
        if st.form_submit_button("Take the role away"):
            with saving("The role was taken away."):
                if chosen is None:
                    raise InvalidInput("Choose whose role to take away.")
                if not sure:
                    raise InvalidInput("Tick the box to confirm.")
                person_id, role = held[chosen]
                revoke_role(here.store, here.framework, here.actor, person_id, role)


def ask_account(here: Session, everybody: list[Person]) -> None:
    """For administrators: an account replaced, an address put right, somebody erased."""
    known = {f"{p.name} ({p.email})": p for p in everybody if p.email}
    others = {k: p for k, p in known.items() if p.id != here.actor.person_id}
    if here.actor.force_id is not None or not others:
        return
    with st.expander(
        "An account, an address, or a leaver's name", icon=":material/badge:", key="account_open"
    ):
        who = st.selectbox("Person", list(others), index=None, key="account_person")
        if who is None:
            st.caption("Choose whose account or address has changed, or who is to be forgotten.")
            return
        person = others[who]
        st.markdown("**The address has changed**")
        email = st.text_input("New address", key="account_email", width=420)
        if st.button("Correct the address", key="account_correct"):
            with saving("The address was corrected."):
                correct_address(here.store, here.actor, person.id, email)
        if person.bound:
            st.markdown(
                "**The account was replaced.** Released, the next account that signs in with this "
                "address is tied to this person."
            )
            if st.button("Release the account", key="account_release"):
                with saving("The account was released."):
                    release_account(here.store, here.actor, person.id)
        st.markdown(
            "**To be forgotten.** Name, address and account go now and not at the end of their "
            "time. What was done stays in the record, under a number that leads to nobody."
        )
        sure = st.checkbox("This cannot be taken back", key="account_sure")
        if st.button("Erase this person", key="account_erase"):
            with saving("The person was erased."):
                if not sure:
                    raise InvalidInput("Tick that this cannot be taken back.")
                erase_person(here.store, here.actor, person.id)


def ask_hand_over(here: Session, force_id: str) -> None:
    """Choose a post whose holder leaves and one that takes over; look; hand over in one step."""
    with st.expander(
        "Hand a leaver's actions to another post",
        icon=":material/switch_account:",
        key="hand_over_open",
    ):
        posts = posts_of(here.store, here.actor, force_id)
        if not posts:
            st.caption("No live action has an owner yet.")
            return
        with st.form("hand_over", border=False):
            old = st.selectbox("Post that hands over", posts, index=None, key="hand_old")
            new = st.selectbox(
                "Post that takes over",
                posts,
                index=None,
                accept_new_options=True,
                placeholder="Choose one, or write another",
                key="hand_new",
            )
            if st.form_submit_button("Show which actions", icon=":material/preview:"):
                st.session_state.pop(_HANDED, None)
                try:
                    if old is None or new is None:
                        raise InvalidInput("Choose both posts.")
                    st.session_state[_HANDED] = preview_hand_over(
                        here.store, here.actor, force_id, old, new
                    )
                except PlanError as error:
                    show_error(error)
        found = st.session_state.get(_HANDED)
        if isinstance(found, HandOver) and found.force_id == force_id:
            _confirm(here, found)


def _confirm(here: Session, found: HandOver) -> None:
    count = plural(len(found.actions), "live action")
    st.markdown(
        f"{count} of **{as_text(found.old_post)}** would go to **{as_text(found.new_post)}**:"
    )
    st.table(
        {
            "Reference": [as_text(a.reference) for a in found.actions],
            "Action": [one_line(a.title) for a in found.actions],
            "Owners now": [_posts(a) for a in found.actions],
        },
        border="horizontal",
        hide_index=True,
        alt="The actions that would be handed over",
    )
    if st.button(f"Hand over {count}", type="primary", key="hand_now"):
        with saving(f"{count} handed over to {found.new_post}."):
            st.session_state.pop(_HANDED)
            hand_over(here.store, here.actor, found)


def _posts(action: Action) -> str:
    return "; ".join(as_text(post) for post in action.owner_posts)


def show_history(here: Session, changes: list[Change]) -> None:
    """Every role given or taken, newest first."""
    with st.expander(f"History: {plural(len(changes), 'change')}", icon=":material/history:"):
        if not changes:
            st.caption("No role has been given yet.")
            return
        st.table(
            {
                "When": [moment_in_words(c.moment) for c in changes[:_SHOWN]],
                "Person": [as_text(c.person) for c in changes[:_SHOWN]],
                "What": [
                    f"{'Given' if c.held else 'Taken away'}: "
                    f"{role_words(here, Held(c.role, c.force_id))}"
                    for c in changes[:_SHOWN]
                ],
                "By": [as_text(c.by) for c in changes[:_SHOWN]],
            },
            border="horizontal",
            hide_index=True,
            alt="Roles given and taken away, newest first",
        )
