"""Which session made which file, and whether a browser that asks for one is that session's.

Streamlit names a file by its content, serves it to anybody, and forgets who asked for one that was
made on a click; it may even throw that one away before it is fetched, when many people are at work.
So its file manager is listened to here. This module alone knows its ways, and
tests/views/test_downloads.py fails when they change.
"""

from __future__ import annotations

import functools
import hmac
import os
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from streamlit import runtime
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from vawg_plans.cookies import BROWSER


class Makers:
    """The files of each session, while the session is open and the file is kept."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: dict[str, set[str]] = defaultdict(set)

    def note(self, session: str, file: str, is_kept: Callable[[str], bool]) -> None:
        """This session made this file. Its files that are gone meanwhile are forgotten."""
        with self._lock:
            self._files[session] = {f for f in self._files[session] if is_kept(f)} | {file}

    def of(self, file: str) -> list[str]:
        """The sessions that made this file. The same content made twice is one file."""
        with self._lock:
            return [session for session, files in self._files.items() if file in files]

    def keep_only(self, is_open: Callable[[str], bool]) -> None:
        """Forget the sessions that ended."""
        with self._lock:
            for session in [s for s in self._files if not is_open(s)]:
                del self._files[session]

    def sessions(self) -> set[str]:
        """Whose files are known."""
        with self._lock:
            return set(self._files)


_MAKERS = Makers()


def keep_to_their_makers(manager: MediaFileManager, makers: Makers = _MAKERS) -> None:
    """From now on, note who makes a file. Once, before the first visitor."""
    add, execute_deferred = manager.add, manager.execute_deferred

    def note(session: str, address: str) -> str:
        file = _file_in(address)
        makers.keep_only(lambda one: one == session or _browser_of(one) is not None)
        makers.note(session, file, lambda one: manager.read_file(one) is not None)
        return file

    @functools.wraps(add)
    def add_and_note(*arguments: Any, **named: Any) -> str:
        address = add(*arguments, **named)
        running = get_script_run_ctx()
        if running is not None:
            note(running.session_id, address)
        return address

    @functools.wraps(execute_deferred)
    def execute_and_note(button: str) -> str:
        # Whose button it is, not who pressed it: Streamlit makes the file for whoever names the
        # button, and the name alone must not be enough.
        pressed = manager._deferred_callables.get(button)
        address = execute_deferred(button)
        if pressed is not None:
            session = pressed["session_id"]
            file = note(session, address)
            # As if it were shown beside its button: so it is kept until its session's next run.
            # Otherwise the second run of anybody's page, perhaps before the browser came for it,
            # would throw it away.
            with manager._lock:
                manager._files_by_session_and_coord[session][f"made by {button}"] = file
        return address

    # Assigned by name, because both stand on the class and mypy rightly minds.
    vars(manager).update(add=add_and_note, execute_deferred=execute_and_note)


def may_fetch(media: str, browser: str, makers: Makers = _MAKERS) -> bool:
    """Whether a session of this browser, open now, made this file."""
    asked = browser.encode()
    return bool(asked) and any(
        hmac.compare_digest((_browser_of(session) or "").encode(), asked)
        for session in makers.of(_file_in(media))
    )


def _file_in(address: str) -> str:
    """The file's name in its address: /media/2f1c.xlsx is 2f1c."""
    return os.path.splitext(address.rpartition("/")[2])[0]


def _browser_of(session: str) -> str | None:
    """The cookie a session's browser came with; None if that session is not open."""
    client = runtime.get_instance().get_client(session) if runtime.exists() else None
    if client is None or client.client_context is None:
        return None
    return client.client_context.cookies.get(BROWSER, "")
