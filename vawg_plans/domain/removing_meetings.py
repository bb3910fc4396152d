"""Removing words from meetings: where people type them in agendas, minutes and decisions."""

from __future__ import annotations

from typing import Any

from vawg_plans.domain import agenda, decisions, meetings
from vawg_plans.domain.removing import Change, Field, in_fields

MEETING_FIELDS = {
    "title": Field("Title", meetings.LONGEST_TITLE),
    "place": Field("Place", meetings.LONGEST_PLACE),
    "attended": Field("Who attended", meetings.LONGEST_POST),
    "apologies": Field("Apologies", meetings.LONGEST_POST),
}
MINUTE_FIELDS = {"words": Field("Minutes", meetings.LONGEST_NOTE)}
DECISION_FIELDS = {
    "words": Field("Decision", decisions.LONGEST_WORDS),
    "owner_post": Field("Owner", decisions.LONGEST_POST),
    "outcome": Field("What came of it", decisions.LONGEST_OUTCOME),
    "why": Field("Why it was changed", decisions.LONGEST_WHY),
}
ADDED = Field("Item added to an agenda", agenda.LONGEST_ADDED)
PAPERS = Field("Agenda and minutes")

# Of what a meeting keeps and freezes, what nobody typed; everything else is words.
_CODES = frozenset(
    [
        "about",
        "action_id",
        "areas",
        "began_at",
        "calculated",
        "calculated_label",
        "closed_at",
        "decided_on",
        "done_on",
        "due",
        "force",
        "force_name",
        "held_on",
        "id",
        "impact",
        "judged_on",
        "key",
        "kind",
        "kind_label",
        "label",
        "lead_p",
        "likelihood",
        "name",
        "on",
        "reasons",
        "said_on",
        "shown_at",
        "start",
        "state",
        "state_label",
        "status",
        "status_label",
        "statuses",
    ]
)


def in_papers(kept: Any, change: Change) -> Any:
    """An agenda (as `agenda.as_json`) or what a meeting froze, the words in it changed."""
    if isinstance(kept, dict):
        return {k: v if k in _CODES else in_papers(v, change) for k, v in kept.items()}
    if isinstance(kept, list):
        return [in_papers(one, change) for one in kept]
    return change(PAPERS, kept) if isinstance(kept, str) else kept


def in_arranged(arranged: dict[str, Any], change: Change) -> dict[str, Any]:
    """How the chair arranged an agenda (as `agenda.arranged_json`), the items added changed."""
    typed = dict.fromkeys(("words", "heading"), ADDED)
    return {**arranged, "added": [in_fields(one, typed, change) for one in arranged["added"]]}
