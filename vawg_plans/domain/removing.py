"""Removing words: where people type them, what was asked, and what was decided.

A person asks for words to be removed and another decides. Every revision, version and reason is
then as if the words had never been typed, but for a mark.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

from vawg_plans.domain import answers, comments, practices, reviews
from vawg_plans.domain.action_checks import LONGEST_LINE, LONGEST_TEXT, LONGEST_TITLE
from vawg_plans.domain.actions import FIELD_LABELS
from vawg_plans.domain.canonical import visible
from vawg_plans.domain.details import LONGEST_LINE as LONGEST_ITEM
from vawg_plans.domain.details import LONGEST_LINK, LONGEST_WORDS
from vawg_plans.domain.imports import with_words_changed
from vawg_plans.domain.people import Role
from vawg_plans.domain.sought import Sought
from vawg_plans.domain.value_texts import TAG_GROUPS
from vawg_plans.errors import InvalidInput

LONGEST_REASON = 1_000
# Nobody reads a list of more, and so many places mean that the words are too common.
MOST_ROWS = 5_000


def reason_of(reason: str, words: Sought) -> str:
    """The reason as it is kept. Raises `InvalidInput` when it is missing or repeats the words."""
    kept = " ".join(visible(reason).split())
    if not kept:
        raise InvalidInput("Say why the words must go; the reason is kept.")
    if len(kept) > LONGEST_REASON:
        raise InvalidInput(f"Keep the reason to {LONGEST_REASON:,} characters.")
    if replace(words, inside=True).spans(kept):
        raise InvalidInput(
            "The reason holds the words themselves, and it is kept.",
            hint="Say what kind of words they are, for example: the name of a victim.",
        )
    return kept


# Where people type words, and how long each text may be.


class Field(NamedTuple):
    """A field as it is named on screen, and the longest text it takes."""

    label: str
    longest: int | None = None


Change = Callable[[Field, str], str]

_LONGEST = {"title": LONGEST_TITLE, "progress_note": 5_000} | dict.fromkeys(
    ("reference", "local_strand", "due_words", "equality_impact", "owner_posts", "partners"),
    LONGEST_LINE,
)
_OF_AN_ACTION = (
    "reference",
    "title",
    "description",
    "local_strand",
    "due_words",
    "success_measure",
    "evidence",
    "context",
    "shaped_by",
    "equality_impact",
    "progress_note",
    "owner_posts",
    "partners",
)
ACTION_FIELDS = {
    name: Field(FIELD_LABELS[name], _LONGEST.get(name, LONGEST_TEXT)) for name in _OF_AN_ACTION
}
PLAN_FIELDS = {
    "title": Field("Title", 300),
    "summary": Field("Summary", 30_000),
    "lead_post": Field("Lead post", 200),
    "local_strands": Field("Local strands", 200),
}
ANSWER_FIELDS = {
    "words": Field("Answer", answers.LONGEST_WORDS),
    "evidence": Field("Evidence", answers.LONGEST_EVIDENCE),
}
COMMENT_FIELDS = {"words": Field("Comment", comments.LONGEST_WORDS)}
PRACTICE_FIELDS = {
    "title": Field("Title", practices.LONGEST_TITLE),
    "words": Field("What was done", practices.LONGEST_WORDS),
    "partners": Field("Partners", practices.LONGEST_PARTNERS),
}
_DETAIL_FIELDS = {
    "milestones": {"title": Field("Milestone", LONGEST_ITEM)},
    "evidence_items": {
        "title": Field("Evidence", LONGEST_ITEM),
        "held": Field("Where evidence is held", LONGEST_ITEM),
        "link": Field("Link to evidence", LONGEST_LINK),
    },
    "risks": {
        "words": Field("Risk", LONGEST_WORDS),
        "response": Field("Response to a risk", LONGEST_WORDS),
    },
    "override": {"reason": Field("Why the stated status stands", LONGEST_WORDS)},
}
FILE = Field("File brought in")
FILE_WORDS = Field("Words of a file brought in")
NOTE = Field("Note", 1_000)
REASON = Field("Reason", 2_000)
POST = Field("Approved by", reviews.LONGEST_POST)
WITHDRAWN = Field("Why it was withdrawn", reviews.LONGEST_NOTE)
REVIEW_FIELDS = {
    "note": NOTE,
    "words": Field("What was said of it", reviews.LONGEST_WORDS),
    "post": POST,
}
SUGGESTED_BY = Field("Words that suggested the mapping")
IMPORTED = Field("Imported from")
# Of the values last imported, those are codes and dates, which nobody typed as words.
_CODED = frozenset({"status", "inspectorate_status", "start", "due", "percent", "position"}) | set(
    TAG_GROUPS
)


def in_fields(values: dict[str, Any], named: dict[str, Field], change: Change) -> dict[str, Any]:
    """`values` with the words of these fields changed; what is no text stays."""
    return {
        name: _changed(value, named[name], change) if name in named else value
        for name, value in values.items()
    }


def _changed(value: Any, field: Field, change: Change) -> Any:
    if isinstance(value, str):
        return change(field, value)
    if isinstance(value, list):
        return [_changed(one, field, change) for one in value]
    return value


def in_details(details: dict[str, Any], change: Change) -> dict[str, Any]:
    """An action's details as they are stored or frozen, the words in them changed."""
    return {
        name: [in_fields(item, _DETAIL_FIELDS[name], change) for item in value]
        if name in _DETAIL_FIELDS and isinstance(value, list)
        else in_fields(value, _DETAIL_FIELDS[name], change)
        if name in _DETAIL_FIELDS
        else value
        for name, value in details.items()
    }


class InImport(NamedTuple):
    """What is kept of an import: how its words are read (as `imports.as_json`), and its name."""

    read_as: dict[str, Any]
    source: str


def in_import(read_as: dict[str, Any], source: str, change: Change) -> InImport:
    """What is kept of an import, the words in it changed."""
    words = with_words_changed(read_as, lambda text: change(FILE_WORDS, text))
    return InImport(words, change(FILE, source))


def in_answer(answer: dict[str, Any], change: Change) -> dict[str, Any]:
    """An answer as it is stored or frozen, the words in it changed."""
    longest = answers.longest_words(answer["question"])
    named = {**ANSWER_FIELDS, "words": ANSWER_FIELDS["words"]._replace(longest=longest)}
    return in_fields(answer, named, change)


def in_plan_details(details: dict[str, Any], change: Change) -> dict[str, Any]:
    """A plan's details as they are stored: its local strands stand there by their words."""
    strands = PLAN_FIELDS["local_strands"]
    return {**details, "strand_ps": [[change(strands, s), p] for s, p in details["strand_ps"]]}


def in_tags(tags: list[Any], change: Change) -> list[Any]:
    """An action's tags as they are stored, the words that suggested them changed."""
    return [[*rest, change(SUGGESTED_BY, words)] for *rest, words in tags]


def in_imported(imported: dict[str, Any], change: Change) -> dict[str, Any]:
    """Where an action was read from, its file, sheet, row and the values read changed."""
    typed = dict.fromkeys(("source", "sheet", "row"), IMPORTED)
    values = {
        name: text if name in _CODED else change(IMPORTED, text)
        for name, text in imported["values"].items()
    }
    return {**in_fields(imported, typed, change), "values": values}


def with_tables(imported: dict[str, Any], fresh: dict[str, str]) -> dict[str, Any]:
    """Where an action was read from, with these digests of tables in the place of those named.

    A table's digest is of all its cells, without a salt, so whoever has the table but for the words
    removed could try words until the digest is the same.
    """
    return {**imported, "tables": [fresh.get(one, one) for one in imported["tables"]]}


def in_content(content: dict[str, Any], change: Change) -> dict[str, Any]:
    """A version's frozen content, the words typed by people changed, its structure kept."""
    return {
        **content,
        "note": change(NOTE, content["note"]),
        # Those of before there were approvals, and national ones, say nothing of one.
        **(
            {"approved": in_fields(content["approved"], {"post": POST}, change)}
            if "approved" in content
            else {}
        ),
        "plan": in_fields(content["plan"], PLAN_FIELDS, change),
        "actions": [_in_frozen_action(a, change) for a in content["actions"]],
        # Versions of before there were answers have none.
        **(
            {"answers": [in_answer(a, change) for a in content["answers"]]}
            if "answers" in content
            else {}
        ),
    }


def _in_frozen_action(action: dict[str, Any], change: Change) -> dict[str, Any]:
    changed = in_fields(action, ACTION_FIELDS, change)
    if "details" in action:
        changed["details"] = in_details(action["details"], change)
    return changed


# What was asked, and where the words stand.


class RemovalState(StrEnum):
    """How far a removal has come."""

    ASKED = "asked"
    REMOVED = "removed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Place:
    """One field of one thing in which the words stand, in some of its revisions.

    `sample` is the newest such text around the words; `times` counts the words in all of them.
    """

    thing: str
    field: str
    revisions: tuple[int, ...]
    times: int
    sample: str


@dataclass(frozen=True, slots=True)
class Places:
    """Everywhere the words stand. `rows` is how many stored rows would be changed.

    `inside` counts the rows in which they stand only within longer words, and would stay.
    `versions` are the numbers of the versions changed; `replaced` that of the public one which a
    new version would take the place of.
    """

    found: tuple[Place, ...]
    rows: int
    inside: int = 0
    versions: tuple[int, ...] = ()
    replaced: int | None = None

    @property
    def times(self) -> int:
        return sum(place.times for place in self.found)


@dataclass(frozen=True, slots=True)
class Removal:
    """Words that somebody asked to remove, and what was decided.

    `words` are None for whoever may not see them, and once it is decided. `places` counts the
    fields in which they stood, `rows` the stored rows.
    """

    id: str
    force_id: str
    state: RemovalState
    words: str | None
    inside: bool
    reason: str
    asked_by: str
    asked_role: Role
    asked_at: dt.datetime
    decided_role: Role | None = None
    decided_at: dt.datetime | None = None
    places: int = 0
    rows: int = 0
    version: int | None = None
