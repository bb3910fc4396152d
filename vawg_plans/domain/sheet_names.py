"""What the names of sheets say: a P, an area, a strand, or times of the same plan ('Jan 22')."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from vawg_plans.domain import placing
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.tables import Problem, Severity, Table

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_BY_NAME = re.compile(
    rf"(?:\D{{0,20}}\s)?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\W{{0,3}})?{_MONTH}"
    r"\W{0,3}(?P<year>(?:20)?\d\d)?(?:\s\D{0,20})?",
    re.IGNORECASE,
)
_BY_NUMBER = re.compile(r"(?P<year>20\d\d)[-._ ]?(?P<month>0[1-9]|1[0-2])(?:[-._ ]?(?P<day>\d\d))?")
_BY_QUARTER = re.compile(
    r"q(?P<quarter>[1-4])\W{0,3}(?P<year>20\d\d|\d\d)(?P<next>\W\d{2,4})?", re.I
)

Moment = tuple[int, int, int]


def moment_of(name: str) -> Moment | None:
    """The year (0 where it is not said), month and day that a sheet's whole name says; else None.

    A quarter of two years, 'Q1 2022/23', begins in April; of one, 'Q1 2022', in January.
    """
    words = name.strip()
    if found := _BY_QUARTER.fullmatch(words):
        first = 4 if found["next"] else 1
        months = first - 1 + 3 * (int(found["quarter"]) - 1)
        return _year(found["year"]) + months // 12, months % 12 + 1, 0
    if found := _BY_NUMBER.fullmatch(words):
        return int(found["year"]), int(found["month"]), int(found["day"] or 0)
    if found := _BY_NAME.fullmatch(words):
        month = _MONTHS.index(found["month"][:3].casefold()) + 1
        return _year(found["year"]), month, int(found["day"] or 0)
    return None


def _year(digits: str | None) -> int:
    return 0 if not digits else int(digits) % 2000 + 2000


def newest_first(names: Sequence[str]) -> list[str] | None:
    """Names of sheets, all moments, the latest first; None where that is not said.

    Without years they are in order where each is the month after the one before, or before it.
    """
    moments = {name: moment_of(name) for name in names}
    known = {name: m for name, m in moments.items() if m is not None}
    if len(known) < len(moments) or len(known) < 2 or len(set(known.values())) < len(known):
        return None
    if all(year for year, _, _ in known.values()):
        return sorted(known, key=lambda name: known[name], reverse=True)
    if any(year for year, _, _ in known.values()):
        return None
    steps = {(known[b][1] - known[a][1]) % 12 for a, b in pairwise(names)}
    return {1: list(reversed(names)), 11: list(names)}.get(steps.pop()) if len(steps) == 1 else None


def latest_first(tables: list[Table], problems: list[Problem]) -> list[Table]:
    """The tables, those of later times first where sheets are the same plan at several times.

    An action is taken from the first sheet that has it.
    """
    dated = [t for t in tables if moment_of(t.sheet) is not None]
    order = newest_first(list(dict.fromkeys(t.sheet for t in dated)))
    if order is None:
        return tables
    latest = iter(sorted(dated, key=lambda t: order.index(t.sheet)))
    reason = (
        f"The sheets from '{order[-1]}' to '{order[0]}' are named after times: what stands in "
        f"several of them is taken from the latest, '{order[0]}' first."
    )
    problems.append(Problem(Severity.NOTICE, order[0], "", reason))
    return [next(latest) if t in dated else t for t in tables]


def placed_by_names(
    tables: list[Table], problems: list[Problem], framework: Framework
) -> tuple[Table, ...]:
    """The tables with what their sheets' names say, and with what is said of other sheets.

    A name that is no P, area or theme tells sheets apart only where there are several.
    """
    several = len({t.sheet for t in tables}) > 1
    named = []
    for table in tables:
        if moment_of(table.sheet) is not None:
            named.append(table)
            continue
        found = placing.strand_of_sheet(table.sheet, framework)
        if found is not None and (found.tags or several):
            table = replace(table, placed=(*table.placed, found))
        named.append(table)
    named[0] = replace(named[0], problems=(*problems, *named[0].problems))
    return tuple(named)
