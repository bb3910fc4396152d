"""The open database on both engines: one writer at a time, all or nothing, and what it says when
it cannot.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.deeds import deeds
from vawg_plans.domain.actions import Action
from vawg_plans.domain.people import Actor, Role
from vawg_plans.errors import StoreBusy, StoreError, StoreUnavailable
from vawg_plans.store import actions as action_rows
from vawg_plans.store.connection import Rows
from vawg_plans.store.record import Act, first_break
from vawg_plans.store.store import NOW, Store, first_properties, operator

REPOSITORY = Path(__file__).resolve().parents[2]
LEAD = Actor("person-lead", "Kent lead", Role.STRATEGIC_LEAD, "kent")
ACT = Act("tried", "thing:1")


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def duckdb_path(tmp_path: Path) -> str:
    return str(tmp_path / "plans.duckdb")


def look(rows: Rows, query: str) -> list[tuple[Any, ...]]:
    """What a query of the test's own gives, on either engine."""
    found = rows._raw.execute(query).fetchall()
    return [tuple(row.values()) if isinstance(row, dict) else tuple(row) for row in found]


def in_store(store: Store, query: str) -> list[tuple[Any, ...]]:
    with store.read() as rows:
        return look(rows, query)


def counts(store: Store) -> dict[str, int]:
    tables = ("commit_log", "audit_entry", "action_revision", "person", "database_property")
    return {t: in_store(store, f"select count(*) from {t}")[0][0] for t in tables}


def write(store: Store, actor: Actor = LEAD, **given: Any) -> int:
    """One recorded write; its sequence."""
    with store.write(actor, **{"reason": "tried", **given}) as writing:
        writing.record(ACT)
    return writing.sequence


def action(name: str, **given: Any) -> Action:
    return Action(name, "plan-kent", "kent", title=f"Title of {name}", **given)


# One transaction


def test_a_write_is_one_commit_with_who_when_and_why(store: Store) -> None:
    moment = dt.datetime(2022, 3, 1, 9, 30, 15, 123456)
    write(store, reason="a reason", force_id="kent", moment=moment)
    assert in_store(
        store,
        "select sequence, committed_at, person_id, role, force_id, reason, touches from commit_log",
    ) == [(1, moment, "person-lead", "strategic_lead", "kent", "a reason", True)]
    assert in_store(store, "select person_id, name from person") == [("person-lead", "Kent lead")]


def test_the_moment_of_a_write_is_now_in_utc(store: Store) -> None:
    before = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    write(store)
    after = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    [(moment,)] = in_store(store, "select committed_at from commit_log")
    assert before <= moment <= after


def test_a_name_is_kept_once_beside_its_id(store: Store) -> None:
    write(store)
    write(store, Actor("person-lead", "Renamed", Role.STRATEGIC_LEAD, "kent"))
    assert in_store(store, "select person_id, name from person") == [("person-lead", "Kent lead")]


class Interrupted(BaseException):
    """Like a stopped page or a Ctrl-C: not an Exception."""


@pytest.mark.parametrize("error", [ValueError, Interrupted])
def test_an_error_in_the_middle_leaves_no_trace(store: Store, error: type[BaseException]) -> None:
    write(store, operator())
    before = counts(store)

    def fail() -> None:
        with store.write(LEAD, reason="half", force_id="kent") as writing:
            action_rows.add(writing, [(None, action("act-1"))])
            writing.flush()
            raise error

    with pytest.raises(error):
        fail()
    assert counts(store) == before
    assert write(store) == 2, "the sequence was not used up"
    with store.read() as rows:
        assert first_break(rows) is None


def test_a_write_that_records_nothing_leaves_no_trace(store: Store) -> None:
    before = counts(store)
    with store.write(LEAD, reason="opened and closed"):
        pass
    assert counts(store) == before
    assert write(store) == 1


def test_a_write_is_seen_by_nobody_before_it_is_whole(store: Store) -> None:
    with store.write(LEAD, reason="half", force_id="kent") as writing:
        action_rows.add(writing, [(None, action("act-1"))])
        writing.flush()
        assert counts(store)["action_revision"] == 0
        assert counts(store)["audit_entry"] == 0
    assert counts(store)["action_revision"] == 1


def test_a_key_that_is_taken_is_told_as_somebody_elses_save(store: Store) -> None:
    with store.write(LEAD, reason="first") as writing:
        action_rows.add(writing, [(None, action("act-1"))])
    before = counts(store)
    with (
        pytest.raises(StoreBusy, match="Somebody else saved the same thing"),
        store.write(LEAD, reason="again") as writing,
    ):
        action_rows.add(writing, [(None, action("act-1"))])
    assert counts(store) == before


def test_a_commit_that_the_engine_refuses_is_told_in_words(duckdb_path: str) -> None:
    store = Store(duckdb_path)

    def race() -> None:
        with store.write(LEAD, reason="mine") as writing:
            writing.record(ACT)
            writing.rows.insert("database_property", [{"name": "colour", "value": "mine"}])
            # A writer beside the lock, as another program in the process would be.
            beside = store._engine._root.cursor()
            beside.execute("insert into database_property values ('colour', 'theirs')")
            beside.close()

    with pytest.raises(StoreBusy, match="Somebody else saved the same thing"):
        race()
    assert store.said_of_itself("colour") == "theirs"
    assert counts(store)["commit_log"] == 0
    assert write(store) == 1, "the store still works"
    store.close()


# Many at once


def test_200_writes_of_8_threads_lose_nothing_and_the_chain_holds(store: Store) -> None:
    sequences: list[int] = []
    failures: list[BaseException] = []
    together = threading.Barrier(8)

    def work(thread: int) -> None:
        try:
            together.wait(timeout=30)
            for turn in range(25):
                with store.write(LEAD, reason=f"{thread}/{turn}", force_id="kent") as writing:
                    action_rows.add(writing, [(None, action(f"act-{thread}-{turn}"))])
                sequences.append(writing.sequence)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=[n]) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert failures == []
    assert sorted(sequences) == list(range(1, 201))
    expected = {f"act-{thread}-{turn}" for thread in range(8) for turn in range(25)}
    with store.read() as rows:
        assert first_break(rows) is None
        chained = deeds(rows)
        written = look(rows, "select action_id, sequence from action_revision")
        logged = look(rows, "select sequence, reason, committed_at from commit_log order by 1")
    assert {name for name, _ in written} == expected
    assert [s for s, _, _ in logged] == list(range(1, 201))
    # Each thread's own writes stand in the order it made them.
    for n in range(8):
        mine = [reason for _, reason, _ in logged if reason.startswith(f"{n}/")]
        assert mine == [f"{n}/{turn}" for turn in range(25)]
    # A later sequence is a later entry, and speaks of what was written in it.
    assert [e["sequence"] for e in chained] == list(range(1, 201))
    assert {(e["object"], e["sequence"]) for e in chained} == {
        (f"action:{name}", sequence) for name, sequence in written
    }


# Moments and cache keys


def test_the_newest_sequence_that_touched_a_force_moves_with_its_own_writes_only(
    store: Store,
) -> None:
    assert (store.newest_touching(), store.newest_touching("kent")) == (0, 0)
    steps = [
        # (force, touches) and then: anybody's, Kent's, Essex's
        (("kent", True), (1, 1, 0)),
        (("essex", True), (2, 1, 2)),
        (("kent", False), (2, 1, 2)),
        ((None, False), (2, 1, 2)),
        # What belongs to no force, such as the framework, touches them all.
        ((None, True), (5, 5, 5)),
        (("kent", True), (6, 6, 5)),
    ]
    for (force_id, touches), expected in steps:
        write(store, force_id=force_id, touches=touches)
        keys = (None, "kent", "essex")
        assert tuple(store.newest_touching(k) for k in keys) == expected


# Moments in UTC, in order, and the days in London that they end or begin.
MOMENTS = (
    "2022-01-15 23:59:59.999999",  # 1: in winter a day ends at midnight UTC
    "2022-01-16 00:00:00",
    "2022-03-27 00:00:00",  # 3: the short day on which the clocks go forward
    "2022-03-27 22:59:59",
    "2022-03-27 23:00:00",
    "2022-07-14 22:59:59.999999",  # 6: in summer a day ends at 23:00 UTC
    "2022-07-14 23:00:00",
    "2022-10-29 22:59:59",  # 8: before the long day on which they go back
    "2022-10-29 23:00:00",
    "2022-10-30 23:59:59",
    "2022-10-31 00:00:00",
)
SEQUENCES = {
    "2022-01-14": 0,
    "2022-01-15": 1,
    "2022-01-16": 2,
    "2022-03-26": 2,
    "2022-03-27": 4,
    "2022-03-28": 5,
    "2022-07-14": 6,
    "2022-07-15": 7,
    "2022-10-28": 7,
    "2022-10-29": 8,
    "2022-10-30": 10,
    "2022-10-31": 11,
    "9999-12-31": 11,
}


def test_a_date_means_the_last_sequence_of_that_day_in_london(store: Store) -> None:
    for moment in MOMENTS:
        write(store, moment=dt.datetime.fromisoformat(moment))
    found = {day: store.sequence_at(dt.date.fromisoformat(day)) for day in SEQUENCES}
    assert found == SEQUENCES


def test_no_date_means_now_whatever_is_written_later(store: Store) -> None:
    assert store.sequence_at(None) == NOW
    assert write(store) < NOW


# What the database says of itself


@pytest.mark.parametrize("demonstration", [True, False])
def test_whether_it_is_a_demonstration_is_said_once(store: Store, demonstration: bool) -> None:
    assert store.said_of_itself("made_at") is None
    assert not store.is_demonstration
    with store.write(LEAD, reason="made") as writing:
        first_properties(writing, demonstration=demonstration)
    assert store.is_demonstration is demonstration
    identity = store.said_of_itself("id")
    with (
        pytest.raises(StoreUnavailable, match="set up already"),
        store.write(LEAD, reason="made again") as writing,
    ):
        first_properties(writing, demonstration=not demonstration)
    assert store.is_demonstration is demonstration
    assert identity
    assert store.said_of_itself("id") == identity


# Opening and closing


def test_what_was_written_is_there_after_closing_and_opening(database_url: str) -> None:
    first = Store(database_url)
    write(first)
    first.close()
    second = Store(database_url)
    assert counts(second)["audit_entry"] == 2, "what was done, and who did it"
    assert write(second) == 2
    second.close()


def test_a_closed_database_says_that_it_cannot_be_used(database_url: str) -> None:
    store = Store(database_url)
    store.close()
    with pytest.raises(StoreUnavailable):
        store.newest_touching()
    with pytest.raises(StoreUnavailable):
        write(store)


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "plans.duckdb"
    Store(str(path)).close()
    assert path.exists()


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be opened") as refused:
        Store(str(tmp_path))
    assert refused.value.hint


def test_a_file_is_no_folder_for_a_database(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    with pytest.raises(StoreUnavailable, match="cannot be opened") as refused:
        Store(str(tmp_path / "notes.txt" / "plans.duckdb"))
    assert refused.value.hint


@pytest.mark.parametrize(
    "content",
    [b"", b"not a database", random.Random(2021).randbytes(300_000)],
    ids=["empty", "text", "random"],
)
def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(
    duckdb_path: str, content: bytes
) -> None:
    Path(duckdb_path).write_bytes(content)
    with pytest.raises(StoreUnavailable, match="cannot be opened") as refused:
        Store(duckdb_path)
    assert refused.value.hint
    assert Path(duckdb_path).read_bytes() == content


@pytest.mark.parametrize("damage", ["cut short", "overwritten"])
def test_a_damaged_database_is_refused_in_words(duckdb_path: str, damage: str) -> None:
    store = Store(duckdb_path)
    write(store)
    store.close()
    whole = Path(duckdb_path).read_bytes()
    if damage == "cut short":
        Path(duckdb_path).write_bytes(whole[: len(whole) // 2])
    else:
        noise = random.Random(2021).randbytes(len(whole) - 12_288)
        Path(duckdb_path).write_bytes(whole[:12_288] + noise)
    with pytest.raises(StoreUnavailable) as refused:
        Store(duckdb_path)
    assert refused.value.hint


# Another process

HOLDER = """
import sys
from vawg_plans.store.store import Store
store = Store(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
store.close()
"""


def started(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_second_process_is_told_who_holds_the_file(duckdb_path: str) -> None:
    with started(HOLDER, duckdb_path) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreBusy, match=rf"another process \(number {holder.pid}\)") as told:
            Store(duckdb_path)
        assert "Stop that process first" in told.value.hint
        holder.communicate("")
    Store(duckdb_path).close()


def test_a_second_process_shares_a_postgresql_database(postgresql_url: str) -> None:
    with started(HOLDER, postgresql_url) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        store = Store(postgresql_url)
        assert write(store) >= 1
        store.close()
        holder.communicate("")


WRITER = """
import sys
from vawg_plans.domain.actions import Action
from vawg_plans.store import actions
from vawg_plans.store.store import Store, operator
store, turn = Store(sys.argv[1]), int(sys.argv[2])
while True:
    new = [Action(f"act-{turn}-{n}", "plan-kent", "kent", title="x" * 200) for n in range(25)]
    with store.write(operator(), reason="written", force_id="kent") as writing:
        actions.add(writing, [(None, action) for action in new])
    print(turn, writing.sequence, flush=True)
    turn += 1
"""


@pytest.mark.skipif(os.name != "posix", reason="there is no kill -9 elsewhere")
def test_every_acknowledged_commit_survives_a_kill_in_mid_write(duckdb_path: str) -> None:
    turn = 0
    for _ in range(3):
        with started(WRITER, duckdb_path, str(turn)) as writer:
            assert writer.stdout is not None
            acknowledged = [tuple(map(int, writer.stdout.readline().split())) for _ in range(20)]
            writer.send_signal(signal.SIGKILL)
            acknowledged += [
                tuple(map(int, line.split())) for line in writer.stdout if line.endswith("\n")
            ]
        store = Store(duckdb_path)
        with store.read() as rows:
            assert first_break(rows) is None
            written = dict(look(rows, "select action_id, sequence from action_revision order by 1"))
            commits = [s for (s,) in look(rows, "select sequence from commit_log order by 1")]
            chained = [(e["object"], e["sequence"]) for e in deeds(rows)]
        store.close()
        for done, sequence in acknowledged:
            assert {written[f"act-{done}-{n}"] for n in range(25)} == {sequence}
        # Whole commits only: each has all its 25 rows, and the entries that speak for them.
        assert commits == list(range(1, len(commits) + 1))
        assert len(written) == 25 * len(commits)
        assert set(chained) == {(f"action:{name}", s) for name, s in written.items()}
        assert len(chained) == len(written)
        turn = len(commits)


def test_every_error_of_the_store_is_one_that_a_person_can_read() -> None:
    assert issubclass(StoreBusy, StoreError)
    assert issubclass(StoreUnavailable, StoreError)


def test_a_clock_that_was_put_back_gives_no_earlier_moment(store: Store) -> None:
    write(store)
    with store.write(LEAD, reason="later", moment=dt.datetime(2100, 1, 1)) as writing:
        writing.record(ACT)
    write(store)
    with store.read() as rows:
        moments = [row["committed_at"] for row in rows.all("record.commits")]
    assert moments == sorted(moments)
    assert store.sequence_at(dt.date(2099, 1, 1)) == 1


def test_a_reading_shows_one_moment_while_others_write(store: Store) -> None:
    write(store)
    with store.read() as rows:
        before = rows.all("record.head")[0]["sequence"]
        write(store)
        assert rows.all("record.head")[0]["sequence"] == before
    with store.read() as rows:
        assert rows.all("record.head")[0]["sequence"] == before + 1
