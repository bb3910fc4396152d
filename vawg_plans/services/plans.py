"""Opening a plan, and what follows from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from vawg_plans.domain.actions import Action, cleaned
from vawg_plans.domain.answers import Answers, not_applicable
from vawg_plans.domain.coverage import Matrix, matrix_of
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Plan, PlanState, Version, plan_problems, plan_state
from vawg_plans.domain.reviews import Review, open_review, review_state
from vawg_plans.domain.rules import (
    Judgement,
    Limits,
    Progress,
    Record,
    is_live,
    judge,
    plan_is_stale,
    progress_of,
)
from vawg_plans.errors import InvalidInput, StaleEdit
from vawg_plans.services.gate import allowed
from vawg_plans.store import actions as action_rows
from vawg_plans.store import answers as answer_rows
from vawg_plans.store import plans as plan_rows
from vawg_plans.store import reviews as review_rows
from vawg_plans.store.connection import Rows
from vawg_plans.store.store import NOW, Store


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """A plan at a moment, with its live actions and what follows from each, by action id.

    `judged_on` is the date at which lateness and staleness were judged. `versions` are those that
    were not withdrawn by then, newest first; `review` is the one that was open then.
    """

    plan: Plan
    actions: list[Action]
    withdrawn: list[Action]
    records: dict[str, Record]
    judged: dict[str, Judgement]
    judged_on: dt.date
    upto: int
    versions: list[Version]
    state: PlanState
    stale: bool
    answers: Answers
    review: Review | None = None

    @property
    def progress(self) -> Progress:
        """The share of live actions complete."""
        return progress_of(self.actions)

    @property
    def late(self) -> list[Action]:
        return [a for a in self.actions if self.judged[a.id].late]

    @property
    def unaccepted(self) -> list[Action]:
        """Live actions whose mapping waits for a person: those with a suggestion that nobody
        accepted, then those with no lead P. (An action may rightly be in none of the six areas.)
        """
        suggested = [a for a in self.actions if a.suggested]
        return suggested + [a for a in self.actions if a.lead is None and not a.suggested]

    def matrix(self, framework: Framework) -> Matrix:
        """The areas × 4Ps matrix."""
        answered = not_applicable(self.answers)
        return matrix_of(self.actions, framework.areas, framework.ps, answered)


# The day of recommendation 4.1: the definitions have no earlier numbers, and no plan is older.
FIRST_DAY = dt.date(2021, 9, 17)


def limits_on(framework: Framework, day: dt.date) -> Limits:
    """The dated numbers of the definitions, as they stood on a day."""
    day = max(day, FIRST_DAY)
    return Limits(
        progress_stale_days=framework.parameter("progress_stale_days", day),
        plan_stale_days=framework.parameter("plan_stale_days", day),
        slips_off_track=framework.parameter("slips_off_track", day),
        behind_points=framework.parameter("behind_points", day),
    )


def open_plan(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    *,
    as_of: dt.date | None = None,
) -> OpenPlan:
    """A force's plan now, or as it stood at the end of a day, judged at that day.

    Raises `NotAllowed` unless the actor may read this force's draft.
    """
    allowed(store, actor, Permission.READ_DRAFT, force_id)
    if as_of is not None and as_of > today():
        raise InvalidInput("That day has not come yet.", hint="Choose today or an earlier day.")
    upto = store.sequence_at(as_of)
    with store.read() as rows:
        return read_plan(rows, framework, force_id, upto=upto, on=as_of or today())


def read_plan(
    rows: Rows, framework: Framework, force_id: str, *, upto: int = NOW, on: dt.date
) -> OpenPlan:
    """The plan at a moment, judged at a date. For services, which have checked the permission."""
    plan = plan_rows.newest(rows, force_id, upto)
    actions = action_rows.of_plan(rows, plan.id, upto)
    records = action_rows.records(rows, plan.id, upto)
    limits = limits_on(framework, on)
    versions = plan_rows.versions_of(rows, force_id, upto)
    review = open_review(review_rows.of_force(rows, force_id, upto))
    live = [a for a in actions if is_live(a)]
    return OpenPlan(
        plan=plan,
        actions=live,
        withdrawn=[a for a in actions if not is_live(a)],
        records=records,
        judged={a.id: judge(a, records[a.id], on, limits) for a in actions},
        judged_on=on,
        upto=upto,
        versions=versions,
        state=plan_state(has_actions=bool(actions), versions=versions, review=review_state(review)),
        stale=plan_is_stale(versions[0].judged_on if versions else None, on, limits),
        answers=answer_rows.of_plan(rows, plan.id, upto),
        review=review,
    )


def revise_plan(
    store: Store,
    actor: Actor,
    force_id: str,
    changes: dict[str, Any],
    *,
    read_revision: int,
    reason: str = "",
) -> Plan:
    """Change the plan's title, summary, lead post, local strands or the Ps these fall under.

    Raises `StaleEdit` if somebody saved since `read_revision`.
    """
    allowed(store, actor, Permission.EDIT_PLAN, force_id)
    unknown = set(changes) - {"title", "summary", "lead_post", "local_strands", "strand_ps"}
    if unknown:
        raise InvalidInput(f"These cannot be changed: {', '.join(sorted(unknown))}.")
    with store.write(actor, reason=reason or "plan changed", force_id=force_id) as writing:
        before = plan_rows.newest(writing.rows, force_id)
        after = replace(before, **{name: cleaned(value) for name, value in changes.items()})
        # A strand taken out takes where it fell with it.
        kept = tuple(one for one in after.strand_ps if one[0] in after.local_strands)
        after = replace(after, strand_ps=kept)
        if before.revision != read_revision:
            raise StaleEdit(
                "Somebody else changed the plan while you were writing.",
                theirs=before,
                yours=after,
                fields=sorted(changes),
            )
        problems = plan_problems(after)
        if problems:
            raise InvalidInput(problems)
        if after == before:
            return before
        return plan_rows.add(writing, before, after)
