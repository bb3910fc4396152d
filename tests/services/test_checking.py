"""Doctor: whatever is altered behind the program's back is found, and what is sound is said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.services.conftest import Adding, mapped, person
from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Role
from vawg_plans.domain.plans import Audience
from vawg_plans.services.actions import record_progress, revise_action
from vawg_plans.services.checking import examine
from vawg_plans.services.versions import share_version
from vawg_plans.store import framework as framework_store
from vawg_plans.store.connection import Rows
from vawg_plans.store.framework_files import framework_rows
from vawg_plans.store.store import Store, operator

# Each table, and which of its rows is tampered with.
TABLES = {
    "action_revision": "action_id = (select min(action_id) from action_revision) and revision = 1",
    "plan_revision": "revision = 1",
    "plan_version": "number = 1",
    "version_action": "action_id = (select min(action_id) from version_action)",
    "audit_entry": "entry = (select max(entry) - 2 from audit_entry)",
    "commit_log": "sequence = 3",
    "framework_row": "row_id = (select min(row_id) from framework_row)",
}


@pytest.fixture
def small(database_url: str, framework: Framework, adding: Adding) -> Iterator[Store]:
    """A little of everything: framework, plan, actions with revisions, a version."""
    store = Store(database_url)
    with store.write(operator(), reason="framework loaded") as writing:
        framework_store.load(writing, framework_rows()[:4])
    lead = person(Role.STRATEGIC_LEAD)
    for number in range(2):
        one = adding(
            store,
            f"Action {number}",
            tags=mapped(),
            owner_posts=("ACC",),
            due=dt.date(2022, 6, 1),
            start=dt.date(2022, 1, 1),
        )
        revise_action(store, framework, lead, one.id, {"context": "New"}, read_revision=1)
        record_progress(
            store,
            framework,
            lead,
            one.id,
            read_revision=2,
            note="Begun",
            status=DeliveryStatus.ON_TRACK,
            percent=10,
        )
    share_version(store, framework, lead, "kent", Audience.PUBLIC)
    yield store
    store.close()


def look(rows: Rows, query: str) -> list[tuple[Any, ...]]:
    found = rows._raw.execute(query).fetchall()
    return [tuple(row.values()) if isinstance(row, dict) else tuple(row) for row in found]


def columns_of(rows: Rows, table: str) -> dict[str, str]:
    found = look(
        rows,
        "select distinct column_name, lower(data_type) from information_schema.columns "
        f"where table_name = '{table}'",
    )
    return dict(found)


def altered(column: str, kind: str) -> str:
    """Another value of a column, that its table still takes."""
    if column == "status":
        return f"case when {column} = 'complete' then 'on_track' else 'complete' end"
    if column == "audience":
        return f"case when {column} = 'public' then 'national' else 'public' end"
    if "[]" in kind or kind == "array":
        return "string_to_array('tampered', ',')"
    if kind == "boolean":
        return f"not {column}"
    if kind.startswith("timestamp"):
        return f"{column} + interval '1 day'"
    if kind == "date":
        return f"coalesce({column}, date '2020-01-01') + 1"
    if "int" in kind:
        return f"coalesce({column}, 0) + 1000" if column != "percent" else "99"
    return f"coalesce({column}, '') || 'x'"


def broken(store: Store, framework: Framework) -> list[str]:
    return [f.words for f in examine(store, framework) if not f.sound]


def test_a_sound_database_is_said_to_be_so_with_counts(small: Store, framework: Framework) -> None:
    findings = examine(small, framework)
    assert all(f.sound for f in findings)
    assert {f.words for f in findings} >= {
        # 4 rows of the framework, a plan, 2 actions with 3 revisions each, a version.
        "The record holds: 12 entries.",
        "Plans and actions hold: 7 revisions.",
        "Versions hold: 1 named versions.",
        "The framework holds: 4 rows.",
    }


def test_an_empty_database_is_sound(database_url: str, framework: Framework) -> None:
    store = Store(database_url)
    assert broken(store, framework) == []
    store.close()


@pytest.mark.parametrize("table", TABLES)
def test_tampering_with_any_column_is_found(small: Store, framework: Framework, table: str) -> None:
    unnoticed = []
    with small._engine.writing() as rows:
        columns = columns_of(rows, table)
        rows.script(f"create table kept as select * from {table}")
    assert len(columns) >= 6
    for column, kind in columns.items():
        with small._engine.writing() as rows:
            before = look(rows, f"select * from {table} order by 1, 2, 3")
            rows.script(
                f"update {table} set {column} = {altered(column, kind)} where {TABLES[table]}"
            )
            assert look(rows, f"select * from {table} order by 1, 2, 3") != before
        if not broken(small, framework):
            unnoticed.append(column)
        with small._engine.writing() as rows:
            rows.script(f"delete from {table}")
            rows.script(f"insert into {table} select * from kept")
    assert broken(small, framework) == [], "put back as it was, it is sound again"
    assert unnoticed == []


def test_a_removed_row_of_any_table_is_found(small: Store, framework: Framework) -> None:
    unnoticed = []
    for table, where in TABLES.items():
        with small._engine.writing() as rows:
            rows.script(f"create table kept_{table} as select * from {table}")
            rows.script(f"delete from {table} where {where}")
        if not broken(small, framework):
            unnoticed.append(table)
        with small._engine.writing() as rows:
            rows.script(f"delete from {table}")
            rows.script(f"insert into {table} select * from kept_{table}")
        assert broken(small, framework) == []
    assert unnoticed == []


@pytest.mark.parametrize(
    "statement",
    [
        # A revision, a version's fact and a row of the framework that nothing speaks for.
        "insert into action_revision by name select * replace (9 as revision)",
        "insert into version_action by name select * replace ('act-none' as action_id)",
        "insert into framework_row by name select * replace (9 as revision)",
    ],
)
def test_an_added_row_is_found(
    store: Store, framework: Framework, adding: Adding, statement: str
) -> None:
    lead = person(Role.STRATEGIC_LEAD)
    adding(store, "One")
    share_version(store, framework, lead, "kent", Audience.PUBLIC)
    table = statement.split()[2]
    with store._engine.writing() as rows:
        rows.script(f"{statement} from {table} limit 1")
    assert broken(store, framework) != []


def test_what_cannot_even_be_read_is_found_and_not_a_fault(
    small: Store, framework: Framework
) -> None:
    unreadable = [
        "not json",
        "[1]",
        "7",
        '[["p","protect",true,null]]',
        '[["x","y",false,null,""]]',
    ]
    for tags in unreadable:
        with small._engine.writing() as rows:
            rows.script(
                f"update action_revision set tags = '{tags}' where {TABLES['action_revision']}"
            )
        found = broken(small, framework)
        assert any("is not what was recorded" in words for words in found), tags
        assert any("cannot be read" in words for words in found), tags


def test_content_that_was_altered_with_its_digest_is_found(
    small: Store, framework: Framework
) -> None:
    empty = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    with small._engine.writing() as rows:
        rows.script(f"update plan_version set content = '{{}}', digest = '{empty}'")
    assert broken(small, framework) == ["Version kent-v1 is not what was recorded."]


def test_many_faults_are_counted_and_the_first_are_shown(
    store: Store, framework: Framework
) -> None:
    with store._engine.writing() as rows:
        rows.script("update framework_row set content = content || ' '")
    found = broken(store, framework)
    assert len(found) == 21
    more = re.fullmatch(r"… and ([\d,]+) more like these\.", found[-1])
    assert more
    assert int(more[1].replace(",", "")) >= len(framework_rows()) - 20


def test_examining_reads_only(small: Store, framework: Framework) -> None:
    before = small.newest_touching()
    with small.read() as rows:
        counted = look(rows, "select count(*) from audit_entry")
        examine(small, framework)
        assert look(rows, "select count(*) from audit_entry") == counted
    assert small.newest_touching() == before


def test_what_is_being_examined_is_said(small: Store, framework: Framework) -> None:
    said: list[str] = []
    examine(small, framework, said.append)
    assert said[:3] == ["the record", "commits", "plans and actions"]
    assert {"versions", "the framework"} <= set(said)
