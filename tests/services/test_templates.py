"""A blank template filled in comes into the plan; refused rows come back once they are correct."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from tests.deeds import deeds
from tests.services.conftest import person
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Role
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.errors import NotFound
from vawg_plans.services.exporting import export_plan
from vawg_plans.services.importing import import_file, preview_import, read_upload, summary_of
from vawg_plans.services.refusals import refused_rows_workbook
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


def test_refused_rows_of_our_own_workbook_find_their_actions_again(
    store: Store, framework: Framework
) -> None:
    with_rows = filled(blank_template(store, framework, LEAD, "kent").data, "Train", "Review")
    import_file(store, framework, LEAD, "kent", with_rows, "blank.xlsx", ReadAs())
    exported = changed(
        export_plan(store, framework, LEAD, "kent").data, "On track (green)", "Mauve"
    )
    book = read_upload(exported, "plan.xlsx")
    preview = preview_import(store, framework, LEAD, "kent", book, "plan.xlsx", ReadAs())
    assert preview.rejected == len(preview.refused) == 2
    asked = [(w.words, w.count) for w in preview.words if not w.settled]
    assert asked == [("Mauve", 2)]
    refused = refused_rows_workbook(store, framework, LEAD, "kent", preview)
    assert "kent-refused-rows-OFFICIAL-SENSITIVE.xlsx" in refused.file_name
    again = read_upload(refused.data, refused.file_name)
    assert preview_import(store, framework, LEAD, "kent", again, "r.xlsx", ReadAs()).rejected == 2
    corrected = changed(refused.data, "Mauve", "Off track (red)")
    told = summary_of(import_file(store, framework, LEAD, "kent", corrected, "r.xlsx", ReadAs()))
    assert (told["changed"], told["created"], told["rejected"]) == (2, 0, 0)
    with pytest.raises(NotFound):
        refused_rows_workbook(store, framework, LEAD, "kent", replace(preview, refused=frozenset()))


def changed(data: bytes, before: str, after: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == before and sheet.title == "Plan":
                    cell.value = after
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
