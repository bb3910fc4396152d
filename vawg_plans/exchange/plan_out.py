"""One force's plan as a workbook: cover, plan, matrix, progress and gaps.

The sheet 'Plan' has columns of `PLAN_COLUMNS` and nothing else, and what an action holds several of
has a sheet each, so that the workbook can be changed in Excel and brought back; a hidden sheet says
what it was made from. The other sheets are for reading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vawg_plans.domain import carried
from vawg_plans.domain.actions import Action, DeliveryStatus, InspectorateStatus
from vawg_plans.domain.answers import Answers, not_applicable
from vawg_plans.domain.carried import Carried, CarriedRow, short_digest
from vawg_plans.domain.coverage import covered_cells, matrix_of
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.lacking import Lack
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.domain.plan_columns import (
    KEPT,
    PRINTED,
    PlanColumn,
    chosen_columns,
)
from vawg_plans.domain.plans import Plan, Version
from vawg_plans.domain.rules import CalculatedStatus, Judgement, Record
from vawg_plans.exchange import (
    gaps_out,
    plan_cover,
    plan_matrix,
    plan_parts,
    plan_table,
    public_workbook,
    workbooks_out,
)
from vawg_plans.exchange.workbook_styles import Style
from vawg_plans.exchange.workbooks_out import Book, Imprint, Sheet

_FIGURES = ("percent", "slips")
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
class PlanSheets:
    """A plan at a moment, as it is to be written.

    `actions` are live; `judged` and `records` hold what follows from each, by id, at `judged_on`.
    `label` is 'Draft' or a version's name, such as 'Version 3 (published)'; `moment_words` says
    which moment is shown; `made_at` is the UTC moment the file is made, `sequence` the newest
    commit that it shows.

    A version has no sheet of progress and none of gaps, which are the force's own working matters,
    and no column and none of the parts in `without` (fields of an action), which it did not freeze:
    an empty column would say that nothing was recorded.

    `only` narrows the rows to these actions (by id) and `columns` the plan's columns to these
    fields; `narrowed_to` says in words what was chosen, and `filtered` that somebody chose the
    rows, which a version does not. What is counted (cover, matrix) stays that
    of the whole plan, and the workbook comes back without asking about what it never held.

    `frozen` is all that a public version froze: the workbook then carries it, to be proved.
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
    gaps: Sequence[Lack] = ()
    answers: Answers = field(default_factory=dict)
    demonstration: bool = False
    sequence: int = 0
    only: frozenset[str] | None = None
    columns: tuple[str, ...] | None = None
    narrowed_to: str = ""
    filtered: bool = False
    without: frozenset[str] = frozenset()
    frozen: Mapping[str, Any] | None = None

    @property
    def is_draft(self) -> bool:
        """Whether it is the force's own plan, now or then, and no version of it."""
        return self.label.casefold().startswith("draft")

    @property
    def rows(self) -> list[Action]:
        """The actions that have a row: the live ones, or of all those that were chosen."""
        if self.only is None:
            return list(self.actions)
        return [a for a in (*self.actions, *self.withdrawn) if a.id in self.only]

    @property
    def table_columns(self) -> list[PlanColumn]:
        """The plan's columns: those chosen, of those that this moment has."""
        return [c for c in chosen_columns(self.columns) if c.field not in self.without]

    @property
    def title(self) -> str:
        """The plan's own title, or what every plan is."""
        return self.plan.title or "Violence against women and girls action plan"


def imprint_of(sheets: PlanSheets) -> Imprint:
    """What every sheet, page and row of the file says about itself."""
    return Imprint(
        whose=sheets.force_name,
        title=sheets.title,
        version=sheets.label.upper() if sheets.is_draft else sheets.label,
        moment_words=sheets.moment_words,
        marking=sheets.marking.upper(),
        made_at=sheets.made_at,
        demonstration=sheets.demonstration,
        filtered=sheets.filtered,
    )


def plan_workbook(sheets: PlanSheets, framework: Framework) -> bytes:
    """The workbook's bytes; the same `sheets` give the same bytes."""
    book = Book(imprint_of(sheets), comes_back=True)
    answered = not_applicable(sheets.answers)
    matrix = matrix_of(sheets.actions, framework.areas, framework.ps, answered)
    plan_cover.write(book, sheets, framework, covered_cells(matrix), len(matrix))
    follows = _plan(book, sheets, framework)
    plan_matrix.write(book, matrix, framework)
    if sheets.is_draft:
        _progress(book, sheets)
    plan_parts.write(book, sheets.rows, sheets.answers, framework, without=sheets.without)
    if sheets.is_draft:
        gaps_out.write(book, sheets.gaps, sheets.judged_on)
    if sheets.frozen is not None:
        public_workbook.frozen(book, sheets.frozen)
    _made_from(book, sheets, follows)
    return book.finish()


def file_name(
    force_id: str,
    label: str,
    day: dt.date,
    *,
    filtered: bool = False,
    marking: str = OFFICIAL_SENSITIVE,
    demonstration: bool = False,
    ending: str = "xlsx",
) -> str:
    """'2022-03-03-gloucestershire-vawg-plan-draft-OFFICIAL-SENSITIVE.xlsx'."""
    return workbooks_out.file_name(
        day,
        force_id,
        "vawg-plan",
        "filtered" if filtered else "",
        label,
        marking=marking,
        demonstration=demonstration,
        ending=ending,
    )


def _plan(book: Book, sheets: PlanSheets, framework: Framework) -> dict[str, dict[str, str]]:
    """Write the plan's rows; gives, by action, the digests of what is not read back."""
    columns = sheets.table_columns
    sheet = book.sheet("Plan", [c.width for c in columns], paper=workbooks_out.A3, read_back=True)
    sheet.header([c.heading for c in columns], frozen_columns=2)
    styles = [_style_of(c) for c in columns]
    digests = {}
    for action, values in plan_table.lines(sheets, framework):
        sheet.row(values, styles)
        digests[action.id] = {
            c.field: short_digest([value])
            for c, value in zip(columns, values, strict=True)
            if not c.read_back
        }
    sheet.end_table()
    shown = [c for c in columns if c.field not in KEPT]
    sheet.print_columns(min(PRINTED, len(shown)))
    _validate(sheet, {c.field: number for number, c in enumerate(columns)}, framework)
    for number, column in enumerate(columns):
        if column.field in KEPT:
            sheet.hide(number, column.width)
    return digests


def _validate(sheet: Sheet, at: Mapping[str, int], framework: Framework) -> None:
    """Drop-downs, limits and fills, of those columns that are there."""
    one_of = "Choose one from the list in the cell."
    lists: dict[str, list[str]] = {
        "lead_p": [p.name for p in framework.ps.values()],
        "status": [s.full_label for s in DeliveryStatus],
        "publishable": ["Yes", "No"],
        "sensitive": ["Yes", "No"],
        "inspectorate_status": [s.label for s in InspectorateStatus],
    }
    for name, words in lists.items():
        if name in at:
            message = one_of if len(words) > 2 else "Yes or No."
            if name == "lead_p":
                message = f"{one_of} To keep a suggestion as it is, press Escape."
            sheet.choices(at[name], words, message)
    if "percent" in at:
        sheet.numbers_between(at["percent"], 0, 100, "A whole number from 0 to 100, or nothing.")
    for name in ("start", "due"):
        if name in at:
            sheet.dates(
                at[name],
                "A date, such as 31 Mar 2022. Words such as 'Ongoing' go into 'Due, in words'.",
            )
    for name, fills in (("status", STATED_STYLES), ("calculated_status", CALCULATED_STYLES)):
        if name in at:
            sheet.fills(at[name], fills)


def _made_from(book: Book, sheets: PlanSheets, follows: Mapping[str, Mapping[str, str]]) -> None:
    """The hidden sheet by which the workbook finds its way back."""
    made = carried.name_of_export(sheets.force_id, sheets.label, sheets.sequence, sheets.made_at)
    found = Carried(
        force_id=sheets.force_id,
        plan_id=sheets.plan.id,
        label=sheets.label,
        sequence=sheets.sequence,
        made=made,
        columns=tuple(c.field for c in sheets.table_columns),
        actions={a.id: CarriedRow(a.revision, follows[a.id]) for a in sheets.rows},
        answers={q: a.revision for q, a in sheets.answers.items() if a.given},
        lines=frozenset(book.lines or ()),
    )
    book.lines = None
    sheet = book.sheet(carried.SHEET, [12, 40, 12, 40])
    for row in carried.rows_of(found):
        sheet.row(row, [Style.PLAIN] * len(row))
    sheet.out_of_sight()


def _style_of(column: PlanColumn) -> Style:
    if column.date:
        return Style.DATE
    if column.field in _FIGURES:
        return Style.FIGURE
    return Style.LINE if column.field in _SHORT else Style.TEXT


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
