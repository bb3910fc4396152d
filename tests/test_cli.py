"""The command line, as a person in a terminal meets it: another process, its words and its status.

0 is done, 2 bad input or refused rows that stopped an import, 1 a fault.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import psycopg
import pytest
from psycopg import sql

from tests.conftest import copied
from tests.terminal import Outcome, run
from vawg_plans.domain.actions import Action
from vawg_plans.domain.people import Actor, Role
from vawg_plans.services import meetings
from vawg_plans.services.closing import close
from vawg_plans.store import actions as action_rows
from vawg_plans.store.framework_files import read_framework
from vawg_plans.store.record import entries
from vawg_plans.store.store import Store

REPOSITORY = Path(__file__).resolve().parents[1]
FILE = REPOSITORY / "tests" / "fixtures" / "gloucestershire-s55-response-2021.xlsx"
COUNTS = ("read", "created", "changed", "unchanged", "rejected")
HEADER = ["Ref", "Action", "Owner", "Due", "Status"]
LEAD = Actor("person-lead", "Kent lead", Role.STRATEGIC_LEAD, "kent")
Cli = Callable[..., Outcome]


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    return copied(empty_database, tmp_path / "plans.duckdb")


@pytest.fixture
def cli(database: Path) -> Cli:
    """Runs a command on an empty database of the test's own."""
    return lambda *arguments: run(database, *arguments)


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def written(database: Path, *titles: str, day: dt.date = dt.date(2022, 3, 1)) -> None:
    """Actions of Kent, written at noon of a day in the past."""
    store = Store(str(database))
    for number, title in enumerate(titles):
        moment = dt.datetime.combine(day, dt.time(12)) + dt.timedelta(days=number)
        with store.write(LEAD, reason="then", force_id="kent", moment=moment) as writing:
            new = Action(f"act-{title}", "plan-kent", "kent", title=title, position=number)
            action_rows.add(writing, [(None, new)])
    store.close()


def in_store(database: Path, look: Callable[[Store], Any]) -> Any:
    store = Store(str(database))
    try:
        return look(store)
    finally:
        store.close()


def sequence(database: Path) -> int:
    return int(in_store(database, lambda store: store.newest_touching()))


def titles_in(file: Path) -> list[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))["Plan"]
    rows = list(sheet.iter_rows(values_only=True))
    at = next(n for n, row in enumerate(rows) if "Action" in row)
    column = rows[at].index("Action")
    return [row[column] for row in rows[at + 1 :] if row[column]]


def said_in_words(outcome: Outcome) -> None:
    """Bad input is answered in words, not with the insides of the program."""
    assert outcome.returncode == 2
    assert outcome.stderr.strip()
    assert "Traceback" not in outcome.stdout + outcome.stderr


def one_object(outcome: Outcome) -> dict[str, Any]:
    """The one JSON object that was printed, with every key it promises."""
    found: dict[str, Any] = json.loads(outcome.stdout)
    assert len(outcome.stdout.strip().splitlines()) == 1
    assert set(found) == {*COUNTS, "written", "problems", "clashes", "removed", "answers"}
    for problem in found["problems"]:
        assert set(problem) == {"severity", "sheet", "cell", "reason"}
        assert problem["severity"] in {"refused", "kept_as_words", "notice"}
        assert problem["reason"]
    return found


def counts(found: dict[str, Any]) -> tuple[int, ...]:
    return tuple(found[name] for name in COUNTS)


# init


def test_init_makes_a_database_and_a_second_init_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "new" / "plans.duckdb"
    first = run(path, "init")
    assert (first.returncode, first.stdout) == (0, "Made an empty database.\n")
    assert not in_store(path, lambda store: store.is_demonstration)
    again = run(path, "init", "--demo")
    said_in_words(again)
    assert "set up already" in again.stderr
    assert not in_store(path, lambda store: store.is_demonstration)


def test_init_makes_a_database_on_postgresql(postgresql_url: str) -> None:
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier("cli_init")))
    url = postgresql_url.rsplit("/", 1)[0] + "/cli_init"
    assert run(url, "init").returncode == 0
    imported = run(url, "import-plan", "gloucestershire", FILE, "--split-bullets", "--json")
    assert counts(one_object(imported)) == (5, 26, 0, 0, 0)
    assert run(url, "doctor").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [["doctor"], ["import-plan", "kent", str(FILE), "--json"]],
    ids=["doctor", "import"],
)
def test_without_a_database_the_first_step_is_said(tmp_path: Path, arguments: list[str]) -> None:
    outcome = run(tmp_path / "none.duckdb", *arguments)
    assert outcome.returncode == 2
    assert "python -m vawg_plans init" in outcome.stdout + outcome.stderr
    if "--json" in arguments:
        assert not one_object(outcome)["written"]
    assert not (tmp_path / "none.duckdb").exists()


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "notes.duckdb").write_bytes(os.urandom(9_000))
    outcome = run(tmp_path / "notes.duckdb", "doctor")
    said_in_words(outcome)
    assert "cannot be opened" in outcome.stderr


def test_a_database_that_is_open_elsewhere_is_said_to_be_with_the_process(
    database: Path, cli: Cli
) -> None:
    store = Store(str(database))
    outcome = cli("doctor")
    store.close()
    said_in_words(outcome)
    assert f"another process (number {os.getpid()})" in outcome.stderr


# import-plan


def test_the_real_table_is_imported_once_and_again_changes_nothing(
    database: Path, cli: Cli
) -> None:
    command = ["import-plan", "gloucestershire", FILE, "--split-bullets", "--json"]
    preview = cli(*command, "--dry-run")
    assert preview.returncode == 0
    found = one_object(preview)
    assert (counts(found), found["written"]) == ((5, 26, 0, 0, 0), False)
    assert sequence(database) == 1
    first = cli(*command)
    found = one_object(first)
    assert (first.returncode, counts(found), found["written"]) == (0, (5, 26, 0, 0, 0), True)
    assert any("reference 5" in p["reason"] for p in found["problems"])
    assert sequence(database) == 2
    again = cli(*command)
    found = one_object(again)
    assert (again.returncode, counts(found), found["written"]) == (0, (5, 0, 0, 26, 0), False)
    assert sequence(database) == 2


def test_an_import_is_told_in_words_and_a_force_is_known_by_its_code_too(cli: Cli) -> None:
    outcome = cli("import-plan", "E23000037", FILE)
    assert outcome.returncode == 0
    assert re.match(
        r"5 rows read: \d+ created, 0 changed, 0 unchanged, 0 refused; written\.\n", outcome.stdout
    )
    assert "(notice)" in outcome.stdout
    assert outcome.stderr == ""


def test_a_day_that_is_none_stops_the_import_unless_its_row_is_left_out(
    database: Path, cli: Cli, tmp_path: Path
) -> None:
    file = workbook(
        tmp_path / "plan.xlsx",
        [
            HEADER,
            ["1", "Train officers", "ACC", dt.date(2022, 6, 1), "Green"],
            ["2", "Buy vans", "ACC", "31 February 2022", "Amber"],
        ],
    )
    stopped = cli("import-plan", "kent", file, "--json")
    found = one_object(stopped)
    assert stopped.returncode == 2
    assert (counts(found), found["written"]) == ((2, 1, 0, 0, 1), False)
    [refused] = [p for p in found["problems"] if p["severity"] == "refused"]
    assert (refused["cell"], refused["sheet"]) == ("D3", "Sheet")
    assert "31 February 2022" in refused["reason"]
    in_words = cli("import-plan", "kent", file, "--dry-run")
    assert in_words.returncode == 2
    assert "Sheet D3 (refused): '31 February 2022' is not a day" in in_words.stdout
    assert "nothing was written" in in_words.stdout
    assert "leave those rows out" in in_words.stderr
    assert sequence(database) == 1
    taken = cli("import-plan", "kent", file, "--json", "--skip-refused")
    found = one_object(taken)
    assert (taken.returncode, counts(found), found["written"]) == (0, (2, 1, 0, 0, 1), True)


OLE = bytes.fromhex("d0cf11e0a1b11ae1")
NOT_PLANS: dict[str, tuple[bytes, str]] = {
    "text.xlsx": (b"Ref,Action\n1,Train", "is not a workbook"),
    "empty.xlsx": (b"", "is empty"),
    "locked.xlsx": (OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le"), "by a password"),
    "large.xlsx": (b"PK\x03\x04" + bytes(11 * 1024 * 1024), "11.0 MB; the most is 10 MB"),
}


def test_refused_rows_are_handed_back_and_words_are_said_on_the_command_line(
    cli: Cli, tmp_path: Path
) -> None:
    file, back = tmp_path / "plan.csv", tmp_path / "back.xlsx"
    file.write_text("Ref;Action;Phase\n1;Train;Mauve\n2;Review;Green\n", encoding="utf-8")
    said = ["--column", "Phase", "status"]
    stopped = cli("import-plan", "kent", file, *said, "--refused", back, "--json")
    assert (stopped.returncode, json.loads(stopped.stdout)["rejected"]) == (2, 1)
    rows = [[c.value for c in row] for row in openpyxl.load_workbook(back)["CSV"].iter_rows()]
    assert rows[-1][:3] == ["1", "Train", "Mauve"]
    taken = cli("import-plan", "kent", file, *said, "--word", "status", "Mauve", "at_risk")
    assert (taken.returncode, "2 created" in taken.stdout) == (0, True)


@pytest.mark.parametrize("name", NOT_PLANS)
def test_a_file_that_is_no_plan_is_refused_in_words_and_as_json(
    database: Path, cli: Cli, tmp_path: Path, name: str
) -> None:
    content, reason = NOT_PLANS[name]
    (tmp_path / name).write_bytes(content)
    as_json = cli("import-plan", "kent", tmp_path / name, "--json")
    assert as_json.returncode == 2
    found = one_object(as_json)
    assert (counts(found), found["written"]) == ((0, 0, 0, 0, 0), False)
    [problem] = found["problems"]
    assert reason in problem["reason"]
    assert sequence(database) == 1


def test_bad_files_are_answered_on_stderr_without_json(cli: Cli, tmp_path: Path) -> None:
    outcome = cli("import-plan", "kent", tmp_path / "none.xlsx")
    said_in_words(outcome)
    assert "none.xlsx cannot be read: No such file" in outcome.stderr
    assert outcome.stdout == ""
    headless = workbook(tmp_path / "headless.xlsx", [["Nothing", "here"], ["is", "a plan"]])
    outcome = cli("import-plan", "kent", headless)
    said_in_words(outcome)
    assert "No row of headings was found in sheet 'Sheet' of 'headless.xlsx'" in outcome.stderr


def test_an_unknown_force_is_answered_with_the_closest_name(cli: Cli, tmp_path: Path) -> None:
    outcome = cli("import-plan", "gloucestershyre", FILE)
    said_in_words(outcome)
    assert "Did you mean 'gloucestershire'?" in outcome.stderr
    as_json = cli("import-plan", "atlantis", FILE, "--json")
    assert as_json.returncode == 2
    [problem] = one_object(as_json)["problems"]
    assert "no force called 'atlantis'" in problem["reason"]


# export-plan, publish, export-national


def test_a_plan_is_exported_now_and_as_it_stood(database: Path, cli: Cli, tmp_path: Path) -> None:
    written(database, "first", "second")
    now, then = tmp_path / "now.xlsx", tmp_path / "then.xlsx"
    outcome = cli("export-plan", "kent", now)
    assert outcome.returncode == 0
    assert f"Wrote {now}" in outcome.stdout
    assert titles_in(now) == ["first", "second"]
    assert cli("export-plan", "kent", then, "--as-of", "2022-03-01").returncode == 0
    assert titles_in(then) == ["first"]
    chained = in_store(database, exports_of)
    assert [detail for _, detail in chained][-1] == "plan workbook, the end of 1 March 2022"
    assert all(role == "operator" for role, _ in chained)


def test_a_plan_its_gaps_and_its_history_are_exported_as_filtered(
    database: Path, cli: Cli, tmp_path: Path
) -> None:
    written(database, "first", "second")
    plan, gaps, history = (tmp_path / n for n in ("plan.json", "gaps.csv", "history.xlsx"))
    asked = ("--words", "first", "--status", "not_started", "--only", "No owner")
    assert cli("export-plan", "kent", plan, "--columns", "status", *asked).returncode == 0
    content = json.loads(plan.read_text("utf-8"))
    assert [a["title"] for a in content["actions"]] == ["first"]
    assert content["holds"]["columns"] == ["title", "status", "id", "revision"]
    assert cli("export-gaps", "kent", gaps, *asked).returncode == 0
    text = gaps.read_text("utf-8-sig")
    assert "first" in text
    assert "second" not in text
    assert cli("export-history", "kent", history, "--until", "2022-03-01").returncode == 0
    assert "first" in str(titles_in_history(history))
    wrong = cli("export-plan", "kent", tmp_path / "plan.docx")
    said_in_words(wrong)
    assert "End its name in .xlsx, .csv, .json" in wrong.stderr


def titles_in_history(file: Path) -> list[object]:
    book = openpyxl.load_workbook(file, read_only=True)
    return [row[7] for row in book["History"].iter_rows(values_only=True)]


def exports_of(store: Store) -> list[tuple[str, str]]:
    with store.read() as rows:
        return [(e["role"], e["detail"]) for e in entries(rows) if e["act"] == "exported"]


def test_a_plan_is_written_as_a_document(database: Path, cli: Cli, tmp_path: Path) -> None:
    written(database, "first", "second")
    paper = tmp_path / "plan.docx"
    assert cli("export-document", "kent", "plan", paper, "--as-of", "2022-03-01").returncode == 0
    said = zipfile.ZipFile(paper).read("word/document.xml").decode()
    assert "first" in said
    assert "second" not in said
    unpublished = cli("export-document", "kent", "plan", paper, "--published")
    said_in_words(unpublished)
    assert "has not published its plan" in unpublished.stderr


def test_papers_of_a_meeting_are_written(database: Path, cli: Cli, tmp_path: Path) -> None:
    written(database, "first")
    said_in_words(cli("agenda", "kent", tmp_path / "agenda.docx"))

    def held(store: Store) -> None:
        framework = read_framework()
        held_on = dt.date(2031, 3, 1)
        meeting = meetings.plan_meeting(store, framework, LEAD, "kent", held_on)
        meetings.begin(store, framework, LEAD, meeting.id)
        close(store, framework, LEAD, meeting.id)
        meetings.plan_meeting(store, framework, LEAD, "kent", held_on)

    in_store(database, held)
    for name, command in (
        ("agenda.docx", ("agenda", "kent")),
        ("minutes.docx", ("meeting-papers", "kent", "1")),
        ("pack.xlsx", ("meeting-papers", "kent", "1")),
    ):
        assert cli(*command, tmp_path / name).returncode == 0, name
        assert zipfile.is_zipfile(tmp_path / name)
    assert "Summary" in openpyxl.load_workbook(tmp_path / "pack.xlsx").sheetnames
    unknown = cli("meeting-papers", "kent", "9", tmp_path / "m.docx")
    said_in_words(unknown)
    assert "has no meeting 9" in unknown.stderr
    said_in_words(cli("meeting-papers", "kent", "1", tmp_path / "m.pdf"))


def test_a_day_that_is_none_is_refused(cli: Cli, tmp_path: Path) -> None:
    outcome = cli("export-plan", "kent", tmp_path / "out.xlsx", "--as-of", "2022-02-31")
    assert outcome.returncode == 2
    assert "'2022-02-31' is not a date; write it as 2026-03-01" in outcome.stderr
    assert not (tmp_path / "out.xlsx").exists()


def test_a_place_that_cannot_be_written_is_said_to_be(cli: Cli, tmp_path: Path) -> None:
    outcome = cli("export-plan", "kent", tmp_path)
    said_in_words(outcome)
    assert "cannot be written" in outcome.stderr


def test_a_plan_is_published_with_its_digest_and_stands_in_the_national_workbook(
    database: Path, cli: Cli, tmp_path: Path
) -> None:
    empty = cli("submit", "kent")
    said_in_words(empty)
    assert "no actions yet" in empty.stderr
    written(database, "published-words")
    assert cli("submit", "kent", "--note", "For everyone").returncode == 0
    checked = json.loads(cli("check-publishing", "kent", "--json").stdout)
    assert (checked["certified"], checked["told"], checked["advice"]) == (False, 1, [])
    assert "cannot certify" in cli("check-publishing", "kent").stdout
    unapproved = cli("publish", "kent")
    said_in_words(unapproved)
    assert "Have it approved first" in unapproved.stderr
    by_operator = cli("approve", "kent", "--post", "ACC Crime")
    said_in_words(by_operator)
    cli("grant", "chair@kent.police.uk", "gold_chair", "--force", "kent", "--name", "Chair")
    as_chair = ("--as", "chair@kent.police.uk")
    assert cli("approve", "kent", "--post", "ACC Crime", *as_chair).returncode == 0
    for number, arguments in enumerate([[], ["--audience", "national", "--note", "For us"]], 1):
        outcome = cli("publish", "kent", *arguments)
        assert outcome.returncode == 0
        audience = "shared nationally" if arguments else "published"
        assert re.fullmatch(
            rf"Kent Police: version {number}, {audience}, moment \d+, SHA-256 [0-9a-f]{{64}}\n",
            outcome.stdout,
        )
    first, second = json.loads(cli("versions", "kent", "--json").stdout)
    assert (first["approved_by"], first["note"], first["current"]) == (
        "ACC Crime", "For everyone", True
    )  # fmt: skip
    assert (second["audience"], second["approved_by"]) == ("national", None)
    file = tmp_path / "national.xlsx"
    assert cli("export-national", file).returncode == 0
    book = openpyxl.load_workbook(file, read_only=True)
    text = str([list(s.iter_rows(values_only=True)) for s in book.worksheets])
    assert "published-words" in text
    assert "Dyfed-Powys" in text
    assert cli("withdraw", "kent", 1, "--why", "A mistake").returncode == 0
    assert "withdrawn on" in cli("versions", "kent").stdout


# doctor


def test_doctor_says_what_holds_and_finds_what_does_not(database: Path, cli: Cli) -> None:
    # Time does not go back in a record that holds.
    written(database, "first", day=dt.date(2122, 3, 1))
    sound = cli("doctor")
    assert sound.returncode == 0
    said = [line.split()[0] for line in sound.stdout.splitlines()]
    assert len(said) >= 4
    assert set(said) == {"sound"}

    def tamper(store: Store) -> None:
        with store._engine.writing() as rows:
            rows.script("update action_revision set title = 'second'")

    in_store(database, tamper)
    broken = cli("doctor")
    assert broken.returncode == 1
    assert "BROKEN  action:act-first revision 1 is not what was recorded." in broken.stdout


def test_a_command_is_needed_and_its_choices_are_shown(cli: Cli) -> None:
    nothing = cli()
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert "COMMAND" in nothing.stderr
