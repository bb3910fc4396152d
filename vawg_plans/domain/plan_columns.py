"""The columns of a plan as a table: one list for exports, and the headings an import knows first.

A workbook we wrote and read back must change nothing, so each heading is written and read here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vawg_plans.domain.actions import Action, DeliveryStatus, InspectorateStatus, Tag, TagKind
from vawg_plans.domain.framework import Framework

SUGGESTED = " (suggested)"
LIST_SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """One column: its field (of `Action`, or a tag's kind), heading and width in characters.

    `read_back` is False for what follows from the rest (calculated status and the like): exported
    for the reader, ignored when the workbook comes back.
    """

    field: str
    heading: str
    width: int
    read_back: bool = True
    date: bool = False


# The first twelve are what a meeting reads, and what is printed.
PRINTED = 12
PLAN_COLUMNS = (
    PlanColumn("reference", "Reference", 11),
    PlanColumn("title", "Action", 44),
    PlanColumn("status", "Delivery status", 18),
    PlanColumn("calculated_status", "Calculated status", 20, read_back=False),
    PlanColumn("reasons", "Why", 40, read_back=False),
    PlanColumn("owner_posts", "Owner posts", 20),
    PlanColumn("due", "Due", 12, date=True),
    PlanColumn("due_words", "Due, in words", 16),
    PlanColumn("lead_p", "Lead P", 12),
    PlanColumn("areas", "Improvement areas", 24),
    PlanColumn("percent", "Percent reported", 10),
    PlanColumn("last_progress_on", "Last progress update", 14, read_back=False, date=True),
    PlanColumn("description", "Description", 50),
    PlanColumn("supporting_ps", "Supporting Ps", 16),
    PlanColumn("themes", "Cross-cutting themes", 20),
    PlanColumn("vulnerability", "Vulnerability themes", 24),
    PlanColumn("pillar", "National pillar", 20),
    PlanColumn("recommendations", "Recommendations answered", 22),
    PlanColumn("local_strand", "Local strand", 18),
    PlanColumn("partners", "Partners", 22),
    PlanColumn("start", "Start", 12, date=True),
    PlanColumn("success_measure", "Success measure", 34),
    PlanColumn("measure_id", "Measure", 26),
    PlanColumn("evidence", "Evidence", 30),
    PlanColumn("depends_on", "Depends on", 18),
    PlanColumn("context", "Context", 40),
    PlanColumn("shaped_by", "Shaped by women and girls", 30),
    PlanColumn("equality_impact", "Equality impact reference", 18),
    PlanColumn("publishable", "Publishable", 11),
    PlanColumn("sensitive", "Sensitive", 10),
    PlanColumn("inspectorate_status", "Inspectorate status", 18),
    PlanColumn("slips", "Times slipped", 9, read_back=False),
    PlanColumn("id", "Action id", 12),
    PlanColumn("revision", "Revision exported", 10),
)

# What each row of CSV says of the file it stands in, to the right of the plan's own columns: there
# is no other place for it.
ABOUT_FILE = (
    PlanColumn("file_force", "Force", 24, read_back=False),
    PlanColumn("file_version", "Version", 12, read_back=False),
    PlanColumn("file_shows", "Shows", 24, read_back=False),
    PlanColumn("file_marking", "Marking", 20, read_back=False),
)

# Hidden at the far right of every choice of columns: a row finds its action again by them.
KEPT = ("id", "revision")
_ALWAYS = ("title", *KEPT)
# What stands beside a refused row that is handed back: said to its reader, never read.
REFUSAL_HEADINGS = ("Cells to correct", "Refused because")
_LABELLED = ("measure_id", "depends_on")


def chosen_columns(fields: Sequence[str] | None) -> list[PlanColumn]:
    """These columns in their own order, and those that no workbook can do without."""
    return [c for c in PLAN_COLUMNS if fields is None or c.field in (*fields, *_ALWAYS)]


_TAG_COLUMNS = {
    "areas": TagKind.AREA,
    "themes": TagKind.THEME,
    "vulnerability": TagKind.VULNERABILITY,
    "pillar": TagKind.PILLAR,
    "recommendations": TagKind.RECOMMENDATION,
}

Cell = str | int | dt.date | None


def names_by_kind(framework: Framework) -> dict[TagKind, dict[str, str]]:
    """For each kind of tag: code to the name that people read."""
    return {
        TagKind.P: {p.id: p.name for p in framework.ps.values()},
        TagKind.AREA: {a.id: a.name for a in framework.areas.values()},
        TagKind.THEME: {t.id: t.name for t in framework.themes.values()},
        TagKind.VULNERABILITY: {t.id: t.name for t in framework.vulnerability_themes.values()},
        TagKind.PILLAR: {p.id: p.name for p in framework.pillars.values()},
        TagKind.RECOMMENDATION: {r.id: r.label for r in framework.recommendations.values()},
    }


def cell_of(
    action: Action,
    column: str,
    names: dict[TagKind, dict[str, str]],
    labels: Mapping[str, str] | None = None,
) -> Cell:
    """What stands in this column for this action; None leaves the cell empty.

    `labels` are what measures and other actions are called, by id.
    """
    if column in _LABELLED and labels is not None:
        value = getattr(action, column)
        ids = value if isinstance(value, tuple) else (value,)
        return LIST_SEPARATOR.join(labels.get(one, one) for one in ids) or None
    if column == "lead_p":
        return _tag_words([action.lead] if action.lead else [], names)
    if column == "supporting_ps":
        return _tag_words([t for t in action.tags if t.kind is TagKind.P and not t.lead], names)
    if column in _TAG_COLUMNS:
        return _tag_words([t for t in action.tags if t.kind is _TAG_COLUMNS[column]], names)
    value = getattr(action, column)
    if isinstance(value, tuple):
        return LIST_SEPARATOR.join(value) or None
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, DeliveryStatus):
        return value.full_label
    if isinstance(value, InspectorateStatus):
        return value.label
    cell: Cell = value if value != "" else None
    return cell


def _tag_words(tags: list[Tag], names: dict[TagKind, dict[str, str]]) -> str | None:
    words = [names[t.kind].get(t.code, t.code) + ("" if t.accepted else SUGGESTED) for t in tags]
    return LIST_SEPARATOR.join(words) or None


def tags_from_words(
    words: str,
    kind: TagKind,
    names: dict[TagKind, dict[str, str]],
    *,
    lead: bool = False,
    accepted_by: str,
    existing: tuple[Tag, ...] = (),
) -> tuple[list[Tag], list[str]]:
    """Tags read from a cell of `names` separated by ';', and the parts nobody knows.

    A part that ends in '(suggested)' stays a suggestion. A tag the action already has in the same
    state is kept as it is, so that who accepted it is not forgotten.
    """
    codes = {name.casefold(): code for code, name in names[kind].items()}
    codes |= {code.casefold(): code for code in names[kind]}
    tags: list[Tag] = []
    unknown: list[str] = []
    for part in (p.strip() for p in words.split(";")):
        if not part:
            continue
        suggested = part.casefold().endswith(SUGGESTED.strip())
        name = part[: -len(SUGGESTED.strip())].strip() if suggested else part
        code = codes.get(name.casefold())
        if code is None:
            unknown.append(part)
            continue
        tag = Tag(kind, code, lead=lead, accepted_by=None if suggested else accepted_by)
        before = next((t for t in existing if (t.kind, t.code, t.lead) == (kind, code, lead)), None)
        if before is not None and before.accepted is tag.accepted:
            tag = before
        elif before is not None:
            tag = replace(before, accepted_by=tag.accepted_by)
        if tag not in tags:
            tags.append(tag)
    return tags, unknown
