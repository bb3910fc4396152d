"""The agenda of a Gold Group meeting in Word, before it is held: at a glance, then in full."""

from __future__ import annotations

from vawg_plans.exchange import meeting_items as items
from vawg_plans.exchange import meeting_parts as parts
from vawg_plans.exchange import meeting_telling as told
from vawg_plans.exchange.meeting_telling import Telling


def agenda(telling: Telling) -> bytes:
    """The agenda, from what the meeting would freeze if it were held now."""
    paper = parts.begin(telling, "agenda")
    parts.facts(paper, "The meeting", told.facts(telling))
    parts.in_short(paper, telling)
    paper.heading("The agenda at a glance")
    items.glance(paper, telling)
    parts.carried(paper, telling)
    paper.heading("Figures then and now")
    if not telling.last:
        paper.write("No meeting was closed yet, so there is nothing to set beside them.")
    parts.figures(paper, telling, "What is counted, then and now", told.figures(telling))
    if telling.content["items"]:
        paper.heading("Each item")
        items.in_full(paper, telling)
    parts.dropped(paper, telling)
    return parts.made(paper, telling)
