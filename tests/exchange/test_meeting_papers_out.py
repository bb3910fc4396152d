"""The papers of a meeting, read back by what did not write them, from what a meeting froze."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.test_documents_out import HOSTILE, W, gaps, paragraphs, parts, tables, words
from vawg_plans.domain.canonical import canonical_json, sha256
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.exchange.meeting_telling import Telling
from vawg_plans.exchange.minutes_out import minutes
from vawg_plans.exchange.workbooks_out import DEMONSTRATION

EXAMPLE = Path(__file__).parents[1] / "fixtures" / "minutes-example.json"
CONTENT: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
DIGEST = sha256(canonical_json(CONTENT))


def telling(content: dict[str, Any] = CONTENT, *, demonstration: bool = True) -> Telling:
    closed_at = dt.datetime.fromisoformat(content["meeting"]["closed_at"])
    return Telling(content, closed_at, DIGEST, demonstration)


TELLING = telling()
FORMS: dict[str, Callable[[Telling], bytes]] = {"minutes": minutes}
EVERY = pytest.mark.parametrize("form", FORMS)


def hostile(value: Any) -> Any:
    """Every word that somebody typed, replaced by one that is not only text to a program."""
    typed = {"words", "heading", "title", "place", "minutes", "owner_post", "outcome", "subject"}
    if isinstance(value, dict):
        return {
            k: HOSTILE if k in typed and isinstance(v, str) else hostile(v)
            for k, v in value.items()
        }
    return [hostile(v) for v in value] if isinstance(value, list) else value


@EVERY
def test_every_page_says_marking_force_meeting_moment_digest_and_number(form: str) -> None:
    found = parts(FORMS[form](TELLING))
    header, footer = found["word/header1.xml"], found["word/footer1.xml"]
    assert paragraphs(header, "Marking") == paragraphs(footer, "Marking") == [OFFICIAL_SENSITIVE]
    assert f"Kent Police: Gold Group {form}. Meeting 2, 7 October 2026" in words(header)
    shows = f"Shows 7 October 2026, 10:25, commit 7,043, SHA-256 {DIGEST[:12]}. Page "
    assert shows in words(footer)
    fields = [f.get(f"{W}instr", "").strip() for f in footer.iter(f"{W}fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]
    assert DIGEST in words(found["word/document.xml"])
    for told in (TELLING, telling(demonstration=False)):
        header = parts(FORMS[form](told))["word/header1.xml"]
        assert (DEMONSTRATION in words(header)) is told.demonstration


@EVERY
def test_a_paper_is_the_same_whenever_it_is_made_and_has_headings_and_named_tables(
    form: str,
) -> None:
    data = FORMS[form](TELLING)
    assert data == FORMS[form](telling(copy.deepcopy(CONTENT)))
    body = parts(data)["word/document.xml"]
    assert len(paragraphs(body, "Title")) == 1
    assert [p for p in body.iter(f"{W}p") if not words(p).strip()] == []
    for table in body.iter(f"{W}tbl"):
        head, *rest = table.findall(f"{W}tr")
        assert head.find(f"{W}trPr/{W}tblHeader") is not None
        assert rest
        assert table.find(f"{W}tblPr/{W}tblCaption") is not None


@EVERY
def test_what_was_typed_is_text_and_nothing_else(form: str) -> None:
    found = parts(FORMS[form](telling(hostile(CONTENT))))
    assert "=1+1 <w:p/> & ]]> {PAGE}  https://example.org" in words(found["word/document.xml"])
    links = found["word/_rels/document.xml.rels"]
    assert [r for r in links if r.get("TargetMode") == "External"] == []


def test_minutes_say_who_was_there_then_what_was_decided_then_what_was_said() -> None:
    body = parts(minutes(TELLING))["word/document.xml"]
    assert paragraphs(body, "Heading1") == [
        "In short",
        "What was decided",
        "Carried from earlier meetings",
        "What was said",
        "On the agenda, with nothing minuted",
        "Agreed as a true record",
        "How this paper was made",
    ]
    facts, decided, carried = tables(body)
    assert facts[1:] == [
        ["Held", "7 October 2026, 10:01 to 10:25"],
        ["Place", "Headquarters, room 4"],
        [
            "Present",
            "Assistant chief constable, crime; Head of public protection; Head of legal services",
        ],
        ["Apologies", "Head of criminal justice"],
        ["Next meeting", "Meeting 3, 4 November 2026, Headquarters, room 4"],
    ]
    assert decided[0] == ["No.", "Decision", "Owner", "By", "State"]
    assert [(row[0], row[3], row[4]) for row in decided[1:]] == [
        ("3", "24 November 2026", "Open"),
        ("4", "1 November 2026", "Open"),
        ("5", "1 November 2026", "Open"),
    ]
    assert "About: Staffing of the protective orders desk" in decided[3][1]
    assert carried[1][4] == (
        "Open.\nIts action: stated complete (blue), 100% reported; calculated complete, not "
        "evidenced."
    )
    assert carried[2][4] == "Done on 20 September 2026.\nBoth posts filled on 14 September"
    headings = paragraphs(body, "Heading2")
    assert headings[0].startswith("1. Decision awaited: VAWG-004 Add")
    assert [h.partition(".")[0] for h in headings] == ["1", "2", "4", "5", "7", "9"]
    said = words(body)
    assert "It was agreed to look at it again." in said
    assert "Delivery status: from On track (green) to Off track (red)" in said
    assert "3. Got worse: VAWG-024" in said
    assert "(shown at 10:08)" in said
    assert "14 of 23 live actions are complete (61%); at meeting 1, 12 of 23." in said
    assert gaps(body) == [
        "To be completed by the chair: the date on which the Gold Group agreed these minutes"
    ]


def test_minutes_of_a_first_meeting_without_decisions_say_so() -> None:
    first = CONTENT | {
        "since": None, "before": None, "next": None, "carried": [], "decisions": [], "items": [],
        "meeting": CONTENT["meeting"] | {"attended": [], "apologies": [], "place": ""},
    }  # fmt: skip
    body = parts(minutes(telling(first)))["word/document.xml"]
    said = words(body)
    assert "No decision was recorded at this meeting." in said
    assert "Nothing was minuted on any item of the agenda." in said
    [facts] = tables(body)
    assert [row[1] for row in facts[2:]] == [
        "Not recorded", "Not recorded", "None recorded", "Not planned yet"
    ]  # fmt: skip
