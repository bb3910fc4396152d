"""Word out: a plan in the forms that people outside the force read. Each export is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from vawg_plans.domain.document_kinds import DocumentKind
from vawg_plans.domain.documents import ToldPlan, told
from vawg_plans.domain.framework import Framework, Inspection
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE, marking_of
from vawg_plans.domain.moments import in_words, moment_in_words, utc_now
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Audience, Version
from vawg_plans.domain.version_changes import changes
from vawg_plans.errors import NotFound
from vawg_plans.exchange.document_telling import Telling
from vawg_plans.exchange.documents_out import file_name
from vawg_plans.exchange.overview_out import overview
from vawg_plans.exchange.plan_document_out import plan_document
from vawg_plans.exchange.responses_out import response_record, response_table
from vawg_plans.services.exporting import Export
from vawg_plans.services.gate import allowed
from vawg_plans.services.plans import OpenPlan, open_plan, read_plan
from vawg_plans.services.record import record_export
from vawg_plans.services.versions import content_of_plan, newest, readable_content, the_version
from vawg_plans.store import plans as plan_rows
from vawg_plans.store.store import Store

FIRST_INSPECTION = "vawg-2021"

_OF_AN_INSPECTION: dict[DocumentKind, Callable[[Telling, Inspection], bytes]] = {
    DocumentKind.RESPONSE_TABLE: response_table,
    DocumentKind.RESPONSE_RECORD: response_record,
}
_OF_THE_PLAN: dict[DocumentKind, Callable[[Telling], bytes]] = {
    DocumentKind.OVERVIEW: overview,
    DocumentKind.PLAN: plan_document,
}


def export_document(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    kind: DocumentKind,
    *,
    inspection_id: str = FIRST_INSPECTION,
    as_of: dt.date | None = None,
    version: int | None = None,
) -> Export:
    """A force's own plan in one of the forms: as it stands, as it stood at the end of a day, or as
    one of its versions has it. `inspection_id` says which inspection is answered, where one is.

    It holds what may be published and no more, whoever asks: actions that are sensitive or not
    publishable are counted. Raises `NotFound` for an inspection or a version that there is not.
    """
    inspection = inspection_named(framework, inspection_id)
    telling = _telling(store, framework, actor, force_id, as_of=as_of, version=version)
    return _export(store, actor, telling, kind, inspection)


def told_plan(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    *,
    as_of: dt.date | None = None,
    version: int | None = None,
) -> ToldPlan:
    """What a document made by `export_document` would tell; nothing leaves."""
    return _telling(store, framework, actor, force_id, as_of=as_of, version=version).plan


def export_published_document(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    kind: DocumentKind,
    *,
    inspection_id: str = FIRST_INSPECTION,
) -> Export:
    """Any force's newest public version in one of the forms: for a commissioner's office or
    another reader, as well as for the force.
    """
    allowed(store, actor, Permission.READ_PUBLISHED_WORDS, force_id)
    inspection = inspection_named(framework, inspection_id)
    with store.read() as rows:
        found = plan_rows.versions_of(rows, force_id)
    public = next((v for v in found if v.audience is Audience.PUBLIC), None)
    if public is None:
        raise NotFound("This force has not published its plan.")
    return _export(store, actor, _of_version(store, framework, public), kind, inspection)


def inspection_named(framework: Framework, inspection_id: str) -> Inspection:
    """The inspection of this id. Raises `NotFound`, with those that there are."""
    found = framework.inspections.get(inspection_id)
    if found is None:
        raise NotFound(
            f"There is no inspection called '{inspection_id}'.",
            hint=f"Choose one of {', '.join(framework.inspections)}.",
        )
    return found


def _telling(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    *,
    as_of: dt.date | None,
    version: int | None,
) -> Telling:
    allowed(store, actor, Permission.EXPORT_DRAFT, force_id)
    if version is not None:
        with store.read() as rows:
            named = the_version(rows, force_id, version)
            then = read_plan(rows, framework, force_id, upto=named.sequence, on=named.judged_on)
        return _of_version(store, framework, named, _owners(then))
    opened = open_plan(store, framework, actor, force_id, as_of=as_of)
    made_at = utc_now()
    moment = f"the end of {in_words(as_of)}" if as_of else moment_in_words(made_at)
    content = content_of_plan(opened, framework, Audience.PUBLIC)
    with store.read() as rows:
        since = None if as_of else newest(rows, force_id, Audience.PUBLIC)
        before = readable_content(rows, since) if since else None
    return Telling(
        plan=told(content, _owners(opened)),
        framework=framework,
        label="Draft",
        moment_words=moment,
        made_at=made_at,
        marking=OFFICIAL_SENSITIVE,
        demonstration=store.is_demonstration,
        since=since.number if since else None,
        changed=changes(before, content, framework),
    )


def _owners(opened: OpenPlan) -> dict[str, tuple[str, ...]]:
    """The posts that own each action, for the force's own documents."""
    return {a.id: a.owner_posts for a in opened.actions}


def _of_version(
    store: Store,
    framework: Framework,
    version: Version,
    owners: dict[str, tuple[str, ...]] | None = None,
) -> Telling:
    public = version.audience is Audience.PUBLIC
    with store.read() as rows:
        content = readable_content(rows, version)
        # A document tells what may be published, and so what that changed.
        since = (
            newest(rows, version.force_id, Audience.PUBLIC, before=version.number)
            if public
            else None
        )
        before = readable_content(rows, since) if since else None
    return Telling(
        plan=told(content, owners),
        framework=framework,
        label=f"Version {version.number}, {version.audience.label.lower()}",
        moment_words=f"the plan of {in_words(version.judged_on)}",
        made_at=utc_now(),
        marking=marking_of([version.audience]),
        demonstration=store.is_demonstration,
        digest=version.digest,
        words_removed_on=version.words_removed_on,
        since=since.number if since else None,
        changed=changes(before, content, framework),
    )


def _export(
    store: Store, actor: Actor, telling: Telling, kind: DocumentKind, inspection: Inspection
) -> Export:
    plan = telling.plan
    if kind.of_one_inspection:
        data = _OF_AN_INSPECTION[kind](telling, inspection)
        what = f"{kind.label.lower()} ({inspection.id})"
    else:
        data = _OF_THE_PLAN[kind](telling)
        what = kind.label.lower()
    record_export(
        store,
        actor,
        f"document: {what}, {telling.label.lower()}, {telling.moment_words}",
        force_id=plan.force_id,
    )
    name = document_name(
        plan.force_id,
        kind,
        inspection.id,
        plan.judged_on,
        telling.label.partition(",")[0],
        marking=telling.marking,
        demonstration=telling.demonstration,
    )
    return Export(name, data)


def document_name(
    force_id: str,
    kind: DocumentKind,
    inspection_id: str,
    day: dt.date,
    label: str,
    *,
    marking: str,
    demonstration: bool,
) -> str:
    """What a document's file is called. `label` is 'Draft' or 'Version 3'."""
    of = [inspection_id] if kind.of_one_inspection else []
    return file_name(
        day, force_id, kind.file_stem, *of, label, marking=marking, demonstration=demonstration
    )
