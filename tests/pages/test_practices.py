"""Practices on screen: found, taken, offered and decided on, by those who may."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, go
from tests.pages.test_pages import assert_sound, persona, said
from vawg_plans.domain.people import Role
from vawg_plans.services.plans import open_plan
from vawg_plans.services.practices import change_practice, practices_of
from vawg_plans.views import session

PAGE = "pages/national/practices.py"
KENT = persona(Role.STRATEGIC_LEAD, "kent")
CONTRIBUTOR = persona(Role.CONTRIBUTOR, "gloucestershire")
NATIONAL = persona(Role.NATIONAL_LEAD)
TAKE, OFFER = "Take into our plan", "Offer it to the other forces"


def press(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label == label).click()
    return at.run()


def offer(at: AppTest, title: str) -> AppTest:
    """Fill the form in and send it."""
    next(t for t in at.text_input if t.label == "What it is, in a few words").set_value(title)
    next(t for t in at.text_area if "What was done" in t.label).set_value("Every week, by a board.")
    next(m for m in at.multiselect if m.label == "4Ps").set_value(["protect"])
    next(m for m in at.multiselect if m.label == "Improvement areas").set_value(["powers"])
    return press(at, OFFER)


def test_a_practice_taken_from_an_empty_cell_fills_it(own_copy: Path, visit: Visit) -> None:
    at = visit(own_copy, CONTRIBUTOR, "pages/force/coverage.py", cell="offenders.prevent")
    link = next(a.proto for a in at.get("page_link") if a.proto.label == "Take a practice")
    at = visit(own_copy, CONTRIBUTOR, PAGE, **dict(parse_qsl(link.query_string)))
    assert_sound(at)
    assert "1 of 26 practices" in said(at)
    assert "What you take from here goes into Prevent × High-harm offenders." in said(at)
    press(at, TAKE)
    assert_sound(at)
    assert at.title[0].value.replace("\\", "") == "Operation Contract: safer nights out"
    assert "From Humberside Police's “Operation Contract: safer nights out”, notable" in said(at)
    store, framework = session.opened(str(own_copy))
    opened = open_plan(store, framework, CONTRIBUTOR, "gloucestershire")
    assert opened.matrix(framework)["offenders", "prevent"].covered
    # The codes of the cell lead there too, and the page knows what was taken.
    go(at, PAGE, p="prevent", area="offenders")
    assert_sound(at)
    assert "1 of 26 practices" in said(at)
    assert "Take it into our plan again" in [b.label for b in at.button]
    assert "in our plan" in at.get("page_link")[-1].proto.label


def test_a_cell_that_no_practice_fits_leads_back_to_the_matrix(
    looked_at: Path, visit: Visit
) -> None:
    at = visit(looked_at, CONTRIBUTOR, PAGE, p="Protect", area="Disclosure scheme")
    assert "No practice is known for Protect × Disclosure scheme." in said(at)
    assert [p.proto.page for p in at.get("page_link")][-1] == "coverage"


@pytest.mark.parametrize("role", [r for r in Role if r.in_a_force] + [Role.READER])
def test_each_role_is_offered_what_it_may(role: Role, looked_at: Path, visit: Visit) -> None:
    at = visit(looked_at, persona(role, "kent" if role.in_a_force else None), PAGE)
    assert_sound(at)
    labels = {b.label for b in at.button}
    assert (TAKE in labels) is (role in {Role.CONTRIBUTOR, Role.STRATEGIC_LEAD})
    assert (OFFER in labels) is (role is Role.STRATEGIC_LEAD)
    assert "Decline" not in labels


def test_an_offer_is_decided_and_then_seen_by_every_force(own_copy: Path, visit: Visit) -> None:
    kent = visit(own_copy, KENT, PAGE)
    press(kent, OFFER)
    assert "Give the practice a title" in kent.error[0].value
    offer(kent, "A weekly *board*")
    assert "Waiting for the national lead" in said(kent)
    surrey = persona(Role.GOLD_MEMBER, "surrey")
    assert "A weekly *board*" not in said(visit(own_copy, surrey, PAGE))

    national = visit(own_copy, NATIONAL, PAGE)
    assert "Waiting for your decision (2)" in said(national)
    press(national, "Accept it for every force")
    assert "Waiting for your decision (1)" in said(national)
    assert "A weekly *board*" in said(national)
    press(national, "Decline")
    assert "Say why it is declined" in national.error[0].value
    reason = next(t for t in national.text_input if t.label == "Reason")
    reason.set_value("Say what changed")
    press(national, "Decline")
    assert "Waiting for your decision" not in said(national)

    go(kent, PAGE)
    assert "Declined" in said(kent)
    assert "Say what changed" in said(kent)
    press(kent, "Change or withdraw")
    # Another lead changes it meanwhile: both are shown, and sent again it is saved.
    store, framework = session.opened(str(own_copy))
    known = practices_of(store, framework, KENT).own[0].newest
    change_practice(
        store, framework, KENT, known.id, {"words": "Twice a week."}, read_revision=known.revision
    )
    press(kent, "Offer the change")
    assert "Somebody else changed" in kent.error[0].value
    assert "Twice a week" in kent.table[0].value.to_string()
    press(kent, "Offer the change")
    assert "It is offered" in kent.success[0].value
    kept = practices_of(store, framework, KENT).own[0].newest
    assert (kept.revision, kept.words) == (4, "Every week, by a board.")
    go(national, PAGE)
    press(national, "Accept it for every force")
    assert "every force sees it now" in national.success[0].value
    at = visit(own_copy, surrey, PAGE, words="weekly board")
    assert "A weekly *board*" in said(at)
    assert "offered by the force" in said(at)

    go(kent, PAGE)
    press(kent, "Change or withdraw")
    why = next(t for t in kent.text_input if t.label == "Why it is withdrawn")
    why.set_value("The board was ended")
    press(kent, "Withdraw it")
    assert "The board was ended" in said(kent)
    assert "A weekly *board*" not in said(visit(own_copy, surrey, PAGE))
