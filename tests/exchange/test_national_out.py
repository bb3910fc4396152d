from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.reading_back import (
    by_calamine,
    by_libreoffice,
    column_of,
    header_row,
    opened,
)
from vawg_plans.comparison.forces import ForceFigures, tally
from vawg_plans.domain.actions import Action, DeliveryStatus, Tag, TagKind
from vawg_plans.domain.freezing import freeze
from vawg_plans.domain.plans import Audience, Plan, PlanState
from vawg_plans.domain.rules import Record, judge
from vawg_plans.exchange.national_out import file_name, national_workbook
from vawg_plans.exchange.workbooks_out import DEMONSTRATION
from vawg_plans.store.framework_files import read_framework

FRAMEWORK = read_framework()
DAY = dt.date(2022, 3, 3)
MADE_AT = dt.datetime(2022, 3, 3, 14, 5)
SHEETS = [
    "Cover",
    "Forces by P",
    "Forces by area",
    "Matrix",
    "Not shared yet",
    "Published actions",
]
Content = dict[str, Any]


def action(force_id: str, number: int, p: str, area: str, **given: Any) -> Action:
    made = Action(
        id=f"{force_id}-{number}",
        plan_id=f"plan-{force_id}",
        force_id=force_id,
        reference=f"{number}.10",
        title=f"Action {number} of {force_id}",
        tags=(
            Tag(TagKind.P, p, lead=True, accepted_by="person-1"),
            Tag(TagKind.AREA, area, accepted_by="person-1"),
        ),
    )
    return replace(made, **given)


def content_of(
    force_id: str, actions: Iterable[Action], audience: Audience = Audience.PUBLIC
) -> Content:
    actions = list(actions)
    records = {a.id: Record(DAY, last_progress_on=DAY) for a in actions}
    return freeze(
        Plan(f"plan-{force_id}", force_id),
        actions,
        {a.id: judge(a, records[a.id], DAY) for a in actions},
        records,
        FRAMEWORK,
        number=2,
        audience=audience,
        sequence=9,
        judged_on=DAY,
        note="",
    )


def figures_of(content: Content) -> ForceFigures:
    public = content["audience"] == Audience.PUBLIC
    figures = ForceFigures(
        force_id=content["force"],
        state=PlanState.PUBLISHED if public else PlanState.SHARED,
        version_id=f"version-{content['force']}",
        number=content["number"],
        audience=content["audience"],
        judged_on=dt.date.fromisoformat(content["judged_on"]),
    )
    rows = [
        {
            "force_id": content["force"],
            "lead_p": a["accepted_lead_p"],
            "areas": a["accepted_areas"],
            "status": a["status"],
            "late": a["late"],
            "stale": a["stale"],
            "actions": 1,
        }
        for a in content["actions"]
    ]
    tally({content["force"]: figures}, rows)
    return figures


KENT = content_of(
    "kent",
    [
        action(
            "kent",
            1,
            "prepare",
            "capability",
            title="=1+1",
            description="Train & check",
            owner_posts=("Head of Learning", "=Chief"),
            due=dt.date(2022, 6, 30),
            status=DeliveryStatus.COMPLETE,
            evidence="In the training record",
        ),
        action("kent", 2, "prepare", "victims", due_words="Ongoing", percent=0),
        action("kent", 3, "pursue", "victims", title="Operation Secret", sensitive=True),
        action("kent", 4, "pursue", "powers", title="Kept inside", publishable=False),
    ],
)
ESSEX = content_of("essex", [action("essex", 1, "protect", "offenders")], Audience.NATIONAL)
FIGURES = {
    "kent": figures_of(KENT),
    "durham": ForceFigures("durham", PlanState.NOT_STARTED),
    "essex": figures_of(ESSEX),
    "dyfed-powys": ForceFigures("dyfed-powys", PlanState.DRAFT),
}


def workbook(
    figures: dict[str, ForceFigures] = FIGURES,
    published: Iterable[tuple[str, Content]] = (("kent", KENT),),
    **given: Any,
) -> bytes:
    return national_workbook(
        figures,
        FRAMEWORK,
        published,
        **{"moment_words": "3 March 2022, 14:05", "made_at": MADE_AT, **given},
    )


def rows_of(sheet: Any, heading: str) -> dict[str, dict[str, Any]]:
    """The rows of a table by force."""
    top = header_row(sheet, heading)
    headings = [cell.value for cell in sheet[top]]
    rows = {}
    for row in sheet.iter_rows(min_row=top + 1, values_only=True):
        if not any(row):
            break
        line = dict(zip(headings, row, strict=True))
        rows[line["Force"]] = line
    return rows


def test_forces_stand_in_order_of_region_and_name_and_never_of_rank() -> None:
    book = opened(workbook())
    assert book.sheetnames == SHEETS
    for name in ("Forces by P", "Forces by area", "Matrix"):
        assert list(rows_of(book[name], "Region")) == [
            "Essex Police",
            "Durham Constabulary",
            "Kent Police",
            "Dyfed-Powys Police",
        ]


def test_each_force_has_its_state_version_date_and_figures() -> None:
    kent = rows_of(opened(workbook())["Forces by P"], "Region")["Kent Police"]
    told = {
        "Plan state": "Published",
        "Version": "Version 2",
        "Judged on": dt.datetime(2022, 3, 3),
        "Audience": "Published",
        "Mark": None,
        "All: cells covered of 24": 4,
        "All: actions": 4,
        "All: complete": 1,
        "All: share complete": 0.25,
        "Prepare: cells covered of 6": 2,
        "Prepare: actions": 2,
        "Prepare: complete": 1,
        "Prepare: share complete": 0.5,
        "Pursue: share complete": 0,
        "Protect: actions": 0,
        "Protect: share complete": "No actions",
    }
    assert {heading: kent[heading] for heading in told} == told


def test_each_area_has_its_figures() -> None:
    kent = rows_of(opened(workbook())["Forces by area"], "Region")["Kent Police"]
    told = {
        "At-risk victims: cells covered of 4": 2,
        "At-risk victims: actions": 2,
        "At-risk victims: complete": 0,
        "Capability: share complete": 1,
        "Communications: share complete": "No actions",
    }
    assert {heading: kent[heading] for heading in told} == told


@pytest.mark.parametrize("name", ["Forces by P", "Forces by area", "Matrix"])
def test_a_force_that_shared_nothing_has_no_figures_and_no_zeros(name: str) -> None:
    durham = rows_of(opened(workbook())[name], "Region")["Durham Constabulary"]
    assert durham.pop("Version") == "Not shared"
    assert durham.pop("Plan state", "Not started") == "Not started"
    assert {durham.pop("Region"), durham.pop("Force")} == {"North East", "Durham Constabulary"}
    assert set(durham.values()) == {None}


def test_how_many_returned_is_said_above_the_figures() -> None:
    sheet = opened(workbook())["Forces by P"]
    line = str(sheet.cell(header_row(sheet, "Region") - 1, 1).value)
    assert line.startswith("2 of 4 forces returned")
    assert "which is not zero" in line


def test_a_stale_plan_is_marked() -> None:
    figures = {**FIGURES, "kent": replace(FIGURES["kent"], stale=True)}
    sheet = opened(workbook(figures))["Forces by P"]
    assert rows_of(sheet, "Region")["Kent Police"]["Mark"] == "Stale"


def test_the_matrix_counts_actions_and_the_forces_that_cover_each_cell() -> None:
    sheet = opened(workbook())["Matrix"]
    kent = rows_of(sheet, "Region")["Kent Police"]
    assert len(kent) == 3 + 24
    assert (kent["Capability: Prepare"], kent["Communications: Prevent"]) == (1, 0)
    bottom = sheet[sheet.max_row]
    assert (bottom[1].value, bottom[2].value) == ("Forces covering this cell", "of 2 returned")
    assert bottom[column_of(sheet, "High-harm offenders: Protect") - 1].value == 1
    # Outside what is filtered and sorted.
    assert sheet.auto_filter.ref.endswith(str(sheet.max_row - 2))


def test_who_has_not_shared_is_listed() -> None:
    rows = rows_of(opened(workbook())["Not shared yet"], "Region")
    assert {force: row["Plan state"] for force, row in rows.items()} == {
        "Durham Constabulary": "Not started",
        "Dyfed-Powys Police": "Draft",
    }
    everyone = opened(workbook({"kent": FIGURES["kent"]}))["Not shared yet"]
    assert everyone["A2"].value == "All 1 forces have shared a version."


def test_published_actions_are_quoted_and_the_others_are_not() -> None:
    data = workbook()
    sheet = opened(data)["Published actions"]
    top = header_row(sheet, "Reference")
    headings = [cell.value for cell in sheet[top]]
    rows = [
        dict(zip(headings, row, strict=True))
        for row in sheet.iter_rows(min_row=top + 1, values_only=True)
    ]
    assert len(rows) == 2
    told = {
        "Force": "Kent Police",
        "Version": 2,
        "Judged on": dt.datetime(2022, 3, 3),
        "Reference": "1.10",
        "Action": "=1+1",
        "Description": "Train & check",
        "Lead P": "Prepare",
        "Improvement areas": "Capability",
        "Due": dt.datetime(2022, 6, 30),
        "Delivery status": "Complete (blue)",
        "Calculated status": "Complete",
        "Inspectorate status": "Not recorded",
    }
    assert {heading: rows[0][heading] for heading in told} == told
    assert (rows[1]["Due"], rows[1]["Due, in words"]) == (None, "Ongoing")
    assert (rows[0]["Percent reported"], rows[1]["Percent reported"]) == (None, 0)
    text = str(by_calamine(data))
    assert "Operation Secret" not in text
    assert "Kept inside" not in text
    assert "Head of Learning" not in text, "a public version names no owner"


def test_a_version_that_is_not_public_is_never_quoted() -> None:
    with pytest.raises(ValueError, match="version 2 of essex is not public"):
        workbook(published=[("essex", ESSEX)])


def test_it_is_official_only_when_every_figure_is_public() -> None:
    public = {k: v for k, v in FIGURES.items() if k != "essex"}
    for figures, marking in ((FIGURES, "OFFICIAL-SENSITIVE"), (public, "OFFICIAL")):
        book = opened(workbook(figures))
        assert {sheet.oddHeader.center.text for sheet in book} == {marking}
        assert {sheet.oddFooter.center.text for sheet in book} == {marking}
    name = file_name(DAY, marking="OFFICIAL", demonstration=True)
    assert name == "2022-03-03-national-vawg-plans-OFFICIAL-DEMONSTRATION.xlsx"


def test_demonstration_data_is_called_so_on_every_sheet() -> None:
    book = opened(workbook(demonstration=True))
    assert [sheet["A1"].value for sheet in book] == [DEMONSTRATION] * len(SHEETS)
    assert all(DEMONSTRATION in sheet.oddHeader.center.text for sheet in book)
    assert "Kent Police" in rows_of(book["Forces by P"], "Region")


def test_progress_is_told_from_nothing_to_done() -> None:
    told: list[tuple[float, str]] = []
    workbook(progress=lambda share, words: told.append((share, words)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert "Published actions of Kent Police" in [words for _, words in told]


def test_the_same_input_gives_the_same_bytes() -> None:
    assert workbook() == workbook()


def test_libreoffice_opens_it_clean(libreoffice: str, tmp_path: Path) -> None:
    read = by_libreoffice(libreoffice, workbook(demonstration=True), tmp_path)
    assert sorted(read) == sorted(SHEETS)
    assert {rows[0][0] for rows in read.values()} == {DEMONSTRATION}
    assert read["Published actions"][3][4] == "=1+1"
    kent = next(row for row in read["Forces by P"] if row[1] == "Kent Police")
    assert kent[10] == "25%"


def test_every_force_with_150_actions_takes_seconds_and_no_more() -> None:
    ps, areas = list(FRAMEWORK.ps), list(FRAMEWORK.areas)
    contents = {
        force_id: content_of(
            force_id,
            (
                action(force_id, n, ps[n % 4], areas[n % 6], description="In words. " * 20)
                for n in range(150)
            ),
        )
        for force_id in FRAMEWORK.forces
    }
    figures = {force_id: figures_of(content) for force_id, content in contents.items()}
    # Of this thread's own time, so that a busy machine does not fail it. It takes about 1.2 s.
    started = time.thread_time()
    data = workbook(figures, contents.items())
    assert time.thread_time() - started < 4
    assert len(by_calamine(data)["Published actions"]) == 2 + 43 * 150
