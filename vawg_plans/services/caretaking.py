"""Keeping the service sound: the check that is recorded, which job is due, and when each was done.

Whether a job is due is read from the record, so a restart neither skips nor repeats one, and of
several processes one does it: the first to say so, while nobody else can write.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.retention import APPLIED
from vawg_plans.errors import MailNotSent, UnreadableFile
from vawg_plans.services.backing_up import ACT as BACKED_UP
from vawg_plans.services.checking import examine
from vawg_plans.services.gate import allowed
from vawg_plans.services.reminding import SENT
from vawg_plans.services.verifying import Finding
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import Act
from vawg_plans.store.store import Store

VERIFIED = "verified"
_BEGUN, _FAILED = "job begun", "job failed"
_OBJECT = "database"
# A job that was begun and not done is tried again after this: it failed, or its process ended.
AGAIN_AFTER = dt.timedelta(hours=1)


class Job(StrEnum):
    """What the service does for itself every day, in this order."""

    BACKUP = "backup"
    CHECK = "check"
    RETENTION = "retention"
    REMINDERS = "reminders"

    @property
    def act(self) -> str:
        """The act by which the record knows that it was done."""
        return {
            Job.BACKUP: BACKED_UP,
            Job.CHECK: VERIFIED,
            Job.RETENTION: APPLIED,
            Job.REMINDERS: SENT,
        }[self]


@dataclass(frozen=True, slots=True)
class Last:
    """When something was last done, what came of it, and by whom (an opaque id)."""

    moment: dt.datetime
    detail: str
    person_id: str


@dataclass(frozen=True, slots=True)
class JobState:
    """A job: when it was last done, and its last failure, if it failed since."""

    job: Job
    done: Last | None
    failed: Last | None


def check_record(
    store: Store, framework: Framework, actor: Actor, said: Callable[[str], None] = lambda _: None
) -> list[Finding]:
    """Prove the record and everything it speaks for, and chain what came of it."""
    allowed(store, actor, Permission.RUN_SERVICE)
    findings = examine(store, framework, said)
    broken = sum(not f.sound for f in findings)
    with store.write(actor, reason=VERIFIED, touches=False) as writing:
        detail = f"{broken} fault{'s' if broken > 1 else ''}" if broken else "sound"
        writing.record(Act(VERIFIED, _OBJECT, detail=detail))
    return findings


def states(store: Store, actor: Actor) -> list[JobState]:
    """Each job as the record has it."""
    allowed(store, actor, Permission.RUN_SERVICE)
    with store.read() as rows:
        found = []
        for job in Job:
            done = _last(rows, job.act, _OBJECT)
            failed = _last(rows, _FAILED, f"job:{job}")
            if done and failed and failed.moment <= done.moment:
                failed = None
            found.append(JobState(job, done, failed))
        return found


def begin(store: Store, actor: Actor, job: Job, since: dt.datetime, now: dt.datetime) -> bool:
    """Whether this process is to do a job: not done since a moment, and nobody else on it."""
    with store.read() as rows:
        if not _is_due(rows, job, since, now):
            return False
    with store.write(actor, reason=_BEGUN, touches=False) as writing:
        # Another process may have begun it since.
        due = _is_due(writing.rows, job, since, now)
        if due:
            writing.record(Act(_BEGUN, f"job:{job}"))
    return due


def record_failure(store: Store, actor: Actor, job: Job, error: Exception) -> None:
    """Chain that a job failed: in our own words where we have some, else by the kind of fault."""
    words = (
        error.message if isinstance(error, UnreadableFile | MailNotSent) else type(error).__name__
    )
    with store.write(actor, reason=_FAILED, touches=False) as writing:
        writing.record(Act(_FAILED, f"job:{job}", detail=words))


def _is_due(rows: Rows, job: Job, since: dt.datetime, now: dt.datetime) -> bool:
    done = _last(rows, job.act, _OBJECT)
    if done and done.moment >= since:
        return False
    begun = _last(rows, _BEGUN, f"job:{job}")
    return not begun or begun.moment < since or begun.moment <= now - AGAIN_AFTER


def _last(rows: Rows, act: str, thing: str) -> Last | None:
    row: Row | None = rows.one("retention.newest_of", act=act, object=thing)
    return Last(row["moment"], row["detail"], row["person_id"]) if row else None
