"""A date means a day in London, across both changes of the clock."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.moments import (
    end_of_day_utc,
    in_words,
    london_day,
    moment_in_words,
    today,
    utc_now,
)

MICROSECOND = dt.timedelta(microseconds=1)
DAY = dt.timedelta(days=1)
DAYS = st.dates(dt.date(1972, 1, 1), dt.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        # In winter London is UTC; in summer its midnight is 23:00 UTC of the day before.
        (dt.date(2022, 1, 15), dt.datetime(2022, 1, 16, 0)),
        (dt.date(2022, 7, 15), dt.datetime(2022, 7, 15, 23)),
        # The clocks go forward on 27 March 2022: that day has 23 hours.
        (dt.date(2022, 3, 26), dt.datetime(2022, 3, 27, 0)),
        (dt.date(2022, 3, 27), dt.datetime(2022, 3, 27, 23)),
        # They go back on 30 October 2022: that day has 25.
        (dt.date(2022, 10, 29), dt.datetime(2022, 10, 29, 23)),
        (dt.date(2022, 10, 30), dt.datetime(2022, 10, 31, 0)),
        (dt.date(2024, 2, 29), dt.datetime(2024, 3, 1, 0)),
        (dt.date(2022, 12, 31), dt.datetime(2023, 1, 1, 0)),
    ],
)
def test_a_day_ends_at_midnight_in_london(day: dt.date, ends: dt.datetime) -> None:
    assert end_of_day_utc(day) == ends


@pytest.mark.parametrize(
    ("day", "hours"),
    [(dt.date(2022, 3, 27), 23), (dt.date(2022, 10, 30), 25), (dt.date(2022, 6, 1), 24)],
)
def test_a_day_has_as_many_hours_as_the_clock_gives_it(day: dt.date, hours: int) -> None:
    assert end_of_day_utc(day) - end_of_day_utc(day - DAY) == dt.timedelta(hours=hours)


@given(day=DAYS)
def test_the_last_moment_of_a_day_is_in_it_and_the_next_is_not(day: dt.date) -> None:
    ends = end_of_day_utc(day)
    assert london_day(ends - MICROSECOND) == day
    assert london_day(ends) == day + DAY


@given(moment=st.datetimes(dt.datetime(1972, 1, 2), dt.datetime(2100, 12, 30)))
def test_every_moment_is_in_the_day_that_has_not_ended(moment: dt.datetime) -> None:
    day = london_day(moment)
    assert end_of_day_utc(day - DAY) <= moment < end_of_day_utc(day)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (dt.datetime(2022, 7, 14, 22, 59, 59), dt.date(2022, 7, 14)),
        (dt.datetime(2022, 7, 14, 23, 0), dt.date(2022, 7, 15)),
        (dt.datetime(2022, 1, 14, 23, 59, 59), dt.date(2022, 1, 14)),
        (dt.datetime(2022, 1, 15, 0, 0), dt.date(2022, 1, 15)),
    ],
)
def test_a_summer_evening_in_utc_is_already_tomorrow_in_london(
    moment: dt.datetime, day: dt.date
) -> None:
    assert london_day(moment) == day


def test_the_calendars_last_day_has_an_end_too() -> None:
    # People write 9999-12-31 for 'for ever'.
    assert end_of_day_utc(dt.date.max) > dt.datetime(9999, 12, 30)


def test_now_is_utc_without_a_zone_and_today_is_its_day_in_london() -> None:
    before = london_day(utc_now())
    day = today()
    assert utc_now().tzinfo is None
    assert before <= day <= london_day(utc_now())


def test_dates_and_moments_are_written_as_people_say_them() -> None:
    assert in_words(dt.date(2022, 3, 3)) == "3 March 2022"
    assert in_words(None) == ""
    assert moment_in_words(dt.datetime(2022, 3, 3, 14, 5)) == "3 March 2022, 14:05"
    assert moment_in_words(dt.datetime(2022, 7, 31, 23, 30)) == "1 August 2022, 00:30"
