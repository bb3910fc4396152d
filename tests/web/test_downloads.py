"""A file is served to the browser of the session that made it, and does not exist for others."""

from __future__ import annotations

import pytest

from tests.web.answering import ask, serving
from vawg_plans.addresses import media_id
from vawg_plans.cookies import BROWSER
from vawg_plans.web.closed import ClosedDoors
from vawg_plans.web.downloads import OwnDownloads

OURS = OwnDownloads(
    serving("application/octet-stream"),
    may_fetch=lambda file, browser: (file, browser) == ("2f1c.xlsx", "ann"),
)


def test_the_owners_browser_gets_the_file() -> None:
    answer = ask(OURS, "/media/2f1c.xlsx", cookie=f"other=1; {BROWSER}=ann")
    assert (answer.status, answer.body) == (200, b"served")


@pytest.mark.parametrize("cookie", ["", f"{BROWSER}=", f"{BROWSER}=bob", "other=ann"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_for_anybody_else_there_is_no_such_file(cookie: str, method: str) -> None:
    answer = ask(OURS, "/media/2f1c.xlsx", method=method, cookie=cookie)
    assert answer.status == 404
    assert b"served" not in answer.body


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/media/2f1c.xlsx", "2f1c.xlsx"),
        ("/media/a/b", "a/b"),
        ("/media/", ""),
        ("/base/media/2f1c.xlsx", "2f1c.xlsx"),
        ("//media/2f1c.xlsx", "2f1c.xlsx"),
        ("/media/static/media/x", "static/media/x"),
        ("/static/media/font.woff2", None),
        ("/base/static/media/font.woff2", None),
        ("/media", None),
        ("/plan", None),
    ],
)
def test_files_of_sessions_are_told_from_the_rest(path: str, file: str | None) -> None:
    assert media_id(path) == file


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/_stcore/metrics", 404),
        ("/_stcore/agent/interact", 404),
        ("/_stcore/agent/openapi.json", 404),
        ("/plan/_stcore/agent/mcp", 404),
        ("/_stcore/script-health-check", 404),
        ("/_stcore/health", 200),
        ("/_stcore/host-config", 200),
        ("/plan", 200),
    ],
)
def test_doors_nobody_needs_are_not_there(path: str, status: int) -> None:
    assert ask(ClosedDoors(serving("text/plain")), path).status == status
