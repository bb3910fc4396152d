"""Migrations: forward only, each applied once and whole, an edited one refused."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import psycopg
import pytest

from tests.conftest import REPOSITORY
from vawg_plans.domain.people import Actor, Role
from vawg_plans.errors import StoreUnavailable
from vawg_plans.services.actions import revise_action
from vawg_plans.services.checking import examine
from vawg_plans.services.plans import open_plan
from vawg_plans.services.setup import open_database
from vawg_plans.store.connection import Engine, open_engine
from vawg_plans.store.migrating import MIGRATIONS, migrate
from vawg_plans.store.store import Store

FIRST = "create table first (a varchar not null primary key);\ninsert into first values ('50%');\n"
SECOND = "alter table first add column b integer;\nupdate first set b = 2;\n"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url)
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "migrations"
    made.mkdir()
    (made / "0001_first.sql").write_text(FIRST, encoding="utf-8")
    return made


def apply(engine: Engine, folder: Path) -> list[str]:
    with engine.writing() as rows:
        return migrate(rows, folder)


def test_what_is_missing_is_applied_once_and_in_order(engine: Engine, folder: Path) -> None:
    assert apply(engine, folder) == ["0001_first"]
    assert apply(engine, folder) == []
    (folder / "0002_second.sql").write_text(SECOND, encoding="utf-8")
    assert apply(engine, folder) == ["0002_second"]
    with engine.reading() as rows:
        assert [r["name"] for r in rows.all("record.applied")] == ["0001_first", "0002_second"]
        found = rows._raw.execute("select a, b from first").fetchall()
    assert [tuple(r.values()) if isinstance(r, dict) else r for r in found] == [("50%", 2)]


def test_a_new_database_gets_them_all_at_once(engine: Engine, folder: Path) -> None:
    (folder / "0002_second.sql").write_text(SECOND, encoding="utf-8")
    assert apply(engine, folder) == ["0001_first", "0002_second"]


def test_a_migration_that_was_edited_after_it_was_applied_is_refused(
    engine: Engine, folder: Path
) -> None:
    apply(engine, folder)
    (folder / "0001_first.sql").write_text(FIRST + "-- one more word\n", encoding="utf-8")
    (folder / "0000_earlier.sql").write_text("create table earlier (a integer);")
    with pytest.raises(StoreUnavailable, match="0001_first was edited") as refused:
        apply(engine, folder)
    assert "as a new migration" in refused.value.hint
    with engine.reading() as rows:
        assert [r["name"] for r in rows.all("record.applied")] == ["0001_first"]
        with pytest.raises((duckdb.Error, psycopg.Error)):
            rows._raw.execute("select * from earlier")


def test_line_ends_of_another_system_are_no_edit(engine: Engine, folder: Path) -> None:
    apply(engine, folder)
    (folder / "0001_first.sql").write_bytes(FIRST.replace("\n", "\r\n").encode())
    assert apply(engine, folder) == []


def test_a_database_of_a_newer_version_is_refused(engine: Engine, folder: Path) -> None:
    newer = folder / "0002_second.sql"
    newer.write_text(SECOND, encoding="utf-8")
    apply(engine, folder)
    newer.unlink()
    with pytest.raises(StoreUnavailable, match=r"newer version of VAWG Plans \(0002_second\)"):
        apply(engine, folder)


def test_a_migration_that_fails_leaves_nothing_behind(engine: Engine, folder: Path) -> None:
    broken = folder / "0002_second.sql"
    broken.write_text("create table second (a integer); insert into nowhere values (1);")
    with pytest.raises((duckdb.Error, psycopg.Error)):
        apply(engine, folder)
    broken.write_text(SECOND, encoding="utf-8")
    assert apply(engine, folder) == ["0001_first", "0002_second"]


def test_opening_a_store_applies_every_migration_of_the_program(database_url: str) -> None:
    names = sorted(file.stem for file in MIGRATIONS.glob("*.sql"))
    store = Store(database_url)
    with store.read() as rows:
        assert [r["name"] for r in rows.all("record.applied")] == names
        [when] = {
            (r["applied_at"] if isinstance(r, dict) else r[0]).date()
            for r in rows._raw.execute("select applied_at from schema_migration").fetchall()
        }
    assert abs((when - dt.datetime.now(dt.UTC).date()).days) <= 1
    store.close()
    again = Store(database_url)
    with again.read() as rows:
        assert [r["name"] for r in rows.all("record.applied")] == names
    again.close()


def test_a_store_that_is_refused_gives_its_file_back(tmp_path: Path) -> None:
    path = str(tmp_path / "plans.duckdb")
    store = Store(path)
    with store._engine.writing() as rows:
        rows.script("update schema_migration set digest = 'edited'")
    store.close()
    with pytest.raises(StoreUnavailable, match="was edited after it was applied"):
        Store(path)
    # Another configuration can open a file only when nobody in this process holds it.
    duckdb.connect(path, read_only=True).close()


def test_migrations_are_numbered_without_a_gap() -> None:
    numbers = [int(file.stem.split("_")[0]) for file in sorted(MIGRATIONS.glob("*.sql"))]
    assert numbers == list(range(1, len(numbers) + 1))


# Databases as released versions left them


def as_released(engine: Engine, release: str) -> None:
    """Make the tables of that release and fill them with what a database of it held."""
    path = REPOSITORY / "tests" / "fixtures" / f"release-{release}.json.gz"
    tables = json.loads(gzip.decompress(path.read_bytes()))
    with engine.writing() as rows:
        for file in sorted(MIGRATIONS.glob("*.sql")):
            if file.stem[:4] <= release:
                rows.script(file.read_text(encoding="utf-8"))
        for table, kept in tables.items():
            if table == "schema_migration":
                rows.script(MIGRATION_TABLE)
            if not kept:
                continue
            times = [c for c in kept[0] if c.endswith("_at") or c in MOMENTS]
            for row in kept:
                row.update(
                    {c: MOMENTS.get(c, dt.datetime).fromisoformat(row[c]) for c in times if row[c]}
                )
            rows.insert(table, kept)


MOMENTS: dict[str, type[dt.datetime] | type[dt.date]] = {
    "moment": dt.datetime,
    "due_on": dt.date,
    "start_on": dt.date,
    "judged_on": dt.date,
}
MIGRATION_TABLE = (
    "create table if not exists schema_migration (name varchar not null primary key, "
    "digest varchar not null, applied_at timestamp not null)"
)


@pytest.mark.parametrize("release", ["0001", "0002", "0003"])
def test_a_database_of_a_released_version_is_brought_up_to_date_and_holds(
    database_url: str, release: str
) -> None:
    engine = open_engine(database_url)
    as_released(engine, release)
    engine.close()
    store, framework = open_database(database_url)
    findings = examine(store, framework)
    assert [f.words for f in findings if not f.sound] == []
    lead = Actor("person-kent-lead", "Kent lead", Role.STRATEGIC_LEAD, "kent")
    opened = open_plan(store, framework, lead, "kent")
    assert [a.title for a in opened.actions] == ["Review every domestic violence protection order"]
    before = opened.actions[0]
    read = before.revision
    revise_action(store, framework, lead, before.id, {"context": "x"}, read_revision=read)
    found = examine(store, framework)
    assert [f.words for f in found if not f.sound] == []
    with store.read() as rows:
        spoken = rows.all("verifying.spoken", prefix=f"action:{before.id}")
        assert spoken[-1]["act"] == "action revised"
        assert rows.all("people.unspoken") == []
    store.close()
    again, _ = open_database(database_url)
    assert again.newest_touching() == store_sequence(again), "up to date already: nothing written"
    again.close()


def store_sequence(store: Store) -> int:
    with store.read() as rows:
        return int(rows.all("record.head")[0]["sequence"])
