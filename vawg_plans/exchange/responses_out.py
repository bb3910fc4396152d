"""An inspection answered, in the two forms that commissioners' offices publish.

The response table (Ref, recommendation, owner, timescale, progress) is the one that Gloucestershire
published in 2021, the response record that of Staffordshire; see `data/framework/sources.csv`. What
only a person can say is a place to complete, and never written for them.
"""

from __future__ import annotations

from vawg_plans.domain.documents import Position, positions
from vawg_plans.domain.framework import Inspection
from vawg_plans.domain.moments import in_words
from vawg_plans.exchange.document_parts import Block, Cell, Column, gap, line
from vawg_plans.exchange.document_telling import (
    NOTHING,
    Telling,
    answered_by,
    comments_words,
    counted,
    facts,
    how_to_read,
    left_out,
    or_nothing,
    owners,
    report_of,
    shown,
    to_complete,
)

THE_FORCE = "the force"


def response_table(telling: Telling, inspection: Inspection) -> bytes:
    """The response table, with a place for the comments before it."""
    plan, framework, offices = telling.plan, telling.framework, telling.offices
    found = positions(plan, framework, inspection)
    paper = telling.paper(f"Response table, {inspection.short_name}", wide=True)
    paper.title(f"{inspection.publisher}: {inspection.name}", f"Response of {plan.force_name}")
    facts(paper, "What this response shows", shown(telling))
    paper.heading(f"Comments of the {_lower(offices.body)}")
    paper.write(comments_words(inspection, framework))
    paper.write(to_complete(telling, "the comments"))
    paper.heading(f"Covering words of the {_lower(offices.chief)}")
    paper.write(gap(THE_FORCE, "covering words, if the response is to carry any"))
    paper.heading("Response to each recommendation")
    paper.write(report_of(inspection, framework), counted(found), *left_out(plan))
    paper.table(
        f"Response to each recommendation: {inspection.short_name}",
        "A row for each recommendation: its number, what it recommends, who owns the force’s "
        "actions, by when the report wants it, and what has been done.",
        [
            Column("Ref", 4),
            Column("Recommendation", 13),
            Column("Owner", 9),
            Column("Timescale", 6),
            Column("Progress", 21),
        ],
        [
            [
                [line(p.recommendation.number)],
                [line(p.recommendation.text)],
                _owner(p),
                [line(p.timescale)],
                _progress(p),
            ]
            for p in found
        ],
    )
    how_to_read(
        paper,
        telling,
        "Timescale is the report’s own date. Each action under Progress gives the date that the "
        "force has set itself.",
    )
    return paper.finish()


def _owner(position: Position) -> Cell:
    bodies = position.addressed_to
    posts = owners(position)
    if position.recommendation.asks_forces == "yes":
        return or_nothing(posts, gap(THE_FORCE, "the post that owns this"))
    if bodies is None:
        return [*posts, line("The report names no body")]
    named = line(f"{'With other bodies' if position.asked else 'Other bodies'}: {bodies}")
    if position.asked and not posts:
        return [gap(THE_FORCE, "the post that owns the force’s part"), named]
    return [*posts, named]


def _progress(position: Position) -> Cell:
    found = answered_by(position)
    if position.asked:
        return or_nothing(found, line(NOTHING), gap(THE_FORCE, "the progress made"))
    return [line("Nothing is asked of forces by this recommendation."), *found]


def response_record(telling: Telling, inspection: Inspection) -> bytes:
    """The inspection response record."""
    plan, framework, offices = telling.plan, telling.framework, telling.offices
    found = positions(plan, framework, inspection)
    asked = [p for p in found if p.asked]
    paper = telling.paper(f"Inspection response record, {inspection.short_name}")
    paper.title("Force inspection response record", inspection.name)
    facts(paper, "The record", _record(telling, inspection))
    paper.heading("Summary of inspection")
    paper.write(report_of(inspection, framework), counted(found))
    paper.write(to_complete(telling, "a summary of the inspection, in the report’s own words"))
    paper.heading("Recommendations")
    paper.table(
        f"Recommendations of the {inspection.short_name}",
        "A row for each recommendation: its number, what it recommends, and to whom.",
        [Column("Ref", 2), Column("Recommendation", 11), Column("Addressed to", 6)],
        [
            [
                [line(p.recommendation.number)],
                [line(p.recommendation.text)],
                [line(p.addressed_to or "The report names no body")],
            ]
            for p in found
        ],
    )
    paper.heading("Areas for improvement")
    paper.write("No area for improvement is recorded in the plan.")
    paper.write(to_complete(telling, "any that the report gives this force"))
    paper.heading(f"{offices.body}’s initial response")
    paper.write(to_complete(telling, "the initial response"))
    paper.heading(f"{offices.chief}’s response")
    paper.write(gap(THE_FORCE, f"the response of the {_lower(offices.chief)}"))
    paper.heading("What the force’s plan records", 2)
    paper.write(
        f"What answers each of the {len(asked)} recommendations that ask something of forces, "
        f"judged on {in_words(plan.judged_on)}.",
        *left_out(plan),
    )
    for position in asked:
        said = position.recommendation
        paper.heading(
            f"Recommendation {said.number}: {position.addressed_to or 'no body named'}", 3
        )
        paper.write(*or_nothing(answered_by(position), line(NOTHING)))
    paper.heading(f"{offices.body}’s overall comments")
    paper.write(to_complete(telling, "the overall comments"))
    how_to_read(paper, telling)
    return paper.finish()


def _record(telling: Telling, inspection: Inspection) -> list[tuple[str, str | Block]]:
    offices = telling.offices
    return [
        ("Version", gap(telling.offices.office, "the version of this record")),
        *shown(telling),
        (offices.body, to_complete(telling, "the name")),
        (offices.chief, gap(THE_FORCE, "the name")),
        ("Title of inspection", inspection.name),
        ("Inspectorate", inspection.publisher),
        ("Published", in_words(inspection.published_on)),
        ("Comments", comments_words(inspection, telling.framework)),
        ("Grade", to_complete(telling, "the grade, if the inspection gave one")),
    ]


def _lower(title: str) -> str:
    """A title in the middle of a sentence: 'police and crime commissioner'; names stay."""
    ours = title.startswith(("Police and crime", "Chief constable"))
    return title[:1].lower() + title[1:] if ours else title
