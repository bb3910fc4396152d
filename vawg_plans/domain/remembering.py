"""A result kept for as long as the same object is asked about."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

A = TypeVar("A")
R = TypeVar("R")


def remembered(make: Callable[[A], R]) -> Callable[[A], R]:
    """`make`, with its newest result kept for the very same argument.

    For vocabularies of the framework: there is one in use, and comparing its hundreds of rows at
    each call, as `lru_cache` does, costs more than what is looked up in it.
    """
    newest: tuple[A, R] | None = None

    def remembering(argument: A) -> R:
        nonlocal newest
        known = newest
        if known is None or known[0] is not argument:
            known = newest = (argument, make(argument))
        return known[1]

    return remembering
