"""Who acts: a person, the roles they hold, and the role they act in now."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from vawg_plans.errors import InvalidInput


class Role(StrEnum):
    """What a person is here. The first four are held in one force, the rest nationally."""

    CONTRIBUTOR = "contributor"
    STRATEGIC_LEAD = "strategic_lead"
    GOLD_MEMBER = "gold_member"
    GOLD_CHAIR = "gold_chair"
    NATIONAL_LEAD = "national_lead"
    READER = "reader"
    ADMINISTRATOR = "administrator"
    # Not given to anybody: who has the database, and who has not signed in.
    OPERATOR = "operator"
    NOBODY = "nobody"

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
    Role.NOBODY: "Nobody (not signed in)",
}

FORCE_ROLES = frozenset({Role.CONTRIBUTOR, Role.STRATEGIC_LEAD, Role.GOLD_MEMBER, Role.GOLD_CHAIR})
NATIONAL_ROLES = frozenset({Role.NATIONAL_LEAD, Role.READER, Role.ADMINISTRATOR})


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


NOBODY = Actor("nobody", "Nobody", Role.NOBODY)


@dataclass(frozen=True, slots=True)
class Held:
    """A role that a person holds, in a force or nationally (None)."""

    role: Role
    force_id: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody this database knows: by an opaque id, an address, and the roles they hold.

    `bound` says whether an account has signed in as this person: from then on it is the account
    (its issuer and subject) that counts, not the address. `post` is what they do in their force,
    as it stands among the owners of actions.
    """

    id: str
    name: str
    email: str | None
    post: str | None
    bound: bool
    known_since: dt.datetime
    erased_at: dt.datetime | None
    roles: tuple[Held, ...] = ()

    def acting(self, held: Held) -> Actor:
        """This person in one of their roles."""
        return Actor(self.id, self.name, held.role, held.force_id)


_ADDRESS = re.compile(r"[^@\s<>()\",;:\\\[\]]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")


def folded(words: str) -> str:
    """Words in small letters, without spaces around them; empty when a sign is not plain ASCII.

    Addresses say who somebody is, so two of them must never become one: small letters would make a
    'k' of the sign for Kelvin, and nobody sees a control character.
    """
    plain = words.strip(" ")
    return plain.lower() if plain.isascii() and plain.isprintable() else ""


def address(words: str) -> str:
    """An e-mail address as it is kept: without spaces around it, in small letters.

    Raises `InvalidInput` when it is none.
    """
    # The screen parts addresses by a sign without width, so that none becomes a link.
    found = folded(words.replace("\N{WORD JOINER}", ""))
    if len(found) > 254 or not _ADDRESS.fullmatch(found):
        raise InvalidInput(
            "That is not an e-mail address.", hint="Write it as name@force.police.uk."
        )
    return found
