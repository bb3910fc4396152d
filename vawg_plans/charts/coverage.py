"""The six areas × 4Ps of one plan: what is covered, what is only suggested, what is a gap."""

from __future__ import annotations

import datetime as dt

from vawg_plans.charts.frame import Chart, as_label, counted, framed, on_one_line
from vawg_plans.charts.grid import Box, grid
from vawg_plans.charts.palette import Palette, palette
from vawg_plans.domain.coverage import Cell, Matrix, answered_cells, covered_cells
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words


def matrix_chart(
    matrix: Matrix,
    framework: Framework,
    *,
    on: dt.date,
    dark: bool = False,
    demonstration: bool = False,
    narrow: bool = False,
) -> Chart:
    """Six rows by four columns, the state of each cell in words, fill and hatch.

    A covered cell is solid whatever its count: the count is context, not merit. A click hands
    back the ids of the area and of the P. `narrow` is for a screen of about 360 px.
    """
    colours = palette(dark)
    boxes: list[Box] = []
    table: list[dict[str, str]] = []
    for row, area in enumerate(framework.areas.values()):
        twin = {"Improvement area": area.name}
        for column, p in enumerate(framework.ps.values()):
            cell = matrix[area.id, p.id]
            twin[p.name] = cell_words(cell)
            boxes.append(
                Box(
                    row=row,
                    column=column,
                    words=_in_the_box(cell, narrow),
                    hover=f"<b>{as_label(area.name)} × {as_label(p.name)}</b><br>{_hover(cell)}",
                    fill=_fill(cell, colours),
                    hatch=not cell.covered and not cell.answered and cell.suggested > 0,
                    data=(area.id, p.id),
                )
            )
        table.append(twin)
    names = [a.name for a in framework.areas.values()]
    covered, answered, only_suggested, gaps = states(matrix)
    return framed(
        grid(
            boxes,
            rows=[as_label(n.replace(" ", "<br>") if narrow else n) for n in names],
            columns=[as_label(p.name) for p in framework.ps.values()],
            colours=colours,
            size=11 if narrow else 13,
        ),
        title=f"{covered} of {len(matrix)} cells are covered",
        subtitle=(
            f"Live actions by area and lead P. Covered: a person accepted both. {on_one_line(on)}"
        ),
        alt=(
            f"Improvement areas by 4Ps on {in_words(on)}: {covered} of {len(matrix)} cells are "
            f"covered, {answered} not applicable, {only_suggested} only suggested, "
            f"{counted(gaps, 'gap')}." + _gaps_by_p(matrix, framework)
        ),
        columns=("Improvement area", *(p.name for p in framework.ps.values())),
        table=table,
        demonstration=demonstration,
        dark=dark,
        height=(58 if narrow else 48) * len(names),
        head=28,
    )


def states(matrix: Matrix) -> tuple[int, int, int, int]:
    """How many cells are covered, answered 'not applicable', only suggested, and gaps with nothing.

    They add up to all of them.
    """
    covered, answered = covered_cells(matrix), answered_cells(matrix)
    only_suggested = sum(c.gap and c.suggested > 0 for c in matrix.values())
    return covered, answered, only_suggested, len(matrix) - covered - answered - only_suggested


def cell_words(cell: Cell) -> str:
    """A cell's state with its counts: '3 actions, 1 more suggested', '1 suggested', 'Gap'."""
    if cell.covered:
        more = f", {cell.suggested} more suggested" if cell.suggested else ""
        return counted(cell.accepted, "action") + more
    if cell.answered:
        return "Not applicable"
    return f"{cell.suggested} suggested" if cell.suggested else "Gap"


def _in_the_box(cell: Cell, narrow: bool) -> str:
    gap = "<br>" if narrow else " "
    if cell.covered:
        return f"<b>{counted(cell.accepted, 'action').replace(' ', gap)}</b>" + (
            f"<br>+{cell.suggested} suggested" if cell.suggested and not narrow else ""
        )
    return cell_words(cell).replace(" ", gap)


def _fill(cell: Cell, colours: Palette) -> str:
    if cell.covered:
        return colours.covered
    if cell.answered:
        return colours.absent
    return colours.suggested if cell.suggested else colours.absent


def _hover(cell: Cell) -> str:
    lines = [cell_words(cell)]
    if cell.covered:
        lines.append(f"{cell.complete} of {cell.accepted} complete")
    elif cell.answered and cell.not_applicable:
        lines.append(as_label(cell.not_applicable.words[:120]))
    elif cell.suggested:
        lines.append("A suggestion covers nothing until a person accepts it")
    if cell.supporting:
        lines.append(
            f"{counted(cell.supporting, 'action')} in a supporting P, which covers nothing"
        )
    return "<br>".join(lines)


def _gaps_by_p(matrix: Matrix, framework: Framework) -> str:
    """Where the gaps are, for those who do not see the picture."""
    found = []
    for p in framework.ps.values():
        empty = [
            area.name.lower()
            for area in framework.areas.values()
            if matrix[area.id, p.id].gap and not matrix[area.id, p.id].suggested
        ]
        if empty:
            found.append(f"{p.name}: {', '.join(empty)}")
    return f" Gaps: {'; '.join(found)}." if found else ""
