"""What a named version freezes: plain values that later code, rules or framework cannot alter."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from vawg_plans.domain.actions import Action, TagKind
from vawg_plans.domain.answers import (
    ASKED_OF_CHIEFS,
    Answer,
    Answers,
    Choice,
    kind_of,
    question_words,
)
from vawg_plans.domain.canonical import canonical_json
from vawg_plans.domain.details import plain
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import london_day
from vawg_plans.domain.plan_columns import names_by_kind
from vawg_plans.domain.plans import Audience, Plan
from vawg_plans.domain.reviews import Approval
from vawg_plans.domain.rules import Judgement, Record, is_live

# Since format 2 a public version holds what the public may read and no more, so that what is frozen
# can be published as it is, with its digest.
FORMAT = 2
_WORDS = (
    "reference",
    "title",
    "description",
    "local_strand",
    "success_measure",
    "evidence",
    "context",
    "shaped_by",
    "equality_impact",
    "due_words",
)


# What the force alone, or the national lead with it, reads of an action: working matters, and the
# posts that own it, in which a name could stand.
NOT_PUBLIC = ("evidence", "context", "owner_posts")
# What a public version says of an action that it only counts.
_COUNTED = (
    "id",
    "in_words",
    "accepted_lead_p",
    "accepted_areas",
    "status",
    "calculated",
    "late",
    "stale",
    "slips",
)
# What goes without saying in a public version.
_SAID_BY_AUDIENCE = ("publishable", "sensitive", "revision")


def in_words(action: Action, audience: Audience) -> bool:
    """Whether a version for this audience carries the action's words.

    A sensitive action never leaves the force in words, and the public sees publishable ones only;
    both are still counted.
    """
    return not action.sensitive and (audience is Audience.NATIONAL or action.publishable)


def freeze(
    plan: Plan,
    actions: Iterable[Action],
    judged: dict[str, Judgement],
    records: dict[str, Record],
    framework: Framework,
    *,
    number: int,
    audience: Audience,
    sequence: int,
    judged_on: dt.date,
    note: str,
    answers: Answers | None = None,
    approved: Approval | None = None,
) -> dict[str, Any]:
    """The frozen content of a version: JSON values only.

    `judged` and `records` hold what follows from each action, by id, at `judged_on`. A public
    version says who `approved` it; a national one needs nobody's approval.
    """
    names = names_by_kind(framework)
    return {
        "format": FORMAT,
        "force": plan.force_id,
        "force_name": framework.forces[plan.force_id].name,
        "number": number,
        "audience": audience.value,
        "moment": sequence,
        "judged_on": judged_on.isoformat(),
        "note": note,
        **(
            {"approved": {"post": approved.post, "on": approved.on.isoformat()}} if approved else {}
        ),
        "plan": {
            "revision": plan.revision,
            "title": plan.title,
            "summary": plan.summary,
            "lead_post": plan.lead_post,
            "local_strands": list(plan.local_strands),
        },
        "answers": [
            _answer(answer)
            for _, answer in sorted((answers or {}).items())
            if answer.given and leaves(answer, audience)
        ],
        "actions": [
            _action(a, judged[a.id], records[a.id], audience, names) for a in actions if is_live(a)
        ],
        "names": {
            "ps": {p.id: p.name for p in framework.ps.values()},
            "areas": {a.id: a.name for a in framework.areas.values()},
            "questions": {
                question: question_words(question, framework)
                for question, answer in sorted((answers or {}).items())
                if answer.given and leaves(answer, audience)
            },
        },
    }


def leaves(answer: Answer, audience: Audience) -> bool:
    """Whether the answer leaves the force. What the force says of itself (the four tests, whom it
    consulted) is for the national lead; what is asked of its own chief officers is for nobody else.
    How the plan is governed is public as far as the force says that it may be published.
    """
    if answer.question == ASKED_OF_CHIEFS:
        return False
    return (
        audience is Audience.NATIONAL
        or answer.choice is Choice.PUBLISHABLE
        or kind_of(answer.question) in ("cell", "recommendation")
    )


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "choice": answer.choice.value if answer.choice else None,
        "words": answer.words,
        "said_on": answer.said_on.isoformat() if answer.said_on else None,
    }


# What only the national lead sees of an action's details: where evidence is held, risks, and why a
# status stands are working matters; what it depends on may be an action that is only counted.
NATIONAL_DETAILS = ("evidence_items", "risks", "override", "depends_on")


def _details(action: Action, audience: Audience) -> dict[str, Any]:
    found = json.loads(canonical_json(plain(action)))
    if audience is Audience.PUBLIC:
        for name in NATIONAL_DETAILS:
            found.pop(name, None)
    for item in found.get("evidence_items", ()):
        item.pop("added_by", None)
    if "override" in found:
        found["override"].pop("by", None)
    return {"details": found} if found else {}


def _action(
    action: Action,
    judgement: Judgement,
    record: Record,
    audience: Audience,
    names: dict[TagKind, dict[str, str]],
) -> dict[str, Any]:
    words = in_words(action, audience)
    lead = action.lead
    frozen: dict[str, Any] = {
        "id": action.id,
        "revision": action.revision,
        "in_words": words,
        "accepted_lead_p": lead.code if lead and lead.accepted else None,
        "accepted_areas": sorted(action.codes(TagKind.AREA, accepted=True)),
        "status": action.status.value,
        "calculated": judgement.status.value,
        "late": judgement.late,
        "stale": judgement.stale,
        "slips": judgement.slips,
        "slipped_days": judgement.slipped_days,
        "percent": action.percent,
        "start": action.start.isoformat() if action.start else None,
        "due": action.due.isoformat() if action.due else None,
        "last_progress_on": (
            record.last_progress_on.isoformat() if record.last_progress_on else None
        ),
        "inspectorate_status": action.inspectorate_status.value,
        "publishable": action.publishable,
        "sensitive": action.sensitive,
        # Not words: a code, so that it can be counted who took up a practice.
        "practice_id": action.practice_id or None,
    }
    if words:
        frozen |= {name: getattr(action, name) for name in _WORDS}
        frozen["reasons"] = list(judgement.reasons)
        frozen["owner_posts"] = list(action.owner_posts)
        frozen["partners"] = list(action.partners)
        frozen |= _details(action, audience)
        # The name as it stood is kept beside the code, so a later framework cannot rename it.
        frozen["tags"] = [
            {
                "kind": t.kind.value,
                "code": t.code,
                "name": names[t.kind].get(t.code, t.code),
                "lead": t.lead,
            }
            for t in action.tags
            if t.accepted
        ]
    return _for_the_public(frozen) if audience is Audience.PUBLIC else frozen


def _for_the_public(frozen: dict[str, Any]) -> dict[str, Any]:
    if not frozen["in_words"]:
        return {name: frozen[name] for name in _COUNTED}
    left_out = {*NOT_PUBLIC, *_SAID_BY_AUDIENCE}
    return {name: value for name, value in frozen.items() if name not in left_out}


def judging_date(moment: dt.datetime) -> dt.date:
    """The date a version made at this UTC moment is judged at: that day in London."""
    return london_day(moment)
