"""What a force decided when it brought its files in: remembered for the next file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from vawg_plans.domain.headings import FIELD_CHOICES
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.tables import Table


@dataclass(frozen=True, slots=True)
class Import:
    """One file brought into a plan, and everything decided about the force's files up to then.

    `digest` is the SHA-256 of the file's bytes. `read_as` names no sheets: another file has others.
    """

    plan_id: str
    force_id: str
    source: str
    digest: str
    read_as: ReadAs
    revision: int = 0
    sequence: int = 0
    salt: str | None = None
    on: dt.date | None = None


def over(said: ReadAs, remembered: ReadAs) -> ReadAs:
    """What is said now, and of what nothing is said now, what was said before.

    What a column was said to mean, and nothing can mean any more, is as if never said: the person
    who imports today did not say it.
    """
    fields = {**remembered.words, **said.words}
    known = {k: f for k, f in remembered.columns.items() if f is None or f in FIELD_CHOICES}
    return replace(
        said,
        columns={**known, **said.columns},
        words={f: {**remembered.words.get(f, {}), **said.words.get(f, {})} for f in fields},
    )


def explained(table: Table, said: ReadAs, memory: Import | None) -> Table:
    """The table, its columns saying which of them are read as somebody chose before."""
    if memory is None:
        return table
    why = f"chosen by hand on {in_words(memory.on)} or before, and remembered"
    columns = tuple(
        replace(c, why=why) if c.key in memory.read_as.columns and c.key not in said.columns else c
        for c in table.columns
    )
    return replace(table, columns=columns)


def as_json(read_as: ReadAs) -> dict[str, Any]:
    """As it is kept: plain lists, because a key of JSON could not be removed like other words."""
    return {
        "split_bullets": read_as.split_bullets,
        "columns": [[key, field] for key, field in sorted(read_as.columns.items())],
        "words": [
            [field, word, code]
            for field, words in sorted(read_as.words.items())
            for word, code in sorted(words.items())
        ],
    }


def from_json(kept: Mapping[str, Any]) -> ReadAs:
    """What `as_json` kept."""
    words: dict[str, dict[str, str | None]] = {}
    for field, word, code in kept["words"]:
        words.setdefault(field, {})[word] = code
    return ReadAs(bool(kept["split_bullets"]), (), dict(kept["columns"]), words)


def with_words_changed(kept: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """What `as_json` kept, with the words of the force's own files changed."""
    return {
        **kept,
        "columns": [[change(key), field] for key, field in kept["columns"]],
        "words": [[field, change(word), code] for field, word, code in kept["words"]],
    }
