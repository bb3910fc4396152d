"""The six areas × 4Ps matrix: what is covered, what is only suggested, what is a gap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from vawg_plans.domain.actions import Action, DeliveryStatus, TagKind
from vawg_plans.domain.rules import is_live


@dataclass(slots=True)
class Cell:
    """One area under one P. Counts are of live actions; an action may be in several cells."""

    area: str
    p: str
    accepted: int = 0
    complete: int = 0
    suggested: int = 0
    supporting: int = 0
    action_ids: list[str] = field(default_factory=list)

    @property
    def covered(self) -> bool:
        """At least one live action whose area and lead P a person accepted."""
        return self.accepted > 0


Matrix = dict[tuple[str, str], Cell]


def matrix_of(actions: Iterable[Action], areas: Iterable[str], ps: Iterable[str]) -> Matrix:
    """Every (area, P) cell, gaps included."""
    ps = list(ps)
    cells = {(a, p): Cell(a, p) for a in areas for p in ps}
    for action in actions:
        if not is_live(action):
            continue
        lead = action.lead
        for tag in action.tags:
            if tag.kind is not TagKind.AREA:
                continue
            for p in action.supporting_ps:
                if (tag.code, p) in cells:
                    cells[tag.code, p].supporting += 1
            if lead is None or (tag.code, lead.code) not in cells:
                continue
            cell = cells[tag.code, lead.code]
            cell.action_ids.append(action.id)
            if tag.accepted and lead.accepted:
                cell.accepted += 1
                cell.complete += action.status is DeliveryStatus.COMPLETE
            else:
                cell.suggested += 1
    return cells


def covered_cells(matrix: Matrix) -> int:
    """How many cells are covered."""
    return sum(cell.covered for cell in matrix.values())


def by_code(
    actions: Iterable[Action], kind: TagKind, codes: Iterable[str]
) -> dict[str, list[Action]]:
    """Live actions under each code of this kind that a person accepted; every code is present."""
    found: dict[str, list[Action]] = {code: [] for code in codes}
    for action in actions:
        if is_live(action):
            for code in action.codes(kind, accepted=True):
                if code in found:
                    found[code].append(action)
    return found
