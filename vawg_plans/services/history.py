"""What happened to a plan: every change by moment, any of them brought back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace

from vawg_plans.domain.actions import EDITABLE, Action
from vawg_plans.domain.answers import Answer
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Plan, plan_id_of, plan_problems
from vawg_plans.errors import InvalidInput, NotFound, StaleEdit
from vawg_plans.services.actions import codes_of
from vawg_plans.services.gate import allowed
from vawg_plans.services.revising import check_in_plan
from vawg_plans.store import actions as action_rows
from vawg_plans.store import actions_as_rows
from vawg_plans.store import answers as answer_rows
from vawg_plans.store import plans as plan_rows
from vawg_plans.store.store import Store

MOST = 50


@dataclass(frozen=True, slots=True)
class Change:
    """One revision: what there was before (None: nothing) and what there is after it."""

    before: Action | Plan | Answer | None
    after: Action | Plan | Answer


@dataclass(frozen=True, slots=True)
class Moment:
    """One commit that changed the plan: who, when (UTC), why, and each thing it changed."""

    sequence: int
    made_at: dt.datetime
    who: str
    role: str
    reason: str
    changes: tuple[Change, ...]


def plan_moments(
    store: Store,
    actor: Actor,
    force_id: str,
    *,
    until: dt.date | None = None,
    since: dt.date | None = None,
    before: int | None = None,
    most: int = MOST,
) -> list[Moment]:
    """The newest `most` commits that changed a force's plan, newest first.

    `until` leaves out what came after the end of that day, `since` what came before that day;
    `before` what has that sequence or a later one, to read on.
    """
    allowed(store, actor, Permission.READ_DRAFT, force_id)
    upto = store.sequence_at(until)
    if before is not None:
        upto = min(upto, before - 1)
    after = store.sequence_at(since - dt.timedelta(days=1)) if since else 0
    plan_id = plan_id_of(force_id)
    with store.read() as rows:
        commits = [
            c
            for c in rows.all("history.commits", plan_id=plan_id, upto=upto, most=most)
            if c["sequence"] > after
        ]
        if not commits:
            return []
        window = {"plan_id": plan_id, "upto": upto, "since": commits[-1]["sequence"]}
        changes: dict[int, list[Change]] = {c["sequence"]: [] for c in commits}
        steps = {
            (a.id, a.revision): a
            for a in map(actions_as_rows.from_row, rows.all("history.actions", **window))
        }
        plans = {p.revision: p for p in plan_rows.revisions(rows, force_id)}
        answers = {
            (a.question, a.revision): a
            for a in map(answer_rows.from_row, rows.all("history.answers", **window))
        }
    for plan in plans.values():
        if plan.sequence in changes:
            changes[plan.sequence].append(Change(plans.get(plan.revision - 1), plan))
    for (action_id, revision), action in steps.items():
        if action.sequence in changes:
            changes[action.sequence].append(Change(steps.get((action_id, revision - 1)), action))
    for (question, revision), answer in answers.items():
        if answer.sequence in changes:
            changes[answer.sequence].append(Change(answers.get((question, revision - 1)), answer))
    return [
        Moment(
            c["sequence"], c["committed_at"], c["who"], c["role"], c["reason"],
            tuple(changes[c["sequence"]]),
        )
        for c in commits
    ]  # fmt: skip


def restore_revision(
    store: Store,
    framework: Framework,
    actor: Actor,
    action_id: str,
    revision: int,
    *,
    read_revision: int,
) -> Action:
    """Make an action again what one of its revisions was, as a new revision; its place in the plan
    stays. Without a difference nothing is written.

    Raises `StaleEdit` if somebody saved since `read_revision`.
    """
    with store.read() as rows:
        force_id = action_rows.force_of(rows, action_id)
    if force_id is None:
        raise NotFound("There is no such action in this database.")
    allowed(store, actor, Permission.EDIT_PLAN, force_id)
    with store.write(actor, reason=f"revision {revision} restored", force_id=force_id) as writing:
        now = action_rows.one(writing.rows, action_id)
        then = action_rows.at_revision(writing.rows, action_id, revision)
        if now is None or then is None:
            raise NotFound(f"The action has no revision {revision}.")
        kept = {name: getattr(then, name) for name in EDITABLE if name != "position"}
        after = replace(now, **kept, progress_note=None)
        changed = [name for name in kept if getattr(now, name) != getattr(after, name)]
        if now.revision != read_revision:
            raise StaleEdit(
                f"Somebody else changed “{now.title}” while you were reading.",
                theirs=now,
                yours=after,
                fields=changed,
            )
        if not changed:
            return now
        check_in_plan(writing.rows, now, after, codes_of(framework, writing.rows))
        return action_rows.add(writing, [(now, after)])[0]


def restore_plan(
    store: Store, actor: Actor, force_id: str, revision: int, *, read_revision: int
) -> Plan:
    """Make the plan's own words (title, summary, lead post, strands) again what a revision was."""
    allowed(store, actor, Permission.EDIT_PLAN, force_id)
    with store.write(
        actor, reason=f"plan's revision {revision} restored", force_id=force_id
    ) as writing:
        now = plan_rows.newest(writing.rows, force_id)
        then = {p.revision: p for p in plan_rows.revisions(writing.rows, force_id)}.get(revision)
        if then is None:
            raise NotFound(f"The plan has no revision {revision}.")
        own = {"id", "force_id", "revision", "sequence", "salt"}
        kept = {f.name: getattr(then, f.name) for f in fields(Plan) if f.name not in own}
        after = replace(now, **kept)
        if now.revision != read_revision:
            raise StaleEdit(
                "Somebody else changed the plan while you were reading.",
                theirs=now,
                yours=after,
                fields=sorted(kept),
            )
        problems = plan_problems(after)
        if problems:
            raise InvalidInput(problems)
        return now if after == now else plan_rows.add(writing, now, after)
