"""The measures: what a figure counts, of how many, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Direction = Literal["up", "down", "neutral", "investigate"]
Chart = Literal["F", "R", "W", "T", "X", "count"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure a force can return: one numerator, one denominator, one direction.

    `denominator` is 'none' for counts, days and yes-or-no. `direction` is which way is
    better; 'neutral' is never praised or blamed, 'investigate' asks why rather than wanting
    less. `chart` is F a funnel of proportions, R a funnel of rates, W an audit sample with a
    Wilson interval, T against a threshold, X within one force only, or count. `known_figure` is
    what the report published, of a past period and often of four forces only.
    """

    id: str
    name: str
    name_cy: str
    numerator: str
    denominator: str
    unit: str
    direction: Direction
    chart: Chart
    threshold: str
    known_figure: str
    p: str
    areas: tuple[str, ...]
    caution: str
    judgement: tuple[str, ...]
    source: str
    chapter: str
