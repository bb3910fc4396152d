"""The minutes of a Gold Group meeting in Word: decisions first, then what was said on each item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vawg_plans.domain.moments import london_time
from vawg_plans.exchange import meeting_parts as parts
from vawg_plans.exchange import meeting_telling as told
from vawg_plans.exchange import meeting_words as words
from vawg_plans.exchange.document_parts import Block, Run, bullet, gap, line, prose
from vawg_plans.exchange.documents_out import Paper
from vawg_plans.exchange.meeting_telling import Telling


def minutes(telling: Telling) -> bytes:
    """The minutes, from what the meeting froze."""
    paper = parts.begin(telling, "minutes")
    parts.facts(paper, "The meeting", told.facts(telling))
    parts.in_short(paper, telling)
    parts.decided(paper, telling)
    parts.carried(paper, telling)
    _items(paper, telling)
    parts.dropped(paper, telling)
    paper.heading("Agreed as a true record")
    paper.write(gap("the chair", "the date on which the Gold Group agreed these minutes"))
    return parts.made(paper, telling)


def _items(paper: Paper, telling: Telling) -> None:
    """What was said on each item; those on which nothing was, in a list at the end."""
    items = list(enumerate(telling.content["items"], 1))
    said = [(n, i) for n, i in items if i["minutes"].strip() or i["decisions"] or i["changes"]]
    paper.heading("What was said")
    if not said:
        paper.write("Nothing was minuted on any item of the agenda.")
    for number, item in said:
        paper.heading(words.heading_of(number, item), 2)
        paper.write(*_item(telling, item))
    rest = [(n, i) for n, i in items if (n, i) not in said]
    if rest:
        paper.heading("On the agenda, with nothing minuted")
        paper.write(*(bullet(_in_passing(number, item)) for number, item in rest))


def _item(telling: Telling, item: Mapping[str, Any]) -> list[Block]:
    found = [line(why) for why in item["why"]]
    action = telling.action(item["action_id"])
    if action:
        found.append(
            line(
                Run("How it stands: ", bold=True),
                f"stated {words.lower(words.stated(action))}; calculated "
                f"{words.lower(action['calculated_label'])}. "
                f"Owner: {words.owner(action)}. Due: {words.due(action)}.",
            )
        )
    found += [bullet(words.one_line(one["heading"])) for one in item["listed"]]
    found += _minuted(item["minutes"])
    found += parts.taken(telling, item)
    changes = words.changed(item)
    if changes:
        found.append(
            line(Run("Changed in the plan at the meeting: ", bold=True), f"{'; '.join(changes)}.")
        )
    return found


def _minuted(said: str) -> list[Block]:
    """What was minuted, said to be that."""
    blocks, name = prose(said), Run("Minuted: ", bold=True)
    if not blocks or blocks[0].bullet:
        return [line(name), *blocks] if blocks else []
    return [line(name, *blocks[0].runs), *blocks[1:]]


def _in_passing(number: int, item: Mapping[str, Any]) -> str:
    shown = item["shown_at"]
    when = f"shown at {london_time(words.moment_of(shown[0]))}" if shown else "not shown"
    return f"{words.heading_of(number, item)} ({when})"
