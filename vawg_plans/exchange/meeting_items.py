"""The items of an agenda as Word tells them in full: why, how the action stands, its last note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vawg_plans.domain.bullets import title_of
from vawg_plans.exchange import meeting_parts as parts
from vawg_plans.exchange import meeting_words as words
from vawg_plans.exchange.document_parts import Block, Cell, Column, bullet, line, prose
from vawg_plans.exchange.documents_out import Paper
from vawg_plans.exchange.meeting_telling import Telling

# Of an action's course, as many of its last turns as still tell where it comes from.
_LAST_TURNS = 8
# A list says of each action what it lacks; its last words are cut where they would fill the page.
_SHORT_NOTE = 160


def glance(paper: Paper, telling: Telling) -> None:
    """The whole agenda in one table: what, why, and which post answers."""
    items = telling.content["items"]
    if not items:
        paper.write("There is nothing on the agenda.")
        return
    paper.table(
        "The agenda at a glance",
        "A row for each item: its number, what it is about, why it is on the agenda and how it "
        "stands, and which post owns it.",
        [Column("No.", 3), Column("Item", 16), Column("Why it is here", 12), Column("Owner", 10)],
        [
            [
                [line(str(number))],
                [line(title_of(words.one_line(item["heading"]), _SHORT_NOTE))],
                [line(item["kind_label"]), *_stands(telling, item)],
                [line(_owner(telling, item))],
            ]
            for number, item in enumerate(items, 1)
        ],
        may_break=True,
    )


def _stands(telling: Telling, item: Mapping[str, Any]) -> list[Block]:
    """How an item stands, in a line: its action, or the earlier decision that it is about."""
    action, decision = telling.action(item["action_id"]), telling.earlier(item)
    if action:
        said = f"Stated {words.lower(words.stated(action))}; calculated "
        return [line(f"{said}{words.lower(action['calculated_label'])}")]
    if decision:
        past = ", past its day" if telling.overdue(decision) else ""
        return [line(f"{decision['state_label']}; {parts.by_words(decision)}{past}")]
    return []


def _owner(telling: Telling, item: Mapping[str, Any]) -> str:
    action, decision = telling.action(item["action_id"]), telling.earlier(item)
    if action:
        return words.owner(action)
    return decision["owner_post"] if decision else "No single owner"


def in_full(paper: Paper, telling: Telling) -> None:
    """Each item below a heading of its own."""
    for number, item in enumerate(telling.content["items"], 1):
        paper.heading(words.heading_of(number, item), 2)
        taken = parts.taken(telling, item)
        paper.write(*(line(why) for why in item["why"]), *taken)
        action = telling.action(item["action_id"])
        if action:
            parts.fact_cells(paper, f"How item {number} stands", _facts(action))
            _course(paper, number, action)
        elif item["listed"]:
            _listed(paper, telling, number, item)
        elif not item["why"] and not taken:
            paper.write("Nothing more is recorded of it.")


def _facts(action: Mapping[str, Any]) -> list[tuple[str, Cell]]:
    more = action["more"] or {}
    found: list[tuple[str, Cell]] = [
        ("Stated", [line(words.stated(action))]),
        ("Calculated", [line(words.calculated(action))]),
    ]
    override = more.get("override")
    if override:
        day = words.day_words(override["on"])
        found.append(("Why they differ", [line(f"{day}: "), *prose(override["reason"])]))
    found += [
        ("Owner", [line(words.owner(action))]),
        ("Due", [line(words.due(action))]),
        ("Last note", prose(words.last_note(action))),
    ]
    milestones = [bullet(_milestone(m)) for m in more.get("milestones", [])]
    risks = [bullet(_risk(r)) for r in more.get("risks", [])]
    for name, blocks in (
        ("Milestones", milestones),
        ("Risks", risks),
        ("Success is seen by", prose(more.get("success_measure", ""))),
        ("What it is", prose(more.get("description", ""))),
    ):
        if blocks:
            found.append((name, blocks))
    return found


def _milestone(milestone: Mapping[str, Any]) -> str:
    days = [("due", milestone["due"]), ("done", milestone["done_on"])]
    when = ", ".join(f"{word} {words.day_words(day)}" for word, day in days if day)
    missed = ": missed" if milestone["missed"] else ""
    return f"{milestone['title']}" + (f", {when}" if when else "") + missed


def _risk(risk: Mapping[str, Any]) -> str:
    levels = [f"{name} {risk[name]}" for name in ("likelihood", "impact") if risk[name] is not None]
    level = f" ({', '.join(levels)})" if levels else ""
    answer = risk["response"].strip()
    return f"{risk['words']}{level}" + (f". Response: {answer}" if answer else "")


def _course(paper: Paper, number: int, action: Mapping[str, Any]) -> None:
    """How the action moved, where it did."""
    course = (action["more"] or {}).get("course", [])[-_LAST_TURNS:]
    if len(course) < 2:
        return
    paper.heading("How it moved", 3)
    paper.table(
        f"How the action of item {number} moved",
        "A row for each day on which its status, percentage or due date changed, oldest first.",
        [Column("From", 5), Column("Stated", 5), Column("Reported", 4), Column("Due", 5)],
        [
            [
                [line(words.day_words(turn["on"]))],
                [line(words.STATED.get(turn["status"], turn["status"]))],
                [line("Not reported" if turn["percent"] is None else f"{turn['percent']}%")],
                [line(words.day_words(turn["due"]) or "No date")],
            ]
            for turn in course
        ],
    )


def _told(heading: str, why: Sequence[str]) -> str:
    return f"{heading}: {' '.join(why)}" if why else heading


def _listed(paper: Paper, telling: Telling, number: int, item: Mapping[str, Any]) -> None:
    """The lines of an item that is a list: actions as a table, cells of the matrix as bullets."""
    found = [(one, telling.action(one["action_id"])) for one in item["listed"]]
    if not all(action for _, action in found):
        paper.write(
            *(bullet(_told(words.one_line(one["heading"]), one["why"])) for one, _ in found)
        )
        return
    paper.table(
        f"The actions of item {number}",
        "A row for each action: why it is listed, its stated and calculated status, its owner and "
        "day, and its last note.",
        [
            Column("Action", 12),
            Column("Stated and calculated", 8),
            Column("Owner and due", 8),
            Column("Last note", 10),
        ],
        [
            [
                [line(words.one_line(one["heading"])), *(line(why) for why in one["why"])],
                [line(words.stated(action)), line(f"Record: {words.calculated(action)}")],
                [line(words.owner(action)), line(words.due(action))],
                [line(title_of(words.last_note(action), _SHORT_NOTE))],
            ]
            for one, action in found
            if action
        ],
    )
