"""The coded words of a file, each once: what it was taken for and why, so that a person can say.

The words are met as an import meets them, so that what is said here is what an import does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from vawg_plans.domain.cell_words import CODED, REFUSING, CellWords, Sense, Understood, short
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.importing_cells import RowReader, Setting
from vawg_plans.domain.importing_rows import read_coded
from vawg_plans.domain.reading import says_what_is_done
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.returning_rows import read_own_coded
from vawg_plans.domain.tables import Cell, Table

_ORDER = (Sense.UNKNOWN, Sense.NEAREST, Sense.WORDS, Sense.CHOSEN, Sense.SAID)


@dataclass(frozen=True, slots=True)
class WordAsked:
    """A word of a file, in one field, wherever it stands.

    `words` as first written, under `heading`; `plain` names it in `ReadAs.words[field]`. `count`
    is of cells; `sheet` and `cell` are the first. `codes` are what it is taken for (none: it is
    kept as words, or refused where `refuses`), `sense` how far it was understood, `why` a sentence
    on it. `offered` has what it may be chosen to mean, by code, with the name for people; it can
    always be kept as words instead (None).
    """

    field: str
    heading: str
    words: str
    plain: str
    count: int
    sheet: str
    cell: str
    codes: tuple[str, ...]
    sense: Sense
    why: str
    refuses: bool
    offered: Mapping[str, str]

    @property
    def settled(self) -> bool:
        """Whether nobody needs to look at it: it says what it means, or a person chose."""
        return self.sense in (Sense.SAID, Sense.CHOSEN)


def words_asked(
    tables: Iterable[Table], framework: Framework, read_as: ReadAs
) -> tuple[WordAsked, ...]:
    """Every coded word of these tables, read as said: what nobody understands first, then what is
    only near, what is kept as words, what was chosen, and at last what is clear; each of these by
    field, the most frequent first. Numbers in a column of percentages are no words.
    """
    met: dict[tuple[str, str], WordAsked] = {}
    words = CellWords(framework, read_as.words)
    offered = {field: words.offered(field) for field in CODED}
    for table in tables:
        if not says_what_is_done(table):
            continue
        setting = Setting.of(table, framework, read_as, person_id="")
        for row in table.rows:
            reader = RowReader(setting, row)
            if table.ours:
                read_own_coded(reader)
            elif reader.row.text(setting.source).strip():
                read_coded(reader)
            for field, cell, found in reader.met:
                before = met.get((field, found.plain))
                met[field, found.plain] = (
                    replace(before, count=before.count + 1)
                    if before
                    else _asked(table, field, cell, found, offered[field])
                )
    return tuple(
        sorted(
            met.values(),
            key=lambda w: (_ORDER.index(w.sense), CODED.index(w.field), -w.count),
        )
    )


def _asked(
    table: Table, field: str, cell: Cell, found: Understood, offered: Mapping[str, str]
) -> WordAsked:
    unknown = found.sense is Sense.UNKNOWN
    refuses = unknown and (field in REFUSING or table.ours)
    why = found.why
    if unknown and not refuses:
        where = "in the context"
        if field != "inspectorate_status":
            where = "as the local strand, or in the context where the row has a strand"
        why = f"'{short(found.words)}' is not known here: it is kept {where}."
    heading = next((c.heading for c in table.columns if c.letter == cell.letter), "")
    return WordAsked(
        field=field,
        heading=heading,
        words=found.words,
        plain=found.plain,
        count=1,
        sheet=table.sheet,
        cell=cell.address,
        codes=found.codes,
        sense=found.sense,
        why=why,
        refuses=refuses,
        offered=offered,
    )
