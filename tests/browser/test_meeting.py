"""Two meetings of the Gold Group run by keyboard to the close, each followed on a second screen."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, settle
from tests.browser.steps import become, go_to

QUESTION = "When do we meet, and about what?"
# Tab reaches everything; this bounds the way to it.
MOST_TABS = 60
# Two browsers and the app share what other tests leave of the machine.
SLOW = 20_000


def focused(page: Page) -> str:
    """What has the focus: a button's words, or a field's name."""
    found: str = page.evaluate(
        """() => {
            const e = document.activeElement;
            if (!e.matches("button, input, textarea")) return "";
            return (e.getAttribute("aria-label") || e.innerText || "").trim().split("\\n").pop();
        }"""
    )
    return found


def tab_to(page: Page, name: str) -> None:
    for _ in range(MOST_TABS):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard did not reach {name!r}; it is at {focused(page)!r}")


def press(page: Page, name: str, until: Callable[[], None]) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")
    until()
    settle(page)


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words, timeout=SLOW)


def there(element: Locator) -> None:
    expect(element).to_be_visible(timeout=SLOW)


def begin(page: Page, follower: Page) -> None:
    """By keyboard from the list to the first screen; the follower joins when it is on already."""
    if page.get_by_role("button", name="Begin the meeting").count() == 0:
        page.get_by_role("button", name="Plan the meeting").focus()
        page.keyboard.press("Enter")
    there(page.get_by_role("button", name="Begin the meeting"))
    settle(page)
    now = page.get_by_role("button", name="Begin now")
    press(page, "Begin the meeting", lambda: there(now))
    press(page, "Begin now", lambda: heading(page, "Where do we stand?"))
    go_to(follower, "Meetings", QUESTION)
    follower.get_by_role("button", name="Follow it on this screen").press("Enter")
    heading(follower, "Where do we stand?")


def close(page: Page, follower: Page) -> None:
    """On to the last screen and to the close; the follower sees the minutes."""
    choose = page.get_by_role("combobox", name="Go to")
    choose.focus()
    choose.fill("Closing")
    page.keyboard.press("Enter")
    heading(page, "What did we decide?")
    settle(page)
    now = page.get_by_role("button", name="Close it now")
    press(page, "Close the meeting", lambda: there(now))
    press(page, "Close it now", lambda: heading(page, "What did meeting"))
    heading(follower, "What did meeting")


def test_two_meetings_by_keyboard_and_a_second_screen_that_follows(open_page: OpenPage) -> None:
    chair, member = open_page(), open_page()
    become(chair, "Gold Group chair", "Essex Police")
    become(member, "Gold Group member", "Essex Police")
    go_to(chair, "Meetings", QUESTION)
    begin(chair, member)
    chair.keyboard.press("ArrowRight")
    there(chair.get_by_text("Item 1 of"))
    settle(chair)
    item = chair.get_by_role("heading", level=1).inner_text()
    heading(member, item)
    tab_to(chair, "What is decided")
    chair.keyboard.type("Fund two posts from May")
    tab_to(chair, "Who sees to it (a post)")
    if not chair.get_by_role("combobox", name="Who sees to it (a post)").input_value():
        chair.keyboard.type("Head of crime")
        chair.keyboard.press("Enter")
    decided = chair.get_by_text("Fund two posts from May").first
    press(chair, "Record the decision", lambda: there(decided))
    there(member.get_by_text("Fund two posts from May"))

    # Somebody who looks around stays there while the chair goes on, and comes back.
    member.keyboard.press("ArrowLeft")
    heading(member, "Where do we stand?")
    chair.locator("body").evaluate("() => document.activeElement.blur()")
    chair.keyboard.press("ArrowRight")
    there(chair.get_by_text("Item 2 of"))
    settle(chair)
    there(member.get_by_text("On the screen now:"))
    heading(member, "Where do we stand?")
    member.get_by_role("button", name="Back to what is shown").press("Enter")
    heading(member, chair.get_by_role("heading", level=1).inner_text())
    close(chair, member)

    # The second opens with what the first decided.
    go_to(chair, "Meetings", QUESTION)
    begin(chair, member)
    for page in (chair, member):
        there(page.get_by_role("cell", name="Fund two posts from May"))
    close(chair, member)
