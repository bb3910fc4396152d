"""What a Gold Group decides: in which words, who sees to it, by when, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from vawg_plans.domain.moments import in_words

LONGEST_WORDS = 2_000
LONGEST_POST = 200
LONGEST_OUTCOME = 2_000
LONGEST_WHY = 1_000


class DecisionState(StrEnum):
    """How far a decision has come. One that was dropped stays in the log with its reason."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision, as one revision has it.

    `number` runs through all decisions of the plan, so that it names one without its meeting. `key`
    is the item of the agenda on which it was taken, `action_id` the action it is about, if any.
    `outcome` says what came of it; `why` why this revision was made, empty for the first.
    `sequence` is the commit of this revision, `decided_in` that of the first, and `settled_in` that
    from which it has been in its state (0 where that was not read); `said_on`, `decided_on` and
    `settled_on` are their days in London, `said_by` who wrote this revision.
    """

    id: str
    meeting_id: str
    plan_id: str
    force_id: str
    number: int
    key: str
    action_id: str | None = None
    words: str = ""
    owner_post: str = ""
    due: dt.date | None = None
    state: DecisionState = DecisionState.OPEN
    outcome: str = ""
    why: str = ""
    revision: int = 0
    sequence: int = 0
    meeting_number: int = field(default=0, compare=False)
    decided_in: int = field(default=0, compare=False)
    decided_on: dt.date | None = field(default=None, compare=False)
    said_on: dt.date | None = field(default=None, compare=False)
    said_by: str = field(default="", compare=False)
    settled_in: int = field(default=0, compare=False)
    settled_on: dt.date | None = field(default=None, compare=False)
    # Of the stored revision: keeps the digest of its words from being guessed back.
    salt: str | None = field(default=None, compare=False, repr=False)

    @property
    def is_open(self) -> bool:
        return self.state is DecisionState.OPEN

    def overdue(self, on: dt.date) -> bool:
        """Open, and its day has passed."""
        return self.is_open and self.due is not None and self.due < on


# What may be changed of a decision once it was taken; what it is about stays.
CHANGEABLE = ("words", "owner_post", "due", "state", "outcome")
LABELS = {
    "words": "Decision",
    "owner_post": "Owner",
    "due": "By",
    "state": "State",
    "outcome": "What came of it",
}


def decision_problems(decision: Decision) -> list[str]:
    """Every rule it breaks, as sentences that say what to do."""
    found = []
    if not decision.words.strip():
        found.append("Say what was decided.")
    if len(decision.words) > LONGEST_WORDS:
        found.append(f"Keep the decision to {LONGEST_WORDS:,} characters.")
    if not decision.owner_post.strip():
        found.append("Name the post that sees to it.")
    if len(decision.owner_post) > LONGEST_POST:
        found.append(f"Keep the post to {LONGEST_POST} characters.")
    if decision.due is not None and not 2000 <= decision.due.year <= 2100:
        found.append("Give a day between 2000 and 2100.")
    if len(decision.outcome) > LONGEST_OUTCOME:
        found.append(f"Keep what came of it to {LONGEST_OUTCOME:,} characters.")
    if decision.state is DecisionState.DROPPED and not decision.outcome.strip():
        found.append("Say why the decision is dropped; the reason stays in the log.")
    return found


def carried(decisions: Iterable[Decision], since: int) -> list[Decision]:
    """What a meeting hears of earlier ones: every open decision, and those that were settled after
    the moment `since`, when the last meeting ended. Open ones first, by day, then by number.
    """
    found = [d for d in decisions if d.is_open or (d.settled_in or d.sequence) > since]
    last = dt.date.max
    return sorted(found, key=lambda d: (not d.is_open, d.due or last, d.number))


def told(decision: Decision, on: dt.date) -> str:
    """One sentence or two about an earlier decision, for the agenda."""
    of = f"Decision {decision.number}"
    of += f" of {in_words(decision.decided_on)}" if decision.decided_on else ""
    said = f"{of}: {_ended(decision.words)}"
    if decision.state is DecisionState.DONE:
        done_on = decision.settled_on or decision.said_on
        day = f" ({in_words(done_on)})" if done_on else ""
        return f"{said} Done{day}" + (
            f": {_ended(decision.outcome)}" if decision.outcome.strip() else "."
        )
    if decision.state is DecisionState.DROPPED:
        return f"{said} Dropped: {_ended(decision.outcome)}"
    if decision.overdue(on):
        return f"{said} Due on {in_words(decision.due)} and not done ({decision.owner_post})."
    by = f", by {in_words(decision.due)}" if decision.due else ""
    return f"{said} Open: {decision.owner_post}{by}."


def _ended(words: str) -> str:
    """Words as a sentence: as they were typed, with a full stop where there is none."""
    words = " ".join(words.split())
    return words if words.endswith((".", "!", "?")) else f"{words}."
