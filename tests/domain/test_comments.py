"""Comments as threads: what presses first, and what is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from vawg_plans.domain.comments import (
    LONGEST_WORDS,
    Asks,
    Comment,
    CommentState,
    comment_problems,
    open_threads,
    threads_in,
)

NOON = dt.datetime(2022, 3, 1, 12)


def said(name: str, hour: int, **more: object) -> Comment:
    one = Comment(name, "plan-kent", "kent", name, said_at=NOON + dt.timedelta(hours=hour))
    return replace(one, **more)


def test_what_awaits_a_decision_comes_first_then_what_is_open_each_newest_first() -> None:
    resolved = {"state": CommentState.RESOLVED}
    found = threads_in(
        [
            said("asked", 0, asks=Asks.DECISION),
            said("old", 1),
            said("settled", 2, **resolved),
            said("newer", 3),
            said("decided", 4, asks=Asks.DECISION, **resolved),
            said("asked later", 5, asks=Asks.DECISION),
            said("answer", 6, answers="old"),
            said("another", 7, answers="old"),
        ]
    )
    names = [t.comment.id for t in found]
    assert names == ["asked later", "asked", "old", "newer", "decided", "settled"]
    assert [r.id for r in found[2].replies] == ["answer", "another"]
    assert found[2].newest.id == "another"
    assert [t.comment.id for t in open_threads(found)] == names[:4]


@pytest.mark.parametrize(
    ("words", "problem"),
    [("Yes", None), (" \n", "Write the comment"), ("x" * (LONGEST_WORDS + 1), "5,000 characters")],
)
def test_a_comment_has_words_and_not_too_many(words: str, problem: str | None) -> None:
    found = comment_problems(words)
    assert found == [] if problem is None else problem in found[0]
