"""How one action of the demonstration fares: created, updated, slipped, reopened, withdrawn.

A `Course` makes the action's revisions one by one, each complete, so that the changes of a whole
plan can be made in time order without holding them all.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from vawg_plans.domain import demonstration_fate
from vawg_plans.domain.actions import Action, DeliveryStatus, InspectorateStatus, accept
from vawg_plans.domain.demonstration_details import Details
from vawg_plans.domain.demonstration_fate import End, Step
from vawg_plans.domain.demonstration_recipe import ActionSeed, notes_for
from vawg_plans.domain.demonstration_start import Setting, end_of_month, month_words, start
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.people import Role

# The role that saved it, the reason given, and the revision.
Made = tuple[str, str, Action]

_INSPECTORATE = tuple(InspectorateStatus)
_REPLACEABLE = (Step.PROGRESS, Step.EDIT)


class Course:
    """One action's way through the time of the demonstration."""

    __slots__ = (
        "_action",
        "_details",
        "_edits",
        "_evidence",
        "_fate",
        "_note_at",
        "_notes",
        "_reports_percent",
        "_setting",
        "_slip_days",
        "_slips",
        "_started",
        "_steps",
        "_target",
    )

    def __init__(
        self, setting: Setting, seed: ActionSeed, position: int, phase: int, revisions: int
    ) -> None:
        rng = setting.rng
        self._setting = setting
        self._fate = demonstration_fate.decide(
            rng, setting.first, setting.last, pace=setting.pace, revisions=revisions
        )
        first = start(setting, seed, self._fate, position=position, phase=phase)
        self._details = Details(first.action.id, setting.words, setting.person_id)
        self._action = self._details.first(first.action, setting.framework)
        self._edits = list(first.edits)
        self._target = first.target_percent
        self._evidence = setting.filled(seed.evidence)
        self._notes = notes_for(seed, setting.words.notes)
        self._steps = list(reversed(self._fate.steps))  # taken from the end
        if first.accepted_later:
            at = next((-n for n, s in enumerate(self._fate.steps, 1) if s in _REPLACEABLE), None)
            if at is not None:
                self._steps[at] = Step.ACCEPT
        self._slip_days = list(self._fate.slip_days)
        self._slips = 0
        self._note_at = rng.randrange(1000)
        self._reports_percent = rng.random() < 0.85
        self._started = False

    def moments(self) -> list[int]:
        """When each revision is saved, in order, in hours since day 0 of the calendar."""
        return demonstration_fate.moments(self._setting.rng, self._fate)

    def next_revision(self, day: dt.date) -> Made:
        """What is saved next; first of all, the creation."""
        if not self._started:
            self._started = True
            role = Role.CONTRIBUTOR if self._note_at % 4 == 0 else Role.STRATEGIC_LEAD
            return role.value, "Added to the plan", self._action
        return _MAKERS[self._steps.pop()](self, day)

    def _saved(self, role: Role, reason: str, note: str | None = None, **changes: Any) -> Made:
        self._action = replace(
            self._action, revision=self._action.revision + 1, progress_note=note, **changes
        )
        return role.value, reason, self._action

    def _progress(self, day: dt.date, status: DeliveryStatus | None = None) -> Made:
        """A progress update, with the status the force states, or with this one."""
        status = status or self._stated_status(day)
        notes = self._notes[status]
        self._note_at += 1
        role = Role.STRATEGIC_LEAD if self._note_at % 7 == 0 else Role.CONTRIBUTOR
        note = notes[self._note_at % len(notes)]
        percent = self._percent(day, status)
        late = self._action.due is not None and self._action.due < day
        honest = DeliveryStatus.OFF_TRACK if late or self._slips >= 3 else status
        more = self._details.progressed(replace(self._action, status=status), day, honest)
        return self._saved(role, "Progress update", note, status=status, percent=percent, **more)

    def _stated_status(self, day: dt.date) -> DeliveryStatus:
        """What the record says, or something rosier, as often as this force does that."""
        action, setting = self._action, self._setting
        if action.status is DeliveryStatus.COMPLETE:
            return action.status
        if self._fate.end is End.UNSTARTED:
            return DeliveryStatus.NOT_STARTED
        if (action.due is not None and action.due < day) or self._slips >= 3:
            honest = DeliveryStatus.OFF_TRACK
        elif self._slips or setting.rng.random() < 0.08:
            honest = DeliveryStatus.AT_RISK
        else:
            return DeliveryStatus.ON_TRACK
        return DeliveryStatus.ON_TRACK if setting.rng.random() < setting.candour else honest

    def _percent(self, day: dt.date, status: DeliveryStatus) -> int | None:
        if not self._reports_percent or status is DeliveryStatus.NOT_STARTED:
            return self._action.percent
        if status is DeliveryStatus.COMPLETE:
            return 100
        span = max(1, (self._fate.last - self._fate.created).days)
        reached = self._target * (day - self._fate.created).days / span
        return max(self._action.percent or 0, min(95, 5 * round(reached / 5)))

    def _worsen(self, day: dt.date) -> Made:
        if self._action.status is not DeliveryStatus.ON_TRACK:
            return self._progress(day)
        return self._progress(day, DeliveryStatus.OFF_TRACK)

    def _slip(self, day: dt.date) -> Made:
        before = self._action.due
        moved_by = self._slip_days.pop()
        if before is None:
            return self._progress(day)
        rng, setting = self._setting.rng, self._setting
        after = before + dt.timedelta(days=moved_by)
        self._slips += 1
        why = rng.choice(setting.words.slip_reasons)
        return self._saved(
            Role.CONTRIBUTOR if rng.random() < 0.7 else Role.STRATEGIC_LEAD,
            f"Due date moved: {why}",
            f"Due date moved from {in_words(before)} to {in_words(after)}: {why}.",
            due=after,
            due_words=month_words(after) if self._action.due_words else "",
            status=self._stated_status(day),
        )

    def _edit(self, day: dt.date) -> Made:
        action, rng = self._action, self._setting.rng
        complete = action.status is DeliveryStatus.COMPLETE
        if complete and action.recommendations and rng.random() < 0.5:
            place = _INSPECTORATE.index(action.inspectorate_status)
            if place + 1 < len(_INSPECTORATE):
                status = _INSPECTORATE[place + 1]
                reason = "Inspectorate's register read"
                return self._saved(Role.STRATEGIC_LEAD, reason, inspectorate_status=status)
        if self._edits:
            reason, changes = self._edits.pop(rng.randrange(len(self._edits)))
            if any(getattr(action, name) != value for name, value in changes.items()):
                return self._saved(Role.CONTRIBUTOR, reason, **changes)
        return self._progress(day)

    def _accept(self, day: dt.date) -> Made:
        tags = accept(self._action, self._setting.person_id).tags
        return self._saved(Role.STRATEGIC_LEAD, "Suggested mapping accepted", tags=tags)

    def _complete(self, day: dt.date) -> Made:
        role, reason, _ = self._progress(day, DeliveryStatus.COMPLETE)
        if not self._action.evidence and self._setting.rng.random() < 0.75:
            self._action = replace(self._action, evidence=self._evidence)
        return role, reason, self._action

    def _reopen(self, day: dt.date) -> Made:
        """Complete no more: back to at risk or on track, with a new date if the old has gone."""
        rng, action = self._setting.rng, self._action
        why = rng.choice(self._setting.words.reopen_reasons)
        changes: dict[str, Any] = {
            "status": DeliveryStatus.AT_RISK if rng.random() < 0.6 else DeliveryStatus.ON_TRACK,
            "percent": 5 * rng.randint(12, 17) if self._reports_percent else None,
        }
        if action.due is not None and action.due < day:
            changes["due"] = end_of_month(day + dt.timedelta(days=rng.randint(60, 150)))
            changes["due_words"] = month_words(changes["due"]) if action.due_words else ""
            self._slips += 1
        self._target = max(self._target, 85)
        role = Role.GOLD_CHAIR if "Gold Group" in why else Role.STRATEGIC_LEAD
        return self._saved(role, f"Reopened: {why}", f"Reopened: {why}.", **changes)

    def _withdraw(self, day: dt.date) -> Made:
        why = self._setting.rng.choice(self._setting.words.withdrawal_reasons)
        return self._saved(Role.STRATEGIC_LEAD, f"Withdrawn: {why}", withdrawn=True)


_MAKERS = {
    Step.PROGRESS: Course._progress,
    Step.WORSEN: Course._worsen,
    Step.SLIP: Course._slip,
    Step.EDIT: Course._edit,
    Step.ACCEPT: Course._accept,
    Step.COMPLETE: Course._complete,
    Step.REOPEN: Course._reopen,
    Step.WITHDRAW: Course._withdraw,
}
