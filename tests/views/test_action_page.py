"""The action page: each part changed in place, and two people who change one action at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import REPOSITORY, copied
from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.details import EvidenceItem, Milestone, Risk
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor, Role
from vawg_plans.services.actions import action_history, add_action, record_progress, revise_action
from vawg_plans.services.plans import open_plan
from vawg_plans.store.store import Store
from vawg_plans.views import session

LEAD = Actor("persona-strategic_lead-kent", "Strategic lead", Role.STRATEGIC_LEAD, "kent")
WRITER = Actor("persona-contributor-kent", "Contributor", Role.CONTRIBUTOR, "kent")
MEMBER = Actor("persona-gold_group_member-kent", "Member", Role.GOLD_MEMBER, "kent")
TITLE = "Title: what will be done"
NOTE = "What has happened since the last update?"


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


def edit(at: AppTest, label: str) -> AppTest:
    """Open a part for change; the words for it are on its button."""
    return press(at, label)


def said(at: AppTest) -> str:
    kinds = (at.success, at.error, at.warning, at.info, at.markdown, at.caption)
    return "\n".join(e.value for kind in kinds for e in kind).replace("\\", "")


def table_of(at: AppTest, label: str) -> list[str]:
    """The second column of a table that has this among its first."""
    [found] = [t.value for t in at.table if label in list(t.value.iloc[:, 0])]
    return list(found.iloc[:, 1])


def test_the_second_of_two_writers_sees_both_chooses_and_loses_nothing(
    one_action: tuple[Store, Framework, str],
) -> None:
    store, framework, action_id = one_action
    first, second = visit(LEAD, action_id), visit(WRITER, action_id)
    edit(first, "Change what and who")
    edit(second, "Change what and who")

    typed(first, TITLE).set_value("Review every case weekly")
    typed(first, "Context: what led to it").set_value("After the inspection")
    press(first, "Save")
    assert "The action was saved" in said(first)

    typed(second, TITLE).set_value("Review every case daily")
    typed(second, "Description").set_value("By the same officer")
    press(second, "Save")
    assert not second.exception
    assert "Strategic lead (" in said(second)
    assert "Description (yours), Context (theirs)" in said(second)
    assert table_of(second, "Saved now") == [
        "Review every case",
        "Review every case weekly",
        "Review every case daily",
    ]
    assert now(store, framework).title == "Review every case weekly"
    # A third saves while the second is choosing: it is asked again.
    third = {"title": "Review every case at once"}
    revise_action(store, framework, LEAD, action_id, third, read_revision=2)
    press(second, "Save these choices")
    assert table_of(second, "Saved now")[1] == "Review every case at once"
    press(second, "Save these choices")
    assert not second.error
    saved = now(store, framework)
    for words in ("weekly", "daily", "at once"):
        assert f"Review every case {words}" in saved.title
    assert (saved.description, saved.context) == ("By the same officer", "After the inspection")
    assert len(action_history(store, LEAD, action_id)) == 4
    assert not second.query_params.get("edit")


def test_what_was_dropped_or_chosen_away_is_not_saved(
    one_action: tuple[Store, Framework, str],
) -> None:
    store, framework, action_id = one_action
    at = edit(visit(WRITER, action_id), "Change the dates")
    due = {"due": dt.date(2027, 3, 1)}
    revise_action(store, framework, LEAD, action_id, due, read_revision=1)
    at.date_input[1].set_value(dt.date(2027, 6, 1))
    press(at, "Save")
    # Of a date there is no both, and nobody chooses for the writer.
    press(at, "Save these choices")
    assert "Choose what is kept of: Due." in said(at)
    at.radio[0].set_value(at.radio[0].options[1])
    press(at, "Drop mine, keep what is saved")
    assert now(store, framework).due == dt.date(2027, 3, 1)
    assert "What is saved stays" in said(at)


def test_another_part_saved_meanwhile_stands_beside_and_is_said(
    one_action: tuple[Store, Framework, str],
) -> None:
    store, framework, action_id = one_action
    at = edit(visit(WRITER, action_id), "Change what and who")
    others = {"local_strand": "Safer homes"}
    revise_action(store, framework, LEAD, action_id, others, read_revision=1)
    typed(at, TITLE).set_value("Review every case daily")
    press(at, "Save")
    assert "Meanwhile Strategic lead changed Local strand, and that stands too." in said(at)
    saved = now(store, framework)
    assert (saved.title, saved.local_strand) == ("Review every case daily", "Safer homes")


def test_a_part_opens_again_from_its_address_as_it_was_opened(
    one_action: tuple[Store, Framework, str],
) -> None:
    """After a reload: so that what was typed against one revision is not saved over another."""
    store, framework, action_id = one_action
    revise_action(store, framework, LEAD, action_id, {"title": "Somebody else's"}, read_revision=1)
    at = visit(WRITER, action_id)
    at.query_params["edit"], at.query_params["read"] = "what", "1"
    at.run()
    assert typed(at, TITLE).value == "Review every case"
    typed(at, TITLE).set_value("Mine")
    press(at, "Save")
    assert table_of(at, "Saved now")[1:] == ["Somebody else's", "Mine"]
    for what, read in (("nonsense", "1"), ("what", "99"), ("what", "x"), ("milestone:zz", "1")):
        at = visit(MEMBER, action_id)
        at.query_params["edit"], at.query_params["read"] = what, read
        at.run()
        assert not at.exception
        assert not at.error
        assert "Save" not in [b.label for b in at.button]


def test_a_refused_save_keeps_what_was_typed_and_giving_up_saves_nothing(
    one_action: tuple[Store, Framework, str],
) -> None:
    store, framework, action_id = one_action
    at = edit(visit(LEAD, action_id), "Change what and who")
    typed(at, TITLE).set_value("x" * 301)
    press(at, "Save")
    assert "keep it to 300" in at.error[0].value
    assert typed(at, TITLE).value == "x" * 301
    press(at, "Give up these changes")
    assert now(store, framework).revision == 1
    assert TITLE not in [i.label for i in at.text_input]


def test_progress_brings_evidence_and_leaves_what_somebody_else_recorded_meanwhile(
    one_action: tuple[Store, Framework, str],
) -> None:
    store, framework, action_id = one_action
    mine = visit(MEMBER, action_id)
    done = {"status": DeliveryStatus.COMPLETE, "percent": 100}
    record_progress(store, framework, LEAD, action_id, read_revision=1, note="Finished.", **done)
    typed(mine, NOTE).set_value("Forty cases reviewed.")
    typed(mine, "Evidence: what it is").set_value("Review log")
    press(mine, "Record progress")
    assert (
        "Meanwhile Strategic lead changed Delivery status, Percent, and that stands too."
        in said(mine)
    )
    saved = now(store, framework)
    assert saved.progress_note == "Forty cases reviewed."
    assert (saved.status, saved.percent) == (DeliveryStatus.COMPLETE, 100)
    assert saved.evidence_items[0].added_by == MEMBER.person_id
    assert "by Member" in said(mine)
    # The next update starts empty.
    assert typed(mine, NOTE).value == ""


def test_two_updates_that_say_different_things_are_both_shown_with_the_note(
    one_action: tuple[Store, Framework, str],
) -> None:
    store, framework, action_id = one_action
    mine = visit(WRITER, action_id)
    record_progress(store, framework, LEAD, action_id, read_revision=1, note="So", percent=60)
    typed(mine, NOTE).set_value("Forty cases reviewed.")
    mine.number_input[0].set_value(40)
    press(mine, "Record progress")
    assert "Forty cases reviewed." in said(mine)
    assert table_of(mine, "Saved now") == ["*nothing*", "60", "40"]
    mine.radio[0].set_value(mine.radio[0].options[1])
    press(mine, "Save these choices")
    saved = now(store, framework)
    assert (saved.progress_note, saved.percent) == ("Forty cases reviewed.", 40)


def test_where_the_two_disagree_a_reason_is_given_stays_visible_and_lapses(
    one_action: tuple[Store, Framework, str],
) -> None:
    store, framework, action_id = one_action
    late = {"due": today() - dt.timedelta(days=9), "status": DeliveryStatus.ON_TRACK}
    revise_action(store, framework, LEAD, action_id, late, read_revision=1)
    at = visit(LEAD, action_id)
    assert "Overdue by 9 days" in said(at)
    edit(at, "Say why it stands")
    why = "Why is it on track, although the record says off track?"
    typed(at, why).set_value("The new date is agreed.")
    press(at, "Save the reason")
    assert "says off track:** The new date is agreed." in said(at)
    assert f"Strategic lead, {today().day} " in said(at)
    assert "The two disagree" not in said(at)
    # Whoever may not change it sees it too, and no button.
    member = visit(MEMBER, action_id)
    assert "The new date is agreed." in said(member)
    assert "Change the reason" not in [b.label for b in member.button]
    worse = {"status": DeliveryStatus.AT_RISK}
    record_progress(store, framework, LEAD, action_id, read_revision=3, note="Slow", **worse)
    at.run()
    assert "A reason lapsed" in said(at)
    assert "The two disagree" in said(at)


def test_milestones_evidence_and_risks_are_added_changed_and_removed(
    one_action: tuple[Store, Framework, str],
) -> None:
    store, framework, action_id = one_action
    held: dict[str, Any] = {
        "milestones": (Milestone("m", "Draft", dt.date(2026, 1, 5)),),
        "evidence_items": (EvidenceItem("e", "Log", "Drive", "https://kent.example/a?b=1"),),
        "risks": (Risk("r", "No trainers"),),
    }
    revise_action(store, framework, LEAD, action_id, held, read_revision=1)
    at = visit(LEAD, action_id)
    assert "Draft · **missed**, due 5 January 2026" in said(at)
    assert "[" not in next(m.value for m in at.markdown if "kent" in m.value).replace(":small[", "")
    press(at, "Done today")
    assert now(store, framework).milestones[0].done_on == today()
    edit(at, "Add a milestone")
    for title in ("Agreed", "Trained"):
        typed(at, "Milestone: what will have been done").set_value(title)
        press(at, "Add a milestone")
        assert typed(at, "Milestone: what will have been done").value == ""
    press(at, "Close without adding")
    assert [m.title for m in now(store, framework).milestones] == ["Draft", "Agreed", "Trained"]
    changes = [b for b in at.button if b.label == "Change"]
    assert len(changes) == 5
    changes[-1].click()
    at.run()
    typed(at, "Response: what is done about it").set_value("Train the trainers")
    press(at, "Save the risk")
    assert now(store, framework).risks[0].response == "Train the trainers"
    [b for b in at.button if b.label == "Change"][3].click()
    at.run()
    press(at, "Remove the reference")
    assert now(store, framework).evidence_items == ()


def test_what_an_action_waits_for_is_linked_both_ways_and_a_circle_is_refused(
    one_action: tuple[Store, Framework, str],
) -> None:
    store, framework, action_id = one_action
    other = add_action(store, framework, LEAD, "kent", {"title": "Buy cameras"})
    at = edit(visit(LEAD, action_id), "Say what it waits for")
    at.multiselect[0].set_value([other.id])
    press(at, "Save")
    assert now(store, framework).depends_on == (other.id,)
    assert "**Waits for**" in said(at)
    there = visit(LEAD, other.id)
    assert "**Waited for by**" in said(there)
    edit(there, "Say what it waits for")
    there.multiselect[0].set_value([action_id])
    press(there, "Save")
    assert "would wait for each other for ever" in there.error[0].value


def test_a_gold_group_member_marks_a_milestone_done_and_changes_nothing_else(
    one_action: tuple[Store, Framework, str],
) -> None:
    store, framework, action_id = one_action
    steps = {"milestones": (Milestone("m", "Draft"),)}
    revise_action(store, framework, LEAD, action_id, steps, read_revision=1)
    at = visit(MEMBER, action_id)
    labels = ["Record progress", "Done today", "Add evidence", "Add the comment"]
    assert [b.label for b in at.main.button] == labels
    press(at, "Done today")
    assert now(store, framework).milestones[0].done_on == today()


def test_an_action_is_withdrawn_with_a_reason_and_restored(
    one_action: tuple[Store, Framework, str],
) -> None:
    store, framework, action_id = one_action
    at = edit(visit(LEAD, action_id), "Withdraw this action")
    press(at, "Withdraw the action")
    assert at.error, "a withdrawal without a reason was taken"
    typed(at, "Why is it withdrawn?").set_value("Merged with another")
    press(at, "Withdraw the action")
    assert not at.error
    assert open_plan(store, framework, LEAD, "kent").actions == []
    press(at, "Restore the action")
    assert not at.error
    assert now(store, framework).title == "Review every case"
