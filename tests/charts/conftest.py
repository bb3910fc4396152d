"""What the tests of charts share: the framework, and the cells as a figure holds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from vawg_plans.domain.framework import Framework
from vawg_plans.store.framework_files import read_framework


@dataclass(frozen=True)
class DrawnCell:
    """A cell as the figure draws it."""

    row: int
    column: int
    words: str
    hover: str
    fill: str
    ink: str
    hatched: bool
    outline: str
    data: tuple[str, ...]


Cells = Callable[[Any], dict[tuple[str, ...], DrawnCell]]


@pytest.fixture(scope="session")
def framework() -> Framework:
    return read_framework()


@pytest.fixture(scope="session")
def cells() -> Cells:
    """The cells of a grid, by what a click on each hands back."""
    return _cells


def _cells(figure: Any) -> dict[tuple[str, ...], DrawnCell]:
    found: dict[tuple[str, ...], DrawnCell] = {}
    for trace in figure.data:
        fills = trace.marker.color
        for i, data in enumerate(trace.customdata):
            cell = DrawnCell(
                row=int(trace.y[i]),
                column=int(trace.base[i]),
                words=trace.text[i],
                hover=trace.hovertext[i],
                fill=fills if isinstance(fills, str) else fills[i],
                ink=trace.insidetextfont.color,
                hatched=bool(trace.marker.pattern.shape),
                outline=trace.marker.line.color,
                data=tuple(data),
            )
            assert cell.data not in found, "a cell is drawn twice"
            found[cell.data] = cell
    return found
