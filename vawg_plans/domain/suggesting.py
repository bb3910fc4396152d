"""What the words of an action suggest: its Ps, areas and themes. A person accepts them or not."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from vawg_plans.domain.actions import Tag, TagKind
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.remembering import remembered
from vawg_plans.domain.vocabulary import SuggestionWords

# An action needs this much weight for a supporting P, or for an area or theme; and what it has
# most of sets the bar for the rest. Suggestions that nobody wants cost more than a missing one.
_ENOUGH_FOR_SUPPORT = 3
_ENOUGH = 2
_MOST = {TagKind.P: 2, TagKind.AREA: 3, TagKind.THEME: 3, TagKind.VULNERABILITY: 2}

_TOKEN = re.compile(r"\w+(?:'\w+)*")
_BETWEEN = re.compile(r"'?[\s\-\u2010-\u2013]+")


@dataclass(frozen=True, slots=True)
class _Phrase:
    kind: TagKind
    target: str
    tokens: tuple[str, ...]
    open_ended: bool
    weight: int


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Phrases by their first word; open-ended single words by their stem and its length."""

    by_word: dict[str, list[_Phrase]]
    by_stem: dict[int, dict[str, list[_Phrase]]]


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    weight: int


@remembered
def _vocabulary(words: tuple[SuggestionWords, ...]) -> _Vocabulary:
    by_word: dict[str, list[_Phrase]] = defaultdict(list)
    by_stem: dict[int, dict[str, list[_Phrase]]] = defaultdict(lambda: defaultdict(list))
    for each in words:
        open_ended = each.words.endswith("*")
        tokens = tuple(_TOKEN.findall(_plain(each.words.removesuffix("*"))))
        if not tokens:
            continue
        phrase = _Phrase(TagKind(each.kind), each.target, tokens, open_ended, each.weight)
        if open_ended and len(tokens) == 1:
            by_stem[len(tokens[0])][tokens[0]].append(phrase)
        else:
            by_word[tokens[0]].append(phrase)
    return _Vocabulary(by_word, by_stem)


def _plain(text: str) -> str:
    """Lower case, straight apostrophes; each character keeps its place."""
    lower = text.replace("\u2019", "'").lower()
    return lower if len(lower) == len(text) else text.replace("\u2019", "'")


def suggest(text: str, framework: Framework) -> list[Tag]:
    """The tags that the words of `text` suggest, each with those very words. None is accepted.

    The lead P has the highest total weight, the earliest mentioned of equals. A phrase counts
    once, however often it stands there.
    """
    found = _find(text, _vocabulary(framework.suggestion_words))
    tags: list[Tag] = []
    for kind, most in _MOST.items():
        scored = sorted(
            (-sum(f.weight for f in hits), min(f.start for f in hits), target, hits)
            for (hit_kind, target), hits in found.items()
            if hit_kind is kind
        )
        if not scored:
            continue
        top = -scored[0][0]
        if kind is TagKind.P:
            tags.append(Tag(kind, scored[0][2], lead=True, words=_quote(text, scored[0][3])))
            scored = scored[1:]
        enough = _ENOUGH_FOR_SUPPORT if kind is TagKind.P else _ENOUGH
        for minus_weight, _, target, hits in scored[:most]:
            if -minus_weight >= enough and -minus_weight * 2 >= top:
                tags.append(Tag(kind, target, words=_quote(text, hits)))
    return tags


def _find(text: str, vocabulary: _Vocabulary) -> dict[tuple[TagKind, str], list[_Found]]:
    plain = _plain(text)
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(plain)]
    hits: dict[tuple[TagKind, str], dict[tuple[str, ...], _Found]] = defaultdict(dict)
    for index, (word, start, end) in enumerate(tokens):
        for phrase in vocabulary.by_word.get(word, ()):
            stop = _end_of(phrase, tokens, index, plain)
            if stop is not None:
                hit = _Found(start, stop, phrase.weight)
                hits[phrase.kind, phrase.target].setdefault(phrase.tokens, hit)
        for length, stems in vocabulary.by_stem.items():
            for phrase in stems.get(word[:length], ()):
                hit = _Found(start, end, phrase.weight)
                hits[phrase.kind, phrase.target].setdefault((*phrase.tokens, "*"), hit)
    return {key: _apart(list(found.values())) for key, found in hits.items()}


def _end_of(
    phrase: _Phrase, tokens: list[tuple[str, int, int]], index: int, plain: str
) -> int | None:
    """Where the phrase ends if it starts at this token, None if it does not stand there."""
    last = index + len(phrase.tokens) - 1
    if last >= len(tokens):
        return None
    for offset, wanted in enumerate(phrase.tokens):
        word, start, _ = tokens[index + offset]
        final = index + offset == last
        if word != wanted and not (final and phrase.open_ended and word.startswith(wanted)):
            return None
        if offset and not _BETWEEN.fullmatch(plain, tokens[index + offset - 1][2], start):
            return None
    return tokens[last][2]


def _apart(found: list[_Found]) -> list[_Found]:
    """Hits that do not overlap, the weightiest first, then the longest; in order of the text.

    'Domestic abuse disclosure scheme' also holds 'disclosure scheme': that is said once.
    """
    kept: list[_Found] = []
    for hit in sorted(found, key=lambda f: (-f.weight, f.start - f.end, f.start)):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda f: f.start)


def _quote(text: str, hits: list[_Found]) -> str:
    words: dict[str, None] = {}
    for hit in hits:
        words.setdefault(" ".join(text[hit.start : hit.end].split()))
    return ", ".join(words)
