"""The page on which two people agree that words must go."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit
from tests.pages.test_pages import assert_sound, persona, said
from vawg_plans.domain.people import Role
from vawg_plans.services.actions import add_action
from vawg_plans.services.plans import open_plan
from vawg_plans.services.removing import ask_removal, decide_removal, removals_of
from vawg_plans.views import session

PAGE = "pages/force/removals.py"
WORDS = "Zebulonia Quackenbush"
CONTRIBUTOR = persona(Role.CONTRIBUTOR, "gloucestershire")
LEAD = persona(Role.STRATEGIC_LEAD, "gloucestershire")
CHAIR = persona(Role.GOLD_CHAIR, "gloucestershire")
MEMBER = persona(Role.GOLD_MEMBER, "gloucestershire")


def press(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label == label).click()
    return at.run()


def typed(database: Path, title: str = f"Visit {WORDS} weekly") -> None:
    store, framework = session.opened(str(database))
    add_action(store, framework, CONTRIBUTOR, "gloucestershire", {"title": title})


def titles(database: Path) -> list[str]:
    store, framework = session.opened(str(database))
    return [a.title for a in open_plan(store, framework, LEAD, "gloucestershire").actions]


def looked(at: AppTest, words: str) -> AppTest:
    at.text_input[0].set_value(words)
    return press(at, "See where they stand")


def test_one_person_asks_and_another_approves(own_copy: Path, visit: Visit) -> None:
    visit(own_copy, CONTRIBUTOR)
    typed(own_copy)
    at = looked(visit(own_copy, CONTRIBUTOR, PAGE), "zebulonia quackenbush")
    assert_sound(at)
    assert f"Visit {WORDS} weekly" in said(at)
    assert "Title, revision 1, 1 time" in said(at)
    assert "cannot be called back" in said(at)
    # What was typed stays when the reason is refused.
    at.text_area[0].set_value(f"It names {WORDS}")
    press(at, "Ask for the removal")
    assert "holds the words themselves" in at.error[0].value
    assert at.text_area[0].value == f"It names {WORDS}"
    at.text_area[0].set_value("The name of a victim")
    press(at, "Ask for the removal")
    assert_sound(at)
    assert "Another person must agree" in at.success[0].value
    assert at.text_input[0].value == ""
    assert "Waiting for a decision (1)" in [s.value for s in at.subheader]
    assert "Take it back" in [b.label for b in at.button]

    # Somebody who may not decide sees that it is asked, and not for which words.
    at = visit(own_copy, MEMBER, PAGE)
    assert "The name of a victim" in said(at)
    assert "Quackenbush" not in said(at)

    at = press(visit(own_copy, CHAIR, PAGE), "Look at the places")
    assert WORDS in said(at)
    press(at, "Remove the words for good")
    assert "Tick that you have looked" in at.error[0].value
    assert titles(own_copy) == [f"Visit {WORDS} weekly"]
    next(c for c in at.checkbox if "I have looked" in c.label).check()
    press(at, "Remove the words for good")
    assert_sound(at)
    assert "The words were removed" in at.success[0].value
    assert titles(own_copy)[0].startswith("Visit [removed ")
    for actor in (CONTRIBUTOR, MEMBER, LEAD):
        at = visit(own_copy, actor, PAGE)
        assert_sound(at)
        assert "Quackenbush" not in said(at)
        assert "Decided by: Gold Group chair" in said(at)
        assert "Removed from 1 field" in said(at)


def test_who_asked_takes_it_back_and_does_not_decide(own_copy: Path, visit: Visit) -> None:
    visit(own_copy, LEAD)
    typed(own_copy)
    at = looked(visit(own_copy, LEAD, PAGE), WORDS)
    at.text_area[0].set_value("The name of a victim")
    press(at, "Ask for the removal")
    assert "Another person must decide" in said(at)
    labels = {b.label for b in at.button}
    assert not labels & {"Look at the places", "Remove the words for good", "Decline"}
    press(at, "Take it back")
    assert_sound(at)
    assert "Declined; nothing was changed" in said(at)
    store, _ = session.opened(str(own_copy))
    assert removals_of(store, LEAD, "gloucestershire")[0].state == "declined"
    assert titles(own_copy) == [f"Visit {WORDS} weekly"]


def test_another_person_may_decline(own_copy: Path, visit: Visit) -> None:
    visit(own_copy, LEAD)
    typed(own_copy)
    at = looked(visit(own_copy, CONTRIBUTOR, PAGE), WORDS)
    at.text_area[0].set_value("The name of a victim")
    press(at, "Ask for the removal")
    at = press(press(visit(own_copy, LEAD, PAGE), "Look at the places"), "Decline")
    assert_sound(at)
    assert "Nothing was changed" in at.success[0].value


def test_words_that_stand_nowhere_or_are_too_few_are_said_so(own_copy: Path, visit: Visit) -> None:
    visit(own_copy, LEAD)
    typed(own_copy, "Planning the year")
    at = looked(visit(own_copy, LEAD, PAGE), "Nobody At All")
    assert "stand nowhere" in at.info[0].value
    looked(at, "ab")
    assert "at least 3 letters" in at.error[0].value
    assert at.text_input[0].value == "ab"
    looked(at, "ann")
    assert "inside longer words in 1 revision" in at.info[0].value
    at.checkbox[0].check()
    press(at, "See where they stand")
    assert "Planning the year" in said(at)


def test_what_was_typed_by_people_is_shown_as_text(own_copy: Path, visit: Visit) -> None:
    visit(own_copy, LEAD)
    typed(own_copy, f"<b>{WORDS}</b> ![x](http://example.org/x.png) :material/flag:")
    at = looked(visit(own_copy, LEAD, PAGE), WORDS)
    assert_sound(at)
    table = at.table[0].value.to_string()
    assert "![x]" not in table
    assert "<b>" not in table


def test_a_version_whose_place_was_taken_is_said_so(own_copy: Path, visit: Visit) -> None:
    lead, chair = persona(Role.STRATEGIC_LEAD, "kent"), persona(Role.GOLD_CHAIR, "kent")
    visit(own_copy, lead)
    door = session.opened(str(own_copy))
    removal = ask_removal(*door, lead, "kent", "officers", "Of a victim")
    done = decide_removal(*door, chair, removal.id, True)
    assert done.version
    at = visit(own_copy, lead, "pages/force/sharing.py")
    assert_sound(at)
    assert f"version {done.version} takes its place" in said(at)
    assert "its digest changed that day" in said(at)
    national = persona(Role.NATIONAL_LEAD)
    at = visit(own_copy, national, "pages/national/shared.py", force="kent")
    assert_sound(at)
    assert "were removed from this version" in said(at)
    assert "officers" not in said(at).lower()
