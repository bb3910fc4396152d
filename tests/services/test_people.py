"""Who may do what: roles given and taken, by whom, and a post's actions handed on."""

from __future__ import annotations

import pytest

from tests.deeds import deeds
from tests.services.conftest import Adding, person
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import FORCE_ROLES, Actor, Held, Role
from vawg_plans.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from vawg_plans.services.actions import revise_action
from vawg_plans.services.checking import examine
from vawg_plans.services.handing_over import HandOver, hand_over, posts_of, preview_hand_over
from vawg_plans.services.people import (
    correct_address,
    erase_person,
    grant_role,
    people_of,
    person_of,
    release_account,
    revoke_role,
    role_history,
)
from vawg_plans.services.plans import open_plan
from vawg_plans.store import people as people_rows
from vawg_plans.store.store import Store, operator

ADMINISTRATOR = person(Role.ADMINISTRATOR)
LEAD = person(Role.STRATEGIC_LEAD)
CONTRIBUTOR = Held(Role.CONTRIBUTOR, "kent")
ANN = "ann.lee@kent.police.uk"


def refusals(store: Store) -> list[tuple[str, str]]:
    with store.read() as rows:
        return [(e["person_id"], e["detail"]) for e in deeds(rows) if e["act"] == "refused"]


def test_a_role_is_given_seen_taken_and_stays_in_the_history(
    either: Store, framework: Framework
) -> None:
    given = grant_role(
        either, framework, ADMINISTRATOR, " Ann.Lee@Kent.police.uk ", CONTRIBUTOR,
        name="Ann Lee", post="Head of public protection",
    )  # fmt: skip
    assert (given.email, given.name, given.roles) == (ANN, "Ann Lee", (CONTRIBUTOR,))
    assert not given.bound
    assert people_of(either, ADMINISTRATOR) == [given]
    assert person_of(either, ADMINISTRATOR, ANN.upper()) == given
    taken = revoke_role(either, framework, LEAD, given.id, CONTRIBUTOR)
    assert taken.roles == ()
    history = role_history(either, ADMINISTRATOR, "kent")
    assert [(c.person, c.held, c.role, c.by) for c in history] == [
        ("Ann Lee", False, Role.CONTRIBUTOR, LEAD.name),
        ("Ann Lee", True, Role.CONTRIBUTOR, ADMINISTRATOR.name),
    ]
    grant_role(either, framework, LEAD, ANN, CONTRIBUTOR)
    assert person_of(either, ADMINISTRATOR, ANN).roles == (CONTRIBUTOR,)
    assert [f.words for f in examine(either, framework) if not f.sound] == []


def test_several_roles_are_kept_apart(store: Store, framework: Framework) -> None:
    for held in (CONTRIBUTOR, Held(Role.GOLD_CHAIR, "essex"), Held(Role.READER)):
        grant_role(store, framework, ADMINISTRATOR, ANN, held)
    assert len(person_of(store, ADMINISTRATOR, ANN).roles) == 3
    [seen] = people_of(store, LEAD, "kent")
    assert seen.roles == (CONTRIBUTOR,), "a lead sees what is held in the lead's own force"
    with pytest.raises(InvalidInput, match="holds this role already"):
        grant_role(store, framework, ADMINISTRATOR, ANN, CONTRIBUTOR)


def test_a_lead_gives_the_four_roles_of_the_own_force_and_no_others(
    store: Store, framework: Framework
) -> None:
    for role in FORCE_ROLES:
        grant_role(store, framework, LEAD, ANN, Held(role, "kent"))
        with pytest.raises(NotAllowed):
            grant_role(store, framework, LEAD, ANN, Held(role, "essex"))
    for role in (Role.ADMINISTRATOR, Role.NATIONAL_LEAD, Role.READER):
        with pytest.raises(NotAllowed):
            grant_role(store, framework, LEAD, ANN, Held(role))
    assert {who for who, _ in refusals(store)} == {LEAD.person_id}
    assert len(refusals(store)) == len(FORCE_ROLES) + 3


@pytest.mark.parametrize("role", sorted(FORCE_ROLES - {Role.STRATEGIC_LEAD}))
def test_nobody_else_in_a_force_gives_roles_or_sees_who_holds_them(
    store: Store, framework: Framework, role: Role
) -> None:
    somebody = person(role)
    with pytest.raises(NotAllowed):
        grant_role(store, framework, somebody, ANN, CONTRIBUTOR)
    with pytest.raises(NotAllowed):
        people_of(store, somebody, "kent")
    assert people_of(store, ADMINISTRATOR) == []


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.STRATEGIC_LEAD])
def test_nobody_changes_a_role_of_their_own(store: Store, framework: Framework, role: Role) -> None:
    held = Held(role, "kent" if role.in_a_force else None)
    known = grant_role(store, framework, operator(), ANN, held)
    oneself = known.acting(held)
    for more in (Held(Role.GOLD_CHAIR, "kent"), CONTRIBUTOR):
        with pytest.raises(NotAllowed, match="role of their own"):
            grant_role(store, framework, oneself, ANN, more)
    with pytest.raises(NotAllowed, match="role of their own"):
        revoke_role(store, framework, oneself, known.id, held)
    assert person_of(store, operator(), ANN).roles == (held,)
    assert [who for who, _ in refusals(store)] == [known.id] * 3


@pytest.mark.parametrize(("email", "held", "error", "words"), [
    ("nobody", CONTRIBUTOR, InvalidInput, "not an e-mail address"),
    ("a@b", CONTRIBUTOR, InvalidInput, "not an e-mail address"),
    ("a b@kent.police.uk", CONTRIBUTOR, InvalidInput, "not an e-mail address"),
    ("<a@kent.police.uk>", CONTRIBUTOR, InvalidInput, "not an e-mail address"),
    (f"{'a' * 250}@kent.police.uk", CONTRIBUTOR, InvalidInput, "not an e-mail address"),
    (ANN, Held(Role.CONTRIBUTOR), InvalidInput, "Say in which force"),
    (ANN, Held(Role.READER, "kent"), InvalidInput, "leave the force out"),
    (ANN, Held(Role.OPERATOR), InvalidInput, "not a role that can be given"),
    (ANN, Held(Role.NOBODY), InvalidInput, "not a role that can be given"),
    (ANN, Held(Role.CONTRIBUTOR, "narnia"), NotFound, "no such force"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused_with_a_sentence(
    store: Store,
    framework: Framework,
    email: str,
    held: Held,
    error: type[Exception],
    words: str,
) -> None:
    with pytest.raises(error, match=words):
        grant_role(store, framework, ADMINISTRATOR, email, held)
    assert people_of(store, ADMINISTRATOR) == []


def test_a_lead_does_not_rename_somebody_who_works_elsewhere_too(
    store: Store, framework: Framework
) -> None:
    grant_role(store, framework, ADMINISTRATOR, ANN, Held(Role.READER), name="Ann Lee")
    grant_role(store, framework, LEAD, ANN, CONTRIBUTOR, name="Mallory", post="Chief")
    assert person_of(store, ADMINISTRATOR, ANN).name == "Ann Lee"
    chair = Held(Role.GOLD_CHAIR, "kent")
    grant_role(store, framework, ADMINISTRATOR, ANN, chair, name="Ann Lee-Brown")
    assert person_of(store, ADMINISTRATOR, ANN).name == "Ann Lee-Brown"


def test_an_account_is_released_so_that_a_new_one_can_be_bound(
    either: Store, framework: Framework
) -> None:
    known = grant_role(either, framework, ADMINISTRATOR, ANN, CONTRIBUTOR)
    with pytest.raises(InvalidInput, match="No account is bound"):
        release_account(either, ADMINISTRATOR, known.id)
    with either.write(operator(), reason="bound", touches=False) as writing:
        people_rows.change(writing, known.id, "account bound", issuer="i", subject="s")
    assert person_of(either, ADMINISTRATOR, ANN).bound
    assert not release_account(either, ADMINISTRATOR, known.id).bound
    with pytest.raises(NotAllowed):
        release_account(either, LEAD, known.id)
    assert [f.words for f in examine(either, framework) if not f.sound] == []


def test_an_address_is_put_right_and_the_account_stays(either: Store, framework: Framework) -> None:
    known = grant_role(either, framework, ADMINISTRATOR, ANN, CONTRIBUTOR)
    grant_role(either, framework, ADMINISTRATOR, "bea@kent.police.uk", CONTRIBUTOR)
    with either.write(operator(), reason="bound", touches=False) as writing:
        people_rows.change(writing, known.id, "account bound", issuer="i", subject="s")
    with pytest.raises(InvalidInput, match="address already"):
        correct_address(either, ADMINISTRATOR, known.id, "BEA@kent.police.uk")
    found = correct_address(either, ADMINISTRATOR, known.id, "Ann.Brown@kent.police.uk")
    assert (found.email, found.bound, found.roles) == (
        "ann.brown@kent.police.uk",
        True,
        (CONTRIBUTOR,),
    )
    assert [f.words for f in examine(either, framework) if not f.sound] == []


def test_nobody_hands_a_persons_roles_to_another_by_their_address_and_account(
    either: Store, framework: Framework
) -> None:
    known = grant_role(either, framework, ADMINISTRATOR, ANN, CONTRIBUTOR, name="Ann Lee")
    with pytest.raises(InvalidInput, match="No account is bound"):
        correct_address(either, ADMINISTRATOR, known.id, "friend@kent.police.uk")
    with either.write(operator(), reason="bound", touches=False) as writing:
        people_rows.change(writing, known.id, "account bound", issuer="i", subject="s")
    correct_address(either, ADMINISTRATOR, known.id, "friend@kent.police.uk")
    with pytest.raises(NotAllowed, match="another administrator must release"):
        release_account(either, ADMINISTRATOR, known.id)
    other = Actor("person-other", "Other", Role.ADMINISTRATOR)
    assert not release_account(either, other, known.id).bound
    with either.read() as rows:
        seen = [(e["act"], e["force_id"]) for e in deeds(rows) if e["object"].endswith(known.id)]
    assert ("address corrected", "kent") in seen, "the force's lead sees it in the record"
    assert ("account released", "kent") in seen


def test_a_lead_does_not_rename_somebody_who_once_acted_elsewhere(
    store: Store, framework: Framework
) -> None:
    surrey = Held(Role.CONTRIBUTOR, "surrey")
    sue = grant_role(store, framework, ADMINISTRATOR, ANN, surrey, name="Sue")
    revoke_role(store, framework, ADMINISTRATOR, sue.id, surrey)
    grant_role(store, framework, LEAD, ANN, CONTRIBUTOR, name="Chief Constable X")
    assert person_of(store, ADMINISTRATOR, ANN).name == "Sue"


def test_a_hand_over_that_was_made_up_is_refused(
    store: Store, framework: Framework, adding: Adding
) -> None:
    mine = adding(store, "One", owner_posts=("Old",))
    theirs = adding(store, "Two", "essex", owner_posts=("Old",))
    with pytest.raises(InvalidInput):
        hand_over(store, LEAD, HandOver("kent", "Old", " ", (mine,)))
    with pytest.raises(NotFound):
        hand_over(store, LEAD, HandOver("kent", "Old", "New", (theirs,)))


def test_a_leaver_is_erased_and_what_they_did_stays_under_a_number(
    either: Store, framework: Framework, adding: Adding
) -> None:
    lead = Held(Role.STRATEGIC_LEAD, "kent")
    known = grant_role(either, framework, ADMINISTRATOR, ANN, lead, name="Ann Lee")
    with pytest.raises(InvalidInput, match="still holds a role"):
        erase_person(either, ADMINISTRATOR, known.id)
    revoke_role(either, framework, ADMINISTRATOR, known.id, lead)
    erase_person(either, ADMINISTRATOR, known.id)
    with pytest.raises(InvalidInput, match="erased already"):
        erase_person(either, ADMINISTRATOR, known.id)
    [seen] = people_of(either, ADMINISTRATOR)
    assert (seen.name, seen.email, seen.bound) == ("Erased", None, False)
    assert {c.person for c in role_history(either, ADMINISTRATOR)} == {"Erased"}
    with either.read() as rows:
        for row in rows.all("people.every"):
            assert "Ann" not in str(row.values())
    assert grant_role(either, framework, ADMINISTRATOR, ANN, lead).id != known.id
    assert [f.words for f in examine(either, framework) if not f.sound] == []


def test_a_leavers_actions_go_to_another_post_in_one_step(
    either: Store, framework: Framework, adding: Adding
) -> None:
    mine = adding(either, "One", owner_posts=("Head of crime", "ACC"))
    both = adding(either, "Two", owner_posts=("ACC", "Head of crime", "Head of custody"))
    other = adding(either, "Three", owner_posts=("ACC",))
    assert posts_of(either, LEAD, "kent") == ["ACC", "Head of crime", "Head of custody"]
    preview = preview_hand_over(either, LEAD, "kent", "Head of crime", " ACC ")
    assert [a.id for a in preview.actions] == [mine.id, both.id]
    assert len(hand_over(either, LEAD, preview)) == 2
    now = {a.id: a for a in open_plan(either, framework, LEAD, "kent").actions}
    assert now[mine.id].owner_posts == ("ACC",), "a post owns an action once"
    assert now[both.id].owner_posts == ("ACC", "Head of custody")
    assert now[other.id] == other
    assert (now[mine.id].revision, now[mine.id].sequence) == (2, now[both.id].sequence)
    with pytest.raises(NotFound, match="No live action is owned"):
        preview_hand_over(either, LEAD, "kent", "Head of crime", "ACC")


def test_an_action_changed_since_the_preview_stops_the_whole(
    store: Store, framework: Framework, adding: Adding
) -> None:
    one = adding(store, "One", owner_posts=("Old",))
    adding(store, "Two", owner_posts=("Old",))
    preview = preview_hand_over(store, LEAD, "kent", "Old", "New")
    revise_action(store, framework, LEAD, one.id, {"title": "Other"}, read_revision=1)
    with pytest.raises(StaleEdit, match="changed meanwhile"):
        hand_over(store, LEAD, preview)
    assert posts_of(store, LEAD, "kent") == ["Old"]


@pytest.mark.parametrize(("old", "new", "words"), [
    ("Old", "", "Name the post"),
    ("Old", "x" * 121, "Name the post"),
    ("Old", "Old", "already"),
])  # fmt: skip
def test_a_hand_over_to_no_post_is_refused(
    store: Store, adding: Adding, old: str, new: str, words: str
) -> None:
    adding(store, "One", owner_posts=("Old",))
    with pytest.raises(InvalidInput, match=words):
        preview_hand_over(store, LEAD, "kent", old, new)


def test_an_administrator_sees_people_and_no_action_of_theirs(store: Store, adding: Adding) -> None:
    adding(store, "One", owner_posts=("Old",))
    with pytest.raises(NotAllowed):
        posts_of(store, ADMINISTRATOR, "kent")
    with pytest.raises(NotAllowed):
        preview_hand_over(store, ADMINISTRATOR, "kent", "Old", "New")


def test_who_acted_on_the_command_line_is_known_by_role_and_not_by_address(store: Store) -> None:
    assert isinstance(operator(), Actor)
    assert people_of(store, ADMINISTRATOR) == []
