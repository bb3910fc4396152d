"""What happened to a plan: every moment exactly as it was, any of them brought back."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.conftest import Adding, mapped, person
from vawg_plans.domain.actions import EDITABLE, Action, DeliveryStatus
from vawg_plans.domain.answers import Choice
from vawg_plans.domain.bulk import BulkChange
from vawg_plans.domain.details import EvidenceItem, Milestone
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import london_day
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.plans import Plan
from vawg_plans.errors import NotFound, StaleEdit
from vawg_plans.services.actions import (
    add_action,
    record_progress,
    restore_action,
    revise_action,
    withdraw_action,
)
from vawg_plans.services.answers import answer
from vawg_plans.services.history import plan_moments, restore_plan, restore_revision
from vawg_plans.services.many_actions import change_many, move_action
from vawg_plans.services.plans import OpenPlan, open_plan, read_plan, revise_plan
from vawg_plans.store import store as store_clock
from vawg_plans.store.store import Store

LEAD = person(Role.STRATEGIC_LEAD)
CELL = "cell:powers:prevent"


def content(action: Action) -> dict[str, Any]:
    return {name: getattr(action, name) for name in EDITABLE if name != "position"}


def test_an_action_becomes_again_what_a_revision_was_whatever_came_between(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    first = adding(
        either,
        "One",
        tags=mapped(),
        milestones=(Milestone("m1", "Half", dt.date(2026, 5, 1)),),
        evidence_items=(EvidenceItem("e1", "List", "Records system", "https://records.example"),),
    )
    changes = {"title": "Other", "milestones": (), "due": dt.date(2026, 9, 1), "withdrawn": True}
    revise_action(either, framework, lead, first.id, changes, read_revision=1)
    again = restore_revision(either, framework, lead, first.id, 1, read_revision=2)
    assert content(again) == content(first)
    assert (again.revision, again.progress_note) == (3, None)
    # Restored to what it is already: nothing is written.
    assert restore_revision(either, framework, lead, first.id, 1, read_revision=3) == again


def test_a_restored_revision_over_somebody_elses_shows_both(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    first = adding(store, "One")
    revise_action(store, framework, lead, first.id, {"title": "Two"}, read_revision=1)
    with pytest.raises(StaleEdit) as stale:
        restore_revision(store, framework, lead, first.id, 1, read_revision=1)
    assert (stale.value.theirs.title, stale.value.yours.title) == ("Two", "One")
    with pytest.raises(NotFound):
        restore_revision(store, framework, lead, first.id, 9, read_revision=2)
    with pytest.raises(NotFound):
        restore_revision(store, framework, lead, "act-nowhere", 1, read_revision=1)


def test_the_plans_own_words_are_brought_back(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(either, "One")
    strands = {"local_strands": ("Our people",), "strand_ps": (("Our people", "prepare"),)}
    written = revise_plan(either, lead, "kent", strands, read_revision=1)
    revise_plan(either, lead, "kent", {"local_strands": (), "strand_ps": ()}, read_revision=2)
    again = restore_plan(either, lead, "kent", 2, read_revision=3)
    assert (again.local_strands, again.strand_ps) == (written.local_strands, written.strand_ps)
    with pytest.raises(NotFound):
        restore_plan(either, lead, "kent", 9, read_revision=4)
    with pytest.raises(StaleEdit):
        restore_plan(either, lead, "kent", 1, read_revision=3)


def test_each_moment_says_who_when_why_and_what_it_changed(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    first, second = adding(either, "One"), adding(either, "Two")
    both = {first.id: 1, second.id: 1}
    change_many(either, framework, lead, "kent", both, BulkChange(owner_posts=("DCC",)))
    answer(
        either, framework, lead, "kent", CELL, Choice.NOT_APPLICABLE, "Done nationally",
        read_revision=0,
    )  # fmt: skip
    newest, bulk, *_, begun = plan_moments(either, lead, "kent")
    assert (newest.reason, newest.who) == ("answered", lead.name)
    assert [(c.before, c.after.words) for c in newest.changes if hasattr(c.after, "words")] == [
        (None, "Done nationally")
    ]
    assert {c.after.id for c in bulk.changes if isinstance(c.after, Action)} == set(both)
    assert all(isinstance(c.before, Action) and not c.before.owner_posts for c in bulk.changes)
    assert any(isinstance(c.after, Plan) for c in begun.changes)
    older = plan_moments(either, lead, "kent", before=bulk.sequence, most=1)
    assert [m.changes[0].after for m in older] == [second]
    assert plan_moments(either, lead, "kent", until=dt.date(2021, 9, 17)) == []


STEPS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 5), st.integers(0, 5)), min_size=4, max_size=14
)
_TITLES = ("Train", "Review every order", "Ask women", "Open a hub", "Audit", "Publish")


def _step(store: Store, framework: Framework, kind: int, which: int, what: int) -> None:
    """One edit of the plan, of any kind there is."""
    opened = open_plan(store, framework, LEAD, "kent")
    every = sorted([*opened.actions, *opened.withdrawn], key=lambda a: a.id)
    if kind == 0 or not every:
        add_action(store, framework, LEAD, "kent", {"title": _TITLES[what], "tags": mapped()})
        return
    action = every[which % len(every)]
    door = (store, framework, LEAD, action.id)
    read = {"read_revision": action.revision}
    if kind in (1, 2):
        changes: list[dict[str, Any]] = [
            {"title": _TITLES[what]},
            {"due": dt.date(2026, 1 + what, 1)},
            {"milestones": (Milestone(f"m{what}", _TITLES[what], dt.date(2026, 2, 1)),)},
            {"owner_posts": (_TITLES[what],), "due": None},
            {"status": list(DeliveryStatus)[what % 5]},
            {"evidence_items": (EvidenceItem(f"e{what}", _TITLES[what]),)},
        ]
        revise_action(*door, changes[what], **read)
    elif kind == 3 and not action.withdrawn:
        record_progress(*door, note=_TITLES[what], percent=what * 10, **read)
    elif kind == 4 and not action.withdrawn:
        withdraw_action(*door, reason="No longer ours", **read)
    elif kind == 5 and action.withdrawn:
        restore_action(*door, **read)
    elif kind == 6:
        restore_revision(*door, 1 + what % action.revision, **read)
    elif kind == 7 and not action.withdrawn:
        move_action(store, LEAD, "kent", action.id, what)
    elif kind == 8:
        known = opened.answers.get(CELL)
        choice = Choice.NOT_APPLICABLE if what % 2 else None
        revision = known.revision if known else 0
        answer(store, framework, LEAD, "kent", CELL, choice, _TITLES[what], read_revision=revision)
    elif kind == 9:
        if what == 0:
            restore_plan(store, LEAD, "kent", 1, read_revision=opened.plan.revision)
        else:
            words = {"summary": _TITLES[what]}
            revise_plan(store, LEAD, "kent", words, read_revision=opened.plan.revision)


def _shown(opened: OpenPlan) -> OpenPlan:
    """What was shown, without the moment it was asked for by."""
    return replace(opened, upto=0)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_sequence_of_edits_reproduces_each_moment_exactly(
    empty_database: Path, tmp_path_factory: pytest.TempPathFactory, framework: Framework,
    steps: list[tuple[int, int, int]],
) -> None:  # fmt: skip
    """Restored and undone ones too: what was shown at a moment is what that moment shows later, and
    the plan as of a day is what was shown at the end of that day.
    """
    path = shutil.copy(empty_database, tmp_path_factory.mktemp("moments") / "plans.duckdb")
    store = Store(str(path))
    begun = dt.datetime(2030, 3, 29, 22, 40)
    by_sequence: dict[int, OpenPlan] = {}
    by_day: dict[dt.date, OpenPlan] = {}
    for number, step in enumerate(steps):
        # Over the night in which British Summer Time begins.
        now = begun + dt.timedelta(hours=7 * number)
        with patch.object(store_clock, "utc_now", return_value=now):
            _step(store, framework, *step)
        with store.read() as rows:
            head = int(rows.all("record.head")[0]["sequence"])
            day = london_day(now)
            shown = _shown(read_plan(rows, framework, "kent", on=day))
        by_sequence[head] = shown
        by_day[day] = shown
    with store.read() as rows:
        for sequence, shown in by_sequence.items():
            then = read_plan(rows, framework, "kent", upto=sequence, on=shown.judged_on)
            assert _shown(then) == shown
    for day, shown in by_day.items():
        upto = store.sequence_at(day)
        with store.read() as rows:
            assert _shown(read_plan(rows, framework, "kent", upto=upto, on=day)) == shown
    store.close()
