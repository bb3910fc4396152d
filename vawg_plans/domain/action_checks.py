"""What makes an action sound: each rule a sentence that says what to do."""

from __future__ import annotations

from dataclasses import dataclass, field

from vawg_plans.domain.actions import FIELD_LABELS, Action, TagKind
from vawg_plans.domain.details import problems_of_details
from vawg_plans.errors import InvalidInput

# Excel cuts a cell at 32,767 characters without a word; below it, everything survives a round trip.
LONGEST_TEXT = 30_000
LONGEST_TITLE = 300
LONGEST_LINE = 200

_LINES = ("reference", "local_strand", "due_words", "equality_impact")
_TEXTS = ("description", "success_measure", "evidence", "context", "shaped_by")


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes that an action may use: of tags by kind, measures of the catalogue, practices."""

    by_kind: dict[TagKind, frozenset[str]] = field(default_factory=dict)
    measures: frozenset[str] = frozenset()
    practices: frozenset[str] = frozenset()


def problems_of(action: Action, codes: Codes | None = None) -> list[str]:
    """Every rule this action breaks, as sentences that say what to do; empty when sound."""
    found: list[str] = []
    if not action.title.strip():
        found.append("Give the action a title: what will be done.")
    if len(action.title) > LONGEST_TITLE:
        found.append(
            f"The title has {len(action.title)} characters; keep it to {LONGEST_TITLE} "
            "and put the rest in the description."
        )
    for name in _LINES:
        if len(getattr(action, name)) > LONGEST_LINE:
            found.append(f"{FIELD_LABELS[name]} is too long; keep it to {LONGEST_LINE} characters.")
    for name in _TEXTS:
        if len(getattr(action, name)) > LONGEST_TEXT:
            found.append(
                f"{FIELD_LABELS[name]} is too long; keep it to {LONGEST_TEXT:,} characters."
            )
    for name in ("owner_posts", "partners"):
        if any(len(v) > LONGEST_LINE or not v.strip() for v in getattr(action, name)):
            found.append(
                f"Each of {FIELD_LABELS[name].lower()} needs 1 to {LONGEST_LINE} characters."
            )
    if action.percent is not None and not 0 <= action.percent <= 100:
        found.append(
            f"Percent is {action.percent}; give a number from 0 to 100, or leave it empty."
        )
    for name in ("start", "due"):
        day = getattr(action, name)
        if day is not None and not 2000 <= day.year <= 2100:
            found.append(f"{FIELD_LABELS[name]} is in {day.year}; give a year from 2000 to 2100.")
    if action.start and action.due and action.due < action.start:
        found.append("The action is due before it starts; change one of the dates.")
    if sum(t.kind is TagKind.P and t.lead for t in action.tags) > 1:
        found.append("An action has one lead P; make the others supporting.")
    seen = [(t.kind, t.code) for t in action.tags]
    if len(seen) != len(set(seen)):
        found.append("The same tag is given twice; remove one.")
    found += problems_of_details(action)
    if codes is not None:
        if action.measure_id and action.measure_id not in codes.measures:
            found.append(f"'{action.measure_id}' is not a measure of the catalogue.")
        if action.practice_id and action.practice_id not in codes.practices:
            found.append(f"'{action.practice_id}' is not a practice known here.")
        found += [
            f"'{t.code}' is not one of the framework's {t.kind} codes."
            for t in action.tags
            if t.code not in codes.by_kind.get(t.kind, frozenset())
        ]
    return found


def check(action: Action, codes: Codes | None = None) -> None:
    """Raise `InvalidInput` with every problem, or do nothing."""
    problems = problems_of(action, codes)
    if problems:
        raise InvalidInput(problems)
