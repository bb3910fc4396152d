"""The six areas × 4Ps matrix: what is covered, what is only suggested, what is a gap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from vawg_plans.domain.actions import Action, DeliveryStatus, TagKind
from vawg_plans.domain.answers import Answer
from vawg_plans.domain.rules import is_live


@dataclass(slots=True)
class Cell:
    """One area under one P. Counts are of live actions; an action may be in several cells.
    `action_ids` are accepted and suggested ones, `covering_ids` the accepted alone.

    `not_applicable` is the force's answer that nothing is needed there, with its reason.
    """

    area: str
    p: str
    accepted: int = 0
    complete: int = 0
    suggested: int = 0
    supporting: int = 0
    action_ids: list[str] = field(default_factory=list)
    covering_ids: list[str] = field(default_factory=list)
    not_applicable: Answer | None = None

    @property
    def covered(self) -> bool:
        """At least one live action whose area and lead P a person accepted."""
        return self.accepted > 0

    @property
    def answered(self) -> bool:
        """Not covered, and said to be not applicable: neither covered nor a gap."""
        return not self.covered and self.not_applicable is not None

    @property
    def gap(self) -> bool:
        """Neither covered nor answered."""
        return not self.covered and not self.answered


Matrix = dict[tuple[str, str], Cell]


def matrix_of(
    actions: Iterable[Action],
    areas: Iterable[str],
    ps: Iterable[str],
    not_applicable: Mapping[tuple[str, str], Answer] | None = None,
) -> Matrix:
    """Every (area, P) cell, gaps included."""
    ps, answers = list(ps), not_applicable or {}
    cells = {(a, p): Cell(a, p, not_applicable=answers.get((a, p))) for a in areas for p in ps}
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
                cell.covering_ids.append(action.id)
                cell.complete += action.status is DeliveryStatus.COMPLETE
            else:
                cell.suggested += 1
    return cells


def covered_cells(matrix: Matrix) -> int:
    """How many cells are covered."""
    return sum(cell.covered for cell in matrix.values())


def answered_cells(matrix: Matrix) -> int:
    """How many cells are not covered but answered 'not applicable'."""
    return sum(cell.answered for cell in matrix.values())


def gaps(matrix: Matrix) -> list[Cell]:
    """The cells that are neither covered nor answered, in the matrix's order."""
    return [cell for cell in matrix.values() if cell.gap]


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


def by_lead_p(actions: Iterable[Action], ps: Iterable[str]) -> dict[str, list[Action]]:
    """Live actions under the lead P that a person accepted; every P is present. An action is under
    one P at most.
    """
    found: dict[str, list[Action]] = {p: [] for p in ps}
    for action in actions:
        lead = action.lead
        if is_live(action) and lead and lead.accepted and lead.code in found:
            found[lead.code].append(action)
    return found
