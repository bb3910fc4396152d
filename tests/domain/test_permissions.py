"""Who may do what: the whole table, each role in its own force, in another, and in none."""

from __future__ import annotations

import pytest

from tests.conftest import REPOSITORY
from vawg_plans.domain.people import FORCE_ROLES, NATIONAL_ROLES, NOBODY, Actor, Held, Role
from vawg_plans.domain.permissions import (
    TABLE,
    Permission,
    as_markdown,
    depends_on_state,
    may,
    may_give,
    require,
)
from vawg_plans.domain.plans import PlanState
from vawg_plans.errors import NotAllowed

P = Permission

# Written out again here, and not read from the code: this is what was agreed.
IN_ANY_FORCE = {P.READ_PUBLISHED_WORDS, P.COMPARE}
EVERY_MEMBER = IN_ANY_FORCE | {
    P.READ_DRAFT,
    P.RECORD_PROGRESS,
    P.EXPORT_DRAFT,
    P.READ_SHARED_WORDS,
    P.ASK_REMOVAL,
    P.COMMENT,
    P.READ_MEETINGS,
}
OWN = {
    Role.CONTRIBUTOR: EVERY_MEMBER | {P.EDIT_PLAN, P.HOLD_MEETING},
    Role.STRATEGIC_LEAD: EVERY_MEMBER
    | {
        P.EDIT_PLAN,
        P.IMPORT_PLAN,
        P.SHARE_VERSION,
        P.WITHDRAW_VERSION,
        P.MANAGE_PEOPLE,
        P.READ_RECORD,
        P.DECIDE_REMOVAL,
        P.OFFER_PRACTICE,
        P.GOVERN,
        P.HOLD_MEETING,
    },
    Role.GOLD_MEMBER: EVERY_MEMBER,
    Role.GOLD_CHAIR: EVERY_MEMBER
    | {P.DECIDE_REMOVAL, P.APPROVE_VERSION, P.WITHDRAW_VERSION, P.GOVERN, P.HOLD_MEETING},
}
OTHER = {
    **dict.fromkeys(FORCE_ROLES, IN_ANY_FORCE),
    Role.NATIONAL_LEAD: IN_ANY_FORCE | {P.READ_SHARED_WORDS},
    Role.READER: IN_ANY_FORCE,
    Role.ADMINISTRATOR: {P.MANAGE_PEOPLE, P.READ_RECORD},
    Role.OPERATOR: set(P) - {P.APPROVE_VERSION},
    Role.NOBODY: set(),
}
NATIONALLY = {
    **{role: {P.COMPARE} for role in FORCE_ROLES},
    Role.NATIONAL_LEAD: {P.COMPARE, P.DECIDE_PRACTICE},
    Role.READER: {P.COMPARE},
    Role.ADMINISTRATOR: {P.MANAGE_PEOPLE, P.READ_RECORD, P.RUN_SERVICE},
    Role.OPERATOR: set(P) - {P.APPROVE_VERSION},
    Role.NOBODY: set(),
}
SHARED = {PlanState.SHARED, PlanState.PUBLISHED}
ONLY_WHILE = {P.READ_SHARED_WORDS: SHARED, P.READ_PUBLISHED_WORDS: {PlanState.PUBLISHED}}


def actor(role: Role) -> Actor:
    return Actor("p-1", "Somebody", role, "kent" if role.in_a_force else None)


def given(role: Role, force_id: str | None) -> set[Permission]:
    if force_id is None:
        return NATIONALLY[role]
    return OWN[role] if force_id == "kent" and role in OWN else OTHER[role]


@pytest.mark.parametrize("force_id", ["kent", "essex", None])
@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_was_agreed(
    role: Role, permission: Permission, force_id: str | None
) -> None:
    assert may(actor(role), permission, force_id) is (permission in given(role, force_id))


@pytest.mark.parametrize("state", PlanState)
@pytest.mark.parametrize("permission", Permission)
def test_a_permission_counts_only_while_the_plan_is_in_its_states(
    permission: Permission, state: PlanState
) -> None:
    possible = state in ONLY_WHILE.get(permission, set(PlanState))
    assert depends_on_state(permission) is (permission in ONLY_WHILE)
    for role in Role:
        for force_id in ("kent", "essex"):
            expected = possible and permission in given(role, force_id)
            assert may(actor(role), permission, force_id, state) is expected, (role, force_id)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", sorted(FORCE_ROLES))
def test_a_force_role_without_a_force_may_do_nothing_in_any(
    role: Role, permission: Permission
) -> None:
    nowhere = Actor("p-1", "Somebody", role, None)
    assert not may(nowhere, permission, "kent")


@pytest.mark.parametrize("role", sorted(NATIONAL_ROLES))
def test_a_national_role_gains_nothing_from_a_force_beside_it(role: Role) -> None:
    named = Actor("p-1", "Somebody", role, "kent")
    assert {x for x in Permission if may(named, x, "kent")} == OTHER[role]


@pytest.mark.parametrize("permission", Permission)
def test_nobody_may_do_anything(permission: Permission) -> None:
    assert not any(may(NOBODY, permission, f, s) for f in ("kent", None) for s in PlanState)


def test_an_administrator_reads_no_drafts() -> None:
    with pytest.raises(NotAllowed, match="As administrator you may not read this force's draft"):
        require(actor(Role.ADMINISTRATOR), Permission.READ_DRAFT, "kent")


def test_what_is_allowed_raises_nothing() -> None:
    require(actor(Role.STRATEGIC_LEAD), Permission.SHARE_VERSION, "kent")


def test_every_permission_has_a_line() -> None:
    assert set(TABLE) == set(Permission)


@pytest.mark.parametrize("role", Role)
def test_a_role_is_given_in_a_force_or_nationally_and_never_both(role: Role) -> None:
    administrator = actor(Role.ADMINISTRATOR)
    assert may_give(administrator, Held(role, "kent")) is role.in_a_force
    assert may_give(administrator, Held(role)) is (role in NATIONAL_ROLES)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR, Role.OPERATOR}))
def test_only_a_strategic_lead_gives_roles_beside_administrators(role: Role) -> None:
    for given_role in FORCE_ROLES:
        expected = role is Role.STRATEGIC_LEAD
        assert may_give(actor(role), Held(given_role, "kent")) is expected
        assert not may_give(actor(role), Held(given_role, "essex"))
    assert not any(may_give(actor(role), Held(r)) for r in NATIONAL_ROLES)


def test_the_documentation_shows_the_table_as_it_is() -> None:
    page = (REPOSITORY / "docs" / "permissions.md").read_text(encoding="utf-8")
    assert as_markdown() in page, "print it again: python -m vawg_plans permissions"


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_label_and_knows_whether_it_is_of_one_force(role: Role) -> None:
    assert role.label
    assert role.in_a_force is (
        role in {Role.CONTRIBUTOR, Role.STRATEGIC_LEAD, Role.GOLD_MEMBER, Role.GOLD_CHAIR}
    )
