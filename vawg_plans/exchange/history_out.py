"""What was changed in a plan, when, by whom and why: a line a field, as a list to write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from vawg_plans.domain.field_changes import OF_HISTORY, FieldChange
from vawg_plans.exchange.lists_out import ListColumn, Listing
from vawg_plans.exchange.workbook_styles import Style

_COLUMNS = (
    ListColumn("Day", 13, Style.DATE),
    ListColumn("Time (London)", 9, Style.LINE),
    ListColumn("Who", 24),
    ListColumn("Role", 18),
    ListColumn("Why", 26),
    ListColumn("What", 10),
    ListColumn("Reference", 11, Style.LINE),
    ListColumn("Title", 40),
    ListColumn("Field", 22),
    *(ListColumn(heading, 50) for heading in OF_HISTORY),
    ListColumn("Revision", 9, Style.NUMBER),
    ListColumn("Commit", 11, Style.NUMBER),
    ListColumn("Action id", 23, Style.LINE),
)
# A cell of a workbook holds 32,767 characters; several parts joined in one may be more.
_LONGEST = 32_000


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One field of one revision: `day` and `time` are London's, `what` says what kind of thing it
    is, `title` which one; `action_id` is empty for what is no action.
    """

    day: dt.date
    time: str
    who: str
    role: str
    why: str
    what: str
    reference: str
    title: str
    change: FieldChange
    revision: int
    commit: int
    action_id: str = ""


def listing(lines: Sequence[HistoryLine]) -> Listing:
    """The list, newest first as it is given."""
    rows = [
        (
            line.day,
            line.time,
            line.who,
            line.role,
            line.why,
            line.what,
            line.reference,
            line.title,
            line.change.label,
            _cut(line.change.was),
            _cut(line.change.now),
            line.revision,
            line.commit,
            line.action_id,
        )
        for line in lines
    ]
    return Listing("History", _COLUMNS, rows, "Nothing was changed in these days.")


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST] + f" … ({len(text):,} characters; the app has all of them)"
