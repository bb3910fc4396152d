"""What stands with a table and is no action: totals, keys, notes, sign-off, page headers.

Each rule is about words that no action has, or about where they stand; what only might be an action
stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.reading_as import plain_words
from vawg_plans.domain.remembering import remembered
from vawg_plans.domain.status_words import plain
from vawg_plans.domain.tables import Cell, column_number

# After these the table is over, until headings stand there again.
_ENDS = re.compile(
    r"(?:b?rag|status|colou?r|progress)?\s*(?:key|legend|code|coding|definitions?|ratings?)"
    r"|(?:b?rag|status)\s+(?:key|legend|definitions?|ratings?|descriptions?|guide)\b.*"
    r"|key\s*(?::|to\b|for\b).*|legend\s*:.*"
    r"|glossary(?: of terms)?|abbreviations?|acronyms"
    r"|(?:version|document|change) (?:control|history|log)|revision history|distribution(?: list)?"
    r"|sign(?:ed)?[- ]?off\b.*|signatures?|approvals?"
    r"|(?:approved|signed|prepared|reviewed|authori[sz]ed|completed|agreed) (?:by|on|at)\b.*"
    r"|end of (?:document|plan|action plan|table|report)"
    r"|summary(?: of (?:actions|progress|status))?|notes?|guidance(?: notes?)?",
    re.IGNORECASE,
)
# A line of its own that is none; the table goes on below it.
_NOTE = re.compile(
    r"(?:(?:please )?note\b|n\.?b\.?\b|\*+\s*\w|source:|page \d+|contact:|for (?:more|further) info"
    r"|(?:last )?(?:updated|reviewed)\b|(?:next )?review(?: date)?:|correct as (?:at|of)"
    r"|as (?:at|of) \d|continued\b|official(?:[- ]sensitive)?\b|not protectively marked"
    r"|restricted\b|confidential\b|©)",
    re.IGNORECASE,
)
_WHOLE_NOTE = re.compile(
    r"official(?:[- ]sensitive)?(?: [-\u2010-\u2015] .*)?|page \d+(?: of \d+)?|continued.{0,30}"
    r"|not protectively marked|restricted|confidential",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"(?:(?:grand|sub|overall)[-\s]?)?totals?(?:\s+(?:number|no\.?|count|of|for|all|the"
    r"|actions?|tasks?|recommendations?|items?|rows?|open|closed|completed?|outstanding|overdue))*"
    r"|(?:number|no\.?|count) of (?:\w+ ){0,2}(?:actions?|tasks?|recommendations?|items?)"
    r"(?:\s+\w+){0,2}|(?:%|per ?cent(?:age)?) (?:of actions )?complete[d]?"
    r"|average(?: %| per ?cent)?(?: complete)?",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"[\s:=\u2010-\u2015-]*\(?[\d.,%/\s]*(?:of \d+)?\)?\s*$")
_NUMERIC = re.compile(r"[\d.,%£/\s-]+(?:of \d+)?")
# As a pivot has them below each owner: 'CSP Total'.
_SUBTOTAL = re.compile(r"\S.{0,60}\s(?:sub-?)?total", re.IGNORECASE)
_LONGEST_TOTAL = (
    120  # longer words are no total, and a long number would be looked through for hours
)
_KEY = re.compile(
    r"(?:(?:b?rag|status|colou?r)\s*)?(?:key|legend)(?:\s*:.*)?"
    r"|b?rag (?:definitions?|ratings? key)",
    re.IGNORECASE,
)
_LEAST_IN_KEY, _MOST_IN_KEY = 3, 10
_WIDEST_KEY, _LEAST_OUTSIDE = 3, 2


def ends_the_table(words: str) -> bool:
    """Whether these words, first in their row, begin a key, a glossary, a sign-off or the like."""
    return _ENDS.fullmatch(" ".join(words.split()).strip(" :*")) is not None or bool(
        re.match(r"\s*(?:key|legend)\s*:", words, re.IGNORECASE)
    )


def is_note(words: str) -> bool:
    """Whether these words, alone in their row, are a note or a marking rather than a heading."""
    return _NOTE.match(words.strip()) is not None


def is_page_note(words: str) -> bool:
    """Whether these are words that only a page has: its number, its marking."""
    return _WHOLE_NOTE.fullmatch(" ".join(words.split())) is not None


def is_total(cells: Iterable[Cell]) -> bool:
    """Whether a row adds the others up: 'Total actions: 12', or 'Total' with numbers beside."""
    first, *others = cells
    words = " ".join(first.text.split())
    if len(words) > _LONGEST_TOTAL:
        return False
    if others and _SUBTOTAL.fullmatch(words):
        return all(_NUMERIC.fullmatch(c.text.strip()) for c in others)
    named = _TOTAL.fullmatch(_NUMBERS.sub("", words).strip())
    return named is not None and all(_NUMERIC.fullmatch(c.text.strip()) for c in others)


@remembered
def _statuses(framework: Framework) -> frozenset[str]:
    known = {plain(w.words) for w in framework.import_words if w.kind.startswith("status")}
    return frozenset(known | {"complete", "not started"})


def is_status(words: str, framework: Framework) -> bool:
    """Whether these words, whole, are one of the words for a delivery status."""
    return plain(words) in _statuses(framework)


def key_beside(
    headings: dict[str, str],
    cells: dict[str, list[Cell]],
    fields: dict[str, str],
    framework: Framework,
) -> list[str]:
    """The letters of the columns that hold a key beside the table.

    `headings` and `cells` are by column letter; `fields` has what the known headings mean. A key
    has a heading of its own ('Key'), or stands behind an empty column and lists each status once
    where the table has its statuses elsewhere.
    """
    found: list[str] = []
    for block in _blocks(set(headings) | set(cells)):
        outside = {field for at, field in fields.items() if at not in block}
        named = next((n for n, at in enumerate(block) if _is_key(headings, cells, at)), None)
        if named is not None and not set(fields) & set(block[named:]):
            found += block[named:]
        elif len(block) <= _WIDEST_KEY and len(outside) >= _LEAST_OUTSIDE:
            listing = [at for at in block if _lists_statuses(cells.get(at, []), framework)]
            if listing and all(fields.get(at, "status") in outside | {"status"} for at in block):
                stated = any(fields.get(at) == "status" for at in block)
                found += block if "status" in outside or not stated else []
    return found


def _blocks(letters: set[str]) -> list[list[str]]:
    """Columns that stand side by side, parted where a column is empty."""
    blocks: list[list[str]] = []
    last = 0
    for number, letter in sorted((column_number(letter), letter) for letter in letters):
        if not blocks or number > last + 1:
            blocks.append([])
        blocks[-1].append(letter)
        last = number
    return blocks


def _is_key(headings: dict[str, str], cells: dict[str, list[Cell]], letter: str) -> bool:
    heading = headings.get(letter, "")
    if heading:
        return _KEY.fullmatch(plain_words(heading)) is not None
    first = next(iter(cells.get(letter, [])), None)
    return first is not None and _KEY.fullmatch(plain_words(first.text)) is not None


def _lists_statuses(cells: list[Cell], framework: Framework) -> bool:
    words = [plain(c.text) for c in cells]
    return (
        _LEAST_IN_KEY <= len(words) <= _MOST_IN_KEY
        and len(set(words)) == len(words)
        and all(is_status(w, framework) for w in words)
    )
