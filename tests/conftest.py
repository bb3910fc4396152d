"""What the tests stand on: a real PostgreSQL, a fresh database on each engine, a browser.

None of these is optional. A test that needs one and does not find it fails, saying what to install;
a skipped test would read as a passed one.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from psycopg import sql

from vawg_plans import config
from vawg_plans.services.demonstration import make_demonstration
from vawg_plans.services.setup import make_database

# The same examples every time, so that a failure is the change's and not the dice's.
# HYPOTHESIS_PROFILE=search throws the dice, and more of them.
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("search", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

REPOSITORY = Path(__file__).resolve().parent.parent
# What one worker makes, another waits for so long.
MAKING_SECONDS = 180


def pytest_configure() -> None:
    """Being told to stop ends the servers started here too, as Ctrl-C does."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def heads_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The heads of server databases do not gather in the project's own folder."""
    config.HEADS = tmp_path_factory.mktemp("heads")
    # Nor does the app look after a test's database by itself; tests/test_jobs.py asks it to.
    os.environ["VAWG_PLANS_JOBS"] = "off"


@pytest.fixture(autouse=True)
def _no_database_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test must not find the database or the provider that somebody works with."""
    for name in list(os.environ):
        if name.startswith("VAWG_PLANS_") and name != "VAWG_PLANS_JOBS":
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration as `init --demo` makes it, closed. Copy it; never open it."""
    return made_once(tmp_path_factory, "demonstration", _by_command)


@pytest.fixture(scope="session")
def small_demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration of a few actions a force, for what takes long by size. Copy it."""
    return made_once(
        tmp_path_factory,
        "small",
        lambda path: make_demonstration(path, actions=3, revisions_per_action=1)[0].close(),
    )


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DuckDB file that was set up and holds no plan. Copy it; never open it."""
    return made_once(
        tmp_path_factory,
        "empty",
        lambda path: make_database(path, demonstration=False)[0].close(),
    )


@pytest.fixture(scope="session")
def empty_demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, but that it is a demonstration. Copy it; never open it."""
    return made_once(
        tmp_path_factory,
        "empty_demonstration",
        lambda path: make_database(path, demonstration=True)[0].close(),
    )


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[str], object]) -> Path:
    """A database file that is made once in a run: by the worker that comes first."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / f"made-{name}"
    path, done = folder / "plans.duckdb", folder / "done"
    try:
        folder.mkdir()
    except FileExistsError:
        until = time.monotonic() + MAKING_SECONDS
        while not done.exists():
            assert time.monotonic() < until, f"no other worker has made {name}"
            time.sleep(0.05)
    else:
        make(str(path))
        done.touch()
    return path


def copied(database: Path, to: Path) -> Path:
    """A copy of a database file, with the head of its record, to open and to write to."""
    shutil.copy(f"{database}.head", f"{to}.head")
    return Path(shutil.copy(database, to))


def _by_command(path: str) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "vawg_plans", "init", "--demo"],
        cwd=REPOSITORY, env=os.environ | {"VAWG_PLANS_DATABASE": path},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode != 0:
        pytest.fail(f"init --demo ended with {made.returncode}:\n{made.stdout}{made.stderr}")


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL of our own, on loopback, in a temporary folder, gone afterwards."""
    initdb, pg_ctl = _postgresql_programs()
    # Not under tmp_path: that folder belongs to whoever runs the tests, and PostgreSQL refuses to
    # run as root. A short path too, because a socket's path may hold about a hundred characters.
    home = Path(tempfile.mkdtemp(prefix="vawg-plans-pg-"))
    become: list[str] = []
    if _is_root():
        become = ["runuser", "-u", "postgres", "--"]
        shutil.chown(home, "postgres", "postgres")
    data, log = home / "data", home / "log"
    try:
        _run(
            *become, initdb, "--pgdata", str(data), "--username=postgres", "--auth=trust",
            "--encoding=UTF8", "--no-locale", "--no-sync",
        )  # fmt: skip
        port = _start_postgresql([*become, pg_ctl], home, data, log)
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            _run(*become, pg_ctl, "--pgdata", str(data), "--mode=immediate", "--wait", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["duckdb", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that does not exist yet (DuckDB) or holds nothing (PostgreSQL): one test, both."""
    if request.param == "duckdb":
        yield str(tmp_path / "plans.duckdb")
        return
    yield request.getfixturevalue("postgresql_empty")


@pytest.fixture
def postgresql_empty(postgresql_url: str) -> Iterator[str]:
    """A database of the server that holds nothing."""
    with _database_of(postgresql_url) as url:
        yield url


@pytest.fixture
def another_server(postgresql_url: str) -> Iterator[str]:
    """A second one, to copy to from either engine."""
    with _database_of(postgresql_url) as url:
        yield url


@contextmanager
def _database_of(server: str) -> Iterator[str]:
    name = f"plans_{uuid.uuid4().hex}"
    _on_server(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield server.rsplit("/", 1)[0] + f"/{name}"
    finally:
        # FORCE: a test may leave a pool behind, and it must not fail the next one.
        _on_server(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's Chromium."""
    return _program(
        "chromium", "chromium-browser", "google-chrome", install="Chromium (Debian: chromium)"
    )


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """LibreOffice, to open what is exported as its reader will."""
    return _program(
        "soffice", "libreoffice", install="LibreOffice Calc (Debian: libreoffice-calc-nogui)"
    )


def free_port() -> int:
    """A loopback port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _program(*names: str, install: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    pytest.fail(f"This test needs {names[0]}. Install {install}; .ci/run does it on Debian.")


def _postgresql_programs() -> tuple[str, str]:
    """initdb and pg_ctl of the newest PostgreSQL here; Debian keeps them off the PATH."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True
    )
    search = os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
    initdb, pg_ctl = shutil.which("initdb", path=search), shutil.which("pg_ctl", path=search)
    if initdb is None or pg_ctl is None:
        pytest.fail(
            "This test needs a PostgreSQL server (initdb and pg_ctl). Install PostgreSQL 13 or "
            "later (Debian: postgresql); .ci/run does it on Debian."
        )
    return initdb, pg_ctl


def _start_postgresql(pg_ctl: list[str], home: Path, data: Path, log: Path) -> int:
    """Start it and give its port. Another program may take a free port first, so try a few."""
    for attempt in range(3):
        port = free_port()
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} "
            # It dies with the tests, so it need not survive anything.
            "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        )
        try:
            _run(
                *pg_ctl, "--pgdata", str(data), "--log", str(log), "--options", options,
                "--wait", "--timeout=60", "start",
            )  # fmt: skip
        except subprocess.CalledProcessError:
            if attempt == 2:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from None
        else:
            return port
    raise AssertionError("unreachable")


def _run(*command: str) -> None:
    # No pipes: the server would inherit them and the call would never see their end.
    subprocess.run(
        command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd="/"
    )


def _on_server(url: str, statement: sql.Composed) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
