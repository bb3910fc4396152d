"""The handling marking that everything leaving the app carries.

Source: Government Security Classifications Policy (Cabinet Office, August 2024): OFFICIAL is the
tier, -SENSITIVE a marking within it. Which of the two a thing carries here is our own choice.
"""

from __future__ import annotations

from collections.abc import Iterable

from vawg_plans.domain.plans import Audience

OFFICIAL = "OFFICIAL"
OFFICIAL_SENSITIVE = "OFFICIAL-SENSITIVE"


def marking_of(audiences: Iterable[str]) -> str:
    """OFFICIAL when everything shown is from public versions, otherwise OFFICIAL-SENSITIVE."""
    return OFFICIAL if all(a == Audience.PUBLIC for a in audiences) else OFFICIAL_SENSITIVE
