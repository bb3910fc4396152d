"""Notable practice that the inspection found in forces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Evaluated = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Practice:
    """One of the 23 boxes of notable practice in the report.

    `evaluated` says whether the report mentions an evaluation of it: most boxes are silent,
    which is 'unknown'.
    """

    id: str
    number: int
    title: str
    forces: tuple[str, ...]
    partners: str
    text: str
    ps: tuple[str, ...]
    areas: tuple[str, ...]
    evaluated: Evaluated
    judgement: tuple[str, ...]
    source: str
    chapter: str
