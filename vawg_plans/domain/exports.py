"""What is taken out of a plan, and in which form: the words that pages and commands share."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from vawg_plans.domain.plan_columns import KEPT, PLAN_COLUMNS, PRINTED, PlanColumn
from vawg_plans.errors import InvalidInput


class Form(StrEnum):
    """How a file is written; the value is the end of its name."""

    EXCEL = "xlsx"
    CSV = "csv"
    JSON = "json"

    @property
    def label(self) -> str:
        return "Excel" if self is Form.EXCEL else self.name

    @property
    def mime(self) -> str:
        return {
            Form.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Form.CSV: "text/csv",
            Form.JSON: "application/json",
        }[self]


# What a person may choose among, in the order of the sheet; a row's ids go with every choice.
CHOICES: tuple[PlanColumn, ...] = tuple(c for c in PLAN_COLUMNS if c.field not in KEPT)
FIELDS = tuple(c.field for c in CHOICES)
# What a meeting reads.
FEW = FIELDS[:PRINTED]


def checked_columns(fields: Iterable[str] | None) -> tuple[str, ...] | None:
    """The fields asked for, in the order of the sheet; None when that is all of them.

    Raises `InvalidInput` for one that a plan does not have.
    """
    if fields is None:
        return None
    asked = set(fields)
    unknown = sorted(asked - set(FIELDS))
    if unknown:
        raise InvalidInput(
            f"A plan has no column {', '.join(unknown)}.",
            hint=f"Choose among {', '.join(FIELDS)}.",
        )
    kept = tuple(f for f in FIELDS if f in asked)
    return None if not kept or kept == FIELDS else kept
