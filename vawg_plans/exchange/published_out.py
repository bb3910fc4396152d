"""Every published action of every force as one table, from what public versions froze."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from vawg_plans.domain.actions import DeliveryStatus, InspectorateStatus
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plan_columns import LIST_SEPARATOR
from vawg_plans.domain.plans import Audience
from vawg_plans.domain.rules import CalculatedStatus
from vawg_plans.exchange.workbook_styles import Style
from vawg_plans.exchange.workbooks_out import A3, Book, Value

Content = Mapping[str, Any]
Told = Callable[[float, str], None]

# Heading, width, style, and what stands there for an action of a public version.
_Reader = Callable[[Content], Value]
_STATUS = {s.value: s.full_label for s in DeliveryStatus}
_CALCULATED = {s.value: s.label for s in CalculatedStatus}
_INSPECTORATE = {s.value: s.label for s in InspectorateStatus}


def _words(name: str) -> _Reader:
    return lambda action: str(action.get(name) or "")


def _listed(name: str, between: str = LIST_SEPARATOR) -> _Reader:
    return lambda action: between.join(action.get(name) or ())


def _day(name: str) -> _Reader:
    return lambda action: dt.date.fromisoformat(action[name]) if action.get(name) else None


def _called(name: str, labels: Mapping[str, str]) -> _Reader:
    return lambda action: labels.get(action[name], str(action[name]))


def _tagged(kind: str, *, lead: bool = False) -> _Reader:
    return lambda action: LIST_SEPARATOR.join(
        t["name"] for t in action.get("tags", ()) if t["kind"] == kind and t["lead"] is lead
    )


_ACTION_COLUMNS: tuple[tuple[str, int, Style, _Reader], ...] = (
    ("Reference", 11, Style.LINE, _words("reference")),
    ("Action", 44, Style.TEXT, _words("title")),
    ("Description", 60, Style.TEXT, _words("description")),
    ("Lead P", 11, Style.TEXT, _tagged("p", lead=True)),
    ("Supporting Ps", 16, Style.TEXT, _tagged("p")),
    ("Improvement areas", 24, Style.TEXT, _tagged("area")),
    ("Recommendations answered", 20, Style.TEXT, _tagged("recommendation")),
    ("Partners", 22, Style.TEXT, _listed("partners")),
    ("Due", 12, Style.DATE, _day("due")),
    ("Due, in words", 16, Style.LINE, _words("due_words")),
    ("Delivery status", 18, Style.TEXT, _called("status", _STATUS)),
    ("Percent reported", 10, Style.NUMBER, lambda action: action.get("percent")),
    ("Calculated status", 20, Style.TEXT, _called("calculated", _CALCULATED)),
    ("Why", 40, Style.TEXT, _listed("reasons", "; ")),
    ("Success measure", 34, Style.TEXT, _words("success_measure")),
    ("Inspectorate status", 18, Style.TEXT, _called("inspectorate_status", _INSPECTORATE)),
)
_FORCE_COLUMNS = (("Force", 28), ("Version", 9), ("Judged on", 13))


def write(
    book: Book,
    framework: Framework,
    published: Iterable[tuple[str, Content]],
    forces: int,
    tell: Told,
) -> None:
    """Write the sheet 'Published actions', one version at a time.

    Content that is not of a public version is a fault of the caller, and raises `ValueError`.
    """
    widths = [width for _, width in _FORCE_COLUMNS] + [width for _, width, _, _ in _ACTION_COLUMNS]
    headings = [name for name, _ in _FORCE_COLUMNS] + [name for name, _, _, _ in _ACTION_COLUMNS]
    styles = [Style.TEXT, Style.NUMBER, Style.DATE, *(style for _, _, style, _ in _ACTION_COLUMNS)]
    readers = [reader for _, _, _, reader in _ACTION_COLUMNS]
    sheet = book.sheet("Published actions", widths, paper=A3)
    sheet.header(headings, frozen_columns=1)
    for done, (force_id, content) in enumerate(published, 1):
        if content["audience"] != Audience.PUBLIC:
            raise ValueError(f"version {content['number']} of {force_id} is not public")
        first: list[Value] = [
            framework.forces[force_id].name,
            content["number"],
            dt.date.fromisoformat(content["judged_on"]),
        ]
        for action in content["actions"]:
            if action["in_words"] and not action.get("sensitive"):
                sheet.row([*first, *(reader(action) for reader in readers)], styles)
        share = 0.05 + 0.9 * min(1.0, done / max(1, forces))
        tell(share, f"Published actions of {framework.forces[force_id].name}")
    sheet.end_table()
