"""What a named version freezes: plain values that later code, rules or framework cannot alter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from vawg_plans.domain.actions import Action, TagKind
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import london_day
from vawg_plans.domain.plan_columns import names_by_kind
from vawg_plans.domain.plans import Audience, Plan
from vawg_plans.domain.rules import Judgement, Record, is_live

FORMAT = 1
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
) -> dict[str, Any]:
    """The frozen content of a version: JSON values only.

    `judged` and `records` hold what follows from each action, by id, at `judged_on`.
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
        "plan": {
            "revision": plan.revision,
            "title": plan.title,
            "summary": plan.summary,
            "lead_post": plan.lead_post,
            "local_strands": list(plan.local_strands),
        },
        "actions": [
            _action(a, judged[a.id], records[a.id], audience, names) for a in actions if is_live(a)
        ],
    }


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
    }
    if words:
        frozen |= {name: getattr(action, name) for name in _WORDS}
        frozen["reasons"] = list(judgement.reasons)
        frozen["owner_posts"] = list(action.owner_posts)
        frozen["partners"] = list(action.partners)
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
    return frozen


def judging_date(moment: dt.datetime) -> dt.date:
    """The date a version made at this UTC moment is judged at: that day in London."""
    return london_day(moment)
