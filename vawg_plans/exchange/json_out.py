"""A plan as JSON, for another program: docs/plan-export.schema.json says what stands where.

Codes are the framework's, each tag with its name beside it; dates are ISO; null is nothing
recorded. Text is as it was typed: whoever shows it as HTML or in a sheet must make it safe there.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from vawg_plans.domain.actions import Action, Tag, TagKind
from vawg_plans.domain.answers import question_words
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plan_columns import names_by_kind
from vawg_plans.domain.value_texts import TAG_GROUPS, group_of
from vawg_plans.exchange.plan_out import PlanSheets
from vawg_plans.exchange.plan_table import labels_in
from vawg_plans.exchange.workbooks_out import DEMONSTRATION

FORMAT, FORMAT_VERSION = "vawg-plan", 1
_LISTS = frozenset({"owner_posts", "partners"})
PARTS = ("milestones", "evidence_items", "risks")
# Who added what is the record's to say.
_NOT_OF_PARTS = ("added_by",)
Names = Mapping[TagKind, Mapping[str, str]]


def plan_json(sheets: PlanSheets, framework: Framework) -> bytes:
    """The plan's bytes, in UTF-8; the same `sheets`, the same bytes."""
    columns = [c.field for c in sheets.table_columns]
    names, labels = names_by_kind(framework), labels_in(sheets, framework)
    whole = sheets.columns is None
    content: dict[str, Any] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "marking": sheets.marking,
        "demonstration": DEMONSTRATION if sheets.demonstration else None,
        "force": {"id": sheets.force_id, "name": sheets.force_name},
        "version": sheets.label,
        "shows": sheets.moment_words,
        "judged_on": sheets.judged_on.isoformat(),
        "commit": sheets.sequence,
        "made_at": sheets.made_at.isoformat(timespec="seconds") + "Z",
        "holds": {
            "actions": len(sheets.rows),
            "live_actions_of_the_plan": len(sheets.actions),
            "narrowed_to": sheets.narrowed_to or None,
            "columns": columns,
        },
        "plan": {
            "title": sheets.title,
            "summary": sheets.plan.summary or None,
            "lead_post": sheets.plan.lead_post or None,
            "local_strands": list(sheets.plan.local_strands),
        },
        "actions": [
            {name: _value(action, name, sheets, names, labels) for name in columns}
            | (_parts(action, sheets) if whole else {})
            for action in sheets.rows
        ],
        "answers": [
            {
                "question": answer.question,
                "asks": question_words(answer.question, framework),
                "answer": answer.choice.value if answer.choice else None,
                "words": answer.words or None,
                "said_on": answer.said_on.isoformat() if answer.said_on else None,
            }
            for answer in sheets.answers.values()
            if answer.given
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _value(
    action: Action, name: str, sheets: PlanSheets, names: Names, labels: Mapping[str, str]
) -> Any:
    judged, record = sheets.judged[action.id], sheets.records[action.id]
    if name in TAG_GROUPS:
        tags = [_tag(tag, names) for tag in group_of(action.tags, name)]
        return (tags[0] if tags else None) if name == "lead_p" else tags
    if name == "calculated_status":
        return judged.status.value
    if name == "reasons":
        return list(judged.reasons)
    if name == "slips":
        return judged.slips
    if name == "last_progress_on":
        return _plain(record.last_progress_on)
    value = getattr(action, name)
    if name == "measure_id":
        return {"id": value, "name": labels.get(value, value)} if value else None
    if name == "depends_on":
        return [{"id": id, "name": labels.get(id, id)} for id in value]
    return list(value) if name in _LISTS else _plain(value)


def _tag(tag: Tag, names: Names) -> dict[str, Any]:
    name = names[tag.kind].get(tag.code, tag.code)
    return {"code": tag.code, "name": name, "accepted": tag.accepted}


def _parts(action: Action, sheets: PlanSheets) -> dict[str, Any]:
    return {
        part: [
            {
                name: _plain(value)
                for name, value in asdict(item).items()
                if name not in _NOT_OF_PARTS
            }
            for item in getattr(action, part)
        ]
        for part in PARTS
        if part not in sheets.without
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return None if value == "" else value
