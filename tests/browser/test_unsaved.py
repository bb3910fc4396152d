"""Nothing that somebody writes is lost: not by a reload, a server that stops, or another writer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Witness, settle, started
from tests.browser.steps import become, choose, open_expander, told
from tests.conftest import copied, free_port

KENT = "Kent Police"
PUT_BACK = "was put back. It is not saved yet."
DESCRIPTION, TITLE = "Description", "Title: what will be done"
NOTE = "What has happened since the last update?"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settle(page)


def field(page: Page, label: str) -> Any:
    return page.get_by_label(label, exact=True)


def kept(page: Page) -> dict[str, Any]:
    """What this tab keeps, by the part of the action."""
    found = page.evaluate("() => ({...sessionStorage})")
    return {
        name.rpartition("-")[2]: json.loads(value)["fields"]
        for name, value in found.items()
        if name.startswith("vawg-plans-kept:")
    }


def put_back(page: Page) -> Any:
    return page.get_by_role("status").filter(has_text=PUT_BACK)


def reload(page: Page, witness: Witness) -> None:
    page.reload()
    settle(page)
    # At an address with a path, Streamlit first asks for itself below that path.
    witness.errors[:] = [e for e in witness.errors if "404" not in e]


def test_a_reload_in_mid_edit_keeps_the_words_until_they_are_saved(
    open_page: OpenPage, witness: Witness
) -> None:
    page = open_page("action?action=act-kent-006")
    witness.errors.clear()
    become(page, "Strategic lead", KENT)
    before = field(page, NOTE)
    before.press_sequentially("Forty officers were tra")
    press(page, "Change what and who")
    # The keyboard's place goes with the button into the form, and out of it again.
    expect(field(page, TITLE)).to_be_focused()
    written = "In person,\nby the same officer."
    field(page, DESCRIPTION).fill("")
    field(page, DESCRIPTION).press_sequentially(written)
    owners = page.get_by_role("combobox", name="Owner posts")
    owners.press_sequentially("Head of orders")
    owners.press("Enter")
    expect(page.get_by_role("group").get_by_label("Head of orders").first).to_be_attached()
    page.wait_for_function("() => JSON.stringify({...sessionStorage}).includes('Head of orders')")

    reload(page, witness)  # and the tab is still who it was
    expect(put_back(page)).to_have_count(2)
    expect(field(page, DESCRIPTION)).to_have_value(written)
    expect(field(page, NOTE)).to_have_value("Forty officers were tra")
    press(page, "Save")
    told(page, "The action was saved.")
    expect(page.get_by_text("by the same officer.")).to_be_visible()
    expect(page.get_by_role("cell", name="Head of orders")).to_be_visible()
    expect(page.get_by_role("button", name="Change what and who")).to_be_focused()
    assert list(kept(page)) == ["progress"]

    reload(page, witness)
    press(page, "Change what and who")
    expect(put_back(page)).to_have_count(1)  # the note, which is not recorded yet
    press(page, "Give up these changes")
    put_back(page).get_by_role("button", name="Discard what was put back").click()
    expect(field(page, NOTE)).to_have_value("")
    expect(put_back(page)).to_have_count(0)
    assert kept(page) == {}


def test_what_one_person_wrote_is_not_given_to_the_next(
    open_page: OpenPage, witness: Witness
) -> None:
    page = open_page("action?action=act-kent-003")
    witness.errors.clear()
    become(page, "Contributor", KENT)
    field(page, NOTE).fill("Not for others")
    assert "Not for others" in str(kept(page))
    press(page, "Change persona")
    assert kept(page) == {}
    become(page, "Gold Group member", KENT)
    expect(field(page, NOTE)).to_have_value("")
    # Without a way out having been taken, too: the next person's page drops them.
    stale = "vawg-plans-kept:000000000000-act-kent-003-progress"
    words = json.dumps({"at": 9e15, "fields": {NOTE: {"was": "", "now": "Not for others"}}})
    page.evaluate("([name, words]) => sessionStorage.setItem(name, words)", [stale, words])
    reload(page, witness)
    page.wait_for_function("() => !Object.keys(sessionStorage).some((k) => k.includes('00000-'))")
    expect(field(page, NOTE)).to_have_value("")
    expect(put_back(page)).to_have_count(0)


def test_two_browsers_change_one_action_and_both_keep_what_they_wrote(
    open_page: OpenPage, witness: Witness
) -> None:
    first, second = (open_page("action?action=act-kent-004") for _ in range(2))
    witness.errors.clear()
    become(first, "Strategic lead", KENT)
    become(second, "Contributor", KENT)
    for page in (first, second):
        press(page, "Change what and who")
    field(first, DESCRIPTION).fill("The lead's words.")
    field(first, "Reference").fill("4a")
    press(first, "Save")
    told(first, "The action was saved.")

    field(second, DESCRIPTION).fill("The contributor's words.")
    field(second, TITLE).fill("Train all call handlers")
    press(second, "Save")
    told(second, "Strategic lead (persona)")
    for words in ("The lead's words.", "The contributor's words."):
        expect(second.get_by_role("cell", name=words)).to_be_visible()
    expect(second.get_by_text("Reference (theirs), Title (yours)")).to_be_visible()
    # A reload in the middle of that loses nothing either: the same words, asked anew.
    reload(second, witness)
    expect(field(second, DESCRIPTION)).to_have_value("The contributor's words.")
    press(second, "Save")
    expect(second.get_by_role("radio", name="Keep both")).to_be_checked()
    press(second, "Save these choices")
    told(second, "The action was saved.")
    for words in ("The lead's words.", "The contributor's words."):
        expect(second.get_by_text(words, exact=True)).to_be_visible()
    expect(second.get_by_role("heading", level=1)).to_have_text("Train all call handlers")
    expect(second.get_by_role("cell", name="4a")).to_be_visible()
    assert kept(second) == {}
    history = open_expander(second, "History")
    expect(history.get_by_text("Contributor (persona)").first).to_be_visible()


def test_a_server_that_starts_again_takes_no_words_and_no_choices_away(
    small_demonstration: Path, open_page: OpenPage, witness: Witness, tmp_path: Path
) -> None:
    port = free_port()
    small = copied(small_demonstration, tmp_path / "small.duckdb")
    page = open_page()
    connection = page.get_by_test_id("stApp")
    with started(small, tmp_path / "one.log", port) as running:
        page.goto(f"{running.url}/action?action=act-kent-001")
        settle(page)
        become(page, "Strategic lead", KENT)
        press(page, "Change where it belongs")
        choose(page, "Lead P", "Pursue")
        field(page, NOTE).press_sequentially("Written while it stoo")
    expect(connection).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    with started(small, tmp_path / "two.log", port):
        # It comes back by itself, and asks who is there: a demonstration forgets.
        expect(connection).to_have_attribute(
            "data-test-connection-state", "CONNECTED", timeout=30_000
        )
        press(page, "Save")
        become(page, "Strategic lead", KENT)
        expect(put_back(page)).to_have_count(2)
        expect(field(page, NOTE)).to_have_value("Written while it stoo")
        expect(page.get_by_role("combobox", name="Lead P")).to_have_value("Pursue")
        press(page, "Save")
        told(page, "The action was saved.")
        page.close()
    # That the server was away was seen, as it should be.
    witness.errors.clear()
