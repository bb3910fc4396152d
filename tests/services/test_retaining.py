"""Retention: what is past its time goes, the record still holds, and nothing else could go so."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from tests.services.conftest import Adding, person
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words, today
from vawg_plans.domain.people import Actor, Held, Role
from vawg_plans.domain.retention import RULES, Kind
from vawg_plans.errors import NotAllowed
from vawg_plans.services import retaining
from vawg_plans.services.backing_up import backup, manifest_of
from vawg_plans.services.checking import examine
from vawg_plans.services.record import record_export
from vawg_plans.services.retaining import Report, preview_retention
from vawg_plans.store import people
from vawg_plans.store import store as store_clock
from vawg_plans.store.record import EXPIRED, Act, entries, first_break
from vawg_plans.store.store import Store, operator

LEAD = person(Role.STRATEGIC_LEAD)
OPERATOR = operator()
# Everything with a time is past it by then.
LATER = today() + dt.timedelta(days=8 * 366)


def apply_retention(
    store: Store,
    framework: Framework,
    actor: Actor,
    on: dt.date | None = None,
    folder: Path | None = None,
) -> list[Report]:
    """As on a day to come, by the database's clock too: nothing may be emptied before its time."""
    later = dt.datetime.combine(on or today(), dt.time(12)) + dt.timedelta(days=1)
    with patch.object(store_clock, "utc_now", return_value=later):
        return retaining.apply_retention(store, framework, actor, on, folder)


@pytest.fixture
def lived_in(either: Store) -> Store:
    """Sign-ins, a refusal and an export of long ago, and a plan that is kept."""
    for number in range(3):
        with either.write(LEAD, reason="signed in", touches=False) as writing:
            writing.record(Act("signed in", f"session:{number}", detail="Force accounts"))
    with either.write(LEAD, reason="exported", force_id="kent", touches=False) as writing:
        writing.record(Act("exported", "force:kent", detail="the plan"))
    # An entry past its time, in one commit with an entry that speaks for a row.
    with either.write(LEAD, reason="mixed", force_id="kent") as writing:
        writing.record(Act("refused", "force:kent", detail="both"))
        people.add(writing, people.first_row("person-other", "Other", writing.commit.moment))
    return either


def told(reports: list[Report]) -> dict[Kind, int]:
    return {report.kind: report.due for report in reports}


def every(store: Store) -> list[dict[str, Any]]:
    with store.read() as rows:
        return list(entries(rows))


def commits(store: Store) -> dict[int, dict[str, Any]]:
    with store.read() as rows:
        return {row["sequence"]: row for row in rows.all("record.commits")}


def broken(store: Store, framework: Framework) -> list[str]:
    return [f.words for f in examine(store, framework) if not f.sound]


def test_entries_past_their_time_are_emptied_and_the_record_holds(
    lived_in: Store, framework: Framework
) -> None:
    before = every(lived_in)
    reports = apply_retention(lived_in, framework, OPERATOR, LATER)
    assert told(reports)[Kind.SIGN_INS] == 3
    assert told(reports)[Kind.RECORD] == 2
    assert broken(lived_in, framework) == []
    after = every(lived_in)
    for old, new in zip(before, after, strict=False):
        place = ("entry", "sequence", "moment", "act", "commit_digest", "fields_digest")
        assert all(old[n] == new[n] for n in (*place, "previous_hash", "entry_hash"))
        if old["act"] in {"signed in", "exported", "refused"}:
            said = {n: new[n] for n in ("person_id", "role", "force_id", "object", "detail")}
            assert said == {
                "person_id": EXPIRED,
                "role": "",
                "force_id": None,
                "object": "",
                "detail": "",
            }
            assert new["salt"] is None
        else:
            assert old == new
    covering = {e["object"]: e["detail"] for e in after if e["act"] == "retention ended"}
    assert set(covering) == {"retention:signed in", "retention:exported", "retention:refused"}


def test_a_commit_of_empty_entries_says_no_more_than_they_do(
    lived_in: Store, framework: Framework
) -> None:
    apply_retention(lived_in, framework, OPERATOR, LATER)
    emptied = {e["sequence"] for e in every(lived_in) if e["person_id"] == EXPIRED}
    kept = {e["sequence"] for e in every(lived_in) if e["person_id"] != EXPIRED}
    found = commits(lived_in)
    assert emptied - kept, "some commits were emptied"
    for sequence in emptied - kept:
        row = found[sequence]
        said = [row[n] for n in ("person_id", "role", "force_id", "reason", "salt")]
        assert said == [EXPIRED, "", None, "", None]
        assert row["committed_at"]
    for sequence in kept:
        assert found[sequence]["person_id"] != EXPIRED
    assert emptied & kept, "a commit that also speaks for a row keeps what it says"


def test_retention_that_is_applied_again_does_nothing_more(
    lived_in: Store, framework: Framework
) -> None:
    apply_retention(lived_in, framework, OPERATOR, LATER)
    before = every(lived_in)
    reports = apply_retention(lived_in, framework, OPERATOR, LATER)
    assert {kind: due for kind, due in told(reports).items() if due} == {}
    after = every(lived_in)
    assert after[: len(before)] == before
    assert [e["act"] for e in after[len(before) :]] == ["retention applied"]
    assert broken(lived_in, framework) == []


def test_nothing_goes_before_its_time(lived_in: Store, framework: Framework) -> None:
    before = every(lived_in)
    day = before[-1]["moment"].date()
    within = {Kind.SIGN_INS: dt.timedelta(days=400), Kind.RECORD: dt.timedelta(days=6 * 365)}
    for kind, period in within.items():
        reports = apply_retention(lived_in, framework, OPERATOR, day + period)
        assert told(reports)[kind] == 0, kind
    reports = apply_retention(lived_in, framework, OPERATOR, day + dt.timedelta(days=402))
    assert told(reports)[Kind.SIGN_INS] in (0, 3)
    assert broken(lived_in, framework) == []


def test_the_preview_says_what_would_go_and_changes_nothing(
    lived_in: Store, framework: Framework
) -> None:
    before = every(lived_in)
    previewed = preview_retention(lived_in, framework, OPERATOR, LATER)
    assert every(lived_in) == before
    applied = apply_retention(lived_in, framework, OPERATOR, LATER)
    assert told(previewed) == told(applied)
    words = {r.kind: r.words for r in previewed}
    upto = in_words(LATER - dt.timedelta(days=401))
    assert words[Kind.SIGN_INS].startswith(f"3 due, of {upto} and before.")
    assert words[Kind.MINUTES] == "None due. Decisions that are still open stay."
    assert {r.kind: r.words for r in applied}[Kind.SIGN_INS].startswith("3 gone")
    assert "No backup folder" in words[Kind.BACKUPS]


@pytest.mark.parametrize("act", [preview_retention, apply_retention])
def test_only_an_administrator_and_the_operator_apply_retention(
    store: Store, framework: Framework, act: Callable[..., Any]
) -> None:
    for role in Role:
        if role not in (Role.OPERATOR, Role.ADMINISTRATOR):
            with pytest.raises(NotAllowed):
                act(store, framework, person(role), LATER)
    assert act(store, framework, person(Role.ADMINISTRATOR), LATER)


# What could be passed off as retention


def emptied(store: Store, where: str) -> None:
    """As somebody with the database would, without a word in the record."""
    with store._engine.writing() as rows:
        rows.script(
            "update audit_entry set person_id = 'expired', role = '', force_id = null, "
            "object = '', revision = null, before_digest = null, after_digest = null, "
            f"detail = '', salt = null where {where}"
        )


def chain_fault(store: Store) -> str:
    with store.read() as rows:
        found = first_break(rows)
    return found.words if found else ""


def test_an_entry_emptied_without_a_word_is_found(lived_in: Store) -> None:
    emptied(lived_in, "act = 'exported'")
    assert "lost what it said before its retention ended" in chain_fault(lived_in)


def test_an_entry_of_another_act_than_the_ones_that_ended_is_found(
    lived_in: Store, framework: Framework, adding: Adding
) -> None:
    adding(lived_in, "Kept")
    apply_retention(lived_in, framework, OPERATOR, LATER)
    assert chain_fault(lived_in) == ""
    emptied(lived_in, "act = 'action revised'")
    assert "lost what it said before its retention ended" in chain_fault(lived_in)


def test_an_entry_emptied_after_the_last_commit_that_is_covered_is_found(
    lived_in: Store, framework: Framework
) -> None:
    apply_retention(lived_in, framework, OPERATOR, LATER)
    record_export(lived_in, LEAD, "the plan again", force_id="kent")
    assert chain_fault(lived_in) == ""
    emptied(lived_in, "act = 'exported' and detail <> ''")
    assert "lost what it said before its retention ended" in chain_fault(lived_in)


def test_the_entry_that_says_that_time_had_ended_cannot_be_taken_away(
    lived_in: Store, framework: Framework
) -> None:
    apply_retention(lived_in, framework, OPERATOR, LATER)
    with lived_in._engine.writing() as rows:
        rows.script("update audit_entry set detail = '1' where act = 'retention ended'")
    assert chain_fault(lived_in)


def test_an_entry_emptied_in_part_is_found(lived_in: Store, framework: Framework) -> None:
    apply_retention(lived_in, framework, OPERATOR, LATER)
    with lived_in._engine.writing() as rows:
        rows.script("update audit_entry set detail = 'another' where person_id = 'expired'")
    assert chain_fault(lived_in)


def test_a_commit_emptied_though_its_entries_are_not_is_found(
    lived_in: Store, framework: Framework
) -> None:
    with lived_in._engine.writing() as rows:
        rows.script(
            "update commit_log set person_id = 'expired', role = '', force_id = null, "
            "reason = '', salt = null where reason = 'mixed'"
        )
    assert broken(lived_in, framework)


def test_entries_older_than_their_salts_stay_and_are_counted(
    lived_in: Store, framework: Framework
) -> None:
    with lived_in._engine.writing() as rows:
        rows.script(
            "update audit_entry set salt = null, fields_digest = null where act = 'exported'"
        )
    reports = {r.kind: r for r in apply_retention(lived_in, framework, OPERATOR, LATER)}
    assert reports[Kind.RECORD].due == 1
    assert "1 from before this program could empty them" in reports[Kind.RECORD].words
    assert [e["detail"] for e in every(lived_in) if e["act"] == "exported"] == ["the plan"]


# People who left


@pytest.fixture
def leaver(either: Store) -> str:
    """Somebody whose two roles have ended."""
    roles = [Held(Role.CONTRIBUTOR, "kent"), Held(Role.READER)]
    with either.write(OPERATOR, reason="came") as writing:
        row = people.first_row(
            "person-leaver",
            "Ann Example",
            writing.commit.moment,
            email="ann@kent.police.uk",
            post="Analyst",
            issuer="https://accounts.example",
            subject="ann",
        )
        people.add(writing, row)
        for role in roles:
            people.set_role(writing, "person-leaver", role, held=True)
    for role in roles:
        with either.write(OPERATOR, reason="left") as writing:
            people.set_role(writing, "person-leaver", role, held=False)
    return "person-leaver"


def one(store: Store, person_id: str) -> dict[str, Any]:
    with store.read() as rows:
        return rows.all("people.one", person_id=person_id)[0]


def test_who_left_long_ago_is_erased_in_place_and_the_record_holds(
    either: Store, framework: Framework, leaver: str
) -> None:
    before = one(either, leaver)
    reports = apply_retention(either, framework, OPERATOR, LATER)
    assert told(reports)[Kind.LEAVERS] == 1
    after = one(either, leaver)
    assert after["name"] == "Erased"
    assert [after[n] for n in ("email", "post", "issuer", "subject")] == [None] * 4
    assert after["erased_at"] is not None
    assert after["salt"] != before["salt"]
    assert broken(either, framework) == []
    assert told(apply_retention(either, framework, OPERATOR, LATER))[Kind.LEAVERS] == 0
    with either.read() as rows:
        kept = "\n".join(str(row) for table in TEXTS for row in rows.batches(table, 1000))
    assert "Ann" not in kept


TEXTS = ("person", "audit_entry", "commit_log", "role_grant")


@pytest.mark.parametrize(
    ("case", "erased"),
    [
        ("a role still held beside those that ended", False),
        ("an ended role given again", False),
        ("less than a year ago", False),
        ("a year and a day ago", True),
    ],
)
def test_nobody_is_erased_who_holds_a_role_or_left_lately(
    either: Store, framework: Framework, leaver: str, case: str, erased: bool
) -> None:
    left = every(either)[-1]["moment"].date()
    days = {"less than a year ago": 364, "a year and a day ago": 367}.get(case, 4_000)
    given = {
        "a role still held beside those that ended": Held(Role.GOLD_CHAIR, "kent"),
        "an ended role given again": Held(Role.READER),
    }.get(case)
    if given:
        with either.write(OPERATOR, reason="stays") as writing:
            people.set_role(writing, leaver, given, held=True)
    apply_retention(either, framework, OPERATOR, left + dt.timedelta(days=days))
    assert (one(either, leaver)["erased_at"] is not None) is erased
    assert broken(either, framework) == []


def test_somebody_who_never_held_a_role_here_is_left_alone(
    either: Store, framework: Framework
) -> None:
    with either.write(OPERATOR, reason="known") as writing:
        people.add(writing, people.first_row("person-new", "New", writing.commit.moment))
    assert told(apply_retention(either, framework, OPERATOR, LATER))[Kind.LEAVERS] == 0
    assert one(either, "person-new")["name"] == "New"


# Backups


@pytest.fixture
def folder(store: Store, framework: Framework, tmp_path: Path) -> Path:
    """Three backups of this database, one of another name, and one without a manifest."""
    made = tmp_path / "backups"
    for name in ("a", "b", "c"):
        backup(store, framework, OPERATOR, made / f"{name}.duckdb")
    (made / "by-hand.duckdb").write_bytes(b"whatever")
    (made / "notes.txt").write_text("keep", encoding="utf-8")
    return made


def names(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()}


def test_backups_past_their_time_go_with_their_manifests_but_never_the_newest(
    store: Store, framework: Framework, folder: Path
) -> None:
    reports = apply_retention(store, framework, OPERATOR, LATER, folder)
    assert told(reports)[Kind.BACKUPS] == 2
    assert names(folder) == {"c.duckdb", "c.duckdb.json", "by-hand.duckdb", "notes.txt"}
    words = {r.kind: r.words for r in reports}[Kind.BACKUPS]
    assert "1 files of another kind or database stay" in words
    assert "newest backup always stays" in words


def test_backups_within_their_time_stay(store: Store, framework: Framework, folder: Path) -> None:
    before = names(folder)
    apply_retention(store, framework, OPERATOR, folder=folder)
    assert names(folder) == before


def test_where_the_newest_backup_is_damaged_every_older_one_stays(
    store: Store, framework: Framework, folder: Path
) -> None:
    (folder / "c.duckdb").write_bytes(b"damaged")
    before = names(folder)
    reports = {r.kind: r for r in apply_retention(store, framework, OPERATOR, LATER, folder)}
    assert names(folder) == before
    assert reports[Kind.BACKUPS].due == 0
    assert "newest backup is damaged" in reports[Kind.BACKUPS].words


def test_backups_of_another_database_are_left_alone(
    store: Store, framework: Framework, folder: Path
) -> None:
    for name in ("a", "b", "c"):
        manifest = manifest_of(folder / f"{name}.duckdb")
        text = manifest.read_text(encoding="utf-8")
        mine = store.said_of_itself("id") or ""
        manifest.write_text(text.replace(mine, "another"), encoding="utf-8")
    before = names(folder)
    apply_retention(store, framework, OPERATOR, LATER, folder)
    assert names(folder) == before


def test_what_a_killed_backup_left_goes_after_a_day(
    store: Store, framework: Framework, folder: Path
) -> None:
    old, young = folder / ".x.duckdb.1.unfinished", folder / ".y.duckdb.2.unfinished"
    for file in (old, young):
        file.write_bytes(b"half")
    os.utime(old, (time.time() - 90_000,) * 2)
    apply_retention(store, framework, OPERATOR, folder=folder)
    assert not old.exists()
    assert young.exists(), "it may be written to right now"


def test_a_folder_that_is_not_there_yet_is_no_fault(
    store: Store, framework: Framework, tmp_path: Path
) -> None:
    reports = apply_retention(store, framework, OPERATOR, folder=tmp_path / "none")
    assert told(reports)[Kind.BACKUPS] == 0


def test_every_rule_is_reported_each_time(store: Store, framework: Framework) -> None:
    reports = apply_retention(store, framework, OPERATOR)
    assert [r.kind for r in reports] == [rule.kind for rule in RULES]
    assert all(r.words and r.period for r in reports)
    actor: Actor = OPERATOR
    last = every(store)[-1]
    assert (last["act"], last["person_id"]) == ("retention applied", actor.person_id)
    assert last["detail"] == "sign_ins 0, record 0, leavers 0, minutes 0, backups 0"
