"""Who may do what here: roles granted and revoked, their history, addresses and accounts.

An administrator sees everybody; a strategic lead those who hold a role in their own force. Nobody
changes a role of their own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from vawg_plans.domain.canonical import visible
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import FORCE_ROLES, NATIONAL_ROLES, Actor, Held, Person, Role, address
from vawg_plans.domain.permissions import Permission, may, may_give
from vawg_plans.errors import InvalidInput, NotAllowed, NotFound
from vawg_plans.services.gate import allowed, record_refusal
from vawg_plans.store import people as people_rows
from vawg_plans.store.store import Store, Writing

LONGEST_NAME = 120
CORRECTED = "address corrected"


@dataclass(frozen=True, slots=True)
class Change:
    """A role granted or revoked: to whom, by whom, when (UTC). Names may have been erased."""

    person: str
    held: bool
    role: Role
    force_id: str | None
    moment: dt.datetime
    by: str


def people_of(store: Store, actor: Actor, force_id: str | None = None) -> list[Person]:
    """Everybody known with an address, for an administrator; those with a role in a force, now or
    once, for its strategic lead.
    """
    allowed(store, actor, Permission.MANAGE_PEOPLE, force_id)
    with store.read() as rows:
        people = [p for p in people_rows.every(rows) if p.email or p.erased_at]
        once = {
            r["person_id"] for r in rows.all("people.role_revisions") if r["force_id"] == force_id
        }
    if force_id is None:
        return people
    return [
        replace(p, roles=tuple(h for h in p.roles if h.force_id == force_id))
        for p in people
        if p.id in once
    ]


def grant_role(
    store: Store,
    framework: Framework,
    actor: Actor,
    email: str,
    held: Held,
    *,
    name: str = "",
    post: str = "",
) -> Person:
    """Give a role to the person of an address, known from now on if they were not.

    They sign in by that address the first time. Raises `NotAllowed` for a role of the actor's own,
    and `InvalidInput` when they hold it already.
    """
    email = address(email)
    name, post = visible(name).strip(), visible(post).strip()
    if max(len(name), len(post)) > LONGEST_NAME:
        raise InvalidInput(f"Keep the name and the post to {LONGEST_NAME} characters each.")
    _may_give(store, framework, actor, held)
    with store.read() as rows:
        known = people_rows.by_email(rows, email)
    if known is not None:
        _not_oneself(store, actor, known.id, held.force_id)
    with store.write(
        actor, reason="role granted", force_id=held.force_id, touches=False
    ) as writing:
        known = people_rows.by_email(writing.rows, email)
        if known is None:
            row = people_rows.first_row(
                people_rows.new_id(),
                name or email.partition("@")[0],
                writing.commit.moment,
                email=email,
                post=post or None,
            )
            people_rows.add(writing, row)
            person_id = row["person_id"]
        else:
            person_id = known.id
            _describe(writing, actor, known, name, post)
        if not people_rows.set_role(writing, person_id, held, held=True):
            raise InvalidInput(f"{email} holds this role already.")
        return _found(people_rows.one(writing.rows, person_id))


def revoke_role(
    store: Store, framework: Framework, actor: Actor, person_id: str, held: Held
) -> Person:
    """Take a role away; it counts from that person's next click."""
    _may_give(store, framework, actor, held)
    _not_oneself(store, actor, person_id, held.force_id)
    with store.write(
        actor, reason="role revoked", force_id=held.force_id, touches=False
    ) as writing:
        known = _found(people_rows.one(writing.rows, person_id))
        if not people_rows.set_role(writing, known.id, held, held=False):
            raise InvalidInput(f"{known.name} does not hold this role.")
        return _found(people_rows.one(writing.rows, known.id))


def release_account(store: Store, actor: Actor, person_id: str) -> Person:
    """Forget which account a person signs in with, so that the next one of their address is bound.

    For somebody whose account was replaced. Only for those who manage people everywhere, and not
    for whoever corrected the address: together, the two would hand a person's roles, and their
    name, to somebody else.
    """
    allowed(store, actor, Permission.MANAGE_PEOPLE)
    _not_oneself(store, actor, person_id, None)
    _not_who_corrected(store, actor, person_id)
    force_id = _only_force(store, person_id)
    with store.write(actor, reason="account released", force_id=force_id, touches=False) as writing:
        known = _found(people_rows.one(writing.rows, person_id))
        if not known.bound:
            raise InvalidInput(f"No account is bound to {known.name} yet.")
        people_rows.change(writing, known.id, "account released", issuer=None, subject=None)
        return _found(people_rows.one(writing.rows, known.id))


def correct_address(store: Store, actor: Actor, person_id: str, email: str) -> Person:
    """Put a person's address right, as they may ask. The account they sign in with stays theirs.

    Refused before an account is theirs: the address would give their roles to another's.
    """
    allowed(store, actor, Permission.MANAGE_PEOPLE)
    email = address(email)
    _not_oneself(store, actor, person_id, None)
    force_id = _only_force(store, person_id)
    with store.write(actor, reason=CORRECTED, force_id=force_id, touches=False) as writing:
        known = _found(people_rows.one(writing.rows, person_id))
        if known.roles and not known.bound:
            raise InvalidInput(
                f"No account is bound to {known.name} yet, so another address would be another's.",
                hint="Give the role to the right address, and take it away from this one.",
            )
        other = people_rows.by_email(writing.rows, email)
        if other is not None:
            raise InvalidInput(f"{email} is {other.name}'s address already.")
        people_rows.change(writing, known.id, CORRECTED, email=email)
        return _found(people_rows.one(writing.rows, known.id))


def _only_force(store: Store, person_id: str) -> str | None:
    """The force in which a person holds roles, if it is one: its lead sees what is done to them."""
    with store.read() as rows:
        known = people_rows.one(rows, person_id)
    forces = {h.force_id for h in known.roles} if known else set()
    return forces.pop() if len(forces) == 1 else None


def erase_person(store: Store, actor: Actor, person_id: str) -> None:
    """Erase a person's name, address, post and account before their time, as they may ask.

    What they did stays in the record, under an id that leads to nobody. Raises `InvalidInput`
    while they hold a role.
    """
    allowed(store, actor, Permission.MANAGE_PEOPLE)
    _not_oneself(store, actor, person_id, None)
    with store.write(actor, reason="person erased", touches=False) as writing:
        known = _found(people_rows.one(writing.rows, person_id))
        if known.roles:
            raise InvalidInput(f"{known.name} still holds a role.", hint="Take it away first.")
        if known.erased_at is not None:
            raise InvalidInput("That person has been erased already.")
        people_rows.erase(writing, known.id)


def person_of(store: Store, actor: Actor, email: str) -> Person:
    """The person of an address, for those who manage people everywhere."""
    allowed(store, actor, Permission.MANAGE_PEOPLE)
    with store.read() as rows:
        return _found(people_rows.by_email(rows, address(email)))


def own_post(store: Store, actor: Actor) -> str | None:
    """What the actor does in their force, as their strategic lead wrote it; None if not known."""
    with store.read() as rows:
        found = people_rows.one(rows, actor.person_id)
    return found.post if found else None


def role_history(store: Store, actor: Actor, force_id: str | None = None) -> list[Change]:
    """Every role granted or revoked, newest first: everywhere, or in one force."""
    allowed(store, actor, Permission.MANAGE_PEOPLE, force_id)
    with store.read() as rows:
        names = {r["person_id"]: r["name"] for r in rows.all("people.every")}
        found = rows.all("people.role_history")
    return [
        Change(
            person=names.get(r["person_id"], "Erased"),
            held=r["held"],
            role=Role(r["role"]),
            force_id=r["force_id"],
            moment=r["committed_at"],
            by=names.get(r["by_id"], "Erased"),
        )
        for r in found
        if force_id is None or r["force_id"] == force_id
    ]


def _may_give(store: Store, framework: Framework, actor: Actor, held: Held) -> None:
    if held.role not in FORCE_ROLES | NATIONAL_ROLES:
        raise InvalidInput(f"{held.role.label} is not a role that can be given.")
    if held.role.in_a_force and held.force_id is None:
        raise InvalidInput(f"Say in which force: {held.role.label.lower()} is a role of a force.")
    if not held.role.in_a_force and held.force_id is not None:
        raise InvalidInput(f"{held.role.label} is a national role: leave the force out.")
    if held.force_id is not None and held.force_id not in framework.forces:
        raise NotFound("There is no such force.")
    if not may_give(actor, held):
        allowed(store, actor, Permission.MANAGE_PEOPLE, held.force_id)
        record_refusal(store, actor, "give that role", force_id=held.force_id)
        raise NotAllowed(f"As {actor.role.label.lower()} you may not give or take that role.")


def _not_oneself(store: Store, actor: Actor, person_id: str, force_id: str | None) -> None:
    if person_id == actor.person_id:
        record_refusal(store, actor, "change a role of their own", force_id=force_id)
        raise NotAllowed("Nobody gives or takes a role of their own.", hint="Ask another who may.")


def _not_who_corrected(store: Store, actor: Actor, person_id: str) -> None:
    with store.read() as rows:
        corrected = rows.one(
            "record.said_since",
            object=f"person:{person_id}",
            act=CORRECTED,
            person_id=actor.person_id,
            moment=dt.datetime(1970, 1, 1),
        )
    if corrected:
        record_refusal(store, actor, "release the account of an address they corrected")
        raise NotAllowed(
            "You corrected this person's address, so another administrator must release the "
            "account.",
            hint="Ask one, or the operator on the command line.",
        )


def _describe(writing: Writing, actor: Actor, known: Person, name: str, post: str) -> None:
    """Take a better name or post, from whoever manages people everywhere, or in the one place."""
    # What they did elsewhere stands under that name, also after their role there has ended.
    ever = writing.rows.all("people.role_revisions")
    mine = [r for r in ever if r["person_id"] == known.id]
    elsewhere = any(r["force_id"] != actor.force_id for r in mine)
    if elsewhere and not may(actor, Permission.MANAGE_PEOPLE):
        return
    given = {"name": name or known.name, "post": post or known.post}
    if given != {"name": known.name, "post": known.post}:
        people_rows.change(writing, known.id, "person described", **given)


def _found(person: Person | None) -> Person:
    if person is None:
        raise NotFound("Nobody here has that address.", hint="Check it, or grant them a role.")
    return person
