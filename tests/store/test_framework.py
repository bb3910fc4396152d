"""The framework as the database holds it: loading it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.deeds import deeds
from vawg_plans.domain.canonical import digest, sha256
from vawg_plans.store.framework import differing, load, loaded
from vawg_plans.store.framework_files import framework_rows
from vawg_plans.store.record import entries, first_break
from vawg_plans.store.store import Store, operator

A, B = ("forces", "kent", '{"name":"Kent"}'), ("areas", "kent", '{"name":"50% \\\\ “x” 🙂"}')


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store(database_url)
    yield opened
    opened.close()


def loading(store: Store, files: list[tuple[str, str, str]]) -> int:
    with store.write(operator(), reason="framework loaded") as writing:
        return load(writing, files)


def test_the_files_are_loaded_once_and_again_changes_nothing(store: Store) -> None:
    files = framework_rows()
    assert loading(store, files) == len(files)
    with store.read() as rows:
        assert differing(rows, files) == []
        assert {k: r["content"] for k, r in loaded(rows).items()} == {
            (kind, row_id): content for kind, row_id, content in files
        }
        assert all(r["digest"] == sha256(r["content"]) for r in loaded(rows).values())
        assert all(r["revision"] == 1 for r in loaded(rows).values())
        assert len(deeds(rows)) == len(files)
        assert first_break(rows) is None
    assert loading(store, files) == 0
    assert store.newest_touching() == 1, "the second loading left no trace"


def test_a_changed_row_becomes_its_next_revision_and_the_old_one_stays(store: Store) -> None:
    loading(store, [A, B])
    changed = ("forces", "kent", '{"name":"Kent Police"}')
    with store.read() as rows:
        assert differing(rows, [changed, B]) == [("forces", "kent", 2, changed[2])]
    assert loading(store, [changed, B]) == 1
    with store.read() as rows:
        assert loaded(rows)["forces", "kent"]["content"] == changed[2]
        assert loaded(rows)["areas", "kent"]["content"] == B[2]
        assert [(r["kind"], r["revision"]) for r in rows.all("framework.all_revisions")] == [
            ("areas", 1),
            ("forces", 1),
            ("forces", 2),
        ]
        last = list(entries(rows))[-1]
    assert (last["object"], last["revision"]) == ("framework:forces/kent", 2)
    assert last["after_digest"] == digest(
        {
            "kind": "forces",
            "row_id": "kent",
            "revision": 2,
            "sequence": 2,
            "content": changed[2],
            "digest": sha256(changed[2]),
        }
    )


def test_going_back_to_an_earlier_text_is_a_revision_too(store: Store) -> None:
    for files in ([A], [("forces", "kent", "{}")], [A]):
        assert loading(store, files) == 1
    with store.read() as rows:
        assert loaded(rows)["forces", "kent"]["revision"] == 3


def test_a_row_that_left_the_files_keeps_its_meaning_in_the_database(store: Store) -> None:
    loading(store, [A, B])
    assert loading(store, [B]) == 0
    with store.read() as rows:
        assert loaded(rows)["forces", "kent"]["content"] == A[2]
