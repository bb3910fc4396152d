"""Every page, opened through the app by everybody who may and by nobody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import REPOSITORY
from tests.pages.conftest import Visit, go
from vawg_plans.domain.people import Actor, Role
from vawg_plans.services.plans import open_plan
from vawg_plans.views import compare, session, shell

FORCE_PAGES = sorted(
    p.relative_to(REPOSITORY).as_posix() for p in REPOSITORY.glob("pages/force/*.py")
)
GOLD_PAGES = sorted(
    p.relative_to(REPOSITORY).as_posix() for p in REPOSITORY.glob("pages/gold_group/*.py")
)
NATIONAL_PAGES = sorted(
    p.relative_to(REPOSITORY).as_posix() for p in REPOSITORY.glob("pages/national/*.py")
)
ADMIN_PAGES = sorted(
    p.relative_to(REPOSITORY).as_posix() for p in REPOSITORY.glob("pages/admin/*.py")
)
EVERY_PAGE = FORCE_PAGES + GOLD_PAGES + NATIONAL_PAGES + ADMIN_PAGES


def persona(role: Role, force_id: str | None = None) -> Actor:
    """As the picker makes it."""
    name = f"persona-{role.value}" + (f"-{force_id}" if force_id else "")
    return Actor(name, f"{role.label} (persona)", role, force_id)


FORCE_ROLES = [r for r in Role if r.in_a_force]
OF_A_FORCE = {
    f"{r.value} of {f}": persona(r, f) for f in ("kent", "gloucestershire") for r in FORCE_ROLES
}
NATIONAL = {r.value: persona(r) for r in (Role.NATIONAL_LEAD, Role.READER)}
# No persona of the picker, but a role that has pages.
ADMINISTRATOR = {"administrator": persona(Role.ADMINISTRATOR)}
PEOPLE = OF_A_FORCE | NATIONAL | ADMINISTRATOR


def pages_of(actor: Actor) -> list[str]:
    if actor.role is Role.ADMINISTRATOR:
        return ADMIN_PAGES
    if actor.role is Role.STRATEGIC_LEAD:
        return (
            FORCE_PAGES
            + GOLD_PAGES
            + NATIONAL_PAGES
            + ["pages/admin/people.py", "pages/admin/record.py"]
        )
    return FORCE_PAGES + GOLD_PAGES + NATIONAL_PAGES if actor.role.in_a_force else NATIONAL_PAGES


def said(at: AppTest) -> str:
    """Everything on the page, in one text: values and labels, tables among them."""
    found = []
    for element in at.main:
        for name in ("value", "label", "placeholder", "alt"):
            try:
                words = getattr(element, name)
            except (AttributeError, NotImplementedError):
                continue
            found.append(words.to_string() if hasattr(words, "to_string") else str(words))
    return "\n".join(found).replace("\\", "")


def assert_sound(at: AppTest) -> None:
    assert not at.exception, [e.value for e in at.exception]
    assert not at.error, [e.value for e in at.error]


def an_action_of(database: Path, actor: Actor) -> str:
    store, framework = session.opened(str(database))
    assert actor.force_id
    actions = open_plan(store, framework, actor, actor.force_id).actions
    return actions[0].id if actions else ""


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_opens_every_page_they_have(who: str, looked_at: Path, visit: Visit) -> None:
    actor = PEOPLE[who]
    at = visit(looked_at, actor)
    for page in pages_of(actor):
        query = {}
        if page == "pages/force/action.py":
            query = {"action": an_action_of(looked_at, actor)}
        elif page == "pages/national/shared.py":
            query = {"force": "kent"}
        go(at, page, **query)
        assert_sound(at)
        assert at.title or at.info, f"{page} has neither a question nor a word"
        assert shell.DEMONSTRATION in said(at), f"{page} does not say that it is a demonstration"
        # One primary action in sight, or none.
        primary = [b.label for b in at.button if b.proto.type == "primary"]
        assert len(primary) <= 1, (page, primary)


@pytest.mark.parametrize("who", PEOPLE)
def test_the_first_page_is_the_one_for_the_role(who: str, looked_at: Path, visit: Visit) -> None:
    actor = PEOPLE[who]
    at = visit(looked_at, actor)
    assert_sound(at)
    firsts = {Role.ADMINISTRATOR: "Who may do what here?"}
    expected = "What should we do next?" if actor.role.in_a_force else "beside the others?"
    assert firsts.get(actor.role, expected) in at.title[0].value


def test_nobody_sees_the_picker_and_nothing_of_a_plan(looked_at: Path, visit: Visit) -> None:
    kent = persona(Role.STRATEGIC_LEAD, "kent")
    visit(looked_at, kent)
    query = {"action": an_action_of(looked_at, kent), "force": "kent"}
    at = visit(looked_at)
    for page in EVERY_PAGE:
        go(at, page, **query)
        assert_sound(at)
        assert [t.value for t in at.title] == ["Who are you today?"]
        assert [s.label for s in at.selectbox] == ["Role", "Force (for the first four roles)"]
        assert [b.label for b in at.button] == ["Continue"]
        for kind in ("table", "dataframe", "page_link", "plotly_chart", "download_button"):
            assert not at.get(kind), f"{kind} on {page}"
        assert "VAWG-" not in said(at)
        assert not at.sidebar.children


@pytest.mark.parametrize("who", PEOPLE)
def test_a_page_that_a_role_has_not_got_cannot_be_reached(
    who: str, looked_at: Path, visit: Visit
) -> None:
    at = visit(looked_at, PEOPLE[who])
    for page in set(EVERY_PAGE) - set(pages_of(PEOPLE[who])):
        with pytest.raises(ValueError, match=r"registered|find"):
            at.switch_page(page)


def test_an_empty_plan_says_what_to_do_on_every_page(looked_at: Path, visit: Visit) -> None:
    told = {
        "pages/force/start.py": "Import our table",
        "pages/force/plan.py": "Import the table you already have",
        "pages/force/mapping.py": "There are no actions to map yet",
        "pages/force/sharing.py": "nothing to share before the plan has an action",
        "pages/force/action.py": "Choose one from the plan",
    }
    at = visit(looked_at, OF_A_FORCE["strategic_lead of gloucestershire"])
    for page, words in told.items():
        assert words in said(go(at, page)), page


def test_only_a_strategic_lead_is_offered_the_import(looked_at: Path, visit: Visit) -> None:
    for role in FORCE_ROLES:
        at = visit(looked_at, persona(role, "gloucestershire"), "pages/force/importing.py")
        assert bool(at.file_uploader) is (role is Role.STRATEGIC_LEAD)


def test_who_may_not_write_is_offered_no_form(looked_at: Path, visit: Visit) -> None:
    kent = persona(Role.STRATEGIC_LEAD, "kent")
    visit(looked_at, kent)
    action = an_action_of(looked_at, kent)
    for role in FORCE_ROLES:
        at = visit(looked_at, persona(role, "kent"), "pages/force/action.py", action=action)
        labels = {b.label for b in at.button}
        assert "Record progress" in labels
        assert ("Change the dates" in labels) is (role in {Role.CONTRIBUTOR, Role.STRATEGIC_LEAD})


def test_the_next_step_leads_to_what_it_names(looked_at: Path, visit: Visit) -> None:
    """Also after the page it leads to, with its filters, was open before."""
    lead = persona(Role.GOLD_CHAIR, "kent")
    at = visit(looked_at, lead, "pages/force/plan.py")
    go(at, "pages/force/start.py")
    next(b for b in at.button if b.label == "See what is late").click()
    at.run()
    assert_sound(at)
    assert at.title[0].value == "What are we doing, and where is it?"
    late = next(c.value for c in at.caption if " of 135 " in c.value)
    assert 0 < int(late.split()[0]) < 20


def test_a_cell_of_the_matrix_shows_its_actions_and_their_state(
    looked_at: Path, visit: Visit
) -> None:
    at = visit(looked_at, persona(Role.STRATEGIC_LEAD, "kent"), "pages/force/coverage.py")
    cell = at.button(key="cell_powers_protect")
    assert "**12** ✓" in cell.label
    # What is only suggested is told apart: the signs add up to what covers, in every cell.
    labels = [b.label for b in at.button if (b.key or "").startswith("cell_")]
    for label in labels:
        covering, *signs = [int(n) for n in re.findall(r"\d+", label)] or [0]
        assert sum(signs) == covering or not signs
    cell.click().run()
    assert_sound(at)
    assert "".join(at.query_params["cell"]) == "powers.protect"
    shown = [c for c in at.get("page_link") if "action=act-" in c.proto.query_string]
    assert len(shown) >= 12


def test_a_reader_of_the_matrix_is_offered_nothing_to_write(looked_at: Path, visit: Visit) -> None:
    chair = persona(Role.GOLD_CHAIR, "kent")
    at = visit(looked_at, chair, "pages/force/coverage.py", cell="powers.prevent")
    assert_sound(at)
    assert not at.text_input
    assert "Nothing here yet" in said(at)


def test_a_page_of_another_force_cannot_be_named(looked_at: Path, visit: Visit) -> None:
    """The action of another force in the address is answered as one that does not exist."""
    visit(looked_at, persona(Role.STRATEGIC_LEAD, "kent"))
    of_kent = an_action_of(looked_at, persona(Role.STRATEGIC_LEAD, "kent"))
    at = visit(
        looked_at, persona(Role.STRATEGIC_LEAD, "surrey"), "pages/force/action.py", action=of_kent
    )
    assert "not in this force's plan" in at.info[0].value
    assert not at.title


def test_a_force_that_does_not_exist_is_said_so(looked_at: Path, visit: Visit) -> None:
    at = visit(looked_at, NATIONAL["reader"], "pages/national/shared.py", force="atlantis")
    assert not at.exception
    assert "There is no such force" in at.error[0].value.replace("\\", "")


def test_another_force_reads_counts_and_not_words(looked_at: Path, visit: Visit) -> None:
    """The national lead reads the words of a plan shared nationally; another force does not."""
    national = visit(looked_at, NATIONAL["national_lead"], "pages/national/shared.py", force="kent")
    assert "VAWG-" in said(national)
    elsewhere = persona(Role.CONTRIBUTOR, "surrey")
    at = visit(looked_at, elsewhere, "pages/national/shared.py", force="durham")
    assert_sound(at)
    assert "counted without words" in said(at)
    assert "Head of" not in said(at)


def test_a_force_is_opened_from_the_comparison(looked_at: Path, visit: Visit) -> None:
    for who in (NATIONAL["reader"], persona(Role.STRATEGIC_LEAD, "kent")):
        at = visit(looked_at, who, "pages/national/compare.py")
        at.selectbox(key="open_force").select("surrey").run()
        next(b for b in at.button if b.label == "Open the force").click()
        at.run()
        assert_sound(at)
        assert at.title[0].value == "What does Surrey Police share?"


def test_the_comparison_reads_its_choices_from_the_address(looked_at: Path, visit: Visit) -> None:
    at = visit(
        looked_at,
        persona(Role.STRATEGIC_LEAD, "kent"),
        "pages/national/compare.py",
        by="Improvement areas",
        measure=compare.MEASURES["complete"],
        order="Name",
    )
    assert_sound(at)
    assert at.selectbox(key="measure").value == "complete"
    assert at.selectbox(key="order").value == "name"
    assert at.session_state["by"] == "area"


def test_a_database_in_earnest_offers_no_persona(in_earnest: Path, visit: Visit) -> None:
    at = visit(in_earnest)
    for page in EVERY_PAGE:
        go(at, page)
        assert_sound(at)
        assert "Sign-in is not set up" in at.info[0].value
        assert not at.selectbox
        assert not at.button
        assert shell.DEMONSTRATION not in said(at)


def test_beyond_this_machine_there_is_no_picker(
    looked_at: Path, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "on_loopback", lambda: False)
    at = visit(looked_at)
    for page in EVERY_PAGE:
        go(at, page)
        assert_sound(at)
        assert "only on the machine it runs on" in at.info[0].value
        assert not at.selectbox
        assert not at.button


def test_a_new_action_from_a_gap_brings_its_p_and_area(own_copy: Path, visit: Visit) -> None:
    lead = OF_A_FORCE["contributor of gloucestershire"]
    at = visit(own_copy, lead, "pages/force/new_action.py", p="protect", area="victims")
    at.text_input[0].set_value("Visit each repeat victim within a day")
    next(b for b in at.button if b.label == "Add the action").click()
    at.run()
    assert_sound(at)
    assert "The action was added" in at.success[0].value
    store, framework = session.opened(str(own_copy))
    opened = open_plan(store, framework, lead, "gloucestershire")
    assert [a.title for a in opened.actions] == ["Visit each repeat victim within a day"]
    assert opened.matrix(framework)["victims", "protect"].covered
    # The form is empty again, and the start page knows.
    assert at.text_input[0].value == ""
    assert "1 action" in said(visit(own_copy, lead, "pages/force/start.py"))


def test_a_new_action_without_a_title_is_refused_and_kept(own_copy: Path, visit: Visit) -> None:
    lead = OF_A_FORCE["contributor of gloucestershire"]
    at = visit(own_copy, lead, "pages/force/new_action.py")
    at.text_area[0].set_value("Every week, by the same officer")
    next(b for b in at.button if b.label == "Add the action").click()
    at.run()
    assert "Give the action a title" in at.error[0].value
    assert at.text_area[0].value == "Every week, by the same officer"


def test_a_fault_shows_a_number_and_no_traceback(
    looked_at: Path, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the words of a victim")

    monkeypatch.setattr("vawg_plans.views.plan.head", broken)
    at = visit(looked_at, persona(Role.STRATEGIC_LEAD, "kent"), "pages/force/plan.py")
    assert not at.exception
    assert "Its number is" in at.error[0].value
    assert "victim" not in said(at)
