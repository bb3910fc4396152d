"""Taking a practice into a plan, and who has taken up which."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from vawg_plans.domain.actions import Action, Tag, TagKind
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import plan_id_of
from vawg_plans.domain.practices import description_of
from vawg_plans.errors import InvalidInput
from vawg_plans.services.actions import add_action
from vawg_plans.services.gate import allowed
from vawg_plans.services.practices import listed, unknown
from vawg_plans.store import actions as action_rows
from vawg_plans.store import practices as practice_rows
from vawg_plans.store.store import Store


def take_practice(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    practice_id: str,
    *,
    p: str | None = None,
    areas: tuple[str, ...] | None = None,
) -> Action:
    """Add an action to a force's plan, taken from a practice that everybody sees: its title, its
    words and whose it is. `p` leads, and may be left out where the practice has only one; `areas`
    are the practice's own unless others are given. Whoever takes it has accepted both.
    """
    allowed(store, actor, Permission.EDIT_PLAN, force_id)
    with store.read() as rows:
        standing = {one.id: one for one in practice_rows.standing(rows)}
    practice = next((one for one in listed(framework, standing) if one.id == practice_id), None)
    if practice is None:
        raise unknown()
    lead = p or (practice.ps[0] if len(practice.ps) == 1 else None)
    if lead is None:
        raise InvalidInput("Choose which of the 4Ps leads: the practice serves several.")
    by = actor.person_id
    tags = (
        Tag(TagKind.P, lead, lead=True, accepted_by=by),
        *(Tag(TagKind.P, other, accepted_by=by) for other in practice.ps if other != lead),
        *(
            Tag(TagKind.AREA, a, accepted_by=by)
            for a in (practice.areas if areas is None else areas)
        ),
    )
    values = {
        "title": practice.title,
        "description": description_of(practice),
        "practice_id": practice.id,
        "tags": tags,
    }
    return add_action(store, framework, actor, force_id, values, reason="practice taken up")


@dataclass(frozen=True, slots=True)
class TakenUp:
    """Who has taken up which practice.

    `others` holds, by practice, the other forces and the date of the version that says so; of all
    `shared` other forces with a version. `own` holds, by practice, the live actions of the
    reader's own draft.
    """

    shared: int
    others: dict[str, dict[str, dt.date]] = field(default_factory=dict)
    own: dict[str, list[Action]] = field(default_factory=dict)


def takers(store: Store, actor: Actor) -> TakenUp:
    """Who has taken up which practice: the own force by its draft, every other one by its newest
    shared version, as far as its actions are in there in words.
    """
    allowed(store, actor, Permission.COMPARE)
    mine = actor.force_id
    with store.read() as rows:
        found = [r for r in rows.all("practices.taken_in_versions") if r["force_id"] != mine]
        taken = action_rows.taken(rows, plan_id_of(mine)) if mine else []
    known = TakenUp(len({r["force_id"] for r in found}))
    for row in found:
        if row["practice_id"] is not None:
            known.others.setdefault(row["practice_id"], {})[row["force_id"]] = row["judged_on"]
    for action in taken:
        known.own.setdefault(action.practice_id, []).append(action)
    return known
