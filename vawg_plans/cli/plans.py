"""Commands on plans: in from a workbook, and named versions."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from vawg_plans.cli.terminal import ExitCode, acting, opened, write
from vawg_plans.config import Settings
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.errors import ImportRefused, PlanError, UnreadableFile
from vawg_plans.services import templates
from vawg_plans.services.importing import ImportPreview, import_file, summary_of
from vawg_plans.services.versions import share_version


def import_plan(options: argparse.Namespace, settings: Settings) -> int:
    try:
        with opened(settings) as (store, framework):
            preview = import_file(
                store,
                framework,
                acting(store, options),
                framework.force(options.force).id,
                _read(options.file),
                options.file.name,
                ReadAs(split_bullets=options.split_bullets),
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


def publish(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as (store, framework):
        force = framework.force(options.force)
        version = share_version(
            store, framework, acting(store, options), force.id, options.audience, options.note
        )
    print(
        f"{force.name}: version {version.number}, {version.audience.label.lower()}, "
        f"moment {version.sequence}, SHA-256 {version.digest}"
    )
    return ExitCode.DONE
