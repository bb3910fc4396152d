"""Before a plan goes out: what to look at in it, and what changed since the version before."""

from __future__ import annotations

from dataclasses import dataclass

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Version
from vawg_plans.domain.publishing_check import Advice, advice
from vawg_plans.domain.told_changes import Change
from vawg_plans.domain.version_changes import changes
from vawg_plans.services.gate import allowed
from vawg_plans.services.going_out import under_review
from vawg_plans.services.versions import newest, readable_content, the_version
from vawg_plans.store.store import Store


@dataclass(frozen=True, slots=True)
class Checked:
    """What stands out in what would be published now, and what that would change for its readers.

    `told` of `live` actions go out in words. `reviewed` says whether a moment under review was
    read, rather than the plan as it stands.
    """

    found: tuple[Advice, ...]
    changed: tuple[Change, ...]
    told: int
    live: int
    reviewed: bool


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """What changed since a version, None where there is none before it."""

    since: Version | None
    found: tuple[Change, ...]


def check_publishing(store: Store, framework: Framework, actor: Actor, force_id: str) -> Checked:
    """What to look at before the plan is published: the moment under review, or else the plan as it
    stands. Advice alone: it stops nobody, and certifies nothing.
    """
    found = under_review(store, framework, actor, force_id)
    actions = found.going_out["actions"]
    return Checked(
        tuple(advice(found.going_out, framework)),
        changes(found.last, found.going_out, framework),
        told=sum(a["in_words"] for a in actions),
        live=len(actions),
        reviewed=found.review is not None,
    )


def changes_of_version(
    store: Store, framework: Framework, actor: Actor, force_id: str, number: int
) -> ChangesSince:
    """What a version changed for its readers, since the one for the same audience before it.

    Raises `NotFound` where there is no such version, or it was withdrawn.
    """
    allowed(store, actor, Permission.READ_DRAFT, force_id)
    with store.read() as rows:
        version = the_version(rows, force_id, number)
        since = newest(rows, force_id, version.audience, before=number)
        before = readable_content(rows, since) if since else None
        after = readable_content(rows, version)
    return ChangesSince(since, changes(before, after, framework))
