"""What a force answers about its plan: which questions there are, and what answers they take."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vawg_plans.domain.answers import (
    CHARACTERISTICS,
    Answer,
    Choice,
    Test,
    answer_problems,
    is_known,
    not_applicable,
    of_cell,
    of_recommendation,
    of_test,
    question_words,
    responded,
)
from vawg_plans.store.framework_files import read_framework

FRAMEWORK = read_framework()
RECOMMENDATION = FRAMEWORK.recommendations_for_forces()[0].id
CELL, TEST = of_cell("powers", "prevent"), of_test("powers", Test.MANAGED)


@pytest.mark.parametrize(
    ("question", "known"),
    [
        (CELL, True),
        (TEST, True),
        (of_recommendation(RECOMMENDATION), True),
        (CHARACTERISTICS, True),
        ("plan:weather", False),
        ("cell:powers", False),
        ("cell:powers:ponder", False),
        ("test:powers:loud", False),
        ("recommendation:none", False),
        ("", False),
    ],
)
def test_the_framework_asks_some_questions_and_no_other(question: str, known: bool) -> None:
    assert is_known(question, FRAMEWORK) is known
    if known:
        assert question_words(question, FRAMEWORK)


def answered(question: str, choice: Choice | None, words: str = "Because", **more: str) -> Answer:
    return Answer("plan-kent", "kent", question, choice=choice, words=words, **more)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (answered(CELL, Choice.NOT_APPLICABLE), ""),
        (answered(CELL, None, ""), ""),
        (answered(CELL, Choice.NOT_APPLICABLE, "  "), "Say why it is not applicable"),
        (answered(CELL, Choice.MET), "is no answer to that question"),
        (answered(TEST, Choice.PARTLY), ""),
        (answered(TEST, Choice.NOT_APPLICABLE), "is no answer to that question"),
        (answered(TEST, Choice.MET, ""), "Say it in a sentence"),
        (answered(TEST, Choice.MET, "x" * 5_001), "5,000 characters"),
        (answered(TEST, Choice.MET, evidence="x" * 1_001), "1,000 characters"),
    ],
)
def test_an_answer_is_sound_or_says_what_to_do(answer: Answer, problem: str) -> None:
    found = answer_problems(answer)
    assert (problem in " ".join(found)) if problem else not found


def test_only_answers_that_stand_count() -> None:
    cell = answered(CELL, Choice.NOT_APPLICABLE)
    reply = answered(of_recommendation(RECOMMENDATION), Choice.RESPONDED)
    answers = {a.question: a for a in (cell, reply, answered(TEST, Choice.MET))}
    assert not_applicable(answers) == {("powers", "prevent"): cell}
    assert responded(answers) == {RECOMMENDATION: reply}
    taken_back = {q: replace(a, choice=None) for q, a in answers.items()}
    assert not_applicable(taken_back) == {}
    assert responded(taken_back) == {}
