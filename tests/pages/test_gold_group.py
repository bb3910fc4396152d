"""Governance and comments as people write them on their pages."""

from __future__ import annotations

from pathlib import Path

from tests.pages.conftest import Visit
from tests.pages.test_pages import an_action_of, assert_sound, persona, said
from vawg_plans.domain.answers import Choice
from vawg_plans.domain.people import Role
from vawg_plans.services.answers import governance_of
from vawg_plans.services.comments import comments_of
from vawg_plans.views import governance, session

CHAIR = persona(Role.GOLD_CHAIR, "gloucestershire")
TERMS = "governance:terms"


def test_words_are_paragraphs_and_bullets_and_nothing_else_is_drawn() -> None:
    found = governance.as_markdown("We *meet*:\n- monthly\n• <b>soon</b>\n1) then again")
    assert found == "\nWe \\*meet\\*\\:\n\n- monthly\n- \\<b\\>soon\\</b\\>\n\n1\\) then again\n"


def test_a_part_is_written_changed_and_brought_back(own_copy: Path, visit: Visit) -> None:
    at = visit(own_copy, CHAIR, "pages/gold_group/governance.py")
    assert "0 of 6 parts are said" in said(at)
    for revision, words in enumerate(("For the chief officers", "For everybody")):
        label = "Change" if revision else "Write"
        next(b for b in at.button if b.label == f"{label} the terms of reference").click().run()
        assert [b.label for b in at.button if b.proto.type == "primary"] == ["Save"]
        choice = at.radio(key=f"choice_{TERMS}_{revision}")
        if not revision:
            # Nothing is published because nobody looked.
            assert choice.value is Choice.INTERNAL
        choice.set_value(Choice.PUBLISHABLE)
        at.text_area(key=f"words_{TERMS}_{revision}").set_value(words)
        next(b for b in at.button if b.label == "Save").click().run()
        assert_sound(at)
    assert "1 of 6 parts are said, 1 of them" in said(at).replace("**", "")
    assert "edit" not in at.query_params
    next(b for b in at.button if b.label.startswith("Bring back")).click().run()
    assert_sound(at)
    store, _ = session.opened(str(own_copy))
    steps = governance_of(store, CHAIR, "gloucestershire")[TERMS]
    assert [a.words for a in steps] == [
        "For the chief officers", "For everybody", "For the chief officers",
    ]  # fmt: skip


def test_who_may_not_govern_reads_and_is_offered_nothing(looked_at: Path, visit: Visit) -> None:
    member = persona(Role.GOLD_MEMBER, "kent")
    at = visit(looked_at, member, "pages/gold_group/governance.py", edit="terms")
    assert_sound(at)
    assert not at.text_area
    assert not at.main.button


def test_a_comment_is_asked_answered_and_resolved_on_its_action(
    own_copy: Path, visit: Visit
) -> None:
    chair = persona(Role.GOLD_CHAIR, "kent")
    visit(own_copy, chair)
    action = an_action_of(own_copy, chair)
    at = visit(own_copy, chair, "pages/force/action.py", action=action)
    before = {t.comment.id for t in _threads(own_copy)}
    at.text_area(key=f"say_words_{action}-comment_0").set_value("Who pays?")
    at.checkbox(key=f"say_asks_{action}-comment_0").set_value(True)
    next(b for b in at.button if b.label == "Add the comment").click().run()
    assert_sound(at)
    assert "ask the Gold Group" in said(at) or "asks the Gold Group" in said(at)
    assert at.text_area(key=f"say_words_{action}-comment_1").value == ""
    [new] = [t.comment for t in _threads(own_copy) if t.comment.id not in before]
    assert new.awaits_decision
    at.button(key=f"answer_{new.id}").click().run()
    at.text_area(key=f"words_{new.id}").set_value("The county does")
    next(b for b in at.button if b.label == "Answer and resolve").click().run()
    assert_sound(at)
    [thread] = [t for t in _threads(own_copy) if t.comment.id == new.id]
    assert (thread.comment.open, thread.newest.words) == (False, "The county does")
    at.button(key=f"reopen_{new.id}").click().run()
    assert_sound(at)
    assert next(t for t in _threads(own_copy) if t.comment.id == new.id).comment.open


def _threads(database: Path) -> tuple:
    store, _ = session.opened(str(database))
    return comments_of(store, persona(Role.GOLD_CHAIR, "kent"), "kent")
