"""Commands for whoever looks after the service: making it, running it, proving it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from functools import partial
from urllib.parse import urlsplit

from vawg_plans.cli.terminal import ExitCode, acting, opened, progress
from vawg_plans.config import PROJECT, Settings, backup_folder, mail_server
from vawg_plans.domain.providers import section_in
from vawg_plans.errors import InvalidInput
from vawg_plans.exchange.mail import post_office
from vawg_plans.services import backing_up, reminding, restoring, retaining
from vawg_plans.services.checking import examine
from vawg_plans.services.demonstration import make_demonstration
from vawg_plans.services.setup import is_made, make_database
from vawg_plans.services.verifying import first_fault, verify
from vawg_plans.store.store import operator


def init(options: argparse.Namespace, settings: Settings) -> int:
    if options.demo:
        with progress("Demonstration data") as said:
            store, _ = make_demonstration(settings.database, said=said)
    elif not settings.database_chosen:
        raise InvalidInput(
            "Say where the database goes: the place used otherwise is the demonstration's.",
            hint="Set VAWG_PLANS_DATABASE, to a file such as /srv/vawg-plans/plans.duckdb or to a "
            "postgresql:// address, and run it again; or add --demo.",
        )
    else:
        store, _ = make_database(settings.database, demonstration=False)
    store.close()
    what = "a demonstration database" if options.demo else "an empty database"
    print(f"Made {what}.")
    return ExitCode.DONE


def run(options: argparse.Namespace, settings: Settings) -> int:
    if not settings.database_chosen and not is_made(settings.database):
        init(argparse.Namespace(demo=True), settings)
    with opened(settings):
        pass
    print(f"VAWG Plans is at http://localhost:{options.port} (Ctrl+C stops it)")
    app = [sys.executable, "-m", "streamlit", "run", str(PROJECT / "app.py")]
    app += ["--server.port", str(options.port)]
    # The server's settings are read from the project's own folder.
    os.chdir(PROJECT)
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(sys.executable, app)
    return subprocess.call(app)


def doctor(_: argparse.Namespace, settings: Settings) -> int:
    with (
        opened(settings, whatever_is_lost=True) as (store, framework),
        progress("Examining") as said,
    ):
        findings = examine(store, framework, lambda words: said(0.5, words))
    for finding in findings:
        print(f"{'sound ' if finding.sound else 'BROKEN'}  {finding.words}")
    return ExitCode.DONE if all(f.sound for f in findings) else ExitCode.FAULT


def verify_audit(_: argparse.Namespace, settings: Settings) -> int:
    with (
        opened(settings, whatever_is_lost=True) as (store, _framework),
        progress("Proving") as said,
    ):
        findings = verify(store, lambda words: said(0.5, words))
        lost = store.head_fault(begin=False)
    fault = first_fault(findings)
    for finding in findings:
        print(f"{'sound ' if finding.sound else 'BROKEN'}  {finding.words}")
    for line in lost.lost if lost else ():
        acts = "; ".join(line["acts"])
        print(f"  lost: {line['moment'][:16]} UTC, entry {line['entry']}, {line['person']}: {acts}")
    if fault is None:
        return ExitCode.DONE
    where = f"entry {fault.entry}" if fault.entry is not None else "no entry of its own"
    print(f"The first that does not hold: {where}. {fault.words}", file=sys.stderr)
    return ExitCode.FAULT


def accept_loss(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings, whatever_is_lost=True) as (store, _framework):
        fault = store.accept_head(operator(), options.reason)
    print(f"Accepted and recorded: {fault.words}" if fault else "Nothing is lost.")
    return ExitCode.DONE


def backup(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as (store, framework), progress("Backing up") as said:
        made = backing_up.backup(
            store, framework, acting(store, options), options.file, lambda words: said(0.5, words)
        )
    print(f"Wrote {options.file} ({made.size:,} bytes), proved to entry {made.entry:,}.")
    print(f"SHA-256 {made.sha256}")
    return ExitCode.DONE


def restore(options: argparse.Namespace, settings: Settings) -> int:
    with progress("Restoring") as said:
        restored = restoring.restore(
            options.file, settings.database, lambda words: said(0.5, words)
        )
    print(f"Restored and proved, to entry {restored.entry:,}.")
    if not restored.compared:
        print("No manifest was beside the backup, so its SHA-256 was not compared.")
    if restored.lost:
        print(f"Against the record kept outside: {restored.lost}")
    for removal in restored.removals:
        print(f"  What was removed then is back: {removal}. Remove it again.")
    return ExitCode.DONE


def retention(options: argparse.Namespace, settings: Settings) -> int:
    folder = backup_folder(settings.database)
    with opened(settings) as (store, framework):
        actor = acting(store, options)
        apply = retaining.preview_retention if options.dry_run else retaining.apply_retention
        for report in apply(store, framework, actor, folder=folder):
            print(f"{report.title}: {report.words}")
    return ExitCode.DONE


def remind(options: argparse.Namespace, settings: Settings) -> int:
    server = mail_server()
    if server is None and not options.dry_run:
        raise InvalidInput(
            "No mail server is set, so nothing was sent.",
            hint="Set VAWG_PLANS_SMTP and VAWG_PLANS_MAIL_FROM, or look with --dry-run.",
        )
    parts = urlsplit(str(section_in(os.environ).get("redirect_uri") or ""))
    address = f"{parts.scheme}://{parts.netloc}" if parts.netloc else None
    with opened(settings) as (store, framework):
        actor = acting(store, options)
        if options.dry_run or server is None:
            for one in reminding.preview_reminders(store, framework, actor):
                print(f"{one.name}: {one.things}{', sent today' if one.reminded else ''}")
            for letter in reminding.letters_today(store, framework, actor, address):
                print(f"\nTo: {letter.to}\nSubject: {letter.subject}\n\n{letter.text}")
            return ExitCode.DONE
        if store.is_demonstration:
            raise InvalidInput("This is a demonstration: it reminds nobody.")
        outcome = reminding.send_reminders(
            store, framework, actor, partial(post_office, server), address=address
        )
    print(f"Reminders: {outcome.words}.")
    return ExitCode.DONE
