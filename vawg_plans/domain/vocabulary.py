"""Words that suggest where an action belongs, that forces' own tables use, and that are vague."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

SuggestionKind = Literal["p", "area", "theme", "vulnerability"]
ImportKind = Literal[
    "header", "status", "status_near", "status_ended", "unsaid", "p", "p_all", "post", "body",
    "lead_in",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class SuggestionWords:
    """A phrase that suggests a P, an area or a theme for an action's text.

    Lower case; whole words; a trailing * stands for any ending. `weight` is 1 (a hint) to 3
    (as good as said). A suggestion is only ever offered: a person accepts it or not.
    """

    kind: SuggestionKind
    target: str
    words: str
    weight: int
    source: str
    chapter: str

    def occur_in(self, text: str) -> bool:
        """Whether the phrase stands in the text, whole words and whatever the case."""
        return words_occur(self.words, text)


@dataclass(frozen=True, slots=True)
class ImportWords:
    """A word met in forces' own tables, and what it means here.

    `means` is a field for a header, a delivery status for a status (the nearest where there is
    none that is equal: `status_near`), a P's id for a p, the post or body in full, and what the
    phrase introduces for a lead-in. A `status_ended` says that it is no longer an action, an
    `unsaid` that nothing is said yet, a `p_all` that all Ps are meant.
    """

    kind: ImportKind
    means: str
    words: str
    source: str
    chapter: str


PublishingKind = Literal[
    "first_name", "first_name_or_word", "surname", "title", "rank", "not_a_person", "place",
    "word", "operation_public", "not_an_operation", "sensitive", "case", "internal",
    "note_cue", "abbreviation",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PublishingWords:
    """Words that the check before publishing looks for, or that tell it what is none of its finds.

    A phrase with a capital is met as it is written, one in small letters in any case; whole words.
    `why` finishes "'covert' …".
    """

    id: str
    kind: PublishingKind
    words: tuple[str, ...]
    why: str
    source: str
    chapter: str


@dataclass(frozen=True, slots=True)
class VagueWords:
    """A phrase that leaves open what is done, by whom or by when. Whole words, any case.

    `why` finishes "'in due course' …", `instead` says what to write in its place.
    """

    words: str
    why: str
    instead: str
    source: str
    chapter: str


def words_occur(words: str, text: str) -> bool:
    """Whether a phrase stands in a text: whole words, any case, a trailing * for any ending.

    Spaces match any run of white space or hyphens, and a curly apostrophe counts as a
    straight one, so that text from a document matches the same as text that was typed.
    """
    return _pattern(words).search(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")) is not None


@lru_cache(maxsize=2048)
def _pattern(words: str) -> re.Pattern[str]:
    stem = words.removesuffix("*").strip()
    phrase = r"[\s-]+".join(re.escape(part) for part in re.split(r"[\s-]+", stem))
    ending = r"\w*" if words.endswith("*") else ""
    return re.compile(rf"(?<!\w){phrase}{ending}(?!\w)", re.IGNORECASE)
