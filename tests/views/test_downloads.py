"""Streamlit's file manager is listened to as it is today; these fail when it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from vawg_plans.cookies import BROWSER
from vawg_plans.views import downloads
from vawg_plans.views.downloads import Makers, keep_to_their_makers, may_fetch

Runs = Callable[[str], None]
BROWSERS = {"session-ann": "ann", "session-bob": "bob", "session-nobody": ""}


@pytest.fixture
def open_sessions(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The sessions that are open, and the cookie each came with."""
    sessions = dict(BROWSERS)

    def client_of(session: str) -> object:
        if session not in sessions:
            return None
        cookies: Mapping[str, str] = {BROWSER: sessions[session]} if sessions[session] else {}
        return SimpleNamespace(client_context=SimpleNamespace(cookies=cookies))

    running = SimpleNamespace(
        exists=lambda: True, get_instance=lambda: SimpleNamespace(get_client=client_of)
    )
    monkeypatch.setattr(downloads, "runtime", running)
    return sessions


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    """Make this the session whose script runs, for us and for Streamlit."""

    def as_session(session: str) -> None:
        running = SimpleNamespace(session_id=session)
        monkeypatch.setattr(downloads, "get_script_run_ctx", lambda: running)
        monkeypatch.setattr(
            "streamlit.runtime.scriptrunner_utils.script_run_context.get_script_run_ctx",
            lambda: running,
        )

    return as_session


@pytest.fixture
def makers() -> Makers:
    return Makers()


@pytest.fixture
def files(open_sessions: dict[str, str], makers: Makers) -> MediaFileManager:
    manager = MediaFileManager(MemoryMediaFileStorage("/media"))
    keep_to_their_makers(manager, makers)
    return manager


def name_of(address: str) -> str:
    return address.removeprefix("/media/")


def test_a_file_that_was_shown_is_its_sessions_browsers(
    files: MediaFileManager, makers: Makers, runs: Runs
) -> None:
    runs("session-ann")
    address = files.add(b"png", "image/png", "1.2")
    assert may_fetch(name_of(address), "ann", makers)
    assert not may_fetch(name_of(address), "bob", makers)
    assert not may_fetch(name_of(address), "", makers)
    assert not may_fetch("another.png", "ann", makers)


def test_a_file_made_on_a_click_is_the_buttons_owners_whoever_pressed(
    files: MediaFileManager, makers: Makers, runs: Runs
) -> None:
    runs("session-ann")
    button = files.add_deferred(lambda: b"plan", "text/plain", "1.3", file_name="plan.txt")
    runs("session-bob")
    file = name_of(files.execute_deferred(button))
    assert may_fetch(file, "ann", makers)
    assert not may_fetch(file, "bob", makers)


def test_the_same_content_made_twice_is_both_sessions(
    files: MediaFileManager, makers: Makers, runs: Runs
) -> None:
    for session in ("session-ann", "session-bob"):
        runs(session)
        file = name_of(files.add(b"same", "text/plain", "1.1"))
    assert may_fetch(file, "ann", makers)
    assert may_fetch(file, "bob", makers)


def test_a_session_without_a_cookie_is_nobodys(
    files: MediaFileManager, makers: Makers, runs: Runs
) -> None:
    runs("session-nobody")
    file = name_of(files.add(b"png", "image/png", "1.2"))
    assert not any(may_fetch(file, browser, makers) for browser in ("", "ann", "None"))


def test_a_session_that_ended_leaves_nothing_to_fetch_and_is_forgotten(
    files: MediaFileManager, makers: Makers, runs: Runs, open_sessions: dict[str, str]
) -> None:
    runs("session-ann")
    file = name_of(files.add(b"png", "image/png", "1.2"))
    del open_sessions["session-ann"]
    assert not may_fetch(file, "ann", makers)
    runs("session-bob")
    files.add(b"other", "image/png", "1.2")
    assert makers.sessions() == {"session-bob"}


def test_a_file_still_shown_is_kept_while_the_page_is_drawn_again(
    files: MediaFileManager, makers: Makers, runs: Runs
) -> None:
    runs("session-ann")
    file = name_of(files.add(b"png", "image/png", "1.2"))
    files.clear_session_refs("session-ann")
    assert may_fetch(file, "ann", makers)


def test_other_peoples_pages_do_not_throw_a_file_away_before_it_is_fetched(
    files: MediaFileManager, runs: Runs
) -> None:
    """Streamlit alone does: of a file made on a click it keeps no session."""
    runs("session-ann")
    button = files.add_deferred(lambda: b"plan", "text/plain", "1.3", file_name="plan.txt")
    file = name_of(files.execute_deferred(button))
    for _ in range(3):
        files.remove_orphaned_files()
    assert files.read_file(file) is not None
    # Its session's next run lets it go, as everything else that is no longer shown.
    files.clear_session_refs("session-ann")
    for _ in range(2):
        files.remove_orphaned_files()
    assert files.read_file(file) is None


def test_files_that_are_gone_are_forgotten(
    files: MediaFileManager, makers: Makers, runs: Runs
) -> None:
    runs("session-ann")
    gone = name_of(files.add(b"old", "image/png", "1.2"))
    files.add(b"new", "image/png", "1.2")
    files.remove_orphaned_files()
    files.add(b"newer", "image/png", "1.3")
    assert makers.of(gone.partition(".")[0]) == []


def test_a_button_nobody_knows_makes_nothing(files: MediaFileManager, makers: Makers) -> None:
    with pytest.raises(MediaFileStorageError):
        files.execute_deferred("0" * 32)
    assert makers.sessions() == set()


def test_without_a_server_nothing_may_be_fetched() -> None:
    assert not may_fetch("2f1c.xlsx", "ann")
