"""The coded cells of a table: a status, a percentage, a yes or no, Ps and areas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vawg_plans.domain.actions import DeliveryStatus, InspectorateStatus, Tag, TagKind
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plan_columns import names_by_kind
from vawg_plans.domain.remembering import remembered
from vawg_plans.domain.suggesting import suggest
from vawg_plans.domain.tables import Cell
from vawg_plans.domain.vocabulary import ImportWords

_YES = frozenset({"yes", "y", "true", "1", "x", "✓", "✔", "oes"})
_NO = frozenset({"no", "n", "false", "0", "nac oes"})
_PERCENT = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*(?:%|per ?cent)?", re.IGNORECASE)
_SIGNS = re.compile(r"[\s\-/()\[\]:,;.\u2013\u2014]+")


class Unread(ValueError):
    """A cell that cannot be read; its text is a sentence that says what is understood."""


def read_status(text: str, framework: Framework) -> DeliveryStatus:
    """The delivery status that a word stands for, with or without its colour."""
    known = _status_words(framework.import_words)
    words = _plain(text)
    if words in known:
        return known[words]
    parts = [p.strip() for p in re.split(r"[()\[\]/:,;\n]|\s[-\u2013\u2014]\s", text) if p.strip()]
    meant = {known.get(_plain(part)) for part in parts}
    if len(meant) == 1 and None not in meant:
        found = meant.pop()
        assert found is not None
        return found
    understood = ", ".join(f"'{s.full_label}'" for s in DeliveryStatus)
    raise Unread(
        f"'{short(text)}' is not a status that is understood; use {understood}, "
        "or a word such as 'In progress', 'Delayed', 'Overdue' or 'Completed'."
    )


@remembered
def _status_words(words: tuple[ImportWords, ...]) -> dict[str, DeliveryStatus]:
    known = {_plain(w.words): DeliveryStatus(w.means) for w in words if w.kind == "status"}
    for status in DeliveryStatus:
        known |= {_plain(w): status for w in (status.value, status.label, status.full_label)}
    return known


def _plain(text: str) -> str:
    return _SIGNS.sub(" ", text.casefold().replace("_", " ")).strip()


def read_percent(cell: Cell, *, fractions: bool) -> int:
    """A percentage as 0 to 100. `fractions` says that the column writes 40 per cent as 0.4."""
    found = _PERCENT.fullmatch(cell.text.strip())
    if found is None:
        raise Unread(
            f"'{short(cell.text)}' is not a percentage; give a number from 0 to 100, or leave it "
            "empty."
        )
    number = float(found[1].replace(",", "."))
    said = cell.text.strip() != found[1]
    percent = number * 100 if fractions and not said else number
    if not 0 <= percent <= 100:
        raise Unread(f"{cell.text.strip()} is not from 0 to 100; give a percentage that is.")
    return round(percent)


def are_fractions(cells: Iterable[Cell]) -> bool:
    """Whether a column of percentages is written as shares of 1: some below 1, none above."""
    numbers = [
        c.value
        for c in cells
        if isinstance(c.value, int | float) and not isinstance(c.value, bool) and "%" not in c.text
    ]
    return any(0 < n < 1 for n in numbers) and all(0 <= n <= 1 for n in numbers)


def read_yes_no(text: str) -> bool:
    words = text.strip().casefold()
    if words in _YES:
        return True
    if words in _NO:
        return False
    raise Unread(f"'{short(text)}' is neither yes nor no; write Yes or No.")


def read_inspectorate_status(text: str) -> InspectorateStatus:
    known = {_plain(w): s for s in InspectorateStatus for w in (s.value, s.label)}
    found = known.get(_plain(text))
    if found is None:
        understood = ", ".join(f"'{s.label}'" for s in InspectorateStatus)
        raise Unread(f"'{short(text)}' is not an inspectorate status; use {understood}.")
    return found


@dataclass(frozen=True, slots=True)
class ReadTags:
    """Tags that a cell of the force's own words gives, and the parts that gave none."""

    tags: tuple[Tag, ...] = ()
    unknown: tuple[str, ...] = ()


def read_ps(text: str, framework: Framework, person_id: str) -> ReadTags:
    """Ps in a force's own column, accepted by who imports: the first leads, others support."""
    known = {_plain(w.words): w.means for w in framework.import_words if w.kind == "p"}
    known |= {_plain(p.name): p.id for p in framework.ps.values()}
    tags: list[Tag] = []
    unknown: list[str] = []
    for part in _listed(text):
        code = known.get(_plain(part))
        if code is None:
            unknown.append(part)
        elif all(t.code != code for t in tags):
            words = " ".join(text.split())
            tags.append(Tag(TagKind.P, code, lead=not tags, accepted_by=person_id, words=words))
    return ReadTags(tuple(tags), tuple(unknown))


def read_areas(text: str, framework: Framework, person_id: str) -> ReadTags:
    """Improvement areas in a force's own column, accepted: by name, code (A1), number or words."""
    known = {_plain(n): a.id for a in framework.areas.values() for n in (a.name, a.id, a.code)}
    known |= {str(a.position): a.id for a in framework.areas.values()}
    return _tags_by_name(text, {TagKind.AREA: known}, framework, person_id)


def read_themes(text: str, framework: Framework, person_id: str) -> ReadTags:
    """Cross-cutting themes or vulnerability themes in a force's own column, accepted."""
    names = names_by_kind(framework)
    known = {
        kind: {_plain(name): code for code, name in names[kind].items()}
        for kind in (TagKind.THEME, TagKind.VULNERABILITY)
    }
    return _tags_by_name(text, known, framework, person_id)


def read_pillars(text: str, framework: Framework, person_id: str) -> ReadTags:
    known = {_plain(n): p.id for p in framework.pillars.values() for n in (p.name, p.id)}
    return _tags_by_name(text, {TagKind.PILLAR: known}, framework, person_id)


def _tags_by_name(
    text: str, known: dict[TagKind, dict[str, str]], framework: Framework, person_id: str
) -> ReadTags:
    tags: dict[tuple[TagKind, str], Tag] = {}
    unknown: list[str] = []
    whole = " ".join(text.split())
    for part in _whole_or_listed(text, known):
        found = [(k, codes[_plain(part)]) for k, codes in known.items() if _plain(part) in codes]
        if not found:
            suggested = [t for t in suggest(part, framework) if t.kind in known]
            found = [(t.kind, t.code) for t in suggested[:1]]
        if not found:
            unknown.append(part)
        for kind, code in found[:1]:
            tags.setdefault((kind, code), Tag(kind, code, accepted_by=person_id, words=whole))
    return ReadTags(tuple(tags.values()), tuple(unknown))


def _whole_or_listed(text: str, known: dict[TagKind, dict[str, str]]) -> list[str]:
    """A name may hold a comma or an 'and' of its own; only then is the cell one part."""
    if any(_plain(text) in codes for codes in known.values()):
        return [text]
    return [p for p in re.split(r"\s*[;\n]\s*", text) if p] if ";" in text else _listed(text)


def _listed(text: str) -> list[str]:
    return [p for p in re.split(r"\s*(?:[;,/&\n+]|\band\b)\s*", text.strip()) if p]


def short(text: str, longest: int = 60) -> str:
    words = " ".join(text.split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
