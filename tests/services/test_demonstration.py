"""The demonstration: forty-three invented plans, with a history that could have been lived."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.deeds import deeds
from tests.services.conftest import person
from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.agenda import ItemKind
from vawg_plans.domain.canonical import digest
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.freezing import freeze
from vawg_plans.domain.minutes import Standing
from vawg_plans.domain.minutes import figures as figures_of
from vawg_plans.domain.moments import london_day, today
from vawg_plans.domain.people import Role
from vawg_plans.domain.plans import Audience, PlanState
from vawg_plans.domain.reviews import Approval
from vawg_plans.errors import StoreUnavailable
from vawg_plans.services import publishing
from vawg_plans.services.actions import revise_action
from vawg_plans.services.agendas import agenda_now, meetings_of
from vawg_plans.services.checking import examine
from vawg_plans.services.closing import minutes_of
from vawg_plans.services.comparison import compare
from vawg_plans.services.demonstration import make_demonstration
from vawg_plans.services.plans import open_plan, read_plan
from vawg_plans.store import plans as plan_rows
from vawg_plans.store.store import Store, operator

ON = dt.date(2022, 6, 30)


def look(store: Store, query: str) -> list[tuple[Any, ...]]:
    with store.read() as rows:
        found = rows._raw.execute(query).fetchall()
    return [tuple(row.values()) if isinstance(row, dict) else tuple(row) for row in found]


def test_every_stage_a_plan_can_be_at_is_there_and_gloucestershire_is_empty(
    demonstration_store: Store, framework: Framework
) -> None:
    figures = compare(demonstration_store, framework, operator())
    assert len(figures) == 43
    states = Counter(f.state for f in figures.values())
    assert set(states) == set(PlanState)
    assert states[PlanState.SHARED] + states[PlanState.PUBLISHED] > 43 / 2
    stale = {f.force_id for f in figures.values() if f.stale}
    assert 1 <= len(stale) <= 5
    assert figures["gloucestershire"].state is PlanState.NOT_STARTED
    opened = open_plan(demonstration_store, framework, operator(), "gloucestershire")
    assert (opened.plan.revision, opened.actions, opened.withdrawn) == (0, [], [])


def test_it_says_of_itself_that_it_is_one(demonstration_store: Store) -> None:
    assert demonstration_store.is_demonstration


def test_all_of_it_holds(demonstration_store: Store, framework: Framework) -> None:
    findings = examine(demonstration_store, framework)
    assert [f.words for f in findings if not f.sound] == []
    assert len(findings) >= 4


def test_its_history_is_in_the_order_of_time_and_ends_yesterday(
    demonstration_store: Store,
) -> None:
    log = look(demonstration_store, "select sequence, committed_at from commit_log order by 1")
    assert [s for s, _ in log] == list(range(1, len(log) + 1))
    assert all(before <= after for (_, before), (_, after) in pairwise(log))
    days = [london_day(moment) for _, moment in log]
    assert days[-1] < today()
    assert (days[-1] - days[0]).days > 330
    with demonstration_store.read() as rows:
        spoken = [(e["sequence"], e["moment"]) for e in deeds(rows)]
    at = dict(log)
    assert all(at[sequence] == moment for sequence, moment in spoken)
    assert all(before[0] <= after[0] for before, after in pairwise(spoken))


def test_each_plan_has_about_150_actions_with_revisions_slips_and_reversals(
    demonstration_store: Store, framework: Framework
) -> None:
    counted = look(
        demonstration_store,
        "select count(distinct force_id), count(distinct action_id), count(*) from action_revision",
    )
    forces, actions, revisions = counted[0]
    assert 120 <= actions / forces <= 180
    assert revisions / actions > 4
    opened = open_plan(demonstration_store, framework, operator(), "kent")
    judged = opened.judged.values()
    assert any(j.slips for j in judged)
    assert any(j.late for j in judged)
    assert any(j.stale for j in judged)
    assert len({a.status for a in opened.actions}) == len(DeliveryStatus)
    assert opened.withdrawn
    assert opened.unaccepted
    reopened = look(
        demonstration_store,
        "select count(*) from action_revision a join action_revision b "
        "on b.action_id = a.action_id and b.revision = a.revision + 1 "
        "where a.status = 'complete' and b.status <> 'complete'",
    )
    assert reopened[0][0] > 0, "some were said to be complete, and were not"


@pytest.mark.parametrize("force_id", ["kent", "northumbria", "dyfed-powys", "west-yorkshire"])
def test_each_version_froze_what_stood_at_its_moment(
    demonstration_store: Store, framework: Framework, force_id: str
) -> None:
    with demonstration_store.read() as rows:
        versions = plan_rows.versions_of(rows, force_id)
        assert versions
        for v in versions:
            then = read_plan(rows, framework, force_id, upto=v.sequence, on=v.judged_on)
            content = freeze(
                then.plan,
                then.actions,
                then.judged,
                then.records,
                framework,
                number=v.number,
                audience=v.audience,
                sequence=v.sequence,
                judged_on=v.judged_on,
                note=v.note,
                answers=then.answers,
                approved=Approval(v.approved_by, v.approved_on) if v.approved_on else None,
            )
            assert digest(content) == v.digest
            # A public one shows the day on which it was submitted.
            waited = (london_day(v.made_at) - v.judged_on).days
            assert 3 <= waited <= 9 if v.approved_on else waited == 0


def test_most_gold_groups_have_met_twice_and_meet_again(
    demonstration_store: Store, framework: Framework
) -> None:
    store = demonstration_store
    met = 0
    for force_id in framework.forces:
        chair = person(Role.GOLD_CHAIR, force_id)
        found = meetings_of(store, chair, force_id)
        assert [m.state.value for m in found] in ([], ["planned", "closed", "closed"])
        met += bool(found)
        # What is planned is to come, whoever looks at the demonstration first.
        assert all(m.held_on > today() for m in found[:1])
    assert met > 43 * 2 / 3

    planned, second, first = meetings_of(store, person(Role.GOLD_CHAIR), "kent")
    content = minutes_of(store, person(Role.GOLD_MEMBER), second.id).content
    assert content["since"]["moment"] == first.moment
    assert content["decisions"]
    assert any(d["state"] == "done" for d in content["carried"])
    # Its figures are the plan's, opened at that moment.
    with store.read() as rows:
        then = read_plan(rows, framework, "kent", upto=second.moment or 0, on=second.judged_on)
    standing = Standing(then.plan, then, then.state, then.stale, then.answers)
    assert content["figures"] == figures_of(standing, framework)
    assert content["plan"]["state"] == then.state.value
    # A meeting of forty minutes: the list is long enough to choose from, and no longer.
    agenda = agenda_now(store, framework, person(Role.GOLD_CHAIR), planned.id)
    assert 8 <= len(agenda.items) <= 24
    assert {i.kind for i in agenda.items} >= {ItemKind.DECISION_AWAITED, ItemKind.MOVED}


def test_it_can_be_worked_on(demonstration_copy: Store, framework: Framework) -> None:
    lead = person(Role.STRATEGIC_LEAD)
    action = open_plan(demonstration_copy, framework, lead, "kent").actions[0]
    after = revise_action(
        demonstration_copy,
        framework,
        lead,
        action.id,
        {"title": "Mine"},
        read_revision=action.revision,
    )
    assert after.revision == action.revision + 1
    assert open_plan(demonstration_copy, framework, lead, "kent").actions[0].title == "Mine"


def revisions(store: Store) -> str:
    with store.read() as rows:
        found = [
            {k: v for k, v in row.items() if k != "salt"}  # which is random
            for plan in rows.all("actions.plan_ids")
            for row in rows.all("actions.revisions_of", plan_id=plan["plan_id"])
        ]
    versions = look(store, "select version_id, digest from plan_version order by 1")
    assert found
    assert versions
    return digest([found, [list(row) for row in versions]])


@pytest.fixture(scope="module")
def small_digest(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("small") / "plans.duckdb"
    store, _ = make_demonstration(str(path), on=ON, actions=2)
    found = revisions(store)
    store.close()
    return found


def test_the_same_day_gives_the_same_plans_on_either_engine(
    database_url: str, small_digest: str
) -> None:
    shares: list[float] = []
    store, framework = make_demonstration(
        database_url, on=ON, actions=2, said=lambda share, words: shares.append(share)
    )
    assert revisions(store) == small_digest
    assert all(f.sound for f in examine(store, framework))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    store.close()


def test_it_is_never_made_over_a_database_that_is_there(
    empty_database: Path, tmp_path: Path
) -> None:
    path = str(shutil.copy(empty_database, tmp_path / "mine.duckdb"))
    with pytest.raises(StoreUnavailable, match="set up already"):
        make_demonstration(path, actions=1)
    store = Store(path)
    assert not store.is_demonstration
    assert look(store, "select count(*) from action_revision") == [(0,)]
    store.close()


def test_public_versions_were_approved_and_one_was_withdrawn(
    demonstration_copy: Store, framework: Framework
) -> None:
    with demonstration_copy.read() as rows:
        every = [v for found in plan_rows.every_version(rows).values() for v in found]
    public = [v for v in every if v.audience is Audience.PUBLIC]
    assert len(public) > 20
    assert all(v.approved_on and v.judged_on <= v.approved_on for v in public)
    assert [v.force_id for v in every if v.withdrawn] == ["derbyshire"]
    lead = person(Role.STRATEGIC_LEAD, "avon-and-somerset")
    # What was approved there is what this program would publish, to the letter.
    reviews = publishing.reviews_of(demonstration_copy, lead, "avon-and-somerset")
    version = publishing.publish(demonstration_copy, framework, lead, reviews[0])
    assert version.approved_by == "Assistant chief constable, crime"
    states = [
        s.state.value
        for n in (1, 2)
        for s in publishing.review_steps(demonstration_copy, operator(), "lincolnshire", n)
    ]
    assert states == ["submitted", "sent_back", "submitted"]
