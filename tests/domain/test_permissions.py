"""Who may do what: the whole table, each role in its own force and in another."""

from __future__ import annotations

import pytest

from vawg_plans.domain.people import FORCE_ROLES, Actor, Role
from vawg_plans.domain.permissions import Permission, may, require
from vawg_plans.errors import NotAllowed

READ, EDIT, PROGRESS, IMPORT, SHARE, EXPORT, WORDS, COMPARE = Permission

# Written out again here, and not read from the code: this is what was agreed.
OWN = {
    Role.CONTRIBUTOR: {READ, EDIT, PROGRESS, EXPORT, WORDS, COMPARE},
    Role.STRATEGIC_LEAD: {READ, EDIT, PROGRESS, IMPORT, SHARE, EXPORT, WORDS, COMPARE},
    Role.GOLD_MEMBER: {READ, PROGRESS, EXPORT, WORDS, COMPARE},
    Role.GOLD_CHAIR: {READ, PROGRESS, EXPORT, WORDS, COMPARE},
    Role.NATIONAL_LEAD: {WORDS, COMPARE},
    Role.READER: {COMPARE},
    Role.ADMINISTRATOR: set(),
    Role.OPERATOR: set(Permission),
}
OTHER = {
    **{role: {COMPARE} for role in FORCE_ROLES},
    Role.NATIONAL_LEAD: {WORDS, COMPARE},
    Role.READER: {COMPARE},
    Role.ADMINISTRATOR: set(),
    Role.OPERATOR: set(Permission),
}


def actor(role: Role) -> Actor:
    return Actor("p-1", "Somebody", role, "kent" if role.in_a_force else None)


def test_the_permissions_are_those_this_table_knows() -> None:
    assert (READ, EDIT, PROGRESS, IMPORT) == (
        Permission.READ_DRAFT,
        Permission.EDIT_PLAN,
        Permission.RECORD_PROGRESS,
        Permission.IMPORT_PLAN,
    )
    assert (SHARE, EXPORT, WORDS, COMPARE) == (
        Permission.SHARE_VERSION,
        Permission.EXPORT_DRAFT,
        Permission.READ_SHARED_WORDS,
        Permission.COMPARE,
    )
    assert set(OWN) == set(OTHER) == set(Role)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_the_table_says(role: Role, permission: Permission) -> None:
    assert may(actor(role), permission, "kent") is (permission in OWN[role])
    assert may(actor(role), permission, "essex") is (permission in OTHER[role])


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_an_act_in_no_forces_plan_needs_a_role_that_acts_nationally(
    role: Role, permission: Permission
) -> None:
    nationally = permission in OTHER[role]
    assert may(actor(role), permission) is nationally


@pytest.mark.parametrize("permission", set(Permission) - {COMPARE})
@pytest.mark.parametrize("role", FORCE_ROLES)
def test_a_force_role_without_a_force_may_do_nothing_in_any(
    role: Role, permission: Permission
) -> None:
    nowhere = Actor("p-1", "Somebody", role, None)
    assert not may(nowhere, permission, "kent")
    assert not may(nowhere, permission, None)


@pytest.mark.parametrize("role", [Role.NATIONAL_LEAD, Role.READER, Role.ADMINISTRATOR])
def test_a_national_role_gains_nothing_from_a_force_beside_it(role: Role) -> None:
    named = Actor("p-1", "Somebody", role, "kent")
    assert {x for x in Permission if may(named, x, "kent")} == OTHER[role]


def test_an_administrator_reads_no_drafts() -> None:
    with pytest.raises(NotAllowed, match="As administrator you may not read this force's draft"):
        require(actor(Role.ADMINISTRATOR), Permission.READ_DRAFT, "kent")


def test_what_is_allowed_raises_nothing() -> None:
    require(actor(Role.STRATEGIC_LEAD), Permission.SHARE_VERSION, "kent")


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_label_and_knows_whether_it_is_of_one_force(role: Role) -> None:
    assert role.label
    assert role.in_a_force is (
        role in {Role.CONTRIBUTOR, Role.STRATEGIC_LEAD, Role.GOLD_MEMBER, Role.GOLD_CHAIR}
    )
