"""What is taken with one: the page says what it is, as its address asks."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, go
from tests.pages.test_pages import assert_sound, persona, said
from vawg_plans.domain.people import Role

LEAD = persona(Role.STRATEGIC_LEAD, "kent")
PAGE = "pages/force/exporting.py"


def offered(at: AppTest) -> list[str]:
    return [b.proto.label for b in at.get("download_button")]


def test_the_page_says_what_would_be_taken_as_its_address_asks(
    looked_at: Path, visit: Visit
) -> None:
    at = visit(looked_at, LEAD, PAGE)
    assert "**135 actions**, 32 columns, as of now, marked OFFICIAL-SENSITIVE" in said(at)
    assert offered(at)[:3] == ["Plan as Excel", "Plan as CSV", "Plan as JSON"]
    assert {"Gaps as CSV", "History as Excel", "All forces as Excel"} <= set(offered(at))
    at = visit(looked_at, LEAD, PAGE, only="Late", p="Pursue", columns="Due")
    assert_sound(at)
    assert " of 135 actions**, 1 column, as of now" in said(at)
    assert "Filtered: lead P Pursue; only those: Late." in said(at)
    at = visit(looked_at, LEAD, PAGE, moment="Version 1 (published)")
    assert_sound(at)
    assert "as version 1 has them in words, marked OFFICIAL." in said(at)
    assert not any(label.startswith(("Gaps", "History")) for label in offered(at))


def test_the_columns_a_meeting_reads_are_kept_while_other_pages_are_looked_at(
    looked_at: Path, visit: Visit
) -> None:
    at = visit(looked_at, LEAD, PAGE)
    next(b for b in at.button if "a meeting reads" in b.label).click()
    at.run()
    assert "12 columns" in said(at)
    go(at, "pages/force/start.py")
    assert "12 columns" in said(go(at, PAGE))


def test_the_plans_page_leads_on_with_its_filter(looked_at: Path, visit: Visit) -> None:
    at = visit(looked_at, LEAD, "pages/force/plan.py", only="Late", p="Pursue", on="2026-10-01")
    link = next(e.proto for e in at.get("page_link") if e.proto.label == "Other forms")
    carried = dict(parse_qsl(link.query_string))
    assert carried == {"shown": "only=Late&p=pursue", "on": "2026-10-01"}
    go(at, PAGE, **carried)
    assert_sound(at)
    assert {s.label: s.value for s in at.selectbox}["Only those"] == "Late"
    assert {m.label: m.value for m in at.multiselect}["Lead P"] == ["pursue"]
    assert "as of the end of 1 October 2026" in said(at)
    odd = visit(looked_at, LEAD, PAGE, shown="p=nowhere&owner=Nobody&only=Nothing&status=x")
    assert_sound(odd)
    assert "**135 actions**" in said(odd), "what nobody could have chosen is left out"
