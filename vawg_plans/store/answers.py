"""What forces answer about their plans, in the database: one row a revision, never changed."""

from __future__ import annotations

import dataclasses

from vawg_plans.domain.answers import Answer, Answers, Choice
from vawg_plans.domain.moments import london_day
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import Act, new_salt, row_digest
from vawg_plans.store.store import NOW, Writing

_PLAIN = ("plan_id", "force_id", "question", "revision", "sequence", "words", "evidence", "salt")


def to_row(answer: Answer) -> Row:
    """An answer as a row of `answer_revision`."""
    return {name: getattr(answer, name) for name in _PLAIN} | {"choice": answer.choice or ""}


def from_row(row: Row) -> Answer:
    """A row of `answer_revision`, read with its commit, as an answer."""
    return Answer(
        choice=Choice(row["choice"]) if row["choice"] else None,
        said_on=london_day(row["committed_at"]),
        said_by=row["who"],
        **{name: row[name] for name in _PLAIN},
    )


def of_plan(rows: Rows, plan_id: str, upto: int = NOW) -> Answers:
    """The answers about a plan at a moment, by question; those taken back too."""
    found = rows.all("answers.of_plan", plan_id=plan_id, upto=upto)
    return {row["question"]: from_row(row) for row in found}


def history(rows: Rows, plan_id: str, question: str) -> list[Answer]:
    """Every revision of one answer, newest first."""
    return [from_row(r) for r in rows.all("answers.history", plan_id=plan_id, question=question)]


def histories(rows: Rows, plan_id: str, kind: str) -> dict[str, list[Answer]]:
    """Every revision of the answers to one kind of question, by question, newest first."""
    found: dict[str, list[Answer]] = {}
    for row in rows.all("answers.histories", plan_id=plan_id, pattern=f"{kind}:%"):
        found.setdefault(row["question"], []).append(from_row(row))
    return found


def add(writing: Writing, before: Answer | None, after: Answer) -> Answer:
    """Write the answer's next revision and chain it."""
    written = dataclasses.replace(
        after,
        revision=(before.revision if before else 0) + 1,
        sequence=writing.sequence,
        salt=new_salt(),
    )
    writing.rows.insert("answer_revision", [to_row(written)])
    writing.record(act_of(written, before))
    return written


def act_of(after: Answer, before: Answer | None) -> Act:
    """The entry that speaks for a revision of an answer."""
    row = to_row(after)
    return Act(
        "answer revised",
        object_of(row),
        row["revision"],
        row_digest(to_row(before)) if before else None,
        row_digest(row),
    )


def object_of(row: Row) -> str:
    """How the record names an answer."""
    return f"answer:{row['plan_id']}:{row['question']}"
