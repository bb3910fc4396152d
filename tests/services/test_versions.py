"""Naming a version, and what each person is shown of it."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from tests.services.conftest import Adding, mapped, person, published
from vawg_plans.domain.canonical import canonical_json, sha256
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.moving import Kind, moved
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.plans import Audience
from vawg_plans.errors import InvalidInput, NotAllowed, NotFound
from vawg_plans.services.actions import revise_action, withdraw_action
from vawg_plans.services.checking import examine
from vawg_plans.services.exporting import export_national
from vawg_plans.services.plans import open_plan
from vawg_plans.services.versions import (
    plan_of_version,
    share_version,
    shared_content,
    versions_of,
)
from vawg_plans.store import framework as framework_store
from vawg_plans.store import plans as plan_rows
from vawg_plans.store.record import entries
from vawg_plans.store.store import Store, operator

N, P = Audience.NATIONAL, Audience.PUBLIC
# (sensitive, publishable) and the words that stand for such an action.
KINDS = {
    (False, True): "open-words",
    (False, False): "unpublishable-words",
    (True, True): "sensitive-words",
    (True, False): "secret-words",
}


@pytest.fixture
def kinds(adding: Adding) -> Any:
    """A plan with an action of each kind."""

    def add(store: Store) -> None:
        for (sensitive, publishable), words in KINDS.items():
            adding(
                store,
                words,
                description=words,
                tags=mapped(),
                sensitive=sensitive,
                publishable=publishable,
            )

    return add


def test_a_version_is_numbered_judged_today_and_has_the_digest_of_its_content(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(either, "One", tags=mapped())
    first = share_version(either, framework, lead, "kent", N, " For the board ")
    second = published(either, framework)
    assert (first.number, first.audience, first.note) == (1, N, "For the board")
    assert (second.number, second.audience, second.id) == (2, P, "kent-v2")
    assert first.judged_on == second.judged_on == today()
    assert first.made_by == lead.name
    assert versions_of(either, lead, "kent") == [second, first]
    with either.read() as rows:
        content = plan_rows.content_of(rows, "kent-v1")
        last = [e for e in entries(rows) if e["object"] == "version:kent-v1"]
    assert sha256(canonical_json(content)) == first.digest
    assert (content["moment"], content["number"], content["note"]) == (
        first.sequence,
        1,
        "For the board",
    )
    assert [(e["act"], e["revision"], e["sequence"]) for e in last] == [
        ("version named", 1, first.sequence + 1)
    ]


@pytest.mark.parametrize("withdrawn", [True, False])
def test_a_plan_with_no_live_action_cannot_be_shared(
    store: Store, framework: Framework, lead: Actor, adding: Adding, withdrawn: bool
) -> None:
    if withdrawn:
        gone = adding(store, "One")
        withdraw_action(store, framework, lead, gone.id, read_revision=1, reason="why")
    with pytest.raises(InvalidInput, match="no actions yet"):
        share_version(store, framework, lead, "kent", N)
    assert versions_of(store, lead, "kent") == []


def test_a_note_has_a_length(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(store, "One")
    with pytest.raises(InvalidInput, match="1,000"):
        share_version(store, framework, lead, "kent", N, "x" * 1_001)


def test_what_was_frozen_is_not_changed_by_later_drafts(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    one = adding(store, "One", tags=mapped())
    version = published(store, framework)
    before = shared_content(store, lead, "kent")
    revise_action(store, framework, lead, one.id, {"title": "Changed"}, read_revision=1)
    adding(store, "Two")
    assert shared_content(store, lead, "kent") == before
    assert versions_of(store, lead, "kent") == [version]


def test_what_was_frozen_keeps_its_digest_and_names_when_the_framework_changes(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(either, "One", tags=mapped())
    version = published(either, framework)
    old = framework.areas["powers"]
    areas = {**framework.areas, "powers": replace(old, name="Renamed")}
    changed = replace(framework, areas=areas)
    with either.write(operator(), reason="framework loaded") as writing:
        framework_store.load(writing, [("areas", "powers", json.dumps({"name": "Renamed"}))])
    [(kept, content)] = shared_content(either, lead, "kent")
    assert kept == version
    assert sha256(canonical_json(content)) == version.digest
    assert [t["name"] for t in content["actions"][0]["tags"] if t["kind"] == "area"] == [old.name]
    assert all(f.sound for f in examine(either, changed))
    # What is named from now on has the new name.
    published(either, changed)
    [(_, content)] = shared_content(either, lead, "kent")
    assert [t["name"] for t in content["actions"][0]["tags"] if t["kind"] == "area"] == ["Renamed"]


# Who sees what

WHOLE = frozenset({"open-words", "unpublishable-words"})
PUBLIC = frozenset({"open-words"})
NOTHING: frozenset[str] = frozenset()
OWN = [
    person(r) for r in (Role.CONTRIBUTOR, Role.STRATEGIC_LEAD, Role.GOLD_MEMBER, Role.GOLD_CHAIR)
]
OUTSIDE = [
    *(person(r, "essex") for r in (Role.CONTRIBUTOR, Role.STRATEGIC_LEAD, Role.GOLD_CHAIR)),
    person(Role.READER),
]
# What was named, in turn; what those who may read national words see, and what the others see.
SHOWN: list[tuple[list[Audience], list[frozenset[str]], list[frozenset[str]]]] = [
    ([N], [WHOLE], [NOTHING]),
    ([P], [PUBLIC], [PUBLIC]),
    ([N, P], [PUBLIC], [PUBLIC]),
    ([P, N], [WHOLE], [NOTHING, PUBLIC]),
    ([P, N, N], [WHOLE], [NOTHING, PUBLIC]),
]


@pytest.mark.parametrize(
    ("audiences", "within", "without"), SHOWN, ids=["-".join(a) for a, _, _ in SHOWN]
)
def test_each_person_is_shown_the_words_they_may_read_and_the_counts_of_the_rest(
    store: Store,
    framework: Framework,
    lead: Actor,
    kinds: Any,
    audiences: list[Audience],
    within: list[frozenset[str]],
    without: list[frozenset[str]],
) -> None:
    kinds(store)
    for audience in audiences:
        if audience is P:
            published(store, framework, note="a note")
        else:
            share_version(store, framework, lead, "kent", audience, "a note")
    readers = [(a, within) for a in [*OWN, person(Role.NATIONAL_LEAD), operator()]]
    readers += [(a, without) for a in OUTSIDE]
    for actor, expected in readers:
        shown = shared_content(store, actor, "kent")
        words = [
            frozenset(w for w in KINDS.values() if w in canonical_json(content))
            for _, content in shown
        ]
        assert words == expected, actor
        assert shown[0][0].number == len(audiences), "the newest comes first"
        for version, content in shown:
            assert version.audience.value == content["audience"]
            # Every action is counted, with its status, whatever is said of it.
            assert len(content["actions"]) == len(KINDS)
            assert all(a["status"] == "not_started" for a in content["actions"])
            assert all(a["accepted_lead_p"] == "protect" for a in content["actions"])


def test_counts_carry_nothing_that_was_typed(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(store, "typed", reference="typed", due_words="typed", owner_posts=("typed",))
    share_version(store, framework, lead, "kent", N, "typed note")
    [(_, content)] = shared_content(store, person(Role.READER), "kent")
    assert "typed" not in canonical_json(content)
    assert content["plan"] == {}
    assert set(content["actions"][0]) == {
        "id",
        "in_words",
        "accepted_lead_p",
        "accepted_areas",
        "status",
        "calculated",
        "late",
        "stale",
        "slips",
    }


def test_a_force_that_shared_nothing_shows_nothing(store: Store, adding: Adding) -> None:
    adding(store, "One")
    for actor in [*OWN, *OUTSIDE, person(Role.NATIONAL_LEAD)]:
        assert shared_content(store, actor, "kent") == []


def test_an_administrator_is_shown_no_plan(
    store: Store, framework: Framework, lead: Actor, kinds: Any
) -> None:
    kinds(store)
    published(store, framework)
    with pytest.raises(NotAllowed):
        shared_content(store, person(Role.ADMINISTRATOR), "kent")


@pytest.mark.parametrize(
    "actor",
    [
        person(Role.CONTRIBUTOR),
        person(Role.GOLD_MEMBER),
        person(Role.STRATEGIC_LEAD, "essex"),
        person(Role.NATIONAL_LEAD),
        person(Role.ADMINISTRATOR),
    ],
    ids=lambda actor: str(actor.role),
)
def test_only_the_forces_strategic_lead_names_a_version(
    store: Store, framework: Framework, lead: Actor, adding: Adding, actor: Actor
) -> None:
    adding(store, "One")
    with pytest.raises(NotAllowed):
        share_version(store, framework, actor, "kent", P)
    assert versions_of(store, lead, "kent") == []
    with store.read() as rows:
        last = list(entries(rows))[-1]
    assert (last["act"], last["person_id"]) == ("refused", actor.person_id)


def test_another_forces_list_of_versions_is_its_own(store: Store) -> None:
    with pytest.raises(NotAllowed):
        versions_of(store, person(Role.NATIONAL_LEAD), "kent")


def test_words_of_an_action_marked_sensitive_later_are_read_no_more(
    store: Store, framework: Framework, adding: Adding
) -> None:
    lead = person(Role.STRATEGIC_LEAD, "kent")
    action = adding(store, "The secret word", tags=mapped())
    public = published(store, framework)
    reader = person(Role.READER)
    assert "The secret word" in json.dumps(shared_content(store, reader, "kent")[0][1])
    revise_action(store, framework, lead, action.id, {"sensitive": True}, read_revision=1)
    share_version(store, framework, lead, "kent", Audience.NATIONAL)
    for somebody in (reader, person(Role.NATIONAL_LEAD), person(Role.STRATEGIC_LEAD, "essex")):
        shown = shared_content(store, somebody, "kent")
        assert "The secret word" not in json.dumps([content for _, content in shown])
        assert [len(content["actions"]) for _, content in shown] == [1] * len(shown)
    data = export_national(store, framework, operator()).data
    assert b"The secret word" not in b"".join(
        zipfile.ZipFile(io.BytesIO(data)).read(n)
        for n in zipfile.ZipFile(io.BytesIO(data)).namelist()
    )
    # What was frozen stays, and is still what its digest says.
    assert all(f.sound for f in examine(store, framework))
    with store.read() as rows:
        assert plan_rows.content_of(rows, public.id)["actions"][0]["title"] == "The secret word"


def test_what_moved_since_a_version_counts_from_its_moment_on_the_same_day(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    one = adding(store, "One", tags=mapped())
    share_version(store, framework, lead, "kent", N)
    adding(store, "Two", tags=mapped())
    withdraw_action(store, framework, lead, one.id, read_revision=1, reason="a duplicate")
    then = plan_of_version(store, framework, lead, "kent", 1)
    assert ([a.title for a in then.actions], then.judged_on) == (["One"], today())
    moves = moved(then, open_plan(store, framework, lead, "kent"))
    assert [m.action.title for m in moves[Kind.NEW]] == ["Two"]
    assert [m.action.title for m in moves[Kind.WITHDRAWN]] == ["One"]
    with pytest.raises(NotFound):
        plan_of_version(store, framework, lead, "kent", 2)
