from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.reading_back import (
    by_calamine,
    by_libreoffice,
    column_of,
    header_row,
    opened,
    printed_by_libreoffice,
)
from tests.fixtures.returning import WORDS, any_action, brought_back
from vawg_plans.domain.action_checks import LONGEST_TEXT
from vawg_plans.domain.actions import (
    Action,
    DeliveryStatus,
    InspectorateStatus,
    Tag,
    TagKind,
)
from vawg_plans.domain.answers import Answer, Choice
from vawg_plans.domain.canonical import visible
from vawg_plans.domain.details import EvidenceItem, Milestone, Risk
from vawg_plans.domain.lacking import Lack
from vawg_plans.domain.markings import OFFICIAL, OFFICIAL_SENSITIVE
from vawg_plans.domain.plan_columns import PLAN_COLUMNS
from vawg_plans.domain.plans import Audience, Plan, Version
from vawg_plans.domain.readiness import Severity
from vawg_plans.domain.rules import DueChange, Record, judge
from vawg_plans.exchange.plan_out import PlanSheets, ProgressLine, file_name, plan_workbook
from vawg_plans.exchange.plan_parts import SHEETS as PARTS
from vawg_plans.exchange.workbooks_in import read_workbook
from vawg_plans.exchange.workbooks_out import DEMONSTRATION
from vawg_plans.store.framework_files import read_framework

FRAMEWORK = read_framework()
TODAY = dt.date(2022, 3, 3)
SHEETS = ["Cover", "Plan", "Matrix", "Progress", *PARTS, "Gaps", "Made from"]


LACK = Lack(
    "no_owner", Severity.SERIOUS, "1 action has no owner post.", "1.20 Action 2",
    "Somebody must answer for it.", "Give each a post", "The report, chapter 13", "action-2",
)  # fmt: skip


def tags(p: str, *areas: str, by: str | None = "person-1") -> tuple[Tag, ...]:
    lead = Tag(TagKind.P, p, lead=True, accepted_by=by)
    return (lead, *(Tag(TagKind.AREA, area, accepted_by=by) for area in areas))


def action(number: int, **given_: Any) -> Action:
    made = Action(
        id=f"action-{number}",
        plan_id="plan-1",
        force_id="gloucestershire",
        revision=number,
        reference=f"1.{number}0",
        title=f"Action {number}",
    )
    return replace(made, **given_)


ACTIONS = (
    action(
        1,
        title="=HYPERLINK('https://example.org')",
        description="Train every response officer.",
        tags=(
            *tags("prepare", "capability"),
            Tag(TagKind.P, "protect", accepted_by="person-1"),
            Tag(TagKind.RECOMMENDATION, "vawg-4.1"),
        ),
        owner_posts=("Superintendent, Public Protection", "Head of Learning"),
        start=dt.date(2021, 10, 1),
        due=dt.date(2022, 2, 1),
        status=DeliveryStatus.ON_TRACK,
        percent=60,
        success_measure="+90% of officers trained",
    ),
    action(
        2,
        tags=tags("pursue", "victims", by=None),
        due_words="Ongoing",
        status=DeliveryStatus.COMPLETE,
        inspectorate_status=InspectorateStatus.BEING_PROGRESSED,
        publishable=False,
        sensitive=True,
    ),
    action(3, context="x" * LONGEST_TEXT),
)
RECORDS = {
    "action-1": Record(
        dt.date(2021, 10, 1),
        last_progress_on=dt.date(2022, 2, 20),
        due_changes=(DueChange(dt.date(2022, 1, 1), dt.date(2022, 2, 1)),),
    ),
    "action-2": Record(dt.date(2022, 1, 1)),
    "action-3": Record(dt.date(2022, 3, 1)),
}


def sheets(actions: tuple[Action, ...] = ACTIONS, **changed: Any) -> PlanSheets:
    made = PlanSheets(
        force_id="gloucestershire",
        force_name="Gloucestershire Constabulary",
        plan=Plan("plan-1", "gloucestershire", title="Safer for women", lead_post="ACC Crime"),
        actions=actions,
        judged={a.id: judge(a, RECORDS[a.id], TODAY) for a in actions},
        records=RECORDS,
        judged_on=TODAY,
        label="Draft",
        moment_words="3 March 2022, 14:05",
        made_at=dt.datetime(2022, 3, 3, 14, 5),
        withdrawn=(action(4),),
        updates=(
            ProgressLine(
                on=dt.date(2022, 2, 20),
                reference="1.10",
                title="Action 1",
                status=DeliveryStatus.ON_TRACK,
                percent=60,
                note="=Two courses held",
                who="Head of Learning",
            ),
        ),
        versions=(
            Version(
                "version-1", "gloucestershire", "plan-1", 1, Audience.PUBLIC, 7,
                dt.date(2022, 1, 31), "0" * 64, dt.datetime(2022, 1, 31, 9), "person-1",
            ),
        ),
        gaps=(LACK,),
    )  # fmt: skip
    return replace(made, **changed)


def workbook(**changed: Any) -> bytes:
    return plan_workbook(sheets(**changed), FRAMEWORK)


def rows_of(sheet: Any, heading: str) -> list[dict[str, Any]]:
    """The rows below a table's header, by heading, down to the first empty one."""
    top = header_row(sheet, heading)
    headings = [cell.value for cell in sheet[top]]
    rows = []
    for row in sheet.iter_rows(min_row=top + 1, values_only=True):
        if not any(row):
            break
        rows.append(dict(zip(headings, row, strict=True)))
    return rows


def test_the_plan_has_its_columns_and_a_row_for_each_live_action() -> None:
    book = opened(workbook())
    assert book.sheetnames == SHEETS
    sheet = book["Plan"]
    top = header_row(sheet, "Reference")
    assert [c.value for c in sheet[top]] == [c.heading for c in PLAN_COLUMNS]
    rows = rows_of(sheet, "Reference")
    assert [row["Action"] for row in rows] == [a.title for a in ACTIONS]
    first = rows[0]
    assert first["Reference"] == "1.10"
    assert first["Lead P"] == "Prepare"
    assert first["Supporting Ps"] == "Protect"
    assert first["Improvement areas"] == "Capability"
    assert first["Recommendations answered"] == "VAWG 4.1 (suggested)"
    assert first["Owner posts"] == "Superintendent, Public Protection; Head of Learning"
    assert first["Delivery status"] == "On track (green)"
    assert first["Percent reported"] == 60
    assert first["Calculated status"] == "Off track"
    assert first["Why"] == (
        "overdue by 30 days (due 1 February 2022); slipped once, 31 days in all; "
        "40 points behind the time gone"
    )
    assert first["Last progress update"] == dt.datetime(2022, 2, 20)
    assert first["Times slipped"] == 1
    assert rows[1]["Lead P"] == "Pursue (suggested)"
    assert (rows[1]["Publishable"], rows[1]["Sensitive"]) == ("No", "Yes")
    assert rows[1]["Inspectorate status"] == "Being progressed"


def test_what_is_missing_is_an_empty_cell_and_not_a_zero() -> None:
    second = rows_of(opened(workbook())["Plan"], "Reference")[1]
    empty = ("Start", "Due", "Percent reported", "Owner posts", "Last progress update")
    assert [second[heading] for heading in empty] == [None] * len(empty)
    assert second["Times slipped"] == 0


def test_dates_are_dates() -> None:
    data = workbook()
    sheet = opened(data)["Plan"]
    due = sheet.cell(header_row(sheet, "Due") + 1, column_of(sheet, "Due"))
    assert due.is_date
    assert due.number_format == "d mmm yyyy"
    assert due.value == dt.datetime(2022, 2, 1)
    read = by_calamine(data)["Plan"]
    assert read[header_row(sheet, "Due")][column_of(sheet, "Due") - 1] == dt.date(2022, 2, 1)


def test_text_like_a_formula_is_text_in_every_sheet() -> None:
    book = opened(workbook(force_name="=Force", moment_words="=NOW()"))
    kinds = {c.data_type for sheet in book for row in sheet.iter_rows() for c in row if c.value}
    assert kinds == {"s", "n", "d"}


def test_coded_columns_have_drop_downs_also_below_the_last_row() -> None:
    sheet = opened(workbook())["Plan"]
    lists: dict[str, list[str]] = {}
    for rule in sheet.data_validations.dataValidation:
        cells = next(iter(rule.sqref.ranges))
        heading = sheet.cell(header_row(sheet, "Reference"), cells.min_col).value
        assert cells.min_row == header_row(sheet, "Reference") + 1
        assert cells.max_row > sheet.max_row + 100
        if rule.type == "list":
            lists[heading] = rule.formula1.strip('"').split(",")
        else:
            assert (heading, rule.type) in {
                ("Percent reported", "whole"), ("Start", "date"), ("Due", "date")
            }  # fmt: skip
    assert lists == {
        "Lead P": [p.name for p in FRAMEWORK.ps.values()],
        "Delivery status": [s.full_label for s in DeliveryStatus],
        "Publishable": ["Yes", "No"],
        "Sensitive": ["Yes", "No"],
        "Inspectorate status": [s.label for s in InspectorateStatus],
    }


def test_a_status_is_filled_by_its_word() -> None:
    sheet = opened(workbook())["Plan"]
    filled: dict[int, set[str]] = {}
    for area in sheet.conditional_formatting:
        column = next(iter(area.sqref.ranges)).min_col
        for rule in area.rules:
            assert rule.dxf.fill.bgColor.rgb
            filled.setdefault(column, set()).add(rule.formula[0].strip('"'))
    assert filled[column_of(sheet, "Delivery status")] == {s.full_label for s in DeliveryStatus}
    assert "Complete, not evidenced" in filled[column_of(sheet, "Calculated status")]


def test_ids_and_revisions_are_hidden_at_the_far_right_and_sort_with_their_rows() -> None:
    sheet = opened(workbook())["Plan"]
    hidden = [d.min for d in sheet.column_dimensions.values() if d.hidden]
    ids, revisions = column_of(sheet, "Action id"), column_of(sheet, "Revision exported")
    assert sorted(hidden) == [ids, revisions] == [len(PLAN_COLUMNS) - 1, len(PLAN_COLUMNS)]
    rows = rows_of(sheet, "Reference")
    assert [(r["Action id"], r["Revision exported"]) for r in rows] == [
        (a.id, a.revision) for a in ACTIONS
    ]
    top = header_row(sheet, "Reference")
    assert sheet.auto_filter.ref == f"A{top}:AH{top + len(ACTIONS)}"
    assert sheet.freeze_panes == f"C{top + 1}"


def test_fewer_actions_and_columns_still_find_their_way_back() -> None:
    data = workbook(
        only=frozenset({"action-2"}),
        columns=("status", "due", "calculated_status"),
        narrowed_to="complete",
        sequence=41,
    )
    book = opened(data)
    plan = book["Plan"]
    assert [c.value for c in plan[header_row(plan, "Action")]] == [
        "Action", "Delivery status", "Calculated status", "Due", "Action id", "Revision exported",
    ]  # fmt: skip
    assert [r["Action id"] for r in rows_of(plan, "Action")] == ["action-2"]
    assert "Holds 1 of 3 live actions: complete" in cover_text(data)
    assert "Live actions 3.0" in cover_text(data)
    assert book["Made from"].sheet_state == "hidden"
    read = read_workbook(data, "plan.xlsx")
    assert [s.name for s in read.sheets] == [n for n in SHEETS if n != "Made from"]
    assert read.problems == ()
    carried = read.carried
    assert carried is not None
    assert (carried.force_id, carried.plan_id, carried.sequence) == (
        "gloucestershire",
        "plan-1",
        41,
    )
    assert carried.columns == ("title", "status", "calculated_status", "due", "id", "revision")
    assert {id: row.revision for id, row in carried.actions.items()} == {"action-2": 2}
    assert set(carried.actions["action-2"].follows) == {"calculated_status"}


def test_what_an_action_holds_several_of_has_a_sheet_with_hidden_ids() -> None:
    first = replace(
        ACTIONS[0],
        milestones=(Milestone("m-1", "Course written", dt.date(2022, 4, 1)),),
        evidence_items=(EvidenceItem("e-1", "Register", "Records, 7", dated=TODAY),),
        risks=(Risk("r-1", "No trainer", "high", "low", "Ask a neighbour"),),
        depends_on=("action-2", "action-3"),
        measure_id=next(iter(FRAMEWORK.measures)),
    )
    answer = Answer(
        "plan-1", "gloucestershire", "test:powers:effective", 3, 9, Choice.PARTLY, "Half of it"
    )
    book = opened(workbook(actions=(first, *ACTIONS[1:]), answers={answer.question: answer}))
    (row,) = rows_of(book["Milestones"], "Milestone")
    assert (row["Milestone"], row["Action id"], row["Part id"], row["Revision exported"]) == (
        "Course written", "action-1", "m-1", 1,
    )  # fmt: skip
    (hidden,) = (d for d in book["Milestones"].column_dimensions.values() if d.hidden)
    assert (hidden.min, hidden.max) == (6, 8)
    (risk,) = rows_of(book["Risks"], "Risk")
    assert (risk["Likelihood"], risk["Part id"]) == ("high", "r-1")
    (said,) = rows_of(book["Answers"], "Question")
    assert (said["Answer"], said["Question id"], said["Revision exported"]) == (
        "Partly met", "test:powers:effective", 3,
    )  # fmt: skip
    plan = rows_of(book["Plan"], "Reference")[0]
    assert plan["Depends on"] == "1.20; 1.30"
    assert plan["Measure"] == FRAMEWORK.measures[first.measure_id].name
    assert header_row(book["Evidence"], "Evidence")


def test_the_matrix_says_covered_suggested_and_gap_in_words() -> None:
    rows = {r["Improvement area"]: r for r in rows_of(opened(workbook())["Matrix"], "Prepare")}
    assert rows["Capability"]["Prepare"] == "Covered: 1 (0 complete)"
    assert rows["Capability"]["Protect"] == "Gap (1 supporting)"
    assert rows["Capability"]["Covered in this area"] == "1 of 4"
    assert rows["At-risk victims"]["Pursue"] == "Only suggested: 1"
    assert rows["Communications"]["Prevent"] == "Gap"
    assert rows["Covered under this P"]["Prepare"] == "1 of 6"
    assert rows["Covered under this P"]["Covered in this area"] == "1 of 24"


def test_progress_and_gaps_are_listed_and_their_absence_is_said() -> None:
    book = opened(workbook())
    (update,) = rows_of(book["Progress"], "Recorded on")
    assert update == {
        "Recorded on": dt.datetime(2022, 2, 20),
        "Reference": "1.10",
        "Action": "Action 1",
        "Delivery status": "On track (green)",
        "Percent reported": 60,
        "What was reported": "=Two courses held",
        "By": "Head of Learning",
    }
    (gap,) = rows_of(book["Gaps"], "What was found")
    assert list(gap.values()) == [
        "Serious", LACK.found, LACK.where, LACK.order, LACK.why, LACK.place
    ]  # fmt: skip
    empty = opened(workbook(updates=(), gaps=()))
    assert "No progress update was recorded" in str(empty["Progress"]["A2"].value)
    assert "Nothing was found missing, judged on 3 March 2022" in str(empty["Gaps"]["A2"].value)


def cover_text(data: bytes) -> str:
    return "\n".join(
        " ".join(str(cell) for cell in row if cell not in ("", None))
        for row in by_calamine(data)["Cover"]
    )


def test_the_cover_says_whose_plan_it_is_which_moment_and_what_the_words_mean() -> None:
    text = cover_text(workbook())
    for line in (
        "Gloucestershire Constabulary: Safer for women",
        "Version Draft",
        "Shows 3 March 2022, 14:05",
        "Judged on 3 March 2022",
        "Marking OFFICIAL-SENSITIVE",
        "Lead post ACC Crime",
        "Live actions 3.0 Withdrawn and left out: 1",
        "Cells covered 1.0 Of 24 in the matrix",
        "Off track 1.0 Late, or its due date was moved later 3 times or more.",
        "A milestone missed, no progress reported for 60 days",
        "more than 25 points",
        "How to bring it back",
        "Version 1 Published, 31 January 2022",
    ):
        assert line in text


def test_a_published_version_is_official_and_no_draft() -> None:
    data = workbook(label="Version 3 (published)", marking=OFFICIAL)
    sheet = opened(data)["Plan"]
    assert sheet.oddHeader.right.text == "Version 3 (published)"
    assert sheet.oddHeader.center.text == "OFFICIAL"
    assert "SENSITIVE" not in cover_text(data)
    assert opened(workbook())["Plan"].oddHeader.right.text == "DRAFT"


def test_demonstration_data_is_called_so_on_every_sheet() -> None:
    book = opened(workbook(demonstration=True))
    assert [sheet["A1"].value for sheet in book] == [DEMONSTRATION] * len(SHEETS)
    assert all(DEMONSTRATION in sheet.oddHeader.center.text for sheet in book)
    assert [row["Action"] for row in rows_of(book["Plan"], "Reference")] == [
        a.title for a in ACTIONS
    ]
    assert not any(DEMONSTRATION in str(c.value) for s in opened(workbook()) for c in s["A"])


def test_a_plan_without_actions_can_be_exported() -> None:
    empty = workbook(actions=(), judged={}, records={}, versions=(), updates=(), gaps=())
    book = opened(empty)
    assert rows_of(book["Plan"], "Reference") == []
    text = cover_text(empty)
    assert "Complete 0.0 no live action yet" in text
    assert "No version of this plan has been shared" in text


def test_the_same_plan_at_the_same_moment_gives_the_same_bytes() -> None:
    assert workbook() == workbook()
    assert workbook() != workbook(made_at=dt.datetime(2022, 3, 4))


def test_thirty_thousand_characters_of_context_are_kept() -> None:
    data = workbook()
    sheet = opened(data)["Plan"]
    top, column = header_row(sheet, "Context"), column_of(sheet, "Context")
    assert sheet.cell(top + 3, column).value == "x" * LONGEST_TEXT
    assert by_calamine(data)["Plan"][top + 2][column - 1] == "x" * LONGEST_TEXT


@settings(max_examples=50)
@given(st.text(max_size=300), st.text(), st.text())
def test_any_words_come_back_as_they_were(title: str, description: str, context: str) -> None:
    told = action(1, title=title, description=description, context=context)
    data = plan_workbook(sheets((told,)), FRAMEWORK)
    headings, row = by_calamine(data)["Plan"][1:3]
    read = dict(zip(headings, row, strict=True))
    assert [read["Action"], read["Description"], read["Context"]] == [
        visible(words) for words in (title, description, context)
    ]


@settings(max_examples=30, deadline=None)
@given(any_action(), WORDS)
def test_any_plan_written_and_read_back_is_unchanged(told: Action, words: str) -> None:
    record = Record(TODAY)
    other = action(3, id="a-3", title=f"O {words}")
    plan = (told, other)
    judged = {a.id: judge(a, record, TODAY) for a in plan}
    records = {a.id: record for a in plan}
    told_of = replace(sheets(), actions=plan, judged=judged, records=records)
    data = plan_workbook(told_of, FRAMEWORK)
    back = brought_back(read_workbook(data, "plan.xlsx"), plan)
    assert back.merged.unchanged == list(plan)
    assert (back.problems, back.clashes, back.removed) == ([], [], [])


def test_libreoffice_opens_it_clean_and_prints_its_marking(
    libreoffice: str, tmp_path: Path
) -> None:
    data = workbook(demonstration=True)
    read = by_libreoffice(libreoffice, data, tmp_path)
    assert sorted(read) == sorted(SHEETS)
    assert {rows[0][0] for rows in read.values()} == {DEMONSTRATION}
    headings, first = read["Plan"][2:4]
    assert headings == [c.heading for c in PLAN_COLUMNS]
    row = dict(zip(headings, first, strict=True))
    assert row["Action"] == ACTIONS[0].title
    assert row["Success measure"] == "+90% of officers trained"
    assert row["Reference"] == "1.10"
    # A date of LibreOffice's own pattern: it knows that this is one.
    assert row["Due"] == "02/01/2022"
    assert printed_by_libreoffice(libreoffice, data, tmp_path).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("label", "marking", "name"),
    [
        (
            "Draft",
            OFFICIAL_SENSITIVE,
            "2022-03-03-gloucestershire-vawg-plan-draft-OFFICIAL-SENSITIVE.xlsx",
        ),
        ("Version 3", OFFICIAL, "2022-03-03-gloucestershire-vawg-plan-version-3-OFFICIAL.xlsx"),
    ],
)
def test_a_file_name_says_day_force_label_and_marking(label: str, marking: str, name: str) -> None:
    assert file_name("gloucestershire", label, TODAY, marking=marking) == name
