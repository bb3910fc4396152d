"""What a plan lacks, a line a thing: a sheet of the plan's workbook, or a file of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from vawg_plans.domain.lacking import Lack
from vawg_plans.domain.moments import in_words
from vawg_plans.exchange import lists_out
from vawg_plans.exchange.lists_out import ListColumn, Listing
from vawg_plans.exchange.workbooks_out import Book

_COLUMNS = (
    ListColumn("How grave", 14),
    ListColumn("What was found", 44),
    ListColumn("Where", 60),
    ListColumn("What to do", 30),
    ListColumn("Why it matters", 70),
    ListColumn("Where it is asked", 40),
)
# What the list is, and is not.
ABOUT = (
    "A check of the plan against what recommendation 4.1 itself asks; not the inspectorate's "
    "judgement."
)


def listing(gaps: Sequence[Lack], judged_on: dt.date) -> Listing:
    """The list, the gravest first."""
    rows = [(g.severity.label, g.found, g.where, g.order, g.why, g.place) for g in gaps]
    nothing = f"Nothing was found missing, judged on {in_words(judged_on)}."
    return Listing("Gaps", _COLUMNS, rows, nothing)


def write(book: Book, gaps: Sequence[Lack], judged_on: dt.date) -> None:
    """The sheet 'Gaps' of a plan's workbook."""
    lists_out.write(book, listing(gaps, judged_on))
