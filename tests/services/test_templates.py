"""A blank template filled in comes into the plan, and again with one more row."""

from __future__ import annotations

import io

import openpyxl

from tests.deeds import deeds
from tests.services.conftest import person
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Role
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.services.importing import import_file, summary_of
from vawg_plans.services.templates import blank_template
from vawg_plans.store.store import Store

LEAD = person(Role.STRATEGIC_LEAD)


def filled(data: bytes, *titles: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["Plan"]
    top = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Reference")
    for number, title in enumerate(titles, 1):
        sheet.cell(top + number, 1, f"A{number}")
        sheet.cell(top + number, 2, title)
        sheet.cell(top + number, 3, "On track (green)")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_what_is_written_in_a_template_is_made_once(store: Store, framework: Framework) -> None:
    template = blank_template(store, framework, LEAD, "kent")
    assert "kent-vawg-plan-blank-template-OFFICIAL-SENSITIVE.xlsx" in template.file_name
    with store.read() as rows:
        assert deeds(rows)[-1]["detail"] == "blank template"
    counts = []
    for titles in (("Train staff", "Use orders"), ("Train staff", "Use orders"),
                   ("Train staff", "Use orders", "Review cases")):  # fmt: skip
        data = filled(template.data, *titles)
        told = summary_of(import_file(store, framework, LEAD, "kent", data, "blank.xlsx", ReadAs()))
        assert told["rejected"] == 0
        counts.append((told["created"], told["changed"], told["unchanged"]))
    assert counts == [(2, 0, 0), (0, 0, 2), (1, 0, 2)]
