"""Answering a question about the plan: revised, dated, two people at once, removed and frozen."""

from __future__ import annotations

import pytest

from tests.services.conftest import Adding, mapped, person, published
from vawg_plans.domain.answers import Choice
from vawg_plans.domain.details import EvidenceItem, Milestone
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.plans import Audience
from vawg_plans.errors import InvalidInput, StaleEdit
from vawg_plans.services.answers import answer, answer_history, answers_of, assessments
from vawg_plans.services.checking import examine
from vawg_plans.services.plans import open_plan, revise_plan
from vawg_plans.services.removing import ask_removal, decide_removal
from vawg_plans.services.versions import share_version, shared_content
from vawg_plans.store.store import Store

CELL = "cell:powers:prevent"
NA = Choice.NOT_APPLICABLE


def test_an_answer_is_kept_with_its_day_and_who_and_is_taken_back(
    either: Store, framework: Framework, lead: Actor
) -> None:
    first = answer(either, framework, lead, "kent", CELL, NA, " Done nationally ", read_revision=0)
    assert (first.words, first.revision) == ("Done nationally", 1)
    found = answers_of(either, lead, "kent")[CELL]
    assert (found.said_on, found.said_by, found.given) == (today(), lead.name, True)
    # The same again writes nothing.
    again = answer(either, framework, lead, "kent", CELL, NA, "Done nationally", read_revision=1)
    assert again.revision == 1
    answer(either, framework, lead, "kent", CELL, None, "", read_revision=1)
    assert not answers_of(either, lead, "kent")[CELL].given
    assert [a.choice for a in answer_history(either, lead, "kent", CELL)] == [None, NA]
    # The four tests are read together; other answers are none of them.
    test = "test:powers:effective"
    answer(either, framework, lead, "kent", test, Choice.MET, "Audited", read_revision=0)
    found_tests = assessments(either, framework, lead, "kent")
    assert [key for key, one in found_tests.items() if one.now] == [("powers", "effective")]
    assert not [f.words for f in examine(either, framework) if not f.sound]


def test_the_second_of_two_sees_both_answers(
    either: Store, framework: Framework, lead: Actor
) -> None:
    answer(either, framework, lead, "kent", CELL, NA, "Done nationally", read_revision=0)
    with pytest.raises(StaleEdit) as stale:
        answer(either, framework, lead, "kent", CELL, NA, "The county does it", read_revision=0)
    both = stale.value.theirs.words, stale.value.yours.words
    assert both == ("Done nationally", "The county does it")
    assert stale.value.fields == ["words"]


@pytest.mark.parametrize(
    ("question", "choice", "words"),
    [("cell:nowhere:prevent", NA, "x"), (CELL, NA, ""), (CELL, Choice.MET, "x")],
)
def test_what_is_not_asked_and_no_answer_write_nothing(
    store: Store, framework: Framework, lead: Actor, question: str, choice: Choice, words: str
) -> None:
    with pytest.raises(InvalidInput):
        answer(store, framework, lead, "kent", question, choice, words, read_revision=0)
    assert answers_of(store, lead, "kent") == {}


def test_a_version_carries_reasons_and_milestones_and_keeps_working_matters_national(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(
        store,
        "One",
        tags=mapped(),
        milestones=(Milestone("m1", "Half trained"),),
        evidence_items=(EvidenceItem("e1", "Attendance list", "Training system"),),
    )
    for question, choice in (
        (CELL, NA), ("plan:asked", Choice.RESPONDED), ("test:powers:effective", Choice.PARTLY),
    ):  # fmt: skip
        answer(store, framework, lead, "kent", question, choice, "Words", read_revision=0)
    share_version(store, framework, lead, "kent", Audience.NATIONAL)
    nat = person(Role.NATIONAL_LEAD)
    [(_, national)] = shared_content(store, nat, "kent")
    assert {a["question"] for a in national["answers"]} == {CELL, "test:powers:effective"}
    details = national["actions"][0]["details"]
    assert details["milestones"][0]["title"] == "Half trained"
    assert details["evidence_items"][0]["held"] == "Training system"
    # Another force learns that there is an answer, and no word of it.
    [(_, counted)] = shared_content(store, person(Role.STRATEGIC_LEAD, "surrey"), "kent")
    assert {(a["choice"], a["words"]) for a in counted["answers"]} == {
        ("not_applicable", ""),
        ("partly", ""),
    }
    assert "Half trained" not in str(counted)
    published(store, framework)
    [(_, public)] = shared_content(store, person(Role.READER), "kent")
    assert [a["question"] for a in public["answers"]] == [CELL]
    assert set(public["actions"][0]["details"]) == {"milestones"}


def test_words_are_removed_from_answers_details_and_strands_and_from_what_was_frozen(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(
        either,
        "One",
        tags=mapped(),
        milestones=(Milestone("m1", "Meet Jane Roe"),),
        evidence_items=(EvidenceItem("e1", "Letter of Jane Roe", "Jane Roe's file"),),
    )
    strands = {"local_strands": ("Jane Roe",), "strand_ps": (("Jane Roe", "prevent"),)}
    revise_plan(either, lead, "kent", strands, read_revision=1)
    answer(either, framework, lead, "kent", CELL, NA, "Jane Roe said so", read_revision=0)
    share_version(either, framework, lead, "kent", Audience.NATIONAL)
    asked = ask_removal(either, framework, lead, "kent", "Jane Roe", "a victim's name")
    decide_removal(either, framework, person(Role.GOLD_CHAIR), asked.id, True)
    opened = open_plan(either, framework, lead, "kent")
    [action] = opened.actions
    [(_, content)] = shared_content(either, person(Role.NATIONAL_LEAD), "kent")
    held = f"{action} {opened.plan} {opened.answers} {content}"
    assert "Jane" not in held
    assert opened.plan.strand_ps[0][0] == opened.plan.local_strands[0]
    assert not [f.words for f in examine(either, framework) if not f.sound]
