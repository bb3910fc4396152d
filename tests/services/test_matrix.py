"""Every service, tried by every role and by nobody, in the own force and another, in every state a
plan can be in: what is allowed is exactly what the table gives.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.services.conftest import CHIEF, mapped, person, published
from tests.services.recipes import NATIONAL_ACTS, NOT_FOR_AN_ACTOR, RECIPES, World
from vawg_plans import services
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import NOBODY, Actor, Role
from vawg_plans.domain.permissions import Permission, depends_on_state, may
from vawg_plans.domain.plans import Audience, PlanState
from vawg_plans.errors import NotAllowed, PlanError
from vawg_plans.services import publishing
from vawg_plans.services.actions import add_action
from vawg_plans.services.gate import state_of
from vawg_plans.services.versions import share_version, shared_content
from vawg_plans.store.store import Store

# A force in each state that a plan can be in.
STATES = {
    "surrey": PlanState.NOT_STARTED,
    "essex": PlanState.DRAFT,
    "sussex": PlanState.IN_REVIEW,
    "hampshire": PlanState.APPROVED,
    "kent": PlanState.SHARED,
    "dorset": PlanState.PUBLISHED,
}
REVIEWED = {PlanState.IN_REVIEW, PlanState.APPROVED}
HOME = "kent"
ROLES = [r for r in Role if r is not Role.NOBODY]
WORDS = "Review every order"


@pytest.fixture(scope="session")
def forces_in_every_state(
    empty_database: Path, framework: Framework, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = Path(shutil.copy(empty_database, tmp_path_factory.mktemp("states") / "p.duckdb"))
    store = Store(str(path))
    for force_id, state in STATES.items():
        lead = person(Role.STRATEGIC_LEAD, force_id)
        if state is PlanState.NOT_STARTED:
            continue
        title = f"{WORDS} of {force_id}"
        add_action(
            store,
            framework,
            lead,
            force_id,
            {"title": title, "tags": mapped(), "owner_posts": ("ACC",)},
        )
        if state in (PlanState.IN_REVIEW, PlanState.APPROVED):
            review = publishing.submit(store, framework, lead, force_id)
        if state is PlanState.APPROVED:
            chair = person(Role.GOLD_CHAIR, force_id)
            publishing.approve(store, framework, chair, review, post=CHIEF)
        if state is PlanState.SHARED:
            share_version(store, framework, lead, force_id, Audience.NATIONAL)
        if state is PlanState.PUBLISHED:
            published(store, framework, force_id)
    store.close()
    return path


@pytest.fixture
def world(forces_in_every_state: Path, framework: Framework, tmp_path: Path) -> Iterator[World]:
    store = Store(str(shutil.copy(forces_in_every_state, tmp_path / "world.duckdb")))
    yield World(store, framework, tmp_path)
    store.close()


def actors(force_id: str) -> Iterator[Actor]:
    """Everybody who could try something with this force: of it, of another, of none."""
    for role in ROLES:
        yield person(role, force_id)
        if role.in_a_force:
            yield person(role, "norfolk")
    yield NOBODY


def own(force_id: str) -> Iterator[Actor]:
    """Everybody of this force."""
    yield from (person(role, force_id) for role in ROLES if role.in_a_force)


def tried(call: Callable[[], Any]) -> bool:
    """Whether it was allowed; what else was wrong with it does not matter here."""
    try:
        call()
    except NotAllowed:
        return False
    except PlanError:
        return True
    return True


def every_service() -> dict[str, Callable[..., Any]]:
    """Every public function of the services that takes an actor, by 'module.name'."""
    found = {}
    for module in pkgutil.iter_modules(services.__path__):
        loaded = importlib.import_module(f"vawg_plans.services.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            public = not name.startswith("_") and function.__module__ == loaded.__name__
            if public and "actor" in inspect.signature(function).parameters:
                found[f"{module.name}.{name}"] = function
    return found


def test_no_service_is_left_out() -> None:
    known = {*RECIPES, *NATIONAL_ACTS, *NOT_FOR_AN_ACTOR}
    assert set(every_service()) == known


def test_the_forces_are_in_the_states_they_are_named_for(world: World) -> None:
    assert {f: state_of(world.store, f) for f in STATES} == STATES
    assert set(STATES.values()) == set(PlanState)


@pytest.mark.parametrize("name", RECIPES)
def test_a_service_of_a_force_allows_exactly_whom_the_table_names(world: World, name: str) -> None:
    permission, recipe = RECIPES[name]
    wrong = []
    for force_id, state in STATES.items():
        # A review changes nothing for outsiders but where the state counts: the own force is tried.
        outsiders = depends_on_state(permission) or state not in REVIEWED
        for actor in actors(force_id) if outsiders else own(force_id):
            expected = may(actor, permission, force_id, state)
            allowed = tried(lambda a=actor, f=force_id: recipe(world, a, f))
            if allowed is not expected:
                wrong.append((actor.role.value, actor.force_id, force_id, state.value, allowed))
    assert wrong == []


@pytest.mark.parametrize("name", NATIONAL_ACTS)
def test_a_service_of_no_force_allows_exactly_whom_the_table_names(world: World, name: str) -> None:
    permission, recipe = NATIONAL_ACTS[name]
    wrong = [
        actor.role.value
        for actor in actors(HOME)
        if tried(lambda a=actor: recipe(world, a)) is not may(actor, permission)
    ]
    assert wrong == []


def test_words_of_another_force_are_read_exactly_as_the_table_says(world: World) -> None:
    wrong = []
    for force_id, state in STATES.items():
        for actor in actors(force_id):
            if not may(actor, Permission.COMPARE, force_id):
                continue
            found = shared_content(world.store, actor, force_id)
            seen = WORDS in str(found)
            expected = may(actor, Permission.READ_SHARED_WORDS, force_id, state) or may(
                actor, Permission.READ_PUBLISHED_WORDS, force_id, state
            )
            if seen is not expected:
                wrong.append((actor.role.value, actor.force_id, force_id, seen))
    assert wrong == []


def test_a_refusal_is_recorded_under_whoever_tried(world: World) -> None:
    reader = person(Role.READER)
    before = _refusals(world.store, reader.person_id)
    refused = sum(
        not tried(lambda r=recipe: r(world, reader, HOME)) for _, recipe in RECIPES.values()
    )
    assert refused > 10
    assert _refusals(world.store, reader.person_id) == before + refused


def test_nobody_cannot_flood_the_record(world: World) -> None:
    _, recipe = RECIPES["plans.open_plan"]
    for _ in range(200):
        assert not tried(lambda: recipe(world, NOBODY, HOME))
    assert _refusals(world.store, NOBODY.person_id) <= 30


def _refusals(store: Store, person_id: str) -> int:
    with store.read() as rows:
        found = rows.all("record.entries", after=0, upto=10**9)
    return sum(e["act"] == "refused" and e["person_id"] == person_id for e in found)
