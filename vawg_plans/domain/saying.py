"""Saying how far a long piece of work is."""

from __future__ import annotations

from collections.abc import Callable

# Told the share of the work done, from 0 to 1, and words for it.
Said = Callable[[float, str], None]


def part_of(said: Said | None, first: float, last: float) -> Said | None:
    """What a part of the work is given, so that the whole is told from `first` to `last`."""
    if said is None:
        return None
    return lambda share, words: said(first + (last - first) * share, words)


def say(said: Said | None, share: float, words: str) -> None:
    """Tell it, where somebody wants to be told."""
    if said is not None:
        said(share, words)
