"""Searching the record and taking it away: by whom, and what stands in it."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from tests.services.conftest import Adding, person, published
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Role
from vawg_plans.errors import InvalidInput, NotAllowed
from vawg_plans.services import record
from vawg_plans.services.actions import withdraw_action
from vawg_plans.services.record import (
    PAGE,
    Sought,
    acts_recorded,
    export_record,
    record_file_name,
    search_record,
)
from vawg_plans.services.versions import shared_content
from vawg_plans.store.store import Store

ADMINISTRATOR = person(Role.ADMINISTRATOR)
KENT, ESSEX = person(Role.STRATEGIC_LEAD), person(Role.STRATEGIC_LEAD, "essex")
NATIONAL = person(Role.NATIONAL_LEAD)


@pytest.fixture
def busy(either: Store, framework: Framework, adding: Adding) -> Store:
    for number in range(3):
        adding(either, f"Of Kent {number}")
        adding(either, f"Of Essex {number}", "essex")
    published(either, framework)
    shared_content(either, NATIONAL, "kent")
    return either


def test_a_lead_searches_the_record_of_the_own_force_and_an_administrator_all(busy: Store) -> None:
    mine = search_record(busy, KENT, Sought(), force_id="kent")
    assert {e.force_id for e in mine.entries} == {"kent"}
    assert search_record(busy, ADMINISTRATOR, Sought()).total > mine.total
    for actor, force_id in ((KENT, "essex"), (KENT, None), (NATIONAL, "kent"), (NATIONAL, None)):
        with pytest.raises(NotAllowed):
            search_record(busy, actor, Sought(), force_id=force_id)


def test_what_is_sought_is_found_newest_first(busy: Store) -> None:
    def found(**sought: object) -> list[str]:
        entries = search_record(busy, ADMINISTRATOR, Sought(**sought)).entries  # type: ignore[arg-type]
        assert [e.number for e in entries] == sorted((e.number for e in entries), reverse=True)
        return [f"{e.act} {e.thing}" for e in entries]

    assert found(act="read") == ["read version:kent-v1"]
    assert len(found(act="action revised")) == 6
    assert len(found(act="action revised", person_id=ESSEX.person_id)) == 3
    assert found(thing="plan:plan-essex") == ["plan revised plan:plan-essex"]
    assert len(found(act="action revised", since=today(), until=today())) == 6
    assert found(act="action revised", until=today() - dt.timedelta(days=1)) == []
    assert found(thing="' or 1=1 --") == []


def test_the_record_is_gone_through_page_by_page(busy: Store) -> None:
    first = search_record(busy, ADMINISTRATOR, Sought(act="framework loaded"))
    assert len(first.entries) == PAGE < first.total
    second = search_record(
        busy, ADMINISTRATOR, Sought(act="framework loaded"), before=first.entries[-1].number
    )
    assert second.entries[0].number == first.entries[-1].number - 1
    assert second.total == first.total
    assert {"read", "refused"} & set(acts_recorded(busy, ADMINISTRATOR)) == {"read"}


def test_reading_another_forces_words_is_recorded_once_a_day_and_reading_counts_is_not(
    busy: Store,
) -> None:
    for _ in range(3):
        shared_content(busy, NATIONAL, "kent")
        shared_content(busy, ESSEX, "kent")
        shared_content(busy, KENT, "kent")
        shared_content(busy, ESSEX, "essex")
    readings = search_record(busy, ADMINISTRATOR, Sought(act="read")).entries
    assert {(e.person_id, e.thing) for e in readings} == {
        (NATIONAL.person_id, "version:kent-v1"),
        (ESSEX.person_id, "version:kent-v1"),
    }
    assert len(readings) == 2


def test_nobodys_words_stand_in_the_record(
    either: Store, framework: Framework, adding: Adding
) -> None:
    secret = "Jane Example of Sample Street"
    one = adding(either, secret, context=secret)
    withdraw_action(either, framework, KENT, one.id, read_revision=1, reason=secret)
    share = adding(either, "Another")
    assert share
    published(either, framework, "kent", secret)
    with either.read() as rows:
        for entry in rows.all("record.entries", after=0, upto=10**9):
            assert "Jane" not in str(entry.values())
    assert either.head.path is not None
    assert "Jane" not in either.head.path.read_text(encoding="utf-8")


def test_the_record_is_taken_away_as_a_workbook_and_that_is_recorded(
    busy: Store, framework: Framework
) -> None:
    data = export_record(busy, framework, KENT, Sought(act="action revised"), force_id="kent")
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Record"]
    rows = [r for r in sheet.iter_rows(values_only=True) if isinstance(r[0], int)]
    assert len(rows) == 3
    assert all(len(str(r[12])) == 64 for r in rows)
    assert "OFFICIAL-SENSITIVE" in str(sheet["A1"].value)
    last = search_record(busy, ADMINISTRATOR, Sought(act="exported")).entries[0]
    assert (last.person_id, last.detail) == (KENT.person_id, "record, 3 entries")
    assert record_file_name("kent", demonstration=True).endswith("DEMONSTRATION.xlsx")
    with pytest.raises(NotAllowed):
        export_record(busy, framework, KENT, Sought(), force_id="essex")


def test_more_than_a_workbook_can_usefully_hold_is_refused(
    busy: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "MOST_EXPORTED", 5)
    with pytest.raises(InvalidInput, match="More than 5 entries"):
        export_record(busy, framework, ADMINISTRATOR, Sought())
