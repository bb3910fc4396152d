"""A grid of cells, each with its own fill, hatch, words and colour of words.

Drawn with bars, not as a heatmap: a heatmap has one colour of words for all its cells,
no hatch, and cannot be clicked as an input. Every cell here can.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from vawg_plans.charts.palette import Palette, text_on

HATCH = "/"


@dataclass(frozen=True, slots=True)
class Box:
    """One cell as drawn. `hatch` says by a pattern, beside the words, that it is not solid.

    `words` and `hover` are markup; `data` is what a click hands back.
    """

    row: int
    column: int
    words: str
    hover: str
    fill: str
    hatch: bool
    data: tuple[str, ...]


def grid(
    boxes: list[Box],
    *,
    rows: list[str],
    columns: list[str],
    colours: Palette,
    size: int = 12,
    upright: bool = False,
) -> go.Figure:
    """The cells under column labels, rows from the top in the order given.

    `size` is of the words in the cells; `upright` turns the column labels where they would not
    fit side by side.
    """
    # A trace for each colour of words and each hatched fill: Plotly keeps the words of cells not
    # chosen, and the colour of a hatch, as given only where the whole trace has one.
    groups: dict[tuple[str, str], list[Box]] = {}
    for box in boxes:
        key = (colours.text, box.fill) if box.hatch else (text_on(box.fill), "")
        groups.setdefault(key, []).append(box)
    figure = go.Figure(
        [_cells(group, ink, fill, colours, size) for (ink, fill), group in groups.items()]
    )
    figure.update_layout(
        barmode="overlay",
        bargap=0,
        xaxis=dict(
            side="top",
            range=[0, max(1, len(columns))],
            tickvals=[i + 0.5 for i in range(len(columns))],
            ticktext=columns,
            tickangle=-90 if upright else 0,
            # Room at the sides for a label wider than its column; the head has room above.
            automargin="width",
            ticklabeloverflow="allow",
            tickfont_size=11,
        ),
        yaxis=dict(
            range=[len(rows) - 0.5, -0.5],
            tickvals=list(range(len(rows))),
            ticktext=rows,
            automargin=True,
            ticklabelstandoff=6,
        ),
    )
    return figure


def _cells(boxes: list[Box], ink: str, hatched: str, colours: Palette, size: int) -> dict[str, Any]:
    """Cells whose words are in `ink`, on the fill `hatched` or, without one, each on its own.

    A dict, because Plotly then checks a few hundred cells once, not twice.
    """
    marker: dict[str, Any] = dict(line=dict(color=colours.outline, width=1))
    if hatched:
        marker["color"] = hatched
        marker["pattern"] = dict(
            shape=HATCH, fgcolor=colours.grid, bgcolor=hatched, size=8, solidity=0.2
        )
    else:
        marker["color"] = [box.fill for box in boxes]
    return dict(
        type="bar",
        orientation="h",
        y=[box.row for box in boxes],
        base=[box.column + 0.02 for box in boxes],
        x=[0.96] * len(boxes),
        width=0.88,
        text=[box.words for box in boxes],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        # Words shrink rather than run over their neighbours.
        constraintext="inside",
        insidetextfont=dict(size=size, color=ink),
        marker=marker,
        customdata=[list(box.data) for box in boxes],
        hovertext=[box.hover for box in boxes],
        hoverinfo="text",
        # A chosen cell opens something; the others must not fade.
        selected=dict(textfont=dict(color=ink)),
        unselected=dict(marker=dict(opacity=1), textfont=dict(color=ink)),
    )
