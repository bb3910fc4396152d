"""Doctor: whatever is altered behind the program's back is found, and what is sound is said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest

from tests.services.conftest import Adding, mapped, person, published
from vawg_plans.config import is_postgresql
from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.canonical import sha256
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Held, Role
from vawg_plans.services.actions import record_progress, revise_action
from vawg_plans.services.checking import examine
from vawg_plans.services.retaining import apply_retention
from vawg_plans.services.verifying import Finding, _shape
from vawg_plans.store import framework as framework_store
from vawg_plans.store import people as people_store
from vawg_plans.store import store as store_clock
from vawg_plans.store.connection import Rows
from vawg_plans.store.framework_files import framework_rows
from vawg_plans.store.record import Act, row_digest
from vawg_plans.store.store import Store, first_properties, operator

# Each table, and which of its rows is tampered with.
TABLES = {
    "action_revision": "action_id = (select min(action_id) from action_revision) and revision = 1",
    "plan_revision": "revision = 1",
    "answer_revision": "revision = 1",
    "practice_revision": "revision = 1",
    "import_revision": "revision = 1",
    "comment_revision": "revision = 1",
    "meeting_revision": "revision = 1",
    "meeting_shown": "step = 1",
    "minute_revision": "revision = 1",
    "decision_revision": "revision = 1",
    "plan_version": "number = 1",
    "review_revision": "revision = 1",
    "version_withdrawal": "version_id = 'kent-v9'",
    "version_action": "action_id = (select min(action_id) from version_action)",
    "audit_entry": "entry = (select max(entry) - 2 from audit_entry)",
    "commit_log": "sequence = 3",
    "framework_row": "row_id = (select min(row_id) from framework_row)",
    "person": "person_id = 'person-known'",
    "role_grant": "revision = 1",
    "redaction": "redaction_id = 'removal-1'",
    "superseded_version": "version_id = 'kent-v0'",
    "schema_migration": "name = '0001_first'",
    "database_property": "name = 'demonstration'",
}


NOON = dt.datetime(2022, 3, 1, 12)
# Rows of what is tried in its own tests, with the entries that speak for them.
REMOVAL = {
    "redaction_id": "removal-1",
    "revision": 1,
    "force_id": "kent",
    "state": "asked",
    "words": "a name",
    "inside": False,
    "reason": "victim named",
    "asked_by": "person-known",
    "asked_role": "contributor",
    "asked_at": NOON,
    "decided_by": None,
    "decided_role": None,
    "decided_at": None,
    "places": "[]",
    "salt": "5a17",
}
SUPERSEDED = {
    "version_id": "kent-v0",
    "by_version_id": "kent-v1",
    "sequence": 1,
    "reason": "words removed",
}
PRACTICE = {
    "practice_id": "practice-kent-1",
    "revision": 1,
    "sequence": 1,
    "force_id": "kent",
    "title": "A weekly review",
    "partners": "",
    "words": "Reviewed weekly",
    "ps": ["protect"],
    "areas": ["powers"],
    "evaluated": "no",
    "state": "offered",
    "salt": "5a17",
}
IMPORT = {
    "plan_id": "plan-kent",
    "revision": 1,
    "sequence": 1,
    "force_id": "kent",
    "source": "plan.xlsx",
    "digest": "d" * 64,
    "read_as": '{"columns":[["aim","title"]],"split_bullets":true,"words":[]}',
    "salt": "5a17",
}
ANSWER = {
    "plan_id": "plan-kent",
    "question": "cell:powers:prevent",
    "revision": 1,
    "sequence": 1,
    "force_id": "kent",
    "choice": "not_applicable",
    "words": "Done with the county",
    "evidence": "",
    "salt": "5a17",
}
COMMENT = {
    "comment_id": "comment-1",
    "revision": 1,
    "sequence": 1,
    "plan_id": "plan-kent",
    "force_id": "kent",
    "action_id": "act-1",
    "answers": "comment-0",
    "asks": "",
    "words": "Does it suffice?",
    "state": "open",
    "salt": "5a17",
}
WITHDRAWAL = {
    "version_id": "kent-v9",
    "revision": 1,
    "sequence": 1,
    "plan_id": "plan-kent",
    "force_id": "kent",
    "why": "An action was published by mistake",
    "salt": "5a17",
}
MEETING = {
    "meeting_id": "meeting-1",
    "revision": 1,
    "sequence": 1,
    "plan_id": "plan-kent",
    "force_id": "kent",
    "number": 1,
    "state": "closed",
    "held_on": NOON.date(),
    "title": "Gold Group",
    "place": "HQ",
    "attended": ["ACC"],
    "apologies": ["DCC"],
    "since": 0,
    "arranged": '{"added":[],"dropped":[],"order":[]}',
    "agenda": "[]",
    "moment": 1,
    "judged_on": NOON.date(),
    "content": "{}",
    "digest": sha256("{}"),
    "salt": "5a17",
}
_AT = {"sequence": 1, "plan_id": "plan-kent", "force_id": "kent", "meeting_id": "meeting-1"}
SHOWN = {**_AT, "step": 1, "item_key": "gaps", "salt": "5a17"}
MINUTE = {**_AT, "item_key": "gaps", "revision": 1, "words": "Two to fill", "salt": "5a17"}
DECISION = {
    **_AT,
    "decision_id": "decision-1",
    "revision": 1,
    "number": 1,
    "item_key": "gaps",
    "action_id": "act-1",
    "words": "Fill both",
    "owner_post": "ACC",
    "due_on": NOON.date(),
    "state": "open",
    "outcome": "",
    "why": "",
    "salt": "5a17",
}
MORE = (
    ("meeting_revision", "meeting:meeting-1", MEETING),
    ("meeting_shown", "shown:meeting-1", SHOWN),
    ("minute_revision", "minute:meeting-1:gaps", MINUTE),
    ("decision_revision", "decision:decision-1", DECISION),
    ("comment_revision", "comment:comment-1", COMMENT),
    ("version_withdrawal", "withdrawal:kent-v9", WITHDRAWAL),
    ("practice_revision", "practice:practice-kent-1", PRACTICE),
    ("import_revision", "import:plan-kent", IMPORT),
    ("answer_revision", "answer:plan-kent:cell:powers:prevent", ANSWER),
    ("redaction", "redaction:removal-1", REMOVAL),
    ("superseded_version", "superseded:kent-v0", SUPERSEDED),
)


@pytest.fixture
def small(database_url: str, framework: Framework, adding: Adding) -> Iterator[Store]:
    """A little of everything: framework, plan, actions with revisions, a version."""
    store = Store(database_url)
    with store.write(operator(), reason="database made") as writing:
        first_properties(writing, demonstration=False)
        framework_store.load(writing, framework_rows()[:4])
        known = people_store.first_row("person-known", "Ann", NOON, email="ann@kent.police.uk")
        people_store.add(writing, known)
        people_store.change(writing, "person-known", "account bound", issuer="i", subject="s")
        people_store.set_role(writing, "person-known", Held(Role.READER), held=True)
        for table, kind, row in MORE:
            writing.rows.insert(table, [row])
            writing.record(Act("made for this test", kind, 1, after=row_digest(row)))
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
    published(store, framework)
    yield store
    store.close()


def look(rows: Rows, query: str) -> list[tuple[Any, ...]]:
    found = rows._raw.execute(query).fetchall()
    return [tuple(row.values()) if isinstance(row, dict) else tuple(row) for row in found]


def whole(rows: Rows, table: str) -> list[dict[str, Any]]:
    """A table's rows, to put them back."""
    cursor = rows._raw.execute(f"select * from {table}")
    names = [d[0] for d in cursor.description]
    found = cursor.fetchall()
    return [r if isinstance(r, dict) else dict(zip(names, r, strict=True)) for r in found]


def columns_of(rows: Rows, table: str) -> dict[str, str]:
    found = look(
        rows,
        "select distinct column_name, lower(data_type) from information_schema.columns "
        f"where table_name = '{table}'",
    )
    return dict(found)


def altered(table: str, column: str, kind: str) -> str:
    """Another value of a column, that its table still takes."""
    if (table, column) == ("review_revision", "state"):
        return "'taken_back'"
    if column == "state":
        return "'declined'"
    if column == "evaluated":
        return "'yes'"
    if column == "status":
        return f"case when {column} = 'complete' then 'on_track' else 'complete' end"
    if column == "audience":
        return f"case when {column} = 'public' then 'national' else 'public' end"
    if "[]" in kind or kind == "array":
        return "string_to_array('tampered', ',')"
    if kind == "boolean":
        return f"not {column}"
    if kind.startswith("timestamp"):
        return f"coalesce({column}, timestamp '2020-01-01') + interval '1 day'"
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
        # The database's properties, 5 migrations, 4 rows of the framework, a person (twice) with
        # a role, a removal, a superseded version, a practice, an import, an answer, a comment, a
        # meeting, an item shown and minuted, a decision and a withdrawal; a review in three steps;
        # a plan, 2 actions with 3 revisions each, a version; the operator, the lead and the chair.
        "The record holds: 38 entries.",
        "Actions hold: 6 revisions.",
        "Versions hold: 1.",
        "Rows of the framework hold: 4.",
        "What comparison reads holds: 2 actions of versions.",
        "Roles hold: 1.",
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
        kept = whole(rows, table)
    assert len(columns) >= 2
    for column, kind in columns.items():
        with small._engine.writing() as rows:
            before = look(rows, f"select * from {table} order by 1, 2")
            rows.script(
                f"update {table} set {column} = {altered(table, column, kind)} "
                f"where {TABLES[table]}"
            )
            assert look(rows, f"select * from {table} order by 1, 2") != before
        if not broken(small, framework):
            unnoticed.append(column)
        with small._engine.writing() as rows:
            rows.script(f"delete from {table}")
            rows.insert(table, kept)
    assert broken(small, framework) == [], "put back as it was, it is sound again"
    assert unnoticed == []


def test_every_table_is_tried_above(small: Store) -> None:
    with small.read() as rows:
        tables = look(
            rows,
            "select distinct table_name from information_schema.columns where table_schema in "
            "('main', 'public') and column_name <> 'database_name'",
        )
    assert {name for (name,) in tables} == set(TABLES)


def test_a_removed_row_of_any_table_is_found(small: Store, framework: Framework) -> None:
    unnoticed = []
    for table, where in TABLES.items():
        with small._engine.writing() as rows:
            kept = whole(rows, table)
            rows.script(f"delete from {table} where {where}")
        if not broken(small, framework):
            unnoticed.append(table)
        with small._engine.writing() as rows:
            rows.script(f"delete from {table}")
            rows.insert(table, kept)
        assert broken(small, framework) == []
    assert unnoticed == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("create table copied as select * from action_revision", "copied.action_id is unknown"),
        ("create view seen as select * from person", "seen is a view"),
        ("alter table person add column note varchar", "person.note is unknown"),
        ("alter table person rename column post to place", "person.post is missing"),
        (
            "alter table role_grant rename to rg0; create view role_grant as select * from rg0",
            "role_grant is a view",
        ),
    ],
)
def test_what_no_migration_made_is_found(
    small: Store, framework: Framework, statement: str, words: str
) -> None:
    with small._engine.writing() as rows:
        if "rename" in statement:
            rows.script("drop index if exists role_grant_person")
            rows.script("drop index if exists person_subject")
        for part in statement.split(";"):
            rows.script(part)
    found = (
        [f.words for f in _shape_of(small)]
        if "rename column" in statement
        else broken(small, framework)
    )
    assert any(words in said for said in found), found


def _shape_of(store: Store) -> list[Finding]:
    with store.read() as rows:
        return _shape(rows, server=is_postgresql(store.database))


def test_a_program_inside_the_database_is_found(small: Store, framework: Framework) -> None:
    server = is_postgresql(small.database)
    made = "create function quiet() returns int language sql as 'select 1'"
    with small._engine.writing() as rows:
        rows.script(made if server else "create macro quiet() as 1")
    assert "quiet is a program inside the database." in broken(small, framework)


@pytest.mark.parametrize("column", ["committed_at", "role", "force_id", "touches"])
def test_nothing_is_changed_in_a_commit_whose_entries_have_expired(
    small: Store, framework: Framework, column: str
) -> None:
    reader = person(Role.READER)
    with small.write(reader, reason="refused", touches=False) as writing:
        writing.record(Act("refused", "force:kent"))
    later = dt.datetime.combine(today() + dt.timedelta(days=8 * 366), dt.time(12))
    with patch.object(store_clock, "utc_now", return_value=later):
        apply_retention(small, framework, operator(), later.date())
    # The reader's row came in the same commit: empty it by hand, as a later one would have been.
    assert broken(small, framework) == []
    with small.write(reader, reason="refused", touches=False) as writing:
        writing.record(Act("refused", "force:kent"))
    much = later + dt.timedelta(days=8 * 366)
    with patch.object(store_clock, "utc_now", return_value=much):
        apply_retention(small, framework, operator(), much.date())
    assert broken(small, framework) == []
    value = {
        "committed_at": "committed_at + interval '1 day'",
        "role": "'administrator'",
        "force_id": "'kent'",
        "touches": "true",
    }[column]
    with small._engine.writing() as rows:
        rows.script(f"update commit_log set {column} = {value} where person_id = 'expired'")
    assert broken(small, framework) != []


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
    adding(store, "One")
    published(store, framework)
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
    assert broken(small, framework) == [
        "version:kent-v1 revision 1 is not what was recorded.",
        "What comparison reads of kent-v1 was altered.",
    ]


def test_many_faults_are_counted_and_the_first_are_shown(
    store: Store, framework: Framework
) -> None:
    with store._engine.writing() as rows:
        rows.script("update framework_row set content = content || ' '")
    found = broken(store, framework)
    more = [m for m in (re.fullmatch(r"… and ([\d,]+) more like these\.", w) for w in found) if m]
    assert len(found) == 21 * len(more) == 42, "the record and the digest each say so, shortly"
    assert all(int(m[1].replace(",", "")) >= len(framework_rows()) - 20 for m in more)


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
    assert said[:3] == ["the chain", "commits", "plans and actions"]
    assert {"versions", "rows of the framework", "roles", "rules of versions"} <= set(said)


def test_a_meeting_or_decision_out_of_its_place_is_found(
    small: Store, framework: Framework
) -> None:
    """Rightly chained, as only a fault of the program could write them."""
    with small.write(operator(), reason="tried", force_id="kent") as writing:
        second = {**MEETING, "meeting_id": "meeting-2", "digest": "d" * 64}
        twin = {**DECISION, "decision_id": "decision-2", "meeting_id": "meeting-none"}
        for table, kind, row in (
            ("meeting_revision", "meeting:meeting-2", second),
            ("decision_revision", "decision:decision-2", twin),
        ):
            writing.rows.insert(table, [row])
            writing.record(Act("made for this test", kind, 1, after=row_digest(row)))
    assert set(broken(small, framework)) == {
        "meeting:meeting-2 has a number that another meeting has.",
        "What meeting:meeting-2 froze no longer has its digest.",
        "decision:decision-2 is of no meeting of its plan.",
        "decision:decision-2 has a number that another decision has.",
    }
