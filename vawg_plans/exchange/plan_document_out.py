"""The plan as a document to publish: for the public first, so plain words come before tables."""

from __future__ import annotations

from collections.abc import Sequence

from vawg_plans.domain import governance
from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.documents import ToldAction, ToldPlan
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.rules import percent_words
from vawg_plans.domain.told_changes import Group as Changed
from vawg_plans.domain.told_changes import grouped
from vawg_plans.exchange.document_parts import Block, Cell, Column, Run, bullet, line, prose
from vawg_plans.exchange.document_telling import Telling, facts, how_to_read, left_out, shown
from vawg_plans.exchange.documents_out import Paper
from vawg_plans.exchange.plan_cover import STATED

GOVERNED = "How this plan is governed"
NOT_PLACED = "Not yet placed under one of the 4Ps"


def plan_document(telling: Telling) -> bytes:
    """The plan: where it stands, what it covers, then every action under its lead P."""
    plan, framework = telling.plan, telling.framework
    paper = telling.paper(plan.title)
    paper.title(plan.title, plan.force_name)
    facts(
        paper,
        "What this document shows",
        [*shown(telling), ("Lead post", plan.lead_post or "Not recorded")],
    )
    groups = _groups(plan, framework)
    paper.heading("In this document")
    for anchor, name in _contents(groups, telling):
        paper.write(bullet(Run(name, link=f"#{anchor}")))
    paper.heading("About this plan", anchor="about")
    paper.write(*(prose(plan.summary) or [line("No summary is recorded.")]))
    _governed(paper, plan)
    _stands(paper, plan)
    _changed(paper, telling)
    _covers(paper, plan, framework)
    _answers(paper, plan, framework)
    how_to_read(
        paper,
        telling,
        "Each action stands once, under the one of the 4Ps that leads it, in the plan’s order.",
    )
    paper.turn(wide=True)
    # Where the posts are not told, a column that says so on every line tells nothing.
    owner, who = ([Column("Owner", 9)], "who answers for it, ") if plan.owners_told else ([], "")
    for anchor, name, about, actions in groups:
        paper.heading(name, anchor=anchor)
        paper.write(*([about] if about else []))
        if not actions:
            paper.write("No action that may be published is recorded here.")
            continue
        paper.table(
            f"Actions: {name}",
            f"A row for each action: its reference, what will be done, {who}by when, and how it "
            "stands.",
            [
                Column("Ref", 6),
                Column("What we will do", 26),
                *owner,
                Column("By when", 7),
                Column("How it stands", 9),
            ],
            [_row(a, framework, plan.owners_told) for a in actions],
        )
    paper.heading("End of the plan")
    paper.write(_total(plan))
    return paper.finish()


Group = tuple[str, str, str, Sequence[ToldAction]]


def _groups(plan: ToldPlan, framework: Framework) -> list[Group]:
    """Anchor, name, definition and actions of each P, then of those under none, if any."""
    found: list[Group] = [
        (p.id, p.name, p.definition, [a for a in plan.actions if a.lead_p == p.id])
        for p in framework.ps.values()
    ]
    others = [a for a in plan.actions if a.lead_p not in framework.ps]
    return [*found, ("not-placed", NOT_PLACED, "", others)] if others else found


def _contents(groups: Sequence[Group], telling: Telling) -> list[tuple[str, str]]:
    fixed = [
        ("about", "About this plan"),
        *([("governed", GOVERNED)] if telling.plan.governance else []),
        ("stands", "Where the plan stands"),
        *([("changed", _changed_title(telling))] if telling.since else []),
        ("covers", "What the plan covers"),
        ("answers", "What it answers"),
    ]
    return fixed + [(anchor, name) for anchor, name, _, _ in groups]


def _governed(paper: Paper, plan: ToldPlan) -> None:
    """How the plan is governed, as far as it is published; no heading for what is not."""
    if not plan.governance:
        return
    paper.heading(GOVERNED, anchor="governed")
    for part in governance.PARTS.values():
        said = plan.governance.get(part.question)
        if said is None:
            continue
        paper.heading(part.name, 2)
        if part.question == governance.PRIORITIES:
            paper.table(
                part.name,
                "A row for each priority: what it is, how likely the risk is, and how grave.",
                [Column("Priority", 8), Column("Likelihood", 2), Column("Impact", 2)],
                [
                    [[line(p.words)], [line(_level(p.likelihood))], [line(_level(p.impact))]]
                    for p in governance.priorities_in(said.words)
                ],
            )
        else:
            paper.write(*prose(said.words))


def _level(level: str | None) -> str:
    return level.capitalize() if level else "Not assessed"


def _total(plan: ToldPlan) -> str:
    many = len(plan.actions)
    return f"{many:,} action{'' if many == 1 else 's'} told, of {plan.live:,} live."


def _stands(paper: Paper, plan: ToldPlan) -> None:
    paper.heading("Where the plan stands", anchor="stands")
    if not plan.live:
        paper.write(f"The plan had no live action on {in_words(plan.judged_on)}.")
        return
    complete = plan.statuses.get(DeliveryStatus.COMPLETE, 0)
    share = percent_words(complete, plan.live)
    paper.write(
        f"On {in_words(plan.judged_on)} {complete:,} of {plan.live:,} live "
        f"action{'' if plan.live == 1 else 's'} were complete ({share}), and {plan.late:,} "
        f"{'was' if plan.late == 1 else 'were'} overdue."
    )
    paper.write(*left_out(plan))
    paper.table(
        "How many actions have each delivery status",
        "A row for each delivery status: how many live actions have it, and what the force means "
        "by it.",
        [Column("Delivery status", 4), Column("Actions", 2), Column("What it means", 8)],
        [
            [[line(s.full_label)], [line(f"{plan.statuses.get(s, 0):,}")], [line(meaning)]]
            for s, meaning in STATED.items()
        ],
    )


def _changed_title(telling: Telling) -> str:
    return f"What changed since version {telling.since}"


def _changed(paper: Paper, telling: Telling) -> None:
    """What a reader of the version before will find changed; no heading where there is none."""
    if not telling.since:
        return
    paper.heading(_changed_title(telling), anchor="changed")
    if not telling.changed:
        paper.write("Nothing that is published.")
    for group, changes in grouped(telling.changed).items():
        if group is not Changed.OVERALL:
            paper.heading(group.label, 2)
        paper.write(*(bullet(change.sentence) for change in changes))


def _covers(paper: Paper, plan: ToldPlan, framework: Framework) -> None:
    paper.heading("What the plan covers", anchor="covers")
    paper.write(
        "Recommendation 4.1 names six areas to improve and standardise. Each stands here under "
        "the 4Ps, with the number of live actions. An action in several areas is counted in each; "
        "a number is no sign of merit."
    )
    paper.table(
        "Actions by improvement area and by the 4Ps",
        "A row for each of the six improvement areas and a column for each of the 4Ps: how many "
        "live actions are there, or why none is needed.",
        [Column("Area", 5), *(Column(p.name, 4) for p in framework.ps.values())],
        [
            [[line(area.name)], *([line(_cell(plan, area.id, p))] for p in framework.ps)]
            for area in framework.areas.values()
        ],
    )


def _cell(plan: ToldPlan, area: str, p: str) -> str:
    many = plan.covered.get((area, p), 0)
    if many:
        return f"{many:,} action{'' if many == 1 else 's'}"
    reason = plan.not_applicable.get((area, p))
    return f"Not applicable, because: {reason}" if reason else "Nothing yet"


def _answers(paper: Paper, plan: ToldPlan, framework: Framework) -> None:
    paper.heading("What it answers", anchor="answers")
    paper.write(
        "Recommendations of three reports of 2021 that ask something of forces, and the actions "
        "that answer each. The recommendations are told in short, and not in the reports’ words."
    )
    rows: list[list[Cell]] = []
    for each in framework.recommendations_for_forces():
        references = [a.handle for a in plan.actions if each.id in a.recommendations]
        said = plan.responses.get(each.id)
        found: list[Block] = [line("Actions " + "; ".join(references))] if references else []
        found += prose(said.words) if said else []
        rows.append(
            [
                [line(each.label)],
                [line(each.text)],
                found or [line("Nothing that may be published yet")],
            ]
        )
    paper.table(
        "What answers each recommendation",
        "A row for each recommendation that asks something of forces: its number, what it "
        "recommends, and what answers it.",
        [Column("Ref", 3), Column("Recommendation", 8), Column("What answers it", 7)],
        rows,
    )


def _row(action: ToldAction, framework: Framework, owners_told: bool) -> list[Cell]:
    posts: list[Block] = [line(post) for post in action.owner_posts] or [line("Not recorded")]
    return [
        [line(action.reference or "None")],
        _what(action, framework),
        *([posts] if owners_told else []),
        [line(action.by_when)],
        [line(part[:1].upper() + part[1:]) for part in action.stands.split("; ")],
    ]


def _what(action: ToldAction, framework: Framework) -> Cell:
    # A title that only begins the description is a handle of it: the whole is told once.
    handle = action.title.rstrip("… ")
    repeated = " ".join(action.description.split()).startswith(handle)
    found = [] if repeated else [line(Run(action.title, bold=True))]
    found += prose(action.description)
    for name, words in (
        ("Areas", ", ".join(framework.areas[a].name for a in action.areas if a in framework.areas)),
        ("With", ", ".join(action.partners)),
        ("Success is seen by", action.success_measure),
    ):
        if words.strip():
            found.append(line(Run(f"{name}: ", bold=True), words))
    for one in action.milestones:
        days = [("due", one.due), ("done", one.done_on)]
        when = ", ".join(f"{word} {in_words(day)}" for word, day in days if day)
        found.append(bullet(f"Milestone: {one.title}" + (f", {when}" if when else "")))
    return found
