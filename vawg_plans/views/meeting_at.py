"""Where a reader is in a meeting that is under way."""

from __future__ import annotations

from dataclasses import dataclass

from vawg_plans.domain.agenda import CLOSING, OPENING, Item
from vawg_plans.domain.meetings import Following, Meeting
from vawg_plans.domain.permissions import Permission
from vawg_plans.services.agendas import Agenda
from vawg_plans.views.session import Session


@dataclass(frozen=True, slots=True)
class Screen:
    """A meeting on one reader's screen.

    `now` is where the meeting is, `key` the screen that this reader is at, `own` whether they are
    there by themselves (or present) rather than following.
    """

    here: Session
    meeting: Meeting
    agenda: Agenda
    now: Following
    key: str
    own: bool
    presents: bool

    @property
    def holds(self) -> bool:
        return self.here.may(Permission.HOLD_MEETING)

    @property
    def writes(self) -> bool:
        """Whether the forms are offered: to those who may, where nothing moves under them."""
        return self.holds and self.own

    @property
    def keys(self) -> tuple[str, ...]:
        return (OPENING, *(i.key for i in self.agenda.items), CLOSING)

    @property
    def item(self) -> Item | None:
        """The item on this screen; none where it is the opening or the closing."""
        return next((i for i in self.agenda.items if i.key == self.key), None)

    def beside(self, step: int, key: str) -> str | None:
        """The screen so many steps after (or before) another; none beyond the ends."""
        to = self.keys.index(key if key in self.keys else self.key) + step
        return self.keys[to] if 0 <= to < len(self.keys) else None
