"""Retention: what is past its time goes, and what went and what stayed is said in plain words."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, replace
from pathlib import Path

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words, today
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.retention import (
    APPLIED,
    RULES,
    Kind,
    Rule,
    backups_due,
    ended_before,
    last_day,
    period,
)
from vawg_plans.errors import UnreadableFile
from vawg_plans.services.backing_up import manifest_of, read_manifest
from vawg_plans.services.gate import allowed
from vawg_plans.store import retention as retention_rows
from vawg_plans.store.connection import Rows
from vawg_plans.store.placing import UNFINISHED, sha256_of
from vawg_plans.store.record import Act
from vawg_plans.store.store import Store

_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Report:
    """One kind of thing on one day: how many are past their time, and what stays and why.

    `done` is whether they are gone.
    """

    kind: Kind
    title: str
    period: str
    upto: dt.date
    due: int
    kept: str = ""
    done: bool = False

    @property
    def words(self) -> str:
        """In a sentence or two."""
        of = f"of {in_words(self.upto)} and before"
        went = "gone" if self.done else "due"
        first = f"{self.due:,} {went}, {of}." if self.due else "None due."
        return f"{first} {self.kept}".strip()


def preview_retention(
    store: Store,
    framework: Framework,
    actor: Actor,
    on: dt.date | None = None,
    folder: Path | None = None,
) -> list[Report]:
    """What applying retention would do. Reads only."""
    allowed(store, actor, Permission.RUN_SERVICE)
    day = on or today()
    with store.read() as rows:
        return [_looked_at(store, rows, framework, rule, day, folder) for rule in RULES]


def apply_retention(
    store: Store,
    framework: Framework,
    actor: Actor,
    on: dt.date | None = None,
    folder: Path | None = None,
) -> list[Report]:
    """Let go what is past its time on a day (today unless given), a transaction for each kind.

    `folder` is where backups are kept, if anywhere. Whatever was done is chained.
    """
    allowed(store, actor, Permission.RUN_SERVICE)
    day = on or today()
    reports = [_applied(store, framework, actor, rule, day, folder) for rule in RULES]
    with store.write(actor, reason=APPLIED, touches=False) as writing:
        detail = ", ".join(f"{r.kind} {r.due}" for r in reports)
        writing.record(Act(APPLIED, "database", detail=detail))
    return reports


def _looked_at(
    store: Store,
    rows: Rows,
    framework: Framework,
    rule: Rule,
    day: dt.date,
    folder: Path | None,
) -> Report:
    before = ended_before(rule, framework, day)
    report = Report(
        rule.kind,
        rule.words,
        f"{period(rule, framework, day)} {rule.unit}",
        last_day(rule, framework, day),
        due=0,
    )
    if rule.acts:
        due, too_old = retention_rows.entries_due(
            rows, rule.acts, retention_rows.upto(rows, before)
        )
        kept = "Their places in the record stay." if due else ""
        if too_old:
            kept += (
                f" {too_old:,} from before this program could empty them stay as they are: "
                "without their words, the record could not be proved."
            )
        return replace(report, due=sum(due.values()), kept=kept.strip())
    if rule.kind is Kind.LEAVERS:
        kept = "Whoever holds a role is kept, and what each person did stays under a number."
        return replace(report, due=len(retention_rows.leavers(rows, before)), kept=kept)
    if rule.kind is Kind.BACKUPS:
        due_files, kept = _old_backups(store, folder, before)
        return replace(report, due=len(due_files), kept=kept)
    held = retention_rows.meetings_due(rows, last_day(rule, framework, day))
    return replace(report, due=len(held), kept="Decisions that are still open stay.")


def _applied(
    store: Store,
    framework: Framework,
    actor: Actor,
    rule: Rule,
    day: dt.date,
    folder: Path | None,
) -> Report:
    before = ended_before(rule, framework, day)
    if rule.kind is Kind.BACKUPS:
        with store.read() as rows:
            report = _looked_at(store, rows, framework, rule, day, folder)
        files, _ = _old_backups(store, folder, before)
        for file in files:
            _remove(file)
        if folder:
            _remove_unfinished(folder)
        return replace(report, due=len(files), done=True)
    reason = f"retention: {rule.kind}"
    with store.write(actor, reason=reason, touches=False) as writing:
        report = _looked_at(store, writing.rows, framework, rule, day, folder)
        if rule.acts:
            sequence = retention_rows.upto(writing.rows, before)
            retention_rows.empty_entries(writing, rule.acts, sequence)
        elif rule.kind is Kind.LEAVERS:
            retention_rows.erase_leavers(writing, before)
        elif rule.kind is Kind.MINUTES:
            retention_rows.empty_minutes(writing, last_day(rule, framework, day))
    return replace(report, done=True)


def _old_backups(store: Store, folder: Path | None, before: dt.datetime) -> tuple[list[Path], str]:
    """Backups of this database past their time, and what is said of those that stay."""
    if folder is None:
        return [], "No backup folder is set: name one in VAWG_PLANS_BACKUPS."
    database_id = store.said_of_itself("id")
    files = sorted(folder.glob("*.duckdb"))
    known = {file: manifest for file in files if (manifest := read_manifest(file))}
    ours = {f: m for f, m in known.items() if m.database == database_id and m.file == f.name}
    others = len(files) - len(ours)
    kept = f"{others:,} files of another kind or database stay. " if others else ""
    if not ours:
        return [], f"{kept}There is no backup of this database in the folder."
    newest = max(ours, key=lambda file: (ours[file].moment, ours[file].entry))
    due = backups_due(
        {file.name: manifest.moment for file, manifest in ours.items()}, before, newest=newest.name
    )
    if due and sha256_of(newest) != ours[newest].sha256:
        return [], f"{kept}The newest backup is damaged, so every older one stays. Back up now."
    return [folder / name for name in due], f"{kept}The newest backup always stays."


def _remove(file: Path) -> None:
    try:
        # The manifest last: a file without one would never be removed.
        file.unlink(missing_ok=True)
        manifest_of(file).unlink(missing_ok=True)
    except OSError as error:
        raise UnreadableFile(
            f"An old backup cannot be removed: {error.strerror}.",
            hint="Check that the service may write in the backup folder.",
        ) from error


def _remove_unfinished(folder: Path) -> None:
    """What a backup left that was killed; not one that is being written."""
    for file in folder.glob(f".*{UNFINISHED}*"):
        if time.time() - file.stat().st_mtime > _DAY:
            file.unlink(missing_ok=True)
