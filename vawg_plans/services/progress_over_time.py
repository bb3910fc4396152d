"""How a plan stood, from its first action to a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import plan_id_of
from vawg_plans.domain.progress_over_time import Point, ends_between
from vawg_plans.domain.progress_over_time import progress_over_time as points_of
from vawg_plans.errors import InvalidInput
from vawg_plans.services.gate import allowed
from vawg_plans.store import actions as action_rows
from vawg_plans.store.store import Store


def progress_over_time(
    store: Store,
    actor: Actor,
    force_id: str,
    *,
    as_of: dt.date | None = None,
    only: Collection[str] | None = None,
) -> list[Point]:
    """A force's plan at the end of each month (of a young plan, each week) up to now or a day,
    each as opening it as of that day would say. `only` keeps to the actions with these ids. Empty
    before the first of them was written.
    """
    allowed(store, actor, Permission.READ_DRAFT, force_id)
    if as_of is not None and as_of > today():
        raise InvalidInput("That day has not come yet.", hint="Choose today or an earlier day.")
    upto = store.sequence_at(as_of)
    with store.read() as rows:
        standings = action_rows.standings(rows, plan_id_of(force_id), upto)
    if only is not None:
        standings = [s for s in standings if s.action_id in only]
    if not standings:
        return []
    return points_of(standings, ends_between(standings[0].on, as_of or today()))
