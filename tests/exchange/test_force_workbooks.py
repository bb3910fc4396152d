"""Workbooks as forces write them, from their bytes to the actions that they would make."""

from __future__ import annotations

import pytest

from tests.fixtures.force_workbooks import FORCE_WORKBOOKS, ForceWorkbook
from tests.fixtures.odd_workbooks import ODD_WORKBOOKS
from tests.fixtures.tables import FRAMEWORK, PERSON
from tests.fixtures.word_workbooks import WORD_WORKBOOKS
from vawg_plans.domain.actions import TagKind
from vawg_plans.domain.importing import ProposedAction, propose_all
from vawg_plans.domain.reading import find_tables
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.tables import Severity
from vawg_plans.domain.value_texts import text_of
from vawg_plans.exchange.workbooks_in import read_workbook

BOOKS = (*FORCE_WORKBOOKS, *WORD_WORKBOOKS, *ODD_WORKBOOKS)


def fact(item: ProposedAction, name: str) -> str:
    if name not in ("p", "area"):
        return text_of(item.action_fields.get(name))
    tags = [t for t in item.action_fields["tags"] if t.kind is TagKind(name)]
    return tags[0].code + ("" if tags[0].accepted else "?") if tags else ""


@pytest.mark.parametrize("book", BOOKS, ids=[b.about for b in BOOKS])
def test_a_workbook_as_forces_write_it_becomes_its_actions_and_no_others(
    book: ForceWorkbook,
) -> None:
    read = read_workbook(book.data(), "plan.xlsx")
    read_as = ReadAs(sheets=book.read)
    tables = find_tables(read.sheets, FRAMEWORK, "plan.xlsx", read_as)
    proposal = propose_all(tables, FRAMEWORK, read_as, person_id=PERSON)
    problems = [*read.problems, *proposal.problems]
    names = [
        f"{p.action_fields['reference']} | {p.action_fields['title']}" for p in proposal.proposed
    ]
    assert names == [e.name for e in book.actions]
    for item, expected in zip(proposal.proposed, book.actions, strict=True):
        assert {name: fact(item, name) for name in expected.facts} == expected.facts
    said = {p.cell or p.sheet: p.reason for p in problems if p.severity is not Severity.REFUSED}
    for cell, words in book.said.items():
        assert words in said.get(cell, f"nothing; there is {said}")
    assert tuple(p.cell for p in problems if p.severity is Severity.REFUSED) == book.refused
