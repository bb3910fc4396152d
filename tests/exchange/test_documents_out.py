"""Word documents read back as what they are, parts of XML in a zip, by what did not write them."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.documents import ToldAction, ToldMilestone, ToldPlan, Words
from vawg_plans.domain.markings import OFFICIAL, OFFICIAL_SENSITIVE
from vawg_plans.exchange.document_telling import Telling
from vawg_plans.exchange.documents_out import file_name
from vawg_plans.exchange.overview_out import overview
from vawg_plans.exchange.plan_document_out import plan_document
from vawg_plans.exchange.responses_out import response_record, response_table
from vawg_plans.exchange.workbooks_out import DEMONSTRATION
from vawg_plans.store.framework_files import read_framework

FRAMEWORK = read_framework()
VAWG = FRAMEWORK.inspections["vawg-2021"]
ON = dt.date(2022, 3, 3)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = "=1+1 <w:p/> & \u0000\u000b]]> {PAGE} \ud800 https://example.org"
ACTION = ToldAction(
    reference="1.10",
    title="Train every officer",
    description="Who is trained:\n• officers\n• staff\n1) then the rest",
    lead_p="prepare",
    areas=("capability",),
    recommendations=("vawg-4.1",),
    owner_posts=("Head of learning",),
    partners=("CPS",),
    due=dt.date(2022, 6, 1),
    due_words="",
    status=DeliveryStatus.ON_TRACK,
    percent=40,
    late=False,
    reasons=("slipped once in May 2022, 20 days in all",),
    success_measure="Nine in ten trained",
    milestones=(ToldMilestone("Course written", dt.date(2022, 4, 1), None),),
)
PLAN = ToldPlan(
    force_id="kent",
    force_name="Kent Police",
    title="Safer together",
    summary="What we will do.",
    lead_post="ACC crime",
    judged_on=ON,
    actions=(ACTION, replace(ACTION, reference="", title=HOSTILE, lead_p=None, owner_posts=())),
    live=3,
    statuses={DeliveryStatus.ON_TRACK: 3},
    late=0,
    covered={("capability", "prepare"): 1},
    not_applicable={("powers", "prevent"): "Done nationally"},
    responses={"vawg-3.2": Words("We record them.\nIn every case.", ON)},
)
DRAFT = Telling(
    plan=PLAN,
    framework=FRAMEWORK,
    label="Draft",
    moment_words="3 March 2022, 14:05",
    made_at=dt.datetime(2022, 3, 3, 14, 5),
    marking=OFFICIAL_SENSITIVE,
    demonstration=True,
)
PUBLISHED = replace(
    DRAFT, label="Version 3, published", marking=OFFICIAL, demonstration=False, digest="ab" * 32
)
FORMS: dict[str, Callable[[Telling], bytes]] = {
    "response table": lambda telling: response_table(telling, VAWG),
    "response record": lambda telling: response_record(telling, VAWG),
    "overview": overview,
    "plan": plan_document,
}
EVERY = pytest.mark.parametrize("form", FORMS)


def parts(data: bytes) -> dict[str, ET.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {
            name: ET.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }


def words(element: ET.Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def paragraphs(element: ET.Element, style: str) -> list[str]:
    return [
        words(p)
        for p in element.iter(f"{W}p")
        if (found := p.find(f"{W}pPr/{W}pStyle")) is not None and found.get(f"{W}val") == style
    ]


def tables(body: ET.Element) -> Iterator[list[list[str]]]:
    for table in body.iter(f"{W}tbl"):
        yield [
            ["\n".join(map(words, cell.findall(f"{W}p"))) for cell in row.findall(f"{W}tc")]
            for row in table.findall(f"{W}tr")
        ]


def gaps(body: ET.Element) -> list[str]:
    return [words(control) for control in body.iter(f"{W}sdt")]


@EVERY
def test_every_page_says_marking_whose_version_moment_and_number(form: str) -> None:
    for telling in (DRAFT, PUBLISHED):
        found = parts(FORMS[form](telling))
        header, footer = found["word/header1.xml"], found["word/footer1.xml"]
        assert paragraphs(header, "Marking") == [telling.marking]
        assert paragraphs(footer, "Marking") == [telling.marking]
        assert "Kent Police: " in words(header)
        assert ("DRAFT" if telling is DRAFT else "Version 3, published") in words(header)
        assert (DEMONSTRATION in words(header)) is telling.demonstration
        assert "Shows 3 March 2022, 14:05. Page " in words(footer)
        fields = [f.get(f"{W}instr", "").strip() for f in footer.iter(f"{W}fldSimple")]
        assert fields == ["PAGE", "NUMPAGES"]
        # Each section names them, so that pages of either shape have them.
        for section in found["word/document.xml"].iter(f"{W}sectPr"):
            assert section.find(f"{W}headerReference") is not None
            assert section.find(f"{W}footerReference") is not None


@EVERY
def test_a_screen_reader_finds_language_title_headings_and_tables(form: str) -> None:
    found = parts(FORMS[form](DRAFT))
    body = found["word/document.xml"]
    known = {e.tag.rpartition("}")[2]: e.text for e in found["docProps/core.xml"]}
    assert known["title"]
    assert known["title"].startswith("Kent Police: ")
    assert (known["language"], known["category"]) == ("en-GB", OFFICIAL_SENSITIVE)
    assert known["created"] == known["modified"] == "2022-03-03T14:05:00Z"
    languages = {e.get(f"{W}val") for e in found["word/styles.xml"].iter(f"{W}lang")}
    assert languages == {"en-GB"}
    assert len(paragraphs(body, "Title")) == 1
    assert paragraphs(body, "Heading1")
    levels = [
        int(style[-1])
        for p in body.iter(f"{W}p")
        if (e := p.find(f"{W}pPr/{W}pStyle")) is not None
        and (style := str(e.get(f"{W}val"))).startswith("Heading")
    ]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    for table in body.iter(f"{W}tbl"):
        head, *rest = table.findall(f"{W}tr")
        assert head.find(f"{W}trPr/{W}tblHeader") is not None
        assert rest
        for name in ("tblCaption", "tblDescription"):
            said = table.find(f"{W}tblPr/{W}{name}")
            assert said is not None
            assert said.get(f"{W}val")
        wide = {len(row.findall(f"{W}tc")) for row in (head, *rest)}
        assert len(wide) == 1, "no cell is merged"
    empty = [p for p in body.iter(f"{W}p") if not words(p).strip()]
    assert empty == [], "no empty paragraph makes room"
    styles = {s.get(f"{W}styleId") for s in found["word/styles.xml"].iter(f"{W}style")}
    used = {
        e.get(f"{W}val")
        for name in ("pStyle", "rStyle", "tblStyle")
        for e in body.iter(f"{W}{name}")
    }
    assert used <= styles
    anchors = {e.get(f"{W}anchor") for e in body.iter(f"{W}hyperlink")} - {None}
    assert anchors <= {e.get(f"{W}name") for e in body.iter(f"{W}bookmarkStart")}


@EVERY
def test_the_same_plan_gives_the_same_bytes(form: str) -> None:
    assert FORMS[form](DRAFT) == FORMS[form](DRAFT)


@EVERY
def test_what_is_typed_is_text_and_nothing_else(form: str) -> None:
    telling = replace(DRAFT, plan=replace(PLAN, title=HOSTILE, force_name=HOSTILE, summary=HOSTILE))
    found = parts(FORMS[form](telling))
    assert "=1+1 <w:p/> & ]]> {PAGE}  https://example.org" in words(found["word/document.xml"])
    links = found["word/_rels/document.xml.rels"]
    outside = {r.get("Target") for r in links if r.get("TargetMode") == "External"}
    assert outside <= {source.url for source in FRAMEWORK.sources.values()}


@EVERY
def test_a_document_tells_how_many_actions_it_leaves_out(form: str) -> None:
    said = words(parts(FORMS[form](DRAFT))["word/document.xml"])
    assert "Of 3 live actions, 1 is counted here and not told" in said
    told_all = replace(DRAFT, plan=replace(PLAN, live=2))
    assert "not told" not in words(parts(FORMS[form](told_all))["word/document.xml"])


def test_the_response_table_has_the_columns_that_the_sector_uses() -> None:
    body = parts(response_table(DRAFT, VAWG))["word/document.xml"]
    [_, (head, *rows)] = tables(body)
    assert head == ["Ref", "Recommendation", "Owner", "Timescale", "Progress"]
    assert [row[0] for row in rows] == [
        r.number for r in FRAMEWORK.recommendations.values() if r.inspection == "vawg-2021"
    ]
    by = {row[0]: row for row in rows}
    assert by["4.1"][2:4] == ["Head of learning", "By March 2022"]
    assert "1.10 Train every officer. Due 1 June 2022. On track (green), 40%" in by["4.1"][4]
    assert by["3.2"][4] == "We record them.\nIn every case.\nResponse of 3 March 2022."
    assert "Other bodies: Home Office" in by["1.2"][2]
    assert by["1.2"][4] == "Nothing is asked of forces by this recommendation."
    assert "no response in words is recorded" in by["5.2"][4]
    assert by["5.2"][4].endswith("To be completed by the force: the progress made")
    assert "by 11 November 2021" in words(body)


def test_of_many_actions_a_response_says_which_have_which_status() -> None:
    many = tuple(
        replace(ACTION, reference=f"1.{n}", owner_posts=(f"Post {n}",), late=n == 3)
        for n in range(12)
    )
    telling = replace(DRAFT, plan=replace(PLAN, actions=many, live=12))
    [_, rows] = tables(parts(response_table(telling, VAWG))["word/document.xml"])
    [row] = [row for row in rows if row[0] == "4.1"]
    assert row[4].splitlines()[0] == "12 actions answer it; the plan itself tells each."
    assert "On track (green), 12: 1.0, 1.1, 1.2" in row[4]
    assert "Overdue among these, 1: 1.3" in row[4]
    assert row[2].splitlines()[-1] == "and 7 other posts, named in the plan"


def test_the_response_record_has_the_forms_parts_in_its_order() -> None:
    body = parts(response_record(DRAFT, VAWG))["word/document.xml"]
    assert paragraphs(body, "Heading1")[:6] == [
        "Summary of inspection",
        "Recommendations",
        "Areas for improvement",
        "Police and crime commissioner’s initial response",
        "Chief constable’s response",
        "Police and crime commissioner’s overall comments",
    ]
    fields = [row[0] for row in next(tables(body))[1:]]
    for name in ("Version", "Force", "Chief constable", "Title of inspection", "Grade"):
        assert name in fields


def test_what_only_a_person_can_say_is_a_place_to_complete() -> None:
    record = gaps(parts(response_record(DRAFT, VAWG))["word/document.xml"])
    for what in ("the name", "the initial response", "the overall comments", "the grade"):
        assert any(f"by the commissioner's office: {what}" in found for found in record), what
    paper = gaps(parts(overview(DRAFT))["word/document.xml"])
    assert len(paper) == 3
    assert gaps(parts(plan_document(PUBLISHED))["word/document.xml"]) == []
    london = replace(DRAFT, plan=replace(PLAN, force_id="metropolitan-police"))
    there = gaps(parts(response_record(london, VAWG))["word/document.xml"])
    assert not any("commissioner's office" in found for found in there)
    assert any("by the Mayor's Office for Policing and Crime" in found for found in there)


def test_a_super_complaint_is_not_said_to_fall_under_section_55() -> None:
    said = words(
        parts(response_table(DRAFT, FRAMEWORK.inspections["duty-2021"]))["word/document.xml"]
    )
    assert "This report is on a super-complaint" in said


def test_the_overview_says_each_publication_to_whom_and_our_position() -> None:
    body = parts(overview(DRAFT))["word/document.xml"]
    short, *each = tables(body)
    assert [row[0] for row in short[1:]] == [
        "Joint rape inspection",
        "A duty to protect",
        "VAWG final report",
    ]
    assert [row[2] for row in short[1:]] == ["13", "15, and 4 actions", "25"]
    assert short[3][3:] == ["6", "2", "4"]
    assert all(t[0] == ["Ref", "Recommendation", "Addressed to", "Our position"] for t in each)
    by = {row[0]: row[3] for row in each[2]}
    assert by["4.1"] == "2 actions: 2 on track."
    assert by["3.2"].startswith("Response of 3 March 2022: We record them.")
    assert by["5.2"] == "Nothing that may be published is recorded yet."
    assert "note the content of this paper" in words(body)


def test_the_plan_to_publish_has_every_action_under_its_p() -> None:
    body = parts(plan_document(PUBLISHED))["word/document.xml"]
    found = list(tables(body))
    *_, prepare, unplaced = found
    assert prepare[0] == ["Ref", "What we will do", "Owner", "By when", "How it stands"]
    assert prepare[1][0] == "1.10"
    assert (
        "Train every officer\nWho is trained:\nofficers\nstaff\n1) then the rest" in prepare[1][1]
    )
    assert "Milestone: Course written, due 1 April 2022" in prepare[1][1]
    assert prepare[1][4] == (
        "On track (green), 40% reported\nSlipped once in May 2022, 20 days in all"
    )
    assert unplaced[1][2] == "Not recorded"
    matrix = next(t for t in found if t[0][0] == "Area")
    assert "Not applicable, because: Done nationally" in matrix[1]
    shapes = [(e.get(f"{W}orient") or "portrait") for e in body.iter(f"{W}pgSz")]
    assert shapes == ["portrait", "landscape"]
    assert PUBLISHED.digest in words(body)


def test_a_plan_that_does_not_tell_owners_has_no_column_for_them() -> None:
    untold = replace(PUBLISHED, plan=replace(PUBLISHED.plan, owners_told=False))
    body = parts(plan_document(untold))["word/document.xml"]
    *_, prepare, _unplaced = tables(body)
    assert prepare[0] == ["Ref", "What we will do", "By when", "How it stands"]
    assert "does not say which post owns an action" in words(body)


def test_of_a_plan_without_actions_nothing_is_counted() -> None:
    empty = replace(DRAFT, plan=replace(PLAN, actions=(), live=0, statuses={}, covered={}))
    body = parts(plan_document(empty))["word/document.xml"]
    assert "The plan had no live action on 3 March 2022." in words(body)
    assert "Delivery status" not in [t[0][0] for t in tables(body)]


def test_a_file_is_named_to_sort_and_says_its_marking() -> None:
    assert (
        file_name(ON, "kent", "vawg-plan", "Draft", marking=OFFICIAL_SENSITIVE, demonstration=True)
        == "2022-03-03-kent-vawg-plan-draft-OFFICIAL-SENSITIVE-DEMONSTRATION.docx"
    )
