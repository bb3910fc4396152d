"""Every page by deep link, by every role and by nobody: each gets the pages of the table, and a
draft's words reach nobody outside its force: not a page, a frame of the websocket, a download, an
error or the log.

Nobody, a force's lead and the national lead walk through every page in the browser; the other roles
open every page at the websocket, with their browser's cookies, and the telling ones in the browser.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import frames
from tests.browser.conftest import settle
from tests.browser.test_sign_in import (  # the fixtures among them
    SIGN_IN,
    Deployment,
    Visitor,
    deployment,
    sign_in,
    visitor,
    witness,
)
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.permissions import Permission, may
from vawg_plans.services.actions import add_action, record_progress
from vawg_plans.services.comments import say
from vawg_plans.store.framework_files import read_framework

__all__ = ["deployment", "visitor", "witness"]

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
# Each address, the question at its head, and the permission that gives the page.
PAGES = {
    "": ("What should we do next?", Permission.READ_DRAFT),
    "plan": ("What are we doing, and where is it?", Permission.READ_DRAFT),
    "coverage": ("What does the plan cover, and where are the gaps?", Permission.READ_DRAFT),
    "mine": ("What do I owe, and by when?", Permission.READ_DRAFT),
    "pictures": ("What is due, what slipped, and how has it moved?", Permission.READ_DRAFT),
    "highlight": ("Where is the plan, and what is asked?", Permission.READ_DRAFT),
    "documents": ("Which document is needed, and by whom?", Permission.EXPORT_DRAFT),
    "history": ("What was changed, when, by whom and why?", Permission.READ_DRAFT),
    "mapping": ("Is each action under the right P and area?", Permission.READ_DRAFT),
    "asked": ("What is asked of us, and what answers it?", Permission.READ_DRAFT),
    "readiness": ("Would this plan stand up to inspection?", Permission.READ_DRAFT),
    "standards": ("How far does each area meet the four tests?", Permission.READ_DRAFT),
    "importing": ("What would our own table become?", Permission.READ_DRAFT),
    "exporting": ("What do you want to take with you?", Permission.EXPORT_DRAFT),
    "sharing": ("What have we shared, and with whom?", Permission.READ_DRAFT),
    "removals": ("What must be removed, and who agrees?", Permission.READ_DRAFT),
    "new_action": ("What will be done, by which post, by when?", Permission.READ_DRAFT),
    "governance": ("How is this plan governed?", Permission.READ_DRAFT),
    "meetings": ("When do we meet, and about what?", Permission.READ_MEETINGS),
    "meeting": ("Which meeting do you mean?", Permission.READ_MEETINGS),
    "decisions": ("What did we decide, and is it done?", Permission.READ_MEETINGS),
    "compare": ("How does each force's plan look beside the others?", Permission.COMPARE),
    "practices": ("What works elsewhere, and who has taken it up?", Permission.COMPARE),
    "shared?force=kent": ("What does Kent Police share?", Permission.COMPARE),
    "people": ("Who may do what here?", Permission.MANAGE_PEOPLE),
    "record": ("Who did what, and when?", Permission.READ_RECORD),
    "service": ("Is the service sound?", Permission.RUN_SERVICE),
}
# Who signs in, through which provider, as what.
SOMEBODY = {
    "hal": ("Kent", Role.CONTRIBUTOR, "kent"),
    "ann": ("Kent", Role.STRATEGIC_LEAD, "kent"),
    "moe": ("Kent", Role.GOLD_MEMBER, "kent"),
    "dee": ("Kent", Role.GOLD_CHAIR, "kent"),
    "sue": ("Surrey", Role.STRATEGIC_LEAD, "surrey"),
    "nat": ("Kent", Role.NATIONAL_LEAD, None),
    "pat": ("Kent", Role.READER, None),
    "ada": ("Kent", Role.ADMINISTRATOR, None),
}
WALK_IN_THE_BROWSER = {"ann", "nat"}


@pytest.fixture(scope="module")
def action(deployment: Deployment) -> str:
    """The id of an action of Kent's draft that nobody else may read."""
    framework = read_framework()
    kent = Actor("person-of-the-test", "Kent", Role.CONTRIBUTOR, "kent")
    with deployment.opened() as store:
        made = add_action(store, framework, kent, "kent", IN_EVERY_FIELD)
        note = f"{SECRET} in the note"
        record_progress(store, framework, kent, made.id, read_revision=1, note=note)
        say(store, framework, kent, "kent", f"{SECRET} in a comment", action_id=made.id)
    return made.id


class Traffic:
    """Everything that came to one browser by its websockets."""

    def __init__(self, page: Page) -> None:
        self.received: list[bytes] = []
        page.on("websocket", lambda socket: socket.on("framereceived", self._take))

    def _take(self, payload: str | bytes) -> None:
        self.received.append(payload.encode() if isinstance(payload, str) else payload)

    def holds(self, words: str) -> bool:
        return any(words.encode() in frame for frame in self.received)


def look(page: Page, address: str) -> str:
    """The question at the head of a page opened by its address, and no dialog over it."""
    page.goto(address)
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    return page.get_by_role("heading", level=1).inner_text()


def read_frames(page: Page, address: str, traffic: Traffic) -> str:
    """The question at the head of a page as the websocket brings it; its frames are traffic too."""
    seen = frames.opened(page.context, address)
    assert seen.found, f"{address} is answered as no page"
    traffic.received += seen.received
    return seen.question


def test_nobody_is_asked_to_sign_in_at_every_address(
    deployment: Deployment, visitor: Visitor, action: str
) -> None:
    page = visitor(deployment)
    page.context.unroute_all()
    traffic = Traffic(page)
    for path in (*PAGES, f"action?action={action}"):
        assert look(page, f"{deployment.app.url}/{path}") == SIGN_IN
    assert traffic.received
    assert not traffic.holds(SECRET)
    assert not traffic.holds("Kent Police")


@pytest.mark.parametrize("who", SOMEBODY)
def test_each_role_gets_its_pages_by_deep_link_and_a_draft_stays_in_its_force(
    who: str, deployment: Deployment, visitor: Visitor, action: str, tmp_path: Path
) -> None:
    provider, role, force_id = SOMEBODY[who]
    actor = Actor(who, who, role, force_id)
    own = force_id == "kent"
    page = visitor(deployment)
    sign_in(page, who, provider)
    # The stand-in's stylesheet is not asked for any more; answering it costs the browser's cache.
    page.context.unroute_all()
    traffic = Traffic(page)

    def opened(address: str) -> str:
        drawn = who in WALK_IN_THE_BROWSER
        return look(page, address) if drawn else read_frames(page, address, traffic)

    home = opened(deployment.app.url)
    for path, (question, permission) in PAGES.items():
        has = may(actor, permission, force_id) or (not force_id and may(actor, permission))
        if path == "new_action" and force_id and not may(actor, Permission.EDIT_PLAN, force_id):
            continue  # refused with a sentence, below the same question
        address = f"{deployment.app.url}/{path}"
        assert opened(address) == (question if has else home), path
    page.goto(f"{deployment.app.url}/action?action={action}")
    settle(page)
    expect(page.get_by_text("Page not found")).to_have_count(0)
    assert (page.get_by_text(SECRET).count() > 0) is own
    if may(actor, Permission.COMPARE):
        look(page, f"{deployment.app.url}/compare")
        with page.expect_download() as download:
            page.get_by_role("button", name=re.compile("national workbook")).click()
        file = tmp_path / "national.xlsx"
        download.value.save_as(file)
        assert SECRET not in words_of(file.read_bytes()), "it is in no version"
    assert len(traffic.received) > len(PAGES)
    assert traffic.holds(SECRET) is own, "the force itself sees the words in these very frames"
    assert SECRET not in deployment.app.logged()


def words_of(workbook: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        return "".join(parts.read(n).decode("utf-8", "replace") for n in parts.namelist())
