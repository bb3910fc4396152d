"""The command line for whoever looks after people, the record and the backups."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.conftest import copied
from tests.terminal import Outcome, run
from tests.test_cli import Cli
from vawg_plans.domain.permissions import as_markdown

ANN = "ann@kent.police.uk"


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    return copied(empty_database, tmp_path / "plans.duckdb")


@pytest.fixture
def cli(database: Path) -> Cli:
    return lambda *arguments: run(database, *arguments)


def refused(outcome: Outcome, words: str) -> None:
    assert outcome.returncode == 2
    assert words in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_the_first_administrator_is_granted_listed_and_revoked(cli: Cli) -> None:
    assert "Nobody has a role yet" in cli("people").stdout
    assert "ann@kent.police.uk is Administrator." in cli("grant", ANN, "administrator").stdout
    [person] = json.loads(cli("people", "--json").stdout)
    assert person["roles"] == [{"role": "administrator", "force": None}]
    assert (
        "Strategic lead in Kent Police"
        in cli(
            "grant", "bea@kent.police.uk", "strategic_lead", "--force", "kent", "--name", "Bea"
        ).stdout
    )
    assert cli("people", "--force", "kent").stdout.count("\n") == 1
    assert cli("revoke", ANN, "administrator").returncode == 0
    assert "no role" in cli("people").stdout
    refused(cli("revoke", ANN, "administrator"), "does not hold this role")
    refused(cli("grant", ANN, "contributor"), "Say in which force")
    refused(cli("grant", "ann", "contributor", "--force", "kent"), "not an e-mail address")
    assert cli("grant", ANN, "operator").returncode == 2


def test_as_somebody_is_as_they_may_and_the_record_says_who_was_at_the_keys(
    cli: Cli, database: Path
) -> None:
    cli("grant", ANN, "strategic_lead", "--force", "kent")
    refused(cli("grant", "x@y.uk", "contributor", "--force", "essex", "--as", ANN), "may not")
    refused(cli("grant", ANN, "gold_chair", "--force", "kent", "--as", ANN), "of their own")
    refused(cli("export-plan", "essex", str(database.with_name("e.xlsx")), "--as", ANN), "may not")
    with duckdb.connect(str(database)) as raw:
        found = raw.execute(
            "select act, role from audit_entry where sequence > 2 order by entry"
        ).fetchall()
    assert [f for f in found if f[0] in {"acted as", "refused"}] == [
        ("acted as", "operator"),
        ("refused", "strategic_lead"),
    ] * 3


def test_the_table_of_permissions_is_printed(cli: Cli) -> None:
    assert cli("permissions").stdout == as_markdown()


def test_verify_audit_names_the_first_entry_that_does_not_hold(cli: Cli, database: Path) -> None:
    cli("grant", ANN, "administrator")
    assert cli("verify-audit").returncode == 0
    with duckdb.connect(str(database)) as raw:
        [(entry,)] = raw.execute(
            "select max(entry) from audit_entry where act = 'role granted'"
        ).fetchall()
        raw.execute("update role_grant set role = 'national_lead'")
    outcome = cli("verify-audit")
    assert outcome.returncode == 1
    assert f"The first that does not hold: entry {entry}." in outcome.stderr


def test_a_lost_tail_stops_every_command_until_it_is_accepted(cli: Cli, database: Path) -> None:
    before = Path(shutil.copy(database, database.with_name("before.duckdb")))
    cli("grant", ANN, "administrator")
    cli("grant", "bea@kent.police.uk", "reader")
    shutil.copy(before, database)
    refused(cli("people"), "has lost its last 2 commits")
    refused(cli("run", "--port", "1"), "has lost its last 2 commits")
    outcome = cli("verify-audit")
    assert outcome.returncode == 1
    assert outcome.stdout.count("  lost: ") == 2
    assert "role granted role:person-" in outcome.stdout
    assert cli("accept-loss").returncode == 2, "a reason is needed"
    assert "Accepted and recorded" in cli("accept-loss", "--reason", "Tuesday's copy").stdout
    assert cli("people").returncode == 0
    assert cli("verify-audit").returncode == 0
    assert "Nothing is lost." in cli("accept-loss", "--reason", "again").stdout


def test_a_backup_is_written_and_restored_elsewhere(
    cli: Cli, database: Path, tmp_path: Path
) -> None:
    cli("grant", ANN, "administrator")
    file, new = tmp_path / "copy.duckdb", tmp_path / "new.duckdb"
    assert "proved to entry" in cli("backup", file).stdout
    refused(cli("backup", file), "already")
    assert run(new, "restore", file).returncode == 0
    assert ANN in run(new, "people").stdout
    refused(run(new, "restore", file), "already")
    assert run(new, "doctor").returncode == 0


def test_retention_says_what_is_due_before_it_does_it(cli: Cli) -> None:
    outcome = cli("retention", "--dry-run")
    assert outcome.returncode == 0
    assert outcome.stdout.count("None due.") == 5
    assert cli("retention").returncode == 0
