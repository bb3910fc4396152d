"""What looks like the name of a person in a text: a guess, made to be read by somebody.

A word is taken for a name by what stands before it (a rank, a title), by being a first name, or by
standing beside another with a capital that is no word either. It is a word where it is written in
small letters in the framework or in the plan itself; and it names nobody where it is a place, what
a post is for ('DCI Rape') or part of an organisation's name. Each text is read from left to right a
fixed number of times.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from vawg_plans.domain.owners_in import FUNCTIONS
from vawg_plans.domain.publishing_words import Vocabulary

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019\-][^\W\d_]+)*")
_SPACE = re.compile(r"[ \u00a0]{1,2}|[ ]?\n[ ]?")
# Between a rank and a name a collar number may stand.
_AFTER_RANK = re.compile(r"[ \u00a0]{1,3}(?:\(?\d{1,6}\)?[ \u00a0]{1,2})?")
_AFTER_INITIAL = re.compile(r"\.?[ \u00a0]?")
_MOST_OF_A_NAME = 3
_LIKE_A_NAME = re.compile(
    r"(?:(?:Mc|Mac|O['\u2019]|De|Di|Le|La)?[^\W\d_a-z][^\W\d_A-Z]+)(?:-[^\W\d_a-z][^\W\d_A-Z]+)?"
)
_ENDINGS = ("s", "es", "ing", "ed", "er", "ers", "ly", "al", "ity", "ment", "ation", "ness", "ism")
_HOLY = ("St", "Saint", "Mount", "Queen", "King")
_NO_NAMES = FUNCTIONS | {
    "acting", "advocate", "chancellor", "chief", "deputy", "duty", "general", "justice", "mayor",
    "night", "on", "or", "and", "of", "the", "for", "in", "to", "at", "with", "by", "who", "will",
    "is", "has", "team", "unit", "led", "level", "sponsor", "portfolio", "vawg", "sexual",
    "offences", "stalking", "harassment", "inspector", "constable", "superintendent", "sergeant",
    "commissioner", "officer", "officers", "interviews", "lieutenant", "mayoral", "council",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """Where a text names somebody, and what says so, as the end of a sentence."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text; `base` is without a possessive, `near` that only space parts it from the
    one before.
    """

    base: str
    start: int
    end: int
    near: bool

    @property
    def capital(self) -> bool:
        return self.base[0].isupper()

    @property
    def initial(self) -> bool:
        return len(self.base) == 1 and self.base.isupper()

    @property
    def shouted(self) -> bool:
        return len(self.base) > 1 and self.base.isupper()


class Reader:
    """Reads texts for names. `small` are the words that the plan itself writes small."""

    def __init__(self, words: Vocabulary, small: frozenset[str] | set[str]) -> None:
        self._words = words
        self._small = words.small | small

    def named(self, text: str, *, is_post: bool = False) -> list[Named]:
        """The names in a text, none within another. Of a post, all that stands there may be one."""
        parts = _parts(text)
        found: list[Named] = []
        end = 0
        every = [
            *self._after(text, parts, self._words.titles, "it follows a title"),
            *self._after(text, parts, self._words.ranks, "it follows a rank"),
            *self._by_shape(text, parts, is_post),
            *self._by_first_name(parts),
            *self._by_initial(parts),
        ]
        for one in sorted(every, key=lambda n: (n.start, -n.end)):
            if one.start >= end:
                found.append(one)
                end = one.end
        return found

    def _after(
        self, text: str, parts: list[_Word], before: re.Pattern[str], why: str
    ) -> Iterator[Named]:
        """After a title nearly any name is one, after a rank what is no word that a post is for."""
        starts = [part.start for part in parts]
        for rank in before.finditer(text):
            gap = _AFTER_RANK.match(text, rank.end())
            at = bisect_left(starts, gap.end()) if gap else len(parts)
            if gap is None or at == len(parts) or parts[at].start != gap.end():
                continue
            first = at
            while at + 1 < len(parts) and parts[at].initial and parts[at + 1].near:
                at += 1
            if self._surname(parts, at, initials=at > first):
                yield Named(rank.start(), parts[self._last(parts, at)].end, why)

    def _surname(self, parts: list[_Word], at: int, *, initials: bool) -> bool:
        word = parts[at]
        plain = word.base.casefold()
        if not word.capital or plain in _NO_NAMES or self._words.has("place", word.base):
            return False
        if word.shouted:
            return self._is_known(word.base.capitalize())
        if word.initial:
            return False
        if plain not in self._small:
            return True
        then = parts[at + 1] if at + 1 < len(parts) and parts[at + 1].near else None
        goes_on = then is not None and then.base.casefold() in self._small | _NO_NAMES
        return self._is_known(word.base) and (
            initials or then is None or not then.capital or not goes_on
        )

    def _last(self, parts: list[_Word], at: int) -> int:
        """Where a name ends that begins at a part."""
        last = at
        while (
            last + 1 < len(parts)
            and last - at + 1 < _MOST_OF_A_NAME
            and parts[last + 1].near
            and self._goes_on(parts[last + 1])
        ):
            last += 1
        return last

    def _goes_on(self, word: _Word) -> bool:
        plain = word.base.casefold()
        return (
            word.capital
            and not word.shouted
            and not word.initial
            and plain not in _NO_NAMES
            and not self._words.has("not_a_person", word.base)
            and (plain not in self._small or self._words.has("surname", word.base))
        )

    def _is_known(self, word: str) -> bool:
        words = self._words
        return (
            words.has("surname", word)
            or self._is_first(word)
            or words.has("first_name_or_word", word)
        )

    def _is_first(self, word: str) -> bool:
        return self._words.has("first_name", word.partition("-")[0])

    def _unknown(self, word: _Word) -> bool:
        """Whether it is written like a name and nothing says that it is something else."""
        plain = word.base.casefold()
        return (
            word.capital
            and len(word.base) > 2
            and _LIKE_A_NAME.fullmatch(word.base) is not None
            and plain not in _NO_NAMES
            and not self._is_word(plain)
            and not any(self._words.has("place", part) for part in word.base.split("-"))
            and not self._words.has("not_a_person", word.base)
        )

    def _is_word(self, plain: str) -> bool:
        """Whether it, or what it is an ending of, is written small somewhere."""
        if plain in self._small or any(part in self._small for part in plain.split("-")[1:]):
            return True
        for ending in _ENDINGS:
            stem = plain.removesuffix(ending)
            if stem != plain and len(stem) > 3 and not {stem, stem + "e"}.isdisjoint(self._small):
                return True
        return False

    def _by_shape(self, text: str, parts: list[_Word], is_post: bool) -> Iterator[Named]:
        """Two words like names side by side; and a post that is nothing else."""
        if is_post and parts and parts[-1].end == len(text.rstrip(" .")):
            skipped = 1 if parts[0].initial and len(parts) > 1 else 0
            rest = parts[skipped:]
            if len(rest) <= _MOST_OF_A_NAME and all(self._unknown(w) for w in rest):
                yield Named(parts[0].start, parts[-1].end, "it is no post that is known here")
        long = [part for part in parts if len(part.base) > 3]
        # Where nearly every word has a capital, a capital says nothing.
        if len(long) > 3 and 3 * sum(p.capital for p in long) > 2 * len(long):
            return
        at = 0
        while at < len(parts):
            run = self._run(parts, at)
            if run >= 2 and not self._of_a_body(parts, at + run - 1):
                yield Named(
                    parts[at].start,
                    parts[at + run - 1].end,
                    "two words with capitals stand together",
                )
            at += max(run, 1)

    def _run(self, parts: list[_Word], at: int) -> int:
        """How many words like names stand together from a part on."""
        count = 0
        while (
            at + count < len(parts)
            and count < _MOST_OF_A_NAME
            and (count == 0 or parts[at + count].near)
            and self._unknown(parts[at + count])
        ):
            count += 1
        return count

    def _of_a_body(self, parts: list[_Word], at: int) -> bool:
        """Whether the capitals that follow make it a house, a trust or a law."""
        for word in parts[at + 1 : at + 4]:
            if not word.near or not word.capital:
                return False
            if self._words.has("not_a_person", word.base):
                return True
        return False

    def _by_first_name(self, parts: list[_Word]) -> Iterator[Named]:
        for at, word in enumerate(parts):
            name = word.base.capitalize() if word.shouted else word.base
            sure = self._is_first(name)
            if not sure and not self._words.has("first_name_or_word", name):
                continue
            if at and word.near and (parts[at - 1].base in _HOLY or self._continues(parts[at - 1])):
                continue
            if self._of_a_body(parts, at):
                continue
            then = parts[at + 1] if at + 1 < len(parts) and parts[at + 1].near else None
            surname = then.base.capitalize() if then and then.shouted else then.base if then else ""
            listed = then is not None and then.capital and self._words.has("surname", surname)
            if listed and then is not None and (not word.shouted or then.shouted):
                yield Named(
                    word.start, parts[self._last(parts, at + 1)].end, "it is a person's name"
                )
            elif sure and not word.shouted:
                goes_on = then is not None and self._unknown(then)
                last = self._last(parts, at + 1) if goes_on else at
                yield Named(word.start, parts[last].end, "it is a person's name")

    def _continues(self, before: _Word) -> bool:
        """Whether a name is the end of a place's or an operation's name rather than a person's."""
        return before.base.casefold() in ("operation", "op") or self._words.has(
            "place", before.base
        )

    def _by_initial(self, parts: list[_Word]) -> Iterator[Named]:
        """'J. Smith': a surname that is known. 'A Green Paper' and 'I' begin a sentence."""
        for word, then in pairwise(parts):
            if (
                word.initial
                and word.base not in ("A", "I")
                and then.near
                and self._words.has("surname", then.base)
            ):
                yield Named(word.start, then.end, "it is a person's name")


def _parts(text: str) -> list[_Word]:
    found: list[_Word] = []
    end = 0
    for word in _WORD.finditer(text):
        gap = text[end : word.start()]
        initial = bool(found) and found[-1].initial
        near = bool(found) and bool(
            _SPACE.fullmatch(gap) or (initial and _AFTER_INITIAL.fullmatch(gap))
        )
        base = word[0]
        for mark in ("'s", "\u2019s"):
            base = base.removesuffix(mark)
        found.append(_Word(base, word.start(), word.start() + len(base), near or not found))
        end = word.end()
    return found
