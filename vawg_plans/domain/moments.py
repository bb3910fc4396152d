"""Times are stored in UTC and meant in London."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
# The calendar's last day, which people write for 'for ever', has no day after it.
_LAST_DAY = dt.date.max - dt.timedelta(days=1)


def utc_now() -> dt.datetime:
    """Now, in UTC, without a zone: as the database keeps it."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


def london_day(moment: dt.datetime) -> dt.date:
    """The day in London of a stored UTC moment."""
    return moment.replace(tzinfo=dt.UTC).astimezone(LONDON).date()


def today() -> dt.date:
    """Today in London: the date at which the present is judged."""
    return dt.datetime.now(LONDON).date()


def end_of_day_utc(day: dt.date) -> dt.datetime:
    """The first stored UTC moment after `day` has ended in London (exclusive bound)."""
    day = min(day, _LAST_DAY)
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=LONDON)
    return midnight.astimezone(dt.UTC).replace(tzinfo=None)


def in_words(day: dt.date | None) -> str:
    """3 March 2022; empty for none."""
    return f"{day.day} {day:%B %Y}" if day else ""


def moment_in_words(moment: dt.datetime) -> str:
    """3 March 2022, 14:05 (London)."""
    local = moment.replace(tzinfo=dt.UTC).astimezone(LONDON)
    return f"{in_words(local.date())}, {local:%H:%M}"


def london_time(moment: dt.datetime) -> str:
    """14:05, as a clock in London showed it at a stored UTC moment."""
    return f"{moment.replace(tzinfo=dt.UTC).astimezone(LONDON):%H:%M}"
