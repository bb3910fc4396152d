"""The command line: the same services, for whoever may open the database.

Exit status: 0 done; 2 bad input, or refused rows that stopped an import; 1 a fault.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from vawg_plans import __version__, logs
from vawg_plans.cli import documents, exports, meetings, people, plans, public, publishing, service
from vawg_plans.cli.terminal import ExitCode, day
from vawg_plans.config import Settings, read_settings
from vawg_plans.domain.document_kinds import DocumentKind
from vawg_plans.domain.people import Role
from vawg_plans.errors import PlanError
from vawg_plans.services.documents import FIRST_INSPECTION

__all__ = ["ExitCode", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    options = _parser().parse_args(arguments)
    settings = read_settings()
    try:
        return int(options.command(options, settings))
    except PlanError as error:
        print(f"{error.message}\n{error.hint}".strip(), file=sys.stderr)
        return ExitCode.BAD_INPUT
    except BrokenPipeError:
        # Whoever read the answer has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return ExitCode.FAULT
    except Exception as error:
        # Where, and of what kind; not its message, which may hold what somebody wrote in a plan.
        print("This is a fault of the program, not of what you gave it:", file=sys.stderr)
        print(logs.outline(error), file=sys.stderr)
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
        added.add_argument(
            "--as", dest="acting_as", metavar="EMAIL", help="act as this person, and as they may"
        )
        return added

    init = command("init", service.init, "Make the database.")
    init.add_argument("--demo", action="store_true", help="fill it with demonstration data")

    run = command("run", service.run, "Start the app on this machine.")
    run.add_argument("--port", type=int, default=8501, help="the port, 8501 unless given")

    plans.add_import_options(
        command("import-plan", plans.import_plan, "Import a force's own table.")
    )

    blank = command("template", plans.template, "Write a blank plan to fill in and bring in.")
    blank.add_argument("force", metavar="FORCE")
    blank.add_argument("file", metavar="FILE", type=Path)

    exports.add_plan_options(command("export-plan", exports.export_plan, "Write a force's plan."))
    exports.add_gaps_options(
        command("export-gaps", exports.export_gaps, "Write what a force's plan lacks.")
    )
    exports.add_history_options(
        command("export-history", exports.export_history, "Write what was changed in a plan.")
    )

    documenting = command(
        "export-document", documents.export_document, "Write a plan as a Word document."
    )
    documenting.add_argument("force", metavar="FORCE")
    documenting.add_argument(
        "kind",
        metavar="KIND",
        type=DocumentKind,
        choices=list(DocumentKind),
        help=", ".join(DocumentKind),
    )
    documenting.add_argument("file", metavar="FILE", type=Path)
    documenting.add_argument(
        "--inspection",
        metavar="ID",
        default=FIRST_INSPECTION,
        help=f"which inspection a response answers, {FIRST_INSPECTION} unless given",
    )
    moment = documenting.add_mutually_exclusive_group()
    moment.add_argument(
        "--as-of", type=day, metavar="DATE", help="as it stood at the end of this day (2026-03-01)"
    )
    moment.add_argument(
        "--of-version", type=int, metavar="NUMBER", help="as this version of it has it"
    )
    moment.add_argument("--published", action="store_true", help="its newest public version")

    publishing.add_options(command)
    public.add_options(command)
    meetings.add_options(command)

    national = command("export-national", exports.export_national, "Write the national workbook.")
    national.add_argument("file", metavar="FILE", type=Path)
    national.add_argument(
        "--force", action="append", default=[], help="only this one; may be given again"
    )

    giving = command("grant", people.grant, "Give somebody a role.")
    taking = command("revoke", people.revoke, "Take a role away.")
    for each in (giving, taking):
        each.add_argument("email", metavar="EMAIL")
        each.add_argument("role", metavar="ROLE", type=Role, choices=people.ROLES)
        each.add_argument("--force", metavar="FORCE", help="for the roles of a force")
    giving.add_argument("--name", default="", help="their name, if it is not known yet")
    giving.add_argument("--post", default="", help="their post, as it owns actions")
    known = command("people", people.people, "List who may do what.")
    known.add_argument("--force", metavar="FORCE", help="of this force only")
    known.add_argument("--json", action="store_true", help="print one JSON list")
    releasing = command("release-account", people.release, "Let another account be bound.")
    releasing.add_argument("email", metavar="EMAIL")
    command("permissions", people.permissions, "Print the table of who may do what.")

    command("doctor", service.doctor, "Prove every record, reference and count in the database.")
    command("verify-audit", service.verify_audit, "Prove the record of who did what.")
    backing = command("backup", service.backup, "Write a backup, and prove it.")
    backing.add_argument("file", metavar="FILE", type=Path)
    restoring = command("restore", service.restore, "Make the database from a backup.")
    restoring.add_argument("file", metavar="FILE", type=Path)
    reminding = command("remind", service.remind, "Send today's reminders, each at most once.")
    reminding.add_argument("--dry-run", action="store_true", help="say what would go out, to whom")

    keeping = command("retention", service.retention, "Let go what is past its time.")
    keeping.add_argument("--dry-run", action="store_true", help="only say what is due")
    losing = command("accept-loss", service.accept_loss, "Go on though something was lost.")
    losing.add_argument("--reason", required=True, help="why; it stays in the record")
    return parser
