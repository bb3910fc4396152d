"""What a demonstration's forces say of how their plans are governed.

Thrown with dice of its own, so that nothing else of the demonstration changes with it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from vawg_plans.domain.answers import Choice
from vawg_plans.domain.demonstration_details import Reply
from vawg_plans.domain.demonstration_recipe import ForceSeed, Words
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.governance import CYCLE, NEED, PARTS, PRIORITIES

# The chance that a force lets a part be published: what it fears is said more often among those
# who work on it.
_PUBLISHED = {NEED: 0.45, PRIORITIES: 0.55}
# After which share of the time it is said, and said anew.
_FIRST, _AGAIN = 0.25, 0.8


def governance_said(
    row: ForceSeed, framework: Framework, words: Words, *, seed: int, today: dt.date, months: int
) -> Iterator[Reply]:
    """What this force says, oldest first; a draft says half of it, a plan not begun nothing."""
    if row.stage == "not_started":
        return
    rng = random.Random(f"{seed}:{row.force}:governance")
    force, span = framework.forces[row.force], round(months * 31)
    filled = {
        "{force}": force.name,
        "{short}": force.short_name,
        "{partner_council}": row.partner_council,
    }

    def said(share: float, part: str, choice: Choice, text: str) -> Reply:
        day = today - dt.timedelta(days=max(2, round(span * (1 - share)) - rng.randint(0, 9)))
        for mark, name in filled.items():
            text = text.replace(mark, name)
        return Reply(day, part, choice, text)

    found = []
    for part in PARTS:
        if rng.random() > (0.5 if row.stage == "draft" else 0.92):
            continue
        public = rng.random() < _PUBLISHED.get(part, 0.85)
        choice = Choice.PUBLISHABLE if public else Choice.INTERNAL
        first, *others = rng.sample(words.governance[part], len(words.governance[part]))
        found.append(said(_FIRST, part, choice, first))
        if part in (CYCLE, PRIORITIES) and others and rng.random() < 0.4:
            found.append(said(_AGAIN, part, choice, others[0]))
    yield from sorted(found, key=lambda one: (one.day, one.question))
