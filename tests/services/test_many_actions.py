"""Changing several actions in one transaction, and their order."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.services.conftest import Adding, mapped, person
from vawg_plans.domain.bulk import MOST, BulkChange
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor, Role
from vawg_plans.errors import InvalidInput, NotFound, StaleEdit
from vawg_plans.services.actions import revise_action
from vawg_plans.services.many_actions import change_many, duplicate_action, move_action
from vawg_plans.services.plans import open_plan
from vawg_plans.store.store import Store


def order(store: Store, framework: Framework, lead: Actor) -> list[str]:
    return [a.title for a in open_plan(store, framework, lead, "kent").actions]


def test_many_are_changed_in_one_commit_and_those_that_stay_get_no_revision(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    due = dt.date(2027, 1, 1)
    first, second = adding(either, "One"), adding(either, "Two", due=due)
    done = change_many(
        either, framework, lead, "kent", {first.id: 1, second.id: 1}, BulkChange(due=due)
    )
    assert [(a.title, a.due, a.revision) for a in done] == [("One", due, 2)]
    now = {a.title: a for a in open_plan(either, framework, lead, "kent").actions}
    assert (now["One"].revision, now["Two"].revision) == (2, 1)


def test_one_that_somebody_changed_meanwhile_stops_them_all(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    first, second = adding(store, "One"), adding(store, "Two")
    revise_action(store, framework, lead, second.id, {"context": "x"}, read_revision=1)
    change = BulkChange(owner_posts=("DCC",))
    with pytest.raises(StaleEdit, match="“Two”"):
        change_many(store, framework, lead, "kent", {first.id: 1, second.id: 1}, change)
    assert all(not a.owner_posts for a in open_plan(store, framework, lead, "kent").actions)


def test_what_would_break_is_said_with_the_action_and_nothing_is_written(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    first = adding(store, "One", start=dt.date(2026, 6, 1), due=dt.date(2026, 7, 1))
    other = adding(store, "Two", due=dt.date(2026, 7, 1))
    read = {other.id: 1, first.id: 1}
    with pytest.raises(InvalidInput, match="“One”: The action is due before it starts"):
        change_many(store, framework, lead, "kent", read, BulkChange(move_days=-60))
    assert {a.revision for a in open_plan(store, framework, lead, "kent").actions} == {1}


@pytest.mark.parametrize(
    ("read", "change", "error"),
    [
        ({}, BulkChange(move_days=1), InvalidInput),
        ({"act-1": 1}, BulkChange(), InvalidInput),
        ({f"act-{n}": 1 for n in range(MOST + 1)}, BulkChange(move_days=1), InvalidInput),
        ({"act-of-another": 1}, BulkChange(move_days=1), NotFound),
    ],
)
def test_nothing_chosen_and_too_many_and_strangers_are_refused(
    store: Store,
    framework: Framework,
    lead: Actor,
    read: dict[str, int],
    change: BulkChange,
    error: type[Exception],
) -> None:
    with pytest.raises(error):
        change_many(store, framework, lead, "kent", read, change)


def test_an_action_of_another_force_is_not_changed_with_ours(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    theirs = adding(store, "Theirs", "surrey")
    with pytest.raises(NotFound):
        change_many(store, framework, lead, "kent", {theirs.id: 1}, BulkChange(move_days=1))
    with pytest.raises(NotFound):
        move_action(store, lead, "kent", theirs.id, 0)


def test_an_action_is_moved_and_the_others_keep_their_order(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    *_, last = [adding(either, title) for title in ("One", "Two", "Three", "Four")]
    moved = move_action(either, lead, "kent", last.id, 1)
    assert order(either, framework, lead) == ["One", "Four", "Two", "Three"]
    assert len(moved) == 3
    assert move_action(either, lead, "kent", last.id, 1) == []


def test_a_duplicate_says_the_same_and_has_done_nothing_yet(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    model = adding(
        store,
        "One",
        tags=mapped(),
        owner_posts=("ACC",),
        description="How",
        evidence="Folder 3",
        percent=60,
        reference="VAWG-1",
    )
    copy = duplicate_action(store, framework, lead, model.id)
    assert (copy.title, copy.description, copy.tags) == ("One (copy)", "How", model.tags)
    assert (copy.evidence, copy.percent, copy.reference, copy.revision) == ("", None, "", 1)
    assert order(store, framework, person(Role.STRATEGIC_LEAD)) == ["One", "One (copy)"]
