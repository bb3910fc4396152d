"""Files out: one force's plan, and the national workbook. Each export is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from vawg_plans.comparison.forces import ForceFigures
from vawg_plans.domain.exports import Form, checked_columns
from vawg_plans.domain.filtering import Filter, among, found
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.lacking import lacks
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE, marking_of
from vawg_plans.domain.moments import london_day, moment_in_words, today, utc_now
from vawg_plans.domain.people import Actor
from vawg_plans.domain.plans import Audience
from vawg_plans.exchange import json_out, national_out, plan_out, plan_table
from vawg_plans.exchange.plan_out import PlanSheets, ProgressLine
from vawg_plans.services.comparison import compare
from vawg_plans.services.moments_out import DRAFT, Shown, plan_at
from vawg_plans.services.plans import OpenPlan
from vawg_plans.services.record import record_export
from vawg_plans.services.versions import readable_content
from vawg_plans.store import actions as action_rows
from vawg_plans.store import plans as plan_rows
from vawg_plans.store.store import Store

_UPDATES = 200
EVERYTHING = Filter()
# As the record of exports says it.
_FORM_WORDS = {Form.EXCEL: "workbook", Form.CSV: "as CSV", Form.JSON: "as JSON"}


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
    version: int | None = None,
    asked: Filter = EVERYTHING,
    columns: Iterable[str] | None = None,
    form: Form = Form.EXCEL,
) -> Export:
    """A force's own plan as a file: now, as it stood at the end of a day, or as a version showed
    it; of all its actions and columns, or of those asked for.

    What a row needs to find its action again goes with every choice. Raises `InvalidInput` for a
    column that there is not.
    """
    chosen = checked_columns(columns)
    made_at = utc_now()
    shown = plan_at(
        store, framework, actor, force_id, made_at=made_at, as_of=as_of, version=version
    )
    sheets = _sheets(store, framework, force_id, shown, asked, chosen, made_at)
    if form is Form.JSON:
        data = json_out.plan_json(sheets, framework)
    elif form is Form.CSV:
        data = plan_table.as_csv(sheets, framework, plan_out.imprint_of(sheets))
    else:
        data = plan_out.plan_workbook(sheets, framework)
    what = f"plan {_FORM_WORDS[form]}, {shown.words if shown.is_draft else shown.label.lower()}"
    if asked.given:
        what += f", {len(sheets.rows)} of {len(among(shown.opened, asked))} actions"
    record_export(store, actor, what, force_id=force_id)
    name = plan_file_name(
        force_id,
        shown.opened.judged_on,
        label=shown.label,
        marking=shown.marking,
        filtered=asked.given,
        form=form,
        demonstration=store.is_demonstration,
    )
    return Export(name, data)


def _sheets(
    store: Store,
    framework: Framework,
    force_id: str,
    shown: Shown,
    asked: Filter,
    columns: tuple[str, ...] | None,
    made_at: dt.datetime,
) -> PlanSheets:
    """The plan as it is to be written, less what was not asked for."""
    opened = shown.opened
    only: frozenset[str] | None = None
    if asked.given or shown.spoken is not None:
        kept = {a.id for a in found(opened, framework, asked)} if asked.given else None
        every = {a.id for a in opened.actions} if kept is None else kept
        only = frozenset(every if shown.spoken is None else every & shown.spoken)
    spoken = "those that the version shows in words" if shown.spoken is not None else ""
    return PlanSheets(
        force_id=force_id,
        force_name=framework.forces[force_id].name,
        plan=opened.plan,
        actions=opened.actions,
        judged=opened.judged,
        records=opened.records,
        judged_on=opened.judged_on,
        label=shown.label,
        moment_words=shown.words,
        made_at=made_at,
        marking=shown.marking,
        withdrawn=opened.withdrawn,
        updates=_updates(store, opened, only) if shown.is_draft else (),
        versions=opened.versions,
        gaps=lacks(opened, framework) if shown.is_draft else (),
        answers=opened.answers,
        demonstration=store.is_demonstration,
        sequence=shown.sequence,
        only=only,
        columns=columns,
        narrowed_to="; ".join(words for words in (spoken, asked.said(framework)) if words),
        filtered=asked.given,
        without=shown.without,
        frozen=shown.frozen if not asked.given and columns is None else None,
    )


def _updates(store: Store, opened: OpenPlan, only: frozenset[str] | None) -> list[ProgressLine]:
    """The newest progress updates of the actions that have a row."""
    with store.read() as rows:
        updates = action_rows.latest_updates(rows, opened.plan.id, _UPDATES, opened.upto)
    return [
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
        if only is None or u.action_id in only
    ]


def plan_file_name(
    force_id: str,
    day: dt.date,
    *,
    label: str = DRAFT,
    marking: str = OFFICIAL_SENSITIVE,
    filtered: bool = False,
    form: Form = Form.EXCEL,
    demonstration: bool,
) -> str:
    """The name of a plan's file, for a page that offers it before it is made."""
    return plan_out.file_name(
        force_id,
        label,
        day,
        filtered=filtered,
        marking=marking,
        demonstration=demonstration,
        ending=form.value,
    )


def national_file_name(
    figures: dict[str, ForceFigures],
    day: dt.date,
    *,
    filtered: bool = False,
    demonstration: bool,
) -> str:
    """The name of the national workbook of a day; its marking follows from what is in it."""
    marking = marking_of(f.audience for f in figures.values() if f.audience)
    return national_out.file_name(
        day, marking=marking, demonstration=demonstration, filtered=filtered
    )


def export_national(
    store: Store,
    framework: Framework,
    actor: Actor,
    *,
    force_ids: Collection[str] | None = None,
    said: Callable[[float, str], None] | None = None,
) -> Export:
    """Forces side by side, and every action they published, as a workbook: all of them, or those
    asked for.
    """
    figures = compare(store, framework, actor)
    if force_ids is not None:
        figures = {id: f for id, f in figures.items() if id in force_ids}
    made_at = utc_now()
    demonstration = store.is_demonstration
    with store.read() as rows:
        every = plan_rows.all_versions(rows)
        public = [
            next(v for v in versions if v.audience is Audience.PUBLIC)
            for force_id, versions in every.items()
            if force_id in figures and any(v.audience is Audience.PUBLIC for v in versions)
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
    filtered = len(figures) < len(framework.forces)
    some = f", {len(figures)} forces" if filtered else ""
    record_export(store, actor, f"national workbook{some}")
    name = national_file_name(figures, today(), filtered=filtered, demonstration=demonstration)
    return Export(name, data)
