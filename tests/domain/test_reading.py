"""Finding the table in a workbook, and what its columns mean."""

from __future__ import annotations

import pytest

from tests.fixtures.tables import FRAMEWORK, sheet_of, table_of
from vawg_plans.domain.plan_columns import PLAN_COLUMNS
from vawg_plans.domain.reading import find_table
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.sheet_names import newest_first
from vawg_plans.domain.tables import Table
from vawg_plans.errors import UnreadableFile


def fields(table: Table) -> list[str | None]:
    return [c.field for c in table.columns]


def test_the_header_is_found_below_title_rows_and_empty_rows() -> None:
    table = table_of(
        [
            ["Response to the final report"],
            ["Position in November"],
            [],
            ["Ref", "HMICFRS", "Owner", "Timescale", "Progress"],
            [],
            [1, "Recommendation 1", "ACC", "Immediately", "Done"],
        ]
    )
    assert table.title_lines == ("Response to the final report", "Position in November")
    assert table.header_row == 4
    assert [r.number for r in table.rows] == [6]
    assert fields(table) == ["reference", "recommendation", "owner_posts", "due", "progress"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("REF NO.", "reference"), ("Action required:", "title"), ("Owner / Lead", "owner_posts"),
        ("Timescale for completion", "due"), ("BRAG", "status"), ("% complete", "percent"),
        ("4P", "lead_p"), ("4P/Strand", "lead_p"), ("Strand", "local_strand"),
        ("Improvement area", "areas"), ("Latest update", "update"), ("Risk", "context"),
        ("Due, in words", "due_words"), ("Recommendations answered", "recommendations"),
    ],
)  # fmt: skip
def test_a_heading_is_known_by_its_words(heading: str, field: str) -> None:
    others = ["What is planned", "Description"] if field == "title" else ["Action", "Description"]
    table = table_of([[heading, *others], ["x", "y", "z"]])
    column = table.columns[0]
    assert column.field == field
    assert column.why
    assert column.known is (heading != "Risk")


def test_objectives_are_the_actions_where_no_column_holds_actions() -> None:
    assert fields(table_of([["No", "Objective", "Owner"], [1, "Train", "ACC"]]))[1] == "title"
    table = table_of([["Objective", "We will", "Owner"], ["Trust", "Train", "ACC"]])
    assert fields(table)[:2] == ["local_strand", "title"]


def test_of_two_columns_with_one_meaning_the_better_heading_wins_and_the_other_is_kept() -> None:
    table = table_of([["Action", "Revised due date", "Due date", "Owner"], ["x", "y", "z", "w"]])
    assert fields(table)[1:3] == ["context", "due"]
    assert "column C" in table.columns[1].why


def test_a_column_can_be_corrected_or_left_out_by_hand() -> None:
    sheet = sheet_of([["Ref", "Aim", "Owner", "Risk"], [1, "Train", "ACC", "High"]])
    table = find_table([sheet], FRAMEWORK, "p.xlsx", ReadAs(columns={"aim": "title", "risk": None}))
    assert fields(table) == ["reference", "title", "owner_posts", None]
    assert "High" not in [c.text for c in table.rows[0].all()]
    with pytest.raises(UnreadableFile, match="cannot mean 'colour'"):
        find_table([sheet], FRAMEWORK, "p.xlsx", ReadAs(columns={"aim": "colour"}))


def test_the_sheet_with_the_plan_is_chosen_among_several() -> None:
    cover = sheet_of([["How to read this"], ["Status", "Meaning"], ["Green", "On track"]], "Cover")
    plan = sheet_of([["Ref", "Action", "Owner", "Due"], [1, "Train", "ACC", None]], "Actions")
    assert find_table([cover, plan], FRAMEWORK, "p.xlsx").sheet == "Actions"
    with pytest.raises(UnreadableFile, match="no sheet called 'Other'"):
        find_table([cover, plan], FRAMEWORK, "p.xlsx", ReadAs(sheets=("Other",)))


def test_a_sheet_we_exported_wins_and_only_then_an_action_id_is_ours() -> None:
    exported = sheet_of([[c.heading for c in PLAN_COLUMNS], ["1", "Train"]], "Plan")
    foreign = sheet_of([["Action ID", "Action", "Owner", "Due", "Status"], ["7", "Train"]], "Ours")
    table = find_table([foreign, exported], FRAMEWORK, "p.xlsx")
    assert (table.sheet, table.ours) == ("Plan", True)
    assert {c.field for c in table.columns if c.field} == {
        c.field for c in PLAN_COLUMNS if c.read_back
    }
    table = find_table([foreign], FRAMEWORK, "p.xlsx")
    assert (table.ours, table.columns[0].field) == (False, "reference")


def test_without_a_header_the_sentence_names_the_sheet_and_the_headings_understood() -> None:
    sheet = sheet_of([["Minutes"], ["Alpha", "Beta"], [1, 2]], "Notes")
    with pytest.raises(UnreadableFile) as caught:
        find_table([sheet], FRAMEWORK, "notes.xlsx")
    assert "'Notes'" in caught.value.message
    assert "Owner" in caught.value.hint


def test_a_header_repeated_on_a_later_page_is_no_row() -> None:
    header = ["Ref", "Action", "Owner"]
    table = table_of([header, [1, "Train", "ACC"], header, [2, "Review", "ACC"]])
    assert [r.text("title") for r in table.rows] == ["Train", "Review"]


def test_the_digest_is_of_the_words_and_not_of_the_file() -> None:
    rows = [["Ref", "Action"], [1, "Train "]]
    one, same = table_of(rows), table_of([["Ref", "Action"], ["1", "Train"]], "other.xlsx")
    assert one.digest == same.digest
    assert one.digest != table_of([["Ref", "Action"], [1, "Trains"]]).digest


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (
            ["Jan 22", "Dec 2021", "Tracker February 22"],
            ["Tracker February 22", "Jan 22", "Dec 2021"],
        ),
        (["Q1 2022/23", "Q4 2021-22"], ["Q1 2022/23", "Q4 2021-22"]),
        (["2022-01", "2021-12"], ["2022-01", "2021-12"]),
        (["Nov", "Dec", "Jan"], ["Jan", "Dec", "Nov"]),
        (["June", "May"], ["June", "May"]),
        (["Jan", "Mar"], None),
        (["Jan 22", "Feb"], None),
        (["March", "Marches"], None),
        (["Jan 22", "January 2022"], None),
    ],
)
def test_sheets_named_after_times_are_put_in_order_where_that_is_said(
    names: list[str], order: list[str] | None
) -> None:
    assert newest_first(names) == order
