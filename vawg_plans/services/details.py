"""Single parts of an action, written against its newest revision: a milestone done, evidence added,
why a status stands. Two people who write two of them are never in each other's way.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from vawg_plans.domain.actions import Action
from vawg_plans.domain.details import EvidenceItem, Override, new_item_id
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.rules import CalculatedStatus, judge
from vawg_plans.errors import InvalidInput, NotFound
from vawg_plans.services.actions import codes_of
from vawg_plans.services.gate import allowed
from vawg_plans.services.plans import limits_on
from vawg_plans.services.revising import revise, unknown
from vawg_plans.store import actions as action_rows
from vawg_plans.store import people as people_rows
from vawg_plans.store.connection import Rows
from vawg_plans.store.store import Store


def milestone_done(
    store: Store,
    framework: Framework,
    actor: Actor,
    action_id: str,
    milestone_id: str,
    on: dt.date,
) -> Action:
    """Say that a milestone was done on a day. It counts as progress recorded."""
    force_id = _force_of(store, actor, action_id, Permission.RECORD_PROGRESS)
    if on > today():
        raise InvalidInput("A milestone is done today or was before; give no day to come.")
    with store.write(actor, reason="milestone done", force_id=force_id) as writing:
        now = action_rows.one(writing.rows, action_id)
        found = [m for m in now.milestones if m.id == milestone_id] if now else []
        if not now or not found:
            raise NotFound("That milestone is not there any more.", hint="Reload the page.")
        [milestone] = found
        if milestone.done_on is not None:
            raise InvalidInput("Somebody has said already that this milestone is done.")
        done = replace(milestone, done_on=on)
        return revise(
            writing,
            codes_of(framework, writing.rows),
            action_id,
            {"milestones": tuple(done if m is milestone else m for m in now.milestones)},
            note=f"Milestone done: {milestone.title}",
        )


def new_evidence(
    by: Actor, title: str, held: str = "", link: str = "", dated: dt.date | None = None
) -> EvidenceItem:
    """A reference to evidence that this person adds today."""
    return EvidenceItem(
        new_item_id(), title.strip(), held.strip(), link.strip(), dated, by.person_id, today()
    )


def add_evidence(
    store: Store,
    framework: Framework,
    actor: Actor,
    action_id: str,
    title: str,
    held: str = "",
    link: str = "",
    dated: dt.date | None = None,
) -> Action:
    """Add a reference to evidence, with who added it and when."""
    force_id = _force_of(store, actor, action_id, Permission.RECORD_PROGRESS)
    item = new_evidence(actor, title, held, link, dated)
    with store.write(actor, reason="evidence added", force_id=force_id) as writing:
        return revise(
            writing,
            codes_of(framework, writing.rows),
            action_id,
            lambda now: {"evidence_items": (*now.evidence_items, item)},
        )


def explain_status(
    store: Store, framework: Framework, actor: Actor, action_id: str, reason: str, calculated: str
) -> Action:
    """Say why the stated status stands although the record says another (`calculated`, as the
    writer saw it). It holds while both stay what they are.
    """
    force_id = _force_of(store, actor, action_id, Permission.EDIT_PLAN)
    with store.write(actor, reason="status explained", force_id=force_id) as writing:

        def explained(now: Action) -> dict[str, Override]:
            status = _calculated(writing.rows, framework, now)
            if status.value == now.status.value:
                raise InvalidInput("The two agree by now, so there is nothing to explain.")
            if status.value != calculated:
                raise InvalidInput(
                    f"The record says something else by now: {status.label.lower()}.",
                    hint="Look again at why, then say why yours stands.",
                )
            why = Override(now.status.value, status.value, reason.strip(), actor.person_id, today())
            return {"override": why}

        return revise(writing, codes_of(framework, writing.rows), action_id, explained)


def take_reason_back(store: Store, framework: Framework, actor: Actor, action_id: str) -> Action:
    """Take back why the stated status stands; it stays in the history."""
    force_id = _force_of(store, actor, action_id, Permission.EDIT_PLAN)
    with store.write(actor, reason="reason taken back", force_id=force_id) as writing:
        return revise(writing, codes_of(framework, writing.rows), action_id, {"override": None})


def action_at(store: Store, actor: Actor, action_id: str, revision: int) -> Action | None:
    """An action as one of its revisions was, None if there is no such revision."""
    _force_of(store, actor, action_id, Permission.READ_DRAFT)
    with store.read() as rows:
        return action_rows.at_revision(rows, action_id, revision)


def names_in(store: Store, actor: Actor, action_id: str) -> dict[str, str]:
    """Who added evidence to an action or said why its status stands, by id: the name, or 'Erased'.

    Only those, so that nobody learns a name by trying ids.
    """
    _force_of(store, actor, action_id, Permission.READ_DRAFT)
    with store.read() as rows:
        now = action_rows.one(rows, action_id)
        ids = {item.added_by for item in now.evidence_items} if now else set()
        if now and now.override:
            ids.add(now.override.by)
        return people_rows.names(rows, ids - {""})


def _calculated(rows: Rows, framework: Framework, action: Action) -> CalculatedStatus:
    record = action_rows.records(rows, action.plan_id)[action.id]
    return judge(action, record, today(), limits_on(framework, today())).status


def _force_of(store: Store, actor: Actor, action_id: str, permission: Permission) -> str:
    with store.read() as rows:
        force_id = action_rows.force_of(rows, action_id)
    if force_id is None:
        raise unknown()
    allowed(store, actor, permission, force_id)
    return force_id
