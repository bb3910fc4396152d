"""How a plan is governed: priorities read from lines, what leaves, what an answer may be."""

from __future__ import annotations

import pytest

from vawg_plans.domain.answers import (
    Answer,
    Choice,
    answer_problems,
    choices_of,
    is_known,
    question_words,
)
from vawg_plans.domain.documents import told
from vawg_plans.domain.freezing import leaves
from vawg_plans.domain.governance import LONGEST_WORDS, PARTS, PRIORITIES, TERMS, priorities_in
from vawg_plans.domain.plans import Audience
from vawg_plans.store.framework_files import read_framework

FRAMEWORK = read_framework()


def said(question: str, choice: Choice | None, words: str = "As agreed") -> Answer:
    return Answer("plan-kent", "kent", question, choice=choice, words=words)


def test_six_parts_are_asked_for_by_name_and_are_published_or_not() -> None:
    assert len(PARTS) == len({question_words(q, FRAMEWORK) for q in PARTS}) == 6
    for question in PARTS:
        assert is_known(question, FRAMEWORK)
        assert choices_of(question) == (Choice.INTERNAL, Choice.PUBLISHABLE)
        assert not answer_problems(said(question, Choice.INTERNAL, "x" * LONGEST_WORDS))
    assert "20,000 characters" in answer_problems(said(TERMS, Choice.INTERNAL, "x" * 20_001))[0]
    assert "is no answer" in answer_problems(said(TERMS, Choice.MET))[0]
    assert not is_known("governance:gossip", FRAMEWORK)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Repeat victims: high likelihood, medium impact", ("Repeat victims", "high", "medium")),
        ("- Vacancies (Low likelihood and High impact).", ("Vacancies", "low", "high")),
        ("3. Late orders – medium likelihood; low impact", ("Late orders", "medium", "low")),
        ("Funding ends", ("Funding ends", None, None)),
        ("Funding ends: high likelihood", ("Funding ends: high likelihood", None, None)),
        ("A likelihood of high impact", ("A likelihood of high impact", None, None)),
        (
            "-" * 19_000 + " high likelihood, low",
            ("-" * 19_000 + " high likelihood, low", None, None),
        ),
        ("x" * 19_000 + " high likelihood, low impact", ("x" * 19_000, "high", "low")),
        (
            "high likelihood, high impact",
            ("high likelihood, high impact", None, None),
        ),
    ],
)
def test_a_priority_says_its_risk_at_the_end_of_its_line(
    line: str, expected: tuple[str, str | None, str | None]
) -> None:
    [one] = priorities_in(f"\n  {line}  \n\n")
    assert (one.words, one.likelihood, one.impact) == expected
    assert one.assessed is (expected[1] is not None)


@pytest.mark.parametrize(
    ("choice", "audience", "goes"),
    [
        (Choice.PUBLISHABLE, Audience.PUBLIC, True),
        (Choice.INTERNAL, Audience.PUBLIC, False),
        (Choice.INTERNAL, Audience.NATIONAL, True),
        (Choice.PUBLISHABLE, Audience.NATIONAL, True),
    ],
)
def test_only_what_may_be_published_leaves_for_the_public(
    choice: Choice, audience: Audience, goes: bool
) -> None:
    assert leaves(said(PRIORITIES, choice), audience) is goes


def test_a_document_told_from_a_national_version_leaves_out_what_is_not_published() -> None:
    answers = [
        {"question": q, "choice": c, "words": q, "said_on": "2022-03-01"}
        for q, c in ((TERMS, "publishable"), (PRIORITIES, "internal"))
    ]
    content = {
        "force": "kent",
        "force_name": "Kent Police",
        "judged_on": "2022-03-01",
        "plan": {},
        "actions": [],
        "answers": answers,
    }
    assert set(told(content).governance) == {TERMS}
