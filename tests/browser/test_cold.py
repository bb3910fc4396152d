"""The first visitor of a server just started, and two visitors at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.conftest import OpenPage, RunningApp, Witness, settle, started
from tests.browser.steps import arrived, become, go_to, told
from tests.conftest import copied, free_port

PICKER = "Who are you today?"
PLAN = "What are we doing, and where is it?"
COMPARE = "How does each force's plan look beside the others?"

# A browser that opens /plan asks for /plan/_stcore/health before /_stcore/health, to find out under
# which path Streamlit is served. The answer that there is nothing is logged as an error.
LOOKING_FOR_THE_BASE = re.compile(r"^http://[^/]+/[a-z_]+/_stcore/(health|host-config)$")


class WitnessOfDeepLinks(Witness):
    """As every witness, but for Streamlit looking for its own base path."""

    def watch(self, page: Page) -> None:
        super().watch(page)
        page.on("console", self._forgive)

    def _forgive(self, message: ConsoleMessage) -> None:
        if message.type == "error" and LOOKING_FOR_THE_BASE.match(message.location["url"]):
            self.errors.remove(message.text)


@pytest.fixture
def witness() -> Iterator[Witness]:
    seen = WitnessOfDeepLinks()
    yield seen
    assert not seen.strangers, f"another machine was asked for: {seen.strangers}"
    assert not seen.errors, f"the browser logged: {seen.errors}"


@pytest.fixture
def cold(small_demonstration: Path, tmp_path: Path) -> Iterator[RunningApp]:
    """A server that nobody has visited yet."""
    database = copied(small_demonstration, tmp_path / "cold.duckdb")
    with started(database, tmp_path / "app.log", free_port()) as running:
        yield running


Visitor = Callable[[str], Page]


@pytest.fixture
def visitor(cold: RunningApp, browser: Browser, witness: Witness) -> Iterator[Visitor]:
    """A new visitor of the cold server, at this address."""
    contexts = []

    def arriving(path: str) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        witness.watch(page)
        page.goto(f"{cold.url}/{path}")
        settle(page)
        return page

    yield arriving
    for context in contexts:
        context.close()


def nobody_sees_the_picker_alone(page: Page) -> None:
    expect(page.get_by_role("heading", name=PICKER)).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    # After a change of persona Streamlit may leave the sidebar standing, with nothing in it.
    expect(page.get_by_test_id("stSidebar").get_by_role("link")).to_have_count(0)
    expect(page.get_by_text("Kent Police")).to_have_count(0)
    expect(page.get_by_text("VAWG-")).to_have_count(0)


CHOICES = {"by": "Improvement areas", "measure": "Progress: share of actions complete"}


@pytest.mark.parametrize(
    ("path", "question"),
    [
        ("plan", PLAN),
        ("coverage", "What does the plan cover, and where are the gaps?"),
        (f"compare?{urlencode(CHOICES)}", COMPARE),
    ],
)
def test_a_deep_link_to_a_cold_server_asks_who_and_then_goes_there(
    path: str, question: str, visitor: Visitor
) -> None:
    page = visitor(path)
    nobody_sees_the_picker_alone(page)
    become(page, "Strategic lead", "Kent Police")
    arrived(page, question)
    expect(page.get_by_text("Page not found")).to_have_count(0)
    assert urlsplit(page.url).path == "/" + path.partition("?")[0]
    if "?" in path:
        kept = {k: v[0] for k, v in parse_qs(urlsplit(page.url).query).items()}
        assert kept == CHOICES
        expect(page.get_by_role("radio", name="Improvement areas")).to_be_checked()
        expect(page.get_by_test_id("stPlotlyChart")).to_contain_text("each area is complete?")


def test_another_persona_is_of_another_force(visitor: Visitor) -> None:
    first = visitor("")
    become(first, "Strategic lead", "Surrey Police")
    go_to(first, "My plan", PLAN)
    first.get_by_role("button", name="Change persona").click()
    nobody_sees_the_picker_alone(first)
    become(first, "Strategic lead", "Kent Police")
    expect(first.get_by_test_id("stSidebar")).to_contain_text("Kent Police")
    go_to(first, "My plan", PLAN)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
def test_a_forwarded_visit_is_offered_no_persona(header: str, open_page: OpenPage) -> None:
    page = open_page("plan", extra_http_headers={header: "192.0.2.7"})
    expect(page.get_by_role("heading", name=PICKER)).to_be_visible()
    told(page, "answers only on the machine it runs on")
    expect(page.get_by_role("combobox")).to_have_count(0)
    expect(page.get_by_role("button", name="Continue")).to_have_count(0)
