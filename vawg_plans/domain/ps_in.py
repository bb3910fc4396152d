"""The Ps in a force's own column: in any case, numbered, joined, and which of them leads."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.remembering import remembered
from vawg_plans.domain.status_words import plain

_LEADS = frozenset({"lead", "leads", "leading", "primary", "main", "principal"})
_SUPPORTS = frozenset({"support", "supports", "supporting", "secondary", "also"})
# What stands beside a P's name and says nothing of its own.
_LABELS = frozenset({"p", "ps", "4p", "4ps", "strand", "pillar", "workstream", "stream", "theme",
    "objective", "priority", "the", "perpetrators", "victims", "offenders"})  # fmt: skip
_NUMBER = re.compile(r"p?\d{1,2}")
_SIGNS = (r"[;,|\n+]", r"/|&|\s[-\u2010-\u2015]\s", r"\s+(?:and|plus)\s+")


@dataclass(frozen=True, slots=True)
class PsPart:
    """A part of a cell, the Ps it names (their ids), and whether it says that they lead."""

    words: str
    codes: tuple[str, ...]
    lead: bool | None


def read_parts(
    text: str, framework: Framework, chosen: Callable[[str], object | None]
) -> list[PsPart]:
    """The parts of a cell, in order. A cell is parted only where that gives a P: words that are
    none stay together. `chosen` says what a person chose for some words, None for nothing.
    """
    known = _known(framework)

    def apart(piece: str, signs: tuple[str, ...]) -> list[PsPart]:
        words = " ".join(piece.split())
        if not plain(words):
            return []
        codes, lead = _named(words, known)
        if codes or not signs or chosen(words) is not None:
            return [PsPart(words, codes, lead)]
        found = [part for each in re.split(signs[0], piece) for part in apart(each, signs[1:])]
        some = any(part.codes or chosen(part.words) is not None for part in found)
        return found if some else [PsPart(words, (), None)]

    return apart(text, _SIGNS)


def _named(words: str, known: dict[str, tuple[str, ...]]) -> tuple[tuple[str, ...], bool | None]:
    """The Ps that these words name, all of them or none, and what they say of the lead."""
    if plain(words) in known:
        return known[plain(words)], None
    tokens = plain(words).split()
    lead = any(t in _LEADS for t in tokens)
    supports = any(t in _SUPPORTS for t in tokens)
    kept = [t for t in tokens if t not in _LEADS | _SUPPORTS and not _NUMBER.fullmatch(t)]
    said = True if lead and not supports else False if supports and not lead else None
    whole = known.get(" ".join(kept))
    if whole:
        return whole, said
    named = [t for t in kept if t not in _LABELS]
    if not named or any(t not in known for t in named) or (lead and supports):
        return (), None
    if len(named) > 1 and (lead or supports):
        return (), None
    return tuple(dict.fromkeys(c for t in named for c in known[t])), said


@remembered
def _known(framework: Framework) -> dict[str, tuple[str, ...]]:
    every = tuple(p.id for p in sorted(framework.ps.values(), key=lambda p: p.position))
    known: dict[str, tuple[str, ...]]
    known = {plain(w.words): (w.means,) for w in framework.import_words if w.kind == "p"}
    known |= {plain(w.words): every for w in framework.import_words if w.kind == "p_all"}
    for p in framework.ps.values():
        known |= {plain(p.name): (p.id,), plain(p.id): (p.id,)}
    return known
