"""Who acts: a role, and the force it is held in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is here. The first four are held in one force, the rest nationally."""

    CONTRIBUTOR = "contributor"
    STRATEGIC_LEAD = "strategic_lead"
    GOLD_MEMBER = "gold_member"
    GOLD_CHAIR = "gold_chair"
    NATIONAL_LEAD = "national_lead"
    READER = "reader"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"

    @property
    def label(self) -> str:
        return _ROLE_LABELS[self]

    @property
    def in_a_force(self) -> bool:
        return self in FORCE_ROLES


_ROLE_LABELS = {
    Role.CONTRIBUTOR: "Contributor",
    Role.STRATEGIC_LEAD: "Strategic lead",
    Role.GOLD_MEMBER: "Gold Group member",
    Role.GOLD_CHAIR: "Gold Group chair",
    Role.NATIONAL_LEAD: "National lead (NPCC)",
    Role.READER: "Inspectorate or commissioner reader",
    Role.ADMINISTRATOR: "Administrator",
    Role.OPERATOR: "Operator (command line)",
}

FORCE_ROLES = frozenset({Role.CONTRIBUTOR, Role.STRATEGIC_LEAD, Role.GOLD_MEMBER, Role.GOLD_CHAIR})


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in the role they act in now.

    `person_id` is opaque: it is what the record keeps. `name` is shown on screen and can be
    erased. `force_id` is the force of a force role, None for national roles.
    """

    person_id: str
    name: str
    role: Role
    force_id: str | None = None
