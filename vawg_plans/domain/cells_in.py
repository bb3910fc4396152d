"""Percentages as people write them, and what Excel shows where a formula failed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vawg_plans.domain.cell_words import short
from vawg_plans.domain.tables import Cell

_ABOUT = r"(?:c\.?|ca\.?|circa|approx\.?|approximately|about|around|~|\u2248)\s*"
_PERCENT = re.compile(
    rf"(?P<about>{_ABOUT})?(?P<number>-?\d+(?:[.,]\d+)?)\s*(?P<sign>%|per ?cent)?"
    r"(?:\s+(?:complete|completed|done))?",
    re.IGNORECASE,
)
# What a cell shows whose formula failed: it says nothing of the plan.
ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A",
    "#GETTING_DATA", "#SPILL!", "#CALC!"})  # fmt: skip


class Unread(ValueError):
    """A cell that cannot be read; its text is a sentence that says what is understood."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How a column writes 40 per cent: as 0.4 (`shares`) or as 40.

    `unsure` says that it holds ones and noughts alone, so that 1 could be one per cent.
    """

    shares: bool = False
    unsure: bool = False


def shares_in(cells: Iterable[Cell]) -> Shares:
    """How these cells write percentages, judged by their numbers without a sign."""
    numbers = [
        _number(found)
        for c in cells
        if (found := _PERCENT.fullmatch(c.text.strip())) and not found["sign"]
    ]
    if not numbers or not any(numbers) or not all(0 <= n <= 1 for n in numbers):
        return Shares()
    return Shares(shares=True, unsure=all(n in (0, 1) for n in numbers))


def percents_among(cells: Iterable[Cell]) -> bool:
    """Whether a column of statuses writes percentages, and not numbers of a list of its own."""
    for cell in cells:
        found = _PERCENT.fullmatch(cell.text.strip())
        if found and (found["sign"] or 0 < (n := _number(found)) < 1 or 10 < n <= 100):
            return True
    return False


@dataclass(frozen=True, slots=True)
class ReadPercent:
    """A percentage from 0 to 100; `about` where the cell says that it is not exact."""

    percent: int
    about: bool


def read_percent(text: str, column: Shares) -> ReadPercent | None:
    """The percentage that a cell writes, None for other words. Raises `Unread` beyond 0 to 100."""
    text = text.strip()
    found = _PERCENT.fullmatch(text)
    if found is None:
        return None
    number = _number(found)
    percent = number * 100 if column.shares and not found["sign"] else number
    if not 0 <= percent <= 100:
        raise Unread(f"{short(text)} is not from 0 to 100; give a percentage that is.")
    return ReadPercent(round(percent), about=bool(found["about"]))


def _number(found: re.Match[str]) -> float:
    return float(found["number"].replace(",", "."))
