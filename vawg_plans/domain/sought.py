"""Words that are looked for in texts, and the mark that stands in their place.

Words are found whatever their case, their white space, the form of their accents, the shape of
their quotation marks and dashes, and signs that nobody sees between their letters. A mark is never
found by the words it stands for, and removing twice is removing once.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from vawg_plans.domain.canonical import visible
from vawg_plans.domain.moments import in_words
from vawg_plans.errors import InvalidInput

FEWEST_SIGNS = 3
LONGEST_WORDS = 500

# Word processors write these by themselves; whoever types the words again does not.
_QUOTES = dict.fromkeys("‘’ʼ′", "'") | dict.fromkeys("“”″", '"')
_DASHES = dict.fromkeys("‐‑‒–—−", "-")
_ALIKE = str.maketrans(_QUOTES | _DASHES)
# Unicode's Default_Ignorable_Code_Point beside category Cf, which Python does not know: joiners,
# fillers, variation selectors, tags, and the places kept for more of them.
_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2060-\u206f\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)
_MARK = re.compile(r"\[removed(?: \d{1,2} [A-Z][a-z]+ \d{4})?\]")


def mark_of(day: dt.date) -> str:
    """What stands in the place of words removed on this day."""
    return f"[removed {in_words(day)}]"


def brings_back(now: object, other: object) -> bool:
    """Whether `other` lacks a mark that `now` has, so that it may hold the words removed there.
    Both are texts, or hold some.
    """
    return len(_MARK.findall(str(now))) > len(_MARK.findall(str(other)))


class _Sign(NamedTuple):
    """One sign as it is compared, and where it stands in the text."""

    sign: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sought:
    """Words as they are compared. `inside` finds them in the middle of longer words too."""

    folded: str
    inside: bool = False

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the words stand in a text, in order."""
        if self.folded not in _folded(text):
            return []
        if text.isascii():
            # Nothing but case and white space to allow for, so much the quicker way says the same.
            return _joined([found.span() for found in self._plain.finditer(text)])
        signs = _signs(text)
        flat = "".join(s.sign for s in signs)
        found = []
        at = flat.find(self.folded)
        while at >= 0:
            end = at + len(self.folded)
            stands = self._stands(flat, at, end)
            if stands:
                found.append((signs[at].start, signs[end - 1].end))
            at = flat.find(self.folded, end if stands else at + 1)
        return _joined(found)

    @property
    def _plain(self) -> re.Pattern[str]:
        return _pattern(self.folded, self.inside)

    def _stands(self, flat: str, at: int, end: int) -> bool:
        before, after = flat[at - 1 : at] if at else "", flat[end : end + 1]
        if unicodedata.combining(after or " "):
            return False  # the last letter has an accent that was not asked for
        if self.inside:
            return True
        cut_before = flat[at].isalnum() and _of_a_word(before)
        return not cut_before and not (flat[end - 1].isalnum() and _of_a_word(after))


@lru_cache(maxsize=16)
def _pattern(folded: str, inside: bool) -> re.Pattern[str]:
    """The words in a text of plain signs."""
    words = r"\s+".join(re.escape(word) for word in folded.split(" "))
    before = "" if inside or not folded[0].isalnum() else "(?<![a-z0-9])"
    after = "" if inside or not folded[-1].isalnum() else "(?![a-z0-9])"
    return re.compile(f"{before}{words}{after}", re.IGNORECASE)


def sought(words: str, *, inside: bool = False) -> Sought:
    """These words, ready to be looked for. Raises `InvalidInput` when they are too few or many."""
    if len(words) > LONGEST_WORDS:
        raise InvalidInput(
            f"Keep the words to {LONGEST_WORDS} characters.",
            hint="Remove a longer passage in parts.",
        )
    folded = _folded(visible(words)).strip()
    signs = [c for c in folded if not c.isspace() and not unicodedata.combining(c)]
    if len(signs) < FEWEST_SIGNS or not any(c.isalnum() for c in signs):
        raise InvalidInput(
            f"Give at least {FEWEST_SIGNS} letters or digits.",
            hint="Shorter words stand in too many others.",
        )
    return Sought(folded, inside)


def removed(text: str, words: Sought, day: dt.date, longest: int | None = None) -> str:
    """`text` with each place of the words replaced by a mark, the rest as it was.

    A shorter mark is taken where the words stand in the mark itself, or where the text would
    become longer than its field may be.
    """
    found = text
    for mark in (mark_of(day), "[removed]", "…"):
        if words.spans(mark):
            continue
        found = _marked(text, words, mark)
        if longest is None or len(found) <= max(longest, len(text)):
            break
    return found


def _marked(text: str, words: Sought, mark: str) -> str:
    # Again until nothing is found: what stood before and after a place may be the words once more.
    while spans := words.spans(text):
        marks = [found.span() for found in _MARK.finditer(text)]
        whole = []
        for start, end in spans:
            # A mark is replaced whole or left whole.
            touched = [m for m in marks if m[0] < end and start < m[1]]
            whole.append(
                (
                    min(m[0] for m in [(start, end), *touched]),
                    max(m[1] for m in [(start, end), *touched]),
                )
            )
        for start, end in reversed(_joined(whole)):
            text = text[:start] + mark + text[end:]
    return text


def around(text: str, words: Sought, longest: int = 90) -> str:
    """The first place of the words with what stands around it, on one line."""
    spans = words.spans(text)
    if not spans:
        return ""
    start, end = spans[0]
    room = max(0, longest - (end - start)) // 2
    # Whole words on both sides, where there is one.
    before, after = text[max(0, start - room) : start], text[end : end + room]
    if start > room:
        before = "…" + before.partition(" ")[2]
    if end + room < len(text):
        after = after.rpartition(" ")[0] + "…"
    return " ".join((before + text[start:end] + after).split())


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap or touch made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _of_a_word(sign: str) -> bool:
    return bool(sign) and (sign.isalnum() or bool(unicodedata.combining(sign)))


def _unseen(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf" or bool(_IGNORABLE.match(sign))


class _Seen(dict[int, int | None]):
    """For `str.translate`: each sign as it is, or nothing for one that nobody sees."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if _unseen(chr(code)) else code
        return self[code]


_SEEN = _Seen()


@lru_cache(maxsize=4_096)
def _fold_letter(letter: str) -> str:
    return _fold(letter)


def _fold(text: str) -> str:
    # First of all, because a sign between two accents would keep them from being put in order.
    seen = text.translate(_SEEN)
    decomposed = unicodedata.normalize("NFD", seen).casefold()
    return unicodedata.normalize("NFD", decomposed).translate(_ALIKE)


def _folded(text: str) -> str:
    return " ".join(_fold(text).split())


def _signs(text: str) -> list[_Sign]:
    """The text as it is compared, each sign with its place. Accents belong to their letter."""
    signs: list[_Sign] = []
    places = [at for at, sign in enumerate(text) if _SEEN[ord(sign)] is not None]
    first = 0
    while first < len(places):
        last = first
        while last + 1 < len(places) and unicodedata.combining(text[places[last + 1]]):
            last += 1
        start, end = places[first], places[last] + 1
        for sign in _fold_letter(text[start:end]):
            if sign.isspace() and signs and signs[-1].sign == " ":
                signs[-1] = signs[-1]._replace(end=end)
            else:
                signs.append(_Sign(" " if sign.isspace() else sign, start, end))
        first = last + 1
    return signs
