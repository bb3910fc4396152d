"""Words for a delivery status, as the usual vocabularies have them, with or without a colour.

What has no equal here is told from what has: 'On hold' is nearest to at risk, 'Superseded' is none
of the five, and 'TBC' says nothing. A force's own word is never lost for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.remembering import remembered
from vawg_plans.domain.vocabulary import ImportWords

_SIGNS = re.compile(r"[\s\-/()\[\]:,;.\"“”‘’*|•\u2010-\u2015_]+")
_PARTS = re.compile(r"[()\[\]/:,;|\n]|\s[-+&\u2010-\u2015]+\s|\s+[-\u2010-\u2015](?=\w)")
# A trend beside a colour: which way it moved is no status.
_ARROWS = re.compile("[\u2190-\u21ff\u2900-\u297f\u2b00-\u2b11\u25b2\u25bc\u25b3\u25bd\ufe0f]+")
_SHAPES = re.compile("([\U0001f534\U0001f535\U0001f7e0-\U0001f7e2\u26aa\u26ab\u2705\u2714\u2713])")
_NUMBER_BEFORE = re.compile(r"^\(?\d{1,2}\s*[.):\u2010-\u2015-]+\s*(?=\D)")
# What names the rating beside it: 'RAG: Green', 'Overall status: Green'.
_LABEL = re.compile(r"^(?:\w+ ){0,2}(?:status|b?rag|rating)$")
# 'Superseded by 2.3', 'Merged into 4': what it came to stands behind the word.
_CAME_TO = re.compile(r"^(.{4,40}?) (?:by|with|into|to|in|from|under|see)\b")
_APOSTROPHES = str.maketrans({"\N{LEFT SINGLE QUOTATION MARK}": "'",
                              "\N{RIGHT SINGLE QUOTATION MARK}": "'"})  # fmt: skip


def plain(text: str) -> str:
    """Words as vocabularies compare them: without case and without signs between them."""
    folded = text.translate(_APOSTROPHES).casefold()
    return _SIGNS.sub(" ", folded).strip()


@dataclass(frozen=True, slots=True)
class Found:
    """What a word was found to mean.

    `status` is None for a word that `ended` the action, that left it `unsaid`, or that nobody
    knows (`Found.NOTHING`). `nearest` says that the status is near it and not equal.
    """

    status: DeliveryStatus | None = None
    nearest: bool = False
    ended: bool = False
    unsaid: bool = False


NOTHING = Found()


def find_status(text: str, words: tuple[ImportWords, ...]) -> Found:
    """What a cell of a status column says. `NOTHING` where that is not known or not clear."""
    known = _known(words)
    text = _SHAPES.sub(r" \1 : ", _NUMBER_BEFORE.sub("", text.strip()))
    without = _ARROWS.sub(" ", text).strip()
    found = known.get(plain(without)) or _by_parts(without, known)
    if found is NOTHING:
        came_to = _CAME_TO.match(plain(without))
        behind = known.get(came_to[1], NOTHING) if came_to else NOTHING
        found = behind if behind.ended else NOTHING
    if found.status is not None and without != text.strip():
        return Found(found.status, nearest=True)
    return found


def _by_parts(text: str, known: dict[str, Found]) -> Found:
    """The meaning that all parts share, or that a colour gives to the words beside it."""
    parts = [p for p in _PARTS.split(text) if plain(p)]
    parts = [p for p in parts if not _LABEL.search(plain(p))]
    meant = [known.get(plain(p), NOTHING) for p in parts]
    if not meant:
        return NOTHING
    if any(f.ended for f in meant):
        return Found(ended=True)
    statuses = {f.status for f in meant}
    if len(statuses) == 1:
        first = meant[0]
        nearest = any(f.nearest for f in meant)
        return first if first.status is None else Found(first.status, nearest=nearest)
    first, others = meant[0], meant[1:]
    if (
        first.status not in (None, DeliveryStatus.COMPLETE)
        and not first.nearest
        and all(f is NOTHING or f.nearest for f in others)
        and not any(_speaks_of_another(p, first, known) for p in parts[1:])
    ):
        return Found(first.status, nearest=True)
    return NOTHING


def _speaks_of_another(part: str, first: Found, known: dict[str, Found]) -> bool:
    """Whether words beside a status have another one among them ('Green, was red')."""
    tokens = plain(part).split()
    runs = (" ".join(tokens[a:b]) for a in range(len(tokens)) for b in range(a + 1, len(tokens) + 1)
            if b - a < 4)  # fmt: skip
    others = (known[run] for run in runs if len(run) > 1 and run in known)
    return any(f.status not in (None, first.status) and not f.nearest for f in others)


@remembered
def _known(words: tuple[ImportWords, ...]) -> dict[str, Found]:
    known: dict[str, Found] = {}
    known |= {plain(w): Found(unsaid=True) for w in unsaid_words(words)}
    for each in words:
        if each.kind == "status_ended":
            known[plain(each.words)] = Found(ended=True)
        elif each.kind in ("status", "status_near"):
            near = each.kind == "status_near"
            known[plain(each.words)] = Found(DeliveryStatus(each.means), nearest=near)
    for status in DeliveryStatus:
        names = (status.value, status.label, status.full_label)
        known |= {plain(name): Found(status) for name in names}
    return known


@remembered
def unsaid_words(words: tuple[ImportWords, ...]) -> frozenset[str]:
    """Words that say that something is not said yet ('TBC'), as `plain` has them."""
    return frozenset(plain(w.words) for w in words if w.kind == "unsaid")
