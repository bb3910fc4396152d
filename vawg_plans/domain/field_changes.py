"""What changed between two revisions, field by field, in plain words: for a page and for a file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from vawg_plans.domain.actions import FIELD_LABELS, Action, TagKind, changed_fields
from vawg_plans.domain.answers import Answer
from vawg_plans.domain.details import EvidenceItem, Milestone, Override, Risk
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.plan_columns import cell_of, names_by_kind
from vawg_plans.domain.plans import Plan

ANSWER = "Answer"
# The columns of a history that no plan has.
OF_HISTORY = ("Was", "Is now")
# Said beside the change, or of no interest to whoever reads it.
_HIDDEN = ("progress_note", "imported", "position")
_PLAN_LABELS = {
    "title": "Title",
    "summary": "Summary",
    "lead_post": "Post that leads it",
    "local_strands": "Local strands",
    "strand_ps": "Where local strands fall",
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field as it is called on screen, and what it said before and after; empty for nothing."""

    label: str
    was: str
    now: str


def action_changes(before: Action | None, after: Action, framework: Framework) -> list[FieldChange]:
    """The fields that differ; of a first revision, every field that says something. A note of
    progress, which belongs to one revision alone, is not among them.
    """
    names = names_by_kind(framework)
    blank = before or Action(after.id, after.plan_id, after.force_id)
    found = [
        FieldChange(
            FIELD_LABELS[name],
            _shown(before, name, names) if before else "",
            _shown(after, name, names),
        )
        for name in changed_fields(blank, after)
        if name in FIELD_LABELS and name not in _HIDDEN
    ]
    if before is not None:
        return found
    # What a new action is from the start is said though it is what every new one is.
    if after.status is blank.status:
        label = FIELD_LABELS["status"]
        found.append(FieldChange(label, "", _shown(after, "status", names)))
    return [change for change in found if change.now]


def plan_changes(before: Plan | None, after: Plan) -> list[FieldChange]:
    """The fields of the plan itself that differ."""
    return [
        FieldChange(label, _plan_words(before, name) if before else "", _plan_words(after, name))
        for name, label in _PLAN_LABELS.items()
        if (before is None and _plan_words(after, name))
        or (before is not None and getattr(before, name) != getattr(after, name))
    ]


def answer_changes(before: Answer | None, after: Answer) -> list[FieldChange]:
    """What differs in an answer. One taken back says nothing after."""
    was, now = _answer_words(before), _answer_words(after)
    return [FieldChange(label, was[label], now[label]) for label in now if was[label] != now[label]]


def _answer_words(answer: Answer | None) -> dict[str, str]:
    if answer is None or answer.choice is None:
        return {ANSWER: "", "In words": "", "Evidence": ""}
    return {ANSWER: answer.choice.label, "In words": answer.words, "Evidence": answer.evidence}


def _shown(action: Action, name: str, names: dict[TagKind, dict[str, str]]) -> str:
    """A field's value as plain text."""
    value = getattr(action, name)
    if name == "tags":
        every = {code: label for kind in names.values() for code, label in kind.items()}
        return "; ".join(
            every.get(t.code, t.code)
            + (" (lead)" if t.lead else "")
            + ("" if t.accepted else " (suggested)")
            for t in value
        )
    if name == "withdrawn":
        return "withdrawn" if value else "live"
    if name in ("milestones", "evidence_items", "risks"):
        return "; ".join(item_words(item) for item in value)
    if name == "override":
        return item_words(value) if value else ""
    if name == "depends_on":
        return f"{len(value)} other actions" if value else ""
    if isinstance(value, dt.date):
        return in_words(value)
    cell = cell_of(action, name, names)
    return "" if cell is None else str(cell)


def item_words(item: Milestone | EvidenceItem | Risk | Override) -> str:
    """A milestone, an evidence reference, a risk or an override in one line of plain text."""
    if isinstance(item, Milestone):
        due = f", due {in_words(item.due)}" if item.due else ""
        return f"{item.title}{due}" + (f", done {in_words(item.done_on)}" if item.done_on else "")
    if isinstance(item, EvidenceItem):
        return ", ".join(
            part for part in (item.title, item.held, item.link, in_words(item.dated)) if part
        )
    if isinstance(item, Risk):
        words = f"{item.words} ({item.likelihood} likelihood, {item.impact} impact)"
        return words + (f": {item.response}" if item.response else "")
    return f"{item.reason} ({item.stated.replace('_', ' ')} against the record)"


def _plan_words(plan: Plan, name: str) -> str:
    value: Any = getattr(plan, name)
    if name == "strand_ps":
        return "; ".join(f"{strand}: {p}" for strand, p in value)
    return "; ".join(value) if isinstance(value, tuple) else str(value)
