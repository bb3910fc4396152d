"""Practices: who sees what of an offer, who decides, and what becomes of one taken into a plan."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.conftest import Adding, person, published
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Role
from vawg_plans.domain.plans import Audience
from vawg_plans.domain.practices import OfferedPractice, PracticeState
from vawg_plans.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from vawg_plans.services.actions import add_action, revise_action, withdraw_action
from vawg_plans.services.checking import examine
from vawg_plans.services.plans import open_plan
from vawg_plans.services.practices import (
    change_practice,
    decide_practice,
    offer_practice,
    practices_of,
    withdraw_practice,
)
from vawg_plans.services.removing import ask_removal, decide_removal
from vawg_plans.services.taking import take_practice, takers
from vawg_plans.services.versions import share_version, shared_content
from vawg_plans.store.store import Store, operator

LEAD = person(Role.STRATEGIC_LEAD)
SURREY = person(Role.STRATEGIC_LEAD, "surrey")
NATIONAL = person(Role.NATIONAL_LEAD)
VALUES: dict[str, Any] = {
    "title": "A weekly review",
    "words": "Every order is read once a week.",
    "partners": "Probation",
    "ps": ("protect",),
    "areas": ("powers", "victims"),
    "evaluated": "no",
}
FORCE_ROLES = [r for r in Role if r.in_a_force]


def offered(store: Store, framework: Framework, **values: Any) -> OfferedPractice:
    return offer_practice(store, framework, LEAD, "kent", {**VALUES, **values})


def accepted(store: Store, framework: Framework, **values: Any) -> OfferedPractice:
    one = offered(store, framework, **values)
    return decide_practice(store, NATIONAL, one.id, accept=True, read_revision=one.revision)


def everywhere(store: Store, framework: Framework, title: str) -> dict[str, str]:
    """Where each person sees a practice of this title: listed, own, waiting."""
    found = {}
    people = [person(r, f) for r in FORCE_ROLES for f in ("kent", "surrey")]
    for actor in [*people, NATIONAL, person(Role.READER), operator()]:
        seen = practices_of(store, framework, actor)
        places = [
            name
            for name, titles in (
                ("listed", [p.title for p in seen.listed]),
                ("own", [o.newest.title for o in seen.own]),
                ("waiting", [o.newest.title for o in seen.waiting]),
            )
            if title in titles
        ]
        found[actor.force_id or actor.role.value] = " ".join(places)
    return found


# By force or role, where a practice of Kent is seen in each state.
SEEN = {
    PracticeState.OFFERED: ("own", "", "waiting", "", "waiting"),
    PracticeState.ACCEPTED: ("listed own", "listed", "listed", "listed", "listed"),
    PracticeState.DECLINED: ("own", "", "", "", ""),
    PracticeState.WITHDRAWN: ("own", "", "", "", ""),
}
WHO = ("kent", "surrey", "national_lead", "reader", "operator")


@pytest.mark.parametrize("state", PracticeState)
def test_each_state_is_seen_by_whom_it_should(
    store: Store, framework: Framework, state: PracticeState
) -> None:
    one = offered(store, framework)
    if state is PracticeState.WITHDRAWN:
        withdraw_practice(store, LEAD, one.id, read_revision=1, reason="Over")
    elif state is not PracticeState.OFFERED:
        accept = state is PracticeState.ACCEPTED
        decide_practice(store, NATIONAL, one.id, accept=accept, read_revision=1, reason="Too early")
    assert everywhere(store, framework, "A weekly review") == dict(
        zip(WHO, SEEN[state], strict=True)
    )
    with pytest.raises(NotAllowed):
        practices_of(store, framework, person(Role.ADMINISTRATOR))


def test_a_change_waits_while_the_others_keep_what_was_accepted(
    store: Store, framework: Framework
) -> None:
    one = accepted(store, framework)
    again = change_practice(store, framework, LEAD, one.id, VALUES, read_revision=2)
    assert again.revision == 2, "the same again writes nothing"
    changed = change_practice(
        store, framework, LEAD, one.id, {"title": "A daily review"}, read_revision=2
    )
    assert changed.state is PracticeState.OFFERED
    assert everywhere(store, framework, "A weekly review")["surrey"] == "listed"
    assert everywhere(store, framework, "A daily review")["surrey"] == ""
    waiting = practices_of(store, framework, NATIONAL).waiting[0]
    assert (waiting.newest.title, waiting.standing and waiting.standing.title) == (
        "A daily review",
        "A weekly review",
    )
    decide_practice(
        store, NATIONAL, one.id, accept=False, read_revision=3, reason="Say how it was done"
    )
    own = practices_of(store, framework, LEAD).own[0]
    assert own.newest.state is PracticeState.DECLINED
    assert own.newest.reason == "practice declined: Say how it was done"
    assert own.standing
    assert own.standing.title == "A weekly review"
    # The same words may be offered once more after a refusal.
    once_more = change_practice(store, framework, LEAD, one.id, {}, read_revision=4)
    assert (once_more.state, once_more.revision) == (PracticeState.OFFERED, 5)


def test_who_decides_has_read_what_is_decided(store: Store, framework: Framework) -> None:
    one = offered(store, framework)
    with pytest.raises(InvalidInput, match="Say why it is declined"):
        decide_practice(store, NATIONAL, one.id, accept=False, read_revision=1, reason=" ")
    change_practice(store, framework, LEAD, one.id, {"words": "Twice a week."}, read_revision=1)
    with pytest.raises(InvalidInput, match="changed or decided on while you were reading"):
        decide_practice(store, NATIONAL, one.id, accept=True, read_revision=1)
    with pytest.raises(StaleEdit) as stale:
        change_practice(store, framework, LEAD, one.id, {"title": "Mine"}, read_revision=1)
    assert (stale.value.theirs.words, stale.value.yours.title) == ("Twice a week.", "Mine")
    with pytest.raises(InvalidInput, match="Give the practice a title"):
        offered(store, framework, title=" \x00")
    with pytest.raises(InvalidInput, match="cannot be changed: state"):
        offered(store, framework, state=PracticeState.ACCEPTED)
    with pytest.raises(NotFound):
        decide_practice(store, NATIONAL, "practice-none", accept=True, read_revision=1)


def test_one_taken_up_is_an_action_that_says_whose_it_is(
    either: Store, framework: Framework
) -> None:
    one = accepted(either, framework)
    for practice_id, said in (
        (one.id, "From Kent Police's “A weekly review”"),
        ("practice-09", "notable practice 9 of the 2021 inspection."),
    ):
        action = take_practice(either, framework, SURREY, "surrey", practice_id)
        assert action.practice_id == practice_id
        assert said in action.description.splitlines()[-1]
    opened = open_plan(either, framework, SURREY, "surrey")
    assert [a.title for a in opened.actions] == [
        "A weekly review",
        "Operation Contract: safer nights out",
    ]
    # The P and the areas count at once: whoever took it has accepted them.
    cells = opened.matrix(framework)
    covered = {place for place, cell in cells.items() if cell.covered}
    assert covered == {("powers", "protect"), ("victims", "protect"), ("offenders", "prevent")}
    assert all(t.accepted_by == SURREY.person_id for a in opened.actions for t in a.tags)
    assert all(f.sound for f in examine(either, framework))


def test_taking_puts_it_into_the_cell_that_was_chosen(store: Store, framework: Framework) -> None:
    one = accepted(store, framework, ps=("protect", "pursue"))
    with pytest.raises(InvalidInput, match="Choose which of the 4Ps leads"):
        take_practice(store, framework, SURREY, "surrey", one.id)
    action = take_practice(
        store, framework, SURREY, "surrey", one.id, p="pursue", areas=("victims",)
    )
    assert (action.lead_p, action.supporting_ps, action.areas) == (
        "pursue",
        ("protect",),
        ("victims",),
    )
    with pytest.raises(InvalidInput, match="'punish' is not one of the framework's"):
        take_practice(store, framework, SURREY, "surrey", one.id, p="punish")


@pytest.mark.parametrize("state", ["offered", "withdrawn", "of nobody"])
def test_what_is_not_seen_is_not_taken(store: Store, framework: Framework, state: str) -> None:
    one = offered(store, framework)
    if state == "withdrawn":
        decide_practice(store, NATIONAL, one.id, accept=True, read_revision=1)
        withdraw_practice(store, LEAD, one.id, read_revision=2, reason="Over")
    practice_id = "practice-none" if state == "of nobody" else one.id
    with pytest.raises(NotFound):
        take_practice(store, framework, SURREY, "surrey", practice_id)


def test_an_action_names_no_practice_that_nobody_knows(
    store: Store, framework: Framework, adding: Adding
) -> None:
    with pytest.raises(InvalidInput, match="'practice-99' is not a practice known here"):
        adding(store, "One", practice_id="practice-99")
    action = adding(store, "One", practice_id=accepted(store, framework).id)
    with pytest.raises(InvalidInput, match="is not a practice known here"):
        revise_action(store, framework, LEAD, action.id, {"practice_id": "x"}, read_revision=1)


def test_who_has_taken_it_is_said_by_shared_versions_and_the_own_draft(
    either: Store, framework: Framework
) -> None:
    one = accepted(either, framework)
    reader = person(Role.READER)
    mine = take_practice(either, framework, SURREY, "surrey", one.id)
    essex = person(Role.STRATEGIC_LEAD, "essex")
    add_action(either, framework, essex, "essex", {"title": "Another"})
    share_version(either, framework, essex, "essex", Audience.NATIONAL)
    # A draft says it to the force alone.
    assert takers(either, reader).others == {}
    assert takers(either, reader).shared == 1
    assert [a.id for a in takers(either, SURREY).own[one.id]] == [mine.id]
    version = share_version(either, framework, SURREY, "surrey", Audience.NATIONAL)
    frozen = shared_content(either, SURREY, "surrey")[0][1]["actions"]
    assert [a["practice_id"] for a in frozen] == [one.id]
    for actor in (reader, LEAD, NATIONAL):
        assert takers(either, actor).others == {one.id: {"surrey": version.judged_on}}
    own = takers(either, SURREY)
    assert (own.shared, own.others) == (1, {})
    # Nobody else learns what an action that is not in words was taken from.
    take_practice(either, framework, LEAD, "kent", "practice-09")
    hidden = take_practice(either, framework, LEAD, "kent", "practice-10")
    revise_action(either, framework, LEAD, hidden.id, {"sensitive": True}, read_revision=1)
    published(either, framework)
    assert set(takers(either, reader).others) == {one.id, "practice-09"}
    assert set(takers(either, LEAD).own) == {"practice-09", "practice-10"}
    # Withdrawn from the draft, it stays in the version that was shared.
    withdraw_action(either, framework, SURREY, mine.id, read_revision=1, reason="Not for us")
    assert takers(either, SURREY).own == {}
    assert takers(either, reader).others[one.id] == {"surrey": version.judged_on}


def test_a_removal_reaches_the_words_of_an_offer_and_of_the_decision(
    store: Store, framework: Framework
) -> None:
    one = offered(store, framework, words="As tried with Zebulonia Quack in May.")
    decide_practice(
        store, NATIONAL, one.id, accept=False, read_revision=1, reason="Names Zebulonia Quack"
    )
    asker = person(Role.CONTRIBUTOR)
    asked = ask_removal(store, framework, asker, "kent", "Zebulonia Quack", "A victim's name")
    decide_removal(store, framework, LEAD, asked.id, True)
    newest = practices_of(store, framework, LEAD).own[0].newest
    assert "[removed" in newest.words
    assert "[removed" in newest.reason
    with store.read() as rows:
        assert "Quack" not in str(rows.all("practices.of_force", force_id="kent"))
    assert all(f.sound for f in examine(store, framework))
