"""One action as the timeline draws it, and its words."""

from __future__ import annotations

import datetime as dt
import textwrap

from vawg_plans.charts.frame import as_label, counted
from vawg_plans.charts.palette import in_symbol_and_words
from vawg_plans.domain.actions import Action
from vawg_plans.domain.details import Milestone
from vawg_plans.domain.due import first_due
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.rules import Judgement, Record


class Row:
    """One action as drawn: its days, held within the picture, and its words."""

    def __init__(
        self,
        action: Action,
        record: Record,
        judgement: Judgement,
        on: dt.date,
        from_day: dt.date,
        to_day: dt.date,
    ) -> None:
        self.action, self.judgement = action, judgement
        self.first, self.due = first_due(action, record), action.due

        def within(day: dt.date | None) -> dt.date | None:
            return None if day is None else min(max(day, from_day), to_day)

        self.start_at, self.due_at = within(action.start), within(action.due)
        # What was brought forward has its bar up to the date it has now.
        planned = min((d for d in (self.first, self.due) if d), default=None)
        self.planned_at = within(planned)
        self.milestones = [
            (within(m.done_on or m.due), m, _milestone_words(m, on))
            for m in action.milestones
            if m.done_on or m.due
        ]
        self.slipped = bool(judgement.slips and self.first and self.due and self.first < self.due)
        late = ", late" if judgement.late else ""
        self.status_words = f"{in_symbol_and_words(action.status)}{late}"
        self.twin = self._twin(on)

    @property
    def hover(self) -> str:
        action = self.action
        lines = [f"<b>{as_label('<br>'.join(textwrap.wrap(name_of(action), 48)))}</b>"]
        if action.owner_posts:
            lines.append(as_label(cut(", ".join(action.owner_posts), 60)))
        lines.append(self.status_words)
        lines += [f"{name}: {self.twin[name]}" for name in ("Start", "First due", "Due", "Slipped")]
        return "<br>".join(lines)

    def _twin(self, on: dt.date) -> dict[str, str]:
        action, judgement = self.action, self.judgement
        done = sum(m.done_on is not None for m in action.milestones)
        missed = f", {judgement.missed_milestones} missed" if judgement.missed_milestones else ""
        times = {1: "once", 2: "twice"}.get(judgement.slips, f"{judgement.slips} times")
        return {
            "Action": name_of(action),
            "Owner": ", ".join(action.owner_posts) or "No owner",
            "Start": in_words(action.start) or "–",
            "First due": in_words(self.first) or "–",
            "Due": in_words(self.due) or action.due_words or "No date",
            "Slipped": f"{times}, {counted(judgement.slipped_days, 'day')}"
            if judgement.slips
            else "–",
            "Stated": in_symbol_and_words(action.status),
            "Late": f"by {counted((on - self.due).days, 'day')}"
            if judgement.late and self.due
            else "–",
            "Milestones": f"{done} of {len(action.milestones)} done{missed}"
            if action.milestones
            else "–",
        }


def _milestone_words(milestone: Milestone, on: dt.date) -> str:
    if milestone.done_on:
        return "milestone done"
    return "milestone missed" if milestone.missed(on) else "milestone to do"


def name_of(action: Action) -> str:
    """Reference and title on one line."""
    return " ".join(f"{action.reference} {action.title}".split())


def cut(words: str, longest: int) -> str:
    if len(words) <= longest:
        return words
    return words[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
