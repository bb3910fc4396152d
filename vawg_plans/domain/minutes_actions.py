"""The actions in what a closed meeting freezes: each in a row, those on its agenda in full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vawg_plans.domain.actions import Action, TagKind
from vawg_plans.domain.rules import Judgement

# A note longer than this is cut where all actions are listed; on the agenda it stands whole.
_LAST_NOTE = 300
Names = Mapping[TagKind, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class LastNote:
    """The words of an action's last progress update, and their day in London."""

    words: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Course:
    """How an action stood from a day on."""

    on: dt.date
    status: str
    percent: int | None
    due: dt.date | None


def frozen_action(
    action: Action,
    judged: Judgement,
    names: Names,
    note: LastNote | None,
    more: dict[str, Any] | None,
) -> dict[str, Any]:
    """A live action as the papers of a meeting list it; `more` where it is on the agenda."""
    lead = action.lead
    return {
        "id": action.id,
        "revision": action.revision,
        "reference": action.reference,
        "title": action.title,
        "lead_p": names[TagKind.P][lead.code] if lead and lead.accepted else "",
        "areas": [names[TagKind.AREA][c] for c in action.codes(TagKind.AREA, accepted=True)],
        "owner_posts": list(action.owner_posts),
        "start": iso_day(action.start),
        "due": iso_day(action.due),
        "due_words": action.due_words,
        "status": action.status.value,
        "status_label": action.status.label,
        "calculated": judged.status.value,
        "calculated_label": judged.status.label,
        "reasons": list(judged.reasons),
        "late": judged.late,
        "stale": judged.stale,
        "slips": judged.slips,
        "slipped_days": judged.slipped_days,
        "percent": action.percent,
        "evidenced": action.evidenced,
        "sensitive": action.sensitive,
        "publishable": action.publishable,
        "last_note": _note(note, whole=more is not None),
        "on_agenda": more is not None,
        "more": more,
    }


def _note(note: LastNote | None, *, whole: bool) -> dict[str, Any] | None:
    if note is None:
        return None
    words = note.words
    if not whole and len(words) > _LAST_NOTE:
        words = words[: _LAST_NOTE - 1].rstrip() + "…"
    return {"words": words, "on": iso_day(note.on)}


def in_full(action: Action, on: dt.date, course: Sequence[Course]) -> dict[str, Any]:
    """What the papers say of an action that was talked of, beside its row."""
    override = action.override
    return {
        "description": action.description,
        "success_measure": action.success_measure,
        "evidence": action.evidence,
        "partners": list(action.partners),
        "milestones": [
            {
                "title": m.title,
                "due": iso_day(m.due),
                "done_on": iso_day(m.done_on),
                "missed": m.missed(on),
            }
            for m in action.milestones
        ],
        "risks": [
            {
                "words": r.words,
                "likelihood": r.likelihood,
                "impact": r.impact,
                "response": r.response,
            }
            for r in action.risks
        ],
        "override": {"reason": override.reason, "on": iso_day(override.on)} if override else None,
        "course": [
            {
                "on": iso_day(c.on),
                "status": c.status,
                "percent": c.percent,
                "due": iso_day(c.due),
            }
            for c in course
        ],
    }


def iso_day(day: dt.date | None) -> str | None:
    """A day in ISO form, None for none."""
    return day.isoformat() if day else None


def courses_of(
    revisions: Iterable[tuple[dt.date, Action]], known: Sequence[Course] = ()
) -> list[Course]:
    """An action's course from its revisions, oldest first, with the day in London of each: a point
    a day on which its status, percent or due date changed. It goes on from what is `known`.
    """
    found = list(known)
    for day, action in revisions:
        point = Course(day, action.status.value, action.percent, action.due)
        if found and found[-1].on == day:
            found.pop()
        last = found[-1] if found else None
        if last is None or replace(last, on=day) != point:
            found.append(point)
    return found
