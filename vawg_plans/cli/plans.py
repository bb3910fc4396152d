"""Commands on plans: in from a workbook, and a blank one out."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from vawg_plans.cli.terminal import ExitCode, acting, opened, progress, write
from vawg_plans.config import Settings
from vawg_plans.domain.differences import Keep
from vawg_plans.domain.reading_as import ReadAs, plain_words
from vawg_plans.errors import ImportRefused, PlanError, UnreadableFile
from vawg_plans.services import templates
from vawg_plans.services.importing import ImportPreview, import_file, summary_of
from vawg_plans.services.refusals import refused_rows_workbook

_KEEP = {"plan": Keep.THEIRS, "file": Keep.MINE}


def import_plan(options: argparse.Namespace, settings: Settings) -> int:
    stopped: ImportRefused | None = None
    try:
        with opened(settings) as (store, framework), progress("Importing") as said:
            actor, force_id = acting(store, options), framework.force(options.force).id
            try:
                preview = import_file(
                    store,
                    framework,
                    actor,
                    force_id,
                    _read(options.file),
                    options.file.name,
                    _read_as(options),
                    keep=_KEEP.get(options.keep),
                    skip_refused=options.skip_refused,
                    dry_run=options.dry_run,
                    said=said,
                )
            except ImportRefused as refused:
                stopped, preview = refused, refused.preview
            if options.refused and preview.rejected:
                made = refused_rows_workbook(store, framework, actor, force_id, preview)
                write(options.refused, made.data, quietly=options.json)
    except PlanError as error:
        if not options.json:
            raise
        _say_unread(error)
        return ExitCode.BAD_INPUT
    _say_import(preview, options.json)
    if stopped is None:
        return ExitCode.DONE
    if not options.json:
        print(f"{stopped.message}\n{stopped.hint}", file=sys.stderr)
    return ExitCode.BAD_INPUT


def add_import_options(importing: argparse.ArgumentParser) -> None:
    """What `import-plan` can be told of a file, over what its own words say."""
    importing.add_argument("force", metavar="FORCE", help="a slug (kent) or a code (E23000032)")
    importing.add_argument(
        "file", metavar="FILE", type=Path, help="an .xlsx workbook or a .csv file"
    )
    importing.add_argument(
        "--dry-run", action="store_true", help="say what would be; write nothing"
    )
    importing.add_argument(
        "--split-bullets", action="store_true", help="make each bullet in a cell an action"
    )
    importing.add_argument(
        "--sheet", metavar="NAME", action="append", default=[], help="read this sheet (repeatable)"
    )
    importing.add_argument(
        "--column",
        metavar=("HEADING", "FIELD"),
        nargs=2,
        action="append",
        default=[],
        help="what a column means, such as: Phase status; - leaves it out (repeatable)",
    )
    importing.add_argument(
        "--word",
        metavar=("FIELD", "WORD", "CODE"),
        nargs=3,
        action="append",
        default=[],
        help="what a word means, such as: status Embedded complete; - keeps it as words "
        "(repeatable)",
    )
    importing.add_argument(
        "--skip-refused", action="store_true", help="leave refused rows out and import the rest"
    )
    importing.add_argument(
        "--keep",
        choices=sorted(_KEEP),
        help="what is kept of what both the plan and a workbook from here changed",
    )
    importing.add_argument(
        "--refused",
        metavar="FILE",
        type=Path,
        help="write the refused rows to this workbook, each with its reason",
    )
    importing.add_argument("--json", action="store_true", help="print one JSON object")


def _read_as(options: argparse.Namespace) -> ReadAs:
    words: dict[str, dict[str, str | None]] = {}
    for field, word, code in options.word:
        words.setdefault(field, {})[plain_words(word)] = _or_none(code)
    columns = {plain_words(heading): _or_none(field) for heading, field in options.column}
    return ReadAs(
        split_bullets=options.split_bullets,
        sheets=tuple(options.sheet),
        columns=columns,
        words=words,
    )


def _or_none(said: str) -> str | None:
    return None if said == "-" else said


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
    for clash in summary["clashes"]:
        was = "not known" if clash["was"] is None else f"'{clash['was']}'"
        print(
            f"  {clash['place']} of {clash['of']} (changed in both): was {was}, in the plan "
            f"'{clash['plan']}', in the file '{clash['file']}'"
        )
    for removed in summary["removed"]:
        print(f"  {removed['kind']} {removed['name']} (not in the file): stays in the plan")


def _say_unread(error: PlanError) -> None:
    problem = {"severity": "refused", "sheet": "", "cell": "", "reason": str(error)}
    counts = dict.fromkeys(("read", "created", "changed", "unchanged", "rejected"), 0)
    asked = {"clashes": [], "removed": [], "answers": 0}
    found = {**counts, "written": False, "problems": [problem], **asked}
    print(json.dumps(found, ensure_ascii=False))


def template(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as (store, framework):
        force_id = framework.force(options.force).id
        made = templates.blank_template(store, framework, acting(store, options), force_id)
    write(options.file, made.data)
    return ExitCode.DONE
