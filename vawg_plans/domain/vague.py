"""Vague wording: which words of a text leave open what is done, by whom or by when."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from vawg_plans.domain.actions import Action
from vawg_plans.domain.remembering import remembered
from vawg_plans.domain.vocabulary import VagueWords

# Where an action says what it is; a due that is only words is counted as no date.
FIELDS = ("title", "description", "success_measure")

_WORD = re.compile(r"\w+")
# The title of a document is not this plan's wording. A straight single quotation mark is more often
# an apostrophe, so it opens only where a word begins, and closes only where one ends.
_QUOTED = re.compile(
    r"\"[^\"\n]{1,200}\"|“[^”\n]{1,200}”|‘[^’\n]{1,200}’(?!\w)|(?<!\w)'[^'\n]{1,200}'(?!\w)"
)
_QUOTES = re.compile("[\"“‘']")


@dataclass(frozen=True, slots=True)
class Vague:
    """Words found in a field of an action, as they stand there, and what is said of them."""

    action_id: str
    field: str
    words: str
    why: str
    instead: str


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The phrases by their first word, the longest first; and of each phrase its longest word, at
    least one of which stands in any text that holds a phrase.
    """

    by_first_word: dict[str, list[tuple[re.Pattern[str], VagueWords]]]
    longest_words: frozenset[str]


def vague_in(text: str, words: tuple[VagueWords, ...]) -> list[tuple[str, VagueWords]]:
    """Each vague phrase of a text, as it stands there, with its entry; the longest at each place.

    Whole words, whatever the case; not inside quotation marks, where a document's title stands.
    """
    vocabulary = _vocabulary(words)
    if vocabulary.longest_words.isdisjoint(_WORD.findall(text.lower())):
        return []
    if _QUOTES.search(text):
        # As long as what it replaces, and no part of a phrase.
        text = _QUOTED.sub(lambda quoted: '"' * len(quoted[0]), text)
    found = []
    end = 0
    for word in _WORD.finditer(text):
        if word.start() < end:
            continue
        for pattern, entry in vocabulary.by_first_word.get(word[0].lower(), ()):
            phrase = pattern.match(text, word.start())
            if phrase:
                found.append((phrase[0], entry))
                end = phrase.end()
                break
    return found


def vague_of(action: Action, words: tuple[VagueWords, ...]) -> list[Vague]:
    """The vague phrases of an action, each once a field."""
    found: dict[tuple[str, str], Vague] = {}
    for field in FIELDS:
        for phrase, entry in vague_in(getattr(action, field), words):
            at = Vague(action.id, field, " ".join(phrase.split()), entry.why, entry.instead)
            found.setdefault((field, entry.words), at)
    return list(found.values())


@remembered
def _vocabulary(words: tuple[VagueWords, ...]) -> _Vocabulary:
    by_first_word = defaultdict(list)
    longest_words = set()
    for entry in sorted(words, key=lambda each: -len(each.words)):
        parts = _WORD.findall(entry.words.lower())
        phrase = r"[\s-]+".join(map(re.escape, parts))
        pattern = re.compile(rf"{phrase}(?!\w)", re.IGNORECASE)
        by_first_word[parts[0]].append((pattern, entry))
        longest_words.add(max(parts, key=len))
    return _Vocabulary(dict(by_first_word), frozenset(longest_words))
