"""Public versions as everybody reads them. Nothing that is not public is asked for here."""

from __future__ import annotations

import json

from vawg_plans.domain.canonical import sha256
from vawg_plans.domain.moments import london_day
from vawg_plans.domain.public import Content, PublicVersion, in_order
from vawg_plans.errors import BrokenRecord
from vawg_plans.store.connection import Row, Rows


def every(rows: Rows) -> dict[str, tuple[PublicVersion, ...]]:
    """Every force's public versions, newest first, the withdrawn too, by force."""
    found: dict[str, list[PublicVersion]] = {}
    for row in rows.all("public.versions"):
        found.setdefault(row["force_id"], []).append(_version(row))
    return {force_id: in_order(versions) for force_id, versions in found.items()}


def of_force(rows: Rows, force_id: str) -> tuple[PublicVersion, ...]:
    """A force's public versions, newest first, the withdrawn too."""
    return in_order(_version(row) for row in rows.all("public.of_force", force_id=force_id))


def content_of(rows: Rows, force_id: str, number: int) -> Content | None:
    """What a public version froze; None where there is none, or it was withdrawn.

    Raises `BrokenRecord` if it no longer has its digest.
    """
    found = rows.one("public.content", force_id=force_id, number=number)
    if found is None:
        return None
    if sha256(found["content"]) != found["digest"]:
        raise BrokenRecord(
            f"Version {number} of {force_id} is not what was published: its digest does not hold.",
            hint="Run doctor, and restore the database from the newest backup that passes.",
        )
    content: Content = json.loads(found["content"])
    return content


def _version(row: Row) -> PublicVersion:
    removed_at, withdrawn_at = row["words_removed_at"], row["withdrawn_at"]
    return PublicVersion(
        id=row["version_id"],
        force_id=row["force_id"],
        plan_id=row["plan_id"],
        number=row["number"],
        published_on=london_day(row["committed_at"]),
        judged_on=row["judged_on"],
        digest=row["digest"],
        approved_by=row["approved_by"] or "",
        approved_on=row["approved_on"],
        words_removed_on=removed_at and london_day(removed_at),
        withdrawn_on=withdrawn_at and london_day(withdrawn_at),
        withdrawn_why=row["withdrawn_why"] or "",
    )
