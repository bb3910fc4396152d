"""A draft's words reach nobody outside its force: not a page, a frame of the websocket, a download,
an error, an address or the log.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import RunningApp, Witness, settle, started
from tests.browser.steps import become
from tests.browser.test_cold import WitnessOfDeepLinks
from tests.conftest import free_port
from vawg_plans.domain.people import Actor, Role
from vawg_plans.services.actions import add_action, record_progress
from vawg_plans.services.demonstration import make_demonstration

# Words that stand nowhere else.
SECRET = "Orchid Zanzibar"
IN_EVERY_FIELD = {
    "title": f"{SECRET} in the title",
    "description": f"{SECRET} in the description",
    "context": f"{SECRET} in the context",
    "evidence": f"{SECRET} in the evidence",
    "success_measure": f"{SECRET} in the measure",
    "owner_posts": (f"{SECRET} desk",),
    "local_strand": f"{SECRET} strand",
}
OTHERS = [
    ("Strategic lead", "Surrey Police"),
    ("Contributor", "Essex Police"),
    ("National lead (NPCC)", ""),
    ("Inspectorate or commissioner reader", ""),
]
EVERY_PAGE = (
    "", "plan", "coverage", "mapping", "asked", "importing", "sharing", "removals",
    "new_action", "compare", "people", "record", "service",
)  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningApp, str]]:
    """A server, and the id of an action of Kent's draft that nobody else may read."""
    folder = tmp_path_factory.mktemp("secrecy")
    database = folder / "plans.duckdb"
    store, framework = make_demonstration(str(database), actions=6, revisions_per_action=2)
    kent = Actor("persona-contributor-kent", "Kent", Role.CONTRIBUTOR, "kent")
    action = add_action(store, framework, kent, "kent", IN_EVERY_FIELD)
    record_progress(
        store, framework, kent, action.id, read_revision=1, note=f"{SECRET} in the note"
    )
    store.close()
    with started(database, folder / "app.log", free_port()) as running:
        yield running, action.id


@pytest.fixture
def witness() -> Iterator[Witness]:
    seen = WitnessOfDeepLinks()
    yield seen
    assert not seen.strangers
    assert not seen.errors


class Traffic:
    """Everything that came to one browser."""

    def __init__(self, page: Page) -> None:
        self.received: list[bytes] = []
        page.on("websocket", lambda socket: socket.on("framereceived", self._take))

    def _take(self, payload: str | bytes) -> None:
        self.received.append(payload.encode() if isinstance(payload, str) else payload)

    def holds(self, words: str) -> bool:
        return any(words.encode() in frame for frame in self.received)


def visited(browser: Browser, witness: Witness) -> tuple[Page, Traffic]:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    witness.watch(page)
    return page, Traffic(page)


def test_the_words_would_be_seen_if_they_came(
    kept: tuple[RunningApp, str], browser: Browser, witness: Witness
) -> None:
    """The force itself reads them, in the same frames that are looked through below."""
    app, action = kept
    page, traffic = visited(browser, witness)
    page.goto(f"{app.url}/action?action={action}")
    settle(page)
    assert not traffic.holds(SECRET), "nobody has been chosen yet"
    become(page, "Gold Group member", "Kent Police")
    expect(page.get_by_role("heading", level=1)).to_contain_text(SECRET)
    assert traffic.holds(SECRET)
    page.context.close()


@pytest.mark.parametrize(("role", "force"), OTHERS)
def test_a_drafts_words_come_to_nobody_outside_the_force(
    role: str,
    force: str,
    kept: tuple[RunningApp, str],
    browser: Browser,
    witness: Witness,
    tmp_path: Path,
) -> None:
    app, action = kept
    page, traffic = visited(browser, witness)
    page.goto(f"{app.url}/action?action={action}")
    settle(page)
    become(page, role, force)
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.get_by_text(SECRET)).to_have_count(0)
    for path in (f"shared?force=kent&action={action}", *EVERY_PAGE):
        # A new load of the page forgets the persona, and so asks each time again.
        page.goto(f"{app.url}/{path}")
        settle(page)
        become(page, role, force)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text("Page not found")).to_have_count(0)
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_text(SECRET)).to_have_count(0)
        if path == "compare":
            with page.expect_download() as download:
                page.get_by_role("button", name=re.compile("national workbook")).click()
            file = tmp_path / "national.xlsx"
            download.value.save_as(file)
            assert SECRET not in words_of(file.read_bytes())
    assert len(traffic.received) > 3 * len(EVERY_PAGE)
    assert not traffic.holds(SECRET)
    page.context.close()
    assert SECRET not in app.logged()


def words_of(workbook: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        return "".join(parts.read(n).decode("utf-8", "replace") for n in parts.namelist())
