"""The matrix of a plan's workbook: the improvement areas by the 4Ps, in words."""

from __future__ import annotations

from vawg_plans.domain.coverage import Cell, Matrix
from vawg_plans.domain.framework import Framework
from vawg_plans.exchange.workbook_styles import Style
from vawg_plans.exchange.workbooks_out import Book


def write(book: Book, matrix: Matrix, framework: Framework) -> None:
    """Write the sheet 'Matrix'."""
    ps = list(framework.ps.values())
    sheet = book.sheet("Matrix", [28, *[22] * len(ps), 18])
    sheet.header(["Improvement area", *(p.name for p in ps), "Covered in this area"])
    for area in framework.areas.values():
        cells = [matrix[area.id, p.id] for p in ps]
        covered = sum(c.covered for c in cells)
        sheet.row(
            [area.name, *map(_cell_words, cells), f"{covered} of {len(cells)}"],
            [Style.TOTAL, *map(_cell_style, cells), Style.TOTAL],
        )
    totals = [sum(matrix[a, p.id].covered for a in framework.areas) for p in ps]
    sheet.row(
        [
            "Covered under this P",
            *(f"{total} of {len(framework.areas)}" for total in totals),
            f"{sum(totals)} of {len(matrix)}",
        ],
        [Style.TOTAL] * (len(ps) + 2),
    )
    sheet.skip()
    if book.imprint.filtered:
        sheet.line("This sheet is of the whole plan, whichever of its actions the workbook holds.")
    for note in (
        "Covered: at least one live action whose area and lead P a person has accepted.",
        "Only suggested: an action was suggested for this cell, and nobody has accepted it yet.",
        "Not applicable: the force answered that nothing is needed there, with its reason.",
        "Gap: no live action. An action that only supports this P is mentioned; it does not cover.",
        "An action in several areas is counted in each. Numbers of actions are no sign of merit.",
    ):
        sheet.line(note)


def _cell_words(cell: Cell) -> str:
    if cell.covered:
        waiting = f", {cell.suggested} more suggested" if cell.suggested else ""
        return f"Covered: {cell.accepted} ({cell.complete} complete){waiting}"
    if cell.answered and cell.not_applicable:
        return f"Not applicable, because: {cell.not_applicable.words}"
    if cell.suggested:
        return f"Only suggested: {cell.suggested}"
    return f"Gap ({cell.supporting} supporting)" if cell.supporting else "Gap"


def _cell_style(cell: Cell) -> Style:
    if cell.covered:
        return Style.ON_TRACK
    if cell.answered:
        return Style.TEXT
    return Style.UNEVIDENCED if cell.suggested else Style.MISSING
