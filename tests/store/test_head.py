"""The head of the chain kept outside the database: what is lost there is known here."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from vawg_plans.domain.people import Actor, Role
from vawg_plans.errors import BrokenRecord, StoreUnavailable
from vawg_plans.services.setup import make_database, open_database
from vawg_plans.services.verifying import verify
from vawg_plans.store.head import HeadLog
from vawg_plans.store.record import Act, entry_hash, fields_digest
from vawg_plans.store.store import Store

LEAD = Actor("person-lead", "Kent lead", Role.STRATEGIC_LEAD, "kent")


def write(store: Store, times: int = 1) -> None:
    for number in range(times):
        with store.write(LEAD, reason="tried", force_id="kent") as writing:
            writing.record(Act("tried", f"thing:{number}"))


@pytest.fixture
def made(database_url: str) -> str:
    store, _ = make_database(database_url, demonstration=False)
    write(store, 3)
    store.close()
    return database_url


def test_each_commit_leaves_a_line_that_names_who_did_what_and_no_words(made: str) -> None:
    store = Store(made)
    with store.read() as rows:
        head = rows.all("record.head")[0]
    lines = store.head.lines()
    assert len(lines) == 4
    assert (lines[-1]["entry"], lines[-1]["hash"]) == (head["entry"], head["entry_hash"])
    assert lines[-1]["acts"] == ["tried thing:2"]
    assert (lines[-1]["person"], lines[-1]["force"]) == ("person-lead", "kent")
    assert "Kent lead" not in json.dumps(lines)
    store.close()


def test_a_database_that_is_as_it_was_opens(made: str) -> None:
    store, _ = open_database(made)
    assert store.head_fault() is None
    store.close()


def test_a_tail_that_was_cut_is_found_at_the_start_with_what_was_lost(made: str) -> None:
    store = Store(made)
    with store._engine.writing() as rows:
        rows.script("delete from audit_entry where sequence >= 3")
        rows.script("delete from commit_log where sequence >= 3")
    store.close()
    with pytest.raises(BrokenRecord, match="has lost its last 2 commits") as refused:
        open_database(made)
    assert "accept-loss" in refused.value.hint
    store, _ = open_database(made, whatever_is_lost=True)
    fault = store.head_fault()
    assert fault is not None
    assert [line["acts"] for line in fault.lost] == [["tried thing:1"], ["tried thing:2"]]
    assert fault.entry == fault.lost[0]["entry"]
    store.close()


def test_a_chain_that_was_written_anew_is_found_though_it_holds_in_itself(made: str) -> None:
    store = Store(made)
    with store._engine.writing() as rows:
        last = rows.all("record.entries", after=0, upto=10**9)[-1]
        forged = {**last, "person_id": "somebody-else"}
        forged["fields_digest"] = fields_digest(forged)
        rows.script(
            "update audit_entry set person_id = 'somebody-else', "
            f"fields_digest = '{forged['fields_digest']}', entry_hash = '{entry_hash(forged)}' "
            f"where entry = {last['entry']}"
        )
    store.close()
    with pytest.raises(BrokenRecord, match="written anew") as refused:
        open_database(made)
    assert f"entry {last['entry']:,}" in refused.value.message


def test_a_log_that_was_damaged_or_lost_is_found_though_the_engine_opens_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "plans.duckdb"
    store, _ = make_database(str(path), demonstration=False)
    store.close()  # which folds the log into the file
    store = Store(str(path))
    write(store, 5)
    # As a power cut leaves it: the log is not folded into the file.
    for name in ("plans.duckdb", "plans.duckdb.wal", "plans.duckdb.head"):
        shutil.copy(tmp_path / name, tmp_path / f"cut-{name}")
    store.close()
    cut = tmp_path / "cut-plans.duckdb"
    log = tmp_path / "cut-plans.duckdb.wal"
    whole = log.read_bytes()
    middle = bytearray(whole)
    middle[len(whole) // 3] ^= 0xFF
    for number, damaged in enumerate((whole[: len(whole) // 2], whole[:-200], bytes(middle), b"")):
        one = tmp_path / f"one-{number}.duckdb"
        shutil.copy(cut, one)
        shutil.copy(f"{cut}.head", f"{one}.head")
        if damaged:
            Path(f"{one}.wal").write_bytes(damaged)
        said = r"has lost its last|holds nothing, though"
        try:
            duckdb.connect(str(one)).close()
        except duckdb.Error:
            said = "cannot be opened"  # some damage the engine finds itself
        with pytest.raises((BrokenRecord, StoreUnavailable), match=said):
            open_database(str(one))
    one = tmp_path / "sound.duckdb"
    for suffix in ("", ".wal", ".head"):
        shutil.copy(f"{cut}{suffix}", f"{one}{suffix}")
    store, _ = open_database(str(one))
    assert store.head_fault() is None
    store.close()


def test_a_database_ahead_of_its_head_after_a_crash_is_no_fault(made: str) -> None:
    store = Store(made)
    path = store.head.path
    assert path is not None
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]) + lines[-1][:40], encoding="utf-8")
    store.close()
    opened, _ = open_database(made)
    write(opened)
    assert opened.head_fault() is None
    opened.close()


def test_commits_that_no_head_knows_are_found_and_stay_in_the_record(tmp_path: Path) -> None:
    path = str(tmp_path / "plans.duckdb")
    make_database(path, demonstration=False)[0].close()
    store = Store(path)
    where, store.head.path = store.head.path, None
    write(store, 3)  # by something that keeps no head
    store.head.path = where
    assert store.beyond_head() == (2, 4)
    assert any("Commits 2 to 4 are not in" in f.words for f in verify(store) if not f.sound)
    store.close()
    opened, _ = open_database(path)
    with opened.read() as rows:
        last = rows.all("record.entries", after=0, upto=10**9)[-1]
    assert (last["act"], last["detail"]) == ("outside record behind", "commits 2 to 4")
    assert opened.beyond_head() is None
    opened.close()


def test_a_head_that_was_removed_is_begun_again_and_the_record_says_so(made: str) -> None:
    store = Store(made)
    assert store.head.path is not None
    store.head.path.unlink()
    store.close()
    opened, _ = open_database(made)
    with opened.read() as rows:
        last = rows.all("record.entries", after=0, upto=10**9)[-1]
    assert last["act"] == "outside record begun"
    opened.close()


def test_a_loss_is_accepted_with_a_reason_that_stays_and_the_old_head_is_kept(made: str) -> None:
    store = Store(made)
    with store._engine.writing() as rows:
        rows.script("delete from audit_entry where sequence = 4")
        rows.script("delete from commit_log where sequence = 4")
    fault = store.accept_head(LEAD, "restored from Tuesday's backup")
    assert fault is not None
    assert store.head_fault() is None
    with store.read() as rows:
        last = rows.all("record.entries", after=0, upto=10**9)[-1]
        commit = rows.all("record.commits")[-1]
    assert (last["act"], last["detail"]) == ("loss accepted", "1 commits")
    assert commit["reason"] == "restored from Tuesday's backup"
    assert store.head.path is not None
    assert list(store.head.path.parent.glob("*.head.before-loss-1"))
    store.close()
    open_database(made)[0].close()


def test_the_head_of_another_database_is_said_to_be_so(tmp_path: Path) -> None:
    one, two = tmp_path / "one.duckdb", tmp_path / "two.duckdb"
    for path in (one, two):
        make_database(str(path), demonstration=False)[0].close()
    shutil.copy(f"{one}.head", f"{two}.head")
    with pytest.raises(BrokenRecord, match="another database"):
        open_database(str(two))


def test_no_new_database_is_made_where_the_head_of_a_lost_one_stands(tmp_path: Path) -> None:
    path = tmp_path / "one.duckdb"
    make_database(str(path), demonstration=False)[0].close()
    path.unlink()
    for made in (
        lambda: make_database(str(path), demonstration=False),
        lambda: open_database(str(path)),
    ):
        with pytest.raises(
            BrokenRecord, match="holds nothing, though something was saved in it 1 times"
        ) as refused:
            made()
        assert "python -m vawg_plans restore FILE" in refused.value.hint
        assert not path.exists()
    Path(f"{path}.head").rename(tmp_path / "kept.head")
    make_database(str(path), demonstration=False)[0].close()
    open_database(str(path))[0].close()
    path.unlink()
    make_database(str(path), demonstration=True)[0].close()
    assert (tmp_path / "one.duckdb.head.of-another-1").exists()


def test_a_head_that_cannot_be_written_stops_no_write(
    made: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(made)
    store.head.path = tmp_path / "missing" / "folder.head"
    write(store)
    assert "chain head not written" in caplog.text
    store.close()


def test_a_large_file_of_heads_is_shortened_to_its_newest_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = HeadLog(tmp_path / "a.head")
    lines = [{"entry": n, "hash": "h", "sequence": n} for n in range(100)]
    assert log.path is not None
    log.path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    log.shorten()
    assert len(log.lines()) == 100
    monkeypatch.setattr("vawg_plans.store.head._LARGEST", 100)
    monkeypatch.setattr("vawg_plans.store.head._KEPT", 10)
    log.shorten()
    assert [line["entry"] for line in log.lines()] == list(range(90, 100))
