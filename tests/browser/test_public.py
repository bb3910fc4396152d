"""The public pages as a stranger meets them: no sign-in, no script, and no barrier."""

from __future__ import annotations

from urllib.request import urlopen

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import RunningApp
from tests.browser.test_accessible import RULES

PAGES = (
    "index.html",
    "west-mercia/index.html",
    "west-mercia/changes-3.html",
    "nowhere.html",
)

# Every action is built alike, and looking at 150 of them takes minutes.
A_FEW_ACTIONS = {"exclude": [["article ~ article ~ article"]]}
LOOKED_FOR = {"runOnly": RULES, "resultTypes": ["violations"]}


def test_strangers_read_what_is_published_without_a_script_and_without_a_barrier(
    app: RunningApp, browser: Browser
) -> None:
    with urlopen(f"{app.url}/healthz") as answer:
        assert answer.read() == b"ok\n"
    for width, scheme in ((1280, "light"), (360, "dark")):
        looking = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
        plain = browser.new_context(java_script_enabled=False, **looking)
        # axe is a script, and the pages' own policy lets none run.
        watched = browser.new_context(bypass_csp=True, **looking)
        for path in PAGES:
            page = plain.new_page()
            page.goto(f"{app.url}/public/{path}")
            assert page.locator("h1").is_visible()
            assert page.locator("main").inner_text().strip()
            seen = watched.new_page()
            seen.goto(f"{app.url}/public/{path}")
            assert seen.evaluate("document.documentElement.scrollWidth") <= width, path
            found = Axe().run(seen, context=A_FEW_ACTIONS, options=LOOKED_FOR)
            assert found.violations_count == 0, (path, found.generate_report())
            assert found.response["passes"], "axe looked at nothing"
        assert plain.cookies() == []
        assert watched.cookies() == []
        action = plain.new_page()
        action.goto(f"{app.url}/public/west-mercia/version-3.html#action-act-west-mercia-003")
        assert action.locator("#action-act-west-mercia-003").is_visible()
        plain.close()
        watched.close()
