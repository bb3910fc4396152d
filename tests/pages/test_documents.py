"""Word documents, as whoever makes them and whoever reads a published plan finds them."""

from __future__ import annotations

from pathlib import Path

from tests.pages.conftest import Visit, go
from tests.pages.test_pages import assert_sound, persona, said
from vawg_plans.domain.document_kinds import DocumentKind
from vawg_plans.domain.people import Role


def test_a_force_sees_what_a_document_tells_before_it_is_made(
    looked_at: Path, visit: Visit
) -> None:
    at = visit(looked_at, persona(Role.GOLD_CHAIR, "kent"), "pages/force/documents.py")
    assert_sound(at)
    assert "marked OFFICIAL" in said(at)
    assert "5 of 6 recommendations to forces answered" in said(at)
    assert "by 11 November 2021" in said(at)
    made_from = at.selectbox(key="made_from")
    assert made_from.options[0] == "The plan as it stands: a draft"
    made_from.set_value("now").run()
    assert "marked OFFICIAL-SENSITIVE" in said(at)
    at.selectbox(key="inspection").set_value("duty-2021").run()
    assert "Section 55: comments" not in said(at)
    at.radio(key="document").set_value(DocumentKind.PLAN.value).run()
    assert_sound(at)
    assert "Left for people to complete" not in said(at)
    assert [s.label for s in at.selectbox] == ["Made from"]
    [button] = at.get("download_button")
    assert button.proto.label == "Download the plan (Word)"


def test_a_reader_is_offered_documents_of_a_published_plan_alone(
    looked_at: Path, visit: Visit
) -> None:
    at = visit(looked_at, persona(Role.READER), "pages/national/shared.py", force="surrey")
    assert [b.proto.label for b in at.get("download_button")] == ["Download Word"]
    # Shared nationally, and never published.
    assert not go(at, "pages/national/shared.py", force="essex").get("download_button")
