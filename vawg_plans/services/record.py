"""Recording what leaves the database."""

from __future__ import annotations

from vawg_plans.domain.people import Actor
from vawg_plans.store.record import Act
from vawg_plans.store.store import Store


def record_export(store: Store, actor: Actor, what: str, *, force_id: str | None = None) -> None:
    """Chain an export: who took what, of which force."""
    with store.write(actor, reason="exported", force_id=force_id, touches=False) as writing:
        writing.record(Act("exported", f"force:{force_id or 'all'}", detail=what))
