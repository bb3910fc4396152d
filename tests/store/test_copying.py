"""Copying a database whole, on both engines: one moment, every table, every row."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vawg_plans.domain.people import Actor, Role
from vawg_plans.errors import StoreUnavailable, UnreadableFile
from vawg_plans.store.connection import Rows, open_engine
from vawg_plans.store.copying import (
    Taken,
    copy_to_file,
    copy_to_server,
    opened_copy,
    require_empty_server,
    tables_of,
    taken_from,
)
from vawg_plans.store.head import HeadLog
from vawg_plans.store.record import Act, first_break
from vawg_plans.store.store import Store, first_properties, operator

LEAD = Actor("person-lead", "Kent lead", Role.STRATEGIC_LEAD, "kent")
WORDS = "“Quotes”, tabs\tand\nlines, \\N and £ — Cymraeg ŵ"
WORDED = (
    "reference",
    "title",
    "description",
    "local_strand",
    "due_words",
    "success_measure",
    "evidence",
    "context",
    "shaped_by",
    "equality_impact",
    "inspectorate_status",
)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store(database_url)
    with opened.write(operator(), reason="database made") as writing:
        first_properties(writing, demonstration=False)
    fill(opened)
    yield opened
    opened.close()


def fill(store: Store, revisions: int = 3) -> None:
    """Rows with every kind of value there is: lists, dates, nothing, and awkward words."""
    with store.write(LEAD, reason=WORDS, force_id="kent") as writing:
        for revision in range(1, revisions + 1):
            writing.rows.insert(
                "plan_revision",
                [
                    {
                        "plan_id": f"plan-{writing.sequence}",
                        "revision": revision,
                        "sequence": writing.sequence,
                        "force_id": "kent",
                        "title": WORDS,
                        "summary": "",
                        "lead_post": "ACC",
                        "local_strands": [WORDS, "b"] if revision == 1 else [],
                        "salt": None if revision == 2 else "a" * 32,
                    }
                ],
            )
            writing.rows.insert("action_revision", [action_row(writing.sequence, revision)])
        writing.record(Act("tried", "thing:1"))


def action_row(sequence: int, revision: int) -> dict[str, Any]:
    words = dict.fromkeys(WORDED, WORDS)
    return {
        **words,
        "action_id": f"act-{sequence}",
        "revision": revision,
        "sequence": sequence,
        "plan_id": "plan-kent",
        "force_id": "kent",
        "position": 1,
        "tags": "[]",
        "owner_posts": ["ACC"] * (revision - 1),
        "partners": [],
        "start_on": None,
        "due_on": dt.date(2022, 3, 1) if revision == 2 else None,
        "status": "on_track",
        "percent": None if revision == 1 else 50,
        "publishable": True,
        "sensitive": False,
        "withdrawn": False,
        "progress_note": None,
        "imported": None,
        "salt": None,
    }


def everything(rows: Rows) -> dict[str, list[Any]]:
    """Every row of every table."""
    found = {}
    for table in tables_of(rows):
        every = [row for batch in rows.batches(table, 2) for row in batch.to_pylist()]
        found[table] = sorted(every, key=repr)
    return found


def in_copy(file: Path) -> dict[str, list[Any]]:
    with opened_copy(file, "The copy") as copy, copy.read() as rows:
        return everything(rows)


def test_a_copy_has_every_table_and_every_row_as_it_was(store: Store, tmp_path: Path) -> None:
    taken = copy_to_file(store, tmp_path / "copy.duckdb")
    with store.read() as rows:
        original = everything(rows)
    assert in_copy(tmp_path / "copy.duckdb") == original
    assert taken.counts == {table: len(found) for table, found in original.items()}
    assert taken.counts["action_revision"] == 3
    assert original["schema_migration"], "when each migration was applied is copied too"


def test_a_copy_is_closed_and_leaves_nothing_beside_it(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    copy_to_file(store, folder / "copy.duckdb")
    in_copy(folder / "copy.duckdb")
    assert [p.name for p in folder.iterdir()] == ["copy.duckdb"]


def test_looking_into_a_copy_does_not_change_it(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "copy.duckdb"
    copy_to_file(store, file)
    before = file.read_bytes()
    in_copy(file)
    assert file.read_bytes() == before


def test_a_table_larger_than_a_batch_is_copied_whole(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vawg_plans.store.copying._BATCH", 7)
    with store.write(LEAD, reason="many") as writing:
        for number in range(100):
            writing.record(Act("tried", f"thing:{number}"))
    taken = copy_to_file(store, tmp_path / "copy.duckdb")
    with store.read() as rows:
        assert in_copy(tmp_path / "copy.duckdb") == everything(rows)
    assert taken.counts["audit_entry"] > 100


def test_a_copy_shows_one_moment_though_others_write_meanwhile(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vawg_plans.store.copying._BATCH", 20)
    stop = threading.Event()
    written = []

    def write() -> None:
        while not stop.wait(0.005):
            fill(store, revisions=1)
            written.append(1)

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        for number in range(2):
            begun = len(written)
            file = tmp_path / f"copy-{number}.duckdb"
            taken = copy_to_file(store, file)
            assert len(written) > begun, "writers were not kept waiting"
            with opened_copy(file, "The copy") as copy, copy.read() as rows:
                assert first_break(rows) is None
                found = taken_from(rows, list(taken.counts))
            assert same(found, taken)
            commits = taken.counts["commit_log"]
            assert taken.counts["plan_revision"] == commits + 1, "every row of every commit"
    finally:
        stop.set()
        for writer in writers:
            writer.join()


def same(one: Taken, other: Taken) -> bool:
    return (one.hash, one.entry, one.counts) == (other.hash, other.entry, other.counts)


def test_a_copy_stopped_half_way_leaves_the_database_as_usable_as_before(
    store: Store, tmp_path: Path
) -> None:
    class Stop(Exception):
        pass

    said: list[str] = []

    def stop(words: str) -> None:
        said.append(words)
        if words == "audit entry" and said.count(words) == 2:
            raise Stop

    with pytest.raises(Stop):
        copy_to_file(store, tmp_path / "copy.duckdb", stop)
    fill(store)
    copy_to_file(store, tmp_path / "again.duckdb")
    with store.read() as rows:
        assert in_copy(tmp_path / "again.duckdb") == everything(rows)


def test_every_table_is_said_as_it_is_copied(store: Store, tmp_path: Path) -> None:
    said: list[str] = []
    copy_to_file(store, tmp_path / "copy.duckdb", said.append)
    assert {"audit entry", "plan version", "person"} <= set(said)


def test_what_cannot_be_written_is_said(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="cannot be written") as refused:
        copy_to_file(store, tmp_path / "file" / "copy.duckdb")
    assert "room" in refused.value.hint


@pytest.mark.parametrize(
    "content", [b"", b"not a database", b"\0" * 5000], ids=["empty", "words", "zeros"]
)
def test_a_file_that_is_no_database_is_said_to_be_no_backup(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "copy.duckdb"
    file.write_bytes(content)
    damaged = pytest.raises(UnreadableFile, match="Monday's backup is damaged")
    with damaged, opened_copy(file, "Monday's backup"):
        pytest.fail("it opened")


def test_a_copy_goes_back_to_an_empty_server_and_to_no_other(
    store: Store, tmp_path: Path, another_server: str
) -> None:
    file = tmp_path / "copy.duckdb"
    copy_to_file(store, file)
    require_empty_server(another_server)
    with opened_copy(file, "The copy") as copy:
        copy_to_server(copy, another_server)
        with copy.read() as rows:
            original = everything(rows)
        with pytest.raises(StoreUnavailable, match="not empty"):
            copy_to_server(copy, another_server)
    with pytest.raises(StoreUnavailable, match="not empty"):
        require_empty_server(another_server)
    engine = open_engine(another_server)
    with engine.reading() as rows:
        assert everything(rows) == original
    engine.close()


def test_a_server_that_was_only_looked_into_counts_as_empty(
    store: Store, tmp_path: Path, another_server: str
) -> None:
    Store(another_server, head=HeadLog(None)).close()
    file = tmp_path / "copy.duckdb"
    copy_to_file(store, file)
    with opened_copy(file, "The copy") as copy:
        copy_to_server(copy, another_server)


def test_a_copy_to_a_server_that_stops_half_way_leaves_nothing(
    store: Store, tmp_path: Path, another_server: str
) -> None:
    file = tmp_path / "copy.duckdb"
    copy_to_file(store, file)

    def stop(words: str) -> None:
        if words == "person":
            raise KeyboardInterrupt

    with opened_copy(file, "The copy") as copy:
        with pytest.raises(KeyboardInterrupt):
            copy_to_server(copy, another_server, stop)
        copy_to_server(copy, another_server)
