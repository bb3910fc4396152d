"""How long each kind of thing is kept here, and which entries of the record belong to which kind.

The numbers are dated parameters in `data/framework/`. What the record says of a stored row is kept
as long as the row: without it nothing could be proved. What speaks for no row is kept for a time
and then emptied: its place in the chain stays, and a later entry says that its time had ended.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import end_of_day_utc


class Kind(StrEnum):
    """What has a retention of its own."""

    SIGN_INS = "sign_ins"
    RECORD = "record"
    LEAVERS = "leavers"
    MINUTES = "minutes"
    BACKUPS = "backups"


# The entry that lets others be emptied, and what a report of the whole run is called.
ENDED = "retention ended"
APPLIED = "retention applied"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind: its parameter (in `unit`), what it is called, and its acts of the record."""

    kind: Kind
    parameter: str
    unit: str
    words: str
    acts: tuple[str, ...] = ()


RULES = (
    Rule(
        Kind.SIGN_INS,
        "retention_sign_ins_days",
        "days",
        "Signing in and out",
        ("signed in", "signed out"),
    ),
    Rule(
        Kind.RECORD,
        "retention_record_years",
        "years",
        "Refusals, exports, readings, checks and backups in the record",
        (
            "refused",
            "exported",
            "read",
            "acted as",
            "backed up",
            "verified",
            "job begun",
            "job failed",
            "reminded",
            "reminder not taken",
            "reminders sent",
            APPLIED,
        ),
    ),
    Rule(
        Kind.LEAVERS,
        "retention_leavers_days",
        "days",
        "Names and addresses of people whose last role has ended",
    ),
    Rule(Kind.MINUTES, "retention_minutes_years", "years", "Minutes of meetings"),
    Rule(Kind.BACKUPS, "retention_backups_days", "days", "Backups in the backup folder"),
)

# They speak for no row, and are kept: each says what the record itself went through.
KEPT = frozenset(
    {ENDED, "outside record begun", "outside record behind", "loss accepted", "restored"}
)


# By act, how long an entry is kept at the very least, whatever the parameters say: an entry emptied
# before that was emptied by somebody who wanted it gone.
AT_LEAST = {
    act: dt.timedelta(days=30 if rule.kind is Kind.SIGN_INS else 365)
    for rule in RULES
    for act in rule.acts
}


def period(rule: Rule, framework: Framework, on: dt.date) -> int:
    """How many days or years it is kept, as of a day."""
    return framework.parameter(rule.parameter, on)


def last_day(rule: Rule, framework: Framework, on: dt.date) -> dt.date:
    """The newest day whose things are no longer kept on the day `on`."""
    length = period(rule, framework, on)
    least = max((AT_LEAST[act] for act in rule.acts), default=dt.timedelta())
    if rule.unit == "days":
        return on - max(dt.timedelta(days=length), least) - dt.timedelta(days=1)
    try:
        begins = on.replace(year=on.year - length)
    except ValueError:  # 29 February, in a year that has none
        begins = dt.date(on.year - length, 3, 1)
    return begins - dt.timedelta(days=1)


def ended_before(rule: Rule, framework: Framework, on: dt.date) -> dt.datetime:
    """The stored UTC moment from which things are still kept on the day `on`."""
    return end_of_day_utc(last_day(rule, framework, on))


def backups_due(
    moments: dict[str, dt.datetime], before: dt.datetime, *, newest: str | None
) -> list[str]:
    """Which backups, by name, are older than is kept; never the newest one."""
    return sorted(name for name, at in moments.items() if at < before and name != newest)
