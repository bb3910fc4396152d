"""Who may do what: one table. The services check it, and the documentation is printed from it.

A line gives one permission to roles in their own force, to roles in any other force (a national
role has no force of its own, so every force is another one), and to roles for what belongs to no
force; and only while the plan is in one of the states named.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vawg_plans.domain.people import FORCE_ROLES, NATIONAL_ROLES, Actor, Held, Role
from vawg_plans.domain.plans import PlanState
from vawg_plans.errors import NotAllowed


class Permission(StrEnum):
    """Something a person may be allowed to do, in words that finish 'You may not …'."""

    READ_DRAFT = "read this force's draft plan"
    EDIT_PLAN = "change this force's plan"
    RECORD_PROGRESS = "record progress on this force's actions"
    IMPORT_PLAN = "import actions into this force's plan"
    SHARE_VERSION = "share or publish a version of this force's plan"
    APPROVE_VERSION = "approve a version of this force's plan for publication"
    WITHDRAW_VERSION = "withdraw a version of this force's plan"
    EXPORT_DRAFT = "export this force's draft plan"
    READ_SHARED_WORDS = "read the words a force shared nationally"
    READ_PUBLISHED_WORDS = "read the words a force published"
    COMPARE = "compare forces"
    GOVERN = "say how this force's plan is governed"
    COMMENT = "read and write the comments on this force's plan"
    HOLD_MEETING = "plan, hold and minute the Gold Group's meetings in this force"
    READ_MEETINGS = "read the Gold Group's meetings and decisions of this force"
    OFFER_PRACTICE = "offer a practice of this force to the others"
    DECIDE_PRACTICE = "accept or decline a practice that a force offers"
    MANAGE_PEOPLE = "say who may do what here"
    READ_RECORD = "read the record of who did what"
    ASK_REMOVAL = "ask for words to be removed from this force's plan"
    DECIDE_REMOVAL = "decide on the removal of words from this force's plan"
    RUN_SERVICE = "back up, check and look after this service"


_EVERY_STATE = frozenset(PlanState)
_LEAD = frozenset({Role.STRATEGIC_LEAD})
_OPERATOR = frozenset({Role.OPERATOR})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_WRITERS = _LEAD | {Role.CONTRIBUTOR}
_READERS = frozenset({Role.NATIONAL_LEAD, Role.READER})
_NOBODY: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. The operator, who can open the database file itself, is in each but
    those that only somebody of the force can do in person.
    """

    own: frozenset[Role] = _NOBODY
    other: frozenset[Role] = _NOBODY
    nationally: frozenset[Role] = _NOBODY
    states: frozenset[PlanState] = _EVERY_STATE
    in_person: bool = False

    def gives(self, role: Role, *, own: bool, force: bool) -> bool:
        """Whether it gives the permission to a role: in its own force, another, or none."""
        where = self.nationally if not force else self.own if own else self.other
        return role in where or (role is Role.OPERATOR and not self.in_person)


TABLE: dict[Permission, Line] = {
    Permission.READ_DRAFT: Line(own=FORCE_ROLES),
    Permission.EDIT_PLAN: Line(own=_WRITERS),
    Permission.RECORD_PROGRESS: Line(own=FORCE_ROLES),
    Permission.IMPORT_PLAN: Line(own=_LEAD),
    Permission.SHARE_VERSION: Line(own=_LEAD),
    Permission.APPROVE_VERSION: Line(own=frozenset({Role.GOLD_CHAIR}), in_person=True),
    Permission.WITHDRAW_VERSION: Line(own=_LEAD | {Role.GOLD_CHAIR}),
    Permission.EXPORT_DRAFT: Line(own=FORCE_ROLES),
    Permission.READ_SHARED_WORDS: Line(
        own=FORCE_ROLES,
        other=frozenset({Role.NATIONAL_LEAD}),
        states=frozenset({PlanState.SHARED, PlanState.PUBLISHED}),
    ),
    Permission.READ_PUBLISHED_WORDS: Line(
        own=FORCE_ROLES,
        other=FORCE_ROLES | _READERS,
        states=frozenset({PlanState.PUBLISHED}),
    ),
    Permission.COMPARE: Line(
        own=FORCE_ROLES, other=FORCE_ROLES | _READERS, nationally=FORCE_ROLES | _READERS
    ),
    Permission.GOVERN: Line(own=_LEAD | {Role.GOLD_CHAIR}),
    Permission.COMMENT: Line(own=FORCE_ROLES),
    Permission.HOLD_MEETING: Line(own=_WRITERS | {Role.GOLD_CHAIR}),
    Permission.READ_MEETINGS: Line(own=FORCE_ROLES),
    Permission.OFFER_PRACTICE: Line(own=_LEAD),
    Permission.DECIDE_PRACTICE: Line(nationally=frozenset({Role.NATIONAL_LEAD})),
    Permission.MANAGE_PEOPLE: Line(own=_LEAD, other=_ADMINISTRATOR, nationally=_ADMINISTRATOR),
    Permission.READ_RECORD: Line(own=_LEAD, other=_ADMINISTRATOR, nationally=_ADMINISTRATOR),
    Permission.ASK_REMOVAL: Line(own=FORCE_ROLES),
    Permission.DECIDE_REMOVAL: Line(own=_LEAD | {Role.GOLD_CHAIR}),
    Permission.RUN_SERVICE: Line(nationally=_ADMINISTRATOR),
}


def may(
    actor: Actor,
    permission: Permission,
    force_id: str | None = None,
    state: PlanState | None = None,
) -> bool:
    """Whether `actor` may do this for `force_id` (None: what belongs to no force).

    `state` is the state of that force's plan; None asks for any state in which it is possible.
    """
    line = TABLE[permission]
    if state is not None and state not in line.states:
        return False
    if actor.role.in_a_force and actor.force_id is None and force_id is not None:
        return False
    own = force_id is not None and actor.role.in_a_force and actor.force_id == force_id
    return line.gives(actor.role, own=own, force=force_id is not None)


def depends_on_state(permission: Permission) -> bool:
    """Whether the plan's state matters to this permission."""
    return TABLE[permission].states != _EVERY_STATE


def require(
    actor: Actor,
    permission: Permission,
    force_id: str | None = None,
    state: PlanState | None = None,
) -> None:
    """Do nothing if allowed; otherwise raise `NotAllowed` with a sentence for the person."""
    if not may(actor, permission, force_id, state):
        raise NotAllowed(
            f"As {actor.role.label.lower()} you may not {permission}.",
            hint="Ask your force's strategic lead if you need to.",
        )


def may_give(actor: Actor, held: Held) -> bool:
    """Whether `actor` may grant or revoke this role, leaving aside that nobody does so for
    themselves. A strategic lead gives the roles of their own force.
    """
    if held.role not in FORCE_ROLES | NATIONAL_ROLES or held.role.in_a_force != bool(held.force_id):
        return False
    return may(actor, Permission.MANAGE_PEOPLE, held.force_id)


def as_markdown() -> str:
    """The table for the documentation: `docs/permissions.md` holds exactly this."""
    roles = [r for r in Role if r is not Role.NOBODY]
    lines = [
        "| You may … | " + " | ".join(r.label for r in roles) + " | While the plan is |",
        "|---" * (len(roles) + 2) + "|",
    ]
    for permission, line in TABLE.items():
        cells = [_where(line, role) for role in roles]
        states = (
            "in any state"
            if line.states == _EVERY_STATE
            else " or ".join(s.label.lower() for s in PlanState if s in line.states)
        )
        lines.append(f"| {permission} | " + " | ".join(cells) + f" | {states} |")
    return "\n".join(lines) + "\n"


def _where(line: Line, role: Role) -> str:
    own = role.in_a_force and line.gives(role, own=True, force=True)
    other = line.gives(role, own=False, force=True)
    none = line.gives(role, own=False, force=False)
    if other:
        return "any force"
    if own:
        return "own force"
    return "yes" if none else "–"
