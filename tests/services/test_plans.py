"""Opening a plan, as it is and as it was, by those who may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.services.conftest import Adding, mapped, person, published
from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.plans import PlanState
from vawg_plans.domain.rules import CalculatedStatus, DueChange, Limits
from vawg_plans.errors import InvalidInput, NotAllowed, StaleEdit
from vawg_plans.services.actions import revise_action, withdraw_action
from vawg_plans.services.plans import OpenPlan, limits_on, open_plan, revise_plan
from vawg_plans.store import actions as action_rows
from vawg_plans.store import plans as plan_rows
from vawg_plans.store.record import entries
from vawg_plans.store.store import Store

PAST = dt.date(2022, 3, 1)


@pytest.fixture
def on_day(lead: Actor) -> Callable[..., Action]:
    """Writes a revision of an action of Kent at noon of a day in the past."""

    def write(store: Store, day: dt.date, before: Action | None, after: Action) -> Action:
        noon = dt.datetime.combine(day, dt.time(12))
        with store.write(lead, reason="then", force_id="kent", moment=noon) as writing:
            plan = plan_rows.newest(writing.rows, "kent")
            if plan.revision == 0:
                plan_rows.add(writing, plan, replace(plan, title="Our plan"))
            return action_rows.add(writing, [(before, after)])[0]

    return write


def action(**given: object) -> Action:
    return replace(Action("act-1", "plan-kent", "kent", title="One"), **given)  # type: ignore[arg-type]


def test_a_force_that_has_written_nothing_has_an_empty_plan(
    either: Store, framework: Framework, lead: Actor
) -> None:
    opened = open_plan(either, framework, lead, "kent")
    assert (opened.actions, opened.withdrawn, opened.versions) == ([], [], [])
    assert (opened.state, opened.stale, opened.plan.revision) == (PlanState.NOT_STARTED, False, 0)
    assert opened.progress.share is None
    assert not any(cell.covered for cell in opened.matrix(framework).values())


def test_a_plan_is_opened_with_all_that_follows_from_it(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    yesterday = today() - dt.timedelta(days=1)
    late = adding(either, "Late", due=yesterday, tags=mapped())
    done = adding(either, "Done", status=DeliveryStatus.COMPLETE, tags=mapped("victims"))
    gone = adding(either, "Gone", tags=mapped("capability"))
    offered = adding(either, "Offered", tags=mapped("offenders", by=None))
    withdraw_action(either, framework, lead, gone.id, read_revision=1, reason="a duplicate")
    opened = open_plan(either, framework, lead, "kent")
    assert [a.title for a in opened.actions] == ["Late", "Done", "Offered"]
    assert [a.title for a in opened.withdrawn] == ["Gone"]
    assert opened.state is PlanState.DRAFT
    assert [a.id for a in opened.late] == [late.id]
    assert opened.judged[late.id].status is CalculatedStatus.OFF_TRACK
    assert opened.judged[done.id].status is CalculatedStatus.COMPLETE_NOT_EVIDENCED
    assert (opened.progress.complete, opened.progress.live) == (1, 3)
    assert [a.id for a in opened.unaccepted] == [offered.id]
    assert {k for k, cell in opened.matrix(framework).items() if cell.covered} == {
        ("powers", "protect"),
        ("victims", "protect"),
    }
    assert opened.judged_on == today()


def test_a_plan_is_opened_as_it_stood_and_judged_at_that_day(
    store: Store, framework: Framework, lead: Actor, on_day: Callable[..., Action]
) -> None:
    first = on_day(store, PAST, None, action(due=dt.date(2022, 3, 31)))
    second = on_day(store, dt.date(2022, 4, 10), first, replace(first, due=dt.date(2022, 9, 30)))
    on_day(store, dt.date(2022, 5, 1), second, replace(second, withdrawn=True))

    def then(day: dt.date) -> OpenPlan:
        return open_plan(store, framework, lead, "kent", as_of=day)

    before = then(dt.date(2022, 2, 28))
    assert (before.state, before.actions) == (PlanState.NOT_STARTED, [])
    march = then(dt.date(2022, 3, 31))
    assert (march.actions, march.late, march.plan.title) == ([first], [], "Our plan")
    april = then(dt.date(2022, 4, 1))
    assert [a.id for a in april.late] == [first.id]
    assert april.judged[first.id].slips == 0
    later = then(dt.date(2022, 4, 10))
    assert later.judged[first.id].slips == 1
    assert later.records[first.id].due_changes == (
        DueChange(dt.date(2022, 3, 31), dt.date(2022, 9, 30), dt.date(2022, 4, 10)),
    )
    assert then(dt.date(2022, 5, 1)).actions == []


def test_a_plan_as_it_stood_knows_only_the_versions_named_by_then(
    store: Store, framework: Framework, lead: Actor, on_day: Callable[..., Action]
) -> None:
    # Nothing was written between that day and the version, so both show the same moment.
    on_day(store, PAST, None, action())
    published(store, framework)
    then = open_plan(store, framework, lead, "kent", as_of=PAST)
    assert then.versions == []
    assert then.state is PlanState.DRAFT
    assert open_plan(store, framework, lead, "kent").state is PlanState.PUBLISHED


def test_the_numbers_of_the_definitions_come_from_the_framework(framework: Framework) -> None:
    assert limits_on(framework, PAST) == Limits(60, 100, 3, 25)


OUTSIDERS = [
    person(Role.STRATEGIC_LEAD, "essex"),
    person(Role.CONTRIBUTOR, "essex"),
    person(Role.GOLD_CHAIR, "essex"),
    person(Role.NATIONAL_LEAD),
    person(Role.READER),
    person(Role.ADMINISTRATOR),
]


def test_another_forces_draft_is_unreadable_and_each_attempt_is_recorded(
    either: Store, framework: Framework, adding: Adding
) -> None:
    adding(either, "One")
    for actor in OUTSIDERS:
        with pytest.raises(NotAllowed, match="you may not read this force's draft plan"):
            open_plan(either, framework, actor, "kent")
        with pytest.raises(NotAllowed):
            open_plan(either, framework, actor, "kent", as_of=PAST)
    with either.read() as rows:
        refused = [e for e in entries(rows) if e["act"] == "refused"]
    assert [(e["person_id"], e["role"], e["object"], e["detail"]) for e in refused] == [
        (actor.person_id, actor.role.value, "force:kent", "read this force's draft plan")
        for actor in OUTSIDERS
        for _ in range(2)
    ]


@pytest.mark.parametrize(
    "role", [Role.CONTRIBUTOR, Role.GOLD_MEMBER, Role.GOLD_CHAIR, Role.OPERATOR]
)
def test_a_forces_own_people_read_its_draft(
    store: Store, framework: Framework, adding: Adding, role: Role
) -> None:
    adding(store, "One")
    assert len(open_plan(store, framework, person(role), "kent").actions) == 1


# The plan's own fields


def test_the_plans_own_fields_are_changed_as_a_revision(
    either: Store, lead: Actor, framework: Framework, adding: Adding
) -> None:
    adding(either, "One")
    changes = {"title": "Ours", "summary": "Why", "lead_post": "ACC", "local_strands": ("A", "B")}
    after = revise_plan(either, lead, "kent", changes, read_revision=1)
    assert after.revision == 2
    assert open_plan(either, framework, lead, "kent").plan == after
    assert (after.title, after.local_strands) == ("Ours", ("A", "B"))
    with pytest.raises(StaleEdit) as stale:
        revise_plan(either, lead, "kent", {"title": "Mine"}, read_revision=1)
    assert (stale.value.theirs, stale.value.yours.title) == (after, "Mine")


@pytest.mark.parametrize(
    "changes",
    [{"force_id": "essex"}, {"id": "x"}, {"title": "x" * 301}, {"summary": "x" * 30_001}],
)
def test_a_plan_cannot_be_given_what_it_cannot_hold(
    store: Store, lead: Actor, framework: Framework, adding: Adding, changes: dict[str, str]
) -> None:
    adding(store, "One")
    with pytest.raises(InvalidInput):
        revise_plan(store, lead, "kent", changes, read_revision=1)
    assert open_plan(store, framework, lead, "kent").plan.revision == 1


def test_only_those_who_edit_a_plan_change_its_fields(store: Store, adding: Adding) -> None:
    adding(store, "One")
    for actor in (person(Role.GOLD_CHAIR), person(Role.STRATEGIC_LEAD, "essex")):
        with pytest.raises(NotAllowed):
            revise_plan(store, actor, "kent", {"title": "Mine"}, read_revision=1)


def test_what_was_read_is_not_changed_by_a_later_write(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    one = adding(store, "One")
    opened = open_plan(store, framework, lead, "kent")
    revise_action(store, framework, lead, one.id, {"title": "Two"}, read_revision=1)
    assert [a.title for a in opened.actions] == ["One"]


def test_a_day_that_has_not_come_cannot_be_shown(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(store, "One")
    with pytest.raises(InvalidInput, match="not come yet"):
        open_plan(store, framework, lead, "kent", as_of=today() + dt.timedelta(days=1))
    assert open_plan(store, framework, lead, "kent", as_of=dt.date(2019, 1, 1)).actions == []


@pytest.mark.parametrize(
    "changes",
    [
        {"title": " "},
        {"title": "x" * 301},
        {"lead_post": "x" * 201},
        {"summary": "x" * 30_001},
        {"local_strands": ("", "People")},
    ],
)
def test_a_plans_description_keeps_to_rules(
    store: Store, lead: Actor, adding: Adding, changes: dict[str, Any]
) -> None:
    adding(store, "One")
    with pytest.raises(InvalidInput):
        revise_plan(store, lead, "kent", changes, read_revision=1)


def test_saving_the_plans_description_without_a_change_writes_nothing(
    store: Store, lead: Actor, adding: Adding
) -> None:
    adding(store, "One")
    first = revise_plan(store, lead, "kent", {"summary": "Why\x00"}, read_revision=1)
    assert (first.revision, first.summary) == (2, "Why")
    assert revise_plan(store, lead, "kent", {"summary": "Why"}, read_revision=2).revision == 2


def test_what_waits_for_a_mapping_is_suggestions_first_and_then_actions_without_a_p(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    without = adding(store, "Nothing said")
    adding(store, "Accepted", tags=mapped())
    no_area = adding(store, "In none of the six areas", tags=mapped()[:1])
    suggested = adding(store, "Suggested", tags=mapped(by=None))
    assert no_area.lead
    assert not no_area.areas
    opened = open_plan(store, framework, lead, "kent")
    assert opened.unaccepted == [suggested, without]
