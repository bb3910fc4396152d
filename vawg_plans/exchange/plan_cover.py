"""The cover of a plan's workbook: whose plan, which moment, what words mean, how to return it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words, moment_in_words
from vawg_plans.domain.plan_columns import PLAN_COLUMNS
from vawg_plans.domain.rules import CalculatedStatus, percent_words, progress_of
from vawg_plans.exchange.workbook_styles import Style
from vawg_plans.exchange.workbooks_out import Book, Sheet, Value

if TYPE_CHECKING:
    from vawg_plans.exchange.plan_out import PlanSheets

STATED = {
    DeliveryStatus.NOT_STARTED: "The force has not begun this action.",
    DeliveryStatus.ON_TRACK: "The force expects to do it by its due date.",
    DeliveryStatus.AT_RISK: "The force may not do it by its due date.",
    DeliveryStatus.OFF_TRACK: "The force does not expect to do it by its due date as things stand.",
    DeliveryStatus.COMPLETE: (
        "The force says that it is done. It is not the inspectorate's 'closed', "
        "which is recorded apart."
    ),
}
_OF_ALL = "What is counted below and the sheet Matrix are of the whole plan; so are any gaps."
_SUGGESTED = (
    "'(suggested)' after a P, an area or another tag: words in the action suggested it, and nobody "
    "has accepted it yet."
)
_SHEETS = (
    "Progress: the newest progress updates. Milestones, Evidence and Risks: a row each, beside the "
    "action they belong to. Answers: what the force answers about its plan. Gaps: what it lacks."
)
_READ = (
    "Plan: one row an action, newest state. Filter by the arrows in the header; hidden at the far "
    "right are the id and revision that let a row find its action again, and a hidden sheet says "
    "what this file was made from.",
    "Delivery status is what the force says. Calculated status is what the record says, with its "
    "reasons under 'Why'. Where the two differ, ask.",
    _SUGGESTED,
    "Matrix: the six improvement areas by the 4Ps, with what is covered and what is a gap.",
    _SHEETS,
    "A row shows the first lines of a long cell; select the cell to read all of it.",
    "An empty cell means that nothing was recorded. It does not mean none or zero.",
)
_BRING_BACK = (
    "Change the sheets 'Plan', 'Milestones', 'Evidence', 'Risks' and 'Answers', and import this "
    "workbook on your force's import page. A preview shows what would change before anything is "
    "saved; a workbook that is not changed changes nothing.",
    "What you changed here and nobody changed in the plan is taken. What was changed in both to "
    "something else is shown to you, both values, and you choose.",
    "Rows may be sorted and filtered, columns added, moved or taken out. A new row needs only what "
    "it says: an action, or a milestone and the reference of its action. A row that you take out "
    "is asked about, and stays in the plan unless you say so.",
    "Leave the header rows and the hidden columns as they are: a row finds its action by them.",
    "Several areas, themes, posts or partners stand in one cell with a semicolon between them. "
    "'Depends on' names other actions by their reference.",
    "What follows from the record (Calculated status, Why, Last progress update, Times slipped) is "
    "not read back, nor are the other sheets; what is changed there is named in the preview.",
)


def write(book: Book, sheets: PlanSheets, framework: Framework, covered: int, cells: int) -> None:
    """Write the sheet 'Cover'. `covered` of `cells` cells of the matrix are covered."""
    sheet = book.sheet("Cover", [30, 12, 108])
    sheet.line(f"{sheets.force_name}: {sheets.title}", Style.TITLE)
    sheet.skip()
    among = "withdrawn" if any(a.withdrawn for a in sheets.rows) else "live"
    of = sheets.withdrawn if among == "withdrawn" else sheets.actions
    held = f"{len(sheets.rows):,} of {len(of):,} {among} actions"
    facts: list[tuple[str, str]] = [
        ("Version", sheets.label),
        *(
            [("Holds", f"{held}: {sheets.narrowed_to}".rstrip(": ")), ("Counts", _OF_ALL)]
            if sheets.only is not None
            else []
        ),
        *([("Leaves out", _left_out(sheets))] if sheets.without else []),
        ("Shows", sheets.moment_words),
        ("Judged on", f"{in_words(sheets.judged_on)} (what is late or stale, is so on this day)"),
        ("Marking", book.imprint.marking),
        ("Lead post", sheets.plan.lead_post or "Not recorded"),
        ("File made", f"{moment_in_words(sheets.made_at)}, London time"),
    ]
    for label, words in facts:
        sheet.row([label, words], [Style.BOLD, Style.PLAIN])
    if sheets.plan.summary:
        sheet.skip()
        sheet.row(["Summary", None, sheets.plan.summary], [Style.BOLD, Style.PLAIN, Style.TEXT])
    _counts(sheet, sheets, covered, cells)
    _statuses(sheet, sheets, framework)
    if sheets.is_draft:
        _sentences(sheet, "How to read it", _READ)
        _sentences(sheet, "How to bring it back", _BRING_BACK)
    else:
        _sentences(sheet, "How to read it", [s for s in _READ if s not in (_SUGGESTED, _SHEETS)])
    _names(sheet, framework)
    _versions(sheet, sheets)


def _left_out(sheets: PlanSheets) -> str:
    left_out = [c.heading for c in PLAN_COLUMNS if c.field in sheets.without]
    return f"What this version does not hold: {'; '.join(left_out)}"


def _table(sheet: Sheet, headings: tuple[str, str, str]) -> None:
    sheet.skip()
    sheet.row(headings, [Style.HEADING] * 3)


def _counts(sheet: Sheet, sheets: PlanSheets, covered: int, cells: int) -> None:
    actions = sheets.actions
    judged = [sheets.judged[a.id] for a in actions]
    progress = progress_of(actions)
    done = "no live action yet"
    if progress.live:
        done = f"{percent_words(progress.complete, progress.live)} of them"
    rows: list[tuple[str, Value, str]] = [
        ("Live actions", progress.live, _live_words(sheets)),
        ("Complete", progress.complete, done),
        ("Late", sum(j.late for j in judged), "Due before the judging date, not complete"),
        ("Without a due date", sum(a.due is None for a in actions), "Never counted as late"),
        ("Slipped", sum(j.slips > 0 for j in judged), "The due date was moved later"),
        ("Stale", sum(j.stale for j in judged), "Not complete, and no progress reported lately"),
        ("Statuses differ", sum(j.disagrees for j in judged), "Stated and calculated disagree"),
        ("With suggested tags", sum(bool(a.suggested) for a in actions), "Waiting for a person"),
        ("Cells covered", covered, f"Of {cells} in the matrix"),
    ]
    _table(sheet, ("What is counted", "Number", "What it means"))
    for row in rows:
        sheet.row(row, [Style.TEXT, Style.NUMBER, Style.TEXT])


def _live_words(sheets: PlanSheets) -> str:
    if any(a.withdrawn for a in sheets.rows):
        return f"Withdrawn, and held by this file: {sum(a.withdrawn for a in sheets.rows)}"
    if sheets.is_draft:
        return f"Withdrawn and left out: {len(sheets.withdrawn)}"
    return "Those without a row here are counted, and not in words"


def _statuses(sheet: Sheet, sheets: PlanSheets, framework: Framework) -> None:
    stated = Counter(a.status for a in sheets.actions)
    _table(sheet, ("Delivery status", "Actions", "What the force means by it"))
    for status, meaning in STATED.items():
        look = [Style(status.value), Style.NUMBER, Style.TEXT]
        sheet.row([status.full_label, stated[status], meaning], look)
    calculated = Counter(sheets.judged[a.id].status for a in sheets.actions)
    _table(sheet, ("Calculated status", "Actions", "What it follows from: the first that applies"))
    for worked_out, meaning in _calculated_meanings(sheets, framework).items():
        look = [
            Style.UNEVIDENCED
            if worked_out is CalculatedStatus.COMPLETE_NOT_EVIDENCED
            else Style(worked_out.value),
            Style.NUMBER,
            Style.TEXT,
        ]
        sheet.row([worked_out.label, calculated[worked_out], meaning], look)


def _calculated_meanings(sheets: PlanSheets, framework: Framework) -> dict[CalculatedStatus, str]:
    def number(parameter: str) -> int:
        return framework.parameter(parameter, sheets.judged_on)

    return {
        CalculatedStatus.COMPLETE: "Stated complete, and evidence is named.",
        CalculatedStatus.COMPLETE_NOT_EVIDENCED: "Stated complete, and no evidence is named.",
        CalculatedStatus.OFF_TRACK: (
            f"Late, or its due date was moved later {number('slips_off_track')} times or more."
        ),
        CalculatedStatus.AT_RISK: (
            f"A milestone missed, no progress reported for {number('progress_stale_days')} days, "
            "or the share of its time gone exceeds the percent reported by more than "
            f"{number('behind_points')} points."
        ),
        CalculatedStatus.NOT_STARTED: "No progress, and nothing reported.",
        CalculatedStatus.ON_TRACK: "None of these.",
    }


def _sentences(sheet: Sheet, heading: str, sentences: Sequence[str]) -> None:
    sheet.skip()
    sheet.line(heading, Style.BOLD)
    for number, sentence in enumerate(sentences, 1):
        sheet.row([None, number, sentence], [Style.PLAIN, Style.NUMBER, Style.TEXT])


def _names(sheet: Sheet, framework: Framework) -> None:
    sheet.skip()
    sheet.line("The names to use in the mapped columns", Style.BOLD)
    for column, names in (
        ("Lead P, Supporting Ps", [p.name for p in framework.ps.values()]),
        ("Improvement areas", [a.name for a in framework.areas.values()]),
        ("Cross-cutting themes", [t.name for t in framework.themes.values()]),
        ("Vulnerability themes", [t.name for t in framework.vulnerability_themes.values()]),
        ("National pillar", [p.name for p in framework.pillars.values()]),
        ("Recommendations answered", [r.label for r in framework.recommendations.values()]),
    ):
        sheet.row([column, None, "; ".join(names)], [Style.TEXT] * 3)


def _versions(sheet: Sheet, sheets: PlanSheets) -> None:
    sheet.skip()
    if not sheets.versions:
        sheet.line("No version of this plan has been shared or published by this moment.")
        return
    sheet.line("Versions so far, newest first", Style.BOLD)
    for v in sheets.versions:
        note = f". {v.note}" if v.note else ""
        if v.approved_on:
            note = f", approved by {v.approved_by}, {in_words(v.approved_on)}{note}"
        sheet.row(
            [f"Version {v.number}", None, f"{v.audience.label}, {in_words(v.judged_on)}{note}"],
            [Style.TEXT] * 3,
        )
