"""A meeting of a force's Gold Group: planned, begun, closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from vawg_plans.domain.agenda import Arranged, Item, arranged_items
from vawg_plans.domain.moments import in_words

LONGEST_TITLE = 200
LONGEST_PLACE = 200
LONGEST_POST = 200
MOST_POSTS = 60
LONGEST_NOTE = 5_000
# A meeting without a next one planned looks this far ahead.
NEXT_DAYS = 30


class MeetingState(StrEnum):
    """How far a meeting has come. One that was called off is kept, and nothing follows from it."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {"open": "Under way", "cancelled": "Called off"}.get(
            self.value, self.value.capitalize()
        )


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting, as one revision has it.

    `number` counts the force's meetings in the order in which they were planned. `held_on` is a
    day in London. `attended` and `apologies` are posts. `since` is the moment of the last meeting
    closed before it began, 0 for the first or until it begins. `agenda` is what it began with,
    None before; `arranged` is how the chair put it in order, before it began or since.

    Closing freezes `moment`, the last commit that the meeting saw; `judged_on`, the day in London
    at which it is judged; and a content of which `digest` is the SHA-256. All three are None
    before. `said_at` is the UTC moment of this revision, `said_by` who wrote it.
    """

    id: str
    plan_id: str
    force_id: str
    number: int
    held_on: dt.date
    title: str = "Gold Group"
    place: str = ""
    state: MeetingState = MeetingState.PLANNED
    attended: tuple[str, ...] = ()
    apologies: tuple[str, ...] = ()
    arranged: Arranged = field(default_factory=Arranged)
    since: int = 0
    agenda: tuple[Item, ...] | None = None
    moment: int | None = None
    judged_on: dt.date | None = None
    digest: str | None = None
    revision: int = 0
    sequence: int = 0
    said_at: dt.datetime | None = field(default=None, compare=False)
    said_by: str = field(default="", compare=False)
    # Of the stored revision: keeps the digest of its words from being guessed back.
    salt: str | None = field(default=None, compare=False, repr=False)

    @property
    def name(self) -> str:
        """Meeting 3, 4 October 2022: how the moment it froze is called."""
        return f"Meeting {self.number}, {in_words(self.held_on)}"

    @property
    def items(self) -> tuple[Item, ...]:
        """The agenda it began with, as the chair arranged it; empty before it began."""
        return arranged_items(self.agenda or (), self.arranged)

    @property
    def begun(self) -> bool:
        """Whether its agenda is fixed."""
        return self.state in (MeetingState.OPEN, MeetingState.CLOSED)

    @property
    def is_open(self) -> bool:
        return self.state is MeetingState.OPEN


@dataclass(frozen=True, slots=True)
class Shown:
    """The item of the agenda on the screen from a UTC moment on: the `step`-th that was shown."""

    meeting_id: str
    step: int
    key: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Following:
    """Where a meeting is now, for those who follow it on their own screens.

    `key` is the item on the screen, empty before the first; `step` counts how many were. `latest`
    is the last commit that changed the meeting, its minutes or its decisions.
    """

    state: MeetingState
    revision: int
    step: int
    key: str
    latest: int


@dataclass(frozen=True, slots=True)
class Note:
    """The words minuted on an item of the agenda, as one revision has them."""

    meeting_id: str
    key: str
    plan_id: str
    force_id: str
    words: str = ""
    revision: int = 0
    sequence: int = 0
    said_by: str = field(default="", compare=False)
    salt: str | None = field(default=None, compare=False, repr=False)


# What may be changed of a meeting while it is planned, and while it is under way.
CHANGEABLE = {
    MeetingState.PLANNED: ("held_on", "title", "place", "attended", "apologies"),
    MeetingState.OPEN: ("title", "place", "attended", "apologies"),
}


def meeting_problems(meeting: Meeting) -> list[str]:
    """Every rule it breaks, as sentences that say what to do."""
    found = []
    if not meeting.title.strip():
        found.append("Give the meeting a title.")
    if len(meeting.title) > LONGEST_TITLE:
        found.append(f"Keep the title to {LONGEST_TITLE} characters.")
    if len(meeting.place) > LONGEST_PLACE:
        found.append(f"Keep the place to {LONGEST_PLACE} characters.")
    if not 2000 <= meeting.held_on.year <= 2100:
        found.append("Give a day between 2000 and 2100.")
    for posts, words in ((meeting.attended, "there"), (meeting.apologies, "sending apologies")):
        if len(posts) > MOST_POSTS or any(len(p) > LONGEST_POST or not p.strip() for p in posts):
            found.append(
                f"Name at most {MOST_POSTS} posts {words}, each in up to {LONGEST_POST} characters."
            )
    return found + meeting.arranged.problems()


def last_closed(meetings: Iterable[Meeting], but: str = "") -> Meeting | None:
    """The meeting closed last, by its moment, leaving out the one with the id `but`."""
    closed = [m for m in meetings if m.state is MeetingState.CLOSED and m.id != but]
    return max(closed, key=lambda m: m.moment or 0, default=None)


def next_planned(meetings: Iterable[Meeting], after: Meeting, on: dt.date) -> Meeting | None:
    """The first meeting still to come after a day and after that of `after`."""
    on = max(on, after.held_on)
    found = [
        m
        for m in meetings
        if m.state is MeetingState.PLANNED and m.id != after.id and m.held_on > on
    ]
    return min(found, key=lambda m: (m.held_on, m.number), default=None)


def looks_to(meetings: Iterable[Meeting], meeting: Meeting, on: dt.date) -> dt.date:
    """The day up to which what falls due is on its agenda: the next meeting's, else 30 days after
    its own, or after `on` when its own has passed.
    """
    following = next_planned(meetings, meeting, on)
    return (
        following.held_on if following else max(on, meeting.held_on) + dt.timedelta(days=NEXT_DAYS)
    )
