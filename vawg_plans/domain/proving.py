"""Proving a file of a public version: that it carries what was frozen, and shows nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from vawg_plans.domain.canonical import digest
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.public import Content, figures

# Said of each kind of fault, so many times at the most.
MOST_NAMED = 20


class Mark(StrEnum):
    """Where a piece of a file says that it comes from."""

    CONTENT = "from"
    FIGURE = "figure"
    SITE = "site"
    NOTHING = "text"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of what a file shows. `at` is a path into the content, the name of a figure, or the
    kind of what is said about the page; `moment` the date that stands behind the words.
    """

    mark: Mark
    at: str
    text: str
    moment: str | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """A file read back. `content` is what it carries of what was frozen, None for nothing; `whole`
    whether it says that this is all. `strange` are sentences on what no file of ours has.
    """

    kind: str
    content: Content | None
    pieces: tuple[Piece, ...] = ()
    digest: str | None = None
    strange: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found: sentences on what holds, and on what does not."""

    holds: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def proved(self) -> bool:
        return not self.faults


# How a code at a path may be shown: words by code, by the last name of the path.
Labels = Mapping[str, Mapping[str, str]]


def prove(
    carried: Carried, expected: str, labels: Labels, known: frozenset[str], frozen: Content | None
) -> Proof:
    """Hold a file against the version whose digest is `expected`.

    `known` are words that templates have, and `frozen` what may be read of the version, where that
    is at hand: for a file that carries nothing itself.
    """
    holds: list[str] = []
    faults: list[str] = []
    content = carried.content
    if content is not None:
        found = digest(content)
        if found == expected:
            holds.append(f"It carries all that was frozen: its SHA-256 is {expected}.")
        elif frozen is not None and content == frozen:
            holds.append(
                "It carries what may be read of the version now, which is less than was frozen."
            )
        else:
            faults.append(
                f"What it carries is not what was frozen: its SHA-256 is {found}, not {expected}."
            )
            content = frozen or content
    elif frozen is None or not any(p.mark is Mark.CONTENT for p in carried.pieces):
        faults.append("It carries nothing of what was frozen, so it proves nothing.")
        return Proof((), tuple(faults))
    else:
        content = frozen
        holds.append("It carries nothing itself, and is held against the version in the database.")
    if carried.digest is not None and carried.digest != expected:
        faults.append(f"It says that the SHA-256 is {carried.digest}.")
    faults += carried.strange
    _shown(carried, content, expected, labels, known, holds, faults)
    return Proof(tuple(holds), tuple(faults))


def _shown(
    carried: Carried,
    content: Content,
    expected: str,
    labels: Labels,
    known: frozenset[str],
    holds: list[str],
    faults: list[str],
) -> None:
    counted = figures(content)
    check = _Check(content, counted, expected, labels, known)
    wrong = [words for piece in carried.pieces if (words := check.of(piece))]
    # A page shows its pieces; of other files the reader has told what is missing.
    missing = check.missing(carried.pieces) if carried.kind == "page" else []
    faults += _named(wrong, "more pieces are not the version's")
    faults += _named(missing, "more things are missing")
    if carried.pieces and not wrong and not missing:
        holds.append(f"All that it shows is the version's: {len(carried.pieces):,} pieces of text.")
    if carried.unchecked:
        holds.append(f"Not looked at: {', '.join(carried.unchecked)}.")


def _named(found: list[str], rest: str) -> list[str]:
    more = len(found) - MOST_NAMED
    return found[:MOST_NAMED] + ([f"{more:,} {rest}."] if more > 0 else [])


@dataclass(slots=True)
class _Check:
    content: Content
    counted: Mapping[str, str]
    digest: str
    labels: Labels
    known: frozenset[str]
    ways: dict[Mark, Callable[[Piece], str | None]] = field(init=False)

    def __post_init__(self) -> None:
        self.ways = {
            Mark.CONTENT: self._content,
            Mark.FIGURE: self._figure,
            Mark.SITE: self._site,
            Mark.NOTHING: self._nothing,
        }

    def of(self, piece: Piece) -> str | None:
        """What is wrong with a piece, as a sentence."""
        return self.ways[piece.mark](piece)

    def _content(self, piece: Piece) -> str | None:
        path = pointed(piece.at)
        found = at(self.content, path)
        if found is None:
            return f"'{_short(piece.text)}' is said to be at {piece.at}, where nothing was frozen."
        should = str(found)
        if piece.moment is not None:
            if piece.moment != should:
                return f"The date at {piece.at} is {should}, not {piece.moment}."
            should = _day(should) or "no date"
        elif path[-1] in self.labels:
            should = self.labels[path[-1]].get(should, should)
        if piece.text != should:
            return f"At {piece.at} was frozen '{_short(should)}', not '{_short(piece.text)}'."
        return None

    def _figure(self, piece: Piece) -> str | None:
        should = self.counted.get(piece.at)
        if should != piece.text:
            return f"The count '{piece.at}' is {should or 'not one of ours'}, not {piece.text}."
        return None

    def _site(self, piece: Piece) -> str | None:
        holds = {
            "day": piece.moment is not None and piece.text == _day(piece.moment),
            "number": piece.text.isascii() and piece.text.isdigit() and len(piece.text) < 10,
            "digest": piece.text == self.digest,
        }
        if not holds.get(piece.at):
            return f"'{_short(piece.text)}' is no {piece.at} of the version."
        return None

    def _nothing(self, piece: Piece) -> str | None:
        words = " ".join(piece.text.split())
        if not words or words in self.known:
            return None
        return f"'{_short(words)}' is neither the version's nor any page's own."

    def missing(self, pieces: Iterable[Piece]) -> list[str]:
        """Actions told in words whose title or status the file does not show."""
        shown = {p.at for p in pieces if p.mark is Mark.CONTENT}
        return [
            f"The {what} of the action '{_short(action['title'])}' is not shown."
            for n, action in enumerate(self.content["actions"])
            if action["in_words"]
            for what in ("title", "status")
            if f"/actions/{n}/{what}" not in shown
        ]


def pointed(path: str) -> list[str]:
    """The parts of a path such as `/actions/3/title`."""
    return [p.replace("~1", "/").replace("~0", "~") for p in path.split("/")[1:]]


def at(content: Any, path: Iterable[str]) -> Any:
    """The value at a path; None where there is none."""
    for part in path:
        if isinstance(content, Mapping):
            content = content.get(part)
        elif isinstance(content, list | tuple) and part.isascii() and part.isdigit():
            content = content[int(part)] if int(part) < len(content) else None
        else:
            return None
    return None if isinstance(content, Mapping | list | tuple) else content


def _day(iso: str) -> str | None:
    try:
        return in_words(dt.date.fromisoformat(iso))
    except ValueError:
        return None


def _short(text: str | None) -> str:
    flat = " ".join((text or "").split())
    return flat if len(flat) <= 80 else f"{flat[:79]}…"
