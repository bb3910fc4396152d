"""Forces side by side, from what each has shared."""

from __future__ import annotations

import datetime as dt

from vawg_plans.comparison.forces import ForceFigures, tally
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import plan_state
from vawg_plans.domain.rules import plan_is_stale
from vawg_plans.services.gate import allowed
from vawg_plans.services.plans import limits_on
from vawg_plans.store import plans as plan_rows
from vawg_plans.store import reviews as review_rows
from vawg_plans.store.store import Store


def compare(
    store: Store, framework: Framework, actor: Actor, *, on: dt.date | None = None
) -> dict[str, ForceFigures]:
    """Every force's figures, by force in the framework's order.

    Reads each force's newest shared version, judged at that version's date, and otherwise only
    its plan state. `on` is the day at which a plan's staleness is judged, today by default.
    """
    allowed(store, actor, Permission.COMPARE)
    on = on or today()
    limits = limits_on(framework, on)
    with store.read() as rows:
        versions = plan_rows.all_versions(rows)
        drafting = {r["force_id"] for r in rows.all("actions.drafts")}
        reviews = review_rows.states(rows)
        counted = rows.all("versions.newest_counts")
    figures: dict[str, ForceFigures] = {}
    for force_id in framework.forces:
        mine = versions.get(force_id, [])
        newest = mine[0] if mine else None
        figures[force_id] = ForceFigures(
            force_id=force_id,
            state=plan_state(
                has_actions=force_id in drafting, versions=mine, review=reviews.get(force_id)
            ),
            version_id=newest.id if newest else None,
            number=newest.number if newest else None,
            audience=newest.audience.value if newest else None,
            judged_on=newest.judged_on if newest else None,
            stale=plan_is_stale(newest.judged_on if newest else None, on, limits),
        )
    tally(figures, counted)
    return figures
