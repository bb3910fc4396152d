"""Comments on a plan and its actions: what people of a force say to each other about it.

A comment is answered and resolved, and one that asks for a decision comes before the Gold Group.
It is internal: in no version, no document and no export.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

LONGEST_WORDS = 5_000


class CommentState(StrEnum):
    """Whether it still waits for somebody."""

    OPEN = "open"
    RESOLVED = "resolved"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Asks(StrEnum):
    """What a comment asks for beside an answer."""

    NOTHING = ""
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Comment:
    """Words on an action (`action_id` None: on the plan as a whole), as one revision has them.

    `answers` is the comment replied to, None for one that stands by itself. `said_by` and `said_at`
    (UTC) are of its first revision, `settled_by` and `settled_at` of its last when it is resolved.
    """

    id: str
    plan_id: str
    force_id: str
    words: str
    action_id: str | None = None
    answers: str | None = None
    asks: Asks = Asks.NOTHING
    state: CommentState = CommentState.OPEN
    revision: int = 0
    sequence: int = 0
    said_by: str = field(default="", compare=False)
    said_at: dt.datetime | None = field(default=None, compare=False)
    settled_by: str = field(default="", compare=False)
    settled_at: dt.datetime | None = field(default=None, compare=False)
    # Of the stored revision: keeps the digest of its words from being guessed back.
    salt: str | None = field(default=None, compare=False, repr=False)

    @property
    def open(self) -> bool:
        return self.state is CommentState.OPEN

    @property
    def awaits_decision(self) -> bool:
        """Whether the Gold Group is asked to decide, and has not."""
        return self.open and self.asks is Asks.DECISION


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its replies, oldest first."""

    comment: Comment
    replies: tuple[Comment, ...] = ()

    @property
    def newest(self) -> Comment:
        return self.replies[-1] if self.replies else self.comment


def threads_in(comments: Iterable[Comment]) -> tuple[Thread, ...]:
    """Comments given oldest first, as threads: what awaits a decision, what is open, the rest; each
    with the newest word first.
    """
    comments = list(comments)
    replies: dict[str, list[Comment]] = {}
    for one in comments:
        if one.answers is not None:
            replies.setdefault(one.answers, []).append(one)
    found = [Thread(c, tuple(replies.get(c.id, ()))) for c in comments if c.answers is None]
    # Two sorts, both stable: the newest first, then by how much it presses.
    found.sort(key=lambda t: t.newest.said_at or dt.datetime.min, reverse=True)
    found.sort(key=lambda t: (not t.comment.awaits_decision, not t.comment.open))
    return tuple(found)


def open_threads(threads: Iterable[Thread]) -> tuple[Thread, ...]:
    """Those that still wait for somebody."""
    return tuple(t for t in threads if t.comment.open)


def comment_problems(words: str) -> list[str]:
    """Every rule a comment breaks, as sentences that say what to do."""
    if not words.strip():
        return ["Write the comment first."]
    if len(words) > LONGEST_WORDS:
        return [f"Keep the comment to {LONGEST_WORDS:,} characters."]
    return []
