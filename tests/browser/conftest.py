"""The running app, and a browser that reports what a person would not notice.

Every page opened here fails its test if the browser logged an error, or if anything at all was
asked of another machine.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import REPOSITORY, copied, free_port

HERE = Path(__file__).resolve().parent
START_SECONDS = 60
LONGEST_FIRST = (
    "test_accessible",
    "test_sign_in",
    "test_secrecy",
    "test_meeting",
    "test_hardening",
    "test_public",
)
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands here, and run it last: Playwright holds an event loop.

    The longest file first, so that no worker ends with one while the other has nothing left.
    """
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    if not item.path.is_relative_to(HERE):
        return -1
    name = item.path.stem
    return LONGEST_FIRST.index(name) if name in LONGEST_FIRST else len(LONGEST_FIRST)


@dataclass
class RunningApp:
    """The app as `python -m vawg_plans run` starts it, on a demonstration database."""

    url: str
    database: Path
    log: Path
    process: subprocess.Popen[bytes]

    def logged(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="session")
def app(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    folder = tmp_path_factory.mktemp("app")
    database = copied(demonstration, folder / "demonstration.duckdb")
    log, port = folder / "app.log", free_port()
    with started(database, log, port, VAWG_PLANS_PUBLIC="on") as running:
        yield running


@contextmanager
def started(database: Path | str, log: Path, port: int, **environment: str) -> Iterator[RunningApp]:
    """The app as `python -m vawg_plans run` starts it on this database, until the block ends."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "vawg_plans", "run", "--port", str(port)],
            cwd=REPOSITORY,
            env=os.environ | {"VAWG_PLANS_DATABASE": str(database)} | environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            # Its own group, so that it and what it starts can be ended, and nothing else.
            start_new_session=True,
        )
    running = RunningApp(f"http://127.0.0.1:{port}", Path(database), log, process)
    try:
        _wait_until_healthy(running)
        yield running
    finally:
        _end(process)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                # Nothing leaves this machine, even if a page asks: the request fails, and is seen.
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            ],
        )
        yield browser
        browser.close()


@dataclass
class Witness:
    """What the browser saw. A test that provokes an error on purpose clears `errors`."""

    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob", "about"} and parts.hostname not in LOOPBACK:
            self.strangers.append(url)


@pytest.fixture
def witness() -> Iterator[Witness]:
    seen = Witness()
    yield seen
    assert not seen.strangers, f"another machine was asked for: {seen.strangers}"
    assert not seen.errors, f"the browser logged: {seen.errors}"


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(app: RunningApp, browser: Browser, witness: Witness) -> Iterator[OpenPage]:
    """Open an address of the app in a browser of its own, as a new visitor, and wait for it.

    `open_page("gold-group", width=360)`; further keywords go to Playwright's new_context.
    """
    contexts = []

    def opened(path: str = "", *, width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="Europe/London",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        witness.watch(page)
        page.goto(f"{app.url}/{path.lstrip('/')}")
        settle(page)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The first screen, at 1280 x 800."""
    return open_page()


def settle(page: Page, *, timeout: float = 30_000) -> None:
    """Wait until the script behind the page has run, and all it drew stands there, up to date."""
    state = page.get_by_test_id("stApp")
    expect(state).to_have_attribute("data-test-script-state", "notRunning", timeout=timeout)
    expect(page.locator("[data-stale='true']")).to_have_count(0, timeout=timeout)
    # Each kind of element is fetched when it is first drawn; a grey bar holds its place until then.
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=timeout)


def _wait_until_healthy(app: RunningApp) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if app.process.poll() is not None:
            pytest.fail(f"The app ended with {app.process.returncode}:\n{app.logged()}")
        if _answers(f"{app.url}/_stcore/health"):
            return
        time.sleep(0.1)
    pytest.fail(f"The app was not ready after {START_SECONDS} seconds:\n{app.logged()}")


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError, TimeoutError):
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the app and what it started: its process group, made for it above."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                os.killpg(process.pid, sign if process.poll() is None else 0)
            except ProcessLookupError:
                return  # nobody is left
            sign = 0  # said once; now only asked
            time.sleep(0.05)
