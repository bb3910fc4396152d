"""The days shown, and what stood at the end of each."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.progress_over_time import (
    MOST,
    Standing,
    ends_between,
    progress_over_time,
)

D = dt.date
DAYS = st.dates(D(2021, 9, 17), D(2030, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (D(2022, 3, 1), D(2022, 3, 1), [D(2022, 3, 1)]),
        # A young plan by week: Sundays, and the day itself.
        (D(2022, 3, 1), D(2022, 3, 15), [D(2022, 3, 6), D(2022, 3, 13), D(2022, 3, 15)]),
        (D(2022, 3, 1), D(2022, 3, 13), [D(2022, 3, 6), D(2022, 3, 13)]),
        (
            D(2021, 11, 30),
            D(2022, 3, 30),
            [D(2021, 11, 30), D(2021, 12, 31), D(2022, 1, 31), D(2022, 2, 28), D(2022, 3, 30)],
        ),
        (D(2022, 3, 2), D(2022, 3, 1), []),
    ],
)
def test_the_days_shown_are_month_ends_or_sundays(
    first: dt.date, last: dt.date, days: list[dt.date]
) -> None:
    assert ends_between(first, last) == days


@given(DAYS, DAYS)
def test_days_run_upwards_end_at_the_last_and_are_not_too_many(a: dt.date, b: dt.date) -> None:
    first, last = sorted((a, b))
    days = ends_between(first, last)
    assert days == sorted(set(days))
    assert days[-1] == last
    assert len(days) <= MOST
    assert days[0] >= first


def test_the_last_change_of_a_day_counts_and_a_point_without_actions_has_no_share() -> None:
    day, next_day = D(2022, 3, 1), D(2022, 3, 2)
    begun = Standing("a", day, DeliveryStatus.ON_TRACK, day, False)
    standings = [
        begun,
        Standing("a", day, DeliveryStatus.COMPLETE, day, False),
        Standing("a", next_day, DeliveryStatus.OFF_TRACK, day, False),
        Standing("a", D(2022, 3, 4), DeliveryStatus.OFF_TRACK, day, True),
    ]
    days = [D(2022, 2, 28), day, next_day, D(2022, 3, 4)]
    none, complete, late, gone = progress_over_time(standings, days)
    assert (none.live, none.progress.share) == (0, None)
    assert (complete.complete, complete.late) == (1, 0)
    assert (late.counts[DeliveryStatus.OFF_TRACK], late.late) == (1, 1)
    assert (gone.live, gone.late) == (0, 0)
