"""All forces as one workbook: side by side, their matrix, and every published action.

A force that has shared nothing has a row with its plan state and nothing else: no zero stands for
something that nobody said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from vawg_plans.comparison.forces import ForceFigures, Tally, returned
from vawg_plans.domain.framework import Force, Framework
from vawg_plans.domain.markings import OFFICIAL, marking_of
from vawg_plans.domain.moments import in_words, moment_in_words
from vawg_plans.domain.plans import Audience
from vawg_plans.exchange import published_out, workbooks_out
from vawg_plans.exchange.published_out import Content, Told
from vawg_plans.exchange.workbook_styles import Style
from vawg_plans.exchange.workbooks_out import (
    Book,
    Imprint,
    Value,
)

Line = tuple[Force, ForceFigures]

TITLE = "Action plans on violence against women and girls, side by side"
NOT_SHARED = "Not shared"
NO_ACTIONS = "No actions"

_FORCE = (
    ("Region", 20),
    ("Force", 28),
    ("Plan state", 13),
    ("Version", 12),
    ("Judged on", 14),
    ("Audience", 18),
    ("Mark", 10),
)
_FORCE_STYLES = [*[Style.TEXT] * 4, Style.DATE, *[Style.TEXT] * 2]
_FIGURES = [Style.NUMBER, Style.NUMBER, Style.NUMBER, Style.SHARE]

Axis = Literal["p", "area"]


def national_workbook(
    figures: Mapping[str, ForceFigures],
    framework: Framework,
    published: Iterable[tuple[str, Content]],
    *,
    moment_words: str,
    made_at: dt.datetime,
    demonstration: bool = False,
    progress: Told | None = None,
) -> bytes:
    """The workbook's bytes; the same input gives the same bytes.

    `published` gives each force's newest public version, as it was frozen, in any order; it may be
    a generator, and one version is held at a time. `progress` is told the share done and what is
    being done.
    """
    tell = progress or (lambda share, words: None)
    lines = _in_order(figures, framework)
    book = Book(
        Imprint(
            whose="All forces" if len(lines) == len(framework.forces) else "Some forces",
            title=TITLE,
            version="Newest shared versions",
            moment_words=moment_words,
            marking=marking_of(f.audience for f in figures.values() if f.audience),
            made_at=made_at,
            demonstration=demonstration,
        ),
        streamed=True,
    )
    tell(0.0, "Writing the comparison")
    _cover(book, lines, len(framework.forces))
    _side_by_side(book, "Forces by P", "p", lines, framework)
    _side_by_side(book, "Forces by area", "area", lines, framework)
    _matrix(book, lines, framework)
    _not_shared(book, lines)
    published_out.write(book, framework, published, len(lines), tell)
    tell(0.95, "Packing the workbook")
    data = book.finish()
    tell(1.0, "The national workbook is ready")
    return data


def file_name(
    day: dt.date, *, marking: str, demonstration: bool = False, filtered: bool = False
) -> str:
    """'2022-03-03-national-vawg-plans-OFFICIAL-SENSITIVE.xlsx'."""
    return workbooks_out.file_name(
        day,
        "national-vawg-plans",
        "filtered" if filtered else "",
        marking=marking,
        demonstration=demonstration,
    )


def _in_order(figures: Mapping[str, ForceFigures], framework: Framework) -> list[Line]:
    lines = [(framework.forces[f.force_id], f) for f in figures.values()]
    return sorted(lines, key=lambda line: (line[0].region, line[0].name))


def _returned_words(lines: Sequence[Line]) -> str:
    shared = returned(f for _, f in lines)
    words = f"{len(shared)} of {len(lines)} forces returned (have shared a version)."
    days = sorted(f.judged_on for f in shared if f.judged_on)
    if days:
        words += f" Their versions date from {in_words(days[0])} to {in_words(days[-1])}."
    if len(shared) < len(lines):
        words += " The others' figures are left empty: nothing is known, which is not zero."
    return words


def _cover(book: Book, lines: Sequence[Line], forces: int) -> None:
    sheet = book.sheet("Cover", [24, 120])
    sheet.line(TITLE, Style.TITLE)
    sheet.skip()
    imprint = book.imprint
    made = f"{moment_in_words(imprint.made_at)}, London time"
    why = (
        "every figure is from a published version"
        if imprint.marking == OFFICIAL
        else "some figures are from versions shared nationally and not published"
    )
    chosen = f"{len(lines)} of {forces}, as chosen: " + ", ".join(f.short_name for f, _ in lines)
    for label, words in (
        *([("Forces", chosen)] if len(lines) < forces else []),
        ("Shows", imprint.moment_words),
        ("Returned", _returned_words(lines)),
        ("Marking", f"{imprint.marking}: {why}"),
        ("File made", made),
    ):
        sheet.row([label, words], [Style.BOLD, Style.PLAIN])
    sheet.skip()
    sheet.line("How to read it", Style.BOLD)
    for name, words in (
        (
            "Which figures",
            "Each force's newest shared version, judged at that version's own date. Versions of "
            "different dates stand beside each other; the date is in each row.",
        ),
        (
            "Order",
            "By region, then by name, never by rank. Numbers of actions are context and no sign of "
            "merit: one force's ten actions may be another's one.",
        ),
        (
            "Cells covered",
            "A cell is an improvement area under one of the 4Ps. It is covered by a live action "
            "whose area and lead P a person has accepted.",
        ),
        (
            "Share complete",
            "Live actions stated complete, of all live actions. 'No actions' where there are none.",
        ),
        ("Actions in areas", "An action in several areas is counted in each of them."),
        (
            "Published actions",
            "From each force's newest published version, which may be older than its newest shared "
            "one. Sensitive actions, and those marked not for publication, are counted in the "
            "other sheets and never quoted.",
        ),
    ):
        sheet.row([name, words], [Style.TEXT, Style.TEXT])


def _side_by_side(
    book: Book, name: str, axis: Axis, lines: Sequence[Line], framework: Framework
) -> None:
    parts: list[tuple[str, str]]
    if axis == "p":
        parts = [(p.id, p.name) for p in framework.ps.values()]
        size = len(framework.areas)
    else:
        parts = [(a.id, a.name) for a in framework.areas.values()]
        size = len(framework.ps)
    headings = [heading for heading, _ in _FORCE]
    for part, cells in [("All", size * len(parts)), *((words, size) for _, words in parts)]:
        headings += [
            f"{part}: cells covered of {cells}",
            f"{part}: actions",
            f"{part}: complete",
            f"{part}: share complete",
        ]
    figures = len(headings) - len(_FORCE)
    sheet = book.sheet(name, [*(w for _, w in _FORCE), *[13] * figures], paper=workbooks_out.A3)
    sheet.line(_returned_words(lines))
    sheet.header(headings, frozen_columns=2)
    for force, f in lines:
        if not f.returned:
            sheet.row(
                [*_force_cells(force, f), *[None] * figures],
                [*_FORCE_STYLES[:3], *[Style.MISSING] * (len(_FORCE) - 3 + figures)],
            )
            continue
        values = [*_force_cells(force, f), *_figures(f.covered(), f.total)]
        for code, _ in parts:
            if axis == "p":
                values += _figures(f.covered(p=code), f.by_p.get(code, Tally()))
            else:
                values += _figures(f.covered(area=code), f.by_area.get(code, Tally()))
        sheet.row(values, [*_FORCE_STYLES, *_FIGURES * (1 + len(parts))])
    sheet.end_table()


def _force_cells(force: Force, f: ForceFigures) -> list[Value]:
    return [
        force.region,
        force.name,
        f.state.label,
        f"Version {f.number}" if f.returned else NOT_SHARED,
        f.judged_on if f.returned else None,
        Audience(f.audience).label if f.audience else None,
        "Stale" if f.stale else None,
    ]


def _figures(covered: int, tally: Tally) -> list[Value]:
    share = tally.share_complete
    return [covered, tally.actions, tally.complete, NO_ACTIONS if share is None else share]


def _matrix(book: Book, lines: Sequence[Line], framework: Framework) -> None:
    cells = [(a, p) for a in framework.areas.values() for p in framework.ps.values()]
    sheet = book.sheet("Matrix", [20, 28, 14, *[14] * len(cells)], paper=workbooks_out.A3)
    sheet.line(_returned_words(lines))
    sheet.line("Actions in each cell whose area and lead P are accepted; 0 is a gap.")
    headings = [f"{a.name}: {p.name}" for a, p in cells]
    sheet.header(["Region", "Force", "Version", *headings], frozen_columns=2)
    covering = [0] * len(cells)
    for force, f in lines:
        first: list[Value] = [force.region, force.name]
        if not f.returned:
            sheet.row(
                [*first, NOT_SHARED, *[None] * len(cells)],
                [Style.TEXT, Style.TEXT, *[Style.MISSING] * (1 + len(cells))],
            )
            continue
        counts = [f.cells.get((a.id, p.id), Tally()).actions for a, p in cells]
        covering = [total + (count > 0) for total, count in zip(covering, counts, strict=True)]
        sheet.row(
            [*first, f"Version {f.number}", *counts],
            [*[Style.TEXT] * 3, *(Style.NUMBER if n else Style.NOT_STARTED for n in counts)],
        )
    sheet.end_table()
    sheet.skip()
    shared = len(returned(f for _, f in lines))
    sheet.row(
        [None, "Forces covering this cell", f"of {shared} returned", *covering],
        [Style.TOTAL] * (3 + len(cells)),
    )


def _not_shared(book: Book, lines: Sequence[Line]) -> None:
    sheet = book.sheet("Not shared yet", [20, 32, 16])
    waiting = [(force, f) for force, f in lines if not f.returned]
    if not waiting:
        sheet.line(f"All {len(lines)} forces have shared a version.")
        return
    sheet.line(
        f"{len(waiting)} of {len(lines)} forces have shared no version. "
        "Only the state of their plans is known here."
    )
    sheet.header(["Region", "Force", "Plan state"])
    for force, f in waiting:
        sheet.row([force.region, force.name, f.state.label], [Style.TEXT] * 3)
    sheet.end_table()
