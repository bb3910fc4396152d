"""Backing up and restoring: the same file from both engines, proved, whole or not there."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import REPOSITORY
from tests.services.conftest import Adding, mapped, person, published
from tests.store.test_migrating import as_released
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Role
from vawg_plans.errors import NotAllowed, StoreUnavailable, UnreadableFile
from vawg_plans.services.backing_up import (
    Backup,
    backup,
    manifest_of,
    next_file,
    read_manifest,
)
from vawg_plans.services.checking import examine
from vawg_plans.services.plans import open_plan
from vawg_plans.services.restoring import restore
from vawg_plans.services.setup import make_database, open_database
from vawg_plans.store.connection import open_engine
from vawg_plans.store.copying import tables_of
from vawg_plans.store.placing import sha256_of
from vawg_plans.store.record import Act, entries
from vawg_plans.store.store import Store, operator

LEAD = person(Role.STRATEGIC_LEAD)


@pytest.fixture
def filled(either: Store, framework: Framework, adding: Adding) -> Store:
    """A plan with two actions and a version, on each engine."""
    adding(either, "First “quoted”", tags=mapped(), owner_posts=("ACC", "Head"))
    adding(either, "Second")
    published(either, framework)
    return either


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "backups"
    made.mkdir()
    return made


@pytest.fixture(params=["duckdb", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where to restore to."""
    if request.param == "duckdb":
        return str(tmp_path / "restored" / "plans.duckdb")
    url: str = request.getfixturevalue("another_server")
    return url


def everything(store: Store) -> dict[str, list[Any]]:
    found = {}
    with store.read() as rows:
        for table in tables_of(rows):
            every = [row for batch in rows.batches(table, 1000) for row in batch.to_pylist()]
            found[table] = sorted(every, key=repr)
    return found


def last_entries(store: Store, count: int = 1) -> list[tuple[str, str, str]]:
    with store.read() as rows:
        return [(e["act"], e["object"], e["detail"]) for e in list(entries(rows))[-count:]]


def names_in(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def backed_up(store: Store, framework: Framework, file: Path) -> Backup:
    return backup(store, framework, operator(), file)


# Backing up


def test_a_backup_is_one_file_and_its_manifest_and_is_recorded(
    filled: Store, framework: Framework, folder: Path
) -> None:
    file = next_file(filled, folder)
    before = everything(filled)
    made = backed_up(filled, framework, file)
    assert names_in(folder) == [file.name, f"{file.name}.json"]
    assert read_manifest(file) == made
    assert made.sha256 == sha256_of(file)
    assert made.counts == {table: len(rows) for table, rows in before.items()}
    with filled.read() as rows:
        *_, at_head, last = entries(rows)
    assert (made.entry, made.hash) == (at_head["entry"], at_head["entry_hash"])
    day = file.name.removeprefix("vawg-plans-")[:10]
    assert (last["act"], last["object"], last["detail"]) == (
        "backed up",
        "database",
        f"{day} entry {made.entry}",
    )
    copied = tmp_copy(file)
    assert everything(copied) == before
    copied.close()


def tmp_copy(file: Path) -> Store:
    """A backup opened, by a copy of it: the file itself is never written to."""
    return Store(str(shutil.copy(file, file.with_name("looked-into.duckdb"))))


def test_a_backup_is_taken_under_two_writers_and_they_go_on(
    filled: Store, framework: Framework, folder: Path, adding: Adding
) -> None:
    stop, written, faults = threading.Event(), [0, 0], []

    def write(number: int) -> None:
        try:
            while not stop.wait(0.002):
                adding(filled, f"Action {number}-{written[number]}")
                written[number] += 1
        except Exception as error:
            faults.append(error)

    writers = [threading.Thread(target=write, args=(n,)) for n in (0, 1)]
    for writer in writers:
        writer.start()
    try:
        before = list(written)
        made = backed_up(filled, framework, folder / "a.duckdb")
        after = list(written)
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert not faults
    assert all(b > a for a, b in zip(before, after, strict=True))
    assert made.entry < max(e["entry"] for e in _entries(filled)) - 1


def _entries(store: Store) -> list[dict[str, Any]]:
    with store.read() as rows:
        return list(entries(rows))


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.OPERATOR, Role.ADMINISTRATOR)])
def test_only_an_administrator_and_the_operator_back_up(
    store: Store, framework: Framework, folder: Path, role: Role
) -> None:
    with pytest.raises(NotAllowed):
        backup(store, framework, person(role), folder / "a.duckdb")
    assert names_in(folder) == []
    assert last_entries(store)[0][0] == "refused"


def test_an_administrator_backs_up(store: Store, framework: Framework, folder: Path) -> None:
    backup(store, framework, person(Role.ADMINISTRATOR), folder / "a.duckdb")
    assert last_entries(store)[0][0] == "backed up"


def test_a_file_that_is_there_is_not_written_over(
    store: Store, framework: Framework, folder: Path
) -> None:
    file = folder / "a.duckdb"
    file.write_bytes(b"somebody's")
    with pytest.raises(UnreadableFile, match=r"called a\.duckdb already"):
        backed_up(store, framework, file)
    assert file.read_bytes() == b"somebody's"
    assert names_in(folder) == ["a.duckdb"]


def test_a_name_that_is_taken_meanwhile_is_not_written_over(
    store: Store, framework: Framework, folder: Path
) -> None:
    file = folder / "a.duckdb"

    def taken(words: str) -> None:
        if words == "proving the backup":
            file.write_bytes(b"somebody's")

    with pytest.raises(UnreadableFile, match="already"):
        backup(store, framework, operator(), file, taken)
    assert file.read_bytes() == b"somebody's"


def test_a_relative_name_in_a_new_folder_is_taken_from_where_one_stands(
    store: Store, framework: Framework, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    backed_up(store, framework, Path("new/a.duckdb"))
    backed_up(store, framework, Path("../b.duckdb"))
    backed_up(store, framework, Path("c.duckdb"))
    assert (tmp_path / "here" / "new" / "a.duckdb").exists()
    assert (tmp_path / "b.duckdb").exists()
    assert restore(Path("c.duckdb"), "again.duckdb").entry
    open_database("again.duckdb")[0].close()


def test_a_folder_that_cannot_be_written_to_is_said(
    store: Store, framework: Framework, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="cannot be written"):
        backed_up(store, framework, tmp_path / "file" / "a.duckdb")
    assert last_entries(store)[0][0] != "backed up"


def test_a_database_that_does_not_hold_makes_no_backup(
    filled: Store, framework: Framework, folder: Path
) -> None:
    with filled._engine.writing() as rows:
        rows.script("update action_revision set title = 'altered'")
    with pytest.raises(UnreadableFile, match="The backup does not hold: action:"):
        backed_up(filled, framework, folder / "a.duckdb")
    assert names_in(folder) == []


# In another process: killed, or out of room.

_CHILD = """
import sys
from pathlib import Path
from vawg_plans.services.backing_up import backup
from vawg_plans.services.setup import open_database
from vawg_plans.store.store import operator
{before}
store, framework = open_database(sys.argv[1])
def said(words):
    print(words, flush=True)
    {each}
backup(store, framework, operator(), Path(sys.argv[2]), said)
"""


def child(database: Path, file: Path, *, before: str = "", each: str = "") -> subprocess.Popen[str]:
    code = _CHILD.format(before=before, each=each)
    return subprocess.Popen(
        [sys.executable, "-c", code, str(database), str(file)],
        cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("last", ["audit entry", "proving the backup"])
def test_a_backup_killed_half_way_has_no_name_and_the_next_one_works(
    small_demonstration: Path, framework: Framework, tmp_path: Path, folder: Path, last: str
) -> None:
    database = Path(shutil.copy(small_demonstration, tmp_path / "plans.duckdb"))
    file = folder / "a.duckdb"
    process = child(database, file, each=f"import time; time.sleep(60 * (words == {last!r}))")
    assert process.stdout
    for line in process.stdout:
        if line.strip() == last:
            break
    process.send_signal(signal.SIGKILL)
    process.communicate()
    left = names_in(folder)
    assert left, "it had begun to write"
    assert all(name.startswith(".") for name in left)
    store, _ = open_database(str(database))
    made = backed_up(store, framework, file)
    assert read_manifest(file) == made
    store.close()


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are POSIX")
def test_a_disk_without_room_is_said_and_leaves_nothing(
    demonstration: Path, tmp_path: Path, folder: Path
) -> None:
    database = Path(shutil.copy(demonstration, tmp_path / "plans.duckdb"))
    full = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000,) * 2)"
    )
    process = child(database, folder / "a.duckdb", before=full, each="limit()")
    _, said = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "UnreadableFile: The backup cannot be written" in said
    assert names_in(folder) == []


# Restoring


def test_a_backup_of_either_engine_is_restored_to_either(
    filled: Store, framework: Framework, folder: Path, empty: str
) -> None:
    made = backed_up(filled, framework, folder / "a.duckdb")
    before = everything(filled)
    restored = restore(folder / "a.duckdb", empty)
    assert (restored.entry, restored.lost, restored.removals) == (made.entry, "", ())
    store, _ = open_database(empty)
    assert all(f.sound for f in examine(store, framework))
    after = everything(store)
    acts = [e["act"] for e in _entries(store)]
    assert acts[made.entry :] == ["restored", "outside record begun"]
    assert last_entries(store, 2)[0] == ("restored", "database", f"entry {made.entry}")
    same = ("action_revision", "plan_revision", "plan_version", "version_action", "framework_row")
    for table in same:
        assert after[table] == before[table]
    titles = [a.title for a in open_plan(store, framework, LEAD, "kent").actions]
    assert titles == ["First “quoted”", "Second"]
    # And it goes on.
    backed_up(store, framework, folder / "of-the-restored.duckdb")
    store.close()


def test_restoring_leaves_the_backup_as_it_was_and_nothing_else(
    filled: Store, framework: Framework, folder: Path, empty: str
) -> None:
    backed_up(filled, framework, folder / "a.duckdb")
    before = {name: (folder / name).read_bytes() for name in names_in(folder)}
    restore(folder / "a.duckdb", empty)
    assert {name: (folder / name).read_bytes() for name in names_in(folder)} == before
    if not empty.startswith("postgresql"):
        assert names_in(Path(empty).parent) == ["plans.duckdb", "plans.duckdb.head"]


def test_a_database_that_is_there_is_not_restored_over(
    filled: Store, framework: Framework, folder: Path, empty: str
) -> None:
    backed_up(filled, framework, folder / "a.duckdb")
    made, _ = make_database(empty, demonstration=False)
    before = everything(made)
    made.close()
    with pytest.raises(StoreUnavailable, match="nothing was restored"):
        restore(folder / "a.duckdb", empty)
    store, _ = open_database(empty)
    assert everything(store)["plan_revision"] == before["plan_revision"]
    store.close()


def test_a_log_left_of_a_lost_database_is_not_played_into_the_restored_one(
    store: Store, framework: Framework, folder: Path, tmp_path: Path
) -> None:
    backed_up(store, framework, folder / "a.duckdb")
    (tmp_path / "lost.duckdb.wal").write_bytes(b"what was not yet in the file")
    with pytest.raises(StoreUnavailable, match="already"):
        restore(folder / "a.duckdb", str(tmp_path / "lost.duckdb"))


@pytest.fixture
def good(store: Store, framework: Framework, folder: Path, adding: Adding) -> Path:
    """A backup with its manifest."""
    adding(store, "One")
    backed_up(store, framework, folder / "good.duckdb")
    return folder / "good.duckdb"


def flipped(file: Path, share: float) -> None:
    content = bytearray(file.read_bytes())
    content[int(len(content) * share)] ^= 0x40
    file.write_bytes(bytes(content))


def of_another(file: Path) -> None:
    values = json.loads(manifest_of(file).read_text(encoding="utf-8"))
    values["hash"] = "0" * 64
    manifest_of(file).write_text(json.dumps(values), encoding="utf-8")


def altered_with_its_manifest(file: Path) -> None:
    with duckdb.connect(str(file)) as raw:
        raw.execute("update action_revision set title = 'Another'")
    values = json.loads(manifest_of(file).read_text(encoding="utf-8"))
    values["sha256"] = sha256_of(file)
    manifest_of(file).write_text(json.dumps(values), encoding="utf-8")


DAMAGE: dict[str, tuple[Callable[[Path], Any], str]] = {
    "a byte near its beginning": (lambda f: flipped(f, 0.001), "digest is another"),
    "a byte in its middle": (lambda f: flipped(f, 0.5), "digest is another"),
    "its last byte": (lambda f: flipped(f, 0.9999999), "digest is another"),
    "half of it": (lambda f: os.truncate(f, f.stat().st_size // 2), "digest is another"),
    "all of it": (lambda f: os.truncate(f, 0), "digest is another"),
    "its manifest": (
        lambda f: manifest_of(f).write_text("{}", encoding="utf-8"),
        "manifest of good.duckdb cannot be read",
    ),
    "the head in its manifest": (of_another, "not what its manifest says"),
    "a row, and the manifest to suit": (altered_with_its_manifest, "good.duckdb does not hold"),
    "the file itself": (lambda f: f.unlink(), "cannot be read"),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_backup_is_refused_and_nothing_is_made(
    good: Path, tmp_path: Path, what: str
) -> None:
    damage, words = DAMAGE[what]
    damage(good)
    target = tmp_path / "restored" / "plans.duckdb"
    with pytest.raises(UnreadableFile, match=words) as refused:
        restore(good, str(target))
    assert refused.value.hint
    assert not target.parent.exists() or names_in(target.parent) == []


def test_without_its_manifest_a_damaged_backup_is_refused_too(
    good: Path, tmp_path: Path, framework: Framework
) -> None:
    manifest_of(good).unlink()
    sound = good.read_bytes()
    refused = 0
    for number in range(16):
        good.write_bytes(sound)
        flipped(good, (number + 0.5) / 16)
        target = tmp_path / f"restored-{number}.duckdb"
        try:
            restore(good, str(target))
        except UnreadableFile:
            refused += 1
            assert not target.exists()
        else:
            # The byte was in room that nothing uses.
            store, _ = open_database(str(target))
            assert all(f.sound for f in examine(store, framework))
            store.close()
    assert refused >= 8


def test_without_its_manifest_a_sound_backup_is_restored(good: Path, tmp_path: Path) -> None:
    manifest_of(good).unlink()
    assert restore(good, str(tmp_path / "restored.duckdb")).entry


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.duckdb"
    with duckdb.connect(str(file)) as raw:
        raw.execute("create table prices (a integer)")
    with pytest.raises(UnreadableFile, match="not a backup of VAWG Plans"):
        restore(file, str(tmp_path / "restored.duckdb"))
    assert names_in(tmp_path) == ["other.duckdb"]


def test_a_backup_of_a_newer_version_says_so(good: Path, tmp_path: Path) -> None:
    manifest_of(good).unlink()
    with duckdb.connect(str(good)) as raw:
        raw.execute("insert into schema_migration values ('9999_later', 'x', now()::timestamp)")
    with pytest.raises(StoreUnavailable, match="newer version"):
        restore(good, str(tmp_path / "restored.duckdb"))


def test_a_backup_of_an_older_version_is_brought_up_to_date_in_its_copy_alone(
    tmp_path: Path, framework: Framework
) -> None:
    file = tmp_path / "older.duckdb"
    engine = open_engine(str(file))
    as_released(engine, "0001")
    engine.close()
    before = file.read_bytes()
    restore(file, str(tmp_path / "restored.duckdb"))
    assert file.read_bytes() == before
    store, _ = open_database(str(tmp_path / "restored.duckdb"))
    assert all(f.sound for f in examine(store, framework))
    assert {"migration applied", "restored"} <= {e["act"] for e in _entries(store)}
    store.close()


def test_what_came_after_the_backup_is_said_to_be_lost_with_removals_named(
    store: Store, framework: Framework, folder: Path, adding: Adding
) -> None:
    backed_up(store, framework, folder / "a.duckdb")
    adding(store, "Lost with the disk")
    with store.write(LEAD, reason="removal", force_id="kent") as writing:
        writing.record(Act("words removed", "redaction:removal-1"))
    store.close()
    Path(store.database).unlink()
    restored = restore(folder / "a.duckdb", store.database)
    assert "lost its last" in restored.lost
    [removal] = restored.removals
    assert removal.endswith("kent words removed redaction:removal-1")
    again, _ = open_database(store.database)
    assert last_entries(again, 2)[0][2].endswith(", 3 later commits lost")
    again.close()
    kept = [name for name in names_in(Path(store.database).parent) if "before-restore" in name]
    assert kept, "the record kept outside is kept, under another name"
