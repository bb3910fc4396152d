"""The pack of a Gold Group meeting as a workbook: figures, decisions, agenda, actions, months."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vawg_plans.exchange import lists_out
from vawg_plans.exchange import meeting_telling as told
from vawg_plans.exchange import meeting_words as words
from vawg_plans.exchange.lists_out import ListColumn, Listing
from vawg_plans.exchange.meeting_telling import Telling
from vawg_plans.exchange.workbook_styles import TINTS, Style
from vawg_plans.exchange.workbooks_out import A3, Book, Sheet, Value

_DECISIONS = (
    ListColumn("No.", 6, Style.NUMBER),
    ListColumn("Taken at", 11, Style.LINE),
    ListColumn("On", 13, Style.DATE),
    ListColumn("Decision", 46),
    ListColumn("About", 40),
    ListColumn("Owner", 30),
    ListColumn("By", 13, Style.DATE),
    ListColumn("State", 10, Style.LINE),
    ListColumn("What came of it", 36),
)
_ITEMS = (
    ListColumn("No.", 6, Style.NUMBER),
    ListColumn("Kind", 22),
    ListColumn("Item", 40),
    ListColumn("Why it is here", 48),
    ListColumn("Minuted", 48),
    ListColumn("Decisions", 10, Style.LINE),
    ListColumn("Changed at the meeting", 30),
)
_ACTIONS = (
    ListColumn("Reference", 11, Style.LINE),
    ListColumn("Action", 46),
    ListColumn("Owner", 26),
    ListColumn("Due", 13, Style.DATE),
    ListColumn("Stated status", 14),
    ListColumn("Reported %", 10, Style.NUMBER),
    ListColumn("Calculated status", 16),
    ListColumn("Why", 36),
    ListColumn("Last note on", 13, Style.DATE),
    ListColumn("Last note", 46),
    ListColumn("Due in words", 15),
    ListColumn("Lead P", 10, Style.LINE),
    ListColumn("Areas", 22),
    ListColumn("Times slipped", 8, Style.NUMBER),
    ListColumn("Days slipped", 8, Style.NUMBER),
    ListColumn("On the agenda", 9, Style.LINE),
    ListColumn("Sensitive", 9, Style.LINE),
    ListColumn("Publishable", 10, Style.LINE),
)
# On paper, more columns than these would be too small to read.
_PRINTED = 10
# A cell of a workbook holds 32,767 characters; the lines of a long list may be more.
_LONGEST = 32_000
# What is filled: the statuses, by their words.
_STATED, _CALCULATED = 4, 6
_FILLS = {"complete_not_evidenced": Style.UNEVIDENCED}


def pack_workbook(telling: Telling) -> bytes:
    """The pack, from what the meeting froze."""
    book = Book(telling.imprint("pack"))
    _summary(book.sheet("Summary", [52, 30, 14, 16]), telling)
    lists_out.write(book, _decisions(telling), [f"Decisions: {telling.meeting['name']}"])
    lists_out.write(book, _agenda(telling), [f"Agenda: {telling.meeting['name']}"])
    _actions(book, telling)
    lists_out.write(
        book, _months(telling), [f"Live actions at the end of each month, to {telling.day}"]
    )
    return book.finish()


def _summary(sheet: Sheet, telling: Telling) -> None:
    imprint = telling.imprint("pack")
    sheet.line(f"{imprint.whose}: {imprint.title}, {imprint.version}", Style.TITLE)
    for name, value in told.facts(telling):
        sheet.row([name, value], [Style.BOLD, Style.PLAIN])
    sheet.skip()
    for sentence in told.in_short(telling):
        sheet.line(sentence)
    sheet.skip()
    last = telling.last
    sheet.header(["What is counted", *([last] if last else []), "Now", *(["Change"] * bool(last))])
    for name, then, now in [*told.figures(telling), *told.statuses(telling)]:
        change = words.change_words(then, now)
        row = [(name, Style.TEXT), (then, Style.NUMBER), (now, Style.NUMBER), (change, Style.TEXT)]
        shown = row if last else [row[0], row[2]]
        sheet.row([value for value, _ in shown], [style for _, style in shown])
    sheet.skip()
    for sentence in told.how_made(telling):
        sheet.line(sentence)


def _decisions(telling: Telling) -> Listing:
    content = telling.content
    rows = [_decision(telling, d) for d in (*content["decisions"], *content["carried"])]
    return Listing("Decisions", _DECISIONS, rows, "No decision was taken, and none was carried.")


def _decision(telling: Telling, decision: Mapping[str, Any]) -> list[Value]:
    state = f"{decision['state_label']}{', late' if telling.overdue(decision) else ''}"
    return [
        decision["number"],
        f"Meeting {decision['meeting']}",
        words.day_of(decision["decided_on"]),
        decision["words"],
        words.one_line(decision["subject"]),
        decision["owner_post"],
        words.day_of(decision["due"]),
        state,
        decision["outcome"],
    ]


def _agenda(telling: Telling) -> Listing:
    rows: list[list[Value]] = [
        [
            number,
            item["kind_label"],
            words.one_line(item["heading"]),
            _cut("\n".join([*item["why"], *(_line(one) for one in item["listed"])])),
            item["minutes"],
            ", ".join(map(str, item["decisions"])),
            _cut("\n".join(words.changed(item))),
        ]
        for number, item in enumerate(telling.content["items"], 1)
    ]
    return Listing("Agenda", _ITEMS, rows, "There was nothing on the agenda.")


def _cut(text: str) -> str:
    """What a cell holds of a list that is longer than any cell."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]} … ({len(text):,} characters; the pack in Word has all of them)"


def _line(one: Mapping[str, Any]) -> str:
    return ". ".join([words.one_line(one["heading"]), *one["why"]])


def _actions(book: Book, telling: Telling) -> None:
    """Every live action, statuses filled as in the plan's own workbook."""
    sheet = book.sheet("Actions", [c.width for c in _ACTIONS], paper=A3)
    sheet.line(f"Every live action on {telling.day}", Style.TITLE)
    if not telling.content["actions"]:
        sheet.line("The plan had no live action.")
        return
    sheet.header([c.heading for c in _ACTIONS], frozen_columns=2)
    styles = [c.style for c in _ACTIONS]
    for action in telling.content["actions"]:
        own = list(styles)
        own[_STATED], own[_CALCULATED] = _fill(action["status"]), _fill(action["calculated"])
        sheet.row(_action(action), own)
    sheet.end_table()
    sheet.print_columns(_PRINTED)


def _fill(code: str) -> Style:
    if code in _FILLS:
        return _FILLS[code]
    known = {style.value: style for style in TINTS}
    return known.get(code, Style.TEXT)


def _action(action: Mapping[str, Any]) -> list[Value]:
    note = action["last_note"]
    return [
        action["reference"],
        words.one_line(action["title"]),
        "; ".join(action["owner_posts"]),
        words.day_of(action["due"]),
        words.STATED.get(action["status"], action["status_label"]),
        action["percent"],
        action["calculated_label"],
        "; ".join(action["reasons"]),
        words.day_of(note["on"]) if note else None,
        note["words"] if note else "",
        action["due_words"],
        action["lead_p"],
        "; ".join(action["areas"]),
        action["slips"],
        action["slipped_days"],
        words.yes_no(action["on_agenda"]),
        words.yes_no(action["sensitive"]),
        words.yes_no(action["publishable"]),
    ]


def _months(telling: Telling) -> Listing:
    points = telling.content["progress"]
    codes = list(dict.fromkeys((*words.STATED, *(c for p in points for c in p["statuses"]))))
    columns = [
        ListColumn("On", 14, Style.DATE),
        ListColumn("Live", 9, Style.NUMBER),
        *(ListColumn(words.STATED.get(c, c), 12, Style.NUMBER) for c in codes),
        ListColumn("Late", 9, Style.NUMBER),
    ]
    rows: list[list[Value]] = [
        [
            words.day_of(p["on"]),
            p["live"],
            *(p["statuses"].get(c, 0) for c in codes),
            p["late"],
        ]
        for p in points
    ]
    return Listing("Over time", columns, rows, "Nothing is recorded before this meeting.")
