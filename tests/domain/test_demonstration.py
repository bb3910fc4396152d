"""The demonstration's history is believable, sound, and the same every time."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise

import pytest

from vawg_plans.domain.action_checks import Codes, check
from vawg_plans.domain.actions import Action, DeliveryStatus, TagKind, changed_fields
from vawg_plans.domain.coverage import matrix_of
from vawg_plans.domain.demonstration import (
    Change,
    Recipe,
    plan_history,
    version_points,
)
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Role
from vawg_plans.domain.plans import Audience, plan_id_of
from vawg_plans.domain.rules import is_late, is_live
from vawg_plans.store.demo_files import read_recipe
from vawg_plans.store.framework_files import read_framework

TODAY = dt.date(2026, 11, 20)
SEED = 2021
STARTED = ("draft", "shared", "published", "stale")


@cache
def recipe() -> Recipe:
    return read_recipe()


@cache
def framework() -> Framework:
    return read_framework()


@cache
def history(force: str) -> tuple[Change, ...]:
    row = recipe().forces[force]
    return tuple(plan_history(recipe(), row, framework(), seed=SEED, today=TODAY))


def revisions(force: str) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = defaultdict(list)
    for change in history(force):
        found[change.action.id].append(change)
    return found


def newest(force: str) -> list[Action]:
    return [changes[-1].action for changes in revisions(force).values()]


def started() -> list[str]:
    return [force for force, row in recipe().forces.items() if row.stage in STARTED]


def live_everywhere() -> list[Action]:
    return [action for force in started() for action in newest(force) if is_live(action)]


def share(part: int, whole: int) -> float:
    return part / whole


def test_the_same_seed_and_day_give_the_same_history_and_another_seed_does_not() -> None:
    row = recipe().forces["kent"]
    again = list(plan_history(recipe(), row, framework(), seed=SEED, today=TODAY))
    assert again == list(history("kent"))
    assert again != list(plan_history(recipe(), row, framework(), seed=1, today=TODAY))


def test_gloucestershire_and_every_force_not_started_is_empty() -> None:
    for force, row in recipe().forces.items():
        if row.stage == "not_started":
            assert not history(force)
            assert not version_points(row, seed=SEED, today=TODAY)
    assert not history("gloucestershire")


@pytest.mark.parametrize("force", started())
def test_every_revision_is_sound_changes_something_and_follows_the_one_before(force: str) -> None:
    codes = Codes(
        {
            TagKind.P: frozenset(framework().ps),
            TagKind.AREA: frozenset(framework().areas),
            TagKind.THEME: frozenset(framework().themes),
            TagKind.VULNERABILITY: frozenset(framework().vulnerability_themes),
            TagKind.PILLAR: frozenset(framework().pillars),
            TagKind.RECOMMENDATION: frozenset(framework().recommendations),
        },
        frozenset(framework().measures),
        frozenset(framework().practices),
    )
    found = revisions(force)
    assert len(found) == recipe().forces[force].actions
    for action_id, changes in found.items():
        assert action_id.startswith(f"act-{force}-")
        assert [c.action.revision for c in changes] == list(range(1, len(changes) + 1))
        assert changes[0].action.progress_note is None
        for change in changes:
            check(change.action, codes)
            assert change.action.force_id == force
            assert change.action.plan_id == plan_id_of(force)
            assert change.reason
        for before, after in pairwise(changes):
            assert changed_fields(before.action, after.action)
            assert before.action.id == after.action.id


@pytest.mark.parametrize("force", started())
def test_changes_come_in_time_order_within_office_hours_of_the_twelve_months(force: str) -> None:
    changes = history(force)
    moments = [(change.day, change.hour) for change in changes]
    assert moments == sorted(moments)
    assert moments[0][0] >= TODAY - dt.timedelta(days=368)
    assert moments[-1][0] < TODAY
    assert all(8 <= change.hour <= 18 and change.day.weekday() < 5 for change in changes)
    assert {change.actor_role for change in changes} <= {
        Role.CONTRIBUTOR,
        Role.STRATEGIC_LEAD,
        Role.GOLD_CHAIR,
    }


@pytest.mark.parametrize("force", started())
def test_the_gaps_left_are_gaps_and_the_other_cells_are_not_empty(force: str) -> None:
    matrix = matrix_of(newest(force), framework().areas, framework().ps)
    gaps = recipe().forces[force].empty_cells
    for cell, found in matrix.items():
        assert bool(found.action_ids) is (cell not in gaps), cell


@pytest.mark.parametrize("force", started())
def test_no_title_is_repeated_and_no_placeholder_is_left(force: str) -> None:
    actions = newest(force)
    assert len({action.title for action in actions}) == len(actions)
    for action in actions:
        texts = (action.title, action.description, action.success_measure, action.evidence)
        assert not any("{" in text for text in (*texts, *action.partners))


def test_actions_are_mostly_created_in_the_first_months() -> None:
    for force in started():
        days = [changes[0].day for changes in revisions(force).values()]
        early = sum((day - min(days)).days <= 92 for day in days)
        assert share(early, len(days)) > 0.6


def test_dates_slip_and_the_note_says_why() -> None:
    slips = 0
    for force in started():
        for changes in revisions(force).values():
            for before, after in pairwise(changes):
                old, new = before.action.due, after.action.due
                if old and new and new > old:
                    slips += 1
                    note = after.action.progress_note or ""
                    assert note.startswith(("Due date moved from", "Reopened: "))
    assert slips > 500


def test_statuses_are_taken_back() -> None:
    turns: Counter[tuple[DeliveryStatus, DeliveryStatus]] = Counter()
    for force in started():
        for changes in revisions(force).values():
            turns.update((b.action.status, a.action.status) for b, a in pairwise(changes))
    complete, on_track = DeliveryStatus.COMPLETE, DeliveryStatus.ON_TRACK
    reopened = turns[complete, on_track] + turns[complete, DeliveryStatus.AT_RISK]
    assert reopened > 50
    assert turns[on_track, DeliveryStatus.OFF_TRACK] > 200


def test_a_few_tags_are_still_suggested_each_with_the_words_that_suggest_it() -> None:
    live = live_everywhere()
    with_suggestions = [action for action in live if action.suggested]
    assert 0.04 < share(len(with_suggestions), len(live)) < 0.12
    for action in with_suggestions:
        assert all(tag.words for tag in action.suggested)
    reasons = [change.reason for force in started() for change in history(force)]
    assert reasons.count("Suggested mapping accepted") > 100


def test_some_things_are_missing_as_in_real_plans() -> None:
    live = live_everywhere()
    every = [action for force in started() for action in newest(force)]
    complete = [a for a in live if a.status is DeliveryStatus.COMPLETE]

    def of_live(count: int) -> float:
        return share(count, len(live))

    assert 0.01 < share(len(every) - len(live), len(every)) < 0.06
    assert 0.02 < of_live(sum(not a.owner_posts for a in live)) < 0.1
    assert 0.04 < of_live(sum(not a.success_measure for a in live)) < 0.15
    assert 0.02 < of_live(sum(a.due is None and not a.due_words for a in live)) < 0.08
    assert 0.04 < of_live(sum(a.due is None and bool(a.due_words) for a in live)) < 0.12
    assert 0.04 < of_live(sum(is_late(a, TODAY) for a in live)) < 0.16
    assert 0.03 < of_live(sum(not a.publishable for a in live)) < 0.12
    assert 0.005 < of_live(sum(a.sensitive for a in live)) < 0.05
    assert 0.05 < share(sum(not a.evidence for a in complete), len(complete)) < 0.35
    assert not any(a.publishable for a in live if a.sensitive)


def test_some_actions_fall_silent_and_most_do_not() -> None:
    silent = open_actions = 0
    for force in started():
        if recipe().forces[force].stage == "stale":
            continue
        for changes in revisions(force).values():
            action = changes[-1].action
            if is_live(action) and action.status is not DeliveryStatus.COMPLETE:
                said = [c.day for c in changes if c.action.progress_note] or [changes[0].day]
                open_actions += 1
                silent += (TODAY - said[-1]).days > 60
    assert 0.2 < share(silent, open_actions) < 0.55


def test_progress_differs_between_forces() -> None:
    shares = [
        share(sum(a.status is DeliveryStatus.COMPLETE for a in newest(force)), len(newest(force)))
        for force in started()
    ]
    assert min(shares) < 0.3
    assert max(shares) > 0.45


@pytest.mark.parametrize("wanted", [6.0, 12.0])
def test_revisions_come_near_the_number_asked_for(wanted: float) -> None:
    counts: Counter[str] = Counter()
    for force in ("kent", "essex", "dorset", "gwent"):
        changes = plan_history(
            recipe(),
            recipe().forces[force],
            framework(),
            seed=SEED,
            today=TODAY,
            revisions_per_action=wanted,
        )
        counts.update(change.action.id for change in changes)
    assert counts.total() / len(counts) == pytest.approx(wanted, rel=0.08)


def test_a_benchmark_may_ask_for_more_of_everything_also_of_an_empty_force() -> None:
    row = recipe().forces["gloucestershire"]
    changes = list(
        plan_history(
            recipe(),
            row,
            framework(),
            seed=SEED,
            today=TODAY,
            months=36,
            actions=500,
            revisions_per_action=36.0,
            person_id="person-1",
        )
    )
    last = {change.action.id: change.action for change in changes}
    assert len(last) == 500
    assert len(changes) / 500 == pytest.approx(36, rel=0.08)
    assert any(action.title.endswith(" - phase 2") for action in last.values())
    assert changes[0].day < TODAY - dt.timedelta(days=36 * 29)
    for action in last.values():
        check(action)
        assert {tag.accepted_by for tag in action.tags} <= {"person-1", None}


def test_versions_agree_with_the_stage() -> None:
    later_national = 0
    for row in recipe().forces.values():
        points = version_points(row, seed=SEED, today=TODAY)
        assert points == version_points(row, seed=SEED, today=TODAY)
        assert [p.day for p in points] == sorted({p.day for p in points})
        if row.stage in ("not_started", "draft"):
            assert not points
            continue
        age = (TODAY - points[-1].day).days
        public = [p for p in points if p.audience is Audience.PUBLIC]
        if row.stage == "stale":
            assert age > 100
        elif row.stage == "shared":
            assert 0 < age <= 90
            assert not public
        else:
            assert 0 < age <= 90
            assert 1 <= len(public) <= 3
            later_national += points[-1].audience is Audience.NATIONAL
        first_day = history(row.force)[0].day
        assert points[0].day > first_day + dt.timedelta(days=60)
        assert all(point.note for point in points)
    assert later_national >= 3


def test_a_stale_plan_has_had_nothing_said_for_ninety_days() -> None:
    for force, row in recipe().forces.items():
        if row.stage == "stale":
            assert (TODAY - history(force)[-1].day).days >= 90
