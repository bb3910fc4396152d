"""The check at every service's door. A refusal is recorded in a transaction of its own."""

from __future__ import annotations

from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission, require
from vawg_plans.errors import NotAllowed
from vawg_plans.store.record import Act
from vawg_plans.store.store import Store


def allowed(
    store: Store, actor: Actor, permission: Permission, force_id: str | None = None
) -> None:
    """Do nothing if the actor may; otherwise record the refusal and raise `NotAllowed`."""
    try:
        require(actor, permission, force_id)
    except NotAllowed:
        with store.write(actor, reason="refused", force_id=force_id, touches=False) as writing:
            writing.record(Act("refused", f"force:{force_id or 'none'}", detail=permission.value))
        raise
