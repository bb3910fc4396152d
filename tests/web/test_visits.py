"""A browser is known again, and brought back to where it was going before it signed in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.answering import Answer, ask, serving
from vawg_plans.addresses import is_page
from vawg_plans.cookies import (
    BROWSER,
    DESTINATION,
    LONGEST_DESTINATION,
    destination,
    destination_cookie,
)
from vawg_plans.web.asgi import App
from vawg_plans.web.visits import RememberedVisits

PAGES = RememberedVisits(serving())
CALLBACK = RememberedVisits(serving("text/plain", 302, ((b"location", b"/"),)))


def remembered(answer: Answer) -> tuple[str, str] | None:
    value = answer.cookies().get(DESTINATION, "").partition(";")[0]
    return destination({DESTINATION: value})


def test_a_new_browser_gets_a_cookie_that_no_script_and_no_other_site_can_use() -> None:
    first, second = (ask(PAGES, "/").cookies()[BROWSER] for _ in range(2))
    value, *attributes = first.split("; ")
    assert set(attributes) == {"Path=/", "HttpOnly", "SameSite=Lax"}
    assert len(value) >= 43
    assert value != second.partition(";")[0]


def test_a_known_browser_keeps_its_cookie() -> None:
    answer = ask(PAGES, "/plan", cookie=f"strange[]=1; {BROWSER}=abc")
    assert BROWSER not in answer.cookies()


@pytest.mark.parametrize(
    ("app", "path", "headers"),
    [
        (PAGES, "/_stcore/health", {}),
        (PAGES, "/plan/_stcore/host-config", {}),
        (PAGES, "/static/js/index.js", {}),
        (PAGES, "/favicon.png", {}),
        (PAGES, "/media/2f1c.html", {}),
        (PAGES, "/auth/login", {}),
        (PAGES, "/oauth2callback", {}),
        (PAGES, "/plan", {"sec_fetch_mode": "cors"}),
        (RememberedVisits(serving("application/json")), "/plan", {}),
        (RememberedVisits(serving(status=404)), "/plan", {}),
    ],
)
def test_what_is_not_a_page_leaves_no_cookie(app: App, path: str, headers: dict[str, str]) -> None:
    assert ask(app, path, "a=b", **headers).cookies() == {}


def test_only_opening_a_page_leaves_a_cookie() -> None:
    assert ask(PAGES, "/plan", method="HEAD").cookies() == {}
    assert ask(PAGES, "/plan", method="POST").cookies() == {}


def test_the_page_and_its_choices_are_remembered_for_a_quarter_of_an_hour() -> None:
    answer = ask(PAGES, "/compare", "by=Improvement+areas&measure=Progress%3A+share")
    assert remembered(answer) == ("/compare", "by=Improvement+areas&measure=Progress%3A+share")
    attributes = set(answer.cookies()[DESTINATION].split("; ")[1:])
    assert attributes == {"Max-Age=900", "Path=/", "HttpOnly", "SameSite=Lax"}


def test_the_bare_front_page_changes_nothing_that_was_remembered() -> None:
    assert DESTINATION not in ask(PAGES, "/").cookies()
    assert remembered(ask(PAGES, "/", "force=kent")) == ("/", "force=kent")


def test_signing_in_leads_on_to_the_page_and_forgets_it() -> None:
    answer = ask(CALLBACK, "/oauth2callback", "code=x", cookie=f"{DESTINATION}=%2Fplan%3Fa%3Db")
    assert answer.one("location") == "/plan?a=b"
    assert "Max-Age=0" in answer.cookies()[DESTINATION]


@pytest.mark.parametrize(
    "value",
    ["", "%2F%2Fevil.example", "https%3A%2F%2Fevil.example", "%2Fauth%2Flogout", "%2F%255Cevil"],
)
def test_signing_in_leads_nowhere_else(value: str) -> None:
    answer = ask(CALLBACK, "/oauth2callback", "code=x", cookie=f"{DESTINATION}={value}")
    assert answer.one("location") == "/"


def test_another_redirect_is_left_alone() -> None:
    elsewhere = RememberedVisits(
        serving("text/plain", 302, ((b"location", b"https://idp.example"),))
    )
    cookie = f"{DESTINATION}=%2Fplan"
    assert ask(elsewhere, "/oauth2callback", cookie=cookie).one("location") == "https://idp.example"
    assert ask(CALLBACK, "/auth/login", cookie=cookie).one("location") == "/"


def test_signing_out_forgets_where_one_was_going() -> None:
    answer = ask(CALLBACK, "/auth/logout", cookie=f"{DESTINATION}=%2Fplan")
    assert "Max-Age=0" in answer.cookies()[DESTINATION]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("//evil.example", ""),
        ("/\\evil.example", ""),
        ("/%5Cevil.example", ""),
        ("/%2Fevil.example/..", ""),
        ("https://evil.example", ""),
        ("javascript:alert(1)", ""),
        ("plan", ""),
        ("", ""),
        ("/plan\r\nSet-Cookie: a=b", ""),
        ("/plan%0d%0aSet-Cookie:a", ""),
        ("/plan", "a=b\r\nc"),
        ("/plan#x", ""),
        ("/../etc", ""),
        ("/%2e%2e/etc", ""),
        ("/auth/logout", ""),
        ("/%61uth/logout", ""),
        ("/oauth2callback", "code=x"),
        ("/_stcore/health", ""),
        ("/media/2f1c", ""),
        ("/static/js/x", ""),
        ("/plan", "a" * LONGEST_DESTINATION),
    ],
)
def test_only_a_page_of_our_own_can_be_remembered_or_read_back(path: str, query: str) -> None:
    assert destination_cookie(path, query) is None
    address = f"{path}?{query}" if query else path
    hostile = "".join(f"%{byte:02X}" for byte in address.encode())
    assert destination({DESTINATION: hostile}) is None
    assert destination({DESTINATION: address}) is None or address == "/%61uth/logout"


def test_no_cookie_leads_nowhere() -> None:
    assert destination({}) is None
    assert destination({DESTINATION: ""}) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_remembered_is_read_back_the_same_and_stays_on_this_server(
    path: str, query: str
) -> None:
    value = destination_cookie(f"/{path}", query)
    if value is not None:
        assert value.isascii()
        assert not set(value) & set(' ;,"\\')
        assert (
            destination({DESTINATION: value}) == (f"/{path}".partition("?")[0], query)
            or "?" in path
        )


@given(st.text(max_size=80))
def test_whatever_stands_in_the_cookie_leads_to_a_page_or_nowhere(value: str) -> None:
    found = destination({DESTINATION: value})
    if found is not None:
        assert found[0].startswith("/")
        assert not found[0].startswith(("//", "/\\"))
        assert is_page(found[0])
