"""What each column of a table means: by its heading, by what stands in it, or by hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from vawg_plans.domain.beside import is_status
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.headers import Header
from vawg_plans.domain.headings import (
    EXACT,
    FIELD_CHOICES,
    PARTLY,
    SEVERAL,
    SOURCES_OF_ACTIONS,
    UNKNOWN,
    Meaning,
)
from vawg_plans.domain.plan_columns import PLAN_COLUMNS, REFUSAL_HEADINGS
from vawg_plans.domain.reading_as import plain_words
from vawg_plans.domain.tables import Cell, Column
from vawg_plans.errors import UnreadableFile

# A number, perhaps behind a few letters, such as 'VAWG-07' or '1.2a'.
_NUMBERED = re.compile(r"[A-Za-z]{0,5}[\s./-]?\d[\d./-]*[a-z]?")
# A column that repeats in each quarter says how things are now in the latest that is filled.
_OF_A_PERIOD = ("status", "percent")

_PAST = re.compile(
    r"\b(?:previous|prior|past|former|old|original|initial|baseline|starting|last"
    r"(?= (?:month|quarter|period|b?rag|status|report|meeting)))\b",
    re.IGNORECASE,
)
_FEW = 2

_REASONS = frozenset(map(plain_words, REFUSAL_HEADINGS))


def columns_of(
    header: Header,
    cells: dict[str, list[Cell]],
    vocabulary: dict[str, str],
    by_hand: Mapping[str, str | None],
    framework: Framework,
) -> list[Column]:
    """Each column with what it means and why. `cells` are those below the headings, by letter."""
    letters = sorted({*header.headings, *cells}, key=lambda letter: (len(letter), letter))
    texts = {at: header.headings[at].text if at in header.headings else "" for at in letters}
    if header.ours:
        columns = [_own_column(letter, texts[letter]) for letter in letters]
    else:
        columns = [
            _reason(c) if plain_words(c.heading) in _REASONS else c
            for c in _columns(header, texts, cells, vocabulary, framework)
        ]
    keys = _keys(texts)
    return [_corrected(replace(c, key=keys[c.letter]), by_hand) for c in columns]


def _reason(column: Column) -> Column:
    """A column that a workbook of refused rows has beside what it was made from."""
    why = "it says why the row was refused before, so it is not read"
    return replace(column, field=None, why=why, known=True)


def _own_column(letter: str, heading: str) -> Column:
    column = next((c for c in PLAN_COLUMNS if c.heading == heading), None)
    if column is None:
        return Column(letter, heading, None, "not one of the columns we export", known=False)
    if not column.read_back:
        return Column(letter, heading, None, "it follows from the rest, so it is not read back")
    return Column(letter, heading, column.field, f"we exported it as '{heading}'")


def _columns(
    header: Header,
    texts: dict[str, str],
    cells: dict[str, list[Cell]],
    vocabulary: dict[str, str],
    framework: Framework,
) -> list[Column]:
    """What each column means. A field that only one column may have goes to the best of them."""
    meanings = {
        letter: header.headings[letter].meaning(vocabulary)
        if letter in header.headings
        else UNKNOWN
        for letter in texts
    }
    meanings = _with_actions(_with_status(meanings, cells, framework), texts, cells)
    taken: dict[str, str] = {}
    order = sorted(meanings.items(), key=lambda item: (_is_past(texts, item), -item[1].score))
    for letter, meaning in order:
        if meaning.field and meaning.field not in SEVERAL:
            taken.setdefault(meaning.field, letter)
    for name in _OF_A_PERIOD:
        latest = _latest(name, header, meanings, cells)
        if latest is not None:
            taken[name] = latest
            why = f"of the columns called '{header.headings[latest].words}' it is the latest filled"
            meanings[latest] = replace(meanings[latest], why=why)
    columns = []
    for letter, heading in texts.items():
        meaning = meanings[letter]
        column = Column(letter, heading, meaning.field, meaning.why)
        if meaning.field is None:
            why = "its heading is not known, so its words are kept in the context"
            column = replace(column, field="context", why=why, known=False)
        elif taken.get(meaning.field, letter) != letter:
            other = taken[meaning.field]
            field = "description" if meaning.field == "title" else "context"
            why = f"column {other} is the {FIELD_CHOICES[meaning.field].lower()} already"
            column = replace(column, field=field, why=why, known=False)
        columns.append(column)
    return columns


def _with_status(
    meanings: dict[str, Meaning], cells: dict[str, list[Cell]], framework: Framework
) -> dict[str, Meaning]:
    """The column of statuses where its heading only says progress, as Planner's does."""
    if any(m.field == "status" for m in meanings.values()):
        return meanings
    for at, meaning in meanings.items():
        words = [c.text for c in cells.get(at, [])]
        stated = meaning.field in ("progress", "update") and meaning.score == EXACT
        if stated and len(words) > 1 and all(is_status(w, framework) for w in words):
            why = "it holds nothing but words for a status"
            return {**meanings, at: Meaning("status", EXACT, why)}
    return meanings


def _is_past(texts: dict[str, str], item: tuple[str, Meaning]) -> bool:
    """Whether the column says how things were ('Previous RAG'), where another says how they are."""
    letter, meaning = item
    return meaning.field in _OF_A_PERIOD and _PAST.search(texts[letter]) is not None


def _with_actions(
    meanings: dict[str, Meaning], texts: dict[str, str], cells: dict[str, list[Cell]]
) -> dict[str, Meaning]:
    """The column of actions where its heading is not the usual one."""
    for at, meaning in meanings.items():
        words = [plain_words(c.text) for c in cells.get(at, [])]
        partly = meaning.field == "title" and meaning.score == PARTLY
        if partly and len(words) > _FEW and len(set(words)) * 2 <= len(words):
            # 'Task mode': the same words again and again are a kind, not what will be done.
            meanings = {**meanings, at: UNKNOWN}
    titles = [at for at, m in meanings.items() if m.field == "title"]
    described = any(m.field in SOURCES_OF_ACTIONS and m.field != "title" for m in meanings.values())
    for at in titles:
        words = [c.text for c in cells.get(at, [])]
        if described and words and all(_NUMBERED.fullmatch(w.strip()) for w in words):
            why = "it holds numbers and no words, so it is what actions are called by"
            meanings = {**meanings, at: Meaning("reference", EXACT, why)}
            titles = [t for t in titles if t != at]
    if titles:
        return meanings
    return {
        letter: Meaning("title", EXACT, "it holds the objectives, and no column the actions")
        if m.field == "local_strand" and re.search(r"\bobjectives?\b", texts[letter], re.I)
        else m
        for letter, m in meanings.items()
    }


def _latest(
    name: str, header: Header, meanings: dict[str, Meaning], cells: dict[str, list[Cell]]
) -> str | None:
    """Of columns called alike under different headings, the last with anything in it."""
    alike = [
        at
        for at, meaning in meanings.items()
        if meaning.field == name and header.headings[at].group
    ]
    alone = any(m.field == name and at not in alike for at, m in meanings.items())
    if len(alike) < 2:
        return None
    filled = [at for at in alike if cells.get(at)]
    return None if alone or not filled else filled[-1]


def _keys(headings: Mapping[str, str]) -> dict[str, str]:
    """A name for each column that another file with the same headings has too."""
    plain = {letter: plain_words(heading) for letter, heading in headings.items()}
    often = Counter(plain.values())
    return {
        letter: words if words and often[words] == 1 else f"{words} ({letter})".strip()
        for letter, words in plain.items()
    }


def _corrected(column: Column, by_hand: Mapping[str, str | None]) -> Column:
    if column.key not in by_hand:
        return column
    field = by_hand[column.key]
    if field is None:
        return replace(column, field=None, why="left out by hand", known=True)
    if field not in FIELD_CHOICES:
        raise UnreadableFile(
            f"A column cannot mean '{field}'.", hint=f"Choose one of {', '.join(FIELD_CHOICES)}."
        )
    return replace(column, field=field, why="chosen by hand", known=True)
