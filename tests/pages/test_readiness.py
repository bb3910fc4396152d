"""Inspection readiness and the four tests, as those who read and those who write see them."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, go
from tests.pages.test_pages import assert_sound, persona, said
from vawg_plans.domain.answers import (
    CHARACTERISTICS,
    Choice,
    Test,
    of_recommendation,
    of_test,
    responded,
)
from vawg_plans.domain.people import Role
from vawg_plans.domain.readiness import Severity, counted, findings
from vawg_plans.services import answers
from vawg_plans.services.plans import open_plan
from vawg_plans.views import session

READINESS = "pages/force/readiness.py"
STANDARDS = "pages/force/standards.py"
ASKED = "pages/force/asked.py"
KENT = persona(Role.STRATEGIC_LEAD, "kent")
# A force with nothing yet, for what is written.
EMPTY = "gloucestershire"
LEAD = persona(Role.STRATEGIC_LEAD, EMPTY)
CHAIR = persona(Role.GOLD_CHAIR, EMPTY)


def press(at: AppTest, label: str, nth: int = 0) -> AppTest:
    [b for b in at.button if b.label == label][nth].click()
    return at.run()


def given(database: Path, question: str, words: str, choice: Choice) -> None:
    """Somebody else answers."""
    store, framework = session.opened(str(database))
    answers.answer(store, framework, LEAD, EMPTY, question, choice, words, read_revision=0)


def test_the_gravest_come_first_with_why_and_a_way_to_put_them_right(
    looked_at: Path, visit: Visit
) -> None:
    at = visit(looked_at, KENT, READINESS)
    words = said(at)
    store, framework = session.opened(str(looked_at))
    counts = counted(findings(open_plan(store, framework, KENT, "kent"), framework))
    assert f"{counts[Severity.SERIOUS]} serious" in words
    assert f"{counts[Severity.WORTH_FIXING]} worth fixing" in words
    assert "not the inspectorate's judgement" in words
    assert words.index("Serious (") < words.index("Worth fixing (")
    assert "Actively managed is one of the recommendation's own tests." in words
    assert "chapter 13, recommendation 4.1" in words
    first = next(b for b in at.button if b.proto.type == "primary")
    first.click()
    at.run()
    assert_sound(at)
    assert at.title[0].value == "What are we doing, and where is it?"
    assert at.selectbox(key="only").value == "No owner"


def test_who_only_reads_is_offered_no_form(looked_at: Path, visit: Visit) -> None:
    for page, save in ((READINESS, "Save the response"), (STANDARDS, "Save the assessment")):
        for actor in (LEAD, CHAIR):
            labels = {b.label for b in visit(looked_at, actor, page).button}
            assert (save in labels) is (actor is LEAD)


def test_an_empty_plan_is_told_where_to_begin(looked_at: Path, visit: Visit) -> None:
    for role, label in (
        (Role.STRATEGIC_LEAD, "Import your table"),
        (Role.CONTRIBUTOR, "Write the first action"),
    ):
        at = visit(looked_at, persona(role, EMPTY), READINESS)
        assert_sound(at)
        assert "4 serious" in said(at)
        assert "The plan has no action yet." in said(at)
        assert [b.label for b in at.button if b.proto.type == "primary"] == [label]
    # Who may not write is not told to.
    at = visit(looked_at, CHAIR, READINESS)
    assert not [b for b in at.button if b.proto.type == "primary"]
    assert "Import your table" not in said(at)


def test_where_nothing_is_found_the_page_says_so(
    looked_at: Path, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vawg_plans.domain.readiness.findings", lambda *_: [])
    at = visit(looked_at, KENT, READINESS)
    assert_sound(at)
    assert "Nothing to put right" in at.success[0].value
    assert "0 serious" in said(at)


def test_a_response_given_in_place_takes_the_finding_away(own_copy: Path, visit: Visit) -> None:
    at = visit(own_copy, LEAD, READINESS)
    store, framework = session.opened(str(own_copy))
    assert "18 recommendations addressed to forces have no response." in said(at)
    asked = at.selectbox(key="respond_unanswered").value
    box = at.text_area(key=f"words_{of_recommendation(asked)}_0")
    box.set_value("Recorded in every crime report since May.")
    press(at, "Save the response")
    assert_sound(at)
    assert "17 recommendations addressed to forces have no response." in said(at)
    assert at.selectbox(key="respond_unanswered").value != asked
    opened = open_plan(store, framework, LEAD, EMPTY)
    assert responded(opened.answers)[asked].words == "Recorded in every crime report since May."
    # It stands beside what is asked, where it can be changed.
    go(at, ASKED)
    assert "Recorded in every crime report since May." in said(at)
    press(at, "Change the response")
    area = at.text_area(key=f"words_{of_recommendation(asked)}_1")
    assert area.value == "Recorded in every crime report since May."
    press(at, "Take it back")
    assert_sound(at)
    assert "Recorded in every crime report since May." not in said(at)


def test_what_the_plan_says_as_a_whole_stays_on_the_page(own_copy: Path, visit: Visit) -> None:
    visit(own_copy, LEAD)
    given(own_copy, CHARACTERISTICS, "An assessment of all six areas, in May.", Choice.RESPONDED)
    for actor in (LEAD, CHAIR):
        at = visit(own_copy, actor, READINESS)
        assert_sound(at)
        assert "Nothing says how protected characteristics were considered." not in said(at)
        assert "An assessment of all six areas, in May." in said(at)
        assert any(a.value.startswith("An assessment") for a in at.text_area) is (actor is LEAD)


def test_an_assessment_is_made_and_what_was_typed_outlives_a_conflict(
    own_copy: Path, visit: Visit
) -> None:
    at = visit(own_copy, LEAD, STANDARDS, in_area="At-risk victims", test="Actively managed")
    assert "0 of 24 assessed" in said(at)
    assert (at.selectbox(key="in_area").value, at.selectbox(key="test").value) == (
        "At-risk victims",
        "Actively managed",
    )
    question = of_test("victims", Test.MANAGED)
    typed = "Forty cases read in May; 31 had a plan."
    at.text_area[0].set_value(typed)
    press(at, "Save the assessment")
    assert "How far" in at.error[0].value
    assert at.text_area[0].value == typed

    given(own_copy, question, "Nobody looks.", Choice.NOT_MET)
    at.radio(key=f"choice_{question}_0").set_value(Choice.PARTLY)
    press(at, "Save the assessment")
    assert "Somebody else answered" in at.error[0].value
    assert "Nobody looks." in said(at)
    assert at.text_area[0].value == typed
    # Both were seen: sent again, it is saved over what was shown.
    press(at, "Save the assessment")
    assert_sound(at)
    assert "1 of 24 assessed" in said(at)
    assert "Partly met" in said(at)
    at = visit(own_copy, CHAIR, STANDARDS, in_area="At-risk victims", test="Actively managed")
    assert typed in said(at)
    assert not at.text_area
