"""Meetings: which came last, which comes next, and what they need."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from vawg_plans.domain.agenda import Arranged, Own
from vawg_plans.domain.meetings import (
    Meeting,
    MeetingState,
    last_closed,
    looks_to,
    meeting_problems,
    next_planned,
)

S = MeetingState
DAY = dt.date(2022, 10, 4)
ONE = Meeting("m1", "plan-kent", "kent", 1, dt.date(2022, 8, 2), state=S.CLOSED, moment=40)
TWO = replace(ONE, id="m2", number=2, held_on=dt.date(2022, 9, 6), moment=90)
NOW = replace(ONE, id="m3", number=3, held_on=DAY, state=S.OPEN, moment=None)
NEXT = replace(NOW, id="m4", number=4, held_on=dt.date(2022, 11, 1), state=S.PLANNED)
LATER = replace(NEXT, id="m5", number=5, held_on=dt.date(2022, 12, 6))
GONE = replace(NEXT, id="m6", number=6, held_on=dt.date(2022, 10, 9), state=S.CANCELLED)
EVERY = [LATER, GONE, NOW, TWO, NEXT, ONE]


def test_the_last_closed_meeting_is_the_one_that_froze_the_last_moment() -> None:
    assert last_closed(EVERY) is TWO
    assert last_closed(EVERY, but="m2") is ONE
    assert last_closed([NOW, NEXT, GONE]) is None


def test_the_next_meeting_is_the_first_planned_after_the_day() -> None:
    assert next_planned(EVERY, NOW, DAY) is NEXT
    assert looks_to(EVERY, NOW, DAY) == NEXT.held_on
    # A meeting prepared is no next one for itself, and one called off is none at all.
    assert next_planned(EVERY, NEXT, DAY) is LATER
    assert looks_to([NOW, GONE], NOW, DAY) == dt.date(2022, 11, 3)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({}, ""),
        ({"title": " "}, "Give the meeting a title."),
        ({"title": "x" * 201}, "Keep the title to 200 characters."),
        ({"place": "x" * 201}, "Keep the place to 200 characters."),
        ({"held_on": dt.date(2222, 1, 1)}, "Give a day between 2000 and 2100."),
        ({"attended": ("ACC", " ")}, "Name at most 60 posts there, each in up to 200 characters."),
        ({"apologies": ("x",) * 61},
         "Name at most 60 posts sending apologies, each in up to 200 characters."),
        ({"arranged": Arranged(added=(Own("x"),))}, "Say in a line what the added item is about."),
    ],
)  # fmt: skip
def test_a_meeting_needs_a_title_and_a_day(change: dict[str, Any], problem: str) -> None:
    assert meeting_problems(replace(NEXT, **change)) == ([problem] if problem else [])


def test_the_moment_it_froze_has_a_name() -> None:
    assert TWO.name == "Meeting 2, 6 September 2022"
