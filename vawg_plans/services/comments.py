"""Comments on a plan and its actions: said, answered, resolved; internal to the force.

They change nothing that plans and versions show, so they refresh no cache: read them anew.
"""

from __future__ import annotations

from dataclasses import replace

from vawg_plans.domain.canonical import visible
from vawg_plans.domain.comments import (
    Asks,
    Comment,
    CommentState,
    Thread,
    comment_problems,
    threads_in,
)
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import plan_id_of
from vawg_plans.errors import InvalidInput, NotFound
from vawg_plans.services.actions import ensure_plan
from vawg_plans.services.gate import allowed
from vawg_plans.services.revising import unknown
from vawg_plans.store import actions as action_rows
from vawg_plans.store import comments as comment_rows
from vawg_plans.store.connection import Rows
from vawg_plans.store.store import NOW, Store, Writing


def comments_of(
    store: Store, actor: Actor, force_id: str, *, action_id: str | None = None
) -> tuple[Thread, ...]:
    """The comments on a plan and its actions, or on one action, as threads: those that await a
    decision, those that are open, the rest.
    """
    allowed(store, actor, Permission.COMMENT, force_id)
    with store.read() as rows:
        found = comment_rows.of_plan(rows, plan_id_of(force_id))
    return threads_in(c for c in found if action_id in (None, c.action_id))


def decisions_awaited(rows: Rows, plan_id: str, upto: int = NOW) -> tuple[Comment, ...]:
    """The comments that ask the Gold Group for a decision and are open at a moment, oldest first.

    For services, which have checked the permission.
    """
    return tuple(c for c in comment_rows.of_plan(rows, plan_id, upto) if c.awaits_decision)


def settle(writing: Writing, comment_id: str) -> None:
    """Resolve a comment within the transaction that decides what it asked. For services."""
    before = _known(writing.rows, comment_id)
    if before.open:
        comment_rows.add(writing, before, replace(before, state=CommentState.RESOLVED))


def say(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    words: str,
    *,
    action_id: str | None = None,
    asks: Asks = Asks.NOTHING,
) -> Comment:
    """Comment on an action, or on the plan as a whole; asking for a decision if so said."""
    allowed(store, actor, Permission.COMMENT, force_id)
    kept = _words(words)
    with store.write(actor, reason="commented", force_id=force_id, touches=False) as writing:
        plan_id = ensure_plan(writing, framework, force_id)
        if action_id is not None and action_rows.force_of(writing.rows, action_id) != force_id:
            raise unknown()
        new = comment_rows.new_id()
        said = Comment(new, plan_id, force_id, kept, action_id=action_id, asks=Asks(asks))
        return comment_rows.add(writing, None, said)


def reply(
    store: Store, actor: Actor, comment_id: str, words: str, *, resolving: bool = False
) -> Comment:
    """Answer a comment, and resolve it if so said. Raises `InvalidInput` when it was resolved."""
    force_id = _force_of(store, actor, comment_id)
    kept = _words(words)
    with store.write(actor, reason="comment answered", force_id=force_id, touches=False) as writing:
        before = _known(writing.rows, comment_id)
        if before.answers is not None:
            raise InvalidInput("Answer the comment itself, not a reply to it.")
        if not before.open:
            raise InvalidInput(
                f"{before.settled_by} resolved this while you were writing.",
                hint="Open it again if it still waits for an answer.",
            )
        said = Comment(
            comment_rows.new_id(),
            before.plan_id,
            force_id,
            kept,
            action_id=before.action_id,
            answers=before.id,
        )
        written = comment_rows.add(writing, None, said)
        if resolving:
            comment_rows.add(writing, before, replace(before, state=CommentState.RESOLVED))
        return written


def resolve(store: Store, actor: Actor, comment_id: str, *, resolved: bool = True) -> Comment:
    """Resolve a comment, or open it again; done already, nothing is written."""
    force_id = _force_of(store, actor, comment_id)
    reason = "comment resolved" if resolved else "comment opened again"
    state = CommentState.RESOLVED if resolved else CommentState.OPEN
    with store.write(actor, reason=reason, force_id=force_id, touches=False) as writing:
        before = _known(writing.rows, comment_id)
        if before.answers is not None:
            raise InvalidInput("A reply is resolved with the comment it answers.")
        if before.state is state:
            return before
        return comment_rows.add(writing, before, replace(before, state=state))


def _words(words: str) -> str:
    kept = visible(words).strip()
    problems = comment_problems(kept)
    if problems:
        raise InvalidInput(problems)
    return kept


def _known(rows: Rows, comment_id: str) -> Comment:
    found = comment_rows.one(rows, comment_id)
    if found is None:
        raise NotFound("There is no such comment in this database.", hint="Reload the page.")
    return found


def _force_of(store: Store, actor: Actor, comment_id: str) -> str:
    """The comment's force, once the actor is known to comment there."""
    with store.read() as rows:
        force_id = _known(rows, comment_id).force_id
    allowed(store, actor, Permission.COMMENT, force_id)
    return force_id
