"""What a real browser is refused, and what nobody else can fetch."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import OpenPage, RunningApp, Witness, settle
from tests.browser.steps import arrived, become, go_to, open_expander, told
from tests.conftest import REPOSITORY
from vawg_plans.cookies import BROWSER, DESTINATION, destination

TABLE = REPOSITORY / "tests/fixtures/gloucestershire-s55-response-2021.xlsx"
PLAN = "What are we doing, and where is it?"
IMPORT = "What would our own table become?"
COMPARE = "How does each force's plan look beside the others?"
# The page tells its own violations; they also come as errors on the console, which fail a test.
LISTEN = """
window.refusals = [];
document.addEventListener("securitypolicyviolation",
    (e) => window.refusals.push(`${e.effectiveDirective} ${e.blockedURI} in ${e.sourceFile}`));
"""
PAGES = {
    "Start": "What should we do next?",
    "My plan": PLAN,
    "Matrix": "What does the plan cover, and where are the gaps?",
    "Mapping": "Is each action under the right P and area?",
    "What is asked of us": "What is asked of us, and what answers it?",
    "Import": IMPORT,
    "Share and publish": "What have we shared, and with whom?",
    "Compare forces": COMPARE,
}


@pytest.fixture
def ann(page: Page) -> Page:
    """A strategic lead, on the first page after she came in."""
    become(page, "Strategic lead", "Kent Police")
    return page


def test_the_strict_policy_stops_nothing_that_the_pages_do(open_page: OpenPage) -> None:
    page = open_page()
    page.context.add_init_script(LISTEN)
    page.reload()
    settle(page)
    become(page, "Strategic lead", "Kent Police")
    for name, question in PAGES.items():
        go_to(page, name, question)
        for folded in page.locator("details:not([open]) > summary:visible").all()[:3]:
            folded.click()
        settle(page)
    # A bar of the picture is drawn with the styles that the policy lets through.
    chart = page.get_by_test_id("stPlotlyChart").first
    expect(chart.locator(".point path").first).to_have_attribute("style", re.compile("fill"))
    go_to(page, "Import", IMPORT)
    page.locator("input[type=file]").set_input_files(TABLE)
    expect(page.get_by_text("to create").first).to_be_visible()
    # A library of Streamlit's tries WebAssembly for whole numbers of 64 bits, and does without.
    refusals = page.evaluate("window.refusals")
    assert [r for r in refusals if not r.startswith("script-src wasm-eval")] == []


def test_the_policy_refuses_what_an_attacker_would_try(page: Page, witness: Witness) -> None:
    failures = []
    page.on("requestfailed", lambda request: failures.append(request.failure))
    refused = page.evaluate("""async () => {
        const refusals = [];
        document.addEventListener("securitypolicyviolation",
            (e) => refusals.push(e.effectiveDirective));
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
        const handler = document.createElement("img");
        handler.setAttribute("onerror", "window.ran = true");
        handler.src = "data:image/png;base64,";
        document.body.append(handler);
        const picture = document.createElement("img");
        picture.src = "http://elsewhere.invalid/x.png";
        document.body.append(picture);
        const frame = document.createElement("iframe");
        frame.src = "http://elsewhere.invalid/";
        document.body.append(frame);
        try { await fetch("http://elsewhere.invalid/"); } catch {}
        try { new WebSocket("ws://elsewhere.invalid/"); } catch {}
        try { new Worker(URL.createObjectURL(new Blob(["1"]))); } catch {}
        await new Promise((done) => setTimeout(done, 500));
        return [...new Set(refusals)].sort().concat(window.ran ? ["RAN"] : []);
    }""")
    assert refused == [
        "connect-src", "frame-src", "img-src", "script-src-attr", "script-src-elem", "worker-src",
    ]  # fmt: skip
    # The browser tells of requests that it then does not make.
    assert set(failures) <= {"csp"}
    witness.errors.clear()
    witness.strangers.clear()


def test_no_page_may_put_ours_in_a_frame(app: RunningApp) -> None:
    with urllib.request.urlopen(f"{app.url}/plan") as answer:
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_cookies_are_out_of_reach_of_scripts(open_page: OpenPage) -> None:
    page = open_page("?by=Improvement+areas")
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    for name in (BROWSER, DESTINATION):
        assert cookies[name]["httpOnly"]
        assert cookies[name]["sameSite"] == "Lax"
        assert name not in page.evaluate("document.cookie")
    assert cookies[BROWSER]["expires"] == -1
    found = destination({DESTINATION: cookies[DESTINATION]["value"]})
    assert found == ("/", "by=Improvement+areas")
    # The front page that follows a sign-in leaves it as it was.
    page.goto("/".join(page.url.split("/")[:3]) + "/")
    after = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert after[DESTINATION] == cookies[DESTINATION]["value"]
    assert after[BROWSER] == cookies[BROWSER]["value"]


@pytest.mark.parametrize("what", ["workbook", "picture"])
def test_a_file_is_for_the_browser_of_the_session_that_made_it(
    what: str, ann: Page, open_page: OpenPage, app: RunningApp, tmp_path: Path
) -> None:
    if what == "workbook":
        go_to(ann, "My plan", PLAN)
        address, file = downloaded(ann, "Download Excel", tmp_path)
        assert file.read_bytes().startswith(b"PK")
    else:
        go_to(ann, "Compare forces", COMPARE)
        ann.locator("summary").filter(has_text="The same figures as a table").first.click()
        address, file = downloaded(ann, "Download the picture", tmp_path)
        assert b"plotly" in file.read_bytes()

    # Another browser, at work in the same app as a person of the same force.
    other = open_page()
    become(other, "Strategic lead", "Kent Police")
    assert status_for(ann.context, address) == 200
    assert status_for(other.context, address) == 404
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address)
    guessed = urllib.request.Request(address, headers={"Cookie": f"{BROWSER}="})
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(guessed)

    # When her session ends, so does the file, for her browser too.
    context = ann.context
    ann.close()
    expect_soon_refused(context, address)


def downloaded(page: Page, button: str, folder: Path) -> tuple[str, Path]:
    """The address it came from, and the file."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).first.click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return waiting.value.url, file


def status_for(context: BrowserContext, address: str) -> int:
    """What the server answers this browser, with its cookies."""
    return context.request.get(address).status


def expect_soon_refused(context: BrowserContext, address: str) -> None:
    visitor = context.new_page()
    for _ in range(20):
        if status_for(context, address) == 404:
            return
        visitor.wait_for_timeout(250)
    raise AssertionError("the file outlived the session that made it")


@pytest.mark.parametrize(
    "path", ["_stcore/metrics", "_stcore/agent/openapi.json", "_stcore/agent/interact"]
)
def test_doors_nobody_needs_are_shut(path: str, app: RunningApp) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{app.url}/{path}")


def test_everything_logged_is_json_without_what_was_asked_for(
    open_page: OpenPage, app: RunningApp
) -> None:
    page = open_page("?by=Improvement+areas&measure=TheyTypedThis")
    become(page, "National lead (NPCC)")
    arrived(page, COMPARE)
    logged = list(lines_of(app))
    assert logged, "nothing was logged at all"
    assert "TheyTypedThis" not in app.logged()
    assert {line["logger"].partition(".")[0] for line in logged} >= {"uvicorn"}


def lines_of(app: RunningApp) -> Iterator[dict[str, str]]:
    """What was logged, after the address that Streamlit prints first."""
    _, _, after = app.logged().partition("\n{")
    for line in f"{{{after}".splitlines():
        yield json.loads(line)


# Addresses on their own are in tests/views/test_words.py.
HOSTILE = (
    "[a](javascript:alert(1)) ![b](/b.png) <img src=x onerror=alert(1)> <b>c</b> :red[d] $e^2$ "
    ":material/flag: :streamlit: `f` **g** ~~h~~ [i](data:text/html,i) &lt;j <javascript:k> :smile:"
)
# What only markup makes, within what the page itself shows of it.
MARKUP = """
(main) => {
    const made = main.querySelectorAll(
        "b, del, code, .katex, .stMarkdownColoredText, .stMarkdownBadge, img:not([src^='data:'])");
    const links = [...main.querySelectorAll("a")].filter(
        (a) => new URL(a.href, location).origin !== location.origin
            || /script|data:/.test(a.getAttribute("href")));
    return [...made, ...links].map((found) => found.outerHTML.slice(0, 200));
}
"""


def test_what_people_type_is_never_a_link_or_markup(page: Page) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    become(page, "Strategic lead", "Surrey Police")
    go_to(page, "My plan", PLAN)
    page.locator("a[href*='action?action=']").first.click()
    expect(page.get_by_role("link", name="Back to the plan")).to_be_visible()
    settle(page)
    for part, labels in (
        ("Change what and who", ("Title: what will be done", "Description", "Reference")),
        ("Change the measure", ("Success measure, in words", "Evidence, in words")),
        ("Add evidence", ("Evidence: what it is", "Where it is held")),
        ("Add a risk", ("Risk: what may stop it",)),
    ):
        page.get_by_role("button", name=part, exact=True).click()
        expect(page.get_by_label(labels[-1], exact=True).last).to_be_visible()
        for field in labels:
            page.get_by_label(field, exact=True).last.fill(HOSTILE[:190])
        page.get_by_test_id("stBaseButton-primaryFormSubmit").click()
        told(page, "was ")
        settle(page)
    page.get_by_label("What has happened since the last update?").fill(HOSTILE)
    page.get_by_role("button", name="Record progress").click()
    told(page, "Progress was recorded.")
    settle(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate(MARKUP) == []
    # In the history, what went is struck through.
    open_expander(page, "History")
    expect(main.get_by_text("<b>c</b>").nth(3)).to_be_visible()
    assert main.evaluate(MARKUP.replace("del, ", "")) == []

    go_to(page, "Start", PAGES["Start"])
    expect(main.get_by_text("<b>c</b>").first).to_be_visible()
    assert main.evaluate(MARKUP) == []
    go_to(page, "My plan", PLAN)
    expect(main.get_by_text("[a](javascript").first).to_be_visible()
    assert main.evaluate(MARKUP) == []
