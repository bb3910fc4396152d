"""What a plan holds beside its rows: milestones, evidence, risks, and what the force answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Sequence

from vawg_plans.domain.actions import Action
from vawg_plans.domain.answers import Answers, question_words
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.part_columns import ANSWER_WORDS, ANSWERS, HIDDEN, ITEMS, PARTS, Part
from vawg_plans.exchange.workbook_styles import Style
from vawg_plans.exchange.workbooks_out import Book, Value

SHEETS = tuple(part.sheet for part in PARTS)


def write(
    book: Book,
    actions: Sequence[Action],
    answers: Answers,
    framework: Framework,
    *,
    without: Container[str] = (),
) -> None:
    """A sheet for each: a row says which action it belongs to, and in hidden columns which part it
    is, so that it can be changed and brought back. Parts whose field is in `without` have none.
    """
    for part in (p for p in ITEMS if p.field not in without):
        rows = []
        for action in actions:
            of: dict[str, Value] = {
                "reference": action.reference,
                "action": action.title,
                "action_id": action.id,
            }
            of["revision"] = action.revision
            for item in getattr(action, part.field):
                rows.append([_value(of, item, c.field) for c in part.columns])
        _table(book, part, rows)
    rows = []
    for answer in answers.values():
        if answer.given:
            known: dict[str, Value] = {
                "question": question_words(answer.question, framework),
                "choice": ANSWER_WORDS[answer.choice] if answer.choice else None,
                "question_id": answer.question,
            }
            rows.append([_value(known, answer, c.field) for c in ANSWERS.columns])
    _table(book, ANSWERS, rows)


def _value(known: dict[str, Value], item: object, name: str) -> Value:
    value: Value = known[name] if name in known else getattr(item, name)
    return value


def _table(book: Book, part: Part, rows: Sequence[list[Value]]) -> None:
    sheet = book.sheet(part.sheet, [c.width for c in part.columns], read_back=True)
    if not rows:
        sheet.line("Nothing was recorded here by this moment. A row can be added below.")
    sheet.header(part.headings)
    for row in rows:
        sheet.row(row, [Style.DATE if isinstance(v, dt.date) else Style.TEXT for v in row])
    sheet.end_table()
    for number, column in enumerate(part.columns):
        if column.choices:
            sheet.choices(number, column.choices, f"One of {', '.join(column.choices)}.")
        elif column.date and column.read_back:
            sheet.dates(number)
        if column.field in HIDDEN:
            sheet.hide(number, column.width)
    sheet.print_columns(sum(c.field not in HIDDEN for c in part.columns))
