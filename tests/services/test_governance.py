"""Governance of the plan: said by chair and lead, published or not, brought back, taken along."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from docx import Document

from tests.services.conftest import Adding, mapped, person, published
from vawg_plans.domain.answers import Answer, Choice
from vawg_plans.domain.document_kinds import DocumentKind
from vawg_plans.domain.exports import Form
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.governance import OBJECTIVES, PRIORITIES, TERMS
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.plans import Audience
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.errors import NotAllowed
from vawg_plans.services.answers import answer, answers_of, governance_of
from vawg_plans.services.checking import examine
from vawg_plans.services.documents import export_document
from vawg_plans.services.exporting import export_plan
from vawg_plans.services.importing import commit_import, read_upload
from vawg_plans.services.removing import ask_removal, decide_removal
from vawg_plans.services.versions import share_version, shared_content
from vawg_plans.store.store import Store

CHAIR = person(Role.GOLD_CHAIR)
LONG = "Zebulonia. " + "The Gold Group meets. " * 900
RISKS = "Late orders: high likelihood, medium impact\nVacancies"


def said(
    store: Store, framework: Framework, question: str, words: str, *, public: bool = True, read: int
) -> Answer:
    choice = Choice.PUBLISHABLE if public else Choice.INTERNAL
    return answer(store, framework, CHAIR, "kent", question, choice, words, read_revision=read)


@pytest.mark.parametrize("role", [r for r in Role if r.in_a_force])
def test_the_chair_and_the_lead_say_how_the_plan_is_governed(
    store: Store, framework: Framework, role: Role
) -> None:
    door = (store, framework, person(role), "kent", TERMS, Choice.INTERNAL, "Agreed")
    if role in {Role.GOLD_CHAIR, Role.STRATEGIC_LEAD}:
        assert answer(*door, read_revision=0).revision == 1
    else:
        with pytest.raises(NotAllowed, match="say how this force's plan is governed"):
            answer(*door, read_revision=0)
    assert set(governance_of(store, person(role), "kent")) <= {TERMS}


def test_only_what_may_be_published_is_published_and_its_words_can_be_removed(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(either, "One", tags=mapped(), owner_posts=("ACC",))
    said(either, framework, TERMS, LONG, read=0)
    said(either, framework, PRIORITIES, RISKS, public=False, read=0)
    said(either, framework, TERMS, LONG + "Monthly.", read=1)
    assert [a.revision for a in governance_of(either, lead, "kent")[TERMS]] == [2, 1]
    share_version(either, framework, lead, "kent", Audience.NATIONAL)
    published(either, framework, "kent")
    [(_, national), *_] = shared_content(either, person(Role.NATIONAL_LEAD), "kent")
    [(_, public)] = shared_content(either, person(Role.READER), "kent")
    found = {
        content["audience"]: {a["question"] for a in content["answers"]}
        for content in (national, public)
    }
    assert found["public"] == {TERMS}
    asked = ask_removal(either, framework, lead, "kent", "Zebulonia", "A victim's name")
    decide_removal(either, framework, CHAIR, asked.id, True)
    every = governance_of(either, lead, "kent")
    assert "Zebulonia" not in str(every)
    # Longer than any other answer may be, and kept whole but for the words.
    assert len(every[TERMS][0].words) > 19_000
    assert "Zebulonia" not in str(shared_content(either, person(Role.READER), "kent"))
    assert not [f.words for f in examine(either, framework) if not f.sound]


def test_it_goes_out_in_word_json_and_excel_and_comes_back_from_excel(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(store, "One", tags=mapped(), owner_posts=("ACC",), publishable=True)
    said(store, framework, PRIORITIES, RISKS, read=0)
    said(store, framework, OBJECTIVES, "- Trust\n- Safety", read=0)
    said(store, framework, TERMS, "For the chief officers alone", public=False, read=0)
    paper = export_document(store, framework, lead, "kent", DocumentKind.PLAN).data
    document = Document(io.BytesIO(paper))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "How this plan is governed" in text
    assert "Strategic objectives" in text
    assert "chief officers alone" not in text
    cells = [[c.text for c in row.cells] for t in document.tables for row in t.rows]
    assert ["Late orders", "High", "Medium"] in cells
    assert ["Vacancies", "Not assessed", "Not assessed"] in cells

    told = json.loads(export_plan(store, framework, lead, "kent", form=Form.JSON).data)
    assert {(a["question"], a["answer"]) for a in told["answers"]} == {
        (PRIORITIES, "publishable"), (OBJECTIVES, "publishable"), (TERMS, "internal"),
    }  # fmt: skip

    book = openpyxl.load_workbook(io.BytesIO(export_plan(store, framework, lead, "kent").data))
    sheet = book["Answers"]
    row = next(r for r in sheet.iter_rows() if r[0].value == "Terms of reference")
    assert row[1].value == "Not to be published"
    row[1].value, row[2].value = "May be published", "For everybody"
    out = io.BytesIO()
    book.save(out)
    upload = read_upload(out.getvalue(), "plan.xlsx")
    commit_import(store, framework, lead, "kent", upload, "plan.xlsx", ReadAs())
    back = answers_of(store, lead, "kent")
    assert (back[TERMS].choice, back[TERMS].words) == (Choice.PUBLISHABLE, "For everybody")
    assert [back[q].revision for q in (TERMS, PRIORITIES, OBJECTIVES)] == [2, 1, 1]
