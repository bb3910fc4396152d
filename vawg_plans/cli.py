"""The command line: the same services, for whoever may open the database.

Exit status: 0 done; 2 bad input, or refused rows that stopped an import; 1 a fault.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path

from vawg_plans import __version__
from vawg_plans.config import PROJECT, Settings, read_settings
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plans import Audience
from vawg_plans.errors import ImportRefused, PlanError, UnreadableFile
from vawg_plans.services.checking import examine
from vawg_plans.services.demonstration import make_demonstration
from vawg_plans.services.exporting import Export, export_national, export_plan
from vawg_plans.services.importing import ImportPreview, import_file, summary_of
from vawg_plans.services.setup import is_made, make_database, open_database
from vawg_plans.services.versions import share_version
from vawg_plans.store.store import Store, operator


class ExitCode(IntEnum):
    """What the shell is told."""

    DONE = 0
    FAULT = 1
    BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    options = _parser().parse_args(arguments)
    settings = read_settings()
    try:
        return int(options.command(options, settings))
    except PlanError as error:
        print(f"{error.message}\n{error.hint}".strip(), file=sys.stderr)
        return ExitCode.BAD_INPUT
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return ExitCode.FAULT
    except Exception:
        logging.exception("This is a fault of the program, not of what you gave it:")
        return ExitCode.FAULT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m vawg_plans",
        description="Force action plans on violence against women and girls. The database is "
        "VAWG_PLANS_DATABASE: a path to a DuckDB file, or a postgresql:// URL.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace, Settings], int], words: str
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=words, description=words)
        added.set_defaults(command=run)
        return added

    init = command("init", _init, "Make the database.")
    init.add_argument("--demo", action="store_true", help="fill it with demonstration data")

    run = command("run", _run, "Start the app on this machine.")
    run.add_argument("--port", type=int, default=8501, help="the port, 8501 unless given")

    importing = command("import-plan", _import_plan, "Import a force's own table.")
    importing.add_argument("force", metavar="FORCE", help="a slug (kent) or a code (E23000032)")
    importing.add_argument("file", metavar="FILE", type=Path, help="an .xlsx workbook")
    importing.add_argument(
        "--dry-run", action="store_true", help="say what would be; write nothing"
    )
    importing.add_argument(
        "--split-bullets", action="store_true", help="make each bullet in a cell an action"
    )
    importing.add_argument(
        "--skip-refused", action="store_true", help="leave refused rows out and import the rest"
    )
    importing.add_argument("--json", action="store_true", help="print one JSON object")

    exporting = command("export-plan", _export_plan, "Write a force's plan to Excel.")
    exporting.add_argument("force", metavar="FORCE")
    exporting.add_argument("file", metavar="FILE", type=Path)
    exporting.add_argument(
        "--as-of", type=_day, metavar="DATE", help="as it stood at the end of this day (2026-03-01)"
    )

    publish = command("publish", _publish, "Freeze a force's plan as a numbered version.")
    publish.add_argument("force", metavar="FORCE")
    publish.add_argument(
        "--audience",
        type=Audience,
        choices=list(Audience),
        default=Audience.PUBLIC,
        help="public unless given",
    )
    publish.add_argument("--note", default="", help="a note on this version")

    national = command("export-national", _export_national, "Write the national workbook.")
    national.add_argument("file", metavar="FILE", type=Path)

    command("doctor", _doctor, "Prove every record, reference and count in the database.")
    return parser


def _day(words: str) -> dt.date:
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"'{words}' is not a date; write it as 2026-03-01"
        ) from None


@contextmanager
def _opened(settings: Settings) -> Iterator[tuple[Store, Framework]]:
    store, framework = open_database(settings.database)
    try:
        yield store, framework
    finally:
        store.close()


@contextmanager
def _progress(title: str) -> Iterator[Callable[[float, str], None]]:
    """A bar on a terminal; silence elsewhere."""
    shown = sys.stderr.isatty()

    def said(share: float, words: str) -> None:
        if shown:
            done = round(30 * min(1.0, share))
            bar = "#" * done + "." * (30 - done)
            print(f"\r{title} [{bar}] {words[:30]:<30}", end="", file=sys.stderr, flush=True)

    yield said
    if shown:
        print(file=sys.stderr)


def _init(options: argparse.Namespace, settings: Settings) -> int:
    if options.demo:
        with _progress("Demonstration data") as said:
            store, _ = make_demonstration(settings.database, said=said)
    else:
        store, _ = make_database(settings.database, demonstration=False)
    store.close()
    what = "a demonstration database" if options.demo else "an empty database"
    print(f"Made {what}.")
    return ExitCode.DONE


def _run(options: argparse.Namespace, settings: Settings) -> int:
    if not settings.database_chosen and not is_made(settings.database):
        _init(argparse.Namespace(demo=True), settings)
    with _opened(settings):
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


def _import_plan(options: argparse.Namespace, settings: Settings) -> int:
    try:
        with _opened(settings) as (store, framework):
            preview = import_file(
                store,
                framework,
                operator(),
                framework.force(options.force).id,
                _read(options.file),
                options.file.name,
                split_bullets=options.split_bullets,
                skip_refused=options.skip_refused,
                dry_run=options.dry_run,
            )
    except ImportRefused as refused:
        _say_import(refused.preview, options.json)
        if not options.json:
            print(f"{refused.message}\n{refused.hint}", file=sys.stderr)
        return ExitCode.BAD_INPUT
    except PlanError as error:
        if not options.json:
            raise
        _say_unread(error)
        return ExitCode.BAD_INPUT
    _say_import(preview, options.json)
    return ExitCode.DONE


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"{file} cannot be read: {error.strerror}.", hint="Check the path and try again."
        ) from error


def _say_import(preview: ImportPreview, as_json: bool) -> None:
    summary = summary_of(preview)
    if as_json:
        print(json.dumps(summary, ensure_ascii=False))
        return
    done = "written" if preview.written else "nothing was written"
    print(
        f"{summary['read']} rows read: {summary['created']} created, {summary['changed']} changed, "
        f"{summary['unchanged']} unchanged, {summary['rejected']} refused; {done}."
    )
    for problem in summary["problems"]:
        severity = problem["severity"].replace("_", " ")
        print(f"  {problem['sheet']} {problem['cell']} ({severity}): {problem['reason']}")


def _say_unread(error: PlanError) -> None:
    problem = {"severity": "refused", "sheet": "", "cell": "", "reason": str(error)}
    counts = dict.fromkeys(("read", "created", "changed", "unchanged", "rejected"), 0)
    print(json.dumps({**counts, "written": False, "problems": [problem]}, ensure_ascii=False))


def _write(file: Path, export: Export) -> None:
    try:
        file.write_bytes(export.data)
    except OSError as error:
        raise UnreadableFile(
            f"{file} cannot be written: {error.strerror}.", hint="Name a file you may write."
        ) from error
    print(f"Wrote {file} ({len(export.data):,} bytes).")


def _export_plan(options: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as (store, framework):
        force_id = framework.force(options.force).id
        export = export_plan(store, framework, operator(), force_id, as_of=options.as_of)
    _write(options.file, export)
    return ExitCode.DONE


def _publish(options: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as (store, framework):
        force = framework.force(options.force)
        version = share_version(
            store, framework, operator(), force.id, options.audience, options.note
        )
    print(
        f"{force.name}: version {version.number}, {version.audience.label.lower()}, "
        f"moment {version.sequence}, SHA-256 {version.digest}"
    )
    return ExitCode.DONE


def _export_national(options: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as (store, framework), _progress("National workbook") as said:
        export = export_national(store, framework, operator(), said=said)
    _write(options.file, export)
    return ExitCode.DONE


def _doctor(_: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as (store, framework), _progress("Examining") as said:
        findings = examine(store, framework, lambda words: said(0.5, words))
    for finding in findings:
        print(f"{'sound ' if finding.sound else 'BROKEN'}  {finding.words}")
    return ExitCode.DONE if all(f.sound for f in findings) else ExitCode.FAULT
