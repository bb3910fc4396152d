"""The record of who did what: recording what leaves the database, searching it, exporting it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import end_of_day_utc, today, utc_now
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.permissions import Permission
from vawg_plans.errors import InvalidInput
from vawg_plans.exchange import record_out
from vawg_plans.exchange.record_out import Entry
from vawg_plans.services.gate import allowed
from vawg_plans.store.connection import Row
from vawg_plans.store.record import EXPIRED, Act
from vawg_plans.store.store import Store

PAGE = 50
MOST_EXPORTED = 100_000


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for in the record; None or empty looks for everything. Days are London's."""

    person_id: str | None = None
    act: str | None = None
    thing: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Entries newest first, and how many there are in all."""

    entries: list[Entry]
    total: int


def record_export(store: Store, actor: Actor, what: str, *, force_id: str | None = None) -> None:
    """Chain an export: who took what, of which force. `what` is in this program's words."""
    with store.write(actor, reason="exported", force_id=force_id, touches=False) as writing:
        writing.record(Act("exported", f"force:{force_id or 'all'}", detail=what))


def search_record(
    store: Store,
    actor: Actor,
    sought: Sought,
    *,
    force_id: str | None = None,
    before: int | None = None,
) -> Found:
    """A page of the record: all of it, for an administrator, or one force's, for its strategic
    lead. `before` is the entry at which the page before ended.
    """
    allowed(store, actor, Permission.READ_RECORD, force_id)
    values = _values(sought, force_id)
    with store.read() as rows:
        found = rows.all("record.found", **values, before=before, most=PAGE)
        total = rows.one("record.found_count", **values)
    return Found([_entry(r) for r in found], total["entries"] if total else 0)


def acts_recorded(store: Store, actor: Actor, force_id: str | None = None) -> list[str]:
    """Every kind of act in the record."""
    allowed(store, actor, Permission.READ_RECORD, force_id)
    with store.read() as rows:
        return [r["act"] for r in rows.all("record.acts", force_id=force_id)]


def export_record(
    store: Store,
    framework: Framework,
    actor: Actor,
    sought: Sought,
    *,
    force_id: str | None = None,
) -> bytes:
    """The entries that match as a workbook, with their hashes. The export is recorded itself.

    Raises `InvalidInput` when there are more than a workbook can usefully hold.
    """
    allowed(store, actor, Permission.READ_RECORD, force_id)
    values = _values(sought, force_id)
    with store.read() as rows:
        found = rows.all("record.found", **values, before=None, most=MOST_EXPORTED + 1)
    if len(found) > MOST_EXPORTED:
        raise InvalidInput(
            f"More than {MOST_EXPORTED:,} entries match.", hint="Choose fewer days or one act."
        )
    data = record_out.record_workbook(
        [_entry(r) for r in found],
        framework,
        whose=framework.forces[force_id].name if force_id else "All forces",
        made_at=utc_now(),
        demonstration=store.is_demonstration,
    )
    record_export(store, actor, f"record, {len(found)} entries", force_id=force_id)
    return data


def record_file_name(force_id: str | None, *, demonstration: bool) -> str:
    """The name of today's workbook of the record."""
    return record_out.file_name(force_id, today(), demonstration=demonstration)


def _values(sought: Sought, force_id: str | None) -> dict[str, Any]:
    since = sought.since and end_of_day_utc(sought.since - dt.timedelta(days=1))
    return {
        "force_id": force_id,
        "person_id": sought.person_id or None,
        "act": sought.act or None,
        "thing": sought.thing.strip() or None,
        "since": since,
        "until": sought.until and end_of_day_utc(sought.until),
    }


def _entry(row: Row) -> Entry:
    expired = row["person_id"] == EXPIRED
    return Entry(
        number=row["entry"],
        moment=row["moment"],
        person_id=row["person_id"],
        who="No longer kept" if expired else row["who"] or "Nobody signed in",
        role=Role(row["role"]).label if row["role"] in set(Role) else "",
        force_id=row["force_id"],
        act=row["act"],
        thing=row["object"],
        revision=row["revision"],
        detail=row["detail"],
        before=row["before_digest"],
        after=row["after_digest"],
        hash=row["entry_hash"],
    )
