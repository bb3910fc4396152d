"""What a force answers about its plan: cells not applicable, responses, the four tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from vawg_plans.domain.actions import cleaned
from vawg_plans.domain.answers import (
    Answer,
    Answers,
    Choice,
    Test,
    answer_problems,
    is_known,
    kind_of,
)
from vawg_plans.domain.four_tests import Assessment, assessed
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import plan_id_of
from vawg_plans.errors import InvalidInput, StaleEdit
from vawg_plans.services.actions import ensure_plan
from vawg_plans.services.gate import allowed
from vawg_plans.store import answers as answer_rows
from vawg_plans.store.store import Store


def answers_of(
    store: Store, actor: Actor, force_id: str, *, as_of: dt.date | None = None
) -> Answers:
    """A force's answers now, or as they stood at the end of a day, by question."""
    allowed(store, actor, Permission.READ_DRAFT, force_id)
    upto = store.sequence_at(as_of)
    with store.read() as rows:
        return answer_rows.of_plan(rows, plan_id_of(force_id), upto)


def answer(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    question: str,
    choice: Choice | None,
    words: str,
    *,
    read_revision: int,
    evidence: str = "",
) -> Answer:
    """Answer a question about the plan, or take the answer back (no choice). The same answer
    again writes nothing.

    Raises `StaleEdit`, with both, if somebody answered it since `read_revision` (0: nobody had).
    """
    allowed(store, actor, permission_to_answer(question), force_id)
    if not is_known(question, framework):
        raise InvalidInput(f"The framework does not ask '{question}'.")
    with store.write(actor, reason="answered", force_id=force_id) as writing:
        plan_id = ensure_plan(writing, framework, force_id)
        found = answer_rows.history(writing.rows, plan_id, question)
        before = found[0] if found else None
        blank = Answer(plan_id, force_id, question)
        given = {"choice": choice, "words": words.strip(), "evidence": evidence.strip()}
        if choice is None:
            given |= {"words": "", "evidence": ""}
        after = replace(before or blank, **{k: cleaned(v) for k, v in given.items()})
        problems = answer_problems(after)
        if problems:
            raise InvalidInput(problems)
        if (before or blank).revision != read_revision:
            raise StaleEdit(
                "Somebody else answered this while you were writing.",
                theirs=before,
                yours=after,
                fields=[name for name in given if getattr(before, name) != getattr(after, name)],
            )
        if after == (before or blank):
            return after
        return answer_rows.add(writing, before, after)


def permission_to_answer(question: str) -> Permission:
    """What answering this takes: how the plan is governed is for its chair and its lead to say."""
    return Permission.GOVERN if kind_of(question) == "governance" else Permission.EDIT_PLAN


def answer_history(store: Store, actor: Actor, force_id: str, question: str) -> list[Answer]:
    """Every revision of one answer, newest first."""
    allowed(store, actor, Permission.READ_DRAFT, force_id)
    with store.read() as rows:
        return answer_rows.history(rows, plan_id_of(force_id), question)


def governance_of(store: Store, actor: Actor, force_id: str) -> dict[str, list[Answer]]:
    """Every revision of what the force says of how its plan is governed, by question, newest
    first.
    """
    allowed(store, actor, Permission.READ_DRAFT, force_id)
    with store.read() as rows:
        return answer_rows.histories(rows, plan_id_of(force_id), "governance")


def assessments(
    store: Store, framework: Framework, actor: Actor, force_id: str
) -> dict[tuple[str, Test], Assessment]:
    """Each area against each of the four tests, as assessed now and last time."""
    allowed(store, actor, Permission.READ_DRAFT, force_id)
    with store.read() as rows:
        histories = answer_rows.histories(rows, plan_id_of(force_id), "test")
    return assessed(histories, framework)
