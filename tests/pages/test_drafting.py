"""Drafting on the pages: the matrix that fills, history, several at once, what a post owes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest

from tests.pages.conftest import Visit, close, go
from tests.pages.test_pages import assert_sound, persona, said
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Role
from vawg_plans.services.actions import revise_action
from vawg_plans.services.plans import open_plan
from vawg_plans.views import session


@pytest.fixture(scope="module")
def written_to(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One copy for the tests here: each writes in another place of it."""
    path = tmp_path_factory.mktemp("drafting") / "plans.duckdb"
    copy(demonstration, path)
    yield path
    close(path)


def test_a_gap_is_filled_or_answered_where_it_is_seen(written_to: Path, visit: Visit) -> None:
    lead = persona(Role.STRATEGIC_LEAD, "gloucestershire")
    at = visit(written_to, lead, "pages/force/coverage.py", cell="powers.prevent")
    at.text_input(key="quick_powers_prevent_title").input("Review every order")
    next(b for b in at.button if b.label == "Add").click().run()
    assert_sound(at)
    assert "1 of 24 cells covered" in said(at)
    assert at.text_input(key="quick_powers_prevent_title").value == ""
    go(at, "pages/force/coverage.py", cell="powers.pursue")
    at.text_area[0].input("The county does it for all")
    next(b for b in at.button if b.label == "Save the reason").click().run()
    assert_sound(at)
    assert "1 answered as not applicable" in said(at)
    assert "22 gaps" in said(at)


def test_the_plan_and_its_matrix_are_read_as_they_stood(looked_at: Path, visit: Visit) -> None:
    lead = persona(Role.STRATEGIC_LEAD, "kent")
    store, framework = session.opened(str(looked_at))
    day = today() - dt.timedelta(days=120)
    then = open_plan(store, framework, lead, "kent", as_of=day)
    at = visit(looked_at, lead, "pages/force/plan.py", on=day.isoformat())
    assert_sound(at)
    assert f"{len(then.actions)} actions" in said(at)
    assert "As it stood at the end of" in said(at)
    assert not [b for b in at.button if b.label == "Add"]
    go(at, "pages/force/coverage.py", on=day.isoformat(), cell="powers.prevent")
    assert_sound(at)
    assert not at.text_input


def test_what_was_before_a_change_is_brought_back_from_the_history(
    written_to: Path, visit: Visit
) -> None:
    lead = persona(Role.STRATEGIC_LEAD, "kent")
    store, framework = session.opened(str(written_to))
    first = open_plan(store, framework, lead, "kent").actions[0]
    changed = revise_action(
        store, framework, lead, first.id, {"title": "Other"}, read_revision=first.revision
    )
    at = visit(written_to, lead, "pages/force/history.py")
    assert_sound(at)
    assert "Title: ~~" in said(at)
    at.button(key=f"restore_{first.id}_{changed.sequence}").click().run()
    assert_sound(at)
    now = next(a for a in open_plan(store, framework, lead, "kent").actions if a.id == first.id)
    assert now.title == first.title


def test_what_a_post_owes_is_updated_in_one_line(written_to: Path, visit: Visit) -> None:
    hal = persona(Role.CONTRIBUTOR, "kent")
    store, framework = session.opened(str(written_to))
    opened = open_plan(store, framework, hal, "kent")
    late = next(a for a in opened.late if a.owner_posts)
    at = visit(written_to, hal, "pages/force/mine.py", post=late.owner_posts[0])
    assert_sound(at)
    at.button(key=f"update_{late.id}").click().run()
    at.text_input(key=f"note_{late.id}").input("Two thirds are trained")
    next(b for b in at.button if b.label == "Save the update").click().run()
    assert_sound(at)
    now = next(a for a in open_plan(store, framework, hal, "kent").actions if a.id == late.id)
    assert (now.progress_note, now.status, now.revision) == (
        "Two thirds are trained",
        late.status,
        late.revision + 1,
    )


def test_several_actions_are_seen_before_they_are_changed(written_to: Path, visit: Visit) -> None:
    lead = persona(Role.STRATEGIC_LEAD, "surrey")
    store, framework = session.opened(str(written_to))
    before = {a.id: a for a in open_plan(store, framework, lead, "surrey").actions}
    dated = {i for i, a in before.items() if a.due}
    at = visit(written_to, lead, "pages/force/plan.py", mode="Change several")
    at.checkbox(key="bulk_every").check()
    at.number_input(key="bulk_days").set_value(14).run()
    assert_sound(at)
    assert "What would change" in said(at)
    assert before == {a.id: a for a in open_plan(store, framework, lead, "surrey").actions}
    next(b for b in at.button if b.label == f"Change {len(dated)} actions").click().run()
    assert_sound(at)
    for action in open_plan(store, framework, lead, "surrey").actions:
        was = before[action.id]
        moved = was.due and was.due + dt.timedelta(days=14)
        assert (action.due, action.revision - was.revision) == (moved, action.id in dated)


def test_an_action_is_moved_up(written_to: Path, visit: Visit) -> None:
    lead = persona(Role.STRATEGIC_LEAD, "sussex")
    store, framework = session.opened(str(written_to))
    first, second, *_ = open_plan(store, framework, lead, "sussex").actions
    at = visit(written_to, lead, "pages/force/plan.py", mode="Order")
    at.button(key=f"up_{second.id}").click().run()
    assert_sound(at)
    now = open_plan(store, framework, lead, "sussex").actions
    assert [a.id for a in now[:2]] == [second.id, first.id]


def test_an_action_is_duplicated_and_the_copy_opened(written_to: Path, visit: Visit) -> None:
    lead = persona(Role.STRATEGIC_LEAD, "essex")
    store, framework = session.opened(str(written_to))
    model = open_plan(store, framework, lead, "essex").actions[0]
    at = visit(written_to, lead, "pages/force/action.py", action=model.id)
    at.button(key="duplicate").click().run()
    assert_sound(at)
    assert at.title[0].value.replace("\\", "").endswith("(copy)")
    copy = open_plan(store, framework, lead, "essex").actions[-1]
    assert (copy.title, copy.progress_note) == (f"{model.title} (copy)", None)
