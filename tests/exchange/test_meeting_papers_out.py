"""The papers of a meeting, read back by what did not write them, from what a meeting froze."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.reading_back import by_calamine, by_libreoffice, opened
from tests.exchange.test_documents_out import HOSTILE, W, gaps, paragraphs, parts, tables, words
from vawg_plans.domain.canonical import canonical_json, sha256
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.exchange.agenda_out import agenda
from vawg_plans.exchange.meeting_telling import Telling
from vawg_plans.exchange.minutes_out import minutes
from vawg_plans.exchange.pack_out import pack
from vawg_plans.exchange.pack_workbook_out import pack_workbook
from vawg_plans.exchange.workbooks_out import DEMONSTRATION

FIXTURES = Path(__file__).parents[1] / "fixtures"


def content(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    return found


# A closed meeting of the demonstration, kept as it once was: what is expected is said of it.
CONTENT = content("meeting-papers-content.json")
DIGEST = sha256(canonical_json(CONTENT))


def telling(of: dict[str, Any] = CONTENT, *, demonstration: bool = True) -> Telling:
    closed_at = dt.datetime.fromisoformat(of["meeting"]["closed_at"])
    return Telling(of, closed_at, DIGEST, demonstration)


TELLING = telling()
FORMS: dict[str, Callable[[Telling], bytes]] = {"minutes": minutes, "pack": pack, "agenda": agenda}
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


@pytest.mark.parametrize("name", ["meeting-papers-content.json", "minutes-example.json"])
def test_papers_are_made_of_what_meetings_froze_then_and_now(name: str) -> None:
    now, then = content("minutes-example.json"), content(name)
    assert set(then) == set(now)
    for part in ("items", "decisions", "carried", "actions", "progress"):
        assert set(then[part][0]) == set(now[part][0])
    for write in (*FORMS.values(), pack_workbook):
        assert write(telling(then))


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
    anchors = {e.get(f"{W}anchor") for e in body.iter(f"{W}hyperlink")}
    assert anchors <= {e.get(f"{W}name") for e in body.iter(f"{W}bookmarkStart")}
    assert [p for p in body.iter(f"{W}p") if not words(p).strip()] == []
    levels = [
        int(style[-1])
        for e in body.iter(f"{W}pStyle")
        if (style := str(e.get(f"{W}val"))).startswith("Heading")
    ]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
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


def test_a_pack_sets_figures_beside_the_last_meetings_and_tells_each_action() -> None:
    body = parts(pack(TELLING))["word/document.xml"]
    _, figures, statuses, _, _, *rest = tables(body)
    assert figures[0] == ["What is counted", "Meeting 1, 2 September 2026", "Now", "Change"]
    assert figures[2] == ["Complete", "12", "14", "2 more"]
    assert ["Stated: on track (green)", "8", "6", "2 fewer"] in statuses
    assert ["Calculated: complete, not evidenced", "1", "3", "2 more"] in statuses
    worse = dict(row for row in rest[2][1:] if len(row) == 2)
    assert worse["Stated"] == "Off track (red), 45% reported"
    assert worse["Calculated"] == "At risk: no progress recorded for 77 days"
    assert worse["Last note"].startswith("22 July 2026: Reviewed at the operational group")
    assert "Half of those named have been trained, due 3 August 2026: missed" in words(body)
    to_do, done = (table for table in rest if table[0][0] == "Ref")
    complete = CONTENT["figures"]["complete"]
    assert (len(to_do) + len(done) - 2, len(done) - 1) == (len(CONTENT["actions"]), complete)
    assert {row[6] for row in to_do if row[0] == "VAWG-002"} == {"No progress update yet"}
    assert sum("Sensitive" in row[1] for row in (*to_do, *done)) == sum(
        a["sensitive"] for a in CONTENT["actions"]
    )


def test_an_agenda_is_read_at_a_glance_and_promises_no_digest() -> None:
    planned = Telling(CONTENT, TELLING.made_at, demonstration=True)
    body = parts(agenda(planned))["word/document.xml"]
    said = words(body)
    glance = next(table for table in tables(body) if table[0][1] == "Item")
    assert glance[2] == [
        "2",
        "VAWG-001 Agree a single force policy for protection notices and orders, replacing four "
        "local ones",
        "Got worse\nStated off track (red), 45% reported; calculated at risk",
        "Head of public protection",
    ]
    # A decision of an earlier meeting is owned by who was to see to it.
    assert glance[8][3] == "Assistant chief constable, crime"
    assert "SHA-256" not in said
    assert "as it stood on 7 October 2026, 10:25" in said
    footer = parts(agenda(planned))["word/footer1.xml"]
    assert "Shows 7 October 2026, 10:25. Page " in words(footer)


def test_a_first_meeting_has_nothing_to_set_beside_its_figures() -> None:
    first = telling(CONTENT | {"since": None, "before": None, "carried": [], "next": None})
    body = parts(pack(first))["word/document.xml"]
    assert "nothing to set beside it" in words(body)
    assert next(t for t in tables(body) if t[0][0] == "What is counted")[0][1:] == ["Now"]
    summary = by_calamine(pack_workbook(first))["Summary"]
    assert ["What is counted", "Now"] in [row[:2] for row in summary]


def test_the_workbook_holds_the_same_as_numbers_days_and_text() -> None:
    data = pack_workbook(TELLING)
    assert data == pack_workbook(telling(copy.deepcopy(CONTENT)))
    read = by_calamine(data)
    assert list(read) == ["Summary", "Decisions", "Agenda", "Actions", "Over time"]
    for name, rows in read.items():
        assert rows[0][0] == DEMONSTRATION, name
        assert rows[1][0] == "OFFICIAL-SENSITIVE, Kent Police, Meeting 2, 7 October 2026", name
    assert any(DIGEST in str(row[0]) for row in read["Summary"])
    assert ["Complete", 12, 14, "2 more"] in read["Summary"]
    head = next(n for n, row in enumerate(read["Actions"]) if row[0] == "Reference")
    actions = read["Actions"][head + 1 :]
    assert len(actions) == len(CONTENT["actions"])
    assert actions[0][3:8] == [
        dt.date(2027, 1, 3), "Off track (red)", 45, "At risk", "no progress recorded for 77 days"
    ]  # fmt: skip
    numbers = [row[0] for row in read["Decisions"] if isinstance(row[0], float | int)]
    assert numbers == [3, 4, 5, 1, 2]
    for sheet in opened(data).worksheets:
        assert "OFFICIAL-SENSITIVE" in sheet.oddHeader.center.text
        assert f"SHA-256 {DIGEST[:12]}" in sheet.oddFooter.left.text
        assert "Page &P of &N" in f"{sheet.oddFooter.right.text}"


def test_a_list_longer_than_a_cell_is_cut_and_says_so() -> None:
    gaps_item = next(i for i in CONTENT["items"] if i["key"] == "gaps")
    long = CONTENT | {"items": [gaps_item | {"listed": gaps_item["listed"] * 500}]}
    rows = by_calamine(pack_workbook(telling(long)))["Agenda"]
    assert "characters; the pack in Word has all of them" in rows[-1][3]
    assert (
        words(parts(pack(telling(long)))["word/document.xml"]).count("Prepare × capability") == 500
    )


def test_libreoffice_opens_the_workbook_and_what_was_typed_stays_text(
    libreoffice: str, tmp_path: Path
) -> None:
    read = by_libreoffice(libreoffice, pack_workbook(telling(hostile(CONTENT))), tmp_path)
    decisions = [row for row in read["Decisions"] if row[1].startswith("Meeting ")]
    assert len(decisions) == 5
    for row in decisions:
        assert row[3].startswith("=1+1 <w:p/> & ")
        assert row[5].startswith("=1+1 <w:p/> & ")
