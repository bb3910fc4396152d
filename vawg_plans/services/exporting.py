"""Excel out: one force's plan, and the national workbook. Each export is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from vawg_plans.comparison.forces import ForceFigures
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.lacking import lacks
from vawg_plans.domain.markings import marking_of
from vawg_plans.domain.moments import in_words, london_day, moment_in_words, today, utc_now
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Audience
from vawg_plans.exchange import national_out, plan_out
from vawg_plans.exchange.plan_out import PlanSheets, ProgressLine
from vawg_plans.services.comparison import compare
from vawg_plans.services.gate import allowed
from vawg_plans.services.plans import open_plan
from vawg_plans.services.record import record_export
from vawg_plans.services.versions import readable_content
from vawg_plans.store import actions as action_rows
from vawg_plans.store import plans as plan_rows
from vawg_plans.store.store import Store

_UPDATES = 200


@dataclass(frozen=True, slots=True)
class Export:
    """A file to hand over: its name (which sorts, and carries the marking) and its bytes."""

    file_name: str
    data: bytes


def export_plan(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    *,
    as_of: dt.date | None = None,
) -> Export:
    """A force's own plan, now or as it stood at the end of a day, as a workbook."""
    allowed(store, actor, Permission.EXPORT_DRAFT, force_id)
    # Asked before the plan is read: the revisions in the file are never older than this.
    newest = store.newest_touching(force_id)
    opened = open_plan(store, framework, actor, force_id, as_of=as_of)
    with store.read() as rows:
        updates = action_rows.latest_updates(rows, opened.plan.id, _UPDATES, opened.upto)
    made_at = utc_now()
    demonstration = store.is_demonstration
    moment = f"the end of {in_words(as_of)}" if as_of else moment_in_words(made_at)
    sheets = PlanSheets(
        force_id=force_id,
        force_name=framework.forces[force_id].name,
        plan=opened.plan,
        actions=opened.actions,
        judged=opened.judged,
        records=opened.records,
        judged_on=opened.judged_on,
        label="Draft",
        moment_words=moment,
        made_at=made_at,
        withdrawn=opened.withdrawn,
        updates=[
            ProgressLine(
                on=london_day(u.made_at),
                reference=u.reference,
                title=u.title,
                status=u.status,
                percent=u.percent,
                note=u.note,
                who=u.who,
            )
            for u in updates
        ],
        versions=opened.versions,
        gaps=lacks(opened, framework),
        answers=opened.answers,
        demonstration=demonstration,
        sequence=min(newest, opened.upto),
    )
    data = plan_out.plan_workbook(sheets, framework)
    record_export(store, actor, f"plan workbook, {moment}", force_id=force_id)
    return Export(plan_file_name(force_id, opened.judged_on, demonstration=demonstration), data)


def plan_file_name(force_id: str, day: dt.date, *, demonstration: bool) -> str:
    """The name of a draft plan's workbook of a day."""
    return plan_out.file_name(force_id, "Draft", day, demonstration=demonstration)


def national_file_name(
    figures: dict[str, ForceFigures], day: dt.date, *, demonstration: bool
) -> str:
    """The name of the national workbook of a day; its marking follows from what is in it."""
    marking = marking_of(f.audience for f in figures.values() if f.audience)
    return national_out.file_name(day, marking=marking, demonstration=demonstration)


def export_national(
    store: Store,
    framework: Framework,
    actor: Actor,
    *,
    said: Callable[[float, str], None] | None = None,
) -> Export:
    """Forty-three forces side by side, and every published action, as a workbook."""
    figures = compare(store, framework, actor)
    made_at = utc_now()
    demonstration = store.is_demonstration
    with store.read() as rows:
        every = plan_rows.all_versions(rows)
        public = [
            next(v for v in versions if v.audience is Audience.PUBLIC)
            for versions in every.values()
            if any(v.audience is Audience.PUBLIC for v in versions)
        ]
        data = national_out.national_workbook(
            figures,
            framework,
            ((v.force_id, readable_content(rows, v)) for v in public),
            moment_words=moment_in_words(made_at),
            made_at=made_at,
            demonstration=demonstration,
            progress=said,
        )
    record_export(store, actor, "national workbook")
    return Export(national_file_name(figures, today(), demonstration=demonstration), data)
