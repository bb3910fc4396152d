"""A blank plan as a workbook: the columns that come back, with lists, hints and guidance.

Its sheet 'Plan' has the headings of an export and its hidden ids, so that what is written in it is
read as our own: each heading is known, and nothing about a row is guessed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from vawg_plans.domain import carried
from vawg_plans.domain.actions import DeliveryStatus, TagKind
from vawg_plans.domain.carried import Carried
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.domain.plan_columns import (
    KEPT,
    LIST_SEPARATOR,
    PLAN_COLUMNS,
    PRINTED,
    PlanColumn,
    names_by_kind,
)
from vawg_plans.exchange import workbooks_out
from vawg_plans.exchange.workbook_styles import Style
from vawg_plans.exchange.workbooks_out import Book, Imprint

ROWS = 100
PLAN, LISTS = "Plan", "Lists"
LABEL = "Blank template"
# What is better chosen on the action's own page, or is not the force's to say.
_LEFT_OUT = ("measure_id", "depends_on", "inspectorate_status")
COLUMNS = tuple(
    c for c in PLAN_COLUMNS if (c.read_back and c.field not in _LEFT_OUT) or c.field in KEPT
)
_SEVERAL = f"Several stand in one cell with '{LIST_SEPARATOR.strip()}' between them."
# For each column: what to write, and an example.
GUIDANCE: dict[str, tuple[str, str]] = {
    "reference": ("Your own number for the action. No two rows have the same.", "1.10"),
    "title": (
        "What will be done. The only column that a row cannot do without.",
        "Train every first responder in stalking protection orders",
    ),
    "status": ("How it is going, from the list. Empty: not started.", "On track (green)"),
    "owner_posts": (
        f"The posts that answer for it, never a person's name. {_SEVERAL}",
        "Head of Public Protection; DCI Domestic Abuse",
    ),
    "due": ("The day by which it will be done.", "31 Mar 2022"),
    "due_words": ("Where there is no day: what the plan says of time.", "Ongoing"),
    "lead_p": ("The one P that it serves first, from the list.", "Protect"),
    "areas": (f"Of the six improvement areas, those that it serves. {_SEVERAL}", "Capability"),
    "percent": ("A whole number from 0 to 100, or nothing.", "40"),
    "description": ("More of what will be done.", "Two days, in three cohorts"),
    "supporting_ps": (f"Other Ps that it supports. {_SEVERAL}", "Prevent; Pursue"),
    "themes": (f"Partnership, culture, continuous improvement. {_SEVERAL}", "Culture"),
    "vulnerability": (f"Themes of the vulnerability action plan. {_SEVERAL}", "Leadership"),
    "pillar": (f"Pillars of the 2021 national framework. {_SEVERAL}", "Safer spaces"),
    "recommendations": (
        f"The recommendations that it answers, by label. {_SEVERAL}",
        "VAWG 4.1; Rape 1",
    ),
    "local_strand": ("The strand of your own plan that it stands under.", "Our people"),
    "partners": (f"Who else takes part. {_SEVERAL}", "Crown Prosecution Service"),
    "start": ("The day on which it begins.", "1 Nov 2021"),
    "success_measure": ("What will show that it worked.", "Nine in ten officers trained"),
    "evidence": ("Where the proof is, in words.", "Training records, March 2022"),
    "context": ("What else a reader needs.", "Asked for by the scrutiny panel"),
    "shaped_by": ("How women and girls shaped it.", "Survivors' group, June 2021"),
    "equality_impact": ("The reference of its equality impact assessment.", "EIA 2021-14"),
    "publishable": ("Yes if it may be published. Empty: no.", "Yes"),
    "sensitive": ("Yes if its words never leave the force. Empty: no.", "No"),
}
_HOW = (
    "Write one action in each row of the sheet 'Plan'. A row needs only its Action.",
    "Cells with an arrow have a list. The sheet 'Lists' has every name that is understood; write "
    "names as they stand there.",
    "Leave the row of headings and the hidden sheet and columns as they are. Columns that you do "
    "not need may be deleted; columns of your own are not read.",
    "Write posts, not people's names, and nothing by which a victim could be known.",
    "Bring it in on your force's import page. A preview shows what would be made before anything "
    "is saved. Nothing is guessed: an empty cell stays empty.",
    "Add rows later and bring the same workbook in again: rows that came before are known again.",
)


@dataclass(frozen=True, slots=True)
class Template:
    """For whom a blank plan is made, and when (UTC)."""

    force_id: str
    force_name: str
    plan_id: str
    made_at: dt.datetime
    moment_words: str
    demonstration: bool = False


def template_workbook(template: Template, framework: Framework) -> bytes:
    """The workbook's bytes; the same `template` gives the same bytes."""
    book = Book(
        Imprint(
            whose=template.force_name,
            title="Violence against women and girls action plan",
            version=LABEL.upper(),
            moment_words=template.moment_words,
            marking=OFFICIAL_SENSITIVE.upper(),
            made_at=template.made_at,
            demonstration=template.demonstration,
        ),
        comes_back=True,
    )
    _guidance(book, template)
    lists = _names(framework)
    first = 3 if template.demonstration else 2
    _plan(book, framework, {
        name: f"='{LISTS}'!${chr(65 + at)}${first + 1}:${chr(65 + at)}${first + len(words)}"
        for at, (name, words) in enumerate(lists.items())
    })  # fmt: skip
    _lists(book, lists)
    _made_from(book, template)
    return book.finish()


def file_name(force_id: str, day: dt.date, *, demonstration: bool) -> str:
    """'2022-03-03-kent-vawg-plan-blank-template-OFFICIAL-SENSITIVE.xlsx'."""
    return workbooks_out.file_name(
        day, force_id, "vawg-plan", LABEL, marking=OFFICIAL_SENSITIVE, demonstration=demonstration
    )


def _names(framework: Framework) -> dict[str, list[str]]:
    """For each column with names of the framework: all of them."""
    names = names_by_kind(framework)
    return {
        "areas": list(names[TagKind.AREA].values()),
        "supporting_ps": list(names[TagKind.P].values()),
        "themes": list(names[TagKind.THEME].values()),
        "vulnerability": list(names[TagKind.VULNERABILITY].values()),
        "pillar": list(names[TagKind.PILLAR].values()),
        "recommendations": list(names[TagKind.RECOMMENDATION].values()),
    }


def _guidance(book: Book, template: Template) -> None:
    sheet = book.sheet("How to fill it in", [26, 70, 52])
    sheet.line(f"{template.force_name}: a plan to fill in", Style.TITLE)
    sheet.line("Marked as a working plan is, because that is what it becomes.")
    sheet.skip()
    for number, sentence in enumerate(_HOW, 1):
        sheet.line(f"{number}. {sentence}")
    sheet.skip()
    sheet.row(["Column", "What to write", "For example"], [Style.HEADING] * 3)
    for column in COLUMNS:
        if column.field not in KEPT:
            words, example = GUIDANCE[column.field]
            sheet.row([column.heading, words, example], [Style.TOTAL, Style.TEXT, Style.TEXT])
    sheet.on_one_page()


def _plan(book: Book, framework: Framework, lists: dict[str, str]) -> None:
    sheet = book.sheet(PLAN, [c.width for c in COLUMNS], paper=workbooks_out.A3, read_back=True)
    sheet.header([c.heading for c in COLUMNS], frozen_columns=2)
    styles = [_style_of(c) for c in COLUMNS]
    for _ in range(ROWS):
        sheet.row([None] * len(COLUMNS), styles)
    sheet.end_table()
    chosen = {
        "status": [s.full_label for s in DeliveryStatus],
        "lead_p": [p.name for p in framework.ps.values()],
        "publishable": ["Yes", "No"],
        "sensitive": ["Yes", "No"],
    }
    for at, column in enumerate(COLUMNS):
        if column.field in KEPT:
            sheet.hide(at, column.width)
            continue
        words, example = GUIDANCE[column.field]
        sheet.hint(at, column.heading, f"{words} For example: {example}")
        if column.field in chosen:
            sheet.choices(at, chosen[column.field], "Choose one from the list in the cell.")
        elif column.date:
            sheet.dates(at, "A date, such as 31 Mar 2022. Words go into 'Due, in words'.")
        elif column.field == "percent":
            sheet.numbers_between(at, 0, 100, "A whole number from 0 to 100, or nothing.")
        else:
            sheet.offers(at, lists.get(column.field, ""))
    sheet.print_columns(PRINTED)


def _style_of(column: PlanColumn) -> Style:
    if column.date:
        return Style.DATE
    return Style.LINE if column.field in ("reference", *KEPT) else Style.TEXT


def _lists(book: Book, lists: dict[str, list[str]]) -> None:
    headings = {c.field: c.heading for c in COLUMNS}
    sheet = book.sheet(LISTS, [32] * len(lists))
    sheet.header([headings[name] for name in lists])
    for at in range(max(map(len, lists.values()))):
        row = [words[at] if at < len(words) else None for words in lists.values()]
        sheet.row(row, [Style.TEXT] * len(row))
    sheet.on_one_page()


def _made_from(book: Book, template: Template) -> None:
    """The hidden sheet by which its rows are known again, and another force's plan is spared."""
    made = carried.name_of_export(template.force_id, LABEL, 0, template.made_at)
    found = Carried(
        force_id=template.force_id,
        plan_id=template.plan_id,
        made=made,
        columns=tuple(c.field for c in COLUMNS),
        lines=frozenset(book.lines or ()),
    )
    book.lines = None
    sheet = book.sheet(carried.SHEET, [12, 40, 12, 40])
    for row in carried.rows_of(found):
        sheet.row(row, [Style.PLAIN] * len(row))
    sheet.out_of_sight()
