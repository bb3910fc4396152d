"""Who answers for an action, as a table's owner cell says it: posts apart from other bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.reading_as import tightened
from vawg_plans.domain.remembering import remembered
from vawg_plans.domain.vocabulary import ImportWords

# Ranks may stand beside each other with only a space between them; 'Lead' or 'Manager' may not,
# because they end the name of a post as often as they are one.
_RANK = re.compile(r"constable|superintendent|inspector|sergeant|commander|commissioner", re.I)
_LABEL_WORDS = ("Supporting bodies", "Supported by", "Partners", "Partner")
_HARD = re.compile(r"\s*(?:[;,\n+]|\s/\s)\s*")
_SOFT = re.compile(r"\s*&\s*|\s+and\s+")
_NAME = re.compile(r"(?:[A-Z][a-z]+(?:['\u2019-][A-Z]?[a-z]+)*\s*){1,3}")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+[A-Z]")
# Words that follow a rank and say what the post is for.
FUNCTIONS = frozenset({
    "abuse", "business", "capability", "central", "change", "child", "communications", "control",
    "corporate", "county", "crime", "criminal", "custody", "cyber", "data", "demand", "digital",
    "district", "domestic", "east", "eastern", "engagement", "exploited", "force", "forensic",
    "gold", "governance", "head", "homicide", "hr", "improvement", "information", "inspection",
    "intelligence", "internal", "investigation", "investigations", "investigative", "justice",
    "lead", "learning", "legal", "local", "major", "management", "media", "neighbourhood",
    "neighbourhoods", "north", "northern", "offender", "offenders", "operational", "operations",
    "partnership", "partnerships", "people", "performance", "planning", "police", "policing",
    "policy", "prevention", "professional", "project", "protecting", "protection", "public",
    "rape", "response", "review", "safeguarding", "security", "senior", "serious", "sexual",
    "silver", "south", "southern", "specialist", "staff", "standards", "strategic", "support",
    "tactical", "territorial", "training", "uniform", "victim", "victims", "violence",
    "vulnerability", "vulnerable", "west", "western", "workforce",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Owners:
    """Posts and partners, and the posts that may name a person."""

    posts: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    perhaps_named: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Names:
    bodies: frozenset[str]
    labels: re.Pattern[str]
    several: re.Pattern[str]
    one: re.Pattern[str]
    known: re.Pattern[str]
    starts_with_rank: re.Pattern[str]


def read_owners(text: str, framework: Framework) -> Owners:
    """Read an owner cell. Nothing is dropped but the label that introduces other bodies."""
    names = _names(framework.import_words)
    posts: dict[str, None] = {}
    partners: dict[str, None] = {}
    others = False
    for line in tightened(text).splitlines():
        label = names.labels.match(line.strip())
        if label:
            others, line = True, line.strip()[label.end() :]
        for part in _parts(line, names):
            is_body = others or part.casefold() in names.bodies
            (partners if is_body else posts).setdefault(part)
    return Owners(tuple(posts), tuple(partners), tuple(p for p in posts if _named(p, names)))


def read_partners(text: str, framework: Framework) -> tuple[str, ...]:
    """Read a cell that holds partners only."""
    names = _names(framework.import_words)
    found: dict[str, None] = {}
    for line in tightened(text).splitlines():
        label = names.labels.match(line.strip())
        for part in _parts(line.strip()[label.end() :] if label else line, names):
            found.setdefault(part)
    return tuple(found)


def perhaps_named(posts: Iterable[str], framework: Framework) -> tuple[str, ...]:
    """Those of these posts that may name a person."""
    names = _names(framework.import_words)
    return tuple(post for post in posts if _named(post, names))


@remembered
def _names(words: tuple[ImportWords, ...]) -> _Names:
    posts = [w.words for w in words if w.kind == "post"]
    bodies = [w.words for w in words if w.kind == "body" and w.means != "Other bodies"]
    labels = [w.words for w in words if w.kind == "body" and w.means == "Other bodies"]
    ranks = [w.words for w in words if w.kind == "post" and _RANK.search(w.means)]
    stackable = _any_of([*ranks, *bodies])
    return _Names(
        bodies=frozenset(b.casefold() for b in bodies),
        labels=re.compile(rf"(?:{_any_of([*labels, *_LABEL_WORDS])})(?:\s*:|(?=\s)|$)\s*"),
        several=re.compile(rf"(?:{stackable})(?:[\s/]+(?:{stackable}))+"),
        one=re.compile(rf"{stackable}"),
        known=re.compile(rf"(?:{_any_of([*posts, *bodies])})(?!\w)"),
        starts_with_rank=re.compile(rf"(?:{_any_of(ranks)})(?!\w)\s*"),
    )


def _any_of(words: list[str] | tuple[str, ...]) -> str:
    """Any of these, the longest first. Short forms in capitals are matched as they are."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(
        (re.escape(w) if w.isupper() or "/" in w else f"(?i:{re.escape(w)})") + r"(?!\w)"
        for w in ordered
    )


def _parts(line: str, names: _Names) -> list[str]:
    """The posts and bodies that a line lists."""
    parts: list[str] = []
    for piece in _hard_pieces(line, names):
        for part in _soft_pieces(piece, names):
            part = part.strip(" .:\t\u2022-\u2013")
            if not part:
                continue
            if names.several.fullmatch(part) and part.casefold() not in names.bodies:
                parts += [found.group() for found in names.one.finditer(part)]
            else:
                parts.append(part)
    return parts


def _hard_pieces(line: str, names: _Names) -> list[str]:
    """Split where a comma, semicolon or spaced slash stands, but not inside a known name."""
    inside = [found.span() for found in names.known.finditer(line)]
    pieces, start = [], 0
    for found in _HARD.finditer(line):
        if not any(a < found.start() and found.end() < b for a, b in inside):
            pieces.append(line[start : found.start()])
            start = found.end()
    return [*pieces, line[start:]]


def _soft_pieces(piece: str, names: _Names) -> list[str]:
    """Split at '&' and 'and' only between two names: 'Head of Crime and Intelligence' is one."""
    inside = [found.span() for found in names.known.finditer(piece)]
    pieces, start = [], 0
    for found in _SOFT.finditer(piece):
        if any(a < found.start() and found.end() < b for a, b in inside):
            continue
        left = piece[start : found.start()].strip()
        if names.known.fullmatch(left) or names.known.match(piece, found.end()):
            pieces.append(left)
            start = found.end()
    return [*pieces, piece[start:]]


def _named(post: str, names: _Names) -> bool:
    """Whether a rank is followed by what looks like a person's name."""
    if _TITLE.search(post):
        return True
    rank = names.starts_with_rank.match(post)
    if not rank:
        return False
    rest = post[rank.end() :].strip(" ()")
    return bool(_NAME.fullmatch(rest)) and not any(
        word.casefold() in FUNCTIONS for word in rest.split()
    )
