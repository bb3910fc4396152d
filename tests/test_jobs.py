"""What the running app does by itself: once a day, by one process, and never at anybody's cost."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.conftest import copied
from tests.fixtures.mailing import mail_server
from tests.services.test_reminding import known, with_late_actions
from vawg_plans import jobs
from vawg_plans.config import backup_folder, quiet_time
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import utc_now
from vawg_plans.domain.people import Held, Role
from vawg_plans.errors import InvalidInput
from vawg_plans.exchange.mail import post_office
from vawg_plans.jobs import ITSELF, Jobs, last_quiet, start_jobs
from vawg_plans.services.backing_up import read_manifest
from vawg_plans.services.caretaking import AGAIN_AFTER, Job, begin, states
from vawg_plans.services.setup import make_database
from vawg_plans.store.framework_files import read_framework
from vawg_plans.store.record import entries
from vawg_plans.store.store import Store, operator

NIGHT = dt.time(3)


@pytest.fixture(scope="module")
def framework() -> Framework:
    return read_framework()


@pytest.fixture
def either(database_url: str) -> Iterator[Store]:
    """A database that was made and holds no plan, on each engine."""
    opened, _ = make_database(database_url, demonstration=False)
    yield opened
    opened.close()


@pytest.fixture
def store(empty_database: Path, tmp_path: Path) -> Iterator[Store]:
    """The same on DuckDB alone."""
    opened = Store(str(copied(empty_database, tmp_path / "plans.duckdb")))
    yield opened
    opened.close()


def made(store: Store, framework: Framework, folder: Path, at: dt.time | None = None) -> Jobs:
    """Jobs of a database made long ago, whose quiet hour was a minute ago unless given."""
    minute_ago = (dt.datetime.now(jobs.LONDON) - dt.timedelta(minutes=1)).time()
    found = Jobs(store, framework, at or minute_ago, {"VAWG_PLANS_BACKUPS": str(folder)})
    found._made_at = dt.datetime(2021, 9, 17)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def acts(store: Store) -> list[str]:
    with store.read() as rows:
        return [e["act"] for e in entries(rows) if e["person_id"] == ITSELF.person_id]


@pytest.mark.parametrize(
    ("now", "quiet"),
    [
        # Winter: London is UTC. Summer: 03:00 in London is 02:00 UTC.
        ((2026, 1, 15, 2, 59), (2026, 1, 14, 3, 0)),
        ((2026, 1, 15, 3, 0), (2026, 1, 15, 3, 0)),
        ((2026, 7, 15, 1, 59), (2026, 7, 14, 2, 0)),
        ((2026, 7, 15, 2, 0), (2026, 7, 15, 2, 0)),
        ((2026, 7, 14, 23, 30), (2026, 7, 14, 2, 0)),
        # The clocks go forward on 29 March 2026 and back on 25 October.
        ((2026, 3, 29, 1, 59), (2026, 3, 28, 3, 0)),
        ((2026, 3, 29, 2, 0), (2026, 3, 29, 2, 0)),
        ((2026, 10, 25, 2, 59), (2026, 10, 24, 2, 0)),
        ((2026, 10, 25, 3, 0), (2026, 10, 25, 3, 0)),
    ],
)
def test_the_quiet_hour_is_londons_in_summer_and_winter(
    now: tuple[int, ...], quiet: tuple[int, ...]
) -> None:
    moment = (dt.datetime(*each) for each in (now, quiet))  # type: ignore[arg-type]
    given, expected = moment
    assert last_quiet(NIGHT, given) == expected


def test_a_quiet_time_that_the_clocks_skip_is_still_one_moment_a_day() -> None:
    moments = {
        last_quiet(dt.time(1, 30), dt.datetime(2026, 3, 28) + dt.timedelta(minutes=15 * n))
        for n in range(96 * 3)
    }
    assert len(moments) == 4


def test_each_job_is_done_once_after_each_quiet_hour(
    either: Store, framework: Framework, folder: Path
) -> None:
    found = made(either, framework, folder)
    assert found.do_what_is_due() == [Job.BACKUP, Job.CHECK, Job.RETENTION]
    assert acts(either)[-6:] == [
        "job begun", "backed up", "job begun", "verified", "job begun", "retention applied",
    ]  # fmt: skip
    [file] = folder.glob("*.duckdb")
    assert read_manifest(file)
    assert found.do_what_is_due() == []
    # Nor by a process that was started again, or by another.
    assert made(either, framework, folder).do_what_is_due() == []
    assert len(list(folder.glob("*.duckdb"))) == 1


def test_a_day_missed_is_made_up_at_the_next_start(
    store: Store, framework: Framework, folder: Path
) -> None:
    found = made(store, framework, folder)
    found.do_what_is_due()
    tomorrow = utc_now() + dt.timedelta(days=1)
    assert found.do_what_is_due(tomorrow) == [Job.BACKUP, Job.CHECK, Job.RETENTION]


def test_a_new_database_waits_for_its_first_quiet_hour(
    store: Store, framework: Framework, folder: Path
) -> None:
    found = Jobs(store, framework, NIGHT, {"VAWG_PLANS_BACKUPS": str(folder)})
    assert found.do_what_is_due(utc_now()) == []


def test_of_two_processes_one_does_it(either: Store, framework: Framework, folder: Path) -> None:
    since, now = utc_now() - dt.timedelta(minutes=1), utc_now()
    other = either if not either.database.startswith("postgresql") else Store(either.database)
    begun: list[bool] = []
    together = threading.Barrier(2)

    def one(opened: Store) -> None:
        together.wait()
        begun.append(begin(opened, ITSELF, Job.CHECK, since, now))

    threads = [threading.Thread(target=one, args=(opened,)) for opened in (either, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if other is not either:
        other.close()
    assert sorted(begun) == [False, True]


def test_a_job_whose_process_ended_is_tried_again_after_an_hour(
    store: Store, framework: Framework
) -> None:
    since, now = utc_now() - dt.timedelta(minutes=1), utc_now()
    assert begin(store, ITSELF, Job.CHECK, since, now)
    assert not begin(store, ITSELF, Job.CHECK, since, now + AGAIN_AFTER / 2)
    assert begin(store, ITSELF, Job.CHECK, since, now + AGAIN_AFTER + dt.timedelta(minutes=1))


def test_a_job_that_fails_ends_nothing_is_logged_without_content_and_is_shown(
    store: Store,
    framework: Framework,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the words of a plan")

    monkeypatch.setattr(jobs, "check_record", broken)
    with caplog.at_level(logging.INFO, "vawg_plans.jobs"):
        done = made(store, framework, folder).do_what_is_due()
    assert done == [Job.BACKUP, Job.RETENTION]
    [record] = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert record.__dict__["fields"] == {"job": "check", "kind": "RuntimeError"}
    assert "words of a plan" not in record.getMessage()
    state = {s.job: s for s in states(store, operator())}
    failed = state[Job.CHECK].failed
    assert failed
    assert failed.detail == "RuntimeError"
    assert state[Job.BACKUP].failed is None


def test_a_backup_that_cannot_be_written_says_why_in_our_words(
    store: Store, framework: Framework, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    made(store, framework, tmp_path / "file" / "kept").do_what_is_due()
    failed = states(store, operator())[0].failed
    assert failed
    assert failed.detail.startswith("The backup cannot be written")
    assert str(tmp_path) not in failed.detail


def test_a_failure_is_forgotten_once_it_was_done(
    store: Store, framework: Framework, folder: Path
) -> None:
    folder.write_text("in the way", encoding="utf-8")
    found = made(store, framework, folder)
    found.do_what_is_due()
    assert states(store, operator())[0].failed
    folder.unlink()
    later = utc_now() + AGAIN_AFTER + dt.timedelta(minutes=1)
    assert found.do_what_is_due(later) == [Job.BACKUP]
    assert states(store, operator())[0].failed is None


def test_what_the_check_finds_is_logged_and_shown(
    store: Store, framework: Framework, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with store._engine.writing() as rows:
        rows.script("update framework_row set content = content || ' ' where row_id = 'kent'")
    with caplog.at_level(logging.ERROR, "vawg_plans.jobs"):
        done = made(store, framework, folder).do_what_is_due()
    assert Job.CHECK in done
    assert Job.BACKUP not in done, "what does not hold is not passed off as a backup"
    assert any("does not hold" in r.getMessage() for r in caplog.records)
    checked = next(s for s in states(store, operator()) if s.job is Job.CHECK)
    assert checked.done
    assert "fault" in checked.done.detail


def test_a_demonstration_is_not_backed_up_by_itself(
    framework: Framework, folder: Path, tmp_path: Path
) -> None:
    opened, _ = make_database(str(tmp_path / "plans.duckdb"), demonstration=True)
    done = made(opened, framework, folder).do_what_is_due()
    opened.close()
    assert done == [Job.CHECK, Job.RETENTION]
    assert not folder.exists()


def wait_for(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_thread_does_what_is_due_and_stops_within_a_second(
    store: Store, framework: Framework, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "FIRST_LOOK", 0.01)
    monkeypatch.setattr(jobs, "EVERY", 0.01)
    found = made(store, framework, folder)
    found.start()
    wait_for(lambda: "retention applied" in acts(store))
    began = time.monotonic()
    found.stop()
    assert time.monotonic() - began < 1
    assert not found._thread.is_alive()
    assert found._thread.daemon


def test_stopping_in_the_middle_of_a_backup_leaves_nothing(
    store: Store, framework: Framework, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = made(store, framework, folder)
    under_way = threading.Event()

    def said(words: str) -> None:
        under_way.set()
        found._stop.wait(10)
        Jobs._go_on(found, words)

    monkeypatch.setattr(found, "_go_on", said)
    monkeypatch.setattr(jobs, "FIRST_LOOK", 0.01)
    found.start()
    assert under_way.wait(30)
    began = time.monotonic()
    found.stop()
    assert time.monotonic() - began < 1.1
    wait_for(lambda: not found._thread.is_alive())
    assert list(folder.iterdir()) == []
    assert "job failed" not in acts(store)


def test_off_starts_no_thread(store: Store, framework: Framework) -> None:
    before = threading.active_count()
    start_jobs(store, framework, {"VAWG_PLANS_JOBS": "off"})()
    assert threading.active_count() == before


def test_on_starts_one_and_stops_it(store: Store, framework: Framework) -> None:
    stop = start_jobs(store, framework, {})
    assert "jobs" in {t.name for t in threading.enumerate()}
    stop()
    assert "jobs" not in {t.name for t in threading.enumerate() if t.is_alive()}


@pytest.mark.parametrize(
    ("set_to", "at"),
    [("", NIGHT), ("03:00", NIGHT), ("23:45", dt.time(23, 45)), ("off", None), ("OFF", None)],
)
def test_the_quiet_time_is_set_by_the_environment(set_to: str, at: dt.time | None) -> None:
    assert quiet_time({"VAWG_PLANS_JOBS": set_to}) == at


def test_a_quiet_time_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidInput, match="VAWG_PLANS_JOBS"):
        quiet_time({"VAWG_PLANS_JOBS": "at night"})


@pytest.mark.parametrize(
    ("database", "set_to", "folder"),
    [
        ("data/plans.duckdb", "", Path("data/backups")),
        ("data/plans.duckdb", "elsewhere", Path("elsewhere")),
        ("postgresql://u@h/d", "", None),
        ("postgresql://u@h/d", "elsewhere", Path("elsewhere")),
    ],
)
def test_backups_go_beside_a_file_and_for_a_server_where_they_are_told_to(
    database: str, set_to: str, folder: Path | None
) -> None:
    assert backup_folder(database, {"VAWG_PLANS_BACKUPS": set_to}) == folder


@pytest.mark.parametrize(
    ("now", "due"),
    [
        # A Friday in winter: London is UTC. The Saturday and the Sunday after it, and Monday.
        (dt.datetime(2026, 11, 20, 7, 29), False),
        (dt.datetime(2026, 11, 20, 7, 30), True),
        (dt.datetime(2026, 11, 21, 9, 0), False),
        (dt.datetime(2026, 11, 22, 9, 0), False),
        (dt.datetime(2026, 11, 23, 7, 0), False),
        (dt.datetime(2026, 11, 23, 7, 30), True),
        # A Friday in summer: 07:30 in London is 06:30 UTC.
        (dt.datetime(2026, 7, 17, 6, 29), False),
        (dt.datetime(2026, 7, 17, 6, 30), True),
    ],
)
def test_reminders_are_due_on_the_morning_of_a_working_day_in_london(
    now: dt.datetime, due: bool, store: Store, framework: Framework
) -> None:
    mail = {"VAWG_PLANS_SMTP": "smtps://mail.example", "VAWG_PLANS_MAIL_FROM": "a@b.example"}
    found = Jobs(store, framework, NIGHT, mail)
    assert (found._due_since(Job.REMINDERS, now) is not None) is due
    assert Jobs(store, framework, NIGHT, {})._due_since(Job.REMINDERS, now) is None
    assert Jobs(store, framework, NIGHT, {**mail, "VAWG_PLANS_REMINDERS": "off"})._due_since(
        Job.REMINDERS, now
    ) is None  # fmt: skip


def test_reminders_reach_a_mail_server_once(
    store: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(store, "ann", Held(Role.CONTRIBUTOR, "kent"), post="ACC")
    with_late_actions(store, framework)
    with mail_server() as (server, trusting, box):
        monkeypatch.setattr(jobs, "post_office", lambda s: post_office(s, trusting))
        url = f"smtp://{server.user}:{quote(server.password)}@{server.host}:{server.port}"
        environment = {"VAWG_PLANS_SMTP": url, "VAWG_PLANS_MAIL_FROM": server.sender}
        found = Jobs(store, framework, NIGHT, environment, "https://plans.example")
        found._do(Job.REMINDERS)
        found._do(Job.REMINDERS)
    (letter,) = box.letters
    assert "https://plans.example/mine" in letter.get_content()
