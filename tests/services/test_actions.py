"""Writing actions: what is allowed is written and recorded, what is not is recorded as refused."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.deeds import deeds
from tests.services.conftest import Adding, mapped, person
from vawg_plans.domain.actions import EDITABLE, Action, DeliveryStatus, Tag, TagKind
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor, Role
from vawg_plans.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from vawg_plans.services.actions import (
    accept_suggestions,
    action_history,
    add_action,
    latest_updates,
    record_progress,
    restore_action,
    revise_action,
    withdraw_action,
)
from vawg_plans.services.plans import open_plan
from vawg_plans.store import actions as action_rows
from vawg_plans.store.record import entries, first_break
from vawg_plans.store.store import Store

SUGGESTED = (Tag(TagKind.P, "protect", lead=True, words="victims"), Tag(TagKind.AREA, "victims"))


def acts(store: Store) -> list[tuple[str, str, str]]:
    """What the record says was done to plans and by whom, framework aside."""
    with store.read() as rows:
        return [
            (e["act"], e["object"], e["person_id"])
            for e in deeds(rows)
            if e["act"] not in ("framework loaded", "database made")
        ]


def newest(store: Store, action: Action) -> Action:
    with store.read() as rows:
        found = action_rows.one(rows, action.id)
    assert found is not None
    return found


def test_the_first_action_makes_the_plan_and_each_is_recorded(
    either: Store, framework: Framework, lead: Actor
) -> None:
    first = add_action(either, framework, lead, "kent", {"title": "One"})
    second = add_action(either, framework, lead, "kent", {"title": "Two"})
    assert (first.position, second.position, first.revision) == (1, 2, 1)
    opened = open_plan(either, framework, lead, "kent")
    assert opened.actions == [first, second]
    assert opened.plan.title == "Violence against women and girls action plan"
    assert acts(either) == [
        ("plan revised", "plan:plan-kent", lead.person_id),
        ("action revised", f"action:{first.id}", lead.person_id),
        ("action revised", f"action:{second.id}", lead.person_id),
    ]
    with either.read() as rows:
        assert first_break(rows) is None


def test_an_action_that_breaks_rules_is_refused_with_all_of_them_and_not_written(
    store: Store, framework: Framework, lead: Actor
) -> None:
    values = {"title": "", "percent": 101, "tags": (Tag(TagKind.P, "ponder", lead=True),)}
    with pytest.raises(InvalidInput) as refused:
        add_action(store, framework, lead, "kent", values)
    assert len(refused.value.problems) == 3
    assert acts(store) == []


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"], ids=["NUL", "half a character"])
def test_characters_that_nobody_sees_and_no_database_keeps_are_left_out(
    either: Store, framework: Framework, lead: Actor, text: str
) -> None:
    values = {"title": "One", "context": text, "partners": (text,)}
    action = add_action(either, framework, lead, "kent", values)
    assert (action.context, action.partners) == ("ab", ("ab",))
    assert newest(either, action) == action


def test_a_change_of_one_field_leaves_the_others(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    before = adding(either, "One", due=dt.date(2022, 6, 1), tags=mapped(), percent=10)
    after = revise_action(
        either, framework, lead, before.id, {"percent": 20}, read_revision=1, reason="counted"
    )
    assert after == replace(before, percent=20, revision=2, sequence=after.sequence)
    assert newest(either, before) == after
    history = action_history(either, lead, before.id)
    assert [(r.reason, r.who, r.action.revision) for r in history] == [
        ("counted", lead.name, 2),
        ("action added", lead.name, 1),
    ]


def test_saving_without_a_change_writes_nothing(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    before = adding(store, "One", percent=10)
    recorded = acts(store)
    after = revise_action(
        store, framework, lead, before.id, {"percent": 10, "title": "One"}, read_revision=1
    )
    assert after == before
    assert acts(store) == recorded


@pytest.mark.parametrize("field", ["id", "force_id", "plan_id", "revision", "progress_note", "x"])
def test_only_what_a_person_may_change_can_be_changed(
    store: Store, framework: Framework, lead: Actor, adding: Adding, field: str
) -> None:
    assert field not in EDITABLE
    before = adding(store, "One")
    with pytest.raises(InvalidInput, match="cannot be changed"):
        revise_action(store, framework, lead, before.id, {field: "essex"}, read_revision=1)
    assert newest(store, before) == before


# Two people at once


def test_the_second_of_two_writers_is_shown_both_versions(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    read = adding(either, "One", percent=10, description="Before")
    theirs = revise_action(
        either, framework, lead, read.id, {"percent": 50, "context": "New"}, read_revision=1
    )
    with pytest.raises(StaleEdit) as stale:
        revise_action(
            either, framework, lead, read.id, {"title": "Mine", "percent": 30}, read_revision=1
        )
    assert stale.value.theirs == theirs
    assert (stale.value.yours.title, stale.value.yours.percent) == ("Mine", 30)
    assert stale.value.fields == ["context", "percent", "title"]
    assert "“One”" in stale.value.message
    assert newest(either, read) == theirs


def test_of_two_writers_who_race_exactly_one_wins(
    either: Store, framework: Framework, adding: Adding
) -> None:
    writers = [person(Role.STRATEGIC_LEAD), person(Role.CONTRIBUTOR)]
    current = adding(either, "One")
    for turn in range(12):
        together = threading.Barrier(2)
        won: list[Action] = []
        lost: list[StaleEdit] = []
        failed: list[BaseException] = []

        def race(
            actor: Actor,
            title: str,
            read: Action = current,
            together: threading.Barrier = together,
            outcome: tuple[Any, Any, Any] = (won, lost, failed),
        ) -> None:
            try:
                together.wait(timeout=30)
                outcome[0].append(
                    revise_action(
                        either,
                        framework,
                        actor,
                        read.id,
                        {"title": title},
                        read_revision=read.revision,
                    )
                )
            except StaleEdit as stale:
                outcome[1].append(stale)
            except BaseException as error:
                outcome[2].append(error)

        threads = [
            threading.Thread(target=race, args=[actor, f"Title {turn} of {n}"])
            for n, actor in enumerate(writers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert failed == []
        assert (len(won), len(lost)) == (1, 1)
        [winner], [loser] = won, lost
        assert winner.revision == current.revision + 1
        assert loser.theirs == winner
        assert {winner.title, loser.yours.title} == {f"Title {turn} of 0", f"Title {turn} of 1"}
        assert loser.fields == ["title"]
        assert newest(either, current) == winner
        current = winner
    with either.read() as rows:
        assert first_break(rows) is None
        history = action_rows.history(rows, current.id)
    assert [r.action.revision for r in history] == list(range(13, 0, -1))


# Progress


def test_progress_is_recorded_with_its_note_status_and_percent(
    either: Store, framework: Framework, adding: Adding
) -> None:
    member = person(Role.GOLD_MEMBER)
    before = adding(either, "One")
    after = record_progress(
        either,
        framework,
        member,
        before.id,
        read_revision=1,
        note="  All trained \n",
        status=DeliveryStatus.COMPLETE,
        percent=100,
        evidence="Folder 3",
    )
    assert (after.progress_note, after.status, after.percent, after.evidence) == (
        "All trained",
        DeliveryStatus.COMPLETE,
        100,
        "Folder 3",
    )
    assert acts(either)[-1] == ("progress recorded", f"action:{before.id}", member.person_id)
    [update] = latest_updates(either, member, "kent")
    assert (update.note, update.who, update.percent) == ("All trained", member.name, 100)


def test_progress_that_says_only_that_nothing_changed_is_still_an_update(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    before = adding(store, "One", status=DeliveryStatus.ON_TRACK, percent=10)
    after = record_progress(
        store,
        framework,
        lead,
        before.id,
        read_revision=1,
        note="No change",
        status=DeliveryStatus.ON_TRACK,
        percent=10,
    )
    assert (after.revision, after.progress_note, after.evidence) == (2, "No change", "")


def test_a_later_change_is_no_progress_update(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    before = adding(store, "One")
    noted = record_progress(
        store,
        framework,
        lead,
        before.id,
        read_revision=1,
        note="Begun",
        status=DeliveryStatus.ON_TRACK,
        percent=5,
    )
    after = revise_action(store, framework, lead, before.id, {"title": "Two"}, read_revision=2)
    assert (noted.progress_note, after.progress_note) == ("Begun", None)
    assert len(latest_updates(store, lead, "kent")) == 1


@pytest.mark.parametrize("note", ["", " \n", "x" * 5_001])
def test_a_progress_note_is_a_sentence(
    store: Store, framework: Framework, lead: Actor, adding: Adding, note: str
) -> None:
    before = adding(store, "One")
    with pytest.raises(InvalidInput):
        record_progress(
            store,
            framework,
            lead,
            before.id,
            read_revision=1,
            note=note,
            status=DeliveryStatus.ON_TRACK,
            percent=None,
        )
    assert newest(store, before).revision == 1


# Accepting


def test_suggestions_are_corrected_and_accepted_in_one_step(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    one = adding(either, "One", tags=SUGGESTED)
    two = adding(either, "Two", tags=SUGGESTED)
    three = adding(either, "Three", tags=mapped())
    corrected = (Tag(TagKind.P, "pursue", lead=True), Tag(TagKind.AREA, "powers"))
    written = accept_suggestions(
        either,
        framework,
        lead,
        [(one.id, 1, {}), (two.id, 1, {"tags": corrected}), (three.id, 1, {})],
    )
    assert [a.id for a in written] == [one.id, two.id], "nothing was left to accept in the third"
    assert newest(either, one).tags == tuple(
        replace(t, accepted_by=lead.person_id) for t in SUGGESTED
    )
    assert newest(either, two).tags == tuple(
        replace(t, accepted_by=lead.person_id) for t in corrected
    )
    assert len({a.sequence for a in written}) == 1
    assert open_plan(either, framework, lead, "kent").unaccepted == []


def test_one_stale_action_stops_accepting_them_all(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    one, two = adding(store, "One", tags=SUGGESTED), adding(store, "Two", tags=SUGGESTED)
    revise_action(store, framework, lead, two.id, {"title": "Changed"}, read_revision=1)
    with pytest.raises(StaleEdit, match="Changed"):
        accept_suggestions(store, framework, lead, [(one.id, 1, {}), (two.id, 1, {})])
    assert newest(store, one) == one


def test_actions_of_another_force_cannot_be_accepted_beside_ones_own(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    mine = adding(store, "One", tags=SUGGESTED)
    theirs = adding(store, "Two", "essex", tags=SUGGESTED)
    with pytest.raises(NotFound):
        accept_suggestions(store, framework, lead, [(mine.id, 1, {}), (theirs.id, 1, {})])
    assert (newest(store, mine), newest(store, theirs)) == (mine, theirs)


def test_accepting_nothing_writes_nothing(store: Store, framework: Framework, lead: Actor) -> None:
    assert accept_suggestions(store, framework, lead, []) == []
    assert acts(store) == []


# Withdrawing


def test_a_withdrawn_action_leaves_the_plan_stays_in_history_and_can_come_back(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    action = adding(store, "One")
    withdraw_action(store, framework, lead, action.id, read_revision=1, reason=" a duplicate ")
    opened = open_plan(store, framework, lead, "kent")
    assert (opened.actions, [a.id for a in opened.withdrawn]) == ([], [action.id])
    assert action_history(store, lead, action.id)[0].reason == "withdrawn: a duplicate"
    restore_action(store, framework, lead, action.id, read_revision=2)
    assert [a.id for a in open_plan(store, framework, lead, "kent").actions] == [action.id]


def test_withdrawing_needs_a_reason(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    action = adding(store, "One")
    with pytest.raises(InvalidInput, match="Say why"):
        withdraw_action(store, framework, lead, action.id, read_revision=1, reason=" ")
    assert not newest(store, action).withdrawn


# Refusals

Deed = Callable[[Store, Framework, Actor, str], object]
DEEDS: dict[str, Deed] = {
    "change this force's plan": lambda s, f, a, i: revise_action(
        s, f, a, i, {"title": "Mine"}, read_revision=1
    ),
    "change this force's plan, by accepting": lambda s, f, a, i: accept_suggestions(
        s, f, a, [(i, 1, {})]
    ),
    "change this force's plan, by withdrawing": lambda s, f, a, i: withdraw_action(
        s, f, a, i, read_revision=1, reason="why"
    ),
    "change this force's plan, by restoring": lambda s, f, a, i: restore_action(
        s, f, a, i, read_revision=1
    ),
    "change this force's plan, by adding": lambda s, f, a, i: add_action(
        s, f, a, "kent", {"title": "Mine"}
    ),
    "record progress on this force's actions": lambda s, f, a, i: record_progress(
        s, f, a, i, read_revision=1, note="n", status=DeliveryStatus.COMPLETE, percent=None
    ),
    "read this force's draft plan": lambda s, f, a, i: action_history(s, a, i),
    "read this force's draft plan, by its updates": lambda s, f, a, i: latest_updates(s, a, "kent"),
}


@pytest.mark.parametrize(
    "actor",
    [
        person(Role.STRATEGIC_LEAD, "essex"),
        person(Role.NATIONAL_LEAD),
        person(Role.READER),
        person(Role.ADMINISTRATOR),
    ],
    ids=lambda actor: str(actor.role),
)
def test_what_is_not_allowed_is_refused_recorded_and_changes_nothing(
    store: Store, framework: Framework, adding: Adding, actor: Actor
) -> None:
    action = adding(store, "One", tags=SUGGESTED)
    touched = store.newest_touching("kent")
    for deed, do in DEEDS.items():
        with pytest.raises(NotAllowed):
            do(store, framework, actor, action.id)
        assert acts(store)[-1] == ("refused", "force:kent", actor.person_id)
        with store.read() as rows:
            assert list(entries(rows))[-1]["detail"] == deed.partition(",")[0]
    assert newest(store, action) == action
    assert store.newest_touching("kent") == touched, "a refusal makes nobody read anew"
    with store.read() as rows:
        assert first_break(rows) is None


def test_a_gold_group_member_records_progress_but_does_not_edit(
    store: Store, framework: Framework, adding: Adding
) -> None:
    action, member = adding(store, "One"), person(Role.GOLD_MEMBER)
    with pytest.raises(NotAllowed, match="As gold group member you may not change"):
        revise_action(store, framework, member, action.id, {"title": "Mine"}, read_revision=1)


def test_an_action_nobody_knows_is_said_to_be_none(
    store: Store, framework: Framework, lead: Actor
) -> None:
    with pytest.raises(NotFound, match="no such action"):
        revise_action(store, framework, lead, "act-none", {"title": "x"}, read_revision=1)
    with pytest.raises(NotFound):
        action_history(store, lead, "act-none")
