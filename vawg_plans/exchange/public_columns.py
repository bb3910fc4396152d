"""The columns of a public plan in sheets and CSV: what stands under each heading, from a version.

The headings are those of the plan's own sheet where they mean the same, so that any workbook of a
public version can be held against what was frozen. A heading that once was stays here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from vawg_plans.domain.actions import DeliveryStatus, InspectorateStatus
from vawg_plans.domain.plan_columns import LIST_SEPARATOR
from vawg_plans.domain.public import Content
from vawg_plans.domain.rules import CalculatedStatus
from vawg_plans.exchange.workbook_styles import Style
from vawg_plans.exchange.workbooks_out import Value

_STATUS = {s.value: s.full_label for s in DeliveryStatus}
_CALCULATED = {s.value: s.label for s in CalculatedStatus}
_INSPECTORATE = {s.value: s.label for s in InspectorateStatus}
Reader = Callable[[Content], Value]
ID = "Action id"


def _words(name: str) -> Reader:
    return lambda action: action[name]


def _day(name: str) -> Reader:
    return lambda action: dt.date.fromisoformat(action[name]) if action[name] else None


def _listed(name: str, between: str = LIST_SEPARATOR) -> Reader:
    return lambda action: between.join(action[name])


def _tagged(kind: str, *, lead: bool = False) -> Reader:
    return lambda action: LIST_SEPARATOR.join(
        t["name"] for t in action["tags"] if t["kind"] == kind and t["lead"] is lead
    )


def _register(action: Content) -> Value:
    code = action["inspectorate_status"]
    return _INSPECTORATE[code] if code else None


# Of an action told in words (`domain.public.filled`).
READERS: Mapping[str, Reader] = {
    ID: _words("id"),
    "Reference": _words("reference"),
    "Action": _words("title"),
    "Description": _words("description"),
    "Lead P": _tagged("p", lead=True),
    "Supporting Ps": _tagged("p"),
    "Improvement areas": _tagged("area"),
    "Cross-cutting themes": _tagged("theme"),
    "Vulnerability themes": _tagged("vulnerability"),
    "National pillar": _tagged("pillar"),
    "Recommendations answered": _tagged("recommendation"),
    "Local strand": _words("local_strand"),
    "Partners": _listed("partners"),
    "Start": _day("start"),
    "Due": _day("due"),
    "Due, in words": _words("due_words"),
    "Delivery status": lambda action: _STATUS[action["status"]],
    "Percent reported": _words("percent"),
    "Why": _listed("reasons", "; "),
    "Calculated status": lambda action: _CALCULATED[action["calculated"]],
    "Times slipped": _words("slips"),
    "Last progress update": _day("last_progress_on"),
    "Success measure": _words("success_measure"),
    "Shaped by women and girls": _words("shaped_by"),
    "Equality impact reference": _words("equality_impact"),
    "Inspectorate status": _register,
}
# In the order of the public files, each with its width and look in a sheet.
PUBLIC: Mapping[str, tuple[int, Style]] = {
    "Reference": (11, Style.LINE),
    "Action": (44, Style.TEXT),
    "Description": (60, Style.TEXT),
    "Delivery status": (18, Style.TEXT),
    "Percent reported": (10, Style.NUMBER),
    "Why": (40, Style.TEXT),
    "Due": (12, Style.DATE),
    "Due, in words": (16, Style.LINE),
    "Lead P": (12, Style.TEXT),
    "Supporting Ps": (16, Style.TEXT),
    "Improvement areas": (24, Style.TEXT),
    "Cross-cutting themes": (20, Style.TEXT),
    "Recommendations answered": (22, Style.TEXT),
    "Local strand": (18, Style.TEXT),
    "Partners": (22, Style.TEXT),
    "Start": (12, Style.DATE),
    "Last progress update": (14, Style.DATE),
    "Success measure": (34, Style.TEXT),
    "Shaped by women and girls": (30, Style.TEXT),
    "Equality impact reference": (18, Style.TEXT),
    "Inspectorate status": (18, Style.TEXT),
    ID: (24, Style.LINE),
}
