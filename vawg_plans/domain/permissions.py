"""Who may do what. This table is what the services check."""

from __future__ import annotations

from enum import StrEnum

from vawg_plans.domain.people import Actor, Role
from vawg_plans.errors import NotAllowed


class Permission(StrEnum):
    """Something a person may be allowed to do, in words that finish 'You may not …'."""

    READ_DRAFT = "read this force's draft plan"
    EDIT_PLAN = "change this force's plan"
    RECORD_PROGRESS = "record progress on this force's actions"
    IMPORT_PLAN = "import actions into this force's plan"
    SHARE_VERSION = "share or publish a version of this force's plan"
    EXPORT_DRAFT = "export this force's draft plan"
    READ_SHARED_WORDS = "read the words a force shared nationally"
    COMPARE = "compare forces"


_OWN: dict[Role, frozenset[Permission]] = {
    Role.CONTRIBUTOR: frozenset(
        {
            Permission.READ_DRAFT,
            Permission.EDIT_PLAN,
            Permission.RECORD_PROGRESS,
            Permission.EXPORT_DRAFT,
            Permission.READ_SHARED_WORDS,
            Permission.COMPARE,
        }
    ),
    Role.STRATEGIC_LEAD: frozenset(
        {
            Permission.READ_DRAFT,
            Permission.EDIT_PLAN,
            Permission.RECORD_PROGRESS,
            Permission.IMPORT_PLAN,
            Permission.SHARE_VERSION,
            Permission.EXPORT_DRAFT,
            Permission.READ_SHARED_WORDS,
            Permission.COMPARE,
        }
    ),
    Role.GOLD_MEMBER: frozenset(
        {
            Permission.READ_DRAFT,
            Permission.RECORD_PROGRESS,
            Permission.EXPORT_DRAFT,
            Permission.READ_SHARED_WORDS,
            Permission.COMPARE,
        }
    ),
    Role.GOLD_CHAIR: frozenset(
        {
            Permission.READ_DRAFT,
            Permission.RECORD_PROGRESS,
            Permission.EXPORT_DRAFT,
            Permission.READ_SHARED_WORDS,
            Permission.COMPARE,
        }
    ),
}
_ANYWHERE: dict[Role, frozenset[Permission]] = {
    Role.NATIONAL_LEAD: frozenset({Permission.READ_SHARED_WORDS, Permission.COMPARE}),
    Role.READER: frozenset({Permission.COMPARE}),
    Role.ADMINISTRATOR: frozenset(),
    # Whoever can open the database file can read all of it; the record says that they did.
    Role.OPERATOR: frozenset(Permission),
}


def may(actor: Actor, permission: Permission, force_id: str | None = None) -> bool:
    """Whether `actor` may do this for `force_id` (None: a national act, in no force's plan)."""
    if permission in _ANYWHERE.get(actor.role, frozenset()):
        return True
    if permission not in _OWN.get(actor.role, frozenset()):
        return False
    return permission is Permission.COMPARE or (force_id is not None and force_id == actor.force_id)


def require(actor: Actor, permission: Permission, force_id: str | None = None) -> None:
    """Do nothing if allowed; otherwise raise `NotAllowed` with a sentence for the person."""
    if not may(actor, permission, force_id):
        raise NotAllowed(
            f"As {actor.role.label.lower()} you may not {permission}.",
            hint="Ask your force's strategic lead if you need to.",
        )
