"""What a plan holds beside its rows: milestones, evidence, risks, and what the force answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from vawg_plans.domain.actions import Action
from vawg_plans.domain.answers import Answers, question_words
from vawg_plans.domain.framework import Framework
from vawg_plans.exchange.workbook_styles import Style
from vawg_plans.exchange.workbooks_out import Book, Value

SHEETS = ("Milestones", "Evidence", "Risks", "Answers")
_OF = ("Reference", "Action")
Rows = Iterable[tuple[Value, ...]]


def write(book: Book, actions: Sequence[Action], answers: Answers, framework: Framework) -> None:
    """A sheet for each: a row says which action it belongs to."""
    _of_actions(
        book,
        "Milestones",
        ("Milestone", "Due", "Done on"),
        actions,
        lambda a: [(m.title, m.due, m.done_on) for m in a.milestones],
    )
    _of_actions(
        book,
        "Evidence",
        ("Evidence", "Where it is held", "Link", "Dated", "Added on"),
        actions,
        lambda a: [(e.title, e.held, e.link, e.dated, e.added_on) for e in a.evidence_items],
    )
    _of_actions(
        book,
        "Risks",
        ("Risk", "Likelihood", "Impact", "Response"),
        actions,
        lambda a: [(r.words, r.likelihood, r.impact, r.response) for r in a.risks],
    )
    _table(
        book,
        "Answers",
        ("Question", "Answer", "In words", "Where the evidence is held", "Said on", "By"),
        [
            (
                question_words(a.question, framework),
                a.choice.label if a.choice else None,
                a.words,
                a.evidence,
                a.said_on,
                a.said_by,
            )
            for a in answers.values()
            if a.given
        ],
    )


def _of_actions(
    book: Book,
    name: str,
    headings: tuple[str, ...],
    actions: Sequence[Action],
    rows: Callable[[Action], Rows],
) -> None:
    found = [(a.reference, a.title, *row) for a in actions for row in rows(a)]
    _table(book, name, (*_OF, *headings), found)


def _table(
    book: Book, name: str, headings: tuple[str, ...], rows: Sequence[tuple[Value, ...]]
) -> None:
    sheet = book.sheet(name, [14 if h in _NARROW else 40 for h in headings])
    if not rows:
        sheet.line("Nothing was recorded here by this moment.")
        return
    sheet.header(list(headings))
    for row in rows:
        sheet.row(row, [Style.DATE if isinstance(v, dt.date) else Style.TEXT for v in row])
    sheet.end_table()


_NARROW = ("Reference", "Due", "Done on", "Dated", "Added on", "Said on", "Likelihood", "Impact")
