"""What every document tells alike: of which plan and moment, what it leaves out, how to read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.commenting import Offices, comments_due, offices_of
from vawg_plans.domain.documents import Position, ToldAction, ToldPlan
from vawg_plans.domain.framework import Framework, Inspection
from vawg_plans.domain.moments import in_words, moment_in_words
from vawg_plans.domain.told_changes import Change
from vawg_plans.exchange.document_parts import Block, Cell, Column, Run, bullet, gap, line, prose
from vawg_plans.exchange.documents_out import Paper
from vawg_plans.exchange.workbooks_out import Imprint

# A recommendation as wide as 4.1 is answered by half a plan.
MOST_IN_FULL = 8
MOST_OWNERS = 5
# 'An action', not 'an act of the force': said where nothing that may be published answers.
NOTHING = "No action that may be published and no response in words is recorded."


@dataclass(frozen=True, slots=True)
class Telling:
    """A plan as a document tells it.

    `label` is 'Draft' or a version's name ('Version 3, published'); `moment_words` says which
    moment is shown and `made_at` is the UTC moment the file is made. `digest` is a version's
    SHA-256, empty for a draft; words were removed from the version on `words_removed_on`.
    `changed` is what changed for its readers since the public version `since`, if there is one.
    """

    plan: ToldPlan
    framework: Framework
    label: str
    moment_words: str
    made_at: dt.datetime
    marking: str
    demonstration: bool = False
    digest: str = ""
    words_removed_on: dt.date | None = None
    since: int | None = None
    changed: tuple[Change, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether it shows the plan as it stands or stood, rather than a version."""
        return not self.digest

    @property
    def offices(self) -> Offices:
        """What the offices are called in this force's area."""
        return offices_of(self.plan.force_id)

    def paper(self, title: str, *, wide: bool = False) -> Paper:
        """A document of this title with the marking, version and moment on each page."""
        return Paper(
            Imprint(
                whose=self.plan.force_name,
                title=title,
                version=self.label.upper() if self.draft else self.label,
                moment_words=self.moment_words,
                marking=self.marking,
                made_at=self.made_at,
                demonstration=self.demonstration,
            ),
            wide=wide,
        )


def facts(paper: Paper, title: str, rows: Sequence[tuple[str, str | Block]]) -> None:
    """A short table of what is recorded, one thing a row."""
    paper.table(
        title,
        "Two columns: what it is, and what is recorded of it.",
        [Column("Item", 3), Column("What is recorded", 7)],
        [[[line(name)], [line(v) if isinstance(v, str) else v]] for name, v in rows],
    )


def shown(telling: Telling) -> list[tuple[str, str]]:
    """Which plan, version and moment, as facts."""
    plan = telling.plan
    return [
        ("Force", plan.force_name),
        ("Version of the plan", _version(telling)),
        *([("Approved by", plan.approved)] if plan.approved else []),
        ("Shows", telling.moment_words[:1].upper() + telling.moment_words[1:]),
        ("Judged on", f"{in_words(plan.judged_on)}: what is overdue, is overdue on that day"),
        ("Marking", telling.marking),
    ]


def _version(telling: Telling) -> str:
    if telling.draft:
        return "Draft: the plan itself, and not a version that the force has named"
    return telling.label


def left_out(plan: ToldPlan) -> list[Block]:
    """How many actions are counted without being told, if there are any."""
    if not plan.untold:
        return []
    of = f"{plan.live:,} live action{_s(plan.live)}"
    are = "is" if plan.untold == 1 else "are"
    why = (
        "it is sensitive or not to be published"
        if plan.untold == 1
        else ("they are sensitive or not to be published")
    )
    return [line(f"Of {of}, {plan.untold:,} {are} counted here and not told: {why}.")]


def report_of(inspection: Inspection, framework: Framework) -> Block:
    """Where the recommendations come from, and that their words here are not the report's."""
    return line(
        "The recommendations are told here in short, and not in the report’s own words. The report "
        "is ",
        named(inspection, framework),
        f", published by {inspection.publisher} on {in_words(inspection.published_on)}.",
    )


def named(inspection: Inspection, framework: Framework) -> Run:
    """A report's name, leading to it where its address is known."""
    return Run(inspection.name, link=framework.sources[inspection.source].url)


def comments_words(inspection: Inspection, framework: Framework) -> str:
    """By when comments are to be published, or why no date is set."""
    due = comments_due(inspection, framework)
    if due is None:
        return (
            "Section 55 of the Police Act 1996 asks for comments on reports of inspections. This "
            "report is on a super-complaint, so that section sets no date for it."
        )
    days = framework.parameter("section_55_days", inspection.published_on)
    return (
        f"Section 55 of the Police Act 1996 asks for the comments to be published within {days} "
        f"days, the day of publication being the first: by {in_words(due)}."
    )


def counted(found: Sequence[Position]) -> str:
    """How many recommendations there are, ask something of forces, and are answered."""
    asked = [p for p in found if p.asked]
    answered = sum(p.answered for p in asked)
    actions = sum(p.recommendation.kind == "action" for p in found)
    many = len(found) - actions
    beside = f" and sets {actions} additional action{_s(actions)}" if actions else ""
    return (
        f"It makes {many} recommendation{_s(many)}{beside}. {len(asked)} of them "
        f"ask{'s' if len(asked) == 1 else ''} something of forces, wholly or in part. Of these, "
        f"{answered or 'none'} {'is' if answered == 1 else 'are'} answered by an action that may "
        "be published or by a response in words."
    )


def answered_by(position: Position) -> list[Block]:
    """The response in words with its date, then each action and how it stands."""
    found: list[Block] = []
    if position.response:
        found += prose(position.response.words)
        if position.response.said_on:
            found.append(line(f"Response of {in_words(position.response.said_on)}."))
    return found + _actions(position.actions)


def _actions(actions: Sequence[ToldAction]) -> list[Block]:
    """Each on a line; of many, which have which status, because no reader wants them all twice."""
    if len(actions) <= MOST_IN_FULL:
        return [bullet(action_words(a)) for a in actions]
    found = [line(f"{len(actions):,} actions answer it; the plan itself tells each.")]
    groups = [(s.full_label, [a for a in actions if a.status is s]) for s in DeliveryStatus]
    groups.append(("Overdue among these", [a for a in actions if a.late]))
    return found + [
        bullet(Run(f"{name}, {len(of):,}: ", bold=True), ", ".join(a.handle for a in of))
        for name, of in groups
        if of
    ]


def action_words(action: ToldAction) -> str:
    """One action on one line: what it is, by when, and how it stands."""
    due = f"due {action.by_when}" if action.due else action.by_when
    end = "" if action.headline.endswith((".", "…", "!", "?")) else "."
    return f"{action.headline}{end} {due[:1].upper()}{due[1:]}. {action.stands}."


def to_complete(telling: Telling, what: str = "") -> Block:
    """A place for the commissioner's office, as it is called in this area."""
    return gap(telling.offices.office, what)


def or_nothing(blocks: list[Block], *otherwise: Block) -> Cell:
    """A cell's content, or what stands in an empty one."""
    return blocks or list(otherwise)


def how_to_read(paper: Paper, telling: Telling, *more: str) -> None:
    """The last part of a document: what its words mean, and where it comes from."""
    paper.heading("How to read this")
    paper.write(
        *(bullet(sentence) for sentence in more),
        bullet(
            "The delivery status is what the force says. What follows it after a semicolon is what "
            "the record adds: an action overdue, a due date moved later, nothing recorded for a "
            "time."
        ),
        bullet(
            "‘Complete’ is the force’s own word for an action. It does not say that the "
            "inspectorate has closed a recommendation."
        ),
        bullet(
            "Owners are posts, and not people."
            if telling.plan.owners_told
            else "A public version does not say which post owns an action."
        ),
        bullet("Where nothing is recorded, that does not mean none or zero."),
    )
    made = (
        f"This document was made by VAWG Plans on {moment_in_words(telling.made_at)}, London time"
    )
    if telling.digest:
        version = telling.label.partition(",")[0].lower()
        made += f", from what {version} froze. The SHA-256 of that content is {telling.digest}"
    paper.write(f"{made}.")
    if telling.words_removed_on:
        paper.write(
            "Words that may tell who a victim is were removed from that version on "
            f"{in_words(telling.words_removed_on)}."
        )


def owners(position: Position) -> list[Block]:
    """The posts that own what answers it; of many, those that own most."""
    posts = position.owners
    if len(posts) <= MOST_OWNERS:
        return [line(post) for post in posts]
    rest = len(posts) - MOST_OWNERS
    more = f"and {rest} other post{_s(rest)}, named in the plan"
    return [line(post) for post in (*posts[:MOST_OWNERS], more)]


def _s(count: int) -> str:
    return "" if count == 1 else "s"
