"""Handing a leaver's actions on: what one post owns goes to another, seen first, in one step."""

from __future__ import annotations

from dataclasses import dataclass, replace

from vawg_plans.domain.actions import Action
from vawg_plans.domain.canonical import visible
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import plan_id_of
from vawg_plans.errors import InvalidInput, NotFound, StaleEdit
from vawg_plans.services.gate import allowed
from vawg_plans.store import actions as action_rows
from vawg_plans.store.store import Store

LONGEST_POST = 120


@dataclass(frozen=True, slots=True)
class HandOver:
    """Actions owned by one post, to be owned by another: as they were read."""

    force_id: str
    old_post: str
    new_post: str
    actions: tuple[Action, ...]


def posts_of(store: Store, actor: Actor, force_id: str) -> list[str]:
    """The posts that own live actions of a force's plan, in order of the alphabet."""
    allowed(store, actor, Permission.READ_DRAFT, force_id)
    with store.read() as rows:
        actions = action_rows.of_plan(rows, plan_id_of(force_id))
    return sorted({post for a in actions if not a.withdrawn for post in a.owner_posts})


def preview_hand_over(
    store: Store, actor: Actor, force_id: str, old_post: str, new_post: str
) -> HandOver:
    """The live actions that one post owns and another would own instead."""
    allowed(store, actor, Permission.EDIT_PLAN, force_id)
    new_post = _new_post(new_post)
    if new_post == old_post:
        raise InvalidInput("The actions belong to that post already.")
    with store.read() as rows:
        actions = action_rows.of_plan(rows, plan_id_of(force_id))
    owned = tuple(a for a in actions if not a.withdrawn and old_post in a.owner_posts)
    if not owned:
        raise NotFound(f"No live action is owned by “{old_post}”.")
    return HandOver(force_id, old_post, new_post, owned)


def _new_post(words: str) -> str:
    post = visible(words).strip()
    if not post or len(post) > LONGEST_POST:
        raise InvalidInput(f"Name the post that takes over, in 1 to {LONGEST_POST} characters.")
    return post


def hand_over(store: Store, actor: Actor, preview: HandOver) -> list[Action]:
    """Hand the previewed actions on in one step.

    Raises `StaleEdit`, and changes none, if one of them was changed since the preview.
    """
    allowed(store, actor, Permission.EDIT_PLAN, preview.force_id)
    _new_post(preview.new_post)
    with store.write(actor, reason="handed over", force_id=preview.force_id) as writing:
        now = {a.id: a for a in action_rows.of_plan(writing.rows, plan_id_of(preview.force_id))}
        pairs: list[tuple[Action | None, Action]] = []
        for read in preview.actions:
            if read.id not in now:
                raise NotFound("One of these actions is not of this force's plan.")
            before = now[read.id]
            after = replace(
                before,
                owner_posts=_exchanged(before.owner_posts, preview.old_post, preview.new_post),
                progress_note=None,
            )
            if before.revision != read.revision:
                raise StaleEdit(
                    f"“{before.title}” was changed meanwhile, so nothing was handed over.",
                    theirs=before,
                    yours=after,
                    fields=["owner_posts"],
                )
            pairs.append((before, after))
        return action_rows.add(writing, pairs)


def _exchanged(posts: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    found = [new if post == old else post for post in posts]
    return tuple(dict.fromkeys(found))
