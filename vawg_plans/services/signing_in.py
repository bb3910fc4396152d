"""Signing in through a provider: who that is here, how long it holds, and when it is over.

A person is granted a role by their address first. The first account that brings that address,
verified, from a provider trusted for its domain, becomes theirs; from then on the account counts
(its issuer and subject), and the address no more.

A sign-in has a key, made from what its token says of itself. The record says once when it began and
once when it ended; after that it is never taken again, though its cookie may still exist.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NoReturn

from vawg_plans.domain.canonical import digest
from vawg_plans.domain.moments import utc_now
from vawg_plans.domain.people import NOBODY, Actor, Person, Role, address
from vawg_plans.domain.providers import Provider, domain_of, is_subject, is_yes, life_of
from vawg_plans.errors import InvalidInput, NotAllowed
from vawg_plans.services.gate import record_refusal
from vawg_plans.store import people
from vawg_plans.store.connection import Rows
from vawg_plans.store.record import Act
from vawg_plans.store.store import Store, Writing

SIGNED_IN = "signed in"
SIGNED_OUT = "signed out"
ASK = "Ask your force's strategic lead, or the administrator of this service."
# What one process remembers of sign-ins. A force has a few dozen people who use this.
_MOST_REMEMBERED = 20_000


class Ending(StrEnum):
    """Why a sign-in is over."""

    ASKED = "asked"
    IDLE = "idle"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A sign-in that was taken: whose it is, when it began and when it will end (UTC).

    `new` says that the record was told just now. With `ended` it is over, and nobody is here.
    `account` is the issuer and subject of its token.
    """

    key: str
    provider: str
    ends_at: dt.datetime
    person: Person | None = None
    since: dt.datetime | None = None
    new: bool = False
    ended: Ending | None = None
    # Nobody's, unless said.
    account: tuple[str, str] = field(default=("", ""), repr=False)


@dataclass(frozen=True, slots=True)
class _Account:
    """What a token says, checked for form and issuer."""

    key: str
    provider: Provider
    subject: str
    issued_at: dt.datetime
    ends_at: dt.datetime
    email: str
    verified: bool

    def arrival(self, person: Person | None, since: dt.datetime | None) -> Arrival:
        whose = (self.provider.issuer, self.subject)
        return Arrival(self.key, self.provider.name, self.ends_at, person, since, account=whose)


def arrive(store: Store, providers: Sequence[Provider], user: Mapping[str, Any]) -> Arrival:
    """Who a provider's claims (`st.user`) are here. Asked at every run, so that what changes about
    a person counts from their next click on.

    Raises `NotAllowed` with whom to ask; that is recorded, once for each sign-in and reason.
    """
    account = _account(store, providers, user)
    with store.read() as rows:
        since, ended = _said(rows, account.key)
        person = people.by_subject(rows, account.provider.issuer, account.subject)
    found = account.arrival(person, since)
    if ended is None and account.ends_at <= utc_now():
        ended = Ending.EXPIRED
        if person is not None:
            leave(store, _of(person), account.key, ended)
    if ended is not None:
        return replace(found, person=None, ended=ended)
    if account.email and not account.provider.may_bring(account.email):
        _refuse(store, account, "Your address is not one that this provider may vouch for here.")
    if person is None or person.erased_at is not None:
        if since is not None:
            # Released, or erased: only a new sign-in may bind an account, not one that goes on.
            _refuse(store, account, "Your account is not bound to anybody here any more.")
        person = _by_address(store, account)
    if not person.roles:
        _refuse(store, account, "You have no role here any more.", person)
    if since is not None and person.bound:
        return replace(found, person=person)
    return _begin(store, account, person)


def leave(store: Store, actor: Actor, key: str, why: Ending) -> None:
    """End a sign-in for good. Nothing happens when it is over already, or never began."""
    with store.write(actor, reason=SIGNED_OUT, force_id=actor.force_id, touches=False) as writing:
        since, ended = _said(writing.rows, key)
        if since is not None and ended is None:
            writing.record(Act(SIGNED_OUT, _object(key), detail=why.value))


def now_acting(store: Store, person_id: str, arrival: Arrival) -> Person | None:
    """A person with the roles they hold now; None when they hold none, when the account of that
    sign-in is not theirs any more, or when the sign-in is over.
    """
    with store.read() as rows:
        person = people.one(rows, person_id, arrival.account)
        _, ended = _said(rows, arrival.key)
    return person if person is not None and person.roles and ended is None else None


class LastClicks:
    """When each sign-in was last used in this process."""

    def __init__(self, most: int = _MOST_REMEMBERED) -> None:
        self._lock = threading.Lock()
        self._most = most
        self._moments: OrderedDict[str, dt.datetime] = OrderedDict()

    def click(self, arrival: Arrival, limit: dt.timedelta) -> bool:
        """Note a click; False, and nothing noted, when it comes too long after the one before.

        A sign-in that this process does not remember, because it was started since or has
        forgotten, was last used when it began: that errs on the safe side.
        """
        now = utc_now()
        with self._lock:
            before = self._moments.get(arrival.key) or arrival.since or now
            if now - before > limit:
                return False
            self._moments[arrival.key] = now
            self._moments.move_to_end(arrival.key)
            while len(self._moments) > self._most:
                self._moments.popitem(last=False)
            return True

    def idle_for(self, key: str) -> dt.timedelta:
        """How long ago this process saw it used."""
        with self._lock:
            now = utc_now()
            return now - self._moments.get(key, now)


def _account(store: Store, providers: Sequence[Provider], user: Mapping[str, Any]) -> _Account:
    name = user.get("provider")
    provider = next((p for p in providers if p.name == name), None)
    if provider is None:
        _refuse_unread(store, user, "This sign-in came through a provider that is not set up here.")
    issuer, subject = user.get("iss"), user.get("sub")
    if issuer != provider.issuer:
        _refuse_unread(
            store, user, "The provider that answered is not the one that is set up here."
        )
    life = life_of(user, utc_now())
    if not is_subject(subject) or life is None:
        _refuse_unread(store, user, "The provider did not say who you are and for how long.")
    email = user.get("email")
    marks = [issuer, subject, *(user.get(name) for name in ("iat", "exp", "nonce", "sid"))]
    return _Account(
        key=digest(marks)[:24],
        provider=provider,
        subject=subject,
        issued_at=life[0],
        ends_at=life[1],
        email=email.strip(" ") if isinstance(email, str) else "",
        verified=is_yes(user.get(provider.verified_claim)),
    )


def _by_address(store: Store, account: _Account) -> Person:
    """The person whom this account will be from now on."""
    try:
        wanted = address(account.email)
    except InvalidInput:
        _refuse(store, account, "The provider did not say which e-mail address is yours.")
    if not account.verified:
        _refuse(store, account, "The provider did not say that your e-mail address is verified.")
    with store.read() as rows:
        # Asked again at the same moment: another window may just have bound it.
        theirs = people.by_subject(rows, account.provider.issuer, account.subject)
        person = theirs or people.by_email(rows, wanted)
        stale = theirs is None and person is not None and _stale(rows, account, person)
    if theirs is not None and theirs.erased_at is None:
        return theirs
    if person is None or person.erased_at is not None:
        _refuse(store, account, "Nobody with your address has been given a role here.")
    if person.bound:
        _refuse(store, account, "Your address belongs to another account here already.")
    if stale:
        _refuse(store, account, "You signed in before your account here was released.")
    return person


def _stale(rows: Rows, account: _Account, person: Person) -> bool:
    """Whether a token is older than a release: it may be one of the account that was to go.

    A token's moment is in whole seconds, so one of the same second counts as older.
    """
    return any(
        entry["act"] == "account released" and entry["moment"] > account.issued_at
        for entry in rows.all("record.said_of", object=f"person:{person.id}")
    )


def _begin(store: Store, account: _Account, person: Person) -> Arrival:
    """Chain the sign-in, and bind the account if this is its first. Decided again while nobody else
    can write: two accounts may bring one address, and two windows one sign-in, at the same moment.
    """
    actor, issuer, new = _of(person), account.provider.issuer, False
    with store.write(actor, reason=SIGNED_IN, force_id=actor.force_id, touches=False) as writing:
        since, ended = _said(writing.rows, account.key)
        theirs = people.by_subject(writing.rows, issuer, account.subject)
        free = theirs is None and since is None and _bind(writing, account, person)
        mine = free or (theirs is not None and theirs.id == person.id)
        if mine and since is None:
            writing.record(Act(SIGNED_IN, _object(account.key), detail=account.provider.name))
            since, new = writing.commit.moment, True
    if not mine:
        _refuse(store, account, "Your address belongs to another account here already.")
    arrival = account.arrival(replace(person, bound=True), since)
    if ended:
        return replace(arrival, person=None, ended=ended)
    return replace(arrival, new=new)


def _bind(writing: Writing, account: _Account, person: Person) -> bool:
    now = people.one(writing.rows, person.id)
    if now is None or now.bound or now.email != person.email or _stale(writing.rows, account, now):
        return False
    people.change(
        writing,
        person.id,
        "account bound",
        issuer=account.provider.issuer,
        subject=account.subject,
    )
    return True


def _said(rows: Rows, key: str) -> tuple[dt.datetime | None, Ending | None]:
    """What the record says of a sign-in: when it began, and why it is over."""
    since: dt.datetime | None = None
    ended: Ending | None = None
    for entry in rows.all("record.said_of", object=_object(key)):
        if entry["act"] == SIGNED_IN:
            since = entry["moment"]
        elif entry["act"] == SIGNED_OUT:
            ended = Ending(entry["detail"])
    return since, ended


def _object(key: str) -> str:
    return f"sign-in:{key}"


def _of(person: Person) -> Actor:
    """A person in their first role, or in none."""
    if person.roles:
        return person.acting(person.roles[0])
    return Actor(person.id, person.name, Role.NOBODY)


class _Once:
    """What has been recorded already: a page drawn again is not another attempt."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, None] = OrderedDict()

    def first(self, what: str) -> bool:
        with self._lock:
            new = what not in self._seen
            self._seen[what] = None
            while len(self._seen) > _MOST_REMEMBERED:
                self._seen.popitem(last=False)
            return new


_RECORDED = _Once()


def _refuse(store: Store, account: _Account, words: str, person: Person | None = None) -> NoReturn:
    domain = domain_of(account.email) or "no domain"
    what = f"sign in ({words.rstrip('.')}; provider {account.provider.name}, {domain})"
    _record_once(store, _of(person) if person else NOBODY, account.key, what)
    raise NotAllowed(words, hint=ASK)


def _refuse_unread(store: Store, user: Mapping[str, Any], words: str) -> NoReturn:
    """As `_refuse`, of claims in which nothing can be trusted: none of it is kept."""
    key = digest([str(user.get(name)) for name in ("provider", "iss", "sub", "iat")])
    _record_once(store, NOBODY, key, f"sign in ({words.rstrip('.')})")
    raise NotAllowed(words, hint=ASK)


def _record_once(store: Store, actor: Actor, key: str, what: str) -> None:
    if _RECORDED.first(f"{store.database} {key} {what}"):
        record_refusal(store, actor, what)
