"""Every answer tells the browser what to refuse."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
import streamlit

from tests.web.answering import ask, serving
from vawg_plans.web.asgi import Receive, Scope, Send
from vawg_plans.web.headers import STREAMLITS_SCRIPT, StrictHeaders

HTTPS = "https://plans.force.example"
COOKIES = (
    (b"set-cookie", b"_streamlit_user=signed; HttpOnly; Path=/; SameSite=lax"),
    (b"set-cookie", b"_streamlit_xsrf=2|a|b|1; Path=/; SameSite=Lax; secure"),
)


@pytest.mark.parametrize("path", ["/", "/plan", "/media/2f1c.xlsx", "/_stcore/health", "/nowhere"])
@pytest.mark.parametrize("status", [200, 302, 404, 500])
def test_every_answer_carries_the_headers(path: str, status: int) -> None:
    answer = ask(StrictHeaders(serving(status=status)), path)
    assert answer.one("x-content-type-options") == "nosniff"
    assert answer.one("referrer-policy") == "same-origin"
    assert answer.one("x-frame-options") == "DENY"
    assert answer.one("cross-origin-opener-policy") == "same-origin"
    assert answer.one("cross-origin-resource-policy") == "same-origin"
    assert "camera=()" in answer.one("permissions-policy")
    assert "frame-ancestors 'none'" in answer.one("content-security-policy")


def test_a_header_of_the_framework_does_not_stand_beside_ours() -> None:
    loose = ((b"X-Frame-Options", b"ALLOWALL"), (b"content-security-policy", b"default-src *"))
    answer = ask(StrictHeaders(serving(headers=loose)), "/")
    assert answer.one("x-frame-options") == "DENY"
    assert "*" not in answer.one("content-security-policy")


def test_the_policy_starts_from_nothing_and_runs_no_script_but_the_servers_own() -> None:
    policy = policy_of(None)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == f"'self' {STREAMLITS_SCRIPT}"
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == policy["form-action"] == policy["connect-src"] == "'self'"
    for directive, sources in policy.items():
        assert "unsafe-eval" not in sources
        assert "*" not in sources
        assert "http" not in sources
        assert "unsafe-inline" not in sources or directive == "style-src"


@pytest.mark.parametrize(
    ("address", "socket"),
    [(HTTPS, "wss://plans.force.example"), ("http://localhost:8501", "ws://localhost:8501")],
)
def test_the_websocket_of_the_public_address_is_named(address: str, socket: str) -> None:
    assert policy_of(address)["connect-src"] == f"'self' {socket}"


def policy_of(public_address: str | None) -> dict[str, str]:
    words = ask(StrictHeaders(serving(), public_address), "/").one("content-security-policy")
    return dict(directive.split(" ", 1) for directive in words.split("; "))


def test_the_digest_is_of_the_one_script_in_streamlits_page() -> None:
    page = (Path(streamlit.__file__).parent / "static/index.html").read_bytes()
    (script,) = re.findall(rb"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
    assert f"'sha256-{digest}'" == STREAMLITS_SCRIPT
    assert not re.search(rb"<[^>]+\son\w+\s*=", page), "an event handler in the page"


@pytest.mark.parametrize(
    ("path", "content_type", "kept"),
    [
        ("/", "text/html; charset=utf-8", False),
        ("/plan", "text/html", False),
        ("/media/2f1c.xlsx", "application/octet-stream", False),
        ("/static/js/index.js", "text/javascript", True),
        ("/static/media/font.woff2", "font/woff2", True),
    ],
)
def test_pages_and_files_are_not_kept_and_the_programs_parts_are(
    path: str, content_type: str, kept: bool
) -> None:
    given = ((b"cache-control", b"public, immutable, max-age=31536000"),)
    answer = ask(StrictHeaders(serving(content_type, headers=given)), path)
    assert (answer.one("cache-control") != "no-store") is kept


def test_over_https_every_cookie_is_kept_to_it_and_browsers_come_by_it_only() -> None:
    answer = ask(StrictHeaders(serving(headers=COOKIES), HTTPS), "/")
    user, token = answer.all("set-cookie")
    assert user.endswith("; Secure")
    assert token.lower().count("secure") == 1
    assert answer.one("strict-transport-security") == "max-age=31536000"


@pytest.mark.parametrize("address", [None, "http://localhost:8501"])
def test_without_https_neither_is_said(address: str | None) -> None:
    answer = ask(StrictHeaders(serving(headers=COOKIES), address), "/")
    assert answer.all("set-cookie") == [value.decode() for _, value in COOKIES]
    assert answer.all("strict-transport-security") == []


def test_the_answer_to_a_fault_carries_them_too_and_the_fault_is_passed_on() -> None:
    sent = []

    async def faulty(scope: Scope, receive: Receive, send: Send) -> None:
        raise ValueError("what somebody typed")

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        with pytest.raises(ValueError, match="typed"):
            await StrictHeaders(faulty)(scope, receive, send)
        sent.append(True)

    answer = ask(app, "/")
    assert sent
    assert answer.status == 500
    assert answer.one("x-frame-options") == "DENY"
    assert b"typed" not in answer.body
