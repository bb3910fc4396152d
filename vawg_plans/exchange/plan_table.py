"""A plan as a table: the columns chosen and a line an action, for a sheet and for CSV alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vawg_plans.domain.actions import Action
from vawg_plans.domain.depending import labels_of
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plan_columns import cell_of, names_by_kind
from vawg_plans.domain.rules import Judgement, Record
from vawg_plans.exchange import csv_out
from vawg_plans.exchange.workbooks_out import Imprint, Value

if TYPE_CHECKING:
    from vawg_plans.exchange.plan_out import PlanSheets


def lines(sheets: PlanSheets, framework: Framework) -> Iterator[tuple[Action, list[Value]]]:
    """Each action that has a row, with its cells in the order of the columns chosen."""
    names, labels = names_by_kind(framework), labels_in(sheets, framework)
    columns = sheets.table_columns
    for action in sheets.rows:
        follows = what_follows(sheets.judged[action.id], sheets.records[action.id])
        yield (
            action,
            [
                cell_of(action, c.field, names, labels) if c.read_back else follows[c.field]
                for c in columns
            ],
        )


def labels_in(sheets: PlanSheets, framework: Framework) -> dict[str, str]:
    """What other actions and measures are called, by id."""
    labels = labels_of([*sheets.actions, *sheets.withdrawn])
    return labels | {m.id: m.name for m in framework.measures.values()}


def what_follows(judgement: Judgement, record: Record) -> dict[str, Value]:
    """The columns that follow from the record."""
    return {
        "calculated_status": judgement.status.label,
        "reasons": "; ".join(judgement.reasons),
        "last_progress_on": record.last_progress_on,
        "slips": judgement.slips,
    }


def as_csv(sheets: PlanSheets, framework: Framework, imprint: Imprint) -> bytes:
    """The table as CSV: it comes back by import, which knows it by the headings and the ids."""
    headings = [c.heading for c in sheets.table_columns]
    return csv_out.table(headings, (cells for _, cells in lines(sheets, framework)), imprint)
