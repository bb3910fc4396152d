"""Reminders: one plain-text letter a person a day, of what is late, due, stale or waits for them.

A letter leaves the service, so it names no more than it needs: an action's reference, the beginning
of its title and its date. An action marked sensitive is named by its reference alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.decisions import Decision
from vawg_plans.domain.due import due_next
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.rules import Judgement, is_live

# How far ahead a due date is told of, and how many things of one kind a letter names.
DAYS_AHEAD = 14
MOST_NAMED = 12
_LONGEST_TITLE = 90
# Letters go out on the working days of the week.
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Owed:
    """What a person is reminded of in one role: lines of text by heading, most pressing first.

    `place` is the force's name, or empty for a national role.
    """

    place: str
    decisions: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.decisions) + len(self.late) + len(self.due) + len(self.stale)


@dataclass(frozen=True, slots=True)
class Letter:
    """A reminder ready to send."""

    to: str
    subject: str
    text: str


def owed_by_posts(
    posts: Iterable[str],
    actions: Iterable[Action],
    judged: dict[str, Judgement],
    on: dt.date,
    *,
    place: str,
    decisions: Iterable[str] = (),
    decided: Iterable[Decision] = (),
    days_ahead: int = DAYS_AHEAD,
) -> Owed:
    """What the holders of these posts owe on a day. An action stands once: late before due, due
    before stale. Posts are compared without regard to case, as on My actions.

    `decisions` is what waits for their decision, in lines; `decided` what the Gold Group decided:
    told when it is theirs to do, without its words.
    """
    folded = {post.casefold() for post in posts if post.strip()}
    actions = list(actions)
    named_by_id = {a.id: named(a) for a in actions}
    tasks = [d for d in decided if d.is_open and d.owner_post.casefold() in folded]
    mine = [
        a
        for a in actions
        if is_live(a)
        and a.status is not DeliveryStatus.COMPLETE
        and folded.intersection(post.casefold() for post in a.owner_posts)
    ]
    late = sorted((a for a in mine if judged[a.id].late), key=lambda a: (a.due, a.position))
    told = {a.id for a in late}
    due = []
    for found in due_next(mine, on, days_ahead):
        if found.milestone:
            step = "" if found.action.sensitive else f": {_short(found.milestone.title)}"
            due.append(f"{in_words(found.on)}: a milestone of {named(found.action)}{step}")
        else:
            told.add(found.action.id)
            due.append(f"{in_words(found.on)}: {named(found.action)}")
    stale = [a for a in mine if judged[a.id].stale and a.id not in told]
    last = on + dt.timedelta(days=days_ahead)
    told_late = [f"{named(a)}, due {in_words(a.due)}" for a in late]
    for task in sorted(tasks, key=lambda d: (d.due or dt.date.max, d.number)):
        about = f", on {named_by_id[task.action_id]}" if task.action_id in named_by_id else ""
        words = f"decision {task.number} of meeting {task.meeting_number}{about}"
        if task.overdue(on):
            told_late.append(f"{words}, due {in_words(task.due)}")
        elif task.due and task.due <= last:
            due.append(f"{in_words(task.due)}: {words}")
    return Owed(
        place,
        tuple(decisions),
        tuple(told_late),
        tuple(due),
        tuple(named(a) for a in stale),
    )


def named(action: Action) -> str:
    """An action as a letter names it: in one line, without the words of a sensitive one."""
    reference = " ".join(action.reference.split())
    if action.sensitive:
        return f"{reference or 'an action'} (sensitive: open the plan to read it)"
    return f"{reference} {_short(action.title)}".strip()


def letter(
    name: str, to: str, owed: Iterable[Owed], on: dt.date, address: str | None
) -> Letter | None:
    """The letter to a person on a day; None when there is nothing to say.

    `address` is where the service is reached, if that is known.
    """
    parts = [o for o in owed if o.count]
    if not parts:
        return None
    total = sum(o.count for o in parts)
    lines = [f"{_short(name)},", ""]
    for part in parts:
        if part.place:
            lines += [part.place, ""]
        lines += _told("Waiting for your decision", part.decisions)
        lines += _told("Late", part.late)
        lines += _told(f"Due in the next {DAYS_AHEAD} days", part.due)
        lines += _told("Without a progress update for too long", part.stale)
    lines.append(f"As the plan stood on {in_words(on)}.")
    if address:
        lines.append(f"Open your actions: {address}/mine")
    lines += [
        "",
        "OFFICIAL-SENSITIVE. Sent by VAWG Plans, at most once a working day, to the address you",
        "sign in with. Nobody reads answers to it.",
    ]
    things = "1 thing" if total == 1 else f"{total:,} things"
    return Letter(to, f"VAWG action plan: {things} for you on {in_words(on)}", "\n".join(lines))


def _told(heading: str, lines: tuple[str, ...]) -> list[str]:
    if not lines:
        return []
    rest = len(lines) - MOST_NAMED
    more = [f"- and {rest:,} more"] if rest > 0 else []
    shown = [f"- {line}" for line in lines[:MOST_NAMED]]
    return [f"{heading} ({len(lines):,})", *shown, *more, ""]


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST_TITLE else plain[: _LONGEST_TITLE - 1].rstrip() + "…"


def is_working_day(day: dt.date) -> bool:
    """Whether letters go out on this day. (Bank holidays are not known here.)"""
    return day.weekday() < SATURDAY
