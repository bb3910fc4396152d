"""The blank template: what it holds, and that what is written in it comes back as written."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl

from tests.fixtures.returning import brought_back
from tests.fixtures.tables import FRAMEWORK
from vawg_plans.domain.actions import TagKind
from vawg_plans.domain.plan_columns import KEPT, PLAN_COLUMNS
from vawg_plans.domain.returning_new import Returned
from vawg_plans.exchange.template_out import COLUMNS, GUIDANCE, Template, template_workbook
from vawg_plans.exchange.workbooks_in import read_workbook

TEMPLATE = Template("kent", "Kent", "plan-kent", dt.datetime(2022, 3, 3, 9), "3 March 2022")
BLANK = template_workbook(TEMPLATE, FRAMEWORK)


def filled(*rows: dict[str, Any]) -> Returned:
    """The template with these rows, by heading, written below its headings."""
    book = openpyxl.load_workbook(io.BytesIO(BLANK))
    sheet = book["Plan"]
    top = next(r[0].row for r in sheet.iter_rows() if r[0].value == "Reference")
    at = {c.value: c.column for c in sheet[top]}
    for number, row in enumerate(rows, top + 1):
        for heading, value in row.items():
            sheet.cell(number, at[heading], value)
    made = io.BytesIO()
    book.save(made)
    read = read_workbook(made.getvalue(), "plan.xlsx")
    assert read.carried is not None
    assert (read.carried.force_id, read.carried.actions) == ("kent", {})
    return brought_back(read, [], force_id="kent")


def test_the_same_template_is_the_same_bytes() -> None:
    assert template_workbook(TEMPLATE, FRAMEWORK) == BLANK


def test_every_column_has_guidance_and_an_example_and_no_example_is_an_action() -> None:
    assert set(GUIDANCE) == {c.field for c in COLUMNS} - set(KEPT)
    assert [c.heading for c in PLAN_COLUMNS if c in COLUMNS] == [c.heading for c in COLUMNS]
    assert filled().rows_read == 0


def test_every_example_is_taken_as_it_is_written() -> None:
    examples = {c.heading: GUIDANCE[c.field][1] for c in COLUMNS if c.field in GUIDANCE}
    back = filled(examples, {"Action": "Only what will be done"})
    assert [p.reason for p in back.problems] == []
    first, second = back.merged.created
    assert first.owner_posts == ("Head of Public Protection", "DCI Domestic Abuse")
    assert (first.due, first.percent) == (dt.date(2022, 3, 31), 40)
    kinds = {t.kind for t in first.tags}
    assert kinds == set(TagKind)
    assert [t.code for t in first.tags if t.kind is TagKind.P] == [
        "protect",
        "prevent",
        "pursue",
    ]
    assert (second.title, second.tags) == ("Only what will be done", ())


def test_its_lists_hold_every_name_that_is_understood() -> None:
    book = openpyxl.load_workbook(io.BytesIO(BLANK))
    by_heading = {
        COLUMNS[next(iter(v.sqref.ranges)).min_col - 1].field: v
        for v in book["Plan"].data_validations.dataValidation
    }
    assert by_heading["status"].formula1.startswith('"Not started,On track (green)')
    assert by_heading["status"].showErrorMessage
    areas = by_heading["areas"]
    assert not areas.showErrorMessage
    sheet, _, cells = areas.formula1.replace("'", "").replace("$", "").partition("!")
    names = [row[0].value for row in book[sheet][cells]]
    assert names == [a.name for a in FRAMEWORK.areas.values()]
    assert by_heading["recommendations"].formula1.startswith("'Lists'!$F$3:$F$")
    assert "never a person's name" in by_heading["owner_posts"].prompt
    assert book["Made from"].sheet_state == "hidden"
