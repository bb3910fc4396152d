"""Naming a version: a moment of the plan, frozen, numbered, digested and given an audience."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from vawg_plans.domain.canonical import visible
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.freezing import freeze, judging_date
from vawg_plans.domain.moments import end_of_day_utc, in_words, today
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission, may
from vawg_plans.domain.plans import Audience, Version
from vawg_plans.domain.reviews import LONGEST_NOTE, Approval
from vawg_plans.errors import InvalidInput, NotFound
from vawg_plans.services.gate import allowed, could
from vawg_plans.services.plans import OpenPlan, read_plan
from vawg_plans.store import actions as action_rows
from vawg_plans.store import plans as plan_rows
from vawg_plans.store.connection import Rows
from vawg_plans.store.record import Act
from vawg_plans.store.store import Store, Writing

_READ = "read"


def share_version(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    audience: Audience = Audience.NATIONAL,
    note: str = "",
) -> Version:
    """Freeze the plan as it stands, give it the next number and share it nationally.

    Judged at today in London. Raises `InvalidInput` when the plan has no live action, and for a
    public version: that one needs an approval, see `services.publishing`.
    """
    allowed(store, actor, Permission.SHARE_VERSION, force_id)
    if audience is Audience.PUBLIC:
        raise InvalidInput(
            "A public version needs a chief officer's approval.",
            hint="Submit the plan for review; when the Gold Group chair has approved it, publish "
            "what was approved.",
        )
    note = note_of(note)
    with store.write(actor, reason=f"version named ({audience})", force_id=force_id) as writing:
        judged_on = judging_date(writing.commit.moment)
        opened = read_plan(
            writing.rows, framework, force_id, upto=writing.sequence - 1, on=judged_on
        )
        require_actions(opened)
        number = name_version(writing, framework, opened, audience, note)
    with store.read() as rows:
        return the_version(rows, force_id, number)


def note_of(note: str) -> str:
    """A version's note as it is kept. Raises `InvalidInput` when it is too long."""
    note = visible(note).strip()
    if len(note) > LONGEST_NOTE:
        raise InvalidInput(f"Keep the note to {LONGEST_NOTE:,} characters.")
    return note


def require_actions(opened: OpenPlan) -> None:
    """Raise `InvalidInput` when there is nothing to share."""
    if not opened.actions:
        raise InvalidInput(
            "The plan has no actions yet, so there is nothing to share.",
            hint="Add or import actions first.",
        )


def content_of_plan(
    opened: OpenPlan,
    framework: Framework,
    audience: Audience,
    *,
    number: int = 0,
    note: str = "",
    approved: Approval | None = None,
) -> dict[str, Any]:
    """What a version made of this plan would freeze; nothing is frozen. `number` is 0 for one that
    has none yet.
    """
    return freeze(
        opened.plan,
        opened.actions,
        opened.judged,
        opened.records,
        framework,
        number=number,
        audience=audience,
        sequence=opened.upto,
        judged_on=opened.judged_on,
        note=note,
        answers=opened.answers,
        approved=approved,
    )


def name_version(
    writing: Writing,
    framework: Framework,
    opened: OpenPlan,
    audience: Audience,
    note: str,
    approved: Approval | None = None,
) -> int:
    """Freeze a plan at its moment under the next number, which is returned."""
    force_id = opened.plan.force_id
    # A withdrawn version keeps its number.
    every = plan_rows.every_version_of(writing.rows, force_id)
    number = max((v.number for v in every), default=0) + 1
    content = content_of_plan(
        opened, framework, audience, number=number, note=note, approved=approved
    )
    row = plan_rows.version_row(
        force_id=force_id,
        number=number,
        audience=audience,
        sequence=opened.upto,
        made_in=writing.sequence,
        judged_on=opened.judged_on,
        note=note,
        content=content,
        approved=approved,
    )
    plan_rows.add_version(writing, row, content)
    return number


def the_version(rows: Rows, force_id: str, number: int, *, withdrawn: bool = False) -> Version:
    """A force's version of this number. Raises `NotFound` when there is none, or when it was
    withdrawn, unless `withdrawn` ones are looked for too.
    """
    every = plan_rows.every_version_of(rows, force_id)
    found = next((v for v in every if v.number == number), None)
    if found is None:
        raise NotFound(f"This force has no version {number}.")
    if found.withdrawn_on and not withdrawn:
        raise NotFound(
            f"Version {number} was withdrawn on {in_words(found.withdrawn_on)}.",
            hint="Choose a version that stands.",
        )
    return found


def newest(
    rows: Rows, force_id: str, audience: Audience, *, before: int | None = None
) -> Version | None:
    """A force's newest version for an audience that was not withdrawn; of those before a number,
    if one is given.
    """
    for version in plan_rows.versions_of(rows, force_id):
        if version.audience is audience and (before is None or version.number < before):
            return version
    return None


def plan_of_version(
    store: Store, framework: Framework, actor: Actor, force_id: str, number: int
) -> OpenPlan:
    """The plan at the moment a version shows, judged at its date: what moved since is seen against
    this. For the force itself, from its revisions; other forces read what the version froze.
    """
    allowed(store, actor, Permission.READ_DRAFT, force_id)
    with store.read() as rows:
        version = the_version(rows, force_id, number, withdrawn=True)
        return read_plan(rows, framework, force_id, upto=version.sequence, on=version.judged_on)


def shared_content(
    store: Store, actor: Actor, force_id: str
) -> list[tuple[Version, dict[str, Any]]]:
    """What a force shows this person: its newest version, words only where they may be read.

    A national version gives its words to the national lead and the force itself. Everyone else
    gets its counts and statuses, followed by the newest public version, if there is one. Empty
    when the force has shared nothing. Reading another force's words is recorded.
    """
    allowed(store, actor, Permission.COMPARE, force_id)
    whole = could(store, actor, Permission.READ_SHARED_WORDS, force_id)
    words = whole or could(store, actor, Permission.READ_PUBLISHED_WORDS, force_id)
    with store.read() as rows:
        versions = plan_rows.versions_of(rows, force_id)
        if not versions:
            return []
        newest = versions[0]
        public = next((v for v in versions if v.audience is Audience.PUBLIC), None)
        if whole or (words and newest is public):
            found = [(newest, readable_content(rows, newest))]
        else:
            found = [(newest, without_words(readable_content(rows, newest)))]
            if words and public:
                found.append((public, readable_content(rows, public)))
    if actor.force_id != force_id:
        _record_reading(store, actor, found)
    return found


def withdrawn_versions(store: Store, actor: Actor, force_id: str) -> list[Version]:
    """The versions that a force withdrew, newest first: what stays of them for their readers. The
    reason is for whoever could read the words.
    """
    allowed(store, actor, Permission.COMPARE, force_id)
    # In whatever state the plan is now: of a plan withdrawn whole nothing is shared any more.
    readers = {
        Audience.PUBLIC: may(actor, Permission.READ_PUBLISHED_WORDS, force_id),
        Audience.NATIONAL: may(actor, Permission.READ_SHARED_WORDS, force_id),
    }
    with store.read() as rows:
        every = plan_rows.every_version_of(rows, force_id)
    return [
        v if readers[v.audience] else replace(v, withdrawn_why="", note="")
        for v in every
        if v.withdrawn
    ]


def _record_reading(
    store: Store, actor: Actor, found: list[tuple[Version, dict[str, Any]]]
) -> None:
    """Chain that another force's words were read: once a day for each person and version."""
    day = end_of_day_utc(today() - dt.timedelta(days=1))
    for version, content in found:
        thing = f"version:{version.id}"
        if not any(a["in_words"] for a in content["actions"]):
            continue
        with store.read() as rows:
            known = rows.one(
                "record.said_since", object=thing, act=_READ, person_id=actor.person_id, moment=day
            )
        if known is None:
            reason, force_id = "read shared words", version.force_id
            with store.write(actor, reason=reason, force_id=force_id, touches=False) as writing:
                writing.record(Act(_READ, thing))


def readable_content(rows: Rows, version: Version) -> dict[str, Any]:
    """What a version froze, as it may be read today.

    An action marked sensitive since loses its words here; what was frozen, and its digest, stay.
    """
    content = plan_rows.content_of(rows, version.id)
    hidden = action_rows.sensitive(rows, version.plan_id)
    return {
        **content,
        "actions": [_counted(a) if a["id"] in hidden else a for a in content["actions"]],
    }


_COUNTED = (
    "id",
    "accepted_lead_p",
    "accepted_areas",
    "status",
    "calculated",
    "late",
    "stale",
    "slips",
)


# What a version says of itself. Whatever is frozen later is words until somebody names it here.
_OF_ITSELF = (
    "format",
    "force",
    "force_name",
    "number",
    "audience",
    "moment",
    "judged_on",
)


def without_words(content: dict[str, Any]) -> dict[str, Any]:
    """A version's content as counts and statuses only; which questions are answered, and how."""
    kept = {k: v for k, v in content.items() if k in _OF_ITSELF}
    actions = [_counted(a) for a in content["actions"]]
    answers = [{**a, "words": ""} for a in content.get("answers", ())]
    return {**kept, "plan": {}, "note": "", "actions": actions, "answers": answers}


def _counted(action: dict[str, Any]) -> dict[str, Any]:
    return {**{name: action[name] for name in _COUNTED}, "in_words": False}


def versions_of(store: Store, actor: Actor, force_id: str) -> list[Version]:
    """A force's versions, newest first, those withdrawn too, for those who may read its draft."""
    allowed(store, actor, Permission.READ_DRAFT, force_id)
    with store.read() as rows:
        return plan_rows.every_version_of(rows, force_id)
