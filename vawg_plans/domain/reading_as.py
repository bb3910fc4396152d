"""How a person says that a file is to be read, over what its own words say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Words = Mapping[str, Mapping[str, str | None]]
_NOTHING: Mapping[str, str | None] = MappingProxyType({})
_NO_WORDS: Words = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ReadAs:
    """What a person decided about a file; where nothing is said, its words decide.

    `split_bullets` makes an action of each bullet. `sheets` names those to read; none lets the
    headings decide. `columns` has the field that a column means by `Column.key`, None to leave it
    out. `words` has, by field, what a word of the file stands for here (a status, a P's id), None
    to keep it as words; words are compared as `plain_words` has them.
    """

    split_bullets: bool = True
    sheets: tuple[str, ...] = ()
    columns: Mapping[str, str | None] = field(default_factory=lambda: _NOTHING)
    words: Words = field(default_factory=lambda: _NO_WORDS)


def tightened(text: str) -> str:
    """A text without empty lines and doubled spaces, which some patterns take very long to part."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def plain_words(text: str) -> str:
    """Words as they are compared: without case, outer signs and doubled spaces."""
    return " ".join(text.casefold().split()).strip(" :*.?") or text.strip()
