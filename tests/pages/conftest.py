"""Visits to the app without a browser: `app.py` run as Streamlit runs it, on a demonstration."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import REPOSITORY
from vawg_plans.domain.people import Actor
from vawg_plans.services.demonstration import make_demonstration
from vawg_plans.services.setup import make_database
from vawg_plans.views import session

# A page takes a tenth of a second; the first one of a run opens the database.
SECONDS = 30
Visit = Callable[..., AppTest]


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration as it is made, closed: copy it to write in it."""
    path = tmp_path_factory.mktemp("demonstration") / "made.duckdb"
    store, _ = make_demonstration(str(path))
    store.close()
    return path


@pytest.fixture(scope="session")
def looked_at(demonstration: Path) -> Iterator[Path]:
    """One copy for every test that only looks: opened once."""
    path = demonstration.with_name("looked_at.duckdb")
    shutil.copy(demonstration, path)
    yield path
    close(path)


@pytest.fixture
def own_copy(demonstration: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy for a test that writes."""
    path = tmp_path / "own.duckdb"
    shutil.copy(demonstration, path)
    yield path
    close(path)


@pytest.fixture
def small_copy(tmp_path: Path) -> Iterator[Path]:
    """A demonstration of a few actions a force, for a test that has all of it proved."""
    path = tmp_path / "small.duckdb"
    store, _ = make_demonstration(str(path), actions=3, revisions_per_action=1)
    store.close()
    yield path
    close(path)


@pytest.fixture(scope="session")
def in_earnest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database that is not a demonstration."""
    path = tmp_path_factory.mktemp("in_earnest") / "plans.duckdb"
    store, _ = make_database(str(path), demonstration=False)
    store.close()
    yield path
    close(path)


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """`visit(database, actor, page, **query)`: the app as this person sees that page.

    Without a page it is the one the app opens first; without an actor, nobody has signed in.
    """

    def visited(
        database: Path, actor: Actor | None = None, page: str = "", **query: str
    ) -> AppTest:
        monkeypatch.setenv("VAWG_PLANS_DATABASE", str(database))
        # The server's address is in .streamlit/config.toml, which Streamlit finds from here.
        monkeypatch.chdir(REPOSITORY)
        at = AppTest.from_file(REPOSITORY / "app.py", default_timeout=SECONDS)
        if actor is not None:
            at.session_state["actor"] = actor
        at.run()
        return go(at, page, **query) if page else at

    return visited


def go(at: AppTest, page: str, **query: str) -> AppTest:
    """On to another page of the same visit, with nothing but `query` in its address."""
    for name in list(at.query_params):
        del at.query_params[name]
    for name, value in query.items():
        at.query_params[name] = value
    return at.switch_page(page).run()


def close(path: Path) -> None:
    """Close what the app keeps open for the whole process."""
    store, _ = session.opened(str(path))
    store.close()
    session.opened.clear(str(path))
