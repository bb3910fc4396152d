"""What the running app does by itself. Every day, at a quiet hour in London, it backs up, checks
the record, and lets go what is past its time; on the morning of a working day it sends reminders.

One thread, started with the server and ended with it. A job that fails is logged and tried again
an hour later; it ends neither the thread nor the app. VAWG_PLANS_JOBS=off turns all of it off.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial

from vawg_plans.config import backup_folder, mail_server, quiet_time, reminder_time
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import LONDON, london_day, utc_now
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.reminding import is_working_day
from vawg_plans.exchange.mail import post_office
from vawg_plans.services.backing_up import backup, next_file
from vawg_plans.services.caretaking import Job, begin, check_record, record_failure
from vawg_plans.services.reminding import send_reminders
from vawg_plans.services.retaining import apply_retention
from vawg_plans.store.store import Store

_LOG = logging.getLogger("vawg_plans.jobs")
ITSELF = Actor("service", "This service", Role.OPERATOR)
# The first look comes late enough not to slow the first visitor down.
FIRST_LOOK, EVERY = 20.0, 60.0
_PATIENCE = 1.0


class _Stopped(Exception):
    """The server is ending: what is under way is left, and leaves nothing."""


class Jobs:
    """The thread and what it needs."""

    def __init__(
        self,
        store: Store,
        framework: Framework,
        at: dt.time,
        environment: Mapping[str, str] = os.environ,
        address: str | None = None,
    ) -> None:
        """`at` is the quiet hour, `address` where people reach the service, if it is known."""
        self._store = store
        self._framework = framework
        self._at = at
        self._address = address
        self._mail, self._morning = mail_server(environment), reminder_time(environment)
        self._folder = backup_folder(store.database, environment)
        self._made_at = dt.datetime.fromisoformat(store.said_of_itself("made_at") or "2000-01-01")
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin looking."""
        self._thread.start()

    def stop(self) -> None:
        """Stop within a second. What cannot be left at once ends with the process."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE)

    def do_what_is_due(self, now: dt.datetime | None = None) -> list[Job]:
        """Do each job that is due (now, in UTC, unless given); returns those that were done."""
        done = []
        for job in Job:
            if self._stop.is_set():
                break
            since = self._due_since(job, now or utc_now())
            if since and self._tried(job, since, now or utc_now()):
                done.append(job)
        return done

    def _look(self) -> None:
        pause = FIRST_LOOK
        while not self._stop.wait(pause):
            self.do_what_is_due()
            pause = EVERY

    def _due_since(self, job: Job, now: dt.datetime) -> dt.datetime | None:
        """The moment since which a job should have been done; None when it is not done here."""
        if job is Job.BACKUP and (self._folder is None or self._store.is_demonstration):
            return None
        if job is not Job.REMINDERS:
            return last_quiet(self._at, now)
        if self._mail is None or self._morning is None or self._store.is_demonstration:
            return None
        since = last_quiet(self._morning, now)
        # What was missed is made up on the same day, or not at all.
        today = london_day(now)
        return since if london_day(since) == today and is_working_day(today) else None

    def _tried(self, job: Job, since: dt.datetime, now: dt.datetime) -> bool:
        began = time.monotonic()
        try:
            # A new database waits for its first quiet hour.
            if self._made_at >= since or not begin(self._store, ITSELF, job, since, now):
                return False
            self._do(job)
        except _Stopped:
            return False
        except Exception as error:
            self._failed(job, error)
            return False
        seconds = round(time.monotonic() - began, 1)
        _LOG.info("job done", extra={"fields": {"job": job.value, "seconds": seconds}})
        return True

    def _do(self, job: Job) -> None:
        store, framework = self._store, self._framework
        if job is Job.BACKUP and self._folder:
            file = next_file(store, self._folder)
            backup(store, framework, ITSELF, file, self._go_on)
        elif job is Job.CHECK:
            faults = sum(not f.sound for f in check_record(store, framework, ITSELF, self._go_on))
            if faults:
                _LOG.error("the record does not hold", extra={"fields": {"faults": faults}})
        elif job is Job.RETENTION:
            apply_retention(store, framework, ITSELF, folder=self._folder)
        elif job is Job.REMINDERS and self._mail:
            open_office = partial(post_office, self._mail)
            send_reminders(
                store, framework, ITSELF, open_office, address=self._address, go_on=self._go_on
            )

    def _go_on(self, _: str) -> None:
        if self._stop.is_set():
            raise _Stopped

    def _failed(self, job: Job, error: Exception) -> None:
        if self._stop.is_set():
            return  # the database was closed under it
        fields = {"job": job.value, "kind": type(error).__name__}
        _LOG.error("job failed", exc_info=error, extra={"fields": fields})
        # Where the record cannot be written either, the log has it.
        with suppress(Exception):
            record_failure(self._store, ITSELF, job, error)


def last_quiet(at: dt.time, now: dt.datetime) -> dt.datetime:
    """The newest quiet hour that has begun, as a UTC moment; `at` is London time, summer or not."""
    day = now.replace(tzinfo=dt.UTC).astimezone(LONDON).date()
    for back in (0, 1):
        local = dt.datetime.combine(day - dt.timedelta(days=back), at, tzinfo=LONDON)
        moment = local.astimezone(dt.UTC).replace(tzinfo=None)
        if moment <= now:
            break
    return moment


def start_jobs(
    store: Store,
    framework: Framework,
    environment: Mapping[str, str] = os.environ,
    address: str | None = None,
) -> Callable[[], None]:
    """Start the thread, unless it is turned off; returns what stops it."""
    at = quiet_time(environment)
    if at is None:
        return lambda: None
    jobs = Jobs(store, framework, at, environment, address)
    jobs.start()
    return jobs.stop
