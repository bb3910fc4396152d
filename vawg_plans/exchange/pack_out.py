"""The pack of a meeting in Word: figures then and now, each item in full, every action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.bullets import title_of
from vawg_plans.exchange import meeting_items as items
from vawg_plans.exchange import meeting_parts as parts
from vawg_plans.exchange import meeting_telling as told
from vawg_plans.exchange import meeting_words as words
from vawg_plans.exchange.document_parts import Block, Cell, Column, Run, bullet, line
from vawg_plans.exchange.documents_out import Paper
from vawg_plans.exchange.meeting_telling import Telling

_SHORT_NOTE = 120
_CONTENTS = (
    ("figures", "Figures then and now"),
    ("decided", "What was decided"),
    ("carried", "Carried from earlier meetings"),
    ("items", "Each item of the agenda"),
    ("actions", "Every action"),
    ("months", "Month by month"),
)


def pack(telling: Telling) -> bytes:
    """The pack, from what the meeting froze."""
    paper = parts.begin(telling, "pack")
    parts.facts(paper, "The meeting", [*told.facts(telling), *told.of_the_plan(telling)])
    parts.in_short(paper, telling)
    paper.heading("In this pack")
    paper.write(*(bullet(Run(name, link=f"#{anchor}")) for anchor, name in _CONTENTS))
    paper.heading("Figures then and now", anchor="figures")
    if not telling.last:
        paper.write("No meeting closed before this one, so there is nothing to set beside it.")
    parts.figures(paper, telling, "What is counted, then and now", told.figures(telling))
    paper.heading("Live actions by status", 2)
    parts.figures(paper, telling, "Live actions by status", told.statuses(telling))
    parts.decided(paper, telling)
    parts.carried(paper, telling)
    paper.heading("Each item of the agenda", anchor="items")
    if not telling.content["items"]:
        paper.write("There was nothing on the agenda.")
    items.in_full(paper, telling)
    paper.heading("End of the agenda")
    paper.write("Every action of the plan follows on wide pages.")
    paper.turn(wide=True)
    _actions(paper, telling)
    _months(paper, telling)
    return parts.made(paper, telling)


def _actions(paper: Paper, telling: Telling) -> None:
    """Every live action: those to do with all that is said of them, those complete in short."""
    paper.heading("Every action", anchor="actions")
    actions = telling.content["actions"]
    to_do = [a for a in actions if a["status"] != DeliveryStatus.COMPLETE]
    done = [a for a in actions if a["status"] == DeliveryStatus.COMPLETE]
    paper.heading(f"Not complete: {words.counted(len(to_do), 'action')}", 2)
    if to_do:
        paper.table(
            "Live actions that are not complete",
            "A row for each action in the plan’s order: its reference, what it is, its owner, when "
            "it is due, its stated and calculated status with reasons, and its last note.",
            [
                Column("Ref", 6),
                Column("Action", 17),
                Column("Owner", 10),
                Column("Due", 7),
                Column("Stated", 7),
                Column("Calculated, and why", 13),
                Column("Last note", 14),
            ],
            [
                [
                    *_who(a),
                    [line(words.due(a))],
                    [line(words.stated(a))],
                    [line(words.calculated(a))],
                    [line(title_of(words.last_note(a), _SHORT_NOTE))],
                ]
                for a in to_do
            ],
        )
    paper.heading(f"Stated complete: {words.counted(len(done), 'action')}", 2)
    if done:
        paper.table(
            "Live actions that the force states complete",
            "A row for each action in the plan’s order: its reference, what it is, its owner, when "
            "it was due, and its calculated status.",
            [
                Column("Ref", 6),
                Column("Action", 34),
                Column("Owner", 17),
                Column("Due", 8),
                Column("Calculated", 9),
            ],
            [
                [
                    *_who(a),
                    [line(words.day_words(a["due"]) or "No date")],
                    [line(a["calculated_label"])],
                ]
                for a in done
            ],
        )


def _who(action: Mapping[str, Any]) -> list[Cell]:
    """The cells that name an action and its owner."""
    return [
        [line(action["reference"] or "None")],
        [line(words.one_line(action["title"])), *_kept_back(action)],
        [line(words.owner(action))],
    ]


def _kept_back(action: Mapping[str, Any]) -> list[Block]:
    """That an action may not leave the force in words, where that is so."""
    if action["sensitive"]:
        return [line(Run("Sensitive", bold=True))]
    return [] if action["publishable"] else [line(Run("Not to be published", bold=True))]


def _months(paper: Paper, telling: Telling) -> None:
    paper.heading("Month by month", anchor="months")
    points = telling.content["progress"]
    if not points:
        paper.write("Nothing is recorded before this meeting.")
        return
    codes = list(dict.fromkeys((*words.STATED, *(c for p in points for c in p["statuses"]))))
    paper.table(
        "The plan at the end of each month",
        "A row for each day, oldest first: how many live actions, how many of each stated status, "
        "and how many late.",
        [
            Column("On", 8),
            Column("Live", 4),
            *(Column(words.STATED.get(code, code), 6) for code in codes),
            Column("Late", 4),
        ],
        [
            [
                [line(words.day_words(p["on"]))],
                [line(f"{p['live']:,}")],
                *([line(f"{p['statuses'].get(code, 0):,}")] for code in codes),
                [line(f"{p['late']:,}")],
            ]
            for p in points
        ],
    )
