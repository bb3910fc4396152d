"""A short paper for a joint audit committee: what was published, to whom, where the force stands.

The parts are those of a paper that a force wrote for its committee in September 2021: to, from,
date, subject, purpose, each publication with its recommendations, and what is asked of the
committee.
"""

from __future__ import annotations

from collections import Counter

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.bullets import title_of
from vawg_plans.domain.documents import Position, positions
from vawg_plans.domain.framework import Inspection
from vawg_plans.domain.moments import in_words
from vawg_plans.exchange.document_parts import Column, Run, gap, line
from vawg_plans.exchange.document_telling import (
    Telling,
    counted,
    how_to_read,
    left_out,
    named,
)

AUTHOR = "the author"
_LONGEST_RESPONSE = 220


def overview(telling: Telling) -> bytes:
    """The paper, with every publication in the order in which they came out."""
    plan, framework = telling.plan, telling.framework
    inspections = sorted(framework.inspections.values(), key=lambda each: each.published_on)
    found = {i.id: positions(plan, framework, i) for i in inspections}
    first, last = inspections[0].published_on, inspections[-1].published_on
    period = f"{first:%B %Y} to {last:%B %Y}"
    paper = telling.paper("Overview of inspectorate publications")
    paper.title(f"Overview of inspectorate publications, {period}", plan.force_name)
    for name, value in (
        ("To", line("Joint audit committee")),
        ("From", gap(AUTHOR, "the post that brings this paper")),
        ("Date", gap(AUTHOR, "the date of the meeting")),
        ("Subject", line(f"Publications of {first:%B %Y} to {last:%B %Y} and our position")),
        ("Our position shown", line(f"{telling.label}, {telling.moment_words}")),
    ):
        paper.write(line(Run(f"{name}: ", bold=True), *value.runs))
    paper.heading("Purpose")
    paper.write(
        f"The purpose of this paper is to provide an overview of reports published between "
        f"{first:%B %Y} and {last:%B %Y} that make recommendations on violence against women and "
        "girls: what each recommends, to whom, and where the force stands.",
        *left_out(plan),
    )
    paper.heading("In short")
    paper.table(
        "The publications in short",
        "A row for each publication: when it came out, how many recommendations it makes, how many "
        "ask something of forces, and how many of those are answered or not.",
        [
            Column("Publication", 5),
            Column("Published", 5),
            Column("Recommendations", 7),
            Column("Ask forces", 3),
            Column("Answered", 4),
            Column("Not yet", 3),
        ],
        [[[line(words)] for words in _counts(i, found[i.id])] for i in inspections],
    )
    paper.heading("Overview of publications")
    paper.write("The recommendations are told in short, and not in the reports’ own words.")
    for number, inspection in enumerate(inspections, 1):
        paper.heading(f"{number}. {inspection.name}", 2)
        paper.write(
            line(
                f"{number}.1. On {in_words(inspection.published_on)}, {inspection.publisher} "
                "published ",
                named(inspection, framework),
                ".",
            ),
            f"{number}.2. {counted(found[inspection.id])}",
        )
        paper.table(
            f"Our position on the {inspection.short_name}",
            "A row for each recommendation: what it recommends, to whom, and the force’s position.",
            [
                Column("Ref", 3),
                Column("Recommendation", 10),
                Column("Addressed to", 6),
                Column("Our position", 8),
            ],
            [
                [
                    [line(p.recommendation.number)],
                    [line(p.recommendation.text)],
                    [line(p.addressed_to or "The report names no body")],
                    [line(sentence) for sentence in position_words(p)],
                ]
                for p in found[inspection.id]
            ],
        )
    paper.heading("How progress is overseen")
    paper.write(gap(AUTHOR, "the meeting that tracks progress against these recommendations"))
    paper.heading("Recommendation")
    paper.write("It is recommended that the joint audit committee note the content of this paper.")
    how_to_read(
        paper,
        telling,
        "Our position counts the actions that may be published. It says nothing of how good they "
        "are: the number of actions is no merit.",
    )
    return paper.finish()


def _counts(inspection: Inspection, found: list[Position]) -> list[str]:
    asked = [p for p in found if p.asked]
    answered = sum(p.answered for p in asked)
    actions = sum(p.recommendation.kind == "action" for p in found)
    return [
        inspection.short_name,
        in_words(inspection.published_on),
        f"{len(found) - actions}" + (f", and {actions} actions" if actions else ""),
        str(len(asked)),
        str(answered),
        str(len(asked) - answered),
    ]


def position_words(position: Position) -> list[str]:
    """Where the force stands, in a sentence or two: its actions by status, its response."""
    found = []
    if not position.asked:
        found.append("Nothing is asked of forces.")
    if position.actions:
        many = len(position.actions)
        by = Counter(a.status for a in position.actions)
        parts = [f"{by[s]} {s.label.lower()}" for s in reversed(DeliveryStatus) if by[s]]
        late = sum(a.late for a in position.actions)
        overdue = f"; {late} overdue" if late else ""
        found.append(f"{many} action{'' if many == 1 else 's'}: {', '.join(parts)}{overdue}.")
    if position.response:
        on = position.response.said_on
        when = f" of {in_words(on)}" if on else ""
        found.append(f"Response{when}: {title_of(position.response.words, _LONGEST_RESPONSE)}")
    return found or ["Nothing that may be published is recorded yet."]
