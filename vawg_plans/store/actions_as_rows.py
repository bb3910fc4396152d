"""Actions as rows of `action_revision`, and back."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from vawg_plans.domain.actions import (
    Action,
    DeliveryStatus,
    ImportedFrom,
    InspectorateStatus,
    Tag,
    TagKind,
)
from vawg_plans.domain.canonical import canonical_json
from vawg_plans.domain.details import from_plain, plain
from vawg_plans.store.connection import Row

_PLAIN = (
    "revision",
    "sequence",
    "plan_id",
    "force_id",
    "position",
    "reference",
    "title",
    "description",
    "local_strand",
    "due_words",
    "percent",
    "success_measure",
    "evidence",
    "context",
    "shaped_by",
    "equality_impact",
    "publishable",
    "sensitive",
    "withdrawn",
    "progress_note",
    "salt",
)


_IMPORTED = tuple(f.name for f in dataclasses.fields(ImportedFrom))


def to_row(action: Action) -> Row:
    """An action as a row of `action_revision`."""
    row: Row = {name: getattr(action, name) for name in _PLAIN}
    row["action_id"] = action.id
    row["tags"] = canonical_json([_tag_values(t) for t in action.tags])
    row["owner_posts"] = list(action.owner_posts)
    row["partners"] = list(action.partners)
    row["start_on"], row["due_on"] = action.start, action.due
    row["status"] = action.status.value
    row["inspectorate_status"] = action.inspectorate_status.value
    imported = action.imported
    # Named one by one: `asdict` copies each value, at half the cost of writing a large import.
    row["imported"] = (
        canonical_json({name: getattr(imported, name) for name in _IMPORTED}) if imported else None
    )
    details = plain(action)
    row["details"] = canonical_json(details) if details else None
    return row


def _tag_values(tag: Tag) -> list[Any]:
    return [tag.kind.value, tag.code, tag.lead, tag.accepted_by, tag.words]


_KINDS = {kind.value: kind for kind in TagKind}
STATUSES = {status.value: status for status in DeliveryStatus}


class Same(dict[str, str]):
    """Equal words as one object: a table of many rows repeats most of its own."""

    def __missing__(self, words: str) -> str:
        self[words] = words
        return words


def from_row(row: Row, same: Same | None = None) -> Action:
    """A row of `action_revision` as an action. Rows read together share `same`."""
    same = Same() if same is None else same
    plain_values: dict[str, Any] = {
        name: same[value] if type(value) is str else value
        for name, value in ((name, row[name]) for name in _PLAIN)
    }
    return Action(
        id=row["action_id"],
        tags=tuple(
            Tag(
                _KINDS[kind],
                same[code],
                lead,
                accepted_by if accepted_by is None else same[accepted_by],
                same[words],
            )
            for kind, code, lead, accepted_by, words in json.loads(row["tags"])
        ),
        owner_posts=tuple(same[post] for post in row["owner_posts"]),
        partners=tuple(same[partner] for partner in row["partners"]),
        start=row["start_on"],
        due=row["due_on"],
        status=STATUSES[row["status"]],
        inspectorate_status=InspectorateStatus(row["inspectorate_status"]),
        imported=_imported_of(row["imported"], same),
        **(from_plain(json.loads(row["details"])) if row["details"] else {}),
        **plain_values,
    )


def _imported_of(text: str | None, same: Same) -> ImportedFrom | None:
    if not text:
        return None
    said = json.loads(text)
    return ImportedFrom(
        source=same[said["source"]],
        sheet=same[said["sheet"]],
        row=same[said["row"]],
        item=said["item"],
        values={same[name]: same[value] for name, value in said["values"].items()},
        tables=tuple(same[table] for table in said["tables"]),
    )
