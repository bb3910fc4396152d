"""Which moment of a plan leaves the program: now, the end of a day, or what a version showed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from vawg_plans.domain.actions import Action
from vawg_plans.domain.canonical import digest
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.freezing import NATIONAL_DETAILS, NOT_PUBLIC
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE, marking_of
from vawg_plans.domain.moments import in_words, moment_in_words, utc_now
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Audience, Version
from vawg_plans.domain.public import WHOLE_SINCE
from vawg_plans.domain.rules import CalculatedStatus, Judgement
from vawg_plans.errors import InvalidInput
from vawg_plans.services.gate import allowed
from vawg_plans.services.plans import OpenPlan, open_plan, read_plan
from vawg_plans.services.versions import readable_content, the_version
from vawg_plans.store import plans as plan_rows
from vawg_plans.store.store import Store

DRAFT = "Draft"
_NOT_PUBLIC = (*NATIONAL_DETAILS, *NOT_PUBLIC)


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan as it leaves: `label` is 'Draft' or the version's name, `words` the moment in words.

    `spoken` are the ids of the actions that it shows in words, None for all; the others are only
    counted. `without` are the details (fields of an action) that a version did not freeze;
    `frozen` is all that a public version froze, to be carried and proved.
    """

    opened: OpenPlan
    label: str
    words: str
    marking: str = OFFICIAL_SENSITIVE
    sequence: int = 0
    spoken: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    frozen: Mapping[str, Any] | None = None

    @property
    def is_draft(self) -> bool:
        """Whether it is the force's own plan, now or then."""
        return self.label == DRAFT


def plan_at(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    *,
    made_at: dt.datetime | None = None,
    as_of: dt.date | None = None,
    version: int | None = None,
) -> Shown:
    """A force's own plan at the moment asked for, judged then. `made_at` is the UTC moment that
    is called now.

    Of a version it is what that version showed: no more words than it froze, its own statuses and
    marking; an action marked sensitive since is counted alone. Raises `InvalidInput` where both a
    day and a version are named, `NotFound` for a version that there is not.
    """
    allowed(store, actor, Permission.EXPORT_DRAFT, force_id)
    if version is not None:
        if as_of is not None:
            raise InvalidInput("A version has its own day.", hint="Name a day, or a version.")
        return _version(store, framework, force_id, version)
    # Asked before the plan is read: the revisions shown are never older than this.
    newest = store.newest_touching(force_id)
    opened = open_plan(store, framework, actor, force_id, as_of=as_of)
    words = f"the end of {in_words(as_of)}" if as_of else moment_in_words(made_at or utc_now())
    return Shown(opened, DRAFT, words, sequence=min(newest, opened.upto))


def _version(store: Store, framework: Framework, force_id: str, number: int) -> Shown:
    with store.read() as rows:
        versions = plan_rows.versions_of(rows, force_id)
        version = the_version(rows, force_id, number)
        content = readable_content(rows, version)
        opened = read_plan(rows, framework, force_id, upto=version.sequence, on=version.judged_on)
    frozen = {a["id"]: a for a in content["actions"]}
    spoken = frozenset(id for id, a in frozen.items() if a["in_words"])
    public = version.audience is Audience.PUBLIC
    # What it froze decides, not the moment alone: some of it may have been held back.
    told = {a["question"] for a in content.get("answers", ())}
    answers = {
        question: replace(answer, evidence="", said_by="")
        for question, answer in opened.answers.items()
        if question in told
    }
    return Shown(
        replace(
            opened,
            actions=[_as_frozen(a, spoken, public) for a in opened.actions if a.id in frozen],
            withdrawn=[],
            judged={id: _judged(j, frozen.get(id)) for id, j in opened.judged.items()},
            versions=[v for v in versions if v.number <= number],
            answers=answers,
        ),
        label=version_label(version),
        words=f"the plan of {in_words(version.judged_on)}, as it was frozen then",
        marking=marking_of([version.audience.value]),
        sequence=version.sequence,
        spoken=spoken,
        without=frozenset(_NOT_PUBLIC) if public else frozenset(),
        frozen=content if public and _provable(content, version) else None,
    )


def _provable(content: Mapping[str, Any], version: Version) -> bool:
    """Whether everybody may read all that was frozen, so that a file can carry it."""
    return bool(content["format"] >= WHOLE_SINCE and digest(content) == version.digest)


def version_label(version: Version) -> str:
    """'Version 3 (published)': how a version is called on screen and in every file."""
    return f"Version {version.number} ({version.audience.label.lower()})"


def _as_frozen(action: Action, spoken: frozenset[str], public: bool) -> Action:
    """The action with no more than a version says of it: what a person accepted, no reason for a
    status, and of other actions only those that it shows.
    """
    hidden: dict[str, Any] = {}
    if public:
        hidden = {"evidence_items": (), "risks": (), "depends_on": ()}
        hidden |= {"evidence": "", "context": "", "owner_posts": ()}
    shown: dict[str, Any] = {
        "tags": tuple(t for t in action.tags if t.accepted),
        "depends_on": tuple(id for id in action.depends_on if id in spoken),
        "override": None,
    }
    return replace(action, **(shown | hidden))


def _judged(judgement: Judgement, frozen: Mapping[str, Any] | None) -> Judgement:
    """What followed then, whatever the rules say of it today."""
    if frozen is None:
        return judgement
    return replace(
        judgement,
        status=CalculatedStatus(frozen["calculated"]),
        late=frozen["late"],
        stale=frozen["stale"],
        slips=frozen["slips"],
        reasons=tuple(frozen.get("reasons", judgement.reasons)),
    )
