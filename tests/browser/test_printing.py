"""The highlight report on paper: two sides of A4, marked on each, none of the app around it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.steps import become, go_to


def sides(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return max(int(count) for count in re.findall(rb"/Count (\d+)", pdf))


def cut(page: Page) -> list[str]:
    """What of the sheet is wider than the paper."""
    found: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('.st-key-sheet :is(td, p, svg)')]"
        ".filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    return found


def test_the_report_prints_on_two_sides_from_the_dark_theme_too(open_page: OpenPage) -> None:
    page = open_page(color_scheme="dark")
    become(page, "Strategic lead", "Kent Police")
    go_to(page, "Highlight report", "Where is the plan, and what is asked?")
    assert sides(page.pdf(prefer_css_page_size=True)) <= 2
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})
    for hidden in ("stSidebar", "stHeader", "stExpander", "stButtonGroup"):
        for found in page.get_by_test_id(hidden).all():
            expect(found).to_be_hidden()
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible()
    expect(page.get_by_text("OFFICIAL-SENSITIVE").first).to_be_visible()
    assert cut(page) == []
    grounds = page.evaluate(
        "() => ['html', 'body', '.stApp'].map(s => "
        "getComputedStyle(document.querySelector(s)).backgroundColor)"
    )
    assert set(grounds) <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}, "paper stays white"
