"""Signing in through a provider, as people do it: two providers, the app, and their browsers."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import oidc_provider_mock
import psycopg
import pytest
from oidc_provider_mock import User
from playwright.sync_api import Browser, BrowserContext, Page, expect
from psycopg import sql

from tests.browser.conftest import RunningApp, Witness, _end, _wait_until_healthy, settle
from tests.browser.steps import arrived, choose, go_to, told
from tests.browser.test_accessible import (
    LIGHT_DESK_AND_DARK_PHONE,
    barriers,
    sideways,
    unfold,
)
from tests.browser.test_cold import WitnessOfDeepLinks
from tests.conftest import REPOSITORY, free_port
from vawg_plans.domain.moments import utc_now
from vawg_plans.domain.people import Held, Role
from vawg_plans.services.people import grant_role
from vawg_plans.services.setup import make_database
from vawg_plans.store import people
from vawg_plans.store.store import Store, operator

START = "What should we do next?"
PLAN = "What are we doing, and where is it?"
COMPARE = "How does each force's plan look beside the others?"
SIGN_IN = "Sign in to VAWG Plans"
# The stand-in for a provider dresses its page with a stylesheet of another machine, which is
# answered here.
STYLESHEET = "https://cdn.jsdelivr.net/npm/@picocss/pico@2/css/pico.min.css"
SECRET = "for tests only, and long enough to sign cookies"

ROLES: dict[str, tuple[Held, ...]] = {
    "ann@kent.police.uk": (Held(Role.STRATEGIC_LEAD, "kent"),),
    "bob@kent.police.uk": (Held(Role.CONTRIBUTOR, "kent"), Held(Role.NATIONAL_LEAD)),
    "cai@surrey.police.uk": (Held(Role.GOLD_MEMBER, "surrey"),),
    "dee@kent.police.uk": (Held(Role.GOLD_CHAIR, "kent"),),
    "eve@kent.police.uk": (Held(Role.CONTRIBUTOR, "kent"),),
    "fay@kent.police.uk": (Held(Role.CONTRIBUTOR, "kent"),),
    "gus@short.police.uk": (Held(Role.CONTRIBUTOR, "kent"),),
    "pat@kent.police.uk": (Held(Role.READER),),
    "hal@kent.police.uk": (Held(Role.CONTRIBUTOR, "kent"),),
    "moe@kent.police.uk": (Held(Role.GOLD_MEMBER, "kent"),),
    "nat@kent.police.uk": (Held(Role.NATIONAL_LEAD),),
    "ada@kent.police.uk": (Held(Role.ADMINISTRATOR),),
    "sue@surrey.police.uk": (Held(Role.STRATEGIC_LEAD, "surrey"),),
}
NOT_VERIFIED = "fay@kent.police.uk"
SHORT_SECONDS = 20


def users(domain: str, *also: str) -> list[User]:
    """A provider's accounts: those of its domain, a stranger, and whom it has no business with."""
    emails = [e for e in ROLES if e.endswith(domain)] + [f"stranger@{domain}", *also]
    return [
        User(
            sub=email.partition("@")[0],
            claims={"email": email, "email_verified": email != NOT_VERIFIED},
        )
        for email in emails
    ]


class WitnessOfProviders(WitnessOfDeepLinks):
    """As every witness, but for the stylesheet of the stand-in."""

    def _asked(self, url: str) -> None:
        if url != STYLESHEET:
            super()._asked(url)


@pytest.fixture
def witness() -> Iterator[Witness]:
    seen = WitnessOfProviders()
    yield seen
    assert not seen.strangers, f"another machine was asked for: {seen.strangers}"
    assert not seen.errors, f"the browser logged: {seen.errors}"


@dataclass
class Deployment:
    """The app, the providers it trusts, and, on PostgreSQL, its database from outside."""

    app: RunningApp
    database: str

    @contextmanager
    def opened(self) -> Iterator[Store]:
        store = Store(self.database)
        try:
            yield store
        finally:
            store.close()

    def give(self, email: str, role: Held, *, held: bool = True) -> None:
        with self.opened() as store, store.write(operator(), reason="test") as writing:
            person = people.by_email(writing.rows, email)
            assert person is not None
            people.set_role(writing, person.id, role, held=held)

    def said(self, act: str) -> list[tuple[str, str]]:
        """The objects and details of an act in the record."""
        with self.opened() as store, store.read() as rows:
            found = rows.all("record.entries", after=0, upto=10**9)
            return [(r["object"], r["detail"]) for r in found if r["act"] == act]


def prepare(database: str) -> None:
    store, framework = make_database(database, demonstration=False)
    for email, roles in ROLES.items():
        for role in roles:
            name = email.partition("@")[0].capitalize()
            grant_role(store, framework, operator(), email, role, name=name)
    store.close()


@contextmanager
def deployed(database: str, folder: Path) -> Iterator[Deployment]:
    """The app on a database in earnest, with three providers named in its environment."""
    port = free_port()
    environment = os.environ | {
        "VAWG_PLANS_DATABASE": database,
        "VAWG_PLANS_HEADS": str(folder),
        "VAWG_PLANS_AUTH_REDIRECT_URI": f"http://localhost:{port}/oauth2callback",
        "VAWG_PLANS_AUTH_COOKIE_SECRET": SECRET,
    }
    log = folder / "app.log"
    with ExitStack() as stack:
        for name, domain, seconds in (
            ("kent", "kent.police.uk", 3600),
            ("surrey", "surrey.police.uk", 3600),
            ("short", "short.police.uk", SHORT_SECONDS),
        ):
            also = ["eve@kent.police.uk"] if name == "surrey" else []
            server = stack.enter_context(
                oidc_provider_mock.run_server_in_thread(
                    free_port(),
                    user_claims=users(domain, *also),
                    access_token_max_age=dt.timedelta(seconds=seconds),
                )
            )
            issuer = f"http://localhost:{server.server_port}"
            environment |= {
                f"VAWG_PLANS_AUTH_{name.upper()}_{key}": value
                for key, value in {
                    "CLIENT_ID": "vawg-plans",
                    "CLIENT_SECRET": "of the test",
                    "METADATA_URL": f"{issuer}/.well-known/openid-configuration",
                    "ISSUER": issuer,
                    "DOMAINS": domain,
                    "LABEL": f"{name.capitalize()} account",
                }.items()
            }
        out = stack.enter_context(log.open("wb"))
        process = subprocess.Popen(
            [sys.executable, "-m", "vawg_plans", "run", "--port", str(port)],
            cwd=REPOSITORY, env=environment, stdin=subprocess.DEVNULL,
            stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        running = RunningApp(f"http://localhost:{port}", folder / "none", log, process)
        try:
            _wait_until_healthy(running)
            yield Deployment(running, database)
        finally:
            _end(process)


@pytest.fixture(scope="module")
def deployment(
    postgresql_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    """On PostgreSQL, so that a test can look at the record, and revoke, beside the running app."""
    name = f"sign_in_{uuid.uuid4().hex}"
    folder = tmp_path_factory.mktemp("sign_in")
    database = postgresql_url.rsplit("/", 1)[0] + f"/{name}"
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAWG_PLANS_HEADS", str(folder))
        prepare(database)
        with deployed(database, folder) as running:
            yield running


Visitor = Callable[..., Page]


@pytest.fixture
def visitor(browser: Browser, witness: Witness) -> Iterator[Visitor]:
    """A browser of its own at this address of a deployment."""
    contexts: list[BrowserContext] = []

    def arriving(
        deployment: Deployment, path: str = "", *, width: int = 1280, **options: Any
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, locale="en-GB", **options
        )
        context.route(STYLESHEET, lambda route: route.fulfill(body="", content_type="text/css"))
        contexts.append(context)
        page = context.new_page()
        witness.watch(page)
        page.goto(f"{deployment.app.url}/{path}")
        settle(page)
        return page

    yield arriving
    for context in contexts:
        context.close()


def sign_in(page: Page, who: str, provider: str = "Kent") -> None:
    """By the provider's page; `who` is what stands before the '@'."""
    page.get_by_role("button", name=f"{provider} account").click()
    page.get_by_role("button", name=who, exact=True).click()
    expect(page.get_by_test_id("stApp")).to_be_visible()
    settle(page)


def sign_out(page: Page, button: str = "Sign out") -> None:
    """Through the provider's page, which asks whether to end its own session too."""
    page.get_by_role("button", name=button).click()
    page.get_by_role("button", name="End session").click()
    nobody(page)


def nobody(page: Page) -> None:
    """The page of somebody who has not signed in."""
    arrived(page, SIGN_IN)
    expect(page.get_by_role("button", name="Kent account")).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_role("link")).to_have_count(0)
    expect(page.get_by_text("Kent Police")).to_have_count(0)


def test_sign_in_lands_in_the_force_and_out_again(deployment: Deployment, visitor: Visitor) -> None:
    page = visitor(deployment)
    nobody(page)
    sign_in(page, "ann")
    arrived(page, START)
    sidebar = page.get_by_test_id("stSidebar")
    for words in ("Ann", "Strategic lead", "Kent Police"):
        expect(sidebar).to_contain_text(words)
    assert len(deployment.said("account bound")) == 1
    (begun,) = deployment.said("signed in")
    assert begun[1] == "kent"
    page.reload()
    arrived(page, START)
    assert deployment.said("signed in") == [begun]
    sign_out(page)
    assert deployment.said("signed out") == [(begun[0], "asked")]
    page.reload()
    nobody(page)
    # The same account again is another sign-in of the same person.
    sign_in(page, "ann")
    arrived(page, START)
    assert len(deployment.said("account bound")) == 1
    assert len(deployment.said("signed in")) == 2


@pytest.mark.parametrize(
    ("who", "provider", "words"),
    [
        ("stranger", "Kent", "Nobody with your address has been given a role here."),
        ("fay", "Kent", "did not say that your e-mail address is verified"),
        ("eve", "Surrey", "not one that this provider may vouch for"),
    ],
)
def test_who_is_not_known_for_sure_is_refused(
    who: str, provider: str, words: str, deployment: Deployment, visitor: Visitor
) -> None:
    page = visitor(deployment, "plan")
    before = len(deployment.said("refused"))
    sign_in(page, who, provider)
    arrived(page, SIGN_IN)
    told(page, words)
    told(page, "Ask your force's strategic lead")
    expect(page.get_by_test_id("stSidebar").get_by_role("link")).to_have_count(0)
    expect(page.get_by_role("button", name="account")).to_have_count(1)
    refused = deployment.said("refused")
    assert len(refused) == before + 1
    assert "@" not in refused[-1][1]
    sign_out(page, "Sign out and try another account")


def test_a_revoked_role_is_gone_at_the_next_click(deployment: Deployment, visitor: Visitor) -> None:
    page = visitor(deployment)
    sign_in(page, "dee")
    arrived(page, START)
    role = ROLES["dee@kent.police.uk"][0]
    deployment.give("dee@kent.police.uk", role, held=False)
    page.get_by_role("link", name="My plan").click()
    arrived(page, SIGN_IN)
    told(page, "You have no role here any more.")
    expect(page.get_by_test_id("stSidebar").get_by_role("link")).to_have_count(0)
    deployment.give("dee@kent.police.uk", role)
    page.reload()
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Gold Group chair")


def test_two_people_at_once_see_each_their_own(deployment: Deployment, visitor: Visitor) -> None:
    ann, cai = visitor(deployment), visitor(deployment)
    sign_in(ann, "ann")
    sign_in(cai, "cai", "Surrey")
    for page, force in ((ann, "Kent Police"), (cai, "Surrey Police"), (ann, "Kent Police")):
        go_to(page, "My plan", PLAN)
        expect(page.get_by_test_id("stSidebar")).to_contain_text(force)
        page.reload()
        expect(page.get_by_test_id("stSidebar")).to_contain_text(force)


def test_several_roles_one_at_a_time(deployment: Deployment, visitor: Visitor) -> None:
    page = visitor(deployment)
    sign_in(page, "bob")
    arrived(page, START)
    go_to(page, "My plan", PLAN)
    choose(page, "Acting as", "National lead (NPCC), National")
    arrived(page, COMPARE)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_test_id("stSidebar").get_by_role("link", name="My plan")).to_have_count(0)
    choose(page, "Acting as", "Contributor, Kent Police")
    go_to(page, "My plan", PLAN)


def test_a_deep_link_and_its_query_survive_the_sign_in(
    deployment: Deployment, visitor: Visitor
) -> None:
    page = visitor(deployment, "compare?by=Improvement+areas&order=Name")
    nobody(page)
    sign_in(page, "ann")
    arrived(page, COMPARE)
    assert page.url.endswith("/compare?by=Improvement+areas&order=Name")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_deep_link_to_a_page_of_another_role_leads_to_ones_own(
    deployment: Deployment, visitor: Visitor
) -> None:
    page = visitor(deployment, "plan")
    sign_in(page, "pat")
    arrived(page, COMPARE)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_cookie_kept_from_before_the_sign_out_is_worth_nothing(
    deployment: Deployment, visitor: Visitor
) -> None:
    page = visitor(deployment)
    sign_in(page, "ann")
    arrived(page, START)
    kept = page.context.cookies()
    assert any(c["name"] == "_streamlit_user" for c in kept)
    other = page.context.new_page()
    other.goto(deployment.app.url)
    arrived(other, START)
    sign_out(page)
    # Another window of the same browser holds a session that was begun before.
    other.get_by_role("link", name="My plan").click()
    arrived(other, SIGN_IN)
    told(other, "You signed out.")
    thief = visitor(deployment)
    thief.context.clear_cookies()
    thief.context.add_cookies(kept)
    thief.reload()
    arrived(thief, SIGN_IN)
    told(thief, "You signed out.")
    expect(thief.get_by_test_id("stSidebar").get_by_role("link")).to_have_count(0)


def test_a_cookie_of_ones_own_making_is_nobodys(deployment: Deployment, visitor: Visitor) -> None:
    page = visitor(deployment)
    forged = '{"is_logged_in": true, "provider": "kent", "sub": "ann"}'
    page.context.add_cookies(
        [{"name": "_streamlit_user", "value": forged, "url": deployment.app.url}]
    )
    page.reload()
    nobody(page)


def test_the_tokens_end_is_announced_and_ends_the_session(
    deployment: Deployment, visitor: Visitor
) -> None:
    page = visitor(deployment)
    sign_in(page, "gus", "Short")
    begun = utc_now()
    arrived(page, START)
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Your sign-in ends at")
    time.sleep(max(0.0, SHORT_SECONDS + 1 - (utc_now() - begun).total_seconds()))
    page.get_by_role("link", name="My plan").click()
    arrived(page, SIGN_IN)
    told(page, "the end that your provider set")
    assert deployment.said("signed out")[-1][1] == "expired"
    page.reload()
    told(page, "the end that your provider set")
    # From here it goes on as if nobody had been here.
    sign_in(page, "gus", "Short")
    arrived(page, PLAN)


@LIGHT_DESK_AND_DARK_PHONE
def test_no_screen_of_signing_in_has_a_barrier(
    theme: str, screen: dict[str, Any], deployment: Deployment, visitor: Visitor
) -> None:
    page = visitor(deployment, color_scheme=theme, **screen)
    found = {"asked": [*barriers(page), *sideways(page)]}
    sign_in(page, "stranger")
    found["refused"] = [*barriers(page), *sideways(page)]
    sign_out(page, "Sign out and try another account")
    # Two roles to choose from would be in the sidebar; here its end is announced.
    sign_in(page, "gus", "Short")
    expect(page.get_by_text("Your sign-in ends at")).to_be_visible()
    found["announced"] = [*barriers(page), *sideways(page)]
    assert not any(found.values()), found


@LIGHT_DESK_AND_DARK_PHONE
def test_no_page_of_an_administrator_has_a_barrier(
    theme: str, screen: dict[str, Any], deployment: Deployment, visitor: Visitor
) -> None:
    page = visitor(deployment, color_scheme=theme, **screen)
    sign_in(page, "ada")
    found = {}
    for path, question in (
        ("people", "Who may do what here?"),
        ("record", "Who did what, and when?"),
        ("service", "Is the service sound?"),
    ):
        page.goto(f"{deployment.app.url}/{path}")
        arrived(page, question)
        unfold(page)
        found[path] = [*barriers(page), *sideways(page)]
    assert not any(found.values()), found


def test_on_duckdb_too(tmp_path: Path, visitor: Visitor) -> None:
    database = str(tmp_path / "plans.duckdb")
    prepare(database)
    with deployed(database, tmp_path) as running:
        page = visitor(running)
        sign_in(page, "ann")
        arrived(page, START)
        sign_out(page)
        page.context.close()
    with running.opened() as store, store.read() as rows:
        acts = [r["act"] for r in rows.all("record.entries", after=0, upto=10**9)]
    assert acts[-3:] == ["account bound", "signed in", "signed out"]
