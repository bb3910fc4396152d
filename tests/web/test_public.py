"""The public routes: off unless switched on, read-only, and nothing but what is public."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.services.conftest import mapped, person, published
from tests.web.answering import Answer, ask, serving
from vawg_plans.config import public_pages
from vawg_plans.domain.people import Role
from vawg_plans.errors import InvalidInput
from vawg_plans.services.actions import add_action
from vawg_plans.services.publishing import withdraw
from vawg_plans.store.framework_files import read_framework
from vawg_plans.store.store import Store
from vawg_plans.web.public import PublicPages

FRAMEWORK = read_framework()
LEAD = person(Role.STRATEGIC_LEAD)


@pytest.fixture(scope="module")
def kent(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A database in which Kent published a plan."""
    path = shutil.copy(empty_database, tmp_path_factory.mktemp("public") / "plans.duckdb")
    store = Store(str(path))
    add_action(store, FRAMEWORK, LEAD, "kent", {"title": "Openwords", "tags": mapped()})
    published(store, FRAMEWORK)
    yield store
    store.close()


def asked(store: Store, path: str, *, on: bool = True, **given: Any) -> Answer:
    door = PublicPages(serving(), lambda: (store, FRAMEWORK), on=on, https=True)
    return ask(door, path, **given)


def test_it_is_off_unless_it_is_switched_on() -> None:
    assert public_pages({}) is False
    assert public_pages({"VAWG_PLANS_PUBLIC": " On "}) is True
    with pytest.raises(InvalidInput, match="VAWG_PLANS_PUBLIC"):
        public_pages({"VAWG_PLANS_PUBLIC": "yes"})


def test_switched_off_nothing_is_there_and_the_app_is_not_asked_either(kent: Store) -> None:
    for path in ("/public", "/public/", "/public/kent/version-1.json"):
        answer = asked(kent, path, on=False)
        assert (answer.status, answer.body) == (404, b"Not Found\n")


def test_other_addresses_are_the_apps(kent: Store) -> None:
    for path in ("/", "/publicity", "/plan", "/x/public/"):
        assert asked(kent, path).body == b"served"


@pytest.mark.parametrize("path", ["/public/", "/public/kent/", "/public/kent/version-1.html"])
def test_a_page_comes_with_strict_headers_and_without_a_cookie(kent: Store, path: str) -> None:
    answer = asked(kent, path)
    assert answer.status == 200
    assert answer.one("content-type") == "text/html; charset=utf-8"
    policy = answer.one("content-security-policy")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    for loose in ("unsafe", "script", "*", "http", "'self'"):
        assert loose not in policy
    assert answer.one("cache-control") == "public, max-age=60, must-revalidate"
    assert answer.one("x-content-type-options") == "nosniff"
    assert answer.one("strict-transport-security") == "max-age=31536000"
    assert int(answer.one("content-length")) == len(answer.body)
    assert answer.all("set-cookie") == []


def test_what_the_reader_has_already_is_not_sent_again(kent: Store) -> None:
    first = asked(kent, "/public/kent/version-1.html")
    short = asked(kent, "/public/kent/version-1.html", accept_encoding="br, gzip;q=0.8")
    assert short.one("content-encoding") == "gzip"
    assert gzip.decompress(short.body) == first.body
    assert short.one("etag") != first.one("etag")
    for etag in (first.one("etag"), f"W/{first.one('etag')}", f'"x", {short.one("etag")}', "*"):
        again = asked(kent, "/public/kent/version-1.html", if_none_match=etag)
        assert (again.status, again.body) == (304, b"")
        assert again.one("etag") == first.one("etag")
    other = asked(kent, "/public/kent/version-1.html", if_none_match='"another"')
    assert other.status == 200
    assert asked(kent, "/public/kent/version-1.html", accept_encoding="gzip;q=0").body == first.body


def test_it_is_only_to_be_read(kent: Store) -> None:
    head = asked(kent, "/public/kent/version-1.csv", method="HEAD")
    whole = asked(kent, "/public/kent/version-1.csv")
    assert (head.status, head.body) == (200, b"")
    assert head.one("content-length") == str(len(whole.body))
    assert asked(kent, "/public/", method="POST").status == 405
    assert asked(kent, "/public").one("location") == "/public/"


@pytest.mark.parametrize(
    "path",
    [
        "/public/essex/",
        "/public/kent/version-2.html",
        "/public/kent",
        "/public//",
        "/public/../etc/passwd",
        "/public/kent/%2e%2e/index.html",
        "/public/<script>alert(1)</script>",
        "/public/templates/plan.html",
    ],
)
def test_what_is_not_there_is_said_and_repeated_to_nobody(kent: Store, path: str) -> None:
    answer = asked(kent, path)
    assert (answer.status, answer.one("cache-control")) == (404, "no-store")
    assert b"There is no such page" in answer.body
    assert b"alert(1)" not in answer.body
    assert 'href="/public/index.html"' in answer.body.decode()


def test_a_page_kept_ready_is_made_anew_when_it_changes(tmp_path: Path, kent: Store) -> None:
    kent.settle()
    copy = Store(str(shutil.copy(kent.database, tmp_path / "copy.duckdb")))
    door = PublicPages(serving(), lambda: (copy, FRAMEWORK), on=True)
    before = ask(door, "/public/kent/version-1.html")
    assert before.all("strict-transport-security") == []
    assert ask(door, "/public/kent/version-1.html").one("etag") == before.one("etag")
    withdraw(copy, LEAD, "kent", 1, "It named an operation.")
    for path in ("/public/kent/version-1.html", "/public/kent/"):
        gone = ask(door, path, if_none_match=before.one("etag"))
        assert gone.status == 410
        assert b"It named an operation." in gone.body
    assert b"Openwords" not in ask(door, "/public/kent/version-1.json").body
    copy.close()


def test_it_says_whether_it_is_well(kent: Store) -> None:
    for on in (True, False):
        answer = asked(kent, "/healthz", on=on)
        assert (answer.status, answer.body) == (200, b"ok\n")

    def fails() -> Any:
        raise OSError("/secret/path")

    ill = ask(PublicPages(serving(), fails, on=True), "/healthz")
    assert (ill.status, ill.body) == (503, b"the database does not answer\n")
