"""CSV out: UTF-8 with its mark, so that Excel reads it as it is; safe to open; marked in each row.

Dates are ISO (2022-03-31), numbers plain, an empty cell is nothing recorded. The last columns say
of every row whose it is, which version and moment it shows and how it is marked, so that rows
that are put together with others still say so, and no line stands above the headings.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from vawg_plans.domain.canonical import visible
from vawg_plans.domain.guarding import guarded
from vawg_plans.domain.plan_columns import ABOUT_FILE
from vawg_plans.exchange.workbooks_out import DEMONSTRATION, Imprint, Value

ABOUT = tuple(c.heading for c in ABOUT_FILE)
_MARK = "\ufeff"


def table(headings: Sequence[str], rows: Iterable[Sequence[Value]], imprint: Imprint) -> bytes:
    """A table's bytes, with the columns of `ABOUT` at its right; the same input, the same bytes."""
    marking = imprint.marking
    if imprint.demonstration:
        marking = f"{marking}. {DEMONSTRATION}"
    about = [_cell(w) for w in (imprint.whose, imprint.version, imprint.moment_words, marking)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*headings, *ABOUT])
    for row in rows:
        writer.writerow([*map(_cell, row), *about])
    return (_MARK + out.getvalue()).encode()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    return guarded(visible(value)) if isinstance(value, str) else str(value)
