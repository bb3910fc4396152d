"""Forces side by side: what each has shared, and otherwise only how far its plan has come."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.services.conftest import Adding, mapped, person, published
from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.plans import Audience, PlanState
from vawg_plans.errors import NotAllowed
from vawg_plans.services.actions import revise_action, withdraw_action
from vawg_plans.services.comparison import compare
from vawg_plans.services.versions import share_version
from vawg_plans.store.record import entries
from vawg_plans.store.store import Store

NATIONAL = person(Role.NATIONAL_LEAD)
N, P = Audience.NATIONAL, Audience.PUBLIC


def test_every_force_stands_in_the_frameworks_order_with_its_state(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(either, "A draft", "essex")
    adding(either, "One", "surrey")
    share_version(either, framework, person(Role.STRATEGIC_LEAD, "surrey"), "surrey", N)
    adding(either, "One")
    published(either, framework)
    share_version(either, framework, lead, "kent", N)
    figures = compare(either, framework, NATIONAL)
    assert list(figures) == list(framework.forces)
    assert {f: figures[f].state for f in ("durham", "essex", "surrey", "kent")} == {
        "durham": PlanState.NOT_STARTED,
        "essex": PlanState.DRAFT,
        "surrey": PlanState.SHARED,
        "kent": PlanState.PUBLISHED,
    }
    assert {f for f, x in figures.items() if x.returned} == {"surrey", "kent"}
    kent = figures["kent"]
    assert (kent.number, kent.audience, kent.judged_on) == (2, "national", today())


def test_a_draft_is_nothing_but_a_state(store: Store, framework: Framework, adding: Adding) -> None:
    adding(store, "One", tags=mapped(), status=DeliveryStatus.COMPLETE)
    kent = compare(store, framework, NATIONAL)["kent"]
    assert (kent.total.actions, kent.total.share_complete, kent.cells) == (0, None, {})
    assert (kent.version_id, kent.judged_on, kent.stale) == (None, None, False)


def test_the_newest_version_is_counted_as_it_was_judged(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    overdue = today() - dt.timedelta(days=1)
    adding(either, "Done", tags=mapped(), status=DeliveryStatus.COMPLETE)
    adding(either, "Late", tags=mapped("victims"), due=overdue)
    adding(either, "Suggested", tags=mapped("capability", by=None), sensitive=True)
    adding(either, "Unmapped", publishable=False)
    published(either, framework)
    kent = compare(either, framework, NATIONAL)["kent"]
    assert (kent.total.actions, kent.total.complete, kent.total.late) == (4, 1, 1)
    assert kent.total.share_complete == 0.25
    assert {p: t.actions for p, t in kent.by_p.items()} == {"protect": 2}
    assert {a: t.actions for a, t in kent.by_area.items()} == {"powers": 1, "victims": 1}
    assert kent.covered() == 2, "a suggestion covers nothing"


def test_later_drafts_do_not_move_the_comparison_until_they_are_shared(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    one = adding(either, "One", tags=mapped())
    two = adding(either, "Two", tags=mapped("victims"))
    published(either, framework)
    before = compare(either, framework, NATIONAL)
    changes = {"status": DeliveryStatus.COMPLETE, "tags": mapped("capability")}
    revise_action(either, framework, lead, one.id, changes, read_revision=1)
    withdraw_action(either, framework, lead, two.id, read_revision=1, reason="why")
    adding(either, "Three", tags=mapped("offenders"))
    assert compare(either, framework, NATIONAL) == before
    share_version(either, framework, lead, "kent", N)
    after = compare(either, framework, NATIONAL)["kent"]
    assert (after.number, after.total.actions, after.total.complete) == (2, 2, 1)
    assert set(after.by_area) == {"capability", "offenders"}


def test_everybody_who_compares_sees_the_same_figures(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(store, "One", tags=mapped(), sensitive=True)
    share_version(store, framework, lead, "kent", N)
    expected = compare(store, framework, NATIONAL)
    for actor in (
        lead,
        person(Role.CONTRIBUTOR, "essex"),
        person(Role.GOLD_CHAIR, "essex"),
        person(Role.READER),
        person(Role.OPERATOR),
    ):
        assert compare(store, framework, actor) == expected


@pytest.mark.parametrize(("days", "stale"), [(0, False), (99, False), (100, True)])
def test_a_plan_goes_stale_though_its_version_is_judged_at_its_own_date(
    store: Store, framework: Framework, lead: Actor, adding: Adding, days: int, stale: bool
) -> None:
    adding(store, "One", due=today() + dt.timedelta(days=1))
    version = share_version(store, framework, lead, "kent", N)
    on = version.judged_on + dt.timedelta(days=days)
    kent = compare(store, framework, NATIONAL, on=on)["kent"]
    assert kent.stale is stale
    assert kent.total.late == 0, "it was not late when it was shared"


def test_an_administrator_compares_nothing_and_that_is_recorded(
    store: Store, framework: Framework
) -> None:
    with pytest.raises(NotAllowed, match="you may not compare forces"):
        compare(store, framework, person(Role.ADMINISTRATOR))
    with store.read() as rows:
        last = list(entries(rows))[-1]
    assert (last["act"], last["object"], last["detail"]) == (
        "refused",
        "force:none",
        "compare forces",
    )
