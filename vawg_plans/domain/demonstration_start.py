"""How an action of the demonstration stands when it enters the plan."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from vawg_plans.domain.actions import Action, Tag, TagKind
from vawg_plans.domain.demonstration_fate import End, Fate
from vawg_plans.domain.demonstration_recipe import ActionSeed, Words
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.vocabulary import SuggestionWords

# The framework's suggestion words by the kind and code of what they suggest, each with its first
# word: looking for that first is much faster than matching the whole.
Suggesting = Mapping[tuple[str, str], Sequence[tuple[str, SuggestionWords]]]

_DUE_WORDS = ("Ongoing", "Ongoing", "Immediately", "Each quarter", "After national guidance")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the courses of one force's plan share. Nothing happens outside `first` to `last`."""

    plan_id: str
    force_id: str
    framework: Framework
    suggesting: Suggesting
    words: Words
    rng: random.Random
    today: dt.date
    first: dt.date
    last: dt.date
    pace: float
    candour: float
    empty_cells: frozenset[tuple[str, str]]
    strands: tuple[str, ...]
    placeholders: dict[str, str]
    reference_style: str
    person_id: str

    def filled(self, text: str) -> str:
        """`text` with its placeholders replaced."""
        if "{" in text:
            for placeholder, value in self.placeholders.items():
                text = text.replace(placeholder, value)
        return text


@dataclass(frozen=True, slots=True)
class Start:
    """The first revision; what may be filled in later, each a reason and the changes; whether
    its suggested tags will be accepted; and the percent that it is heading for.
    """

    action: Action
    edits: tuple[tuple[str, dict[str, Any]], ...]
    accepted_later: bool
    target_percent: int


def start(setting: Setting, seed: ActionSeed, fate: Fate, *, position: int, phase: int) -> Start:
    """How this action enters this force's plan."""
    rng, filled = setting.rng, setting.filled
    edits: list[tuple[str, dict[str, Any]]] = []

    def now(name: str, value: Any, missing: Any, chance: float, reason: str = "") -> Any:
        """The value now, or nothing now and perhaps an edit later."""
        if rng.random() < chance:
            return value
        if rng.random() < 0.5:
            edits.append((reason or "Details added", {name: value}))
        return missing

    begins = fate.created + dt.timedelta(days=rng.randint(0, 28)) if rng.random() < 0.92 else None
    due, due_words = _first_due(setting, fate, begins or fate.created)
    tags, accepted_later = _first_tags(setting, seed)
    sensitive = rng.random() < (0.2 if (seed.area, seed.p) == ("offenders", "pursue") else 0.01)
    equality = f"EIA-{fate.created.year}-{rng.randint(1, 180):03}"
    action = Action(
        id=f"act-{setting.force_id}-{position:03}",
        plan_id=setting.plan_id,
        force_id=setting.force_id,
        position=position,
        reference=_reference(setting, seed, position),
        title=filled(seed.title) + (f" - phase {phase}" if phase > 1 else ""),
        description=filled(seed.description) if rng.random() < 0.95 else "",
        tags=tags,
        local_strand=_strand(setting, seed),
        owner_posts=now("owner_posts", (seed.owner_post,), (), 0.92, "Owner confirmed"),
        partners=tuple(map(filled, seed.partners)),
        start=begins,
        due=due,
        due_words=due_words,
        success_measure=now(
            "success_measure", filled(seed.success_measure), "", 0.87, "Measure agreed"
        ),
        evidence=now("evidence", filled(seed.evidence), "", 0.04, "Evidence added"),
        context=now("context", rng.choice(setting.words.context), "", 0.45),
        shaped_by=now("shaped_by", rng.choice(setting.words.shaped_by), "", 0.3),
        equality_impact=now("equality_impact", equality, "", 0.3),
        publishable=not sensitive and rng.random() < 0.95,
        sensitive=sensitive,
    )
    target = _target_percent(setting, fate, begins or fate.created, due)
    return Start(action, tuple(edits), accepted_later, target)


def end_of_month(day: dt.date) -> dt.date:
    """The last day of this day's month."""
    return (day.replace(day=1) + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def month_words(due: dt.date) -> str:
    """As people write it: 'End of March 2022', or 'March 2022' for a day within."""
    return f"End of {due:%B %Y}" if due == end_of_month(due) else f"{due:%B %Y}"


def _first_due(setting: Setting, fate: Fate, begins: dt.date) -> tuple[dt.date | None, str]:
    rng = setting.rng
    chance = rng.random()
    if chance < 0.12:
        return None, "" if chance < 0.04 else rng.choice(_DUE_WORDS)
    if fate.end in (End.COMPLETE, End.REOPENED, End.WITHDRAWN):
        final = fate.last + dt.timedelta(days=rng.randint(-20, 75))
    elif rng.random() < 0.05 + 0.18 * (1 - setting.pace):
        final = setting.today - dt.timedelta(days=rng.randint(3, 95))
    else:
        final = setting.today + dt.timedelta(days=rng.randint(6, 320))
    earliest = begins + dt.timedelta(days=rng.randint(30, 60))
    due = max(final - dt.timedelta(days=sum(fate.slip_days)), earliest)
    if chance < 0.45:
        due = end_of_month(due)
    return due, month_words(due) if chance < 0.18 else ""


def _target_percent(setting: Setting, fate: Fate, begins: dt.date, due: dt.date | None) -> int:
    gone = 0.5
    if fate.end in (End.COMPLETE, End.REOPENED):
        gone = 1.0
    elif due:
        ends = due + dt.timedelta(days=sum(fate.slip_days))
        gone = min(1.0, (setting.today - begins).days / max(1, (ends - begins).days))
    share = gone * (0.6 + 0.6 * setting.pace) + setting.rng.gauss(0, 0.1)
    return round(100 * min(0.95, max(0.1, share)))


def _first_tags(setting: Setting, seed: ActionSeed) -> tuple[tuple[Tag, ...], bool]:
    """Accepted; or, for some, the lead P and areas only suggested, and whether that will change."""
    accepted = _tags(setting, seed)
    if setting.rng.random() > 0.3:
        return accepted, False
    text = f"{seed.title} {seed.description}"
    suggested = tuple(
        _as_suggested(tag, setting.suggesting, text)
        if tag.lead or tag.kind is TagKind.AREA
        else tag
        for tag in accepted
    )
    return suggested, suggested != accepted and setting.rng.random() < 0.7


def _tags(setting: Setting, seed: ActionSeed) -> tuple[Tag, ...]:
    by, gaps = setting.person_id, setting.empty_cells
    codes = (
        (TagKind.P, seed.supporting_ps),
        (TagKind.AREA, (seed.area,)),
        (TagKind.AREA, tuple(area for area in seed.other_areas if (area, seed.p) not in gaps)),
        (TagKind.THEME, seed.themes),
        (TagKind.VULNERABILITY, seed.vulnerability),
        (TagKind.PILLAR, (seed.pillar,)),
        (TagKind.RECOMMENDATION, seed.recommendations),
    )
    lead = Tag(TagKind.P, seed.p, lead=True, accepted_by=by)
    return (lead, *(Tag(kind, c, accepted_by=by) for kind, many in codes for c in many))


def _as_suggested(tag: Tag, suggesting: Suggesting, text: str) -> Tag:
    """The tag as suggested by words of the text; as it is where no words suggest it."""
    candidates = suggesting.get((tag.kind.value, tag.code), ())
    plain = text.casefold()
    occurring = (
        c.words.rstrip("*") for first, c in candidates if first in plain and c.occur_in(text)
    )
    found = list(islice(occurring, 3))
    return replace(tag, accepted_by=None, words=", ".join(found)) if found else tag


def _reference(setting: Setting, seed: ActionSeed, position: int) -> str:
    if setting.reference_style == "area":
        return f"{setting.framework.areas[seed.area].code}-{position:03}"
    return f"{setting.reference_style}-{position:03}" if setting.reference_style else ""


def _strand(setting: Setting, seed: ActionSeed) -> str:
    if not setting.strands or setting.rng.random() < 0.06:
        return ""
    place = list(setting.framework.areas).index(seed.area)
    return setting.strands[place % len(setting.strands)]
