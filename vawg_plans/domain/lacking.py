"""What a plan lacks as a list to work through: each finding of readiness, a line a thing it is of.

The sheet 'Gaps' of a plan's workbook and the export of gaps both are this list, so that neither
says something else than the page of readiness.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vawg_plans.domain.actions import FIELD_LABELS, Action
from vawg_plans.domain.answers import question_words
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.readiness import Checked, Finding, Severity, findings

THE_PLAN = "The plan"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that a finding is of: `where` names the action, the cell, the recommendation or
    the test, `order` says what puts it right, `place` where it is asked. `code` is the check's,
    `action_id` empty for what is no action's.
    """

    code: str
    severity: Severity
    found: str
    where: str
    why: str
    order: str
    place: str
    action_id: str = ""


def lacks(opened: Checked, framework: Framework, only: Iterable[str] | None = None) -> list[Lack]:
    """Everything the plan lacks, the gravest first. `only` leaves out what other actions than
    those with these ids lack; what the plan as a whole lacks stays.
    """
    kept = None if only is None else set(only)
    actions = {a.id: a for a in opened.actions}
    return [
        lack
        for finding in findings(opened, framework)
        for lack in _lines(finding, actions, framework)
        if kept is None or not lack.action_id or lack.action_id in kept
    ]


def _lines(finding: Finding, actions: dict[str, Action], framework: Framework) -> Iterator[Lack]:
    for where, action_id in _places(finding, actions, framework):
        yield Lack(
            code=finding.code,
            severity=finding.severity,
            found=finding.what,
            where=where,
            why=finding.why,
            order=finding.fix.label,
            place=finding.place,
            action_id=action_id,
        )


def _places(
    finding: Finding, actions: dict[str, Action], framework: Framework
) -> list[tuple[str, str]]:
    """Where it was found, with the action's id where it is one's."""
    found = [(_named(actions[id], finding), id) for id in finding.action_ids]
    found += [
        (f"{framework.areas[area].name} × {framework.ps[p].name}", "") for area, p in finding.cells
    ]
    found += [(question_words(question, framework), "") for question in finding.questions]
    return found or [(THE_PLAN, "")]


def _named(action: Action, finding: Finding) -> str:
    """The action's reference and title; of vague words also which, and what to write instead."""
    said = [
        f"{FIELD_LABELS[v.field]}: “{v.words}” {v.why}. {v.instead}"
        for v in finding.vague
        if v.action_id == action.id
    ]
    return "\n".join([f"{action.reference} {action.title}".strip(), *said])
