"""What a force answers about its plan, beside its actions: one answer a question, dated.

A question is named by a short code: `cell:powers:prevent` (may a cell of the matrix stay empty?),
`recommendation:vawg-2021-3.2` (what is the response?), `test:powers:effective` (one of the four
tests of recommendation 4.1 in an area), `plan:consulted` and the like, `governance:terms` and the
other parts of how the plan is governed (`domain/governance.py`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from vawg_plans.domain import governance
from vawg_plans.domain.framework import Framework

LONGEST_WORDS = 5_000
LONGEST_EVIDENCE = 1_000


class Choice(StrEnum):
    """What is answered. None of them (an empty choice) takes an answer back."""

    NOT_APPLICABLE = "not_applicable"
    RESPONDED = "responded"
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    PUBLISHABLE = "publishable"
    INTERNAL = "internal"

    @property
    def label(self) -> str:
        return _CHOICE_LABELS[self]


_CHOICE_LABELS = {
    Choice.NOT_APPLICABLE: "Not applicable, because…",
    Choice.RESPONDED: "Our response",
    Choice.MET: "Met",
    Choice.PARTLY: "Partly met",
    Choice.NOT_MET: "Not met",
    Choice.PUBLISHABLE: "May be published",
    Choice.INTERNAL: "Not to be published",
}
SELF_ASSESSMENTS = (Choice.MET, Choice.PARTLY, Choice.NOT_MET)


class Test(StrEnum):
    """The four tests of recommendation 4.1, asked of each of its six areas."""

    EFFECTIVE = "effective"
    MONITORED = "monitored"
    MANAGED = "managed"
    STANDARDS = "standards"

    # Not a test of ours, whatever it is called.
    __test__ = False

    @property
    def label(self) -> str:
        return {
            "effective": "Effective",
            "monitored": "Actively monitored",
            "managed": "Actively managed",
            "standards": "Meeting national standards",
        }[self.value]


# Questions about the plan as a whole, and how each is asked.
CONSULTED = "plan:consulted"
CHARACTERISTICS = "plan:characteristics"
ASKED_OF_CHIEFS = "plan:asked"
OF_THE_PLAN = {
    CONSULTED: "Who speaks for women and girls, and what did they change in this plan?",
    CHARACTERISTICS: "How were protected characteristics considered?",
    ASKED_OF_CHIEFS: "What is asked of chief officers?",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A force's answer to one question, as one revision has it.

    `evidence` says where what shows it is held. `said_on` is the day in London on which this
    revision was written and `said_by` who wrote it, as read beside it.
    """

    plan_id: str
    force_id: str
    question: str
    revision: int = 0
    sequence: int = 0
    choice: Choice | None = None
    words: str = ""
    evidence: str = ""
    said_on: dt.date | None = field(default=None, compare=False)
    said_by: str = field(default="", compare=False)
    # Of the stored revision: keeps the digest of its words from being guessed back.
    salt: str | None = field(default=None, compare=False, repr=False)

    @property
    def given(self) -> bool:
        """Whether there is an answer now, rather than one taken back."""
        return self.choice is not None


Answers = dict[str, Answer]


def of_cell(area: str, p: str) -> str:
    """The question whether a cell of the matrix may stay empty."""
    return f"cell:{area}:{p}"


def of_recommendation(recommendation_id: str) -> str:
    """The question how the force responds to a recommendation."""
    return f"recommendation:{recommendation_id}"


def of_test(area: str, test: Test) -> str:
    """The question how far an area meets one of the four tests."""
    return f"test:{area}:{test.value}"


def kind_of(question: str) -> str:
    """What sort of question it is: cell, recommendation, test, plan or governance."""
    return question.partition(":")[0]


def longest_words(question: str) -> int:
    """How many characters an answer may have."""
    return governance.LONGEST_WORDS if question in governance.PARTS else LONGEST_WORDS


def choices_of(question: str) -> tuple[Choice, ...]:
    """The answers that a question takes."""
    kind = kind_of(question)
    if kind == "cell":
        return (Choice.NOT_APPLICABLE,)
    if kind == "governance":
        return Choice.INTERNAL, Choice.PUBLISHABLE
    return SELF_ASSESSMENTS if kind == "test" else (Choice.RESPONDED,)


def is_known(question: str, framework: Framework) -> bool:
    """Whether the framework asks this."""
    if question in OF_THE_PLAN or question in governance.PARTS:
        return True
    kind, _, rest = question.partition(":")
    first, _, second = rest.partition(":")
    if kind == "cell":
        return first in framework.areas and second in framework.ps
    if kind == "recommendation":
        return rest in framework.recommendations
    return kind == "test" and first in framework.areas and second in list(Test)


def question_words(question: str, framework: Framework) -> str:
    """A question as people read it."""
    if question in OF_THE_PLAN:
        return OF_THE_PLAN[question]
    if question in governance.PARTS:
        return governance.PARTS[question].name
    rest = question.partition(":")[2]
    first, _, second = rest.partition(":")
    if kind_of(question) == "recommendation":
        return f"Response to {framework.recommendations[rest].label}"
    area = framework.areas[first].name
    if kind_of(question) == "cell":
        return f"{framework.ps[second].name} × {area.lower()}"
    return f"{area}: {Test(second).label.lower()}"


def answer_problems(answer: Answer) -> list[str]:
    """Every rule an answer breaks, as sentences that say what to do."""
    found = []
    if answer.choice is not None and answer.choice not in choices_of(answer.question):
        found.append(f"'{answer.choice.label}' is no answer to that question.")
    if answer.choice is Choice.NOT_APPLICABLE and not answer.words.strip():
        found.append("Say why it is not applicable: the reason is kept, shown and published.")
    elif answer.given and not answer.words.strip():
        found.append("Say it in a sentence: what the answer rests on.")
    longest = longest_words(answer.question)
    if len(answer.words) > longest:
        found.append(f"Keep the answer to {longest:,} characters.")
    if len(answer.evidence) > LONGEST_EVIDENCE:
        found.append(f"Keep where the evidence is held to {LONGEST_EVIDENCE:,} characters.")
    return found


def not_applicable(answers: Answers) -> dict[tuple[str, str], Answer]:
    """The cells of the matrix answered 'not applicable', by area and P."""
    found = {}
    for question, answer in answers.items():
        if answer.choice is Choice.NOT_APPLICABLE:
            _, area, p = question.split(":")
            found[area, p] = answer
    return found


def responded(answers: Answers) -> dict[str, Answer]:
    """Recommendations with a response in words, by id."""
    return {
        question.partition(":")[2]: answer
        for question, answer in answers.items()
        if kind_of(question) == "recommendation" and answer.given
    }
