"""Reminders: who is owed one today, what it says, and sending each at most once a day.

Whether somebody was reminded is read from the record, and said there before the letter is handed
over: a process that is killed in between leaves a letter unsent, never one sent twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import london_day, today
from vawg_plans.domain.people import Actor, Held, Person, Role
from vawg_plans.domain.permissions import Permission, may
from vawg_plans.domain.plans import plan_id_of
from vawg_plans.domain.reminding import Letter, Owed, letter, named, owed_by_posts
from vawg_plans.domain.removing import RemovalState
from vawg_plans.domain.reviews import ReviewState, open_review
from vawg_plans.errors import MailNotSent
from vawg_plans.services.comments import decisions_awaited
from vawg_plans.services.gate import allowed
from vawg_plans.services.plans import OpenPlan, read_plan
from vawg_plans.store import decisions as decision_rows
from vawg_plans.store import people as people_rows
from vawg_plans.store import practices as practice_rows
from vawg_plans.store import removals
from vawg_plans.store import reviews as review_rows
from vawg_plans.store.connection import Rows
from vawg_plans.store.record import Act
from vawg_plans.store.store import Store

REMINDED, NOT_TAKEN, SENT = "reminded", "reminder not taken", "reminders sent"
_DATABASE = "database"


class PostOffice(Protocol):
    """What letters are handed over to: `exchange.mail.PostOffice`."""

    def send(self, letter: Letter) -> None: ...


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one person is to be told today, and whether they were told already."""

    person: Person
    owed: tuple[Owed, ...]
    reminded: bool

    @property
    def things(self) -> int:
        return sum(o.count for o in self.owed)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A reminder as an administrator sees it before it goes: to whom, and of how many things.

    Not of what: administrators read no drafts.
    """

    name: str
    roles: tuple[Held, ...]
    things: int
    reminded: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many letters were handed over, were refused, and had gone out before today."""

    sent: int
    not_taken: int
    before: int

    @property
    def words(self) -> str:
        return f"{self.sent} sent, {self.not_taken} not taken, {self.before} before"


def preview_reminders(
    store: Store, framework: Framework, actor: Actor, on: dt.date | None = None
) -> list[Recipient]:
    """Who would be reminded today. Reads only."""
    allowed(store, actor, Permission.RUN_SERVICE)
    return [
        Recipient(r.person.name, r.person.roles, r.things, r.reminded)
        for r in _reminders(store, framework, on or today())
    ]


def send_reminders(
    store: Store,
    framework: Framework,
    actor: Actor,
    post_office: Callable[[], AbstractContextManager[PostOffice]],
    *,
    address: str | None = None,
    go_on: Callable[[str], None] = lambda _: None,
    on: dt.date | None = None,
) -> Outcome:
    """Send today's reminders to whoever has not had theirs.

    `post_office` opens the connection, and only if there is a letter; `address` is where the
    service is reached; `go_on` is told of each letter and may raise to stop. Raises `MailNotSent`
    when the server cannot be reached: then nobody counts as reminded. A letter that the server
    refuses is recorded as not taken, and not tried again on the same day.
    """
    allowed(store, actor, Permission.RUN_SERVICE)
    day = on or today()
    due = [r for r in _reminders(store, framework, day) if r.person.email]
    waiting = [r for r in due if not r.reminded]
    sent = not_taken = 0
    if waiting:
        with post_office() as office:
            for one in waiting:
                go_on(one.person.id)
                ready = letter(one.person.name, one.person.email or "", one.owed, day, address)
                if ready is None or not _claimed(store, actor, one.person.id, day):
                    continue
                if _handed_over(store, actor, office, one.person.id, ready):
                    sent += 1
                else:
                    not_taken += 1
    outcome = Outcome(sent, not_taken, len(due) - sent - not_taken)
    with store.write(actor, reason=SENT, touches=False) as writing:
        writing.record(Act(SENT, _DATABASE, detail=outcome.words))
    return outcome


def letters_today(
    store: Store, framework: Framework, actor: Actor, address: str | None = None
) -> list[Letter]:
    """The letters that would go out now, in full: for the operator, who can read everything."""
    allowed(store, actor, Permission.RUN_SERVICE)
    if actor.role is not Role.OPERATOR:
        return []
    day = today()
    found = [
        letter(r.person.name, r.person.email or "", r.owed, day, address)
        for r in _reminders(store, framework, day)
        if not r.reminded
    ]
    return [one for one in found if one]


def _claimed(store: Store, actor: Actor, person_id: str, day: dt.date) -> bool:
    """Whether this process is to remind them: nobody has, and from here on nobody else will."""
    with store.write(actor, reason=REMINDED, touches=False) as writing:
        if _was_reminded(writing.rows, person_id, day):
            return False
        writing.record(Act(REMINDED, _of(person_id)))
    return True


def _handed_over(
    store: Store, actor: Actor, office: PostOffice, person_id: str, ready: Letter
) -> bool:
    try:
        office.send(ready)
    except MailNotSent as refused:
        with store.write(actor, reason=NOT_TAKEN, touches=False) as writing:
            writing.record(Act(NOT_TAKEN, _of(person_id), detail=refused.message))
        return False
    return True


def _of(person_id: str) -> str:
    return f"reminder:{person_id}"


def _was_reminded(rows: Rows, person_id: str, day: dt.date) -> bool:
    last = rows.one("retention.newest_of", act=REMINDED, object=_of(person_id))
    return last is not None and london_day(last["moment"]) >= day


def _reminders(store: Store, framework: Framework, day: dt.date) -> list[Reminder]:
    """Everybody who is owed a reminder: those whose account has signed in, so that the address is
    proved to be theirs. What each may see is decided by their own roles.
    """
    plans: dict[str, OpenPlan] = {}
    found = []
    with store.read() as rows:

        def plan_of(force_id: str) -> OpenPlan:
            if force_id not in plans:
                plans[force_id] = read_plan(rows, framework, force_id, on=day)
            return plans[force_id]

        for person in people_rows.every(rows):
            if not (person.bound and person.email and person.roles):
                continue
            owed = [_owed(rows, framework, person, held, plan_of, day) for held in person.roles]
            # Two roles in a force see the same actions: told once.
            kept = tuple(o for o in _once(owed) if o.count)
            if kept:
                found.append(Reminder(person, kept, _was_reminded(rows, person.id, day)))
    return found


def _owed(
    rows: Rows,
    framework: Framework,
    person: Person,
    held: Held,
    plan_of: Callable[[str], OpenPlan],
    day: dt.date,
) -> Owed:
    actor = person.acting(held)
    if held.force_id is None:
        waiting = len(practice_rows.waiting(rows)) if may(actor, Permission.DECIDE_PRACTICE) else 0
        words = (f"{_counted(waiting, 'practice')} offered by forces",) if waiting else ()
        return Owed("", words)
    if not may(actor, Permission.READ_DRAFT, held.force_id):
        return Owed("")
    opened = plan_of(held.force_id)
    return owed_by_posts(
        [person.post or ""],
        opened.actions,
        opened.judged,
        day,
        place=framework.forces[held.force_id].name,
        decisions=_decisions(rows, actor, held.force_id, opened),
        decided=decision_rows.of_plan(rows, opened.plan.id),
    )


def _decisions(rows: Rows, actor: Actor, force_id: str, opened: OpenPlan) -> Iterable[str]:
    """What waits for this person's decision in a force, a line each."""
    if may(actor, Permission.DECIDE_REMOVAL, force_id):
        asked = [
            row
            for row in removals.requests_of(rows, force_id)
            if row["state"] == RemovalState.ASKED and row["asked_by"] != actor.person_id
        ]
        if asked:
            yield f"{_counted(len(asked), 'removal')} of words asked for"
    review = open_review(review_rows.of_force(rows, force_id))
    state = review and review.state
    if state is ReviewState.APPROVED and may(actor, Permission.SHARE_VERSION, force_id):
        yield "The plan is approved, and can be published"
    own = review is not None and review.submitter == actor.person_id
    submitted = state is ReviewState.SUBMITTED and not own
    if submitted and may(actor, Permission.APPROVE_VERSION, force_id):
        yield "The plan is submitted, to be approved for publication"
    if actor.role is Role.GOLD_CHAIR:
        actions = {a.id: a for a in opened.actions}
        for comment in decisions_awaited(rows, plan_id_of(force_id)):
            action = actions.get(comment.action_id or "")
            yield f"Asked of the Gold Group: {named(action) if action else 'on the plan'}"


def _once(owed: list[Owed]) -> Iterable[Owed]:
    by_place: dict[str, Owed] = {}
    for one in owed:
        known = by_place.get(one.place, Owed(one.place))
        by_place[one.place] = Owed(
            one.place,
            _merged(known.decisions, one.decisions),
            _merged(known.late, one.late),
            _merged(known.due, one.due),
            _merged(known.stale, one.stale),
        )
    return by_place.values()


def _merged(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return (*first, *(line for line in second if line not in first))


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count:,} {noun}s"
