"""The main job, end to end, as a strategic lead does it on her first day."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import settle
from tests.browser.steps import arrived, become, choose, go_to, open_expander, told
from tests.conftest import REPOSITORY
from tests.exchange.reading_back import by_calamine, opened

TABLE = REPOSITORY / "tests/fixtures/gloucestershire-s55-response-2021.xlsx"
NOTE = "Forty officers were trained; the next course is in May."

START = "What should we do next?"
IMPORT = "What would our own table become?"
MAPPING = "Is each action under the right P and area?"
COVERAGE = "What does the plan cover, and where are the gaps?"
PLAN = "What are we doing, and where is it?"
SHARE = "What have we shared, and with whom?"
COMPARE = "How does each force's plan look beside the others?"


def test_from_the_forces_own_table_to_the_other_forces_and_back_to_excel(
    page: Page, tmp_path: Path
) -> None:
    become(page, "Strategic lead", "Gloucestershire Constabulary")
    arrived(page, START)

    go_to(page, "Matrix", COVERAGE)
    assert covered(page) == 0

    go_to(page, "Start", START)
    page.get_by_role("button", name="Import our table").click()
    arrived(page, IMPORT)
    import_her_table(page)

    accept_every_mapping(page)
    go_to(page, "Matrix", COVERAGE)
    assert covered(page) > 3

    title = record_progress(page)
    share_nationally(page)
    find_herself_in_the_comparison(page)
    open_a_force_by_a_click_and_by_keyboard(page)

    file = download_her_plan(page, tmp_path)
    read_by_two_libraries(file, title)
    importing_it_again_changes_nothing(page, file)


def covered(page: Page) -> int:
    """The count at the head of the coverage page."""
    words = page.get_by_text(re.compile(r"\d+ of 24 cells covered")).first.inner_text()
    return int(words.split()[0])


def counted(page: Page, label: str) -> Locator:
    """A count of the import's preview."""
    return page.get_by_test_id("stMetric").filter(has_text=label)


def import_her_table(page: Page) -> None:
    page.locator("input[type=file]").set_input_files(TABLE)
    expect(counted(page, "To create")).to_contain_text("26")
    expect(counted(page, "To change")).to_contain_text("0")
    expect(page.get_by_text("Nothing is written yet")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Import 26 actions").click()
    arrived(page, MAPPING)
    told(page, "26 actions created")


def accept_every_mapping(page: Page) -> None:
    page.get_by_role("radio", name="50").click()
    accept = page.get_by_role("button", name="Accept the mapping of these 26")
    expect(accept).to_be_visible()
    settle(page)
    accept.click()
    told(page, "The mapping of 26 actions was accepted.")
    told(page, "Every mapping has been accepted by a person.")


def record_progress(page: Page) -> str:
    """On the first action of the list; returns its title."""
    go_to(page, "My plan", PLAN)
    expect(page.get_by_text("26 of 26 actions")).to_be_visible()
    page.locator("a[href*='action?action=']").first.click()
    expect(page.get_by_role("link", name="Back to the plan")).to_be_visible()
    settle(page)
    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_label("What has happened since the last update?").fill(NOTE)
    choose(page, "Delivery status", "On track (green)")
    page.get_by_role("spinbutton", name="Percent").fill("40")
    page.get_by_role("button", name="Record progress").click()
    told(page, "Progress was recorded.")
    settle(page)
    history = open_expander(page, "History")
    expect(history.get_by_text(NOTE)).to_be_visible()
    expect(history.get_by_text("Strategic lead (persona)").first).to_be_visible()
    expect(page.get_by_text("40% reported")).to_be_visible()
    # The next update starts empty.
    expect(page.get_by_label("What has happened since the last update?")).to_have_value("")
    return title


def share_nationally(page: Page) -> None:
    go_to(page, "Share and publish", SHARE)
    sharing = open_expander(page, "Share it nationally, without publishing it")
    sharing.get_by_label("A note on this version (optional)").fill("First version")
    sharing.get_by_role("button", name="Share it nationally").click()
    told(page, "The version was frozen and shared nationally.")
    expect(page.get_by_role("cell", name="First version")).to_be_visible()


def find_herself_in_the_comparison(page: Page) -> None:
    go_to(page, "Compare forces", COMPARE)
    expect(page.get_by_text("35 of 43 forces", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Nothing shared yet: 8 of 43 forces")).to_be_visible()
    settle(page)
    chart = page.get_by_test_id("stPlotlyChart")
    expect(chart).to_contain_text("Gloucestershire")
    twin = open_expander(page, "The same figures as a table")
    expect(twin.get_by_role("row")).to_have_count(1 + 35)
    expect(twin.get_by_role("row", name=re.compile("Gloucestershire"))).to_be_visible()


def open_a_force_by_a_click_and_by_keyboard(page: Page) -> None:
    # The first row of the picture, whichever force it is.
    page.get_by_test_id("stPlotlyChart").locator(".point path").first.click(force=True)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^What does .* share"))
    settle(page)
    page.get_by_role("link", name="Back to the forces").click()
    arrived(page, COMPARE)
    choose(page, "Open what a force shares", "Kent Police")
    # The button can be pressed once the choice has reached the server and come back.
    button = page.get_by_role("button", name="Open the force")
    expect(button).to_be_enabled(timeout=15_000)
    settle(page)
    button.press("Enter")
    arrived(page, "What does Kent Police share?")
    expect(page.get_by_text("VAWG-001")).to_be_visible()


def download_her_plan(page: Page, folder: Path) -> Path:
    go_to(page, "My plan", PLAN)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download Excel").click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.suffix == ".xlsx"
    assert "demonstration" in file.name.lower()
    assert "gloucestershire" in file.name
    return file


def read_by_two_libraries(file: Path, title: str) -> None:
    data = file.read_bytes()
    one = {
        name: [[str(cell) for cell in row] for row in rows]
        for name, rows in by_calamine(data).items()
    }
    other = {
        sheet.title: [
            ["" if cell is None else str(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in opened(data).worksheets
    }
    assert list(one) == list(other)
    for book in (one, other):
        for name, rows in book.items():
            assert "demonstration data" in " ".join(rows[0]).lower(), name
        header = next(n for n, row in enumerate(book["Plan"]) if "Action" in row)
        column = book["Plan"][header].index("Action")
        titles = [row[column] for row in book["Plan"][header + 1 :] if row[column]]
        assert len(titles) == 26
        assert title in titles
        assert any(NOTE in row for row in book["Progress"])


def importing_it_again_changes_nothing(page: Page, file: Path) -> None:
    go_to(page, "Import", IMPORT)
    page.locator("input[type=file]").set_input_files(file)
    told(page, "There is nothing new in this file")
    expect(counted(page, "To create")).to_contain_text("0")
    expect(counted(page, "Unchanged")).to_contain_text("26")
    expect(page.get_by_role("button", name=re.compile("^Import "))).to_have_count(0)


def test_the_next_action_is_written_without_leaving_the_field(page: Page) -> None:
    become(page, "Contributor", "Kent Police")
    arrived(page, START)
    go_to(page, "Matrix", COVERAGE)
    page.get_by_role("button", name="Gap").first.click()
    title = page.get_by_role("textbox", name="What will be done")
    title.click()
    for words in ("Publish every outcome", "Publish what women say of it"):
        # Typed where the cursor is, not where the test knows the field to be.
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name=words)).to_be_visible()
        settle(page)
        expect(title).to_have_value("")
    assert covered(page) == 22
