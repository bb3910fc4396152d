"""One force's plan as a workbook: cover, plan, matrix, progress and gaps.

The sheet 'Plan' has the columns of `PLAN_COLUMNS` and nothing else, so that the workbook can be
changed in Excel and brought back; the other sheets are for reading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vawg_plans.domain.actions import Action, DeliveryStatus, InspectorateStatus
from vawg_plans.domain.answers import Answers, not_applicable
from vawg_plans.domain.coverage import Cell, Matrix, covered_cells, matrix_of
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.plan_columns import PLAN_COLUMNS, PRINTED, PlanColumn, cell_of, names_by_kind
from vawg_plans.domain.plans import Plan, Version
from vawg_plans.domain.rules import CalculatedStatus, Judgement, Record
from vawg_plans.exchange import plan_cover, plan_parts, workbooks_out
from vawg_plans.exchange.workbook_styles import Style
from vawg_plans.exchange.workbooks_out import Book, Imprint, Value

HIDDEN = ("id", "revision")
_SHORT = ("reference", "local_strand", "due_words", "equality_impact", "id")

STATED_STYLES = {s.full_label: Style(s.value) for s in DeliveryStatus}
CALCULATED_STYLES = {
    s.label: Style.UNEVIDENCED if s is CalculatedStatus.COMPLETE_NOT_EVIDENCED else Style(s.value)
    for s in CalculatedStatus
}


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """A progress update as the sheet shows it. `on` is a day in London; `who` a post or name."""

    on: dt.date
    reference: str
    title: str
    status: DeliveryStatus
    percent: int | None
    note: str
    who: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the plan lacks: its kind ('No owner'), what lacks it, and why that matters."""

    kind: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class PlanSheets:
    """A plan at a moment, as it is to be written.

    `actions` are live; `judged` and `records` hold what follows from each, by id, at `judged_on`.
    `label` is 'Draft' or a version's name, such as 'Version 3 (published)'; `moment_words` says
    which moment is shown; `made_at` is the UTC moment the file is made.
    """

    force_id: str
    force_name: str
    plan: Plan
    actions: Sequence[Action]
    judged: Mapping[str, Judgement]
    records: Mapping[str, Record]
    judged_on: dt.date
    label: str
    moment_words: str
    made_at: dt.datetime
    marking: str = OFFICIAL_SENSITIVE
    withdrawn: Sequence[Action] = ()
    updates: Sequence[ProgressLine] = ()
    versions: Sequence[Version] = ()
    gaps: Sequence[Gap] = ()
    answers: Answers = field(default_factory=dict)
    demonstration: bool = False

    @property
    def title(self) -> str:
        """The plan's own title, or what every plan is."""
        return self.plan.title or "Violence against women and girls action plan"


def plan_workbook(sheets: PlanSheets, framework: Framework) -> bytes:
    """The workbook's bytes; the same `sheets` give the same bytes."""
    draft = sheets.label.casefold().startswith("draft")
    book = Book(
        Imprint(
            whose=sheets.force_name,
            title=sheets.title,
            version=sheets.label.upper() if draft else sheets.label,
            moment_words=sheets.moment_words,
            marking=sheets.marking.upper(),
            made_at=sheets.made_at,
            demonstration=sheets.demonstration,
        )
    )
    answered = not_applicable(sheets.answers)
    matrix = matrix_of(sheets.actions, framework.areas, framework.ps, answered)
    plan_cover.write(book, sheets, framework, covered_cells(matrix), len(matrix))
    _plan(book, sheets, framework)
    _matrix(book, matrix, framework)
    _progress(book, sheets)
    plan_parts.write(book, sheets.actions, sheets.answers, framework)
    _gaps(book, sheets)
    return book.finish()


def file_name(
    force_id: str,
    label: str,
    day: dt.date,
    *,
    marking: str = OFFICIAL_SENSITIVE,
    demonstration: bool = False,
) -> str:
    """'2022-03-03-gloucestershire-vawg-plan-draft-OFFICIAL-SENSITIVE.xlsx'."""
    return workbooks_out.file_name(
        day, force_id, "vawg-plan", label, marking=marking, demonstration=demonstration
    )


def _plan(book: Book, sheets: PlanSheets, framework: Framework) -> None:
    names = names_by_kind(framework)
    sheet = book.sheet("Plan", [c.width for c in PLAN_COLUMNS], paper=workbooks_out.A3)
    sheet.header([c.heading for c in PLAN_COLUMNS], frozen_columns=2)
    styles = [_style_of(c) for c in PLAN_COLUMNS]
    for action in sheets.actions:
        follows = _what_follows(sheets.judged[action.id], sheets.records[action.id])
        sheet.row(
            [
                cell_of(action, c.field, names) if c.read_back else follows[c.field]
                for c in PLAN_COLUMNS
            ],
            styles,
        )
    sheet.end_table()
    sheet.print_columns(PRINTED)

    at = {c.field: number for number, c in enumerate(PLAN_COLUMNS)}
    one_of = "Choose one from the list in the cell"
    sheet.choices(
        at["lead_p"],
        [p.name for p in framework.ps.values()],
        f"{one_of}. To keep a suggestion as it is, press Escape.",
    )
    sheet.choices(at["status"], [s.full_label for s in DeliveryStatus], f"{one_of}.")
    sheet.choices(at["publishable"], ["Yes", "No"], "Yes or No.")
    sheet.choices(at["sensitive"], ["Yes", "No"], "Yes or No.")
    sheet.choices(at["inspectorate_status"], [s.label for s in InspectorateStatus], f"{one_of}.")
    sheet.numbers_between(at["percent"], 0, 100, "A whole number from 0 to 100, or nothing.")
    for name in ("start", "due"):
        sheet.numbers_between(
            at[name],
            dt.date(2000, 1, 1),
            dt.date(2100, 12, 31),
            "A date, such as 31 Mar 2022. Words such as 'Ongoing' go into 'Due, in words'.",
        )
    sheet.fills(at["status"], STATED_STYLES)
    sheet.fills(at["calculated_status"], CALCULATED_STYLES)
    for name in HIDDEN:
        sheet.hide(at[name], PLAN_COLUMNS[at[name]].width)


def _style_of(column: PlanColumn) -> Style:
    if column.date:
        return Style.DATE
    return Style.LINE if column.field in _SHORT else Style.TEXT


def _what_follows(judgement: Judgement, record: Record) -> dict[str, Value]:
    return {
        "calculated_status": judgement.status.label,
        "reasons": "; ".join(judgement.reasons),
        "last_progress_on": record.last_progress_on,
        "slips": judgement.slips,
    }


def _matrix(book: Book, matrix: Matrix, framework: Framework) -> None:
    ps = list(framework.ps.values())
    sheet = book.sheet("Matrix", [28, *[22] * len(ps), 18])
    sheet.header(["Improvement area", *(p.name for p in ps), "Covered in this area"])
    for area in framework.areas.values():
        cells = [matrix[area.id, p.id] for p in ps]
        covered = sum(c.covered for c in cells)
        sheet.row(
            [area.name, *map(_cell_words, cells), f"{covered} of {len(cells)}"],
            [Style.TOTAL, *map(_cell_style, cells), Style.TOTAL],
        )
    totals = [sum(matrix[a, p.id].covered for a in framework.areas) for p in ps]
    sheet.row(
        [
            "Covered under this P",
            *(f"{total} of {len(framework.areas)}" for total in totals),
            f"{sum(totals)} of {len(matrix)}",
        ],
        [Style.TOTAL] * (len(ps) + 2),
    )
    sheet.skip()
    for note in (
        "Covered: at least one live action whose area and lead P a person has accepted.",
        "Only suggested: an action was suggested for this cell, and nobody has accepted it yet.",
        "Not applicable: the force answered that nothing is needed there, with its reason.",
        "Gap: no live action. An action that only supports this P is mentioned; it does not cover.",
        "An action in several areas is counted in each. Numbers of actions are no sign of merit.",
    ):
        sheet.line(note)


def _cell_words(cell: Cell) -> str:
    if cell.covered:
        waiting = f", {cell.suggested} more suggested" if cell.suggested else ""
        return f"Covered: {cell.accepted} ({cell.complete} complete){waiting}"
    if cell.answered and cell.not_applicable:
        return f"Not applicable, because: {cell.not_applicable.words}"
    if cell.suggested:
        return f"Only suggested: {cell.suggested}"
    return f"Gap ({cell.supporting} supporting)" if cell.supporting else "Gap"


def _cell_style(cell: Cell) -> Style:
    if cell.covered:
        return Style.ON_TRACK
    if cell.answered:
        return Style.TEXT
    return Style.UNEVIDENCED if cell.suggested else Style.MISSING


def _progress(book: Book, sheets: PlanSheets) -> None:
    sheet = book.sheet("Progress", [14, 11, 44, 20, 10, 70, 26])
    if not sheets.updates:
        sheet.line("No progress update was recorded by this moment.")
        return
    headings = ["Recorded on", "Reference", "Action", "Delivery status", "Percent reported"]
    sheet.header([*headings, "What was reported", "By"])
    for update in sheets.updates:
        sheet.row(
            [
                update.on,
                update.reference,
                update.title,
                update.status.full_label,
                update.percent,
                update.note,
                update.who,
            ],
            [
                Style.DATE,
                Style.LINE,
                Style.TEXT,
                Style(update.status.value),
                Style.NUMBER,
                Style.TEXT,
                Style.TEXT,
            ],
        )
    sheet.end_table()


def _gaps(book: Book, sheets: PlanSheets) -> None:
    sheet = book.sheet("Gaps", [34, 70, 70])
    if not sheets.gaps:
        sheet.line(f"Nothing was found missing, judged on {in_words(sheets.judged_on)}.")
        return
    sheet.header(["What is missing", "Where", "Why it matters"])
    for gap in sheets.gaps:
        sheet.row([gap.kind, gap.what, gap.why], [Style.TEXT, Style.TEXT, Style.TEXT])
    sheet.end_table()
