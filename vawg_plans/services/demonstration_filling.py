"""The rows of a demonstration: what happened in each force, a commit a change, each chained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from vawg_plans.domain.actions import Action
from vawg_plans.domain.answers import Answer, Answers
from vawg_plans.domain.comments import Comment, CommentState
from vawg_plans.domain.demonstration import Change, VersionPoint
from vawg_plans.domain.demonstration_comments import Remark
from vawg_plans.domain.demonstration_details import Reply
from vawg_plans.domain.demonstration_meetings import MeetingPoint
from vawg_plans.domain.demonstration_recipe import MeetingSeed
from vawg_plans.domain.demonstration_reviews import ReviewStep
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import LONDON, london_day
from vawg_plans.domain.people import Role
from vawg_plans.domain.plans import Plan, plan_id_of
from vawg_plans.domain.practices import OfferedPractice, PracticeState
from vawg_plans.domain.rules import DueChange, Record, is_live
from vawg_plans.services.demonstration_meetings import Meetings
from vawg_plans.services.demonstration_standing import Present
from vawg_plans.services.demonstration_versions import Naming, Stood
from vawg_plans.store import actions as action_rows
from vawg_plans.store import actions_as_rows
from vawg_plans.store import answers as answer_rows
from vawg_plans.store import comments as comment_rows
from vawg_plans.store import people as people_rows
from vawg_plans.store import plans as plan_rows
from vawg_plans.store import practices as practice_rows
from vawg_plans.store.connection import Row
from vawg_plans.store.record import Commit, new_salt, row_digest
from vawg_plans.store.store import Writing

_BATCH = 5_000
# A version is named at the end of its day, after that day's changes.
CLOSING_HOUR = 18

What = Change | VersionPoint | ReviewStep | Reply | OfferedPractice | Remark | MeetingPoint
Event = tuple[dt.date, int, str, int, What]


def person_of(role: str, force_id: str) -> str:
    """The persona's id, as the persona picker makes it."""
    return f"persona-{role}-{force_id}" if Role(role).in_a_force else f"persona-{role}"


class Filling:
    """Turns events into rows of every table, and writes them a batch at a time."""

    def __init__(
        self, writing: Writing, framework: Framework, seeds: Sequence[MeetingSeed]
    ) -> None:
        self._writing = writing
        self._naming = Naming(writing, framework)
        self._sequence = writing.sequence
        self._moment = writing.commit.moment
        self._people: set[str] = set()
        self._new_people: list[Row] = []
        self._commits: list[Row] = []
        self._revisions: list[Row] = []
        self._digests: dict[str, str] = {}
        self._plans: dict[str, Plan] = {}
        self._now: dict[str, dict[str, Action]] = {}
        self._records: dict[str, Record] = {}
        self._new_answers: list[Row] = []
        self._answers: dict[str, Answers] = {}
        self._offers: dict[str, OfferedPractice] = {}
        self._comments: dict[tuple[str, int], Comment] = {}
        self._meetings = Meetings(writing, framework, seeds, self.commit)

    def take(self, event: Event) -> bool:
        """Take one event; True when a batch was written."""
        day, hour, force_id, _, what = event
        if isinstance(what, Change):
            self._change(day, hour, force_id, what)
        elif isinstance(what, Reply):
            if force_id in self._plans:
                self._answer(day, hour, force_id, what)
        elif isinstance(what, OfferedPractice):
            self._offer(day, hour, what)
        elif isinstance(what, Remark):
            self._remark(hour, force_id, what)
        elif isinstance(what, MeetingPoint):
            if self._now.get(force_id):
                self._meetings.take(force_id, what, self._present(force_id))
        elif self._now.get(force_id):
            self._version(day, force_id, what)
        if len(self._revisions) < _BATCH:
            return False
        self.flush()
        return True

    def flush(self) -> None:
        """Write what was gathered."""
        rows = self._writing.rows
        rows.insert("person", self._new_people)
        rows.insert("commit_log", self._commits)
        rows.insert("action_revision", self._revisions)
        rows.insert("answer_revision", self._new_answers)
        self._meetings.flush()
        self._writing.flush()
        self._commits, self._revisions, self._new_people = [], [], []
        self._new_answers = []

    def commit(
        self,
        day: dt.date,
        hour: int,
        role: str,
        force_id: str,
        reason: str,
        *,
        touches: bool = True,
        minutes: int = 0,
    ) -> Commit:
        """The next commit, in that hour in London and so many minutes after the last at least."""
        self._sequence += 1
        local = dt.datetime.combine(day, dt.time(hour), tzinfo=LONDON)
        moment = local.astimezone(dt.UTC).replace(tzinfo=None)
        # Commits of one hour follow each other, as they would.
        self._moment = max(moment, self._moment + dt.timedelta(minutes=minutes, milliseconds=200))
        person_id = person_of(role, force_id)
        commit = Commit(self._sequence, self._moment, person_id, role, force_id, reason, touches)
        if person_id not in self._people:
            self._people.add(person_id)
            name = f"{Role(role).label} (persona)"
            person = people_rows.first_row(person_id, name, self._moment)
            self._new_people.append(person)
            self._writing.record(people_rows.act_of(person), commit)
        self._commits.append(commit.row)
        return commit

    def _change(self, day: dt.date, hour: int, force_id: str, change: Change) -> None:
        if force_id not in self._plans:
            self._plan(day, hour, force_id, change)
        commit = self.commit(day, hour, change.actor_role, force_id, change.reason)
        action = change.action
        row = actions_as_rows.to_row(action)
        row["sequence"], row["salt"] = commit.sequence, new_salt()
        after = row_digest(row)
        act = action_rows.act_of(row, None, before_digest=self._digests.get(action.id), after=after)
        self._writing.record(act, commit)
        self._revisions.append(row)
        self._digests[action.id] = after
        before = self._now.setdefault(force_id, {}).get(action.id)
        self._now[force_id][action.id] = action
        self._remember(before, action, london_day(commit.moment))
        self._meetings.saw(action, london_day(commit.moment))

    def _remember(self, before: Action | None, after: Action, day: dt.date) -> None:
        known = self._records.get(after.id)
        created, progress, changes = (
            (known.created_on, known.last_progress_on, known.due_changes)
            if known
            else (day, None, ())
        )
        if after.progress_note is not None:
            progress = day
        if before and before.due and after.due and before.due != after.due:
            changes = (*changes, DueChange(before.due, after.due, day))
        self._records[after.id] = Record(created, progress, changes)

    def _answer(self, day: dt.date, hour: int, force_id: str, said: Reply) -> None:
        role = Role.STRATEGIC_LEAD.value
        commit = self.commit(day, hour, role, force_id, "answered")
        known = self._answers.setdefault(force_id, {})
        before = known.get(said.question)
        after = Answer(
            plan_id_of(force_id),
            force_id,
            said.question,
            revision=(before.revision if before else 0) + 1,
            sequence=commit.sequence,
            choice=said.choice,
            words=said.words,
            evidence=said.evidence,
            said_on=london_day(commit.moment),
            said_by=f"{Role(role).label} (persona)",
            salt=new_salt(),
        )
        self._writing.record(answer_rows.act_of(after, before), commit)
        self._new_answers.append(answer_rows.to_row(after))
        known[said.question] = after

    def _offer(self, day: dt.date, hour: int, what: OfferedPractice) -> None:
        role = Role.STRATEGIC_LEAD if what.state is PracticeState.OFFERED else Role.NATIONAL_LEAD
        commit = self.commit(day, hour, role.value, what.force_id, f"practice {what.reason}")
        after = replace(what, sequence=commit.sequence, salt=new_salt())
        self._writing.rows.insert("practice_revision", [practice_rows.to_row(after)])
        self._writing.record(practice_rows.act_of(after, self._offers.get(after.id)), commit)
        self._offers[after.id] = after

    def _remark(self, hour: int, force_id: str, said: Remark) -> None:
        live = [a for a in self._now.get(force_id, {}).values() if is_live(a)]
        before = self._comments.get((force_id, said.number))
        first = self._comments.get((force_id, said.answers)) if said.answers else None
        if not live or not (said.words or before) or (said.answers and not first):
            return
        reason = "comment resolved" if not said.words else "comment answered" if first else ""
        reason = reason or "commented"
        commit = self.commit(said.day, hour, said.role.value, force_id, reason, touches=False)
        if before is not None:
            after = replace(before, revision=2, state=CommentState.RESOLVED)
        else:
            action = None if said.place is None else live[int(said.place * len(live))].id
            after = Comment(
                f"comment-{force_id}-{said.number}",
                plan_id_of(force_id),
                force_id,
                said.words,
                action_id=first.action_id if first else action,
                answers=first.id if first else None,
                asks=said.asks,
                revision=1,
            )
        after = replace(after, sequence=commit.sequence, salt=new_salt())
        self._writing.rows.insert("comment_revision", [comment_rows.to_row(after)])
        self._writing.record(comment_rows.act_of(after, before), commit)
        self._comments[force_id, said.number] = after

    def _plan(self, day: dt.date, hour: int, force_id: str, change: Change) -> None:
        role = Role.STRATEGIC_LEAD.value
        commit = self.commit(day, hour, role, force_id, "plan written")
        plan = Plan(
            id=plan_id_of(force_id),
            force_id=force_id,
            revision=1,
            sequence=commit.sequence,
            title="Violence against women and girls action plan",
            summary="An invented plan, made to demonstrate this program.",
            lead_post="Assistant chief constable, crime",
            salt=new_salt(),
        )
        row = plan_rows.to_row(plan)
        self._writing.rows.insert("plan_revision", [row])
        self._writing.record(plan_rows.act_of(row, None), commit)
        self._plans[force_id] = plan

    def _present(self, force_id: str) -> Present:
        """The plan as it is now, for a meeting."""
        state, shared_on = self._naming.standing(force_id)
        return Present(
            self._plans[force_id],
            sorted(self._now[force_id].values(), key=lambda a: (a.position, a.reference, a.id)),
            self._records,
            self._answers.get(force_id, {}),
            state,
            shared_on,
        )

    def _stands(self, force_id: str, day: dt.date) -> Stood:
        """The plan as it stands now, kept for what is named of it later."""
        actions = dict(self._now[force_id])
        records = {id: self._records[id] for id in actions}
        answers = dict(self._answers.get(force_id, {}))
        return Stood(self._plans[force_id], actions, records, answers, self._sequence, day)

    def _version(self, day: dt.date, force_id: str, what: VersionPoint | ReviewStep) -> None:
        now = self._stands(force_id, day)
        if isinstance(what, VersionPoint):
            hour = CLOSING_HOUR
            self._naming.share(now, what, lambda r, w: self.commit(day, hour, r, force_id, w))
        else:
            at = what.hour
            self._naming.step(now, what, lambda r, w: self.commit(day, at, r, force_id, w))
