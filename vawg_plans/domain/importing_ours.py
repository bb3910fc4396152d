"""A row of a workbook that we exported: every column is known, and nothing is suggested anew."""

from __future__ import annotations

from vawg_plans.domain.actions import InspectorateStatus, Tag
from vawg_plans.domain.cell_words import short
from vawg_plans.domain.importing_cells import ProposedAction, RowReader
from vawg_plans.domain.plan_columns import names_by_kind, tags_from_words
from vawg_plans.domain.tables import Severity
from vawg_plans.domain.value_texts import (
    GROUP_LABELS,
    TAG_GROUPS,
    group_of,
    text_of,
    text_of_tags,
)
from vawg_plans.domain.yes_no_words import YES

_TEXTS = ("reference", "title", "description", "local_strand", "due_words", "success_measure",
          "evidence", "context", "shaped_by", "equality_impact")  # fmt: skip


def read_own_row(reader: RowReader) -> list[ProposedAction]:
    """The action of one row that we exported, or that was added below those."""
    for name in _TEXTS:
        reader.text(name)
    if not reader.fields.get("title"):
        reader.refuse(reader.at("title"), f"{reader.name} has no action; say what will be done.")
    for name in ("owner_posts", "partners"):
        if reader.has(name):
            parts = reader.row.text(name).split(";")
            reader.fields[name] = tuple(words for p in parts if (words := text_of(p)))
    _dates(reader)
    read_own_coded(reader)
    if reader.extra:
        context = (reader.fields["context"], *reader.extra)
        reader.fields["context"] = "\n".join(words for words in context if words)
    tags = _tags(reader)
    values = {name: text_of(value) for name, value in reader.fields.items()}
    for group in TAG_GROUPS:
        if reader.has(group):
            values[group] = text_of_tags(group_of(tags, group))
    title = reader.fields.get("title", "")
    values["words"] = title
    action_id = "".join(reader.row.text("id").split())
    revision = reader.row.text("revision").strip()
    return [
        ProposedAction(
            sheet=reader.table.sheet,
            row=reader.row.number,
            row_key=reader.key,
            item=0,
            cell=reader.at("title"),
            words=title,
            values=values,
            action_fields={**reader.fields, "tags": tuple(tags)},
            action_id=action_id,
            base_revision=int(revision) if action_id and revision.isdecimal() else None,
        )
    ]


def read_own_coded(reader: RowReader) -> None:
    """The cells of a row that have a list of words to choose from."""
    reader.status()
    reader.percent()
    for name in ("publishable", "sensitive"):
        reader.coded(name, lambda code: code == YES)
    reader.coded("inspectorate_status", InspectorateStatus)


def _dates(reader: RowReader) -> None:
    start = reader.date("start")
    if start.severity is Severity.KEPT_AS_WORDS:
        reader.refuse(reader.at("start"), f"'{short(start.words)}' is not a date; correct it.")
    due = reader.date("due")
    if due.severity is Severity.KEPT_AS_WORDS:
        given = reader.fields.get("due_words", "")
        words = dict.fromkeys(w for w in (given, due.words) if w)
        reader.fields["due_words"] = "; ".join(words)


def _tags(reader: RowReader) -> list[Tag]:
    names = names_by_kind(reader.framework)
    tags: list[Tag] = []
    for group, (kind, lead) in TAG_GROUPS.items():
        cell = reader.row.first(group)
        if cell is None:
            continue
        read, unknown = tags_from_words(
            cell.text, kind, names, lead=lead, accepted_by=reader.setting.person_id
        )
        if unknown:
            words = "', '".join(short(u) for u in unknown)
            understood = "; ".join(names[kind].values())
            reason = f"'{words}' is not known under {GROUP_LABELS[group]}; use {understood}."
            reader.refuse(cell.address, reason)
        if lead and len(read) > 1:
            reader.refuse(cell.address, "An action has one lead P; make the others supporting.")
            read = read[:1]
        for tag in read:
            if any((t.kind, t.code) == (tag.kind, tag.code) for t in tags):
                name = names[kind][tag.code]
                reader.refuse(cell.address, f"'{name}' is given twice for this action; remove one.")
            else:
                tags.append(tag)
    return tags
