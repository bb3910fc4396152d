"""The record as a test reads it: what was done, without the entries about people and migrations
that come with the first of them.
"""

from __future__ import annotations

from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import entries

COME_WITH_THE_FIRST = {"person known", "migration applied", "outside record begun"}


def deeds(rows: Rows) -> list[Row]:
    """The entries of what somebody did, in order."""
    return [e for e in entries(rows) if e["act"] not in COME_WITH_THE_FIRST]
