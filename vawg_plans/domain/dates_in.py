"""A date as people write it in a table. British order; words stay words; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from vawg_plans.domain.tables import Cell, Severity

FIRST_YEAR, LAST_YEAR = 2000, 2100

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december")  # fmt: skip
_WELSH = ("ionawr", "chwefror", "mawrth", "ebrill", "mai", "mehefin", "gorffennaf", "awst", "medi",
          "hydref", "tachwedd", "rhagfyr")  # fmt: skip
_MOST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BEFORE = (
    r"'?(?:(?:due|by|on|before|due by|due on|due date|no later than|deadline|target|target date|"
    r"close of|close of play|c\.?o\.?[pb]\.?)[:\s]\s*)?"
)
_DAY_NAME = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_CLOCK = (
    r"(?:(?:[T\s]|,\s|\sat\s)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[ap]\.?m\.?)?"
    r"(?:Z|[+-]00:?00)?)?"
)
_MONTH_NAME = r"([a-z]{3,10})\.?"
_NUMBERS = re.compile(
    rf"{_BEFORE}{_DAY_NAME}(\d{{1,2}})\s?([/.-])\s?(\d{{1,2}})\s?\2\s?(\d{{4}}|\d{{2}}){_CLOCK}\.?",
    re.IGNORECASE,
)
_ISO = re.compile(rf"{_BEFORE}(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_CLOCK}\.?", re.IGNORECASE)
_DAY_MONTH = rf"{_BEFORE}{_DAY_NAME}(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s/.-]*{_MONTH_NAME}"
_NAMED = re.compile(rf"{_DAY_MONTH},?[\s/.-]*(\d{{4}}|'?\d{{2}}){_CLOCK}\.?", re.IGNORECASE)
# 'March 31, 2022' can be read in one way only.
_MONTH_FIRST = re.compile(
    rf"{_BEFORE}{_DAY_NAME}{_MONTH_NAME}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_CLOCK}\.?",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(_DAY_MONTH, re.IGNORECASE)
_DASHES = re.compile(r"[\s\-\u2010-\u2015./_]+")


@dataclass(frozen=True, slots=True)
class ReadDate:
    """What a cell says of a day: a date, or words kept, or a refusal with its reason."""

    day: dt.date | None = None
    words: str = ""
    severity: Severity | None = None
    reason: str = ""


def read_due(cell: Cell | None) -> ReadDate:
    """Read a cell that should hold a date. An empty cell is no date and no words."""
    if cell is None or cell.empty:
        return ReadDate()
    value = cell.value
    if isinstance(value, dt.datetime):
        return _within(value.date(), cell.text)
    if isinstance(value, dt.date):
        return _within(value, cell.text)
    words = " ".join(cell.text.split())
    if _DASHES.fullmatch(words):
        return ReadDate()
    if isinstance(value, int | float):
        return ReadDate(
            words=words,
            severity=Severity.KEPT_AS_WORDS,
            reason=f"'{words}' is a number, not a date, so it is kept as words without a date; "
            "format the cell as a date if it is one.",
        )
    return read_words(words)


def read_words(words: str) -> ReadDate:
    """Read words that should be a date."""
    parts = _parts(words)
    if parts is None:
        if impossible := _impossible_in_any_year(words):
            return _refused(words, impossible)
        return ReadDate(
            words=words,
            severity=Severity.KEPT_AS_WORDS,
            reason=f"'{_short(words)}' is not a date, so it is kept as words without a date.",
        )
    year, month, day = parts
    try:
        read = dt.date(year, month, day)
    except ValueError:
        return _refused(words, _why_impossible(words, year, month, day))
    return _within(read, words)


def month_first(cells: Iterable[Cell]) -> str:
    """The words of a date that can only have its month first ('03/31/2022'); empty where as many
    have their day first, and so where nothing tells that a column is in the American order.
    """
    american, british = [], 0
    for cell in cells:
        found = _NUMBERS.fullmatch(" ".join(cell.text.split())) if _is_text(cell) else None
        if found and int(found[1]) <= 12 < int(found[3]) <= 31:
            american.append(found[0])
        elif found and int(found[3]) <= 12 < int(found[1]):
            british += 1
    return american[0] if len(american) > british else ""


def either_order(cell: Cell | None) -> bool:
    """Whether a date in numbers is another one with its month first."""
    if cell is None or not _is_text(cell):
        return False
    found = _NUMBERS.fullmatch(" ".join(cell.text.split()))
    return found is not None and int(found[1]) <= 12 >= int(found[3]) and found[1] != found[3]


def _is_text(cell: Cell) -> bool:
    return isinstance(cell.value, str)


def _parts(words: str) -> tuple[int, int, int] | None:
    """Year, month and day as written, whether or not there is such a day; None for other words."""
    if found := _ISO.fullmatch(words):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _NUMBERS.fullmatch(words):
        return _year(found[4]), int(found[3]), int(found[1])
    if (found := _NAMED.fullmatch(words)) and (month := _month(found[2])):
        return _year(found[3]), month, int(found[1])
    if (found := _MONTH_FIRST.fullmatch(words)) and (month := _month(found[1])):
        return int(found[3]), month, int(found[2])
    return None


def _impossible_in_any_year(words: str) -> str:
    """Why a day without a year, '31 February', cannot be; empty where it can, or is none."""
    found = _NO_YEAR.fullmatch(words)
    month = _month(found[2]) if found else None
    if not found or month is None or 1 <= int(found[1]) <= _MOST_DAYS[month - 1]:
        return ""
    name = _MONTHS[month - 1].capitalize()
    return f"'{_short(words)}' is not a day: {name} has no day {int(found[1])}. Correct the date."


def _year(digits: str) -> int:
    digits = digits.lstrip("'")
    return 2000 + int(digits) if len(digits) == 2 else int(digits)


def _month(name: str) -> int | None:
    name = name.casefold()
    for number, (month, welsh) in enumerate(zip(_MONTHS, _WELSH, strict=True), 1):
        if name in (month, month[:3], welsh) or (month == "september" and name == "sept"):
            return number
    return None


def _within(day: dt.date, words: str) -> ReadDate:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return ReadDate(day=day)
    reason = f"'{_short(words)}' is in {day.year}; give a year from {FIRST_YEAR} to {LAST_YEAR}."
    if day.year in (1899, 1900, 1904):
        reason += " Excel shows a cell with 0 or a small number as a day of that year."
    return _refused(words, reason)


def _why_impossible(words: str, year: int, month: int, day: int) -> str:
    if 1 <= month <= 12 and year >= 1:
        return (
            f"'{_short(words)}' is not a day: {_MONTHS[month - 1].capitalize()} {year} "
            f"has no day {day}. Correct the date."
        )
    return (
        f"'{_short(words)}' is not a date: there is no month {month}. "
        "Dates are read with the day first, as in 31/03/2022."
    )


def _refused(words: str, reason: str) -> ReadDate:
    return ReadDate(words=words, severity=Severity.REFUSED, reason=reason)


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:59].rstrip() + "…"
