"""The words that the check before publishing goes by, ready to look things up in."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.remembering import remembered
from vawg_plans.domain.vocabulary import PublishingKind, PublishingWords

WORD = re.compile(r"\w+")
# Words of a text that are written small; what stands in an address of mail or the web is none.
_SMALL = re.compile(r"(?<![\w.@/-])[a-z]{3,}(?![\w@/]|\.\w)")
_OF_PHRASES = ("sensitive", "case", "internal")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`words` are those of each kind, `small` those that are written in small letters here: they
    are words, and no names. `phrases` are kept by their first word, the longest first.
    """

    words: Mapping[str, frozenset[str]]
    small: frozenset[str]
    ranks: re.Pattern[str]
    titles: re.Pattern[str]
    note_cues: re.Pattern[str]
    phrases: Mapping[str, list[tuple[re.Pattern[str], PublishingWords]]]

    def has(self, kind: PublishingKind, word: str) -> bool:
        """Whether a word is of this kind, as it is written."""
        return word in self.words[kind]


@remembered
def vocabulary(framework: Framework) -> Vocabulary:
    """What the framework's words for publishing say, made once for a framework."""
    words: dict[str, set[str]] = defaultdict(set)
    phrases: dict[str, list[tuple[re.Pattern[str], PublishingWords]]] = defaultdict(list)
    for entry in framework.publishing_words:
        words[entry.kind] |= set(entry.words)
        if entry.kind in _OF_PHRASES:
            for phrase in entry.words:
                parts = WORD.findall(phrase)
                phrases[parts[0].lower()].append((_pattern(parts), entry))
    for each in phrases.values():
        each.sort(key=lambda one: -len(one[0].pattern))
    names = [entry.words for entry in framework.import_words if entry.kind == "body"]
    words["abbreviation"] |= {word for name in names for word in WORD.findall(name)}
    return Vocabulary(
        words={kind: frozenset(each) for kind, each in words.items()},
        small=frozenset(small_words(_texts(framework)) | words["word"]),
        ranks=_any_of(words["rank"]),
        titles=_any_of(words["title"]),
        note_cues=_any_of(words["note_cue"], re.IGNORECASE),
        phrases=dict(phrases),
    )


def small_words(texts: Iterable[str]) -> set[str]:
    """The words of these texts that are written in small letters somewhere."""
    return {word for text in texts for word in _SMALL.findall(text)}


def _texts(framework: Framework) -> Iterator[str]:
    """Everything that the framework says, but for the words to look for."""
    for field in dataclasses.fields(framework):
        if field.name != "publishing_words":
            rows: Any = getattr(framework, field.name)
            for row in rows.values() if isinstance(rows, dict) else rows:
                yield from (
                    value
                    for column in dataclasses.fields(row)
                    if isinstance(value := getattr(row, column.name), str)
                )


def _pattern(parts: list[str]) -> re.Pattern[str]:
    """A phrase as it may stand in a text. With a capital it is met as it is written."""
    phrase = r"[\s\-'\u2019/]{1,3}".join(map(re.escape, parts))
    small = all(part == part.lower() for part in parts)
    return re.compile(rf"{phrase}(?!\w)", re.IGNORECASE if small else 0)


def _any_of(words: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    """Any of these, whole, the longest first."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return re.compile(rf"(?<![\w/])(?:{'|'.join(map(re.escape, ordered))})(?!\w)\.?", flags)
