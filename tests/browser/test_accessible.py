"""Every page for everybody: no barrier axe-core knows, in light and dark, wide and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, settle
from tests.browser.steps import arrived, become, choose, go_to
from tests.conftest import REPOSITORY

TABLE = REPOSITORY / "tests/fixtures/gloucestershire-s55-response-2021.xlsx"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {
    "width": 360,
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
}
# Contrast follows the theme and reflow the width: two of the four cover both.
LIGHT_DESK_AND_DARK_PHONE = pytest.mark.parametrize(
    ("theme", "screen"),
    [("light", {"width": 1280}), ("dark", PHONE)],
    ids=["light-desk", "dark-phone"],
)


@dataclass(frozen=True)
class Known:
    """A fault inside Streamlit that no setting avoids: the rule, and where it may be found."""

    rule: str
    within: str
    why: str


KNOWN = [
    Known(
        "list",
        "[data-testid='stSidebarNavItems']",
        "The menu of st.navigation puts a div around each section's items, between ul and li.",
    ),
    Known(
        "listitem",
        "[data-testid='stSidebarNavItems'] li",
        "The same div: the item's parent is not its list.",
    ),
    Known(
        "scrollable-region-focusable",
        "[data-testid='stTable'] > div",
        "A wide st.table scrolls in a div that cannot be made focusable. Chromium and Firefox let "
        "the keyboard into such a div by themselves; axe-core does not count that.",
    ),
]


def walk(page: Page) -> Iterator[str]:
    """Every page in turn, in Kent's persona; yields a name when it stands there."""
    yield "persona picker"
    become(page, "Strategic lead", "Kent Police")
    arrived(page, "What should we do next?")
    yield "start"
    for link, question in (
        ("Matrix", "What does the plan cover, and where are the gaps?"),
        ("Mapping", "Is each action under the right P and area?"),
        ("What is asked of us", "What is asked of us, and what answers it?"),
        ("Inspection readiness", "Would this plan stand up to inspection?"),
        ("Four tests", "How far does each area meet the four tests?"),
        ("Pictures", "What is due, what slipped, and how has it moved?"),
        ("Highlight report", "Where is the plan, and what is asked?"),
        ("Documents", "Which document is needed, and by whom?"),
        ("History", "What was changed, when, by whom and why?"),
        ("Export", "What do you want to take with you?"),
        ("Share and publish", "What have we shared, and with whom?"),
        ("Removals", "What must be removed, and who agrees?"),
        ("Governance", "How is this plan governed?"),
        ("Decisions", "What did we decide, and is it done?"),
        ("Practices", "What works elsewhere, and who has taken it up?"),
        ("People", "Who may do what here?"),
        ("Record", "Who did what, and when?"),
    ):
        go_to(page, link, question)
        yield link.lower()
        if link == "Matrix":
            page.get_by_role("button", name="Gap").first.click()
            expect(page.get_by_role("textbox", name="What will be done")).to_be_visible()
            yield "a cell of the matrix"
    go_to(page, "Import", "What would our own table become?")
    yield "import"
    page.locator("input[type=file]").set_input_files(TABLE)
    expect(page.get_by_role("button", name="Import 26 actions")).to_be_visible()
    settle(page)
    yield "import preview"
    go_to(page, "Compare forces", "How does each force's plan look beside the others?")
    yield "compare"
    choose(page, "Open what a force shares", "Kent Police")
    page.get_by_role("button", name="Open the force").click()
    arrived(page, "What does Kent Police share?")
    yield "what a force shares"
    go_to(page, "My plan", "What are we doing, and where is it?")
    yield "plan"
    for mode in ("Change several", "Order", "Add"):
        page.get_by_role("radio", name=mode).click()
        settle(page)
        yield f"plan, {mode.lower()}"
    page.get_by_role("link", name="Write one in full").click()
    arrived(page, "What will be done, by which post, by when?")
    yield "new action"
    page.get_by_role("link", name="Back to the plan").click()
    arrived(page, "What are we doing, and where is it?")
    page.locator("a[href*='action?action=']").first.click()
    expect(page.get_by_text("From the record")).to_be_visible()
    settle(page)
    yield "action"
    page.get_by_role("button", name="Change where it belongs").click()
    expect(page.get_by_role("combobox", name="Lead P")).to_be_visible()
    settle(page)
    yield "action in change"
    go_to(page, "My actions", "What do I owe, and by when?")
    page.get_by_role("combobox", name="Post").click()
    page.get_by_role("option").first.click()
    page.keyboard.press("Escape")
    settle(page)
    page.get_by_role("button", name="Update").first.click()
    expect(page.get_by_role("textbox", name="What has happened")).to_be_visible()
    yield "my actions"
    yield from a_meeting(page)


def a_meeting(page: Page) -> Iterator[str]:
    """A meeting prepared, an item of it presented, and its closing."""
    go_to(page, "Meetings", "When do we meet, and about what?")
    begin = page.get_by_role("button", name="Begin the meeting")
    if not begin.or_(page.get_by_role("button", name="Present from this screen")).count():
        page.get_by_role("button", name="Plan the meeting").click()
        expect(begin).to_be_visible()
        settle(page)
    yield "meetings"
    if begin.count():
        begin.click()
        page.get_by_role("button", name="Begin now").click()
    else:
        page.get_by_role("button", name="Present from this screen").click()
    # It may be under way already, begun by another test: back to its first screen.
    expect(page.locator(".st-key-presented")).to_be_visible()
    settle(page)
    while page.get_by_role("button", name="Previous").is_enabled():
        place = page.get_by_text("· ").first.inner_text()
        page.keyboard.press("ArrowLeft")
        expect(page.get_by_text(place, exact=True)).to_have_count(0)
        settle(page)
    arrived(page, "Where do we stand?")
    yield "a meeting's opening"
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Item 1 of")).to_be_visible()
    settle(page)
    yield "an item on screen"


def unfold(page: Page) -> None:
    """Open what is folded, and what is folded in that: it is part of the page."""
    for _ in range(3):
        folded = page.evaluate(
            """() => {
                const folded = [...document.querySelectorAll(
                    '[data-testid=stMain] details:not([open]) > summary')].slice(0, 12);
                folded.forEach(summary => summary.click());
                return folded.length;
            }"""
        )
        if not folded:
            break
        page.wait_for_timeout(250)
    settle(page)


def barriers(page: Page) -> list[str]:
    """What axe-core finds, without what is known."""
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [
        f"{violation['id']} at {node['target']}: {node['html'][:160]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
        if not is_known(page, violation["id"], node)
    ]


def is_known(page: Page, rule: str, node: dict[str, Any]) -> bool:
    return any(
        known.rule == rule
        and page.evaluate(
            "([found, within]) => {"
            "  const elements = [...document.querySelectorAll(found)];"
            "  return elements.length > 0 && elements.every(element => element.matches(within));"
            "}",
            [node["target"][-1], known.within],
        )
        for known in KNOWN
    )


def sideways(page: Page) -> list[str]:
    """Whether anything but a table in its own frame is wider than the screen."""
    wide = page.evaluate(
        "() => [document.documentElement, document.querySelector('[data-testid=stMain]')]"
        ".filter(e => e.scrollWidth > e.clientWidth).map(e => `${e.tagName} ${e.scrollWidth}`)"
    )
    return [f"scrolls sideways: {element}" for element in wide]


def charts_without_words(page: Page) -> list[str]:
    """Charts without an accessible name, or without the same figures as a table."""
    found = []
    for chart in page.get_by_test_id("stPlotlyChart").all():
        name = chart.get_attribute("aria-label") or ""
        if chart.get_attribute("role") not in {"figure", "img"} or len(name) < 20:
            found.append(f"a chart is named {name!r}")
        if page.get_by_text(name).count() == 0:
            found.append("a chart's words are not on the page")
    charts = page.get_by_test_id("stPlotlyChart").count()
    twins = page.get_by_test_id("stExpander").filter(has_text="The same figures as a table")
    with_tables = twins.filter(has=page.get_by_role("table")).count()
    if with_tables < charts:
        found.append(f"{charts} charts have {with_tables} tables")
    return found


@LIGHT_DESK_AND_DARK_PHONE
def test_no_page_has_a_barrier(theme: str, screen: dict[str, Any], open_page: OpenPage) -> None:
    page = open_page(color_scheme=theme, **screen)
    found: dict[str, list[str]] = {}
    seen = 0
    for name in walk(page):
        unfold(page)
        seen += 1
        if problems := [*barriers(page), *sideways(page), *charts_without_words(page)]:
            found[name] = problems
    assert seen == 35
    assert not found, "\n".join(
        f"{name}: {line}" for name, lines in found.items() for line in lines
    )


# How many times Tab is pressed before a page's primary action has the focus, at the most: the menu
# is skipped by its own link, what is left is what the action is about.
PRIMARY = {
    "persona picker": ("Continue", 4),
    "start": ("Accept the mapping", 3),
    "inspection readiness": ("Give each a post", 3),
    "four tests": ("Save the assessment", 8),
    "export": ("Plan as Excel", 14),
    "share and publish": ("Submit 135 actions for review", 5),
    "import preview": ("Import 26 actions", 12),
    "mapping": ("Accept the mapping of these 8", 80),
    "new action": ("Add the action", 25),
    "action": ("Record progress", 10),
}


def test_the_keyboard_reaches_the_primary_action_of_every_page(open_page: OpenPage) -> None:
    page = open_page()
    reached: dict[str, int] = {}
    for name in walk(page):
        if name not in PRIMARY:
            continue
        label, most = PRIMARY[name]
        page.locator("body").evaluate("() => document.activeElement.blur()")
        skip = page.get_by_role("link", name="Skip to main content")
        skip.focus()
        page.keyboard.press("Enter")
        for presses in range(1, most + 1):
            page.keyboard.press("Tab")
            if (
                page.evaluate("document.activeElement.innerText?.trim().split('\\n').pop()")
                == label
            ):
                reached[name] = presses
                break
    assert set(reached) == set(PRIMARY), f"not reached on {set(PRIMARY) - set(reached)}"
