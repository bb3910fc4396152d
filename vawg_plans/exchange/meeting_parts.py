"""The parts that the Word papers of a meeting share: facts, decisions, figures, how it was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vawg_plans.exchange import meeting_telling as told
from vawg_plans.exchange import meeting_words as words
from vawg_plans.exchange.document_parts import Block, Cell, Column, Run, bullet, line, prose
from vawg_plans.exchange.documents_out import Paper
from vawg_plans.exchange.meeting_telling import Fact, Figure, Telling


def begin(telling: Telling, paper: str) -> Paper:
    """A paper with its title, and what it is of."""
    made = Paper(telling.imprint(paper))
    made.title(f"{telling.title}: {paper}", f"{made.imprint.whose}, {made.imprint.version}")
    return made


def facts(paper: Paper, title: str, rows: Sequence[Fact]) -> None:
    """A short table of what is recorded, one thing a row."""
    fact_cells(paper, title, [(name, [line(value)]) for name, value in rows])


def fact_cells(paper: Paper, title: str, rows: Sequence[tuple[str, Cell]]) -> None:
    """The same, with cells of any make."""
    paper.table(
        title,
        "Two columns: what it is, and what is recorded of it.",
        [Column("Item", 3), Column("What is recorded", 9)],
        [[[line(name)], cell] for name, cell in rows],
    )


def in_short(paper: Paper, telling: Telling) -> None:
    """The sentences for somebody with two minutes."""
    paper.heading("In short")
    paper.write(*(bullet(sentence) for sentence in told.in_short(telling)))


def decided(paper: Paper, telling: Telling) -> None:
    """What this meeting decided."""
    paper.heading("What was decided", anchor="decided")
    decisions = telling.content["decisions"]
    if not decisions:
        paper.write("No decision was recorded at this meeting.")
        return
    paper.table(
        "Decisions of this meeting",
        "A row for each decision: its number, what was decided and about what, which post sees to "
        "it, by when, and how far it was when the meeting closed.",
        [
            Column("No.", 3),
            Column("Decision", 17),
            Column("Owner", 9),
            Column("By", 7),
            Column("State", 5),
        ],
        [
            [
                [line(str(d["number"]))],
                _decision(d),
                [line(d["owner_post"])],
                [line(words.by_when(d))],
                [line(d["state_label"])],
            ]
            for d in decisions
        ],
        may_break=True,
    )


def carried(paper: Paper, telling: Telling) -> None:
    """What earlier meetings decided, and what came of it."""
    paper.heading("Carried from earlier meetings", anchor="carried")
    decisions = telling.content["carried"]
    if not decisions:
        paper.write("Nothing: no decision of an earlier meeting was open or settled since.")
        return
    paper.table(
        "Decisions of earlier meetings",
        "A row for each decision that was open, or settled since the last meeting: its number, "
        "what was decided and when, which post sees to it, by when, and how it stands.",
        [
            Column("No.", 3),
            Column("Decision", 14),
            Column("Owner", 8),
            Column("By", 7),
            Column("How it stands", 13),
        ],
        [
            [
                [line(str(d["number"]))],
                [
                    *_decision(d),
                    line(f"Meeting {d['meeting']}, {words.day_words(d['decided_on'])}"),
                ],
                [line(d["owner_post"])],
                [line(words.by_when(d))],
                [b for said in told.how_it_stands(telling, d) for b in prose(said)],
            ]
            for d in decisions
        ],
        may_break=True,
    )


def _decision(decision: Mapping[str, Any]) -> list[Block]:
    found = [*prose(decision["words"])]
    subject = words.one_line(decision["subject"])
    return [*found, line(Run("About: ", bold=True), subject)] if subject else found


def taken(telling: Telling, item: Mapping[str, Any]) -> list[Block]:
    """What was decided on an item, a line each."""
    return [
        line(
            Run(f"Decision {d['number']}: ", bold=True),
            f"{d['words']} ({d['owner_post']}; {by_words(d)})",
        )
        for d in telling.decisions(item["decisions"])
    ]


def by_words(decision: Mapping[str, Any]) -> str:
    """The day of a decision within a sentence."""
    day = words.day_words(decision["due"])
    return f"by {day}" if day else "no date"


def figures(paper: Paper, telling: Telling, title: str, rows: Sequence[Figure]) -> None:
    """Figures then and now; only now, where there was no meeting before."""
    last = telling.last
    then = [Column(last, 6)] if last else []
    moved = [Column("Change", 5)] if last else []
    paper.table(
        title,
        "A row for each figure: what is counted"
        + (f", how many at {last}, how many now, and how it moved." if last else ", and how many."),
        [Column("What is counted", 14), *then, Column("Now", 3), *moved],
        [
            [
                [line(name)],
                *([[line(f"{before:,}")]] if last else []),
                [line(f"{now:,}")],
                *([[line(words.change_words(before, now))]] if last else []),
            ]
            for name, before, now in rows
        ],
    )


def dropped(paper: Paper, telling: Telling) -> None:
    """What the chair took off the agenda; no heading where that is nothing."""
    found = telling.content["dropped"]
    if found:
        paper.heading("Taken off the agenda")
        paper.write(
            *(bullet(f"{one['kind_label']}: {words.one_line(one['heading'])}") for one in found)
        )


def made(paper: Paper, telling: Telling) -> bytes:
    """The last part, and the file."""
    paper.heading("How this paper was made")
    paper.write(*(bullet(sentence) for sentence in told.how_made(telling)))
    return paper.finish()
