"""The frame: what the server is told before its first visitor."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit import logger, net_util
from streamlit.runtime.pages_manager import PagesManager

from vawg_plans import logs
from vawg_plans.domain.framework import Framework
from vawg_plans.services.setup import make_database
from vawg_plans.store.store import Store
from vawg_plans.views import session, shell


def test_the_server_asks_nobody_outside_for_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "plans.duckdb")
    make_database(path, demonstration=True)[0].close()
    monkeypatch.setenv("VAWG_PLANS_DATABASE", path)
    monkeypatch.setattr(net_util, "get_external_ip", lambda: "asked outside")
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    # The tests' own log is left alone.
    monkeypatch.setattr(logs, "start_logging", lambda: None)
    monkeypatch.setattr(logger, "setup_formatter", logger.setup_formatter)

    running: list[str] = []

    def begin(store: Store, framework: Framework) -> Callable[[], None]:
        running.append("begun")
        return lambda: running.append("ended")

    async def start() -> None:
        async with shell.lifespan(begin)(None):
            assert running == ["begun"]
            assert net_util.get_external_ip() is None
            assert PagesManager.uses_pages_directory is False
            assert session.opened(path)[0].is_demonstration

    asyncio.run(start())
    assert running == ["begun", "ended"]
    session.opened.clear(path)


def test_what_two_first_visitors_would_load_at_once_is_loaded_before_them() -> None:
    loaded = "import sys, vawg_plans.views.shell; print(hasattr(sys.modules['pandas'], 'Series'))"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True)
    assert done.stdout.strip() == "True", done.stderr
