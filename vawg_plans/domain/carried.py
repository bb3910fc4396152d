"""What a workbook of ours carries with it: which plan, which moment, which rows at which revision.

It stands in a hidden sheet as plain rows, so that a reader is not troubled by it, and sorting,
filtering or saving by another program does no harm. Of what is not read back (what follows from
the record, the sheets for reading only) it holds a short digest of each line: a line that somebody
altered is then known, and can be named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from vawg_plans.domain.canonical import clean, sha256

if TYPE_CHECKING:
    from vawg_plans.domain.tables import CellValue, Sheet

SHEET = "Made from"
# The first words of the sheet. It is known by them, also under another name.
MARK = "VAWG Plans: what this workbook was made from"
_FORM = 1
_PER_CELL = 2_000  # digests; 32,767 characters are the most a cell holds
BEGINS_WITHIN = 5

Value = str | int | float | dt.date | None
_NO_FOLLOWS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """An action in the file: its revision when the file was made, and digests of what followed
    from the record then, by the column's field.
    """

    revision: int
    follows: Mapping[str, str] = field(default_factory=lambda: _NO_FOLLOWS)


@dataclass(frozen=True, slots=True)
class Carried:
    """What the workbook was made from.

    `label` is 'Draft' or a version's name; `sequence` the commit that it shows; `made` names this
    one export; `columns` are the fields of its plan's columns. `actions` are those that it was made
    with, which may be fewer than the plan had; `answers` the revisions of the force's answers.
    `lines` are digests of every line that is not read back.
    """

    force_id: str
    plan_id: str = ""
    label: str = "Draft"
    sequence: int = 0
    made: str = ""
    columns: tuple[str, ...] = ()
    actions: Mapping[str, CarriedRow] = field(default_factory=dict)
    answers: Mapping[str, int] = field(default_factory=dict)
    lines: frozenset[str] = frozenset()

    @property
    def is_draft(self) -> bool:
        """Whether it shows the plan itself, not a version that was named."""
        return self.label.casefold().startswith("draft")


def plain_value(value: CellValue) -> str:
    """A cell's value as it is compared: the same whichever program saved it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int | float):
        return f"{value:.15g}"
    return " ".join(clean(value).split())


def short_digest(values: Iterable[CellValue]) -> str:
    """A digest of a line's values: enough to tell that it was altered, too little to tell what."""
    words = [w for w in map(plain_value, values) if w]
    return sha256("\x1f".join(words))[:8]


def name_of_export(force_id: str, label: str, sequence: int, made_at: dt.datetime) -> str:
    """A name for one export, the same for the same."""
    return sha256(f"{force_id}\x1f{label}\x1f{sequence}\x1f{made_at.isoformat()}")[:16]


def rows_of(carried: Carried) -> list[list[Value]]:
    """The hidden sheet's rows."""
    lines = sorted(carried.lines)
    chunks = [lines[i : i + _PER_CELL] for i in range(0, len(lines), _PER_CELL)]
    rows: list[list[Value]] = [
        [MARK],
        ["Form", _FORM],
        ["Force", carried.force_id],
        ["Plan", carried.plan_id],
        ["Version", carried.label],
        ["Commit", carried.sequence],
        ["Export", carried.made],
        ["Columns", " ".join(carried.columns)],
    ]
    rows += [["Lines", " ".join(chunk)] for chunk in chunks]
    for id, row in carried.actions.items():
        follows = " ".join(f"{name}={digest}" for name, digest in row.follows.items())
        rows.append(["Action", id, row.revision, follows])
    rows += [["Answer", question, revision] for question, revision in carried.answers.items()]
    return rows


def begins(rows: Iterable[Sequence[CellValue]]) -> bool:
    """Whether these first rows of a sheet are those of what a workbook carries."""
    return any(
        plain_value(value) == MARK
        for number, row in enumerate(rows)
        if number < BEGINS_WITHIN
        for value in row
    )


def read_carried(sheet: Sheet) -> Carried | None:
    """What the sheet says, None where it is not ours. What cannot be read is passed over."""
    if not begins([c.value for c in cells] for _, cells in sheet.rows[:BEGINS_WITHIN]):
        return None
    facts: dict[str, str] = {}
    lines: set[str] = set()
    actions: dict[str, CarriedRow] = {}
    answers: dict[str, int] = {}
    for _, cells in sheet.rows:
        kind, *rest = [plain_value(c.value) for c in cells]
        revision = number_of(rest[1]) if len(rest) > 1 else None
        if kind == "Lines" and rest:
            lines |= set(rest[0].split())
        elif kind == "Action" and revision is not None:
            pairs = (pair.partition("=") for pair in " ".join(rest[2:]).split())
            actions[rest[0]] = CarriedRow(revision, {name: digest for name, _, digest in pairs})
        elif kind == "Answer" and revision is not None:
            answers[rest[0]] = revision
        elif rest:
            facts.setdefault(kind, rest[0])
    return Carried(
        force_id=facts.get("Force", ""),
        plan_id=facts.get("Plan", ""),
        label=facts.get("Version", "Draft"),
        sequence=number_of(facts.get("Commit", "")) or 0,
        made=facts.get("Export", ""),
        columns=tuple(facts.get("Columns", "").split()),
        actions=actions,
        answers=answers,
        lines=frozenset(lines),
    )


def number_of(words: str) -> int | None:
    """A whole number as any program writes it ('4', '4.0'); None for anything else."""
    whole, _, rest = words.strip().partition(".")
    if whole.isascii() and whole.isdecimal() and len(whole) <= 15 and not rest.strip("0"):
        return int(whole)
    return None
