"""Making a database once and whole, and opening it."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from tests.deeds import deeds
from vawg_plans.domain.framework import Framework
from vawg_plans.errors import StoreUnavailable
from vawg_plans.services.checking import examine
from vawg_plans.services.setup import (
    is_made,
    load_framework,
    make_database,
    open_database,
)
from vawg_plans.store.framework import loaded
from vawg_plans.store.framework_files import framework_rows
from vawg_plans.store.record import entries
from vawg_plans.store.store import Store, Writing


def test_a_new_database_holds_the_framework_and_says_what_it_is(database_url: str) -> None:
    store, framework = make_database(database_url, demonstration=False)
    assert not store.is_demonstration
    assert len(store.said_of_itself("id") or "") == 32
    with store.read() as rows:
        assert len(loaded(rows)) == len(framework_rows())
        assert len(deeds(rows)) == 1 + len(framework_rows())
    assert all(f.sound for f in examine(store, framework))
    store.close()
    again, _ = open_database(database_url)
    assert again.newest_touching() == 1, "opening it wrote nothing"
    again.close()
    assert is_made(database_url)


def test_a_database_is_made_only_once(database_url: str) -> None:
    make_database(database_url, demonstration=False)[0].close()
    with pytest.raises(StoreUnavailable, match="set up already"):
        make_database(database_url, demonstration=True)
    store, _ = open_database(database_url)
    assert not store.is_demonstration
    assert store.newest_touching() == 1
    store.close()


def test_making_that_stops_half_way_makes_nothing(database_url: str) -> None:
    def stop(writing: Writing, framework: Framework) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_database(database_url, demonstration=True, fill=stop)
    assert not is_made(database_url)
    with pytest.raises(StoreUnavailable, match="not been set up yet") as refused:
        open_database(database_url)
    assert "init" in refused.value.hint
    store, _ = make_database(database_url, demonstration=False)
    assert not store.is_demonstration
    store.close()


def test_the_past_of_a_database_begins_when_it_is_said_to(tmp_path: Path) -> None:
    made_at = dt.datetime(2022, 3, 1, 9)
    store, _ = make_database(str(tmp_path / "a.duckdb"), demonstration=True, made_at=made_at)
    with store.read() as rows:
        assert {e["moment"] for e in entries(rows)} == {made_at}
    assert store.is_demonstration
    store.close()


def test_opening_a_file_that_is_not_there_does_not_make_it(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "plans.duckdb"
    with pytest.raises(StoreUnavailable, match="not been set up yet"):
        open_database(str(path))
    assert not path.parent.exists()
    assert not is_made(str(path))


def test_the_password_of_a_database_is_not_shown(database_url: str) -> None:
    Store(database_url).close()
    named = database_url.replace("postgres@", "postgres:open%20sesame@")
    with pytest.raises(StoreUnavailable) as refused:
        open_database(named)
    assert "sesame" not in str(refused.value)


def test_a_framework_that_is_there_is_not_loaded_again(store: Store) -> None:
    assert load_framework(store) == 0
    assert store.newest_touching() == 1


def test_opening_loads_what_the_files_have_and_the_database_lacks(
    empty_database: Path, tmp_path: Path
) -> None:
    path = str(shutil.copy(empty_database, tmp_path / "older.duckdb"))
    older = Store(path)
    kind, row_id, content = framework_rows()[0]
    with older._engine.writing() as rows:
        # As a release whose files had one row less, and one row otherwise, would have left it.
        rows.script(f"delete from framework_row where kind = '{kind}' and row_id = '{row_id}'")
        rows.script("update framework_row set digest = 'other' where row_id = 'kent'")
    older.close()
    store, _ = open_database(path)
    with store.read() as rows:
        now = loaded(rows)
    assert now[kind, row_id]["content"] == content
    assert now["forces", "kent"]["revision"] == 2
    assert load_framework(store) == 0
    store.close()
