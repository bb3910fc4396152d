"""Lists out: what a plan lacks, and what was changed in it. Each export is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from vawg_plans.domain.actions import Action
from vawg_plans.domain.answers import Answer, question_words
from vawg_plans.domain.exports import Form
from vawg_plans.domain.field_changes import (
    FieldChange,
    action_changes,
    answer_changes,
    plan_changes,
)
from vawg_plans.domain.filtering import Filter, found
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.lacking import lacks
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.domain.moments import (
    in_words,
    london_day,
    london_time,
    moment_in_words,
    today,
    utc_now,
)
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Plan
from vawg_plans.errors import InvalidInput
from vawg_plans.exchange import gaps_out, history_out, lists_out
from vawg_plans.exchange.history_out import HistoryLine
from vawg_plans.exchange.lists_out import Listing
from vawg_plans.exchange.workbooks_out import Imprint, file_name
from vawg_plans.services.exporting import EVERYTHING, Export
from vawg_plans.services.gate import allowed
from vawg_plans.services.history import Change, Moment, plan_moments
from vawg_plans.services.moments_out import plan_at
from vawg_plans.services.plans import open_plan
from vawg_plans.services.record import record_export
from vawg_plans.store.store import Store

MOST_LINES = 100_000
# More commits than a plan will have in its life.
_EVERY = 1_000_000
GAPS, HISTORY = "gaps", "history"


def export_gaps(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    *,
    as_of: dt.date | None = None,
    asked: Filter = EVERYTHING,
    form: Form = Form.EXCEL,
) -> Export:
    """What a force's plan lacks, a line a thing, as the page of readiness finds it: now, or as it
    stood at the end of a day. A filter leaves out what other actions lack; what the plan as a
    whole lacks stays.
    """
    made_at = utc_now()
    shown = plan_at(store, framework, actor, force_id, made_at=made_at, as_of=as_of)
    opened = shown.opened
    only = [a.id for a in found(opened, framework, asked)] if asked.given else None
    lines = [
        f"As of {shown.words}, judged on {in_words(opened.judged_on)}.",
        gaps_out.ABOUT,
        *_narrowed(asked, framework, "The plan as a whole, and of its actions"),
    ]
    listing = gaps_out.listing(lacks(opened, framework, only), opened.judged_on)
    imprint = _imprint(
        store, framework, force_id, "What the plan lacks", shown.words, made_at, asked
    )
    data = _written(listing, imprint, lines, form)
    record_export(store, actor, f"gaps as {form.label}, {shown.words}", force_id=force_id)
    demonstration = store.is_demonstration
    name = list_file_name(
        GAPS, force_id, opened.judged_on, filtered=asked.given, form=form,
        demonstration=demonstration,
    )  # fmt: skip
    return Export(name, data)


def export_history(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    asked: Filter = EVERYTHING,
    form: Form = Form.EXCEL,
) -> Export:
    """Every change of a force's plan, field by field, newest first: who, when and why.

    From the beginning of `since` to the end of `until`, both days in London; with a filter, of
    the actions that it shows at the end of `until`. Raises `InvalidInput` when there are more
    lines than a sheet can usefully hold.
    """
    allowed(store, actor, Permission.EXPORT_DRAFT, force_id)
    if since and until and since > until:
        raise InvalidInput("The first day is after the last.", hint="Turn them round.")
    until = None if until and until >= today() else until
    made_at = utc_now()
    only = None
    if asked.given:
        opened = open_plan(store, framework, actor, force_id, as_of=until)
        only = {a.id for a in found(opened, framework, asked)}
    moments = plan_moments(store, actor, force_id, since=since, until=until, most=_EVERY)
    lines = list(_lines(moments, framework, only))
    if len(lines) > MOST_LINES:
        raise InvalidInput(
            f"{len(lines):,} changes are more than a sheet should hold.", hint="Choose fewer days."
        )
    upto = f"the end of {in_words(until)}" if until else moment_in_words(made_at)
    words = f"{in_words(since)} to {upto}" if since else f"the beginning to {upto}"
    about = [
        f"From {words}. Newest first; a line a field.",
        *_narrowed(asked, framework, "Only of the actions"),
    ]
    imprint = _imprint(store, framework, force_id, "History of the plan", words, made_at, asked)
    data = _written(history_out.listing(lines), imprint, about, form)
    record_export(store, actor, f"history as {form.label}, {words}", force_id=force_id)
    demonstration = store.is_demonstration
    name = list_file_name(
        HISTORY, force_id, until or today(), filtered=asked.given, form=form,
        demonstration=demonstration,
    )  # fmt: skip
    return Export(name, data)


def list_file_name(
    what: str,
    force_id: str,
    day: dt.date,
    *,
    filtered: bool = False,
    form: Form = Form.EXCEL,
    demonstration: bool,
) -> str:
    """The name of a list's file: '2022-03-03-kent-vawg-plan-gaps-OFFICIAL-SENSITIVE.csv'."""
    return file_name(
        day,
        force_id,
        "vawg-plan",
        what,
        "filtered" if filtered else "",
        marking=OFFICIAL_SENSITIVE,
        demonstration=demonstration,
        ending=form.value,
    )


def _imprint(
    store: Store,
    framework: Framework,
    force_id: str,
    title: str,
    words: str,
    made_at: dt.datetime,
    asked: Filter,
) -> Imprint:
    return Imprint(
        whose=framework.forces[force_id].name,
        title=title,
        version="DRAFT",
        moment_words=words,
        marking=OFFICIAL_SENSITIVE,
        made_at=made_at,
        demonstration=store.is_demonstration,
        filtered=asked.given,
    )


def _narrowed(asked: Filter, framework: Framework, before: str) -> list[str]:
    return [f"{before}: {asked.said(framework)}."] if asked.given else []


def _written(listing: Listing, imprint: Imprint, lines: list[str], form: Form) -> bytes:
    if form is Form.JSON:
        raise InvalidInput("A list is written as Excel or CSV.", hint="Choose one of them.")
    if form is Form.CSV:
        return lists_out.as_csv(listing, imprint)
    return lists_out.workbook(listing, imprint, lines)


def _lines(
    moments: list[Moment], framework: Framework, only: Collection[str] | None
) -> Iterator[HistoryLine]:
    for moment in moments:
        for change in moment.changes:
            if only is not None and not (
                isinstance(change.after, Action) and change.after.id in only
            ):
                continue
            what, reference, title, changes = _told(change, framework)
            for each in changes:
                yield HistoryLine(
                    day=london_day(moment.made_at),
                    time=london_time(moment.made_at),
                    who=moment.who,
                    role=Role(moment.role).label if moment.role in set(Role) else moment.role,
                    why=moment.reason,
                    what=what,
                    reference=reference,
                    title=title,
                    change=each,
                    revision=change.after.revision,
                    commit=moment.sequence,
                    action_id=change.after.id if isinstance(change.after, Action) else "",
                )


def _told(change: Change, framework: Framework) -> tuple[str, str, str, list[FieldChange]]:
    """What kind of thing it is, its reference and title, and what changed in it."""
    before, after = change.before, change.after
    if isinstance(after, Action):
        changes = action_changes(before if isinstance(before, Action) else None, after, framework)
        if after.progress_note:
            changes.append(FieldChange("Progress update", "", after.progress_note))
        return "Action", after.reference, after.title, changes
    if isinstance(after, Plan):
        changes = plan_changes(before if isinstance(before, Plan) else None, after)
        return "Plan", "", after.title, changes
    title = question_words(after.question, framework)
    return (
        "Answer",
        "",
        title,
        answer_changes(before if isinstance(before, Answer) else None, after),
    )
