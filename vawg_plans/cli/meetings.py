"""Commands on meetings of the Gold Group: their papers."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from vawg_plans.cli.terminal import ExitCode, acting, opened, write
from vawg_plans.config import Settings
from vawg_plans.domain.meeting_papers import OF_A_CLOSED_MEETING, Paper
from vawg_plans.domain.meetings import MeetingState
from vawg_plans.errors import InvalidInput, NotFound
from vawg_plans.services.agendas import meetings_of
from vawg_plans.services.meeting_papers import export_agenda, export_paper


def papers(options: argparse.Namespace, settings: Settings) -> int:
    """A paper of a closed meeting; what is asked for as a workbook is the pack."""
    with opened(settings) as (store, framework):
        actor, force = acting(store, options), framework.force(options.force)
        found = [m for m in meetings_of(store, actor, force.id) if m.number == options.number]
        if not found:
            raise NotFound(f"{force.name} has no meeting {options.number}.")
        export = export_paper(store, actor, found[0].id, _asked(options))
    write(options.file, export.data)
    return ExitCode.DONE


def agenda(options: argparse.Namespace, settings: Settings) -> int:
    """The agenda of the meeting under way, else of the next one planned."""
    _named(options.file, Paper.AGENDA)
    with opened(settings) as (store, framework):
        actor, force = acting(store, options), framework.force(options.force)
        found = meetings_of(store, actor, force.id)
        of = next((m for m in found if m.is_open), None)
        planned = [m for m in found if m.state is MeetingState.PLANNED]
        of = of or min(planned, key=lambda m: (m.held_on, m.number), default=None)
        if of is None:
            raise NotFound(f"{force.name} has no meeting planned.", hint="Plan one first.")
        export = export_agenda(store, framework, actor, of.id)
    write(options.file, export.data)
    return ExitCode.DONE


def _asked(options: argparse.Namespace) -> Paper:
    """The paper that is asked for: a file called .xlsx is the pack as a workbook."""
    asked: Paper | None = options.paper
    workbook = options.file.suffix.casefold() == f".{Paper.WORKBOOK.ending}"
    if workbook and asked in (None, Paper.PACK):
        return Paper.WORKBOOK
    return _named(options.file, asked or Paper.MINUTES)


def _named(file: Path, paper: Paper) -> Paper:
    """The same paper, if the file's name can be one of it."""
    if file.suffix.casefold() != f".{paper.ending}":
        raise InvalidInput(
            f"{file.name} cannot be told as a file of {paper.form}.",
            hint=f"End its name in .{paper.ending}.",
        )
    return paper


def add_options(command: Any) -> None:
    """These commands, added to the program by `command(name, function, words)`."""
    before = command("agenda", agenda, "Write the agenda of a force's next meeting.")
    before.add_argument("force", metavar="FORCE")
    before.add_argument("file", metavar="FILE", type=Path, help=".docx")

    closed = command(
        "meeting-papers", papers, "Write the minutes or the pack of a meeting that closed."
    )
    closed.add_argument("force", metavar="FORCE")
    closed.add_argument("number", metavar="NUMBER", type=int, help="the meeting's")
    closed.add_argument("file", metavar="FILE", type=Path, help=".docx, or .xlsx for the pack")
    closed.add_argument(
        "--paper",
        type=Paper,
        choices=list(OF_A_CLOSED_MEETING),
        help="minutes unless given; a file called .xlsx is the pack",
    )
