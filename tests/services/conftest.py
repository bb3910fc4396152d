"""Databases for the services: an empty one on each engine, and a whole demonstration."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from vawg_plans.domain.actions import Action, Tag, TagKind
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.plans import Version
from vawg_plans.services import publishing
from vawg_plans.services.actions import add_action
from vawg_plans.services.setup import make_database
from vawg_plans.store.framework_files import read_framework
from vawg_plans.store.store import Store

Adding = Callable[..., Action]


def person(role: Role, force_id: str | None = None) -> Actor:
    """Somebody in this role; in Kent unless another force is named."""
    place = (force_id or "kent") if role.in_a_force else None
    return Actor(f"person-{role.value}-{place}", f"{role.label} of {place}", role, place)


def mapped(area: str = "powers", p: str = "protect", by: str | None = "person-ann") -> Any:
    """Tags that put an action in one cell of the matrix."""
    return (
        Tag(TagKind.P, p, lead=True, accepted_by=by),
        Tag(TagKind.AREA, area, accepted_by=by),
    )


CHIEF = "Assistant chief constable, crime"


def published(
    store: Store, framework: Framework, force_id: str = "kent", note: str = ""
) -> Version:
    """A public version of a force's plan: submitted by its lead, approved by its chair."""
    actor = person(Role.STRATEGIC_LEAD, force_id)
    review = publishing.submit(store, framework, actor, force_id, note)
    chair = person(Role.GOLD_CHAIR, force_id)
    review = publishing.approve(store, framework, chair, review, post=CHIEF)
    return publishing.publish(store, framework, actor, review)


@pytest.fixture(scope="session")
def framework() -> Framework:
    return read_framework()


@pytest.fixture
def store(empty_database: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty database of the test's own, on DuckDB."""
    path = shutil.copy(empty_database, tmp_path / "services.duckdb")
    opened = Store(str(path))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_url: str) -> str:
    """The name of an empty database that was set up, to copy."""
    name = "services_template"
    _on_server(postgresql_url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    made, _ = make_database(_named(postgresql_url, name), demonstration=False)
    made.close()
    return name


@pytest.fixture(params=["duckdb", "postgresql"])
def either(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty database of the test's own, on each engine."""
    if request.param == "duckdb":
        yield request.getfixturevalue("store")
        return
    server: str = request.getfixturevalue("postgresql_url")
    template = sql.Identifier(request.getfixturevalue("postgresql_template"))
    name = f"services_{uuid.uuid4().hex}"
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), template)
    _on_server(server, copy)
    opened = Store(_named(server, name))
    yield opened
    opened.close()
    _on_server(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _named(server: str, name: str) -> str:
    return server.rsplit("/", 1)[0] + f"/{name}"


def _on_server(url: str, statement: sql.Composed) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture
def lead() -> Actor:
    return person(Role.STRATEGIC_LEAD)


@pytest.fixture(scope="session")
def demonstration_store(
    demonstration: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """The demonstration, open. For reading only."""
    path = tmp_path_factory.mktemp("demonstration") / "plans.duckdb"
    opened = Store(str(shutil.copy(demonstration, path)))
    yield opened
    opened.close()


@pytest.fixture
def demonstration_copy(demonstration: Path, tmp_path: Path) -> Iterator[Store]:
    """A demonstration of the test's own, to write to."""
    opened = Store(str(shutil.copy(demonstration, tmp_path / "demonstration.duckdb")))
    yield opened
    opened.close()


@pytest.fixture
def adding(framework: Framework) -> Adding:
    """Adds an action by the strategic lead of the force."""

    def add(store: Store, title: str, force_id: str = "kent", **values: Any) -> Action:
        actor = person(Role.STRATEGIC_LEAD, force_id)
        return add_action(store, framework, actor, force_id, {"title": title, **values})

    return add
