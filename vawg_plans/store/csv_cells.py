"""Cells of the framework's files: text in, the type a column has out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal, get_args, get_origin


def shaped(wanted: Any, text: str) -> Any:
    """A cell's text as the type a column has. Raises ValueError with the end of a sentence."""
    if get_origin(wanted) is Literal:
        choices = get_args(wanted)
        if text not in choices:
            raise ValueError(f"is '{text}', but must be one of {', '.join(choices)}")
        return text
    shape = _SHAPES.get(str(wanted))
    return text if shape is None else shape(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"is '{text}', which is not a date such as 2022-03-31") from None


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"is '{text}', which is not a whole number") from None


def _day_if_any(text: str) -> date | None:
    return _day(text) if text else None


def listed(text: str) -> tuple[str, ...]:
    """The parts of a cell that holds several, separated by ';'."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


_SHAPES: dict[str, Callable[[str], Any]] = {
    str(date): _day,
    str(date | None): _day_if_any,
    str(int): _number,
    str(tuple[str, ...]): listed,
}
