"""What a person does in the app, for the tests that tell a story."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import settle

# The forces.
LONGEST_LIST = 43


def become(page: Page, role: str, force: str = "") -> None:
    """Choose a persona on the first screen."""
    expect(page.get_by_role("heading", name="Who are you today?")).to_be_visible()
    choose(page, "Role", role)
    if force:
        choose(page, "Force (for the first four roles)", force)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Who are you today?")).to_have_count(0)
    settle(page)


def choose(page: Page, label: str, option: str) -> None:
    """Pick one of a select box: by typing, or on a phone, where it cannot be typed into, by going
    down its list, of which only the part in sight exists.
    """
    box = page.get_by_role("combobox", name=label, exact=True)
    wanted = page.get_by_role("option", name=option, exact=True)
    if box.input_value() == option:
        return
    box.focus()
    if box.is_editable():
        box.fill(option)
    else:
        box.press("ArrowDown")
        for _ in range(LONGEST_LIST):
            if wanted.is_visible():
                break
            box.press("ArrowDown")
            # The part in sight is drawn a moment later: not gone past meanwhile.
            page.wait_for_timeout(40)
    wanted.click()
    expect(box).to_have_value(option)
    settle(page)


def go_to(page: Page, link: str, question: str) -> None:
    """Follow the menu to a page, opening the menu first where it is folded away."""
    folded = page.get_by_test_id("stExpandSidebarButton")
    if folded.is_visible():
        folded.click()
    page.get_by_test_id("stSidebar").get_by_role("link", name=link, exact=True).click()
    arrived(page, question)


def arrived(page: Page, question: str) -> None:
    """Wait for the page that asks this at its head."""
    expect(page.get_by_role("heading", level=1)).to_have_text(question)
    settle(page)


def told(page: Page, words: str) -> None:
    """The page says this, in a message at its head or where it went wrong."""
    expect(page.get_by_test_id("stAlert").filter(has_text=words)).to_be_visible()


def open_expander(page: Page, name: str) -> Locator:
    """Unfold what is under this name."""
    summary = page.locator("summary").filter(has_text=re.compile(rf"{re.escape(name)}$"))
    folded = summary.locator("xpath=..")
    if folded.get_attribute("open") is None:
        summary.click()
    expect(folded).to_have_attribute("open", "")
    return folded
