"""Plans and their named versions in the database."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import Any

from vawg_plans.domain.canonical import canonical_json, sha256
from vawg_plans.domain.moments import london_day
from vawg_plans.domain.plans import Audience, Plan, Version, placed, plan_id_of, standing
from vawg_plans.domain.reviews import Approval
from vawg_plans.errors import BrokenRecord
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import Act, new_salt, row_digest
from vawg_plans.store.store import NOW, Writing


def to_row(plan: Plan) -> Row:
    """A plan as a row of `plan_revision`."""
    kept = {f.name for f in dataclasses.fields(Plan)} - {"id", "strand_ps"}
    row = {name: getattr(plan, name) for name in kept}
    row["plan_id"] = plan.id
    row["local_strands"] = list(plan.local_strands)
    row["details"] = canonical_json({"strand_ps": plan.strand_ps}) if plan.strand_ps else None
    return row


def from_row(row: Row) -> Plan:
    """A row of `plan_revision` as a plan."""
    values = {k: v for k, v in row.items() if k not in ("plan_id", "details")}
    values["local_strands"] = tuple(values["local_strands"])
    details = json.loads(row["details"]) if row["details"] else {}
    strand_ps = tuple((strand, p) for strand, p in details.get("strand_ps", ()))
    return Plan(id=row["plan_id"], strand_ps=strand_ps, **values)


def newest(rows: Rows, force_id: str, upto: int = NOW) -> Plan:
    """A force's plan at a moment; revision 0 and empty before it was first written."""
    found = rows.one("plans.newest", force_id=force_id, upto=upto)
    return from_row(found) if found else Plan(plan_id_of(force_id), force_id, revision=0)


def revisions(rows: Rows, force_id: str) -> list[Plan]:
    """Every revision of a force's plan's own words, oldest first."""
    return [from_row(r) for r in rows.all("plans.revisions", force_id=force_id)]


def add(writing: Writing, before: Plan | None, after: Plan) -> Plan:
    """Write the plan's next revision and chain it."""
    written = dataclasses.replace(
        after,
        revision=(before.revision if before else 0) + 1,
        sequence=writing.sequence,
        salt=new_salt(),
    )
    row = to_row(written)
    writing.rows.insert("plan_revision", [row])
    writing.record(act_of(row, to_row(before) if before and before.revision else None))
    return written


def act_of(row: Row, before: Row | None) -> Act:
    """The entry that speaks for a plan revision's row."""
    return Act(
        "plan revised",
        object_of(row),
        row["revision"],
        row_digest(before) if before else None,
        row_digest(row),
    )


def object_of(row: Row) -> str:
    """How the record names a plan."""
    return f"plan:{row['plan_id']}"


def versions_of(rows: Rows, force_id: str, upto: int = NOW) -> list[Version]:
    """A force's versions at a moment, newest first, without those withdrawn by then."""
    return standing(every_version_of(rows, force_id, upto))


def every_version_of(rows: Rows, force_id: str, upto: int = NOW) -> list[Version]:
    """A force's versions at a moment, newest first, those withdrawn too."""
    return placed([_version(r) for r in rows.all("versions.of_force", force_id=force_id)], upto)


def all_versions(rows: Rows) -> dict[str, list[Version]]:
    """Every force's versions, newest first, by force, without those withdrawn."""
    return {force_id: standing(found) for force_id, found in every_version(rows).items()}


def every_version(rows: Rows) -> dict[str, list[Version]]:
    """Every force's versions, newest first, by force, those withdrawn too."""
    found: dict[str, list[Version]] = {}
    for r in rows.all("versions.all_of_them"):
        found.setdefault(r["force_id"], []).append(_version(r))
    return {force_id: placed(versions) for force_id, versions in found.items()}


def _version(row: Row) -> Version:
    removed_at, withdrawn_at = row["words_removed_at"], row["withdrawn_at"]
    return Version(
        id=row["version_id"],
        force_id=row["force_id"],
        plan_id=row["plan_id"],
        number=row["number"],
        audience=Audience(row["audience"]),
        sequence=row["sequence"],
        judged_on=row["judged_on"],
        digest=row["digest"],
        made_at=row["committed_at"],
        made_by=row["who"],
        note=row["note"],
        made_in=row["made_in"],
        words_removed_on=removed_at and london_day(removed_at),
        replaced_by=row["replaced_by"],
        approved_by=row["approved_by"] or "",
        approved_on=row["approved_on"],
        withdrawn_on=withdrawn_at and london_day(withdrawn_at),
        withdrawn_why=row["withdrawn_why"] or "",
        withdrawn_in=row["withdrawn_in"],
    )


def content_of(rows: Rows, version_id: str) -> dict[str, Any]:
    """What a version froze. Raises `BrokenRecord` if it no longer has its digest."""
    found = rows.one("versions.content", version_id=version_id)
    if found is None or sha256(found["content"]) != found["digest"]:
        raise BrokenRecord(
            f"Version {version_id} is not what was frozen: its digest does not hold.",
            hint="Run doctor, and restore the database from the newest backup that passes.",
        )
    content: dict[str, Any] = json.loads(found["content"])
    return content


def version_row(
    *,
    force_id: str,
    number: int,
    audience: Audience,
    sequence: int,
    made_in: int,
    judged_on: dt.date,
    note: str,
    content: dict[str, Any],
    approved: Approval | None = None,
) -> Row:
    """A version as a row of `plan_version`, its content digested."""
    text = canonical_json(content)
    return {
        "version_id": f"{force_id}-v{number}",
        "force_id": force_id,
        "plan_id": plan_id_of(force_id),
        "number": number,
        "audience": audience.value,
        "sequence": sequence,
        "made_in": made_in,
        "judged_on": judged_on,
        "note": note,
        "content": text,
        "digest": sha256(text),
        "salt": new_salt(),
        "approved_by": approved.post if approved else None,
        "approved_on": approved.on if approved else None,
    }


def facts_of(version_id: str, content: dict[str, Any]) -> list[Row]:
    """What comparison reads of a version's content: rows of `version_action`."""
    return [
        {
            "version_id": version_id,
            "action_id": a["id"],
            "lead_p": a["accepted_lead_p"],
            "areas": a["accepted_areas"],
            "status": a["status"],
            "calculated": a["calculated"],
            "late": a["late"],
            "stale": a["stale"],
            "slips": a["slips"],
            "in_words": a["in_words"],
            # Versions named before there were practices to take say nothing of them.
            "practice_id": a.get("practice_id"),
        }
        for a in content["actions"]
    ]


def act_of_version(row: Row) -> Act:
    """The entry that speaks for a version."""
    return Act(
        "version named",
        f"version:{row['version_id']}",
        row["number"],
        after=row_digest(row),
        detail=f"{row['audience']}, moment {row['sequence']}",
    )


def add_version(writing: Writing, row: Row, content: dict[str, Any]) -> None:
    """Write a version, the rows comparison reads, and its entry."""
    writing.rows.insert("plan_version", [row])
    writing.rows.insert("version_action", facts_of(row["version_id"], content))
    writing.record(act_of_version(row))
