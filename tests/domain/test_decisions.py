"""Decisions of the Gold Group: what they need, and which of them a meeting hears of again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from vawg_plans.domain.decisions import (
    Decision,
    DecisionState,
    carried,
    decision_problems,
    told,
)

DAY = dt.date(2022, 10, 4)
S = DecisionState
ONE = Decision(
    "dec-1", "meet-1", "plan-kent", "kent", 1, "action:a", "a",
    words="Fund two posts", owner_post="DCC", due=dt.date(2022, 11, 1), decided_on=DAY, sequence=5,
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({}, ""),
        ({"due": None}, ""),
        ({"words": "  "}, "Say what was decided."),
        ({"words": "x" * 2_001}, "Keep the decision to 2,000 characters."),
        ({"owner_post": " "}, "Name the post that sees to it."),
        ({"owner_post": "x" * 201}, "Keep the post to 200 characters."),
        ({"due": dt.date(1922, 1, 1)}, "Give a day between 2000 and 2100."),
        ({"outcome": "x" * 2_001}, "Keep what came of it to 2,000 characters."),
        ({"state": S.DROPPED, "outcome": "No money"}, ""),
        ({"state": S.DROPPED}, "Say why the decision is dropped; the reason stays in the log."),
    ],
)
def test_a_decision_needs_words_and_an_owner(change: dict[str, Any], problem: str) -> None:
    assert decision_problems(replace(ONE, **change)) == ([problem] if problem else [])


def test_decisions_carry_until_they_are_done_and_are_told_once_more_then() -> None:
    soon = replace(ONE, id="2", number=2, due=dt.date(2022, 10, 5))
    undated = replace(ONE, id="3", number=3, due=None)
    done_since = replace(ONE, id="4", number=4, state=S.DONE, sequence=9)
    done_before = replace(ONE, id="5", number=5, state=S.DONE, sequence=7)
    dropped_since = replace(ONE, id="6", number=6, state=S.DROPPED, sequence=8)
    every = [dropped_since, done_before, done_since, undated, soon, ONE]
    assert [d.number for d in carried(every, since=7)] == [2, 1, 3, 4, 6]
    assert carried([], 0) == []


@pytest.mark.parametrize(
    ("change", "on", "words"),
    [
        ({}, DAY, "Open: DCC, by 1 November 2022."),
        ({}, dt.date(2022, 11, 1), "Open: DCC, by 1 November 2022."),
        ({}, dt.date(2022, 11, 2), "Due on 1 November 2022 and not done (DCC)."),
        ({"due": None}, DAY, "Open: DCC."),
        ({"state": S.DONE, "said_on": DAY}, DAY, "Done (4 October 2022)."),
        ({"state": S.DONE, "outcome": "Both filled"}, DAY, "Done: Both filled."),
        ({"state": S.DROPPED, "outcome": "No money."}, DAY, "Dropped: No money."),
    ],
)
def test_a_decision_is_told_in_a_sentence(change: dict[str, Any], on: dt.date, words: str) -> None:
    said = told(replace(ONE, **change), on)
    assert said == f"Decision 1 of 4 October 2022: Fund two posts. {words}"
