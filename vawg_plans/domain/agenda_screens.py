"""What stands first on an agenda, and how much of it is a screen of its own: as much as a meeting
has time for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from vawg_plans.domain.actions import Action
from vawg_plans.domain.agenda import Item, ItemKind
from vawg_plans.domain.agenda_words import is_bad
from vawg_plans.domain.rules import Judgement

# Forty minutes, three of them for each, and time for the lists. What waits for a decision is always
# an item of its own, and takes of these.
MOST_SINGLE = 12
# So many of each of these kinds have a screen, however much there is of a more pressing one.
_AT_LEAST = 2
_EACH = (ItemKind.WORSE, ItemKind.OFF_TRACK, ItemKind.SLIPPED, ItemKind.LATE)


def kept_single(items: Sequence[Item]) -> set[str]:
    """The keys of the items, given most pressing first, that stay items of their own. The rest of a
    kind is read as a list.
    """
    awaited = [i for i in items if i.kind is ItemKind.DECISION_AWAITED]
    others = [i for i in items if i.kind is not ItemKind.DECISION_AWAITED]
    first = [i for kind in _EACH for i in [o for o in others if o.kind is kind][:_AT_LEAST]]
    rest = [i for i in others if i not in first]
    room = max(0, MOST_SINGLE - len(awaited))
    kept = {i.key for i in (*first, *rest)[:room]}
    for kind in ItemKind:
        left = [i.key for i in others if i.kind is kind and i.key not in kept]
        if len(left) == 1:
            # A list of one line is a screen too.
            kept.update(left)
    return kept | {i.key for i in awaited}


def urgency(
    kind: ItemKind, action: Action, judged: Judgement, on: dt.date, *, newly: bool
) -> tuple[int, ...]:
    """What sorts the actions of one kind, the worst first: off track, how late, how often slipped.
    What is due stands by its day, what is stale with the `newly` stale first.
    """
    if kind is ItemKind.DUE:
        return (action.due.toordinal() if action.due else 0,)
    if kind is ItemKind.DONE:
        return (0 if action.withdrawn else 1,)
    if kind is ItemKind.STALE:
        return (0 if newly else 1), -judged.silent_days
    late = (on - action.due).days if judged.late and action.due else 0
    slips = (-judged.slips, -judged.slipped_days)
    reds = (0 if is_bad(action, judged) else 1, -late)
    return (*slips, *reds) if kind is ItemKind.SLIPPED else (*reds, *slips)
