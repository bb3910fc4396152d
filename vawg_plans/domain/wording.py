"""What changed in a text, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Kind = Literal["same", "gone", "new"]
# Words and what parts them, so that joined again they are the text.
_PARTS = re.compile(r"\s+|[^\s\w]|\w+")
# Beyond this many parts comparing takes too long: the texts are then shown whole.
_MOST = 4_000


class Piece(NamedTuple):
    """A stretch of text that stayed, went or came."""

    kind: Kind
    text: str


def word_changes(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in order. Those that are not new make `before`, those that are not
    gone make `after`.
    """
    if before == after:
        return [Piece("same", before)] if before else []
    old, new = _PARTS.findall(before), _PARTS.findall(after)
    if len(old) + len(new) > _MOST:
        return _pieces([("gone", before), ("new", after)])
    found: list[tuple[Kind, str]] = []
    for tag, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(old[a:b])))
        else:
            found += [("gone", "".join(old[a:b])), ("new", "".join(new[c:d]))]
    return _pieces(found)


def _pieces(found: list[tuple[Kind, str]]) -> list[Piece]:
    """Without the empty ones, and a change across single spaces told as one change."""
    found = [one for one in found if one[1]]
    merged: list[Piece] = []
    at = 0
    while at < len(found):
        gone = new = ""
        start = at
        while at < len(found) and (
            found[at][0] != "same"
            or (at > start and found[at][1].isspace() and at + 1 < len(found))
        ):
            kind, text = found[at]
            gone += text if kind in ("gone", "same") else ""
            new += text if kind in ("new", "same") else ""
            at += 1
        merged += [Piece("gone", gone)] if gone else []
        merged += [Piece("new", new)] if new else []
        if at < len(found):
            merged.append(Piece("same", found[at][1]))
            at += 1
    return merged


def shortened(pieces: list[Piece], around: int = 60) -> list[Piece]:
    """The pieces with long stretches that stayed cut to what stands around a change."""
    found = []
    for n, piece in enumerate(pieces):
        text = piece.text
        if piece.kind == "same" and len(text) > 2 * around:
            head = "" if n == 0 else text[:around].rsplit(" ", 1)[0] + " "
            tail = "" if n == len(pieces) - 1 else " " + text[-around:].split(" ", 1)[-1]
            text = f"{head}…{tail}"
        found.append(Piece(piece.kind, text))
    return found
