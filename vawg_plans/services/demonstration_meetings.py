"""The meetings of a demonstration: planned, held and settled, as `services/meetings` would write
them, a commit each step.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from vawg_plans.domain.actions import Action
from vawg_plans.domain.agenda_building import built
from vawg_plans.domain.canonical import canonical_json, sha256
from vawg_plans.domain.decisions import Decision, DecisionState, carried
from vawg_plans.domain.demonstration_meetings import ATTENDED, MeetingPoint, Step, said_at
from vawg_plans.domain.demonstration_recipe import MeetingSeed
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.meetings import NEXT_DAYS, Meeting, MeetingState, Note, Shown
from vawg_plans.domain.minutes import Held, Standing, freeze
from vawg_plans.domain.minutes_actions import Course, LastNote, courses_of
from vawg_plans.domain.moments import london_day
from vawg_plans.domain.people import Role
from vawg_plans.domain.plans import Plan
from vawg_plans.domain.progress_over_time import Point, ends_between, progress_over_time
from vawg_plans.domain.progress_over_time import Standing as StoodSo
from vawg_plans.services.demonstration_standing import Present, gaps_of, standing_of
from vawg_plans.store import decisions as decision_rows
from vawg_plans.store import meetings as meeting_rows
from vawg_plans.store.connection import Row
from vawg_plans.store.record import Act, Commit, new_salt
from vawg_plans.store.store import Writing

_CHAIR, _OFFICER = Role.GOLD_CHAIR.value, Role.CONTRIBUTOR.value


class Committing(Protocol):
    """Makes the next commit, at least so many minutes after the last."""

    def __call__(
        self,
        day: dt.date,
        hour: int,
        role: str,
        force_id: str,
        reason: str,
        *,
        touches: bool = ...,
        minutes: int = ...,
    ) -> Commit: ...


@dataclass(slots=True)
class _Group:
    """A force's Gold Group: its meetings and decisions as they are, and what it saw last."""

    meetings: dict[int, Meeting] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    outcomes: dict[str, str] = field(default_factory=dict)
    last: Meeting | None = None
    before: Standing | None = None


class Meetings:
    """Writes meetings into a demonstration."""

    def __init__(
        self,
        writing: Writing,
        framework: Framework,
        seeds: Sequence[MeetingSeed],
        commit: Committing,
    ) -> None:
        self._writing = writing
        self._framework = framework
        self._seeds = seeds
        self._commit = commit
        self._groups: dict[str, _Group] = {}
        self._notes: dict[str, LastNote] = {}
        self._courses: dict[str, list[Course]] = {}
        self._stood: dict[str, list[StoodSo]] = {}
        self._rows: dict[str, list[Row]] = {}

    def saw(self, action: Action, day: dt.date) -> None:
        """Remember a revision of an action, saved on a day in London."""
        if action.progress_note is not None:
            self._notes[action.id] = LastNote(action.progress_note, day)
        course = self._courses.setdefault(action.id, [])
        self._courses[action.id] = courses_of([(day, action)], course)
        self._stood.setdefault(action.force_id, []).append(
            StoodSo(action.id, day, action.status, action.due, action.withdrawn)
        )

    def flush(self) -> None:
        """Write what was gathered."""
        for table, rows in self._rows.items():
            self._writing.rows.insert(table, rows)
        self._rows = {}

    def _put(self, table: str, row: Row, act: Act, commit: Commit) -> None:
        self._rows.setdefault(table, []).append(row)
        self._writing.record(act, commit)

    def take(self, force_id: str, point: MeetingPoint, present: Present) -> None:
        """Take one step of a meeting."""
        group = self._groups.setdefault(force_id, _Group())
        if point.step is Step.PLANNED:
            self._plan(group, force_id, point, present.plan)
        elif point.step is Step.SETTLED:
            self._settle(group, force_id, point)
        elif point.number in group.meetings:
            self._hold(group, force_id, point, present)

    def _plan(self, group: _Group, force_id: str, point: MeetingPoint, plan: Plan) -> None:
        commit = self._commit(
            point.day, point.hour, _OFFICER, force_id, "meeting planned", touches=False
        )
        meeting = Meeting(
            f"meeting-{force_id}-{point.number}",
            plan.id,
            force_id,
            point.number,
            point.held_on,
            place="Headquarters",
        )
        self._write(group, commit, None, meeting)

    def _write(
        self,
        group: _Group,
        commit: Commit,
        before: Meeting | None,
        after: Meeting,
        content: str | None = None,
    ) -> Meeting:
        after = replace(
            after,
            revision=(before.revision if before else 0) + 1,
            sequence=commit.sequence,
            salt=new_salt(),
        )
        row = meeting_rows.to_row(after, content)
        act = meeting_rows.act_of(row, meeting_rows.to_row(before) if before else None)
        self._put("meeting_revision", row, act, commit)
        group.meetings[after.number] = after
        return after

    def _settle(self, group: _Group, force_id: str, point: MeetingPoint) -> None:
        """Between two meetings some of what the first decided is done."""
        rng = random.Random(f"{force_id}:{point.number}:settled")
        for place, decision in enumerate(group.decisions):
            if not decision.is_open or rng.random() < 0.4:
                continue
            commit = self._commit(
                point.day, point.hour, _OFFICER, force_id, "decision changed", touches=False
            )
            outcome = group.outcomes[decision.id]
            after = replace(decision, state=DecisionState.DONE, outcome=outcome)
            group.decisions[place] = self._decide(commit, decision, after)

    def _decide(self, commit: Commit, before: Decision | None, after: Decision) -> Decision:
        after = replace(
            after,
            revision=(before.revision if before else 0) + 1,
            sequence=commit.sequence,
            decided_in=before.decided_in if before else commit.sequence,
            decided_on=before.decided_on if before else london_day(commit.moment),
            said_on=london_day(commit.moment),
            salt=new_salt(),
        )
        act = decision_rows.act_of(after, before)
        self._put("decision_revision", decision_rows.to_row(after), act, commit)
        return after

    def _hold(self, group: _Group, force_id: str, point: MeetingPoint, present: Present) -> None:
        rng = random.Random(f"{force_id}:{point.number}:held")
        now = standing_of(present, point.day, self._framework)
        before = group.before
        heard = carried(group.decisions, group.last.moment or 0 if group.last else 0)
        agenda = built(
            before.at if before else None,
            now.at,
            carried=heard,
            gaps=gaps_of(now, self._framework),
            due_before=point.day + dt.timedelta(days=NEXT_DAYS),
        )
        begun = self._commit(
            point.day, point.hour, _CHAIR, force_id, "meeting begun", touches=False
        )
        planned = group.meetings[point.number]
        *there, sorry = rng.sample(ATTENDED[1:], 5)
        meeting = self._write(
            group,
            begun,
            planned,
            replace(
                planned,
                state=MeetingState.OPEN,
                since=(group.last.moment or 0) if group.last else 0,
                agenda=agenda,
                attended=(ATTENDED[0], *there),
                apologies=(sorry,),
            ),
        )
        held = Held(
            meeting,
            began_at=begun.moment,
            closed_at=begun.moment,
            last=group.last,
            carried=heard,
            at_begin={a.id: a for a in present.actions},
            last_notes=self._notes,
            courses=self._courses,
            progress=self._progress(force_id, point.day),
        )
        held = self._talk(group, held, point, rng)
        closed = self._commit(
            point.day, point.hour, _CHAIR, force_id, "meeting closed", touches=False, minutes=2
        )
        held = replace(held, closed_at=closed.moment)
        moment = closed.sequence - 1
        text = canonical_json(freeze(held, now, before, self._framework, moment=moment))
        group.last = self._write(
            group,
            closed,
            meeting,
            replace(
                meeting,
                state=MeetingState.CLOSED,
                moment=moment,
                judged_on=point.day,
                digest=sha256(text),
            ),
            text,
        )
        group.before = now

    def _talk(self, group: _Group, held: Held, point: MeetingPoint, rng: random.Random) -> Held:
        """What was shown, minuted and decided, item by item."""
        meeting, force_id = held.meeting, held.meeting.force_id
        taken: list[Decision] = []
        notes: dict[str, str] = {}
        shown: list[Shown] = []
        for step, said in enumerate(said_at(meeting.items, self._seeds, rng), start=1):
            key = said.item.key
            commit = self._commit(
                point.day, point.hour, _CHAIR, force_id, "item shown", touches=False, minutes=1
            )
            row = meeting_rows.shown_row(meeting, key, step, commit.sequence)
            self._put("meeting_shown", row, meeting_rows.act_of_shown(row), commit)
            shown.append(Shown(meeting.id, step, key, commit.moment))
            if said.note:
                commit = self._commit(
                    point.day, point.hour, _OFFICER, force_id, "item minuted", touches=False
                )
                note = Note(meeting.id, key, meeting.plan_id, force_id, said.note, 1)
                note = replace(note, sequence=commit.sequence, salt=new_salt())
                act = meeting_rows.act_of_note(note, None)
                self._put("minute_revision", meeting_rows.note_row(note), act, commit)
                notes[key] = said.note
            if said.decision:
                commit = self._commit(
                    point.day, point.hour, _CHAIR, force_id, "decision taken", touches=False
                )
                number = len(group.decisions) + 1
                new = Decision(
                    f"decision-{force_id}-{number}",
                    meeting.id,
                    meeting.plan_id,
                    force_id,
                    number,
                    key,
                    said.item.action_id,
                    words=said.decision.text,
                    owner_post=said.decision.post,
                    due=point.day + dt.timedelta(days=rng.choice((21, 28, 42))),
                    meeting_number=meeting.number,
                )
                group.decisions.append(self._decide(commit, None, new))
                group.outcomes[new.id] = said.decision.outcome
                taken.append(group.decisions[-1])
        return replace(held, notes=notes, shown=shown, decisions=taken)

    def _progress(self, force_id: str, day: dt.date) -> list[Point]:
        stood = self._stood.get(force_id, [])
        return progress_over_time(stood, ends_between(stood[0].on, day)) if stood else []
