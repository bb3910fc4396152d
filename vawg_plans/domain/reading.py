"""Where the table is in a workbook, and what its columns mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plan_columns import PLAN_COLUMNS
from vawg_plans.domain.reading_as import ReadAs, plain_words
from vawg_plans.domain.tables import Cell, Column, Row, Sheet, Table, digest_of
from vawg_plans.errors import UnreadableFile

# What a column may be chosen to mean, in words. A column may also be left out (None).
FIELD_CHOICES = {
    "reference": "Reference",
    "title": "Action (what will be done)",
    "description": "Description",
    "progress": "Progress (its text holds the actions where there is no action column)",
    "update": "Latest update (kept in the context)",
    "recommendation": "Recommendation, in full",
    "recommendations": "Recommendation numbers or labels",
    "lead_p": "4P",
    "areas": "Improvement area",
    "themes": "Theme",
    "pillar": "National pillar",
    "local_strand": "Local strand",
    "owner_posts": "Owner",
    "partners": "Partners",
    "start": "Start",
    "due": "Due",
    "due_words": "Due, in words",
    "status": "Delivery status",
    "percent": "Percent complete",
    "success_measure": "Success measure",
    "evidence": "Evidence",
    "context": "Context",
    "shaped_by": "Shaped by women and girls",
    "equality_impact": "Equality impact reference",
    "publishable": "Publishable (yes or no)",
    "sensitive": "Sensitive (yes or no)",
    "inspectorate_status": "Inspectorate status",
}
# Several columns may mean these; of any other only the best counts.
_SEVERAL = frozenset({
    "progress", "update", "description", "recommendation", "recommendations", "owner_posts",
    "partners", "success_measure", "evidence", "context",
})  # fmt: skip
# What the framework's header words call a field that is called otherwise here.
_FIELDS = {
    "owner": "owner_posts",
    "p": "lead_p",
    "area": "areas",
    "theme": "themes",
    "recommendation_links": "recommendations",
}
_SOURCES_OF_ACTIONS = frozenset({"title", "progress", "update", "description"})
_ROWS_SEARCHED = 60
_LONGEST_HEADING = 80
_LONGEST_PARTLY = 50
_EXACT, _PARTLY = 3, 1


@dataclass(frozen=True, slots=True)
class _Meaning:
    field: str | None
    score: int
    why: str


@dataclass(frozen=True, slots=True)
class _Header:
    sheet: Sheet
    index: int
    score: int
    ours: bool


def find_table(
    sheets: Iterable[Sheet],
    framework: Framework,
    filename: str,
    read_as: ReadAs | None = None,
) -> Table:
    """The first of `find_tables`: the only one of most files."""
    return find_tables(sheets, framework, filename, read_as)[0]


def find_tables(
    sheets: Iterable[Sheet],
    framework: Framework,
    filename: str,
    read_as: ReadAs | None = None,
) -> tuple[Table, ...]:
    """The tables with a plan, each under whatever title rows it has, in the workbook's order.

    Where nobody said which sheets, the best is taken: one that this service exported, otherwise the
    one whose headings say most. Raises `UnreadableFile` where no header is found.
    """
    sheets, read_as = list(sheets), read_as or ReadAs()
    missing = set(read_as.sheets) - {s.name for s in sheets}
    if missing:
        raise UnreadableFile(f"'{filename}' has no sheet called '{min(missing)}' to read.")
    if read_as.sheets:
        sheets = [s for s in sheets if s.name in read_as.sheets]
    vocabulary = _vocabulary(framework)
    headers = [h for s in sheets if (h := _header_of(s, vocabulary)) is not None]
    if not headers:
        names = ", ".join(f"'{s.name}'" for s in sheets)
        raise UnreadableFile(
            f"No row of headings was found in sheet {names} of '{filename}'.",
            hint="Put headings above the table, such as Ref, Recommendation (or HMICFRS), Action, "
            "Owner (or Lead), Timescale (or Due), Progress, Status (or RAG), 4P.",
        )
    best = max(headers, key=lambda h: (h.ours, h.score))
    wanted = headers if read_as.sheets and not best.ours else [best]
    return tuple(_table(h, vocabulary, filename, read_as.columns) for h in wanted)


def _vocabulary(framework: Framework) -> dict[str, str]:
    """Headings as they are compared, to the field they mean; our own headings win."""
    words = {
        plain_words(w.words): _FIELDS.get(w.means, w.means)
        for w in framework.import_words
        if w.kind == "header"
    }
    own = {plain_words(c.heading): c.field for c in PLAN_COLUMNS if c.field in FIELD_CHOICES}
    return words | own


def _header_of(sheet: Sheet, vocabulary: dict[str, str]) -> _Header | None:
    best: _Header | None = None
    for index, (_, cells) in enumerate(sheet.rows[:_ROWS_SEARCHED]):
        texts = {c.text.strip() for c in cells}
        ours = {"Action id", "Action"} <= texts and bool(texts & {"Revision exported", "Lead P"})
        by_field: dict[str, int] = {}
        for cell in cells:
            meaning = _meaning_of(cell.text, vocabulary)
            if meaning.field:
                by_field[meaning.field] = max(meaning.score, by_field.get(meaning.field, 0))
        score = sum(by_field.values())
        if not ours and (len(by_field) < 2 or _EXACT not in by_field.values()):
            continue
        if best is None or (ours, score) > (best.ours, best.score):
            best = _Header(sheet, index, score, ours)
    return best


def _meaning_of(text: str, vocabulary: dict[str, str]) -> _Meaning:
    heading = plain_words(text)
    if not heading or len(heading) > _LONGEST_HEADING:
        return _Meaning(None, 0, "")
    if heading in vocabulary:
        return _Meaning(vocabulary[heading], _EXACT, f"its heading is '{_one_line(text)}'")
    if len(heading) <= _LONGEST_PARTLY:
        found = [
            words
            for words in vocabulary
            if (len(words) > 2 or words == "4p")
            and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", heading)
        ]
        if found:
            # The earliest word, and of those that start together the longest.
            words = min(found, key=lambda w: (heading.index(w), -len(w)))
            return _Meaning(vocabulary[words], _PARTLY, f"its heading has the word '{words}'")
    return _Meaning(None, 0, "")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _table(
    header: _Header, vocabulary: dict[str, str], filename: str, by_hand: Mapping[str, str | None]
) -> Table:
    sheet = header.sheet
    number, cells = sheet.rows[header.index]
    below = sheet.rows[header.index + 1 :]
    headings = {c.letter: _one_line(c.text) for c in cells}
    for _, row in below:
        for cell in row:
            headings.setdefault(cell.letter, "")
    letters = sorted(headings, key=lambda letter: (len(letter), letter))
    if header.ours:
        columns = [_own_column(letter, headings[letter]) for letter in letters]
    else:
        columns = _columns({letter: headings[letter] for letter in letters}, vocabulary)
    keys = _keys({c.letter: c.heading for c in columns})
    columns = [_corrected(replace(c, key=keys[c.letter]), by_hand) for c in columns]
    titles = [_one_line(c.text) for _, row in sheet.rows[: header.index] for c in row]
    fields = {c.letter: c.field for c in columns}
    rows = []
    for row_number, row in below:
        if {c.text.strip() for c in row} <= set(headings.values()) and len(row) > 1:
            continue  # the header again, on a later page
        grouped: dict[str, list[Cell]] = {}
        for cell in row:
            field = fields[cell.letter]
            if field is not None and not cell.empty:
                grouped.setdefault(field, []).append(cell)
        if grouped:
            rows.append(Row(row_number, {f: tuple(found) for f, found in grouped.items()}))
    return Table(
        source=filename,
        sheet=sheet.name,
        title_lines=tuple(titles),
        header_row=number,
        columns=tuple(columns),
        rows=tuple(rows),
        digest=digest_of(sheet),
        ours=header.ours,
    )


def _own_column(letter: str, heading: str) -> Column:
    column = next((c for c in PLAN_COLUMNS if c.heading == heading), None)
    if column is None:
        return Column(letter, heading, None, "not one of the columns we export", known=False)
    if not column.read_back:
        return Column(letter, heading, None, "it follows from the rest, so it is not read back")
    return Column(letter, heading, column.field, f"we exported it as '{heading}'")


def _columns(headings: dict[str, str], vocabulary: dict[str, str]) -> list[Column]:
    """What each column means. A field that only one column may have goes to the best of them."""
    meanings = {letter: _meaning_of(heading, vocabulary) for letter, heading in headings.items()}
    if not any(m.field == "title" for m in meanings.values()):
        meanings = {
            letter: _Meaning("title", _EXACT, "it holds the objectives, and no column the actions")
            if m.field == "local_strand" and re.search(r"\bobjectives?\b", headings[letter], re.I)
            else m
            for letter, m in meanings.items()
        }
    taken: dict[str, str] = {}
    for letter, meaning in sorted(meanings.items(), key=lambda item: -item[1].score):
        if meaning.field and meaning.field not in _SEVERAL:
            taken.setdefault(meaning.field, letter)
    columns = []
    for letter, heading in headings.items():
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


def says_what_is_done(table: Table) -> bool:
    """Whether any column holds what will be done."""
    return any(c.field in _SOURCES_OF_ACTIONS for c in table.columns)
