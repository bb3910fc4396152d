"""Commands that write files: a plan, what it lacks, its history, all forces. The name's end says
how the file is written: .xlsx, .csv or .json.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from vawg_plans.cli.terminal import ExitCode, acting, day, opened, progress, write
from vawg_plans.config import Settings
from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.exports import Form
from vawg_plans.domain.filtering import ONLY, Filter, area_names, p_names
from vawg_plans.domain.framework import Framework
from vawg_plans.errors import InvalidInput
from vawg_plans.services import exporting, exporting_lists


def add_plan_options(parser: argparse.ArgumentParser) -> None:
    """What `export-plan` takes besides who acts."""
    _of_a_force(parser, "ends in .xlsx, .csv or .json")
    parser.add_argument("--as-of", type=day, metavar="DATE", help="at the end of this day")
    parser.add_argument(
        "--of-version", type=int, metavar="NUMBER", help="as this version showed it"
    )
    parser.add_argument(
        "--columns", metavar="A,B", help="only these: title,status,due (each row keeps its id)"
    )
    _filters(parser)


def add_gaps_options(parser: argparse.ArgumentParser) -> None:
    """What `export-gaps` takes besides who acts."""
    _of_a_force(parser, "ends in .xlsx or .csv")
    parser.add_argument("--as-of", type=day, metavar="DATE", help="at the end of this day")
    _filters(parser)


def add_history_options(parser: argparse.ArgumentParser) -> None:
    """What `export-history` takes besides who acts."""
    _of_a_force(parser, "ends in .xlsx or .csv")
    parser.add_argument("--since", type=day, metavar="DATE", help="from this day on")
    parser.add_argument("--until", type=day, metavar="DATE", help="to the end of this day")
    _filters(parser)


def _of_a_force(parser: argparse.ArgumentParser, ending: str) -> None:
    parser.add_argument("force", metavar="FORCE", help="a slug (kent) or a code (E23000032)")
    parser.add_argument("file", metavar="FILE", type=Path, help=ending)


def _filters(parser: argparse.ArgumentParser) -> None:
    """The filters of the plan's list, each value as it reads there or by its code."""
    filters = parser.add_argument_group("of which actions (all of them unless given)")
    filters.add_argument("--words", default="", help="with all these words")
    for name, words in (
        ("--p", "lead P (pursue)"),
        ("--area", "improvement area"),
        ("--status", "delivery status (at_risk)"),
        ("--owner", "owner post"),
    ):
        filters.add_argument(name, action="append", default=[], help=f"{words}; may be given again")
    filters.add_argument("--only", choices=list(ONLY), metavar="LABEL", help=", ".join(ONLY))


def export_plan(options: argparse.Namespace, settings: Settings) -> int:
    columns = options.columns.split(",") if options.columns is not None else None
    with opened(settings) as (store, framework):
        export = exporting.export_plan(
            store,
            framework,
            acting(store, options),
            framework.force(options.force).id,
            as_of=options.as_of,
            version=options.of_version,
            asked=_asked(options, framework),
            columns=[c.strip() for c in columns if c.strip()] if columns is not None else None,
            form=_form(options.file),
        )
    write(options.file, export.data)
    return ExitCode.DONE


def export_gaps(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as (store, framework):
        export = exporting_lists.export_gaps(
            store,
            framework,
            acting(store, options),
            framework.force(options.force).id,
            as_of=options.as_of,
            asked=_asked(options, framework),
            form=_form(options.file),
        )
    write(options.file, export.data)
    return ExitCode.DONE


def export_history(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as (store, framework):
        export = exporting_lists.export_history(
            store,
            framework,
            acting(store, options),
            framework.force(options.force).id,
            since=options.since,
            until=options.until,
            asked=_asked(options, framework),
            form=_form(options.file),
        )
    write(options.file, export.data)
    return ExitCode.DONE


def export_national(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as (store, framework), progress("National workbook") as said:
        ids = [framework.force(force).id for force in options.force]
        export = exporting.export_national(
            store, framework, acting(store, options), force_ids=ids or None, said=said
        )
    write(options.file, export.data)
    return ExitCode.DONE


def _form(file: Path) -> Form:
    """As the name says it; a name that says nothing is a workbook's."""
    ending = file.suffix.casefold().removeprefix(".")
    if ending and ending not in set(Form):
        raise InvalidInput(
            f"A file called .{ending} is not written here.",
            hint=f"End its name in .{', .'.join(Form)}.",
        )
    return Form(ending or Form.EXCEL)


def _asked(options: argparse.Namespace, framework: Framework) -> Filter:
    return Filter(
        words=options.words,
        ps=_codes(options.p, p_names(framework), "P"),
        areas=_codes(options.area, area_names(framework), "area"),
        statuses=_codes(options.status, {s.value: s.full_label for s in DeliveryStatus}, "status"),
        owners=tuple(options.owner),
        only=options.only,
    )


def _codes(given: list[str], names: dict[str, str], what: str) -> tuple[str, ...]:
    """The codes that were meant, by code or by name, in whatever case."""
    known: dict[str, Any] = {name.casefold(): code for code, name in names.items()}
    known |= {code.casefold(): code for code in names}
    unknown = [words for words in given if words.casefold() not in known]
    if unknown:
        raise InvalidInput(
            f"There is no {what} '{unknown[0]}'.", hint=f"Give one of {', '.join(names)}."
        )
    return tuple(known[words.casefold()] for words in given)
