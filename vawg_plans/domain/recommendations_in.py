"""Which recommendations a row answers, as its cells say it, in the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vawg_plans.domain.actions import Tag, TagKind
from vawg_plans.domain.framework import Framework, Recommendation
from vawg_plans.domain.reading_as import tightened

VAWG, RAPE, DUTY = "vawg-2021", "rape-2021", "duty-2021"

_NUMBER = r"(?P<number>action\s+\d+|\d{1,2}(?:\.\d{1,2})?)"
_LABEL = re.compile(
    r"(?P<which>vawg|rape|duty(?: to protect)?|super-?\s?complaint)?[\s:,-]*(?:hmicfrs\s+)?"
    rf"(?:recommendations?|recs?\.?|ref\.?|r(?=\d)|s(?=\d))?\s*{_NUMBER}\.?",
    re.IGNORECASE,
)
_OWN = re.compile(
    rf"(?:hmicfrs\s+)?(?:(?:recommendation|rec\.?)\s+)?{_NUMBER}(?!\w)(?!\.\d)", re.IGNORECASE
)
_OWN_LATER = re.compile(rf"\brecommendation\s+{_NUMBER}(?!\w)(?!\.\d)", re.IGNORECASE)
_ADDED = r"\s*[-\u2010-\u2014]\s*(?:Added|Same)\b"
_QUALIFIED = re.compile(
    r"\s*[-\u2010-\u2014:]\s*Added\b[^.\n]*?\bnot(?: yet)? applicable(?: to forces)?", re.IGNORECASE
)
_ADDED_BEFORE = re.compile(r"\bAdded\b[^.\n]{0,60}$", re.IGNORECASE)
_SUB = re.compile(
    r"(?:^[^\S\n]*(?:Added\s*[:\u2010-\u2014-]\s*)?|\brecommendation\s+)(?P<number>\d{1,2}\.\d{1,2})\b",
    re.IGNORECASE | re.MULTILINE,
)
_MENTION = re.compile(
    r"(?:\bin (?:relation|response|respect)(?: to| of)?\s+)?"
    r"\b(?:point|recommendation|rec\.?)\s+(?P<number>\d{1,2}(?:\.\d{1,2})?)\b",
    re.IGNORECASE,
)
_LONGEST_HEADING = 80
_WORDS_QUOTED = 12


@dataclass(frozen=True, slots=True)
class Answered:
    """The row's own recommendations (accepted), those it names (suggested), and unknown labels."""

    own: tuple[Tag, ...] = ()
    named: tuple[Tag, ...] = ()
    unknown: tuple[str, ...] = ()


def inspection_of(title_lines: Iterable[str]) -> str:
    """Which inspection a table's title speaks of; the VAWG report where it names none."""
    titles = " ".join(title_lines).casefold()
    if re.search(r"duty to protect|super-?\s?complaint", titles):
        return DUTY
    if re.search(r"\brape\b", titles) and not re.search(r"\bvawg\b|women and girls", titles):
        return RAPE
    return VAWG


def read_labels(
    text: str, framework: Framework, inspection: str, *, accepted_by: str | None
) -> tuple[list[Tag], list[str]]:
    """Tags of a list of labels or numbers ('VAWG 4.1; Rape 3'), and the parts nobody knows."""
    named = {r.label.casefold(): r for r in framework.recommendations.values()}
    named |= {r.id.casefold(): r for r in framework.recommendations.values()}
    tags: list[Tag] = []
    unknown: list[str] = []
    for part in re.split(r"[;,\n&]|\s+and\s+", tightened(text)):
        part = part.strip()
        if not part:
            continue
        found = named.get(part.casefold()) or _labelled(part, framework, inspection)
        if found is None:
            unknown.append(part)
        elif all(t.code != found.id for t in tags):
            tags.append(Tag(TagKind.RECOMMENDATION, found.id, accepted_by=accepted_by, words=part))
    return tags, unknown


def _labelled(part: str, framework: Framework, inspection: str) -> Recommendation | None:
    found = _LABEL.fullmatch(part)
    if found is None:
        return None
    which = (found["which"] or "").casefold()
    if which:
        inspection = {"v": VAWG, "r": RAPE}.get(which[0], DUTY)
    number = " ".join(found["number"].split())
    return framework.recommendation_named(inspection, number)


def read_text(
    text: str, reference: str, framework: Framework, inspection: str, person_id: str
) -> Answered:
    """What the text of a recommendation cell says: its own recommendation, and those below it.

    'Recommendation 4' at its start is the row's own and accepted; '4.1', '4.2' at the start of
    a line are suggested, in the words that the text has for them. A cross-reference in the
    running text, or to another recommendation, is neither.
    """
    text = text.strip()
    if not text:
        return Answered()
    if len(text) <= _LONGEST_HEADING:
        tags, unknown = read_labels(text, framework, inspection, accepted_by=person_id)
        if tags and not unknown:
            return Answered(own=tuple(tags))
    first_line = text.split("\n", 1)[0].strip()
    found = _OWN.match(first_line) or _OWN_LATER.search(first_line)
    own = framework.recommendation_named(inspection, found["number"]) if found else None
    if own is None or found is None:
        by_reference = framework.recommendation_named(inspection, reference)
        if by_reference is None:
            return Answered(unknown=(_quoted(first_line),))
        tag = Tag(TagKind.RECOMMENDATION, by_reference.id, words=f"Reference {reference}")
        return Answered(named=(tag, *_below(text, by_reference, framework)))
    heading = first_line
    if len(heading) > _LONGEST_HEADING:
        added = re.compile(_ADDED, re.I).match(first_line, found.end())
        heading = first_line[: added.end() if added else found.end()]
    tag = Tag(TagKind.RECOMMENDATION, own.id, accepted_by=person_id, words=heading)
    return Answered(own=(tag,), named=tuple(_below(text, own, framework)))


def _below(text: str, own: Recommendation, framework: Framework) -> list[Tag]:
    tags: dict[str, Tag] = {}
    for found in _SUB.finditer(text):
        number = found["number"]
        sub = framework.recommendation_named(own.inspection, number)
        if sub is None or not number.startswith(f"{own.number}.") or sub.id in tags:
            continue
        tags[sub.id] = Tag(TagKind.RECOMMENDATION, sub.id, words=_what_is_said(text, found))
    return list(tags.values())


def _what_is_said(text: str, found: re.Match[str]) -> str:
    """The words around a sub-recommendation's number, as they stand: what came before it on the
    line above ('Added – not applicable to forces'), and how it starts.
    """
    after = _QUALIFIED.match(text, found.end("number"))
    if after:
        return " ".join(text[found.start() : after.end()].split())
    above = text[: found.start()].rstrip()
    before = _ADDED_BEFORE.search(above)
    start = before.start() if before else found.start()
    return _quoted(text[start:])


def _quoted(text: str) -> str:
    words = text.split()
    return " ".join(words[:_WORDS_QUOTED]) + ("…" if len(words) > _WORDS_QUOTED else "")


def mentioned(text: str, framework: Framework, inspection: str, own: Iterable[str]) -> list[Tag]:
    """Recommendations that a progress text speaks to ('In relation to point 3.2'), suggested.

    Where the row has recommendations of its own (`own`, their ids), only those below them.
    """
    numbers = [framework.recommendations[i].number for i in own if i in framework.recommendations]
    tags: dict[str, Tag] = {}
    for found in _MENTION.finditer(text):
        number = found["number"]
        if numbers and not any(number.startswith(f"{n}.") for n in numbers):
            continue
        named = framework.recommendation_named(inspection, number)
        if named is not None:
            words = " ".join(found.group().split())
            tags.setdefault(named.id, Tag(TagKind.RECOMMENDATION, named.id, words=words))
    return list(tags.values())


def joined(*groups: Iterable[Tag]) -> list[Tag]:
    """Tags without repeats: an accepted one wins, and later words are put first ('…; …')."""
    tags: dict[tuple[TagKind, str], Tag] = {}
    for tag in (t for group in groups for t in group):
        before = tags.get((tag.kind, tag.code))
        if before is None:
            tags[tag.kind, tag.code] = tag
        elif not before.accepted and tag.words and tag.words != before.words:
            words = "; ".join(w for w in (tag.words, before.words) if w)
            tags[tag.kind, tag.code] = Tag(tag.kind, tag.code, before.lead, tag.accepted_by, words)
    return list(tags.values())
