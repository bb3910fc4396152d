"""Lists out: what a plan lacks, and its history."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace

import pytest

from tests.services.conftest import Adding, person
from tests.services.test_exporting import last_entry, rows_of_csv, sheets, table
from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.answers import CONSULTED, Choice
from vawg_plans.domain.exports import Form
from vawg_plans.domain.filtering import Filter
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.lacking import lacks
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.errors import InvalidInput, NotAllowed, UnreadableFile
from vawg_plans.exchange.workbooks_in import read_workbook
from vawg_plans.services.actions import revise_action
from vawg_plans.services.answers import answer
from vawg_plans.services.exporting_lists import export_gaps, export_history
from vawg_plans.services.importing import preview_import
from vawg_plans.services.plans import open_plan
from vawg_plans.store import actions as action_rows
from vawg_plans.store.store import Store


def test_the_gaps_are_those_that_readiness_finds_in_both_forms(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(store, "=bare", reference="7")
    found = lacks(open_plan(store, framework, lead, "kent"), framework)
    excel = export_gaps(store, framework, lead, "kent")
    rows = table(sheets(excel)["Gaps"], "What was found")
    assert [(r["What was found"], r["Where"]) for r in rows] == [(f.found, f.where) for f in found]
    plain = export_gaps(store, framework, lead, "kent", form=Form.CSV)
    assert len(rows_of_csv(plain)) == len(found)
    assert plain.file_name == (f"{today().isoformat()}-kent-vawg-plan-gaps-OFFICIAL-SENSITIVE.csv")
    assert last_entry(store)[3].startswith("gaps as CSV, ")
    with pytest.raises(InvalidInput, match="Excel or CSV"):
        export_gaps(store, framework, lead, "kent", form=Form.JSON)


def test_a_filter_leaves_out_what_other_actions_lack(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(store, "one")
    adding(store, "two")
    export = export_gaps(store, framework, lead, "kent", asked=Filter(words="two"))
    where = [r["Where"] for r in table(sheets(export)["Gaps"], "What was found")]
    assert "two" in where
    assert "one" not in where
    assert any("×" in place for place in where), "what the plan as a whole lacks stays"


def test_the_history_says_every_field_with_who_when_and_why(
    either: Store, framework: Framework, lead: Actor
) -> None:
    first = Action("act-1", "plan-kent", "kent", reference="1.1", title="=As it was")
    second = replace(
        first, title="As it became", status=DeliveryStatus.AT_RISK, progress_note="Moved on"
    )
    for day, before, after in ((1, None, first), (2, first, second)):
        moment = dt.datetime(2022, 7, day, 12, 30)
        with either.write(lead, reason=f"day {day}", force_id="kent", moment=moment) as writing:
            action_rows.add(writing, [(before, after)])
    said = CONSULTED, Choice.RESPONDED, "A survivors' forum"
    answer(either, framework, lead, "kent", *said, read_revision=0)
    export = export_history(either, framework, lead, "kent")
    rows = table(sheets(export)["History"], "Is now")
    assert {r["What"] for r in rows} == {"Plan", "Answer", "Action"}
    rows = [r for r in rows if r["What"] == "Action"]
    kept = [(r["Time (London)"], r["Why"], r["Field"], r["Was"], r["Is now"]) for r in rows]
    assert kept == [
        ("13:30", "day 2", "Title", "=As it was", "As it became"),
        ("13:30", "day 2", "Delivery status", "Not started", "At risk (amber)"),
        ("13:30", "day 2", "Progress update", None, "Moved on"),
        ("13:30", "day 1", "Reference", None, "1.1"),
        ("13:30", "day 1", "Title", None, "=As it was"),
        ("13:30", "day 1", "Delivery status", None, "Not started"),
    ]
    assert rows[0]["Day"] == dt.datetime(2022, 7, 2)
    assert rows[0]["Action id"] == "act-1"
    days = {"since": dt.date(2022, 7, 2), "until": dt.date(2022, 7, 2)}
    some = rows_of_csv(export_history(either, framework, lead, "kent", **days, form=Form.CSV))
    assert [r["Field"] for r in some] == ["Title", "Delivery status", "Progress update"]
    assert some[0]["Was"] == "'=As it was"
    last = last_entry(either)[3]
    assert last == "history as CSV, 2 July 2022 to the end of 2 July 2022"
    back = read_workbook(export.data, "h.xlsx")
    with pytest.raises(UnreadableFile, match="is the history of a plan"):
        preview_import(either, framework, lead, "kent", back, "h.xlsx", ReadAs())
    with pytest.raises(InvalidInput, match="after the last"):
        export_history(either, framework, lead, "kent", since=today(), until=dt.date(2022, 7, 2))


def test_the_history_of_chosen_actions_is_theirs_alone(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    one = adding(store, "one")
    adding(store, "two")
    revise_action(store, framework, lead, one.id, {"context": "more"}, read_revision=1)
    export = export_history(
        store, framework, lead, "kent", asked=Filter(words="one"), form=Form.CSV
    )
    rows = list(csv.DictReader(io.StringIO(export.data.decode("utf-8-sig"))))
    assert {r["Title"] for r in rows} == {"one"}
    assert rows[0]["Field"] == "Context"


@pytest.mark.parametrize("export", [export_gaps, export_history])
def test_lists_of_a_draft_are_for_its_own_people(
    store: Store, framework: Framework, export: object
) -> None:
    with pytest.raises(NotAllowed):
        export(store, framework, person(Role.NATIONAL_LEAD), "kent")  # type: ignore[operator]
