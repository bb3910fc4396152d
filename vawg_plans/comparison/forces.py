"""Forces side by side: from counted rows of shared versions to coverage, progress and volume.

Rows say how many actions of a force's newest shared version have a lead P, areas and statuses in
common. Only accepted tags are in them, so a suggestion covers nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from vawg_plans.domain.plans import PlanState


@dataclass(slots=True)
class Tally:
    """Counts of a set of actions. `complete` of `actions` is its progress."""

    actions: int = 0
    complete: int = 0
    late: int = 0
    stale: int = 0

    @property
    def share_complete(self) -> float | None:
        """The share complete, None of no actions: missing is not zero."""
        return self.complete / self.actions if self.actions else None

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a row of `actions` alike actions."""
        count = int(row["actions"])
        self.actions += count
        self.complete += count if row["status"] == "complete" else 0
        self.late += count if row["late"] else 0
        self.stale += count if row["stale"] else 0


@dataclass(slots=True)
class ForceFigures:
    """What one force's newest shared version says; without one, only its state is known.

    `judged_on` is the version's date, at which lateness was judged. `cells` holds every
    (area, P) with at least one action mapped by a person; `by_p` and `by_area` the same summed
    over each action once.
    """

    force_id: str
    state: PlanState
    version_id: str | None = None
    number: int | None = None
    audience: str | None = None
    judged_on: dt.date | None = None
    stale: bool = False
    total: Tally = field(default_factory=Tally)
    by_p: dict[str, Tally] = field(default_factory=dict)
    by_area: dict[str, Tally] = field(default_factory=dict)
    cells: dict[tuple[str, str], Tally] = field(default_factory=dict)

    @property
    def returned(self) -> bool:
        """Whether there is anything to compare."""
        return self.version_id is not None

    def covered(self, *, p: str | None = None, area: str | None = None) -> int:
        """How many cells of the matrix are covered, in one P or one area or altogether."""
        return sum(
            1
            for (a, q), tally in self.cells.items()
            if tally.actions and (p is None or q == p) and (area is None or a == area)
        )


def tally(figures: Mapping[str, ForceFigures], rows: Iterable[Mapping[str, Any]]) -> None:
    """Add the counted rows to each force's figures, in place."""
    for row in rows:
        force = figures.get(row["force_id"])
        if force is None:
            continue
        force.total.add(row)
        p, areas = row["lead_p"], row["areas"]
        if p is not None:
            force.by_p.setdefault(p, Tally()).add(row)
        for area in areas:
            force.by_area.setdefault(area, Tally()).add(row)
            if p is not None:
                force.cells.setdefault((area, p), Tally()).add(row)


def returned(figures: Iterable[ForceFigures]) -> list[ForceFigures]:
    """Those with a shared version: the x of 'x of 43'."""
    return [f for f in figures if f.returned]
