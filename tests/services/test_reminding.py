"""Who is reminded of what, at most once a day, and nobody of what they may not see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import pytest

from vawg_plans.domain.comments import Asks
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor, Held, Role
from vawg_plans.domain.reminding import Letter
from vawg_plans.errors import MailNotSent
from vawg_plans.services.actions import add_action
from vawg_plans.services.comments import say
from vawg_plans.services.publishing import approve, submit
from vawg_plans.services.reminding import (
    Outcome,
    PostOffice,
    letters_today,
    preview_reminders,
    send_reminders,
)
from vawg_plans.services.removing import ask_removal
from vawg_plans.store import people
from vawg_plans.store.framework_files import read_framework
from vawg_plans.store.record import entries
from vawg_plans.store.store import Store, operator

LEAD, CHAIR = Held(Role.STRATEGIC_LEAD, "kent"), Held(Role.GOLD_CHAIR, "kent")
CONTRIBUTOR = Held(Role.CONTRIBUTOR, "kent")
KENT = Actor("person-lead", "Lead", Role.STRATEGIC_LEAD, "kent")
SURREY = Actor("person-surrey", "Lead", Role.STRATEGIC_LEAD, "surrey")
LONG_AGO = dt.date(2022, 3, 31)


@pytest.fixture(scope="module")
def framework() -> Framework:
    return read_framework()


class Kept:
    """Keeps the letters, refuses some, and breaks at one."""

    def __init__(self, refuses: str = "", breaks: str = "") -> None:
        self.letters: list[Letter] = []
        self._refuses, self._breaks = refuses, breaks

    def send(self, letter: Letter) -> None:
        if letter.to == self._breaks:
            raise OSError("the line went dead")
        if letter.to == self._refuses:
            raise MailNotSent("The mail server refused the letter (550).")
        self.letters.append(letter)

    def open(self) -> AbstractContextManager[PostOffice]:
        return nullcontext(self)


def known(store: Store, name: str, *roles: Held, post: str = "", bound: bool = True) -> str:
    """Somebody with an address, whose account has signed in unless said otherwise."""
    with store.write(operator(), reason="test") as writing:
        row = people.first_row(
            people.new_id(),
            name,
            writing.commit.moment,
            email=f"{name}@kent.police.uk",
            post=post or None,
            issuer="https://id.example" if bound else None,
            subject=name if bound else None,
        )
        people.add(writing, row)
        for role in roles:
            people.set_role(writing, row["person_id"], role, held=True)
    return str(row["person_id"])


def with_late_actions(store: Store, framework: Framework) -> Store:
    """Kent has a late action of the ACC's, Surrey one too: posts of the same name."""
    for actor in (KENT, SURREY):
        late = {"title": f"Late in {actor.force_id}", "due": LONG_AGO, "owner_posts": ("ACC",)}
        add_action(store, framework, actor, str(actor.force_id), late)
    return store


@pytest.fixture
def made(store: Store, framework: Framework) -> Store:
    return with_late_actions(store, framework)


def sent(store: Store, framework: Framework, kept: Kept) -> Outcome:
    return send_reminders(store, framework, operator(), kept.open)


def test_a_post_is_reminded_once_a_day_and_of_its_own_force_alone(
    made: Store, framework: Framework
) -> None:
    known(made, "ann", CONTRIBUTOR, post="acc")
    known(made, "ben", CONTRIBUTOR, post="DCI")
    known(made, "cat", CONTRIBUTOR, post="ACC", bound=False)
    known(made, "dan", Held(Role.READER), post="ACC")
    kept = Kept()
    assert sent(made, framework, kept) == Outcome(1, 0, 0)
    (told,) = kept.letters
    assert told.to == "ann@kent.police.uk"
    assert "Late in kent" in told.text
    assert "surrey" not in told.text.casefold()
    assert sent(made, framework, kept) == Outcome(0, 0, 1)
    assert len(kept.letters) == 1


def test_the_next_day_it_is_said_again(made: Store, framework: Framework) -> None:
    known(made, "ann", CONTRIBUTOR, post="ACC")
    kept = Kept()
    sent(made, framework, kept)
    tomorrow = today() + dt.timedelta(days=1)
    outcome = send_reminders(made, framework, operator(), kept.open, on=tomorrow)
    assert outcome == Outcome(1, 0, 0)


def test_a_role_taken_away_ends_the_reminders(made: Store, framework: Framework) -> None:
    ann = known(made, "ann", CONTRIBUTOR, post="ACC")
    with made.write(operator(), reason="test") as writing:
        people.set_role(writing, ann, CONTRIBUTOR, held=False)
    assert sent(made, framework, Kept()) == Outcome(0, 0, 0)


def test_decisions_are_told_to_those_who_decide(made: Store, framework: Framework) -> None:
    known(made, "chair", CHAIR)
    known(made, "other", CONTRIBUTOR)
    asker = known(made, "lead", LEAD)
    lead = Actor(asker, "lead", Role.STRATEGIC_LEAD, "kent")
    say(made, framework, lead, "kent", "Shall we pay for it?", asks=Asks.DECISION)
    ask_removal(made, framework, lead, "kent", "Late in kent", "A name of somebody")
    letters = {m.to.partition("@")[0]: m.text for m in letters_today(made, framework, operator())}
    assert set(letters) == {"chair"}, "whoever asked is not asked to decide"
    assert "1 removal of words asked for" in letters["chair"]
    assert "Asked of the Gold Group: on the plan" in letters["chair"]
    assert "Late in kent" not in letters["chair"]
    assert "pay for it" not in letters["chair"]


def test_a_plan_in_review_is_told_to_who_approves_then_to_who_publishes(
    made: Store, framework: Framework
) -> None:
    chair = Actor(known(made, "chair", CHAIR), "chair", Role.GOLD_CHAIR, "kent")
    lead = Actor(known(made, "lead", LEAD), "lead", Role.STRATEGIC_LEAD, "kent")

    def told() -> dict[str, str]:
        letters = letters_today(made, framework, operator())
        return {m.to.partition("@")[0]: m.text for m in letters}

    review = submit(made, framework, lead, "kent")
    assert list(told()) == ["chair"]
    assert "submitted, to be approved" in told()["chair"]
    approve(made, framework, chair, review, post="ACC")
    assert list(told()) == ["lead"]
    assert "can be published" in told()["lead"]


def test_a_refused_letter_is_recorded_and_the_others_go_out(
    made: Store, framework: Framework
) -> None:
    for name in ("ann", "ben", "cat"):
        known(made, name, CONTRIBUTOR, post="ACC")
    kept = Kept(refuses="ben@kent.police.uk")
    assert sent(made, framework, kept) == Outcome(2, 1, 0)
    with made.read() as rows:
        said = [e for e in entries(rows) if e["act"] == "reminder not taken"]
    assert [e["detail"] for e in said] == ["The mail server refused the letter (550)."]
    assert sent(made, framework, kept) == Outcome(0, 0, 3), "it is not tried again today"


def test_what_broke_in_the_middle_is_never_sent_twice(made: Store, framework: Framework) -> None:
    for name in ("ann", "ben", "cat"):
        known(made, name, CONTRIBUTOR, post="ACC")
    broken, then = Kept(breaks="ben@kent.police.uk"), Kept()
    with pytest.raises(OSError, match="line went dead"):
        sent(made, framework, broken)
    sent(made, framework, then)
    assert [m.to[:3] for m in (*broken.letters, *then.letters)] == ["ann", "cat"]


def test_a_server_that_cannot_be_reached_leaves_everybody_to_be_reminded(
    made: Store, framework: Framework
) -> None:
    known(made, "ann", CONTRIBUTOR, post="ACC")

    @contextmanager
    def closed() -> Iterator[Any]:
        raise MailNotSent("The mail server could not be reached safely.")
        yield

    with pytest.raises(MailNotSent):
        send_reminders(made, framework, operator(), closed)
    assert sent(made, framework, Kept()) == Outcome(1, 0, 0)


def test_of_two_who_send_at_once_each_letter_is_sent_by_one(
    either: Store, framework: Framework
) -> None:
    made = with_late_actions(either, framework)
    for number in range(6):
        known(made, f"p{number}", CONTRIBUTOR, post="ACC")
    kept = Kept()
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: sent(made, framework, kept), range(2)))
    assert len(kept.letters) == len({m.to for m in kept.letters}) == 6
    assert sum(o.sent for o in both) == 6


def test_an_administrator_sees_whom_and_how_many_but_not_of_what(
    made: Store, framework: Framework
) -> None:
    known(made, "ann", CONTRIBUTOR, post="ACC")
    administrator = Actor("person-admin", "Admin", Role.ADMINISTRATOR)
    (one,) = preview_reminders(made, framework, administrator)
    assert (one.name, one.things, one.reminded) == ("ann", 1, False)
    assert "Late" not in repr(one)
    assert letters_today(made, framework, administrator) == []
