"""Writing an action: its tags, and two people who write the same one at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import REPOSITORY, copied
from vawg_plans.domain.actions import Action, DeliveryStatus, Tag, TagKind
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor, Role
from vawg_plans.services.actions import action_history, add_action, record_progress
from vawg_plans.services.plans import open_plan
from vawg_plans.store.framework_files import read_framework
from vawg_plans.store.store import Store
from vawg_plans.views import action_form, session

LEAD = Actor("persona-strategic_lead-kent", "Strategic lead", Role.STRATEGIC_LEAD, "kent")
WRITER = Actor("persona-contributor-kent", "Contributor", Role.CONTRIBUTOR, "kent")

SUGGESTED = Tag(TagKind.P, "protect", lead=True, words="safeguard")
ACCEPTED = Tag(TagKind.AREA, "victims", accepted_by="another")
PILLAR = Tag(TagKind.PILLAR, "perpetrators", accepted_by="another")
ACTION = Action(
    id="one", plan_id="p", force_id="kent", title="A title", tags=(SUGGESTED, ACCEPTED, PILLAR)
)


def test_tags_left_as_they_were_stay_suggested_or_accepted() -> None:
    tags = action_form.retagged(ACTION, "me", "protect", [], {TagKind.AREA: ["victims"]})
    assert tags == ACTION.tags


def test_a_tag_chosen_by_hand_is_accepted_by_who_chose_it() -> None:
    tags = action_form.retagged(ACTION, "me", "pursue", [], {TagKind.AREA: ["victims", "powers"]})
    assert Tag(TagKind.P, "pursue", lead=True, accepted_by="me") in tags
    assert Tag(TagKind.AREA, "powers", accepted_by="me") in tags
    assert ACCEPTED in tags
    assert SUGGESTED not in tags


def test_kinds_not_asked_about_are_kept_and_those_emptied_are_not() -> None:
    tags = action_form.retagged(ACTION, "me", None, [], {TagKind.AREA: []})
    assert tags == (PILLAR,)


def test_the_lead_p_is_not_also_a_supporting_one() -> None:
    tags = action_form.retagged(ACTION, "me", "protect", ["protect", "pursue"], {})
    assert [(t.code, t.lead) for t in tags if t.kind is TagKind.P] == [
        ("protect", True),
        ("pursue", False),
    ]


def test_a_lead_p_made_a_supporting_one_is_a_choice_of_its_own() -> None:
    tags = action_form.retagged(ACTION, "me", "pursue", ["protect"], {})
    assert Tag(TagKind.P, "protect", lead=False, accepted_by="me") in tags


@pytest.fixture(scope="module")
def framework() -> Framework:
    return read_framework()


def test_a_code_from_an_address_must_be_of_the_framework(framework: Framework) -> None:
    blank = Action(id="new", plan_id="", force_id="kent")
    assert action_form.with_tag(blank, TagKind.AREA, "victims", "me", framework).areas == (
        "victims",
    )
    assert action_form.with_tag(blank, TagKind.P, "pursue", "me", framework).lead_p == "pursue"
    for nothing in (None, "", "atlantis"):
        assert action_form.with_tag(blank, TagKind.AREA, nothing, "me", framework) == blank


def test_an_action_is_held_as_it_was_opened_until_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, Any] = {}
    monkeypatch.setattr(action_form.st, "session_state", kept)
    later = replace(ACTION, title="Another", revision=2)
    assert action_form.held(ACTION, fresh=False).action is ACTION
    assert action_form.held(later, fresh=False).action is ACTION
    assert action_form.held(later, fresh=True).action is later
    assert action_form.held(ACTION, fresh=False).revision == 2
    action_form.let_go("one")
    assert action_form.held(ACTION, fresh=False).action is ACTION
    action_form.let_go("one")
    action_form.let_go("one")
    assert not kept


@pytest.fixture
def one_action(
    empty_demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Store, Framework, str]]:
    """A plan of one action, in a database that the app opens."""
    path = str(copied(empty_demonstration, tmp_path / "plans.duckdb"))
    monkeypatch.setenv("VAWG_PLANS_DATABASE", path)
    monkeypatch.chdir(REPOSITORY)
    store, framework = session.opened(path)
    action = add_action(store, framework, LEAD, "kent", {"title": "Review every case"})
    yield store, framework, action.id
    store.close()
    session.opened.clear(path)


def visit(actor: Actor, action_id: str) -> AppTest:
    at = AppTest.from_file(REPOSITORY / "app.py", default_timeout=30)
    at.session_state["actor"] = actor
    at.run()
    at.query_params["action"] = action_id
    return at.switch_page("pages/force/action.py").run()


def typed(at: AppTest, label: str) -> Any:
    return next(i for kind in (at.text_input, at.text_area) for i in kind if i.label == label)


def press(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label == label).click()
    return at.run()


def now(store: Store, framework: Framework) -> Action:
    return open_plan(store, framework, LEAD, "kent").actions[0]


TITLE = "Title: what will be done"


def test_the_second_of_two_writers_sees_both_versions_and_loses_nothing(
    one_action: tuple[Store, Framework, str],
) -> None:
    store, framework, action_id = one_action
    first, second = visit(LEAD, action_id), visit(WRITER, action_id)

    typed(first, TITLE).set_value("Review every case weekly")
    typed(first, "Local strand").set_value("Safer homes")
    press(first, "Save the action")
    assert "The action was saved" in first.success[0].value.replace("\\", "")
    assert not first.error

    typed(second, TITLE).set_value("Review every case daily")
    typed(second, "Reference").set_value("R7")
    press(second, "Save the action")
    assert not second.exception
    assert "Somebody else changed" in second.error[0].value
    both = next(t.value for t in second.table if "Field" in t.value).set_index("Field")
    assert list(both.loc["Title"]) == ["Review every case weekly", "Review every case daily"]
    assert list(both.loc["Reference"]) == ["none", "R7"]
    assert "Safer homes" in both.loc["Local strand"].iloc[0]
    # What was typed is still in the form, and nothing of it is saved.
    assert typed(second, TITLE).value == "Review every case daily"
    assert typed(second, "Reference").value == "R7"
    assert now(store, framework).title == "Review every case weekly"

    press(second, "Save the action")
    assert not second.error
    saved = now(store, framework)
    assert saved.title == "Review every case daily"
    assert saved.reference == "R7"
    assert saved.local_strand == "Safer homes", "the first writer's other field was lost"
    history = action_history(store, LEAD, action_id)
    assert [r.action.title for r in history] == [
        "Review every case daily",
        "Review every case weekly",
        "Review every case",
    ]


def test_progress_recorded_over_another_change_keeps_the_note(
    one_action: tuple[Store, Framework, str],
) -> None:
    store, framework, action_id = one_action
    first, second = visit(LEAD, action_id), visit(WRITER, action_id)
    typed(first, "Local strand").set_value("Safer homes")
    press(first, "Save the action")

    note = "What has happened since the last update?"
    typed(second, note).set_value("The first forty cases were reviewed.")
    press(second, "Record progress")
    assert not second.error
    saved = now(store, framework)
    assert saved.progress_note == "The first forty cases were reviewed."
    assert saved.local_strand == "Safer homes"
    # The next update starts empty.
    assert typed(second, note).value == ""


def test_a_refused_save_keeps_what_was_typed(one_action: tuple[Store, Framework, str]) -> None:
    store, framework, action_id = one_action
    at = visit(LEAD, action_id)
    typed(at, TITLE).set_value("x" * 301)
    press(at, "Save the action")
    assert "keep it to 300" in at.error[0].value
    assert typed(at, TITLE).value == "x" * 301
    assert now(store, framework).title == "Review every case"


def test_an_action_is_withdrawn_with_a_reason_and_restored(
    one_action: tuple[Store, Framework, str],
) -> None:
    store, framework, action_id = one_action
    at = visit(LEAD, action_id)
    press(at, "Withdraw the action")
    assert at.error, "a withdrawal without a reason was taken"
    typed(at, "Why is it withdrawn?").set_value("Merged with another")
    press(at, "Withdraw the action")
    assert not at.error
    assert open_plan(store, framework, LEAD, "kent").actions == []
    press(at, "Restore the action")
    assert not at.error
    assert now(store, framework).title == "Review every case"


def test_a_note_alone_leaves_the_status_that_somebody_else_recorded_meanwhile(
    one_action: tuple[Store, Framework, str],
) -> None:
    store, framework, action_id = one_action
    mine = visit(WRITER, action_id)
    record_progress(
        store,
        framework,
        LEAD,
        action_id,
        read_revision=1,
        note="Finished.",
        status=DeliveryStatus.COMPLETE,
        percent=100,
        evidence="Folder 7",
    )
    typed(mine, "What has happened since the last update?").set_value("Forty cases reviewed.")
    press(mine, "Record progress")
    saved = now(store, framework)
    assert saved.progress_note == "Forty cases reviewed."
    assert (saved.status, saved.percent, saved.evidence) == (
        DeliveryStatus.COMPLETE,
        100,
        "Folder 7",
    )
