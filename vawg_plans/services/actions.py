"""Writing actions: add, change, record progress, accept suggestions, withdraw."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from vawg_plans.domain.action_checks import Codes, check
from vawg_plans.domain.actions import (
    Action,
    TagKind,
    accept,
    with_changes,
)
from vawg_plans.domain.canonical import visible
from vawg_plans.domain.details import EvidenceItem
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plan_columns import names_by_kind
from vawg_plans.domain.plans import plan_id_of
from vawg_plans.errors import InvalidInput, NotFound, StaleEdit
from vawg_plans.services.gate import allowed
from vawg_plans.services.revising import check_in_plan, newest, revise, unknown
from vawg_plans.store import actions as action_rows
from vawg_plans.store import plans as plan_rows
from vawg_plans.store import practices as practice_rows
from vawg_plans.store.actions import Revision, Update
from vawg_plans.store.connection import Rows
from vawg_plans.store.store import Store, Writing


def codes_of(framework: Framework, rows: Rows) -> Codes:
    """The codes that actions may use: the framework's, and the practices that forces offered."""
    names = names_by_kind(framework)
    return Codes(
        {kind: frozenset(names[kind]) for kind in TagKind},
        frozenset(framework.measures),
        frozenset(framework.practices) | practice_rows.ids(rows),
    )


def new_id() -> str:
    """An id for a new action, unique without asking the database."""
    return f"act-{uuid.uuid4().hex[:16]}"


def ensure_plan(writing: Writing, framework: Framework, force_id: str) -> str:
    """The id of the force's plan, written first if it does not exist yet."""
    plan = plan_rows.newest(writing.rows, force_id)
    if plan.revision == 0:
        title = "Violence against women and girls action plan"
        plan = plan_rows.add(writing, plan, replace(plan, title=title))
    return plan.id


def add_action(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    values: dict[str, Any],
    *,
    reason: str = "action added",
) -> Action:
    """Add an action to a force's plan. Raises `InvalidInput` with every problem."""
    allowed(store, actor, Permission.EDIT_PLAN, force_id)
    with store.write(actor, reason=reason, force_id=force_id) as writing:
        plan_id = ensure_plan(writing, framework, force_id)
        position = action_rows.last_place(writing.rows, plan_id) + 1
        blank = Action(id=new_id(), plan_id=plan_id, force_id=force_id, position=position)
        action = with_changes(blank, values)
        check_in_plan(writing.rows, None, action, codes_of(framework, writing.rows))
        return action_rows.add(writing, [(None, action)])[0]


def revise_action(
    store: Store,
    framework: Framework,
    actor: Actor,
    action_id: str,
    changes: dict[str, Any],
    *,
    read_revision: int,
    reason: str = "",
) -> Action:
    """Change only these fields of an action; without a real change, nothing is written.

    What others saved since `read_revision` stays, too. Raises `StaleEdit`, with both versions, if
    they changed the same.
    """
    return _revise(
        store,
        framework,
        actor,
        action_id,
        changes,
        read_revision=read_revision,
        permission=Permission.EDIT_PLAN,
        reason=reason or "action changed",
    )


def record_progress(
    store: Store,
    framework: Framework,
    actor: Actor,
    action_id: str,
    *,
    read_revision: int,
    note: str,
    evidence_item: EvidenceItem | None = None,
    **changes: Any,
) -> Action:
    """Record a progress update: a note, and what changed of `status`, `percent` and `evidence`, and
    a reference to evidence to add.

    What is not given stays as it is.
    """
    if not visible(note).strip():
        raise InvalidInput("Say in a sentence what has happened since the last update.")
    if len(note) > 5_000:
        raise InvalidInput("Keep the note to 5,000 characters.")
    unknown = sorted(set(changes) - {"status", "percent", "evidence"})
    if unknown:
        raise InvalidInput(f"A progress update does not change {', '.join(unknown)}.")
    return _revise(
        store,
        framework,
        actor,
        action_id,
        changes,
        read_revision=read_revision,
        permission=Permission.RECORD_PROGRESS,
        reason="progress recorded",
        note=visible(note).strip(),
        adding=evidence_item,
    )


def _revise(
    store: Store,
    framework: Framework,
    actor: Actor,
    action_id: str,
    changes: dict[str, Any],
    *,
    read_revision: int,
    permission: Permission,
    reason: str,
    note: str | None = None,
    adding: EvidenceItem | None = None,
    merging: bool = True,
) -> Action:
    force_id = _force_of(store, actor, action_id, permission)
    with store.write(actor, reason=reason, force_id=force_id) as writing:
        return revise(
            writing,
            codes_of(framework, writing.rows),
            action_id,
            changes,
            read_revision=read_revision,
            note=note,
            adding=adding,
            merging=merging,
        )


def accept_suggestions(
    store: Store,
    framework: Framework,
    actor: Actor,
    chosen: list[tuple[str, int, dict[str, Any]]],
) -> list[Action]:
    """Accept the suggested tags of several actions in one transaction.

    `chosen` holds (action id, revision read, changes): changes are applied first, so that a
    mapping is corrected and accepted in one step. One stale action stops them all.
    """
    written: list[tuple[Action | None, Action]] = []
    if not chosen:
        return []
    force_id = _force_of(store, actor, chosen[0][0], Permission.EDIT_PLAN)
    with store.write(actor, reason="mapping accepted", force_id=force_id) as writing:
        codes = codes_of(framework, writing.rows)
        for action_id, read_revision, changes in chosen:
            before = newest(writing.rows, action_id)
            if before.force_id != force_id:
                raise NotFound("These actions are not all of one force's plan.")
            after = accept(with_changes(before, changes), actor.person_id)
            if before.revision != read_revision:
                raise StaleEdit(
                    f"Somebody else changed “{before.title}” while you were reading.",
                    theirs=before,
                    yours=after,
                    fields=["tags"],
                )
            check(after, codes)
            if after.tags != before.tags or changes:
                written.append((before, replace(after, progress_note=None)))
        return action_rows.add(writing, written) if written else []


def withdraw_action(
    store: Store,
    framework: Framework,
    actor: Actor,
    action_id: str,
    *,
    read_revision: int,
    reason: str,
) -> Action:
    """Withdraw an action: it leaves the live plan and stays in its history. A reason is needed."""
    if not reason.strip():
        raise InvalidInput("Say why the action is withdrawn; the reason stays in its history.")
    if len(reason) > 1_000:
        raise InvalidInput("Keep the reason to 1,000 characters.")
    return _revise(
        store,
        framework,
        actor,
        action_id,
        {"withdrawn": True},
        read_revision=read_revision,
        permission=Permission.EDIT_PLAN,
        reason=f"withdrawn: {reason.strip()}",
        # Whoever withdraws it has read what goes.
        merging=False,
    )


def restore_action(
    store: Store, framework: Framework, actor: Actor, action_id: str, *, read_revision: int
) -> Action:
    """Bring a withdrawn action back into the live plan."""
    return revise_action(
        store,
        framework,
        actor,
        action_id,
        {"withdrawn": False},
        read_revision=read_revision,
        reason="restored",
    )


def action_history(store: Store, actor: Actor, action_id: str) -> list[Revision]:
    """Every revision of an action, newest first, with who, when and why."""
    _force_of(store, actor, action_id, Permission.READ_DRAFT)
    with store.read() as rows:
        return action_rows.history(rows, action_id)


def latest_updates(store: Store, actor: Actor, force_id: str, most: int = 5) -> list[Update]:
    """The newest progress updates of a force's plan."""
    allowed(store, actor, Permission.READ_DRAFT, force_id)
    with store.read() as rows:
        return action_rows.latest_updates(rows, plan_id_of(force_id), most)


def _force_of(store: Store, actor: Actor, action_id: str, permission: Permission) -> str:
    """The action's force, once the actor is known to have this permission there."""
    with store.read() as rows:
        force_id = action_rows.force_of(rows, action_id)
    if force_id is None:
        raise unknown()
    allowed(store, actor, permission, force_id)
    return force_id
