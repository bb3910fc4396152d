"""What the papers of a Gold Group meeting tell alike, read from what a closed meeting froze.

The shape of the content is in `domain/minutes.py`. An agenda is told from the same shape, made from
the plan as it stands, and has no digest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vawg_plans.domain.decisions import DecisionState
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.domain.moments import in_words, london_day, london_time, moment_in_words
from vawg_plans.domain.rules import percent_words
from vawg_plans.exchange.meeting_words import (
    CALCULATED,
    STATED,
    counted,
    day_of,
    day_words,
    is_,
    lower,
    moment_of,
    one_line,
    stated,
    was,
)
from vawg_plans.exchange.workbooks_out import Imprint

Fact = tuple[str, str]
# Enough of a digest to tell one content from another on a page; the last page has all of it.
_SHORT_DIGEST = 12


@dataclass(frozen=True, slots=True)
class Telling:
    """A meeting as its papers tell it.

    `content` is what it froze, or for an agenda what it would freeze now; `digest` is the SHA-256
    of what was frozen, empty for an agenda. `made_at` is the UTC moment that is shown: of the
    close, or for an agenda of its making, so that a closed meeting's papers are always the same.
    """

    content: Mapping[str, Any]
    made_at: dt.datetime
    digest: str = ""
    demonstration: bool = False
    actions: Mapping[str, Mapping[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "actions", {a["id"]: a for a in self.content["actions"]})

    @property
    def meeting(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.content["meeting"]
        return found

    @property
    def title(self) -> str:
        return one_line(self.meeting["title"])

    @property
    def judged_on(self) -> dt.date:
        return dt.date.fromisoformat(self.content["judged_on"])

    @property
    def day(self) -> str:
        """The day at which everything is judged, in words."""
        return in_words(self.judged_on)

    @property
    def last(self) -> str:
        """What the meeting before is called in a table, empty for a first."""
        since = self.content["since"]
        return since["name"] if since and self.content["before"] else ""

    def imprint(self, paper: str) -> Imprint:
        """What every page says of itself: marking, force, which paper of which meeting, moment."""
        shows = moment_in_words(self.made_at)
        if self.digest:
            shows += f", commit {self.content['moment']:,}, SHA-256 {self.digest[:_SHORT_DIGEST]}"
        return Imprint(
            whose=self.content["force_name"],
            title=f"{self.title} {paper}",
            version=self.meeting["name"],
            moment_words=shows,
            marking=OFFICIAL_SENSITIVE,
            made_at=self.made_at,
            demonstration=self.demonstration,
        )

    def action(self, action_id: str | None) -> Mapping[str, Any] | None:
        """A live action, as it was frozen; None for one that is withdrawn, or for none."""
        return self.actions.get(action_id or "")

    def decisions(self, numbers: Sequence[int]) -> list[Mapping[str, Any]]:
        """Those of this meeting's decisions."""
        return [d for d in self.content["decisions"] if d["number"] in numbers]

    def earlier(self, item: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The first decision of an earlier meeting that an item is about."""
        keys = set(item["about"])
        return next((d for d in self.content["carried"] if f"decision:{d['id']}" in keys), None)

    def overdue(self, decision: Mapping[str, Any]) -> bool:
        """Open, and its day had passed on the day of the meeting."""
        day = day_of(decision["due"])
        return decision["state"] == DecisionState.OPEN and bool(day and day < self.judged_on)


def facts(telling: Telling) -> list[Fact]:
    """When and where it was held, who was there, and when the next one is."""
    meeting, after = telling.meeting, telling.content["next"]
    found: list[Fact] = [("Held" if telling.digest else "To be held", _held(telling))]
    found.append(("Place", meeting["place"] or "Not recorded"))
    if telling.digest or meeting["attended"]:
        found.append(("Present", "; ".join(meeting["attended"]) or "Not recorded"))
    if telling.digest or meeting["apologies"]:
        found.append(("Apologies", "; ".join(meeting["apologies"]) or "None recorded"))
    if after:
        place = f", {after['place']}" if after["place"] else ""
        next_one = f"Meeting {after['number']}, {day_words(after['held_on'])}{place}"
    else:
        next_one = "Not planned yet"
    return [*found, ("Next meeting", next_one)]


def of_the_plan(telling: Telling) -> list[Fact]:
    """Which plan it is, how far it has come, and which post leads it."""
    plan = telling.content["plan"]
    state = lower(plan["state"].replace("_", " "))
    stale = "; stale: nothing shared lately" if plan["stale"] else ""
    return [
        ("Plan", f"{one_line(plan['title'])} ({state}{stale})"),
        ("Lead post", plan["lead_post"] or "Not recorded"),
    ]


def _held(telling: Telling) -> str:
    meeting = telling.meeting
    if not telling.digest:
        return day_words(meeting["held_on"])
    began, closed = (moment_of(meeting[k]) for k in ("began_at", "closed_at"))
    same = london_day(began) == london_day(closed)
    ends = london_time(closed) if same else moment_in_words(closed)
    held = f"{moment_in_words(began)} to {ends}"
    # Planned for one day, and held on another.
    if london_day(began).isoformat() != meeting["held_on"]:
        held += f" (planned for {day_words(meeting['held_on'])})"
    return held


def in_short(telling: Telling) -> list[str]:
    """What somebody with two minutes has to know, in sentences."""
    content = telling.content
    found = [_carried(telling), _complete(content), _beside(content)]
    if telling.digest:
        many, items = len(content["decisions"]), content["items"]
        minuted = sum(bool(i["minutes"].strip() or i["decisions"] or i["changes"]) for i in items)
        taken = (
            f"{counted(many, 'decision')} {was(many)} taken" if many else "No decision was taken"
        )
        found.insert(0, f"{taken}. {counted(len(items), 'item')} on the agenda, {minuted} minuted.")
    return [sentence for sentence in found if sentence]


def _carried(telling: Telling) -> str:
    carried = telling.content["carried"]
    if not carried:
        return ""
    states = [d["state"] for d in carried]
    open_ones = states.count(DecisionState.OPEN)
    overdue = sum(map(telling.overdue, carried))
    parts = [f"{states.count(DecisionState.DONE)} done", f"{open_ones} open"]
    if DecisionState.DROPPED in states:
        parts.insert(1, f"{states.count(DecisionState.DROPPED)} dropped")
    late = f", {overdue} of these past the day" if overdue else ""
    return f"Of {counted(len(carried), 'decision')} of earlier meetings: {', '.join(parts)}{late}."


def _complete(content: Mapping[str, Any]) -> str:
    now, before = content["figures"], content["before"]
    if not now["live"]:
        return "The plan has no live action."
    said = (
        f"{now['complete']:,} of {counted(now['live'], 'live action')} {is_(now['complete'])} "
        f"complete ({percent_words(now['complete'], now['live'])})"
    )
    if before:
        said += f"; at meeting {content['since']['number']}, {before['complete']:,} of "
        said += f"{before['live']:,}"
    return f"{said}."


def _beside(content: Mapping[str, Any]) -> str:
    now, before = content["figures"], content["before"]
    parts = [
        f"{now[name]:,} {name}" + (f" ({before[name]:,})" if before else "")
        for name in ("late", "stale", "slipped")
    ]
    then = f" In brackets: at meeting {content['since']['number']}." if before else ""
    return f"Of the live actions, {', '.join(parts[:-1])} and {parts[-1]}.{then}"


Figure = tuple[str, int | None, int]


def figures(telling: Telling) -> list[Figure]:
    """What is counted, how much of it at the last meeting (None: there was none), how much now."""
    now, before = telling.content["figures"], telling.content["before"]
    names = {
        "live": "Live actions",
        "complete": "Complete",
        "late": "Late: past the due date, not complete",
        "stale": "Stale: not complete, no progress update lately",
        "slipped": "Slipped: the due date was moved later",
        "covered": f"Cells of the matrix covered, of {now['cells']}",
        "gaps": "Cells of the matrix that are gaps",
    }
    return [(words, before[n] if before else None, now[n]) for n, words in names.items()]


def statuses(telling: Telling) -> list[Figure]:
    """The live actions by delivery status, as the force states it, then by the calculated one."""
    now, before = telling.content["figures"], telling.content["before"]
    found: list[Figure] = []
    for group, known, name in (
        ("statuses", STATED, "Stated"),
        ("calculated", CALCULATED, "Calculated"),
    ):
        codes = dict.fromkeys((*known, *now[group], *((before or {}).get(group, {}))))
        for code in codes:
            label = known.get(code, code.replace("_", " "))
            then = before[group].get(code, 0) if before else None
            found.append((f"{name}: {lower(label)}", then, now[group].get(code, 0)))
    return found


def how_it_stands(telling: Telling, decision: Mapping[str, Any]) -> list[str]:
    """Of an earlier decision: its state, what came of it, and how its action stands."""
    said = decision["state_label"]
    if decision["state"] != DecisionState.OPEN:
        said += f" on {day_words(decision['said_on'])}"
    elif telling.overdue(decision):
        said += ", past its day"
    found = [f"{said}."]
    if decision["outcome"].strip():
        found.append(decision["outcome"])
    action = telling.action(decision["action_id"])
    if action:
        found.append(
            f"Its action: stated {lower(stated(action))}; calculated "
            f"{lower(action['calculated_label'])}."
        )
    return found


def how_made(telling: Telling) -> list[str]:
    """Where a paper comes from and what its words mean, in sentences."""
    judged = f"What is late or stale is so on {telling.day}."
    if not telling.digest:
        return [
            f"Made from the plan as it stood on {moment_in_words(telling.made_at)}, London time. "
            "The agenda builds itself anew until the meeting begins, so make this paper shortly "
            "before.",
            judged,
            *_MEANS,
        ]
    return [
        f"Made from what was frozen when the meeting closed, on {moment_in_words(telling.made_at)},"
        f" London time, and saw commit {telling.content['moment']:,} last. Later changes to the "
        "plan are not in it.",
        f"The SHA-256 of the frozen content is {telling.digest}",
        judged,
        *_MEANS,
    ]


_MEANS = (
    "The delivery status is what the force states. The calculated status is what the record says, "
    "with its reasons. Where they differ, ask.",
    "Owners are posts, and not people. Where nothing is recorded, that does not mean none or zero.",
    "This is the force’s own working paper. It holds actions that are sensitive or not to be "
    "published, in words: do not send it on as a publication.",
)
