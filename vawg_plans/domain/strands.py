"""A force's own headings (local strands), mapped once to the 4Ps."""

from __future__ import annotations

from collections.abc import Iterable

from vawg_plans.domain.actions import Action
from vawg_plans.domain.plans import Plan
from vawg_plans.domain.rules import is_live


def waiting(plan: Plan, actions: Iterable[Action]) -> dict[str, list[Action]]:
    """For each strand that has a P: its live actions whose lead P no person has accepted yet.

    Strands without such an action are left out. An accepted lead P is never overruled: an action
    may stand under a strand and serve another P.
    """
    ps = dict(plan.strand_ps)
    found: dict[str, list[Action]] = {}
    for action in actions:
        accepted = action.lead is not None and action.lead.accepted
        if is_live(action) and action.local_strand in ps and not accepted:
            found.setdefault(action.local_strand, []).append(action)
    return {strand: found[strand] for strand in ps if strand in found}
