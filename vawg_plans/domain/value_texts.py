"""A field of an action as one text, so that a file, a base and the present can be compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from vawg_plans.domain.actions import Action, DeliveryStatus, InspectorateStatus, Tag, TagKind
from vawg_plans.domain.canonical import clean

# Columns that hold tags: the kind, and for Ps whether it is the lead.
TAG_GROUPS: dict[str, tuple[TagKind, bool]] = {
    "lead_p": (TagKind.P, True),
    "supporting_ps": (TagKind.P, False),
    "areas": (TagKind.AREA, False),
    "themes": (TagKind.THEME, False),
    "vulnerability": (TagKind.VULNERABILITY, False),
    "pillar": (TagKind.PILLAR, False),
    "recommendations": (TagKind.RECOMMENDATION, False),
}
GROUP_LABELS = {
    "lead_p": "Lead P",
    "supporting_ps": "Supporting Ps",
    "areas": "Improvement areas",
    "themes": "Cross-cutting themes",
    "vulnerability": "Vulnerability themes",
    "pillar": "National pillar",
    "recommendations": "Recommendations answered",
}
_SUGGESTED = " (suggested)"


def text_of(value: Any) -> str:
    """A value of a field as text; the same text for the same meaning."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, DeliveryStatus | InspectorateStatus):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "; ".join(str(v).strip() for v in value)
    lines = clean(str(value)).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def group_of(tags: Iterable[Tag], group: str) -> list[Tag]:
    """The tags that stand in this column."""
    kind, lead = TAG_GROUPS[group]
    return [t for t in tags if t.kind is kind and t.lead is lead]


def text_of_tags(tags: Iterable[Tag], *, suggestions: bool = True) -> str:
    """Tags as text, whatever their order; only what a person accepted if asked."""
    codes = [t.code + ("" if t.accepted else _SUGGESTED) for t in tags if suggestions or t.accepted]
    return "; ".join(sorted(codes))


def text_in(action: Action, field: str, *, suggestions: bool = True) -> str:
    """What `action` has in this field or column of tags, as text."""
    if field in TAG_GROUPS:
        return text_of_tags(group_of(action.tags, field), suggestions=suggestions)
    return text_of(getattr(action, field))


def with_group(
    current: Iterable[Tag], group: str, wanted: Iterable[Tag], had: Iterable[Tag]
) -> tuple[Tag, ...]:
    """`current` with one column's tags replaced by `wanted`.

    `had` are the action's tags before any column was replaced: one that was there in the same
    state stays as it was, so that who accepted it and what suggested it are not forgotten.
    """
    kind, lead = TAG_GROUPS[group]
    current, wanted = list(current), list(wanted)
    before = {t.code: t for t in had if t.kind is kind}
    if kind is TagKind.P and not lead:
        # Who leads is the other column's to say.
        leading = {t.code for t in current if t.kind is kind and t.lead}
        wanted = [t for t in wanted if t.code not in leading]
    codes = {t.code for t in wanted}
    after: list[Tag] = []
    for tag in wanted:
        old = before.get(tag.code)
        if old is not None and old.accepted is tag.accepted:
            tag = Tag(kind, tag.code, lead, old.accepted_by, old.words)
        elif old is not None:
            tag = Tag(kind, tag.code, lead, tag.accepted_by, old.words or tag.words)
        after.append(tag)
    kept = [t for t in current if not (t.kind is kind and (t.lead is lead or t.code in codes))]
    return (*kept, *after)
