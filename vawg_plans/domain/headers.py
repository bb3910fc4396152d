"""Where the headings of a table stand in a sheet: under titles, in one row or in two, and again.

A second row of headings belongs to the first where each of its words stands under a heading that
reaches over several columns, or under none ('Timescale' over 'Start' and 'End').
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from vawg_plans.domain.headings import (
    EXACT,
    LONGEST_HEADING,
    PARTLY,
    SOURCES_OF_ACTIONS,
    UNKNOWN,
    Meaning,
    meaning_of,
    one_line,
)
from vawg_plans.domain.reading_as import plain_words
from vawg_plans.domain.tables import Cell, Sheet, column_letters, column_number

_ROWS_SEARCHED = 60
_LONGEST_BELOW = 50
# A later row is taken for headings only where it is plainly one: most of its words are known.
_LEAST_AGAIN = 3
_SHARE_AGAIN = 0.6

Line = tuple[int, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading, with the heading over it where that reaches over several columns."""

    words: str
    group: str = ""

    @property
    def text(self) -> str:
        return f"{self.group}: {self.words}" if self.group and self.words else self.words

    def meaning(self, vocabulary: dict[str, str]) -> Meaning:
        """What the heading means by itself, or else together with the one over it."""
        alone = meaning_of(self.words, vocabulary)
        if not self.group or alone.score == EXACT:
            return alone
        together = meaning_of(f"{self.group} {self.words}", vocabulary)
        if together.score == EXACT:
            return together
        over = meaning_of(self.group, vocabulary)
        if alone.field is None and over.score == EXACT:
            return Meaning(over.field, PARTLY, f"it stands under the heading '{self.group}'")
        return alone


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of one table, by column letter, and the rows of the sheet they stand in.

    `first` and `last` count the sheet's rows as they were read, from 0. `score` says how much of
    it is known, `ours` that we exported it.
    """

    sheet: Sheet
    first: int
    last: int
    headings: dict[str, Heading]
    fields: dict[str, int]
    ours: bool = False
    columns: range | None = None  # where other tables stand beside it
    title: tuple[str, ...] = ()  # the heading over all of it

    def within(self, lines: Iterable[Line]) -> list[Line]:
        """The rows with the cells that stand in its columns."""
        columns = self.columns
        if columns is None:
            return list(lines)
        kept = ((n, tuple(c for c in row if c.column in columns)) for n, row in lines)
        return [(n, row) for n, row in kept if row]

    @property
    def score(self) -> int:
        return sum(self.fields.values())

    @property
    def row(self) -> int:
        return self.sheet.rows[self.last][0]

    @property
    def states_actions(self) -> bool:
        """Whether a heading names actions, or what else actions may be read from, as a whole."""
        return any(self.fields.get(field) == EXACT for field in SOURCES_OF_ACTIONS)

    @property
    def words(self) -> frozenset[str]:
        """Every word of it, to know it again on a later page."""
        return frozenset(
            plain_words(w) for h in self.headings.values() for w in (h.words, h.group) if w
        )


def header_of(sheet: Sheet, vocabulary: dict[str, str]) -> Header | None:
    """The row of headings that says most, or two rows where together they say more."""
    best: tuple[tuple[bool, int, int, int], Header] | None = None
    for header in _candidates(sheet, vocabulary):
        repeated = Counter(h.text for h in header.headings.values())
        twice = sum(n - 1 for n in repeated.values())
        rank = (header.ours, header.score, -twice, header.first - header.last)
        if best is None or rank > best[0]:
            best = rank, header
    return best[1] if best else None


def _candidates(sheet: Sheet, vocabulary: dict[str, str]) -> Iterator[Header]:
    for index, (_, cells) in enumerate(sheet.rows[:_ROWS_SEARCHED]):
        texts = {c.text.strip() for c in cells}
        ours = {"Action id", "Action"} <= texts and bool(texts & {"Revision exported", "Lead P"})
        single = {c.letter: Heading(one_line(c.text)) for c in cells}
        header = _header(sheet, index, index, single, vocabulary, ours=ours)
        if header is not None:
            yield header
        double = None if ours else _in_two_rows(sheet, index)
        if double is not None:
            header = _header(sheet, index, index + 1, double, vocabulary)
            if header is not None:
                yield header


def _header(
    sheet: Sheet,
    first: int,
    last: int,
    headings: dict[str, Heading],
    vocabulary: dict[str, str],
    *,
    ours: bool = False,
) -> Header | None:
    """The headings with what they mean; None where they are too few to be any."""
    fields: dict[str, int] = {}
    for heading in headings.values():
        meaning = heading.meaning(vocabulary)
        if meaning.field:
            fields[meaning.field] = max(meaning.score, fields.get(meaning.field, 0))
    if not ours and (len(fields) < 2 or EXACT not in fields.values()):
        return None
    return Header(sheet, first, last, headings, fields, ours)


def _in_two_rows(sheet: Sheet, index: int) -> dict[str, Heading] | None:
    """The headings of two rows as one; None where the second is no row of headings."""
    if index + 1 >= len(sheet.rows):
        return None
    (number, above), (below_number, below) = sheet.rows[index : index + 2]
    if below_number != number + 1 or len(above) < 2 or len(below) < 2:
        return None
    if any(not isinstance(c.value, str) or len(c.text) > _LONGEST_BELOW for c in below):
        return None
    merged = {s.left: s for s in sheet.merged if s.top == number}
    words = {c.column: one_line(c.text) for c in below}
    over: dict[int, str] = {}  # the heading above, for each column it reaches over
    headings: dict[str, Heading] = {}
    starts = sorted(c.column for c in above)
    for cell in above:
        span, text = merged.get(cell.column), one_line(cell.text)
        following = next((s for s in starts if s > cell.column), max(words) + 1)
        end = span.right if span else following - 1
        under = [n for n in range(cell.column, end + 1) if n in words]
        if span and span.bottom > number and under:
            return None  # a heading merged down has nothing under it
        if not under:
            headings[cell.letter] = Heading(text)
        elif end == cell.column or (span is None and under == [cell.column]):
            return None  # words right under a heading of one column are a row of the table
        else:
            over |= dict.fromkeys(under, text)
    for column, text in words.items():
        headings[column_letters(column)] = Heading(text, over.get(column, ""))
    return headings


def headers_below(header: Header, vocabulary: dict[str, str]) -> list[Header]:
    """Other rows of headings further down the sheet, for tables of their own.

    The same headings again, as on each printed page, are none: they change nothing.
    """
    found: list[Header] = []
    known = header.words
    rows = header.sheet.rows
    for index in range(header.last + 1, len(rows)):
        cells = rows[index][1]
        if len(cells) < _LEAST_AGAIN:
            continue
        texts = [plain_words(c.text) for c in cells if len(c.text) <= LONGEST_HEADING]
        sure = {vocabulary[t] for t in texts if t in vocabulary}
        if len(sure) < _LEAST_AGAIN or len(texts) < len(cells) or set(texts) <= known:
            continue
        if sum(t in vocabulary for t in texts) < _SHARE_AGAIN * len(cells):
            continue
        headings = {c.letter: Heading(one_line(c.text)) for c in cells}
        another = _header(header.sheet, index, index, headings, vocabulary)
        if another is not None:
            found.append(another)
            known = another.words
    return found


def meanings_of(header: Header, vocabulary: dict[str, str]) -> dict[str, Meaning]:
    """What each heading means, by column letter."""
    return {letter: h.meaning(vocabulary) or UNKNOWN for letter, h in header.headings.items()}


def beside_each_other(header: Header, vocabulary: dict[str, str]) -> list[Header]:
    """The headers of tables that stand beside each other; none where it is one table.

    They have the same headings in the same order, with the actions among them.
    """
    letters = sorted(header.headings, key=column_number)
    words = [plain_words(header.headings[at].words) for at in letters]
    starts = [n for n, word in enumerate(words) if word == words[0]]
    if len(starts) < 2:
        return []
    found: list[Header] = []
    for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
        part = {at: header.headings[at] for at in letters[start:end]}
        over = {h.group for h in part.values()}
        alone = {at: Heading(h.words) for at, h in part.items()}
        first, last = column_number(letters[start]), 20_000
        if end < len(letters):
            last = column_number(letters[end]) - 1
        one = _header(header.sheet, header.first, header.last, alone, vocabulary)
        if one is None or not one.states_actions:
            return []
        title = tuple(over - {""}) if len(over) == 1 else ()
        found.append(replace(one, columns=range(first, last + 1), title=title))
    return found if len({h.words for h in found}) == 1 else []
