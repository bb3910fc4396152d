"""What a sheet's name, or a heading between rows, says of the actions under it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vawg_plans.domain.action_checks import LONGEST_LINE
from vawg_plans.domain.actions import Tag, TagKind
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plan_columns import names_by_kind
from vawg_plans.domain.ps_in import read_parts
from vawg_plans.domain.remembering import remembered
from vawg_plans.domain.status_words import plain
from vawg_plans.domain.tables import Placing

_KINDS = (TagKind.AREA, TagKind.THEME, TagKind.VULNERABILITY, TagKind.PILLAR)
_NUMBER = re.compile(
    r"^\s*\(?(?:[1-9]\d?|[ivx]{1,4}|[a-h])\s*(?:[.):]|[-\u2010-\u2015])\s*", re.IGNORECASE
)
_LABEL = re.compile(
    r"^\s*(?:(?:4\s?ps?|strand|pillar|theme|area|priority|objective|section|part|chapter|workstream)"
    r"\s*\d{0,2}\s*(?:[.:]|[-\u2010-\u2015]|\s)\s*)",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s+(?:actions?|action plan|plan|strand|pillar|theme|workstream)\s*$", re.I)
_PARTED = re.compile(r"\s*:\s+|\s+[-\u2010-\u2015]\s+")
# Names of sheets that tell nothing of what is in them.
_SAYS_NOTHING = re.compile(
    r"(?:v|act(?:ion)?s?|all|and|annex|appendix|blad|closed|completed?|copy|current|data"
    r"|delivery|draft|feuil|final|for|force|full|girls|improvement|latest|list|live|main|master"
    r"|new|of|old|open|our|page|part|plan(?:s|ner)?|police|progress|response|sheet|tab|table|the|tracker"
    r"|updated?|vawg|violence|against|women|version|working|worksheet)",
    re.IGNORECASE,
)
_LONGEST = 80
_LONGEST_NAMES = 300  # longer words are no name of anything, and take long to be parted


def placing_of(words: str, framework: Framework) -> Placing:
    """What these words name: Ps, an area, a theme or a pillar as a whole, or a strand of their own.

    'PREVENT', '1. Prevent', 'Strand 2: Disclosure scheme' and 'Pursue: relentless' name one.
    """
    whole = " ".join(words.split())
    if len(whole) > _LONGEST_NAMES:
        return Placing(whole)
    for form in _forms(whole):
        tags = _tags(form, framework)
        if tags:
            return Placing(whole, tags)
    return Placing(whole, strand=whole if len(whole) <= min(_LONGEST, LONGEST_LINE) else "")


def strand_of_sheet(name: str, framework: Framework) -> Placing | None:
    """What a sheet's name says of its actions; None for 'Sheet1', 'Action plan' and the like."""
    found = placing_of(name, framework)
    if not found.tags:
        words = re.findall(r"[^\W\d_]+", name)
        if all(_SAYS_NOTHING.fullmatch(word) for word in words):
            return None
    return Placing(found.words, found.tags, found.strand, stated=True)


def _forms(whole: str) -> Iterator[str]:
    """The words as they stand, then without a number or label before them, then their parts."""
    bare = _LABEL.sub("", _NUMBER.sub("", whole)).strip()
    parts = _PARTED.split(whole, maxsplit=1)
    for form in dict.fromkeys((whole, bare, *parts)):
        short = _NUMBER.sub("", form).strip()
        for each in dict.fromkeys((form, short, _AFTER.sub("", form), _AFTER.sub("", short))):
            if each:
                yield each


def _tags(words: str, framework: Framework) -> tuple[Tag, ...]:
    known = _known(framework).get(plain(words))
    if known is not None:
        return (Tag(known[0], known[1], words=words),)
    codes: list[str] = []
    parts = read_parts(words, framework, lambda _: None)
    for part in parts:
        if not part.codes:
            return ()
        codes += part.codes
    if len(set(codes)) == len(framework.ps):
        return ()  # 'All' names none of them
    return tuple(
        Tag(TagKind.P, code, lead=i == 0, words=words)
        for i, code in enumerate(dict.fromkeys(codes))
    )


@remembered
def _known(framework: Framework) -> dict[str, tuple[TagKind, str]]:
    names = names_by_kind(framework)
    return {
        plain(name): (kind, code) for kind in reversed(_KINDS) for code, name in names[kind].items()
    }


def lasting(before: tuple[Placing, ...], new: Placing, *, directly: bool) -> tuple[Placing, ...]:
    """The headings that still hold once a new one is met, `directly` under the one before or not.

    A heading ends one of its own kind; a P's heading, the outermost, ends all others too. A strand
    stands within a P where the first such strand stood right under the P's heading, else beside it.
    """
    kinds = _kinds(new)
    nested = directly or any(None in _kinds(p) for p in before)
    if TagKind.P in kinds or (None in kinds and not nested):
        return (new,)
    return (*(p for p in before if not _kinds(p) & kinds), new)


def _kinds(placing: Placing) -> set[TagKind | None]:
    return {t.kind for t in placing.tags} or {None}
