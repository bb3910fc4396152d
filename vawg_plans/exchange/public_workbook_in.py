"""A workbook of a public version read back: what it carries, and what its cells say otherwise."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from vawg_plans.domain.canonical import clean
from vawg_plans.domain.proving import Carried
from vawg_plans.domain.public import Content, filled
from vawg_plans.domain.tables import Sheet, Workbook
from vawg_plans.exchange.public_carried import content_of, known_words, parsed
from vawg_plans.exchange.public_columns import ID, READERS
from vawg_plans.exchange.public_workbook import FROZEN, FROZEN_HEADING


def read_book(book: Workbook) -> Carried:
    sheets = {sheet.name: sheet for sheet in book.sheets}
    if FROZEN not in sheets:
        return Carried("workbook", None)
    pieces = [
        str(cell.value) for _, cells in sheets[FROZEN].rows for cell in cells if cell.letter == "A"
    ]
    if FROZEN_HEADING not in pieces:
        return Carried("workbook", None)
    text = "".join(pieces[pieces.index(FROZEN_HEADING) + 1 :])
    content = content_of(parsed(text, "What the workbook carries"), "What the workbook carries")
    strange: list[str] = []
    unchecked: list[str] = []
    looked_at = 0
    for sheet in book.sheets:
        if sheet.name == FROZEN:
            continue
        if sheet.name in ("Actions", "Plan"):
            looked_at += 1
            strange += _actions(sheet, content, unchecked)
        elif "Plan" not in sheets and sheet.name in ("Version", "Answers"):
            strange += _cells(sheet, content)
        else:
            unchecked.append(f"the sheet '{sheet.name}'")
    if not looked_at:
        strange.append("It has no sheet of actions.")
    strange += [p.reason for p in book.problems if "formula" in p.reason]
    return Carried(
        "workbook",
        content,
        digest=_said_digest(sheets.get("Version")),
        strange=tuple(strange),
        unchecked=tuple(dict.fromkeys(unchecked)),
    )


def _said_digest(sheet: Sheet | None) -> str | None:
    for _, cells in sheet.rows if sheet else ():
        if len(cells) > 1 and cells[0].text == "SHA-256":
            return cells[1].text
    return None


def _actions(sheet: Sheet, content: Content, unchecked: list[str]) -> list[str]:
    """Each row against the action whose id it has, cell by cell, by the headings above."""
    told = {a["id"]: filled(a) for a in content["actions"] if a["in_words"]}
    columns: dict[str, str] = {}
    found: list[str] = []
    seen: set[str] = set()
    for _, cells in sheet.rows:
        values = {cell.letter: cell for cell in cells}
        if not columns:
            texts = {letter: cell.text for letter, cell in values.items()}
            if ID in texts.values():
                columns = texts
                unchecked += [f"the column '{t}'" for t in texts.values() if t not in READERS]
            else:
                found += _strangers((c.text for c in cells), content)
            continue
        at = next(letter for letter, heading in columns.items() if heading == ID)
        action = told.get(values[at].text) if at in values else None
        if action is None:
            found.append(f"Row {cells[0].address} is of no action that was frozen in words.")
            continue
        seen.add(action["id"])
        for letter, heading in columns.items():
            if heading not in READERS:
                continue
            should, cell = READERS[heading](action), values.get(letter)
            if _same(should, cell.value if cell else None):
                continue
            found.append(f"{cell.address if cell else letter} is not '{heading}' as it was frozen.")
        found += [f"{c.address} stands in no column." for c in cells if c.letter not in columns]
    return found + [f"The action {id} is missing." for id in sorted(set(told) - seen)]


def _same(should: Any, value: Any) -> bool:
    if isinstance(should, str):
        should = clean(should)
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(should, int) and isinstance(value, float):
        value = int(value) if value.is_integer() else value
    return (should if should not in ("", None) else None) == (
        value if value not in ("", None) else None
    )


def _cells(sheet: Sheet, content: Content) -> list[str]:
    """Cells that hold neither words of the version nor our own headings."""
    texts = (c.text for _, cells in sheet.rows for c in cells if isinstance(c.value, str))
    return _strangers(texts, content)


def _strangers(texts: Any, content: Content) -> list[str]:
    strings = {clean(s) for s in _strings(content)} | known_words()
    whose = content["force_name"]
    strings |= {f"OFFICIAL, {whose}, Version {content['number']}"}
    strings |= {f"OFFICIAL, {whose}, Version {content['number']} (published)"}
    digest = re.compile(r"[0-9a-f]{64}")
    return [
        f"'{text[:80]}' is neither the version's nor any workbook's own."
        for text in texts
        if text not in strings and " ".join(text.split()) not in strings
        if not digest.fullmatch(text)
    ]


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [s for v in value.values() for s in _strings(v)]
    if isinstance(value, list):
        return [s for v in value for s in _strings(v)]
    return []
