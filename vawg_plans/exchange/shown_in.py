"""A cell's value as its reader sees it: what a number format adds to a number, or hides of a date.

A cell typed as 'Mar-22' holds the first of March and shows no day. The day was never said, so such
a cell is its words. A number is written as shown only where that hides none of its digits.
"""

from __future__ import annotations

import datetime as dt
import re

from vawg_plans.domain.tables import CellValue

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_SECTION_END = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_DAY = re.compile(r"(?<!d)d{1,2}(?!d)", re.IGNORECASE)
_CLOCK = re.compile(r"[hs]|am/pm", re.IGNORECASE)
_DATE_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[[^\]]*\]|(?P<date>y+|m+|d+|q+)|(?P<other>.)',
    re.IGNORECASE | re.DOTALL,
)
_NUMBER_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<space>.)|\*.|\[\$(?P<sign>[^\]-]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?]+)?)|(?P<other>.)",
    re.DOTALL,
)
_LITERALS = frozenset(" -/():.,£$€&'")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def shows_day(number_format: str) -> bool:
    """Whether a date in this format shows which day of the month it is."""
    return _DAY.search(_QUOTED.sub("", _first_section(number_format))) is not None


def shows_year(number_format: str) -> bool:
    """Whether a date in this format shows its year."""
    return "y" in _QUOTED.sub("", _first_section(number_format)).casefold()


def date_in_words(value: dt.date, number_format: str) -> str | None:
    """A date that shows no day, as it is shown ('Mar-22', 'Q1 2022'); None for any other."""
    section = _first_section(number_format)
    bare = _QUOTED.sub("", section)
    if shows_day(section) or _CLOCK.search(bare) or not re.search(r"[ymq]", bare, re.IGNORECASE):
        return None
    return "".join(_date_part(value, found) for found in _DATE_TOKEN.finditer(section)).strip()


def _date_part(value: dt.date, found: re.Match[str]) -> str:
    token = (found["date"] or "").casefold()
    if not token:
        return found["quoted"] or found["escaped"] or (found["other"] or "").replace("@", "")
    month = _MONTHS[value.month - 1]
    quarter = (value.month + 2) // 3
    written = {
        "y": f"{value:%Y}"[-2:], "yy": f"{value:%Y}"[-2:],
        "m": str(value.month), "mm": f"{value.month:02}", "mmm": month[:3], "mmmmm": month[:1],
        "ddd": _DAYS[value.weekday()][:3],
        "q": f"Q{quarter}", "qq": f"Q{quarter}",
    }  # fmt: skip
    whole = {"y": str(value.year), "m": month, "d": _DAYS[value.weekday()], "q": f"Q{quarter}"}
    return written.get(token, whole[token[0]])


def number_in_words(value: int | float, number_format: str) -> str:
    """A number as it is shown ('001', '4.10', 'VAWG-7', '40%'), all its digits there."""
    plain = f"{value:.15g}"
    if number_format == "General" or "@" in number_format:
        return plain
    if "%" in number_format:
        return f"{value * 100:.10g}%"
    shown = _by_format(abs(value), _first_section(number_format))
    if shown is None:
        return plain
    return f"-{shown}" if value < 0 else shown


def _by_format(value: int | float, section: str) -> str | None:
    parts: list[str] = []
    digits = 0
    for found in _NUMBER_TOKEN.finditer(section):
        if found["digits"]:
            digits += 1
            shown = _digits(value, found["digits"])
            if shown is None:
                return None
            parts.append(shown)
        elif found["other"] and found["other"] not in _LITERALS:
            return None  # a power of ten, a fraction, a scale, a colour of its own
        else:
            parts.append(
                found["quoted"] or found["escaped"] or found["sign"] or found["other"] or ""
            )
    return "".join(parts).strip() if digits == 1 else None


def _digits(value: int | float, pattern: str) -> str | None:
    """The digits as the pattern has them; None where it would hide some."""
    whole, _, behind = pattern.partition(".")
    if whole.endswith(","):
        return None  # shown in thousands
    shown = f"{value:.{len(behind)}f}"
    if float(shown) != float(f"{value:.15g}"):
        return None
    before, _, after = shown.partition(".")
    least = sum(c in "0?" for c in behind)
    while len(after) > least and after.endswith("0"):
        after = after[:-1]
    before = before.zfill(whole.count("0"))
    if "," in whole:
        before = f"{int(before):,}"
    return f"{before}.{after}" if after else before


def _first_section(number_format: str) -> str:
    return _SECTION_END.split(number_format, maxsplit=1)[0]


def words_of(value: CellValue, number_format: str) -> str:
    """The words of a value as a reader sees them; dates as year, month and day."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else number_in_words(value, number_format)
