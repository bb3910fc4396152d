"""The four tests: the newest self-assessment beside last time's."""

from __future__ import annotations

import datetime as dt

import pytest

from vawg_plans.domain.answers import Answer, Choice, Test, of_test
from vawg_plans.domain.four_tests import ASKS, Since, assessed
from vawg_plans.store.framework_files import read_framework

FRAMEWORK = read_framework()
MET, PARTLY, NOT_MET = Choice.MET, Choice.PARTLY, Choice.NOT_MET
JUNE, MAY, APRIL = (dt.date(2022, month, 1) for month in (6, 5, 4))


def said(choice: Choice | None, on: dt.date) -> Answer:
    question = of_test("victims", Test.MANAGED)
    return Answer("p", "kent", question, 1, 1, choice, "Because", said_on=on)


@pytest.mark.parametrize(
    ("history", "now", "before", "since"),
    [
        ([], None, None, None),
        ([said(None, JUNE), said(MET, MAY)], None, None, None),  # taken back
        ([said(MET, JUNE)], MET, None, Since.NEW),
        ([said(MET, JUNE), said(PARTLY, MAY)], MET, PARTLY, Since.BETTER),
        ([said(NOT_MET, JUNE), said(PARTLY, MAY)], NOT_MET, PARTLY, Since.WORSE),
        ([said(PARTLY, JUNE), said(PARTLY, MAY)], PARTLY, PARTLY, Since.SAME),
        # Put right on the same day: still the same assessment, compared with the time before.
        ([said(MET, JUNE), said(NOT_MET, JUNE), said(PARTLY, MAY)], MET, PARTLY, Since.BETTER),
        # One that was taken back meanwhile is passed over.
        ([said(MET, JUNE), said(None, MAY), said(MET, APRIL)], MET, MET, Since.SAME),
    ],
)
def test_an_assessment_is_compared_with_the_last_one_of_an_earlier_day(
    history: list[Answer], now: Choice | None, before: Choice | None, since: Since | None
) -> None:
    found = assessed({of_test("victims", Test.MANAGED): history}, FRAMEWORK)[
        "victims", Test.MANAGED
    ]
    assert (found.now and found.now.choice, found.before and found.before.choice) == (now, before)
    assert found.since == since


def test_every_area_has_every_test_and_every_test_says_what_it_asks() -> None:
    assert list(assessed({}, FRAMEWORK)) == [(a, t) for a in FRAMEWORK.areas for t in Test]
    assert set(ASKS) == set(Test)
