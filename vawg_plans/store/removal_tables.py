"""The tables in which people's words stand, and how each text in a row is reached."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vawg_plans.domain.canonical import canonical_json, sha256
from vawg_plans.domain.removing import (
    ACTION_FIELDS,
    COMMENT_FIELDS,
    NOTE,
    PLAN_FIELDS,
    POST,
    PRACTICE_FIELDS,
    REASON,
    REVIEW_FIELDS,
    WITHDRAWN,
    Change,
    in_answer,
    in_content,
    in_details,
    in_fields,
    in_import,
    in_imported,
    in_plan_details,
    in_tags,
)
from vawg_plans.domain.removing_meetings import (
    DECISION_FIELDS,
    MEETING_FIELDS,
    MINUTE_FIELDS,
    in_arranged,
    in_papers,
)
from vawg_plans.store.connection import Row

_REASON = {"reason": REASON}
_OF_A_VERSION = {"note": NOTE, "approved_by": POST}


@dataclass(frozen=True, slots=True)
class Table:
    """A table in which people's words stand: how its rows are read, and what speaks for them.

    `through` gives a row with each text that a person typed changed.
    """

    name: str
    read: str
    object: Callable[[Row], str]
    revision: Callable[[Row], int]
    through: Callable[[Row, Change], Row]


def _in_plan(row: Row, change: Change) -> Row:
    details = row["details"] and json.loads(row["details"])
    return {
        **in_fields(row, PLAN_FIELDS, change),
        "details": details and kept(row["details"], details, in_plan_details(details, change)),
    }


def _in_action(row: Row, change: Change) -> Row:
    tags, imported = json.loads(row["tags"]), row["imported"] and json.loads(row["imported"])
    details = row["details"] and json.loads(row["details"])
    return {
        **in_fields(row, ACTION_FIELDS, change),
        "tags": kept(row["tags"], tags, in_tags(tags, change)),
        "imported": imported and kept(row["imported"], imported, in_imported(imported, change)),
        "details": details and kept(row["details"], details, in_details(details, change)),
    }


def _in_version(row: Row, change: Change) -> Row:
    content = json.loads(row["content"])
    text = kept(row["content"], content, in_content(content, change))
    digest = row["digest"] if text == row["content"] else sha256(text)
    return {**in_fields(row, _OF_A_VERSION, change), "content": text, "digest": digest}


def _in_meeting(row: Row, change: Change) -> Row:
    arranged = json.loads(row["arranged"])
    after = {
        **in_fields(row, MEETING_FIELDS, change),
        "arranged": kept(row["arranged"], arranged, in_arranged(arranged, change)),
    }
    for name in ("agenda", "content"):
        if row[name] is not None:
            papers = json.loads(row[name])
            after[name] = kept(row[name], papers, in_papers(papers, change))
    if after["content"] != row["content"]:
        after["digest"] = sha256(after["content"])
    return after


def _in_import(row: Row, change: Change) -> Row:
    after = in_import(json.loads(row["read_as"]), row["source"], change)
    text = kept(row["read_as"], json.loads(row["read_as"]), after.read_as)
    return {**row, "source": after.source, "read_as": text}


def kept(text: str, value: Any, changed: Any) -> str:
    """JSON in which nothing was changed stays to the letter."""
    return text if value == changed else canonical_json(changed)


PLANS = Table(
    "plan_revision",
    "removals.plans",
    lambda row: f"plan:{row['plan_id']}",
    lambda row: int(row["revision"]),
    _in_plan,
)
ACTIONS = Table(
    "action_revision",
    "removals.actions",
    lambda row: f"action:{row['action_id']}",
    lambda row: int(row["revision"]),
    _in_action,
)
VERSIONS = Table(
    "plan_version",
    "removals.versions",
    lambda row: f"version:{row['version_id']}",
    lambda row: int(row["number"]),
    _in_version,
)
COMMITS = Table(
    "commit_log",
    "removals.commits",
    lambda row: f"commit:{row['sequence']}",
    lambda row: 1,
    lambda row, change: in_fields(row, _REASON, change),
)
# Of a request, its reason: the words of one that is open are needed until it is decided.
REQUESTS = Table(
    "redaction",
    "removals.of_force",
    lambda row: f"redaction:{row['redaction_id']}",
    lambda row: int(row["revision"]),
    lambda row, change: in_fields(row, _REASON, change),
)
ANSWERS = Table(
    "answer_revision",
    "removals.answers",
    lambda row: f"answer:{row['plan_id']}:{row['question']}",
    lambda row: int(row["revision"]),
    in_answer,
)
PRACTICES = Table(
    "practice_revision",
    "removals.practices",
    lambda row: f"practice:{row['practice_id']}",
    lambda row: int(row["revision"]),
    lambda row, change: in_fields(row, PRACTICE_FIELDS, change),
)
COMMENTS = Table(
    "comment_revision",
    "removals.comments",
    lambda row: f"comment:{row['comment_id']}",
    lambda row: int(row["revision"]),
    lambda row, change: in_fields(row, COMMENT_FIELDS, change),
)
MEETINGS = Table(
    "meeting_revision",
    "removals.meetings",
    lambda row: f"meeting:{row['meeting_id']}",
    lambda row: int(row["revision"]),
    _in_meeting,
)
MINUTES = Table(
    "minute_revision",
    "removals.minutes",
    lambda row: f"minute:{row['meeting_id']}:{row['item_key']}",
    lambda row: int(row["revision"]),
    lambda row, change: in_fields(row, MINUTE_FIELDS, change),
)
DECISIONS = Table(
    "decision_revision",
    "removals.decisions",
    lambda row: f"decision:{row['decision_id']}",
    lambda row: int(row["revision"]),
    lambda row, change: in_fields(row, DECISION_FIELDS, change),
)
IMPORTS = Table(
    "import_revision",
    "removals.imports",
    lambda row: f"import:{row['plan_id']}",
    lambda row: int(row["revision"]),
    _in_import,
)
REVIEWS = Table(
    "review_revision",
    "removals.reviews",
    lambda row: f"review:{row['review_id']}",
    lambda row: int(row["revision"]),
    lambda row, change: in_fields(row, REVIEW_FIELDS, change),
)
WITHDRAWALS = Table(
    "version_withdrawal",
    "removals.withdrawals",
    lambda row: f"withdrawal:{row['version_id']}",
    lambda row: int(row["revision"]),
    lambda row, change: in_fields(row, {"why": WITHDRAWN}, change),
)
TABLES = (
    *(PLANS, ACTIONS, ANSWERS, COMMENTS, MEETINGS, MINUTES, DECISIONS, PRACTICES, IMPORTS),
    *(REVIEWS, VERSIONS, WITHDRAWALS, COMMITS, REQUESTS),
)
