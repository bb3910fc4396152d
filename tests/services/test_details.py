"""Single parts of an action: milestones, evidence, why a status stands; and two who save."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.services.conftest import Adding, person
from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.details import EvidenceItem, Milestone
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor, Held, Role
from vawg_plans.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from vawg_plans.services.actions import (
    latest_updates,
    record_progress,
    revise_action,
    withdraw_action,
)
from vawg_plans.services.details import (
    action_at,
    add_evidence,
    explain_status,
    milestone_done,
    names_in,
    new_evidence,
    take_reason_back,
)
from vawg_plans.services.people import erase_person, grant_role, revoke_role
from vawg_plans.services.plans import open_plan
from vawg_plans.store import actions as action_rows
from vawg_plans.store.store import Store

MEMBER = person(Role.GOLD_MEMBER)
STEPS = (Milestone("m1", "Half trained", dt.date(2026, 6, 1)), Milestone("m2", "All trained"))


def newest(store: Store, action: Action) -> Action:
    with store.read() as rows:
        found = action_rows.one(rows, action.id)
    assert found
    return found


def test_two_people_who_write_different_parts_both_keep_theirs(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    one = adding(either, "One", milestones=STEPS)
    door = (either, framework, lead, one.id)
    revise_action(*door, {"milestones": (*STEPS, Milestone("m3", "Mine"))}, read_revision=1)
    revise_action(*door, {"milestones": (STEPS[1],), "context": "New"}, read_revision=1)
    milestone_done(either, framework, MEMBER, one.id, "m2", today())
    add_evidence(either, framework, MEMBER, one.id, "Attendance list", "Training system")
    saved = newest(either, one)
    assert [m.id for m in saved.milestones] == ["m2", "m3"]
    assert saved.milestones[0].done_on == today()
    assert saved.context == "New"
    [item] = saved.evidence_items
    assert (item.added_by, item.added_on) == (MEMBER.person_id, today())
    assert saved.revision == 5


def test_the_same_part_written_by_two_is_shown_to_the_second(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    one = adding(store, "One", milestones=STEPS)
    door = (store, framework, lead, one.id)
    theirs = replace(STEPS[0], due=dt.date(2026, 7, 1))
    revise_action(*door, {"milestones": (theirs, STEPS[1])}, read_revision=1)
    mine = replace(STEPS[0], title="Half of them trained")
    with pytest.raises(StaleEdit):
        revise_action(*door, {"milestones": (mine, STEPS[1])}, read_revision=1)
    assert newest(store, one).milestones[0] == theirs


def test_whoever_withdraws_has_read_the_newest(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    one = adding(store, "One")
    revise_action(store, framework, lead, one.id, {"context": "New"}, read_revision=1)
    with pytest.raises(StaleEdit):
        withdraw_action(store, framework, lead, one.id, read_revision=1, reason="Merged")


def test_a_milestone_done_is_progress_and_is_done_once(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    one = adding(store, "One", milestones=STEPS)
    milestone_done(store, framework, MEMBER, one.id, "m1", dt.date(2026, 5, 1))
    [update] = latest_updates(store, lead, "kent")
    assert update.note == "Milestone done: Half trained"
    judged = open_plan(store, framework, lead, "kent").judged[one.id]
    assert judged.missed_milestones == 0
    with pytest.raises(InvalidInput, match="already"):
        milestone_done(store, framework, lead, one.id, "m1", today())
    with pytest.raises(InvalidInput, match="no day to come"):
        milestone_done(store, framework, lead, one.id, "m2", today() + dt.timedelta(days=1))
    with pytest.raises(NotFound, match="not there any more"):
        milestone_done(store, framework, lead, one.id, "m9", today())


def test_progress_brings_its_evidence_in_the_same_revision(
    store: Store, framework: Framework, adding: Adding
) -> None:
    one = adding(store, "One", evidence_items=(EvidenceItem("e1", "Before"),))
    update = {"read_revision": 1, "note": "Trained"}
    with pytest.raises(InvalidInput, match="needs a title"):
        record_progress(
            store, framework, MEMBER, one.id, **update, evidence_item=new_evidence(MEMBER, " ")
        )
    item = new_evidence(MEMBER, "List", "System", "https://system.example/4", today())
    saved = record_progress(store, framework, MEMBER, one.id, **update, evidence_item=item)
    assert (saved.revision, saved.progress_note) == (2, "Trained")
    assert [i.title for i in saved.evidence_items] == ["Before", "List"]


def test_a_reason_stands_until_what_it_explains_changes(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    due = today() - dt.timedelta(days=3)
    one = adding(store, "One", status=DeliveryStatus.ON_TRACK, due=due)
    door = (store, framework, lead, one.id)
    with pytest.raises(NotAllowed):
        explain_status(store, framework, MEMBER, one.id, "Agreed", "off_track")
    with pytest.raises(InvalidInput, match="something else by now: off track"):
        explain_status(*door, "Agreed", "at_risk")
    with pytest.raises(InvalidInput, match="the reason stays visible"):
        explain_status(*door, " ", "off_track")
    why = explain_status(*door, " The new date is agreed. ", "off_track").override
    assert why
    assert (why.stated, why.calculated, why.reason) == (
        "on_track",
        "off_track",
        "The new date is agreed.",
    )
    assert (why.by, why.on) == (lead.person_id, today())
    assert open_plan(store, framework, lead, "kent").judged[one.id].explained
    record_progress(*door, read_revision=2, note="Late", status=DeliveryStatus.AT_RISK)
    judged = open_plan(store, framework, lead, "kent").judged[one.id]
    assert judged.disagrees
    assert not judged.explained
    assert newest(store, one).override == why
    assert take_reason_back(*door).override is None
    record_progress(*door, read_revision=4, note="So", status=DeliveryStatus.OFF_TRACK)
    with pytest.raises(InvalidInput, match="agree by now"):
        explain_status(*door, "Agreed", "off_track")


def test_actions_of_one_plan_wait_for_each_other_but_never_in_a_circle(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    first = adding(either, "First")
    second = adding(either, "Second", depends_on=(first.id,))
    elsewhere = adding(either, "Elsewhere", "essex")
    with pytest.raises(InvalidInput, match="“First”, which waits for “Second”"):
        revise_action(
            either, framework, lead, first.id, {"depends_on": (second.id,)}, read_revision=1
        )
    with pytest.raises(InvalidInput, match="own plan"):
        adding(either, "Third", depends_on=(elsewhere.id,))
    assert newest(either, first).depends_on == ()


def test_who_added_evidence_is_named_until_erased_and_nobody_else_is(
    either: Store, framework: Framework, adding: Adding
) -> None:
    admin = person(Role.ADMINISTRATOR)
    held = Held(Role.CONTRIBUTOR, "kent")
    hal = grant_role(either, framework, admin, "hal@kent.police.uk", held, name="Hal Moor")
    writer = hal.acting(held)
    one = adding(either, "One")
    add_evidence(either, framework, writer, one.id, "Attendance list")
    assert names_in(either, MEMBER, one.id) == {hal.id: "Hal Moor"}
    revoke_role(either, framework, admin, hal.id, held)
    erase_person(either, admin, hal.id)
    assert names_in(either, MEMBER, one.id) == {hal.id: "Erased"}
    with pytest.raises(NotAllowed):
        names_in(either, person(Role.STRATEGIC_LEAD, "essex"), one.id)


def test_an_action_is_read_as_it_was_when_it_was_opened(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    one = adding(store, "One")
    revise_action(store, framework, lead, one.id, {"title": "Two"}, read_revision=1)
    assert action_at(store, lead, one.id, 1) == one
    assert action_at(store, lead, one.id, 9) is None
