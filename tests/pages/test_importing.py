"""The import page as a strategic lead uses it: columns and words corrected, then one button."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit
from tests.pages.test_pages import persona
from vawg_plans.domain.people import Role
from vawg_plans.services.plans import open_plan
from vawg_plans.views import session

PAGE = "pages/force/importing.py"
HEADINGS = ["No", "Ambition", "What we will do", "Who", "By when", "RAG"]
ROWS = [
    [1, "Safer streets", "Audit lighting on night routes", "Head of Estates", "TBC", "Amber"],
    [2, "Safer streets", "Train door staff", "Head of Licensing", "31/03/2027", "Lilac"],
]


def file(*rows: list[object]) -> tuple[str, bytes, str]:
    book = openpyxl.Workbook()
    for row in (HEADINGS, *(rows or ROWS)):
        book.worksheets[0].append(row)
    kept = io.BytesIO()
    book.save(kept)
    return "plan.xlsx", kept.getvalue(), "application/octet-stream"


def counts(at: AppTest) -> dict[str, str]:
    return {m.label: m.value for m in at.metric}


def chosen(at: AppTest, label: str, value: str) -> AppTest:
    [box] = [s for s in at.selectbox if s.label.startswith(label)]
    return box.set_value(value).run()


def pressed(at: AppTest, label: str) -> AppTest:
    [button] = [b for b in at.button if b.label == label]
    return button.click().run()


@pytest.fixture
def at(visit: Visit, own_copy: Path) -> AppTest:
    at = visit(own_copy, persona(Role.STRATEGIC_LEAD, "wiltshire"), PAGE)
    return at.file_uploader[0].set_value(file()).run()


def test_what_a_file_means_is_corrected_once_and_remembered(at: AppTest, own_copy: Path) -> None:
    assert counts(at) == {
        "To create": "1", "To change": "0", "Unchanged": "0", "Rows refused": "1"
    }  # fmt: skip
    assert next(b for b in at.button if b.label == "Import 1 action").disabled
    at = chosen(at, "What ‘Lilac’ means", "complete")
    at = chosen(at, "What column B holds", "local_strand")
    assert counts(at)["Rows refused"] == "0"
    at = pressed(at, "Import 2 actions")
    assert not at.exception
    assert "2 actions created" in at.success[0].value

    store, framework = session.opened(str(own_copy))
    lead = persona(Role.STRATEGIC_LEAD, "wiltshire")
    made = {a.title: a for a in open_plan(store, framework, lead, "wiltshire").actions}
    assert made["Train door staff"].status.value == "complete"
    assert made["Train door staff"].local_strand == "Safer streets"

    at = at.switch_page(PAGE).run()
    third = [3, "Safer homes", "Visit weekly", "Head of Crime", "Ongoing", "Lilac"]
    at = at.file_uploader[0].set_value(file(third)).run()
    assert counts(at)["To create"] == "1"
    assert counts(at)["Rows refused"] == "0"
    assert any("is used again" in c.value for c in at.caption)
    assert any("remembered" in c.value for c in at.caption)


def test_a_workbook_with_macros_is_previewed_and_says_that_none_is_run(at: AppTest) -> None:
    _, data, kind = file()
    macros = io.BytesIO(data)
    with zipfile.ZipFile(macros, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"macros")
    at = at.file_uploader[0].set_value(("plan.xlsm", macros.getvalue(), kind)).run()
    assert counts(at)["To create"] == "1"
    assert any("never read and never run" in c.value for c in at.caption)


def test_refused_rows_stop_the_import_until_they_are_left_out(at: AppTest) -> None:
    assert any("Lilac" in str(t.value) for t in at.table)
    at = at.checkbox[0].check().run()
    at = pressed(at, "Import 1 action")
    assert "1 action created" in at.success[0].value


def test_a_file_that_is_none_is_told_in_a_sentence_and_the_next_one_is_read(at: AppTest) -> None:
    at = at.file_uploader[0].set_value(("plan.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x")).run()
    assert "older Office file" in at.error[0].value
    assert "save it as an Excel workbook" in at.error[0].value
    at = at.file_uploader[0].set_value(file()).run()
    assert counts(at)["To create"] == "1"
