"""The sheet of answers that we exported: what the file makes of each, and what clashes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from vawg_plans.domain import governance
from vawg_plans.domain.actions import cleaned
from vawg_plans.domain.answers import (
    OF_THE_PLAN,
    Answer,
    Answers,
    Choice,
    Test,
    answer_problems,
    choices_of,
    is_known,
    of_cell,
    of_recommendation,
    of_test,
    question_words,
)
from vawg_plans.domain.cell_words import short
from vawg_plans.domain.choosing import AnswerChange, Choices, Clash, ClashingPlace, Removed
from vawg_plans.domain.differences import Keep
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.importing_cells import RowReader
from vawg_plans.domain.part_columns import ANSWER_WORDS
from vawg_plans.domain.reading_as import plain_words
from vawg_plans.domain.returning_rows import Reading, revision_of, same
from vawg_plans.domain.returning_tables import OwnTable
from vawg_plans.domain.sought import brings_back
from vawg_plans.domain.tables import Problem, Severity
from vawg_plans.domain.value_texts import text_of

_FIELDS = {"choice": "Answer", "words": "In words", "evidence": "Where the evidence is held"}
_WHOLE = "whole"
# One revision of an answer; None where there is none.
BaseOf = Callable[[str, int], Answer | None]


@dataclass(slots=True)
class AnswersRead:
    """What the file makes of the force's answers."""

    changes: list[AnswerChange] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: set[tuple[str, int]] = field(default_factory=set)


def read_answers(
    own: OwnTable,
    reading: Reading,
    now: Answers,
    base_of: BaseOf,
    carried: Mapping[str, int],
    choices: Choices,
    *,
    plan_id: str,
    force_id: str,
) -> AnswersRead:
    """Compare each row three ways with the answer it was made from and the one that stands."""
    read = AnswersRead()
    framework, setting = reading.framework, reading.of(own.table)
    questions = _questions(framework)
    seen: dict[str, int] = {}
    for row in own.table.rows:
        reader = RowReader(setting, row)
        question = "".join(row.text("question_id").split())
        shown = own.follows.get(row.number, {}).get("question")
        if not question and shown is not None:
            question = questions.get(plain_words(shown.text), "")
        if not is_known(question, framework):
            where = shown.address if shown else reader.at("question_id")
            said = f"'{short(shown.text)}'" if shown else "This row"
            reason = f"{said} is not a question that is asked here; take its words from the sheet."
            reader.refuse(where, reason)
        elif question in seen:
            reason = f"This question is answered in row {seen[question]} already."
            reader.refuse(reader.at("choice"), reason)
        else:
            seen[question] = row.number
            revision = revision_of(row) or carried.get(question)
            theirs = now.get(question) or Answer(plan_id, force_id, question)
            was = base_of(question, revision) if revision else None
            _compare(read, own, reader, framework, was, theirs, choices)
        read.problems += reader.problems
        if reader.refused:
            read.refused.add((own.table.sheet, row.number))
    for question in carried:
        answer = now.get(question)
        if question in seen or answer is None or not answer.given:
            continue
        key = f"answer:{question}@{answer.revision}"
        read.removed.append(Removed(key, "Answer", question_words(question, framework)))
        if key in choices.withdraw:
            after = replace(answer, choice=None, words="", evidence="")
            read.changes.append(AnswerChange(answer, after, tuple(_FIELDS)))
    return read


def _questions(framework: Framework) -> dict[str, str]:
    """Every question by its words."""
    every = [
        *OF_THE_PLAN,
        *governance.PARTS,
        *(of_recommendation(r) for r in framework.recommendations),
        *(of_cell(area, p) for area in framework.areas for p in framework.ps),
        *(of_test(area, test) for area in framework.areas for test in Test),
    ]
    return {plain_words(question_words(q, framework)): q for q in every}


def _compare(
    read: AnswersRead,
    own: OwnTable,
    reader: RowReader,
    framework: Framework,
    was: Answer | None,
    theirs: Answer,
    choices: Choices,
) -> None:
    known = was is not None or not theirs.given
    base = was or (theirs if not known else replace(theirs, choice=None, words="", evidence=""))
    mine = replace(base, **_edits(reader, own, base))
    if was is not None:
        _say_untaken(reader, own, was, framework)
    if reader.refused or _said(mine) == _said(base):
        return
    names = list(_FIELDS)
    if theirs.given != base.given:
        # Answered, or taken back, since the file was made: it is all or nothing.
        names = [_WHOLE]
    kept, open_places = {}, []
    for name in names:
        b, t, m = (_value(a, name) for a in (base, theirs, mine))
        if m in (b, t):
            continue
        sure = known and not brings_back(_text(t), _text(m))
        if sure and t == b:
            kept[name] = m
            continue
        key = f"answer:{theirs.question}@{theirs.revision}:{name}"
        texts = [_text(v) for v in (b, t, m)]
        both = (Keep.BOTH,) if name in ("words", "evidence") else ()
        offered = (*both, Keep.THEIRS, Keep.MINE)
        chosen = choices.keep.get(key)
        if chosen not in offered:
            place = ClashingPlace(
                key, _FIELDS.get(name, "Answer"), texts[0] if sure else None, texts[1], texts[2],
                offered, own.table.sheet, reader.at("words" if name == _WHOLE else name),
                theirs.said_by,
            )  # fmt: skip
            open_places.append(place)
        elif chosen is Keep.MINE:
            kept[name] = m
        elif chosen is Keep.BOTH:
            kept[name] = t if m in t else f"{t}\n\n{m}" if t else m
    if open_places:
        name = question_words(theirs.question, framework)
        read.clashes.append(Clash(name, tuple(open_places), question=theirs.question))
    if _WHOLE in kept:
        kept = dict(zip(_FIELDS, kept[_WHOLE], strict=True))
    after = replace(theirs, **kept)
    problems = [] if open_places else answer_problems(after)
    for reason in problems:
        reader.refuse(reader.at("words"), reason)
    if not problems and _said(after) != _said(theirs):
        before = theirs if theirs.revision else None
        read.changes.append(AnswerChange(before, after, tuple(kept)))


def _said(answer: Answer) -> tuple[Any, ...]:
    return answer.choice, answer.words, answer.evidence


def _value(answer: Answer, name: str) -> Any:
    return _said(answer) if name == _WHOLE else getattr(answer, name)


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        choice, *words = value
        said = "; ".join(w for w in words if w)
        return f"{_text(choice)}: {said}" if choice else ""
    if isinstance(value, Choice):
        return ANSWER_WORDS[value]
    return value or ""


def _edits(reader: RowReader, own: OwnTable, base: Answer) -> dict[str, Any]:
    edits: dict[str, Any] = {}
    for name in ("words", "evidence"):
        cell = reader.row.first(name)
        if own.has(name) and not same(cell, getattr(base, name) or None):
            edits[name] = cleaned(text_of(cell.text)) if cell else ""
    cell = reader.row.first("choice")
    had = ANSWER_WORDS[base.choice] if base.choice else None
    if own.has("choice") and (not same(cell, had) or not base.given):
        edits |= _choice(reader, base)
    return {name: v for name, v in edits.items() if v != getattr(base, name)}


def _choice(reader: RowReader, base: Answer) -> dict[str, Any]:
    """The answer that a cell names, of those that the question takes."""
    cell = reader.row.first("choice")
    offered = choices_of(base.question)
    if cell is None:
        if base.given:
            reason = "An empty answer is not taken; to take the answer back, take out its row."
            reader.note(Severity.NOTICE, reader.at("choice"), reason)
        elif len(offered) == 1:
            return {"choice": offered[0]}
        else:
            reader.refuse(reader.at("choice"), "Say which answer it is.")
        return {}
    words = plain_words(cell.text)
    for choice in offered:
        if words in (plain_words(choice.label), plain_words(ANSWER_WORDS[choice]), choice.value):
            return {"choice": choice}
    understood = ", ".join(f"'{ANSWER_WORDS[c]}'" for c in offered)
    reader.refuse(cell.address, f"'{short(cell.text)}' is no answer to that; use {understood}.")
    return {}


def _say_untaken(reader: RowReader, own: OwnTable, was: Answer, framework: Framework) -> None:
    exported: dict[str, str | dt.date | None] = {
        "question": question_words(was.question, framework),
        "said_on": was.said_on,
        "said_by": was.said_by or None,
    }
    headings = {c.field: c.heading for c in (own.part.columns if own.part else ())}
    for name, cell in own.follows.get(reader.row.number, {}).items():
        if name in exported and not same(cell, exported[name]):
            reason = (
                f"'{headings[name]}' follows from the record; what is written here is not read."
            )
            reader.note(Severity.NOTICE, cell.address, reason)
