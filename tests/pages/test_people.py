"""The People and Record pages, used as a strategic lead and an administrator use them."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit
from tests.pages.test_pages import assert_sound, persona, said
from vawg_plans.domain.people import Role

PEOPLE, RECORD = "pages/admin/people.py", "pages/admin/record.py"
LEAD = persona(Role.STRATEGIC_LEAD, "kent")
ADMINISTRATOR = persona(Role.ADMINISTRATOR)


def press(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label.startswith(label)).click()
    return at.run()


def write(at: AppTest, label: str, words: str) -> None:
    next(i for i in at.text_input if i.label.startswith(label)).set_value(words)


def choose(at: AppTest, label: str, option: object) -> None:
    next(s for s in at.selectbox if s.label == label).set_value(option)


def test_a_lead_gives_a_role_and_takes_it_away(own_copy: Path, visit: Visit) -> None:
    at = visit(own_copy, LEAD, PEOPLE)
    assert "Nobody has been given a role yet" in said(at)
    write(at, "E-mail", "not an address")
    press(at, "Give the role")
    assert "not an e-mail address" in at.error[0].value.replace("\\", "")
    assert at.text_input[0].value == "not an address", "what was typed is still there"

    write(at, "E-mail", "ann.lee@kent.police.uk")
    write(at, "Name", "Ann Lee")
    press(at, "Give the role")
    assert_sound(at)
    assert "Ann Lee" in said(at)
    assert at.text_input[0].value == "", "the form is ready for the next"

    choose(at, "Whose role", "Ann Lee: Contributor, Kent Police")
    press(at, "Take the role away")
    assert "Tick the box to confirm" in at.error[0].value
    at.checkbox[0].check()
    press(at, "Take the role away")
    assert_sound(at)
    assert "No role now" in said(at)
    assert "Taken away: Contributor, Kent Police" in said(at)


def test_a_lead_is_offered_only_the_roles_of_a_force(looked_at: Path, visit: Visit) -> None:
    at = visit(looked_at, LEAD, PEOPLE)
    offered = next(s for s in at.selectbox if s.label == "Role").options
    assert offered == ["Contributor", "Strategic lead", "Gold Group member", "Gold Group chair"]
    at = visit(looked_at, ADMINISTRATOR, PEOPLE)
    offered = next(s for s in at.selectbox if s.label == "Role").options
    assert "Administrator" in offered
    assert "Operator (command line)" not in offered
    assert "Hand a leaver's actions" not in said(at), "an administrator reads no drafts"


def test_a_leavers_actions_are_shown_and_then_handed_over(own_copy: Path, visit: Visit) -> None:
    at = visit(own_copy, LEAD, PEOPLE)
    posts = next(s for s in at.selectbox if s.label == "Post that hands over").options
    choose(at, "Post that hands over", posts[0])
    choose(at, "Post that takes over", posts[1])
    press(at, "Show which actions")
    assert_sound(at)
    assert f"of **{posts[0]}** would go to **{posts[1]}**" in said(at)
    press(at, "Hand over")
    assert_sound(at)
    assert f"handed over to {posts[1]}" in at.success[0].value
    now = next(s for s in at.selectbox if s.label == "Post that hands over").options
    assert posts[1] in now
    assert posts[0] not in now


def test_the_record_is_searched_and_gone_through(own_copy: Path, visit: Visit) -> None:
    at = visit(own_copy, LEAD, RECORD)
    assert_sound(at)
    assert "Kent Police" in said(at)
    assert "Essex Police" not in said(at)
    first = at.caption[2].value
    press(at, "Older")
    assert at.caption[2].value != first
    press(at, "Newer")
    assert at.caption[2].value == first
    choose(at, "Act", "version named")
    at.run()
    assert_sound(at)
    assert "Progress recorded" not in said(at)
    write(at, "Object holds", "nothing like it")
    at.run()
    assert "Nothing in the record matches" in said(at)
