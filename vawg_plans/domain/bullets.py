"""Cell text taken apart into paragraphs and bullets, without losing or inventing a word."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

# The dots and dashes people type or paste, with the one Word's Symbol font leaves behind; the
# dash-like ones need a space after them, or '-5' and '*note' would be bullets.
_DOT = (
    "[\u2022\u00b7\u25aa\u25cf\u25cb\u25e6\u25a0\u25a1\u2023\u2043\u27a2\u2756\uf0b7\uf0a7\uf0d8]"
)
_DASH = r"(?:[-*o\u2010\u2011\u2012\u2013\u2014])(?=\s)"
_NUMBER = r"(?:\d{1,2}[.)]|\(\d{1,2}\)|\(?[a-z]\)|\(?[ivx]{1,4}\))(?=\s)"
_SIGN_ALONE = re.compile(rf"{_DOT}|[-*\u2010-\u2014]")
_BULLET = re.compile(rf"^\s*(?P<marker>{_DOT}|{_DASH}|{_NUMBER})\s*(?P<text>.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph (no marker) or a bullet (with the marker that it had). Lines are joined."""

    text: str
    marker: str = ""

    @property
    def is_bullet(self) -> bool:
        return bool(self.marker)

    @property
    def introduces(self) -> bool:
        """It ends with a colon: it is there for what follows."""
        return self.text.endswith(":")


@dataclass(frozen=True, slots=True)
class Bullet:
    """One bullet that is an action, counted from 1, and the paragraphs that surround it."""

    number: int
    text: str
    context: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell taken apart: either bullets with their context, or paragraphs alone."""

    paragraphs: tuple[str, ...]
    bullets: tuple[Bullet, ...]


def pieces_of(text: str) -> list[Piece]:
    """The paragraphs and bullets of a cell, in order.

    A line without a marker continues the bullet before it (a wrapped line), unless an empty line
    stands between and it starts a sentence. Before any bullet each line is a paragraph, but one
    that starts in lower case continues the paragraph before.
    """
    pieces: list[Piece] = []
    after_gap = False
    alone = ""  # a bullet sign that stands on a line of its own: its words are on the next
    for line in re.split(r"\r\n|[\n\r\v\f\u0085\u2028\u2029]", text):
        words = " ".join(line.split())
        if not words:
            after_gap = True
            continue
        found = _BULLET.match(words)
        last = pieces[-1] if pieces else None
        if _SIGN_ALONE.fullmatch(words):
            alone = words
            continue
        if found and found["text"]:
            pieces.append(Piece(found["text"], found["marker"]))
        elif alone:
            pieces.append(Piece(words, alone))
        elif last is not None and _continues(words, last, after_gap):
            pieces[-1] = replace(last, text=f"{last.text} {words}")
        else:
            pieces.append(Piece(words))
        after_gap, alone = False, ""
    return pieces


def _continues(words: str, last: Piece, after_gap: bool) -> bool:
    if words[0].islower():
        return True
    return last.is_bullet and not after_gap


def take_apart(text: str) -> CellText:
    """The bullets of a cell that are actions, each with its context, and its paragraphs.

    A bullet that ends with a colon and stands first of its run introduces the others: it is
    context. A paragraph that ends with a colon just before a run belongs to that run; every other
    paragraph belongs to all bullets. Without bullets there are only paragraphs.
    """
    pieces = pieces_of(text)
    shared: list[str] = []
    runs: list[tuple[list[str], list[str]]] = []
    for index, piece in enumerate(pieces):
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        starts_run = index == 0 or not pieces[index - 1].is_bullet
        before_bullet = after is not None and after.is_bullet
        leads = piece.introduces and before_bullet and (starts_run or not piece.is_bullet)
        if (leads or starts_run) and (leads or piece.is_bullet) and not (runs and not runs[-1][1]):
            runs.append(([], []))
        if leads:
            runs[-1][0].append(piece.text)
        elif piece.is_bullet:
            runs[-1][1].append(piece.text)
        else:
            shared.append(piece.text)
    bullets: list[Bullet] = []
    for lead_ins, texts in runs:
        for words in texts:
            bullets.append(Bullet(len(bullets) + 1, words, (*shared, *lead_ins)))
    return CellText(() if bullets else tuple(p.text for p in pieces), tuple(bullets))


_SENTENCE_END = re.compile(r"[.!?][\u2019\u201d'\")]*\s+(?=[\u2018\u201c'\"(]?[A-Z0-9])")
_NOT_AN_END = re.compile(r"(?:\b(?:e\.g|i\.e|etc|approx|no|Dr|Mr|Mrs|Ms|St|vs|Supt|Insp|Sgt)\.)$")
_CLAUSE_END = re.compile(r"[,;:]\s|\s[\u2013-]\s")


def first_sentence(text: str) -> str:
    """The first sentence of a text, its lines joined."""
    words = " ".join(text.split())
    for end in _SENTENCE_END.finditer(words):
        sentence = words[: end.end()].strip()
        if not _NOT_AN_END.search(sentence):
            return sentence
    return words


def title_of(text: str, longest: int = 160) -> str:
    """A title from a text: all of it, or its first sentence, or a clause cut at a word with '…'.

    A title that is not the whole text is only a handle: keep the whole text beside it.
    """
    words = " ".join(text.split())
    if len(words) <= longest:
        return words
    sentence = first_sentence(words)
    if len(sentence) <= longest:
        return sentence
    room = sentence[: longest - 1]
    clauses = [m.start() for m in _CLAUSE_END.finditer(room) if m.start() >= longest // 2]
    cut = clauses[-1] if clauses else room.rfind(" ")
    return (room[:cut] if cut > 0 else room).rstrip(" ,;:-\u2013") + "…"
