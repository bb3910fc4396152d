"""The check at every service's door. A refusal is recorded in a transaction of its own."""

from __future__ import annotations

import threading
import time
from weakref import WeakKeyDictionary

from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.permissions import Permission, depends_on_state, may, require
from vawg_plans.domain.plans import PlanState, plan_state
from vawg_plans.errors import NotAllowed
from vawg_plans.store import plans as plan_rows
from vawg_plans.store import reviews as review_rows
from vawg_plans.store.record import Act
from vawg_plans.store.store import Store

# Somebody who has not signed in can be refused as often as they like; the record takes this many.
ANONYMOUS_AN_HOUR = 30
_HOUR = 3600.0


class _Bound:
    """Counts anonymous refusals, so that nobody can flood the record without a name."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._began = float("-inf")
        self._taken = self._passed_over = 0

    def take(self) -> int | None:
        """How many were passed over before this one, or None to pass over this one too."""
        with self._lock:
            if time.monotonic() - self._began > _HOUR:
                self._began, self._taken = time.monotonic(), 0
            if self._taken >= ANONYMOUS_AN_HOUR:
                self._passed_over += 1
                return None
            self._taken += 1
            before, self._passed_over = self._passed_over, 0
            return before


# One for each database that this process has open.
_ANONYMOUS: WeakKeyDictionary[Store, _Bound] = WeakKeyDictionary()


def allowed(
    store: Store, actor: Actor, permission: Permission, force_id: str | None = None
) -> None:
    """Do nothing if the actor may; otherwise record the refusal and raise `NotAllowed`."""
    state = None
    if force_id is not None and depends_on_state(permission):
        state = state_of(store, force_id)
    try:
        require(actor, permission, force_id, state)
    except NotAllowed:
        record_refusal(store, actor, permission.value, force_id=force_id)
        raise


def could(store: Store, actor: Actor, permission: Permission, force_id: str) -> bool:
    """Whether the actor may, the plan's state considered; nothing is recorded."""
    state = state_of(store, force_id) if depends_on_state(permission) else None
    return may(actor, permission, force_id, state)


def state_of(store: Store, force_id: str) -> PlanState:
    """The state of a force's plan now."""
    with store.read() as rows:
        drafted = rows.one("actions.has_any", force_id=force_id) is not None
        versions, review = (
            plan_rows.versions_of(rows, force_id),
            review_rows.state_of(rows, force_id),
        )
        return plan_state(has_actions=drafted, versions=versions, review=review)


def record_refusal(store: Store, actor: Actor, what: str, *, force_id: str | None = None) -> None:
    """Chain a refused attempt. `what` is said in this program's words, never in the person's."""
    if actor.role is Role.NOBODY:
        before = _ANONYMOUS.setdefault(store, _Bound()).take()
        if before is None:
            return
        if before:
            what = f"{what} (and {before} before it that were not written one by one)"
    with store.write(actor, reason="refused", force_id=force_id, touches=False) as writing:
        writing.record(Act("refused", f"force:{force_id or 'none'}", detail=what))
