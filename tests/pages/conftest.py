"""Visits to the app without a browser: `app.py` run as Streamlit runs it, on a demonstration."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import REPOSITORY, copied
from vawg_plans.domain.people import Actor
from vawg_plans.views import session

# A page takes a tenth of a second; the first one of a run opens the database.
SECONDS = 30
Visit = Callable[..., AppTest]


@pytest.fixture(scope="session")
def looked_at(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One copy for every test that only looks: opened once."""
    path = copied(demonstration, tmp_path_factory.mktemp("looked_at") / "plans.duckdb")
    yield path
    close(path)


@pytest.fixture
def own_copy(demonstration: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy for a test that writes."""
    path = copied(demonstration, tmp_path / "own.duckdb")
    yield path
    close(path)


@pytest.fixture
def small_copy(small_demonstration: Path, tmp_path: Path) -> Iterator[Path]:
    """A demonstration of a few actions a force, for a test that has all of it proved."""
    path = copied(small_demonstration, tmp_path / "small.duckdb")
    yield path
    close(path)


@pytest.fixture(scope="session")
def in_earnest(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database that is not a demonstration."""
    path = copied(empty_database, tmp_path_factory.mktemp("in_earnest") / "plans.duckdb")
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
