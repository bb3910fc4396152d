"""Rows that only go on with the words of the row above, as a table pasted from a PDF has them.

Each printed line of words is a row of its own there, and the reference stands in the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vawg_plans.domain.dates_in import read_due
from vawg_plans.domain.tables import Cell, Row

# What an action has once: a row that says it again is another action.
_ONCE = frozenset({"status", "percent", "publishable", "sensitive", "inspectorate_status"})
_DATES = frozenset({"start", "due"})

# A row's number, its cells by letter, and whether cells are merged over it.
Line = tuple[int, Mapping[str, Cell], bool]


def wrapped(
    lines: Iterable[Line],
    fields: Mapping[str, str | None],
    known: Mapping[str, str],
    sources: set[str],
) -> frozenset[int]:
    """The numbers of the rows that go on with the row right above.

    Such a row has no reference where the one above has, its words for the action go on in lower
    case, and it has no date and no status of its own. `fields` and `known` have what each column
    means, by letter; `sources` the columns of what will be done.
    """
    numbered = {at for at, name in known.items() if name == "reference"}
    found: list[int] = []
    begun, said = 0, frozenset[str]()
    for number, own, merged in lines:
        once = frozenset(name for at in own if (name := fields.get(at)) in _ONCE and name)
        words = " ".join(own[at].text for at in sources if at in own).strip()
        dated = any(
            fields.get(at) in _DATES and read_due(c).day is not None for at, c in own.items()
        )
        first = bool(numbered & own.keys())
        if (
            begun == number - 1
            and words[:1].islower()
            and not (first or merged or dated or once & said)
        ):
            found.append(number)
            begun, said = number, said | once
        elif first and words:
            begun, said = number, once
        else:
            begun = 0
    return frozenset(found)


def gone_on(row: Row, own: Mapping[str, Cell], fields: Mapping[str, str | None]) -> Row:
    """The row with the words of one below it, column by column."""
    cells = dict(row.cells)
    for letter, cell in own.items():
        name = fields.get(letter)
        if name is None:
            continue
        had = cells.get(name, ())
        before = next((c for c in had if c.letter == letter), None)
        if before is None:
            cells[name] = (*had, cell)
            continue
        text = f"{before.text.rstrip()} {cell.text.strip()}"
        joined = Cell(before.address, text, text)
        cells[name] = tuple(joined if c is before else c for c in had)
    return Row(row.number, cells, row.placed)
