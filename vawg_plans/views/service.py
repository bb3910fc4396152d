"""The state of the service on screen: what was done when, what came of it, and what is due."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from vawg_plans.config import backup_folder, mail_server, quiet_time, reminder_time
from vawg_plans.domain.moments import moment_in_words, utc_now
from vawg_plans.services.caretaking import Job, JobState
from vawg_plans.services.reminding import Recipient
from vawg_plans.services.retaining import Report
from vawg_plans.services.verifying import Finding
from vawg_plans.store.store import Store
from vawg_plans.views.words import as_text, plural

_FINDINGS = "findings_of_the_check"
_NAMES = {
    Job.BACKUP: "Backup",
    Job.CHECK: "Check of the record",
    Job.RETENTION: "Retention",
    Job.REMINDERS: "Reminders",
}
_LATE_AFTER_HOURS = 26
# Over a bank holiday weekend and a morning.
_REMINDERS_LATE_AFTER_HOURS = 122


def backup_folder_of(store: Store) -> Path | None:
    """Where this service keeps its backups."""
    return backup_folder(store.database)


def show_answer(store: Store, jobs: list[JobState]) -> None:
    """The answer to the page's question, in a sentence."""
    wrong = [words for state in jobs if (words := _wrong(store, state))]
    if wrong:
        st.warning("  \n".join(as_text(w) for w in wrong), icon=":material/warning:")
    else:
        st.success(
            "Yes: what should be done every day was done, and the record held.",
            icon=":material/check:",
        )


def _wrong(store: Store, state: JobState) -> str:
    name = _NAMES[state.job]
    if state.job is Job.BACKUP and store.is_demonstration:
        return ""
    if state.job is Job.REMINDERS and not _reminds(store):
        return ""
    if state.failed:
        said = moment_in_words(state.failed.moment)
        return f"{name}: the last try, on {said}, failed: {state.failed.detail}"
    if state.done is None:
        return f"{name}: not done yet."
    if state.job is Job.CHECK and state.done.detail != "sound":
        return f"{name}: {state.done.detail} found. Check it now to see them."
    hours = (utc_now() - state.done.moment).total_seconds() / 3600
    reminders = state.job is Job.REMINDERS
    if hours > (_REMINDERS_LATE_AFTER_HOURS if reminders else _LATE_AFTER_HOURS):
        return f"{name}: more than {'five days' if reminders else 'a day'} ago."
    return ""


def _reminds(store: Store) -> bool:
    """Whether reminders go out from here by themselves."""
    on = quiet_time() is not None and reminder_time() is not None
    return on and mail_server() is not None and not store.is_demonstration


def _by_itself(store: Store, job: Job) -> str:
    at = quiet_time()
    if job is Job.BACKUP and store.is_demonstration:
        return "Not on a demonstration"
    if job is Job.REMINDERS:
        morning = reminder_time()
        if store.is_demonstration:
            return "Not on a demonstration"
        if mail_server() is None:
            return "Off: no mail server is set"
        return f"Working days at {morning:%H:%M} in London" if at and morning else "Turned off"
    return f"Every day at {at:%H:%M} in London" if at else "Turned off"


def show_jobs(store: Store, jobs: list[JobState]) -> None:
    """When each was last done, what came of it, and when it is done by itself."""
    st.table(
        {
            "What": [_NAMES[s.job] for s in jobs],
            "Last done": [moment_in_words(s.done.moment) if s.done else "Not yet" for s in jobs],
            "Result": [as_text(_result(s)) for s in jobs],
            "By itself": [_by_itself(store, s.job) for s in jobs],
        },
        border="horizontal",
        hide_index=True,
        alt="What is done by itself: when it was last done and what came of it",
    )


def _result(state: JobState) -> str:
    if state.done is None:
        return ""
    if state.job is Job.BACKUP:
        day, _, entry = state.done.detail.partition(" entry ")
        return f"Proved, at entry {int(entry):,} of the record" if entry.isdigit() else day
    if state.job is Job.CHECK:
        sound = state.done.detail == "sound"
        return "Everything held" if sound else f"{state.done.detail} found"
    if state.job is Job.REMINDERS:
        return state.done.detail
    counts = [part.rpartition(" ")[2] for part in state.done.detail.split(", ")]
    total = sum(int(count) for count in counts if count.isdigit())
    return f"{plural(total, 'thing')} past their time" if total else "Nothing was past its time"


def show_where(store: Store, folder: Path | None) -> None:
    """Where backups go, and where the head of the record is kept outside the database."""
    if folder:
        st.markdown(f"Backups go to `{folder}`, each proved before it gets its name.")
    else:
        st.info(
            "No backup folder is set. Name one in VAWG_PLANS_BACKUPS and start the app again.",
            icon=":material/folder:",
        )
    head = store.head.path
    if head:
        lines = store.head.lines()
        upto = f", up to entry {lines[-1]['entry']:,}" if lines else ""
        st.markdown(f"The head of the record is also kept outside the database, in `{head}`{upto}.")
    st.caption("Copy both to another machine: a backup beside the database is lost with its disk.")


def keep_findings(findings: list[Finding]) -> None:
    """Remember what a check found, for the next run of the page."""
    st.session_state[_FINDINGS] = findings


def show_findings() -> None:
    """What the last check in this visit found: faults first."""
    findings: list[Finding] = st.session_state.get(_FINDINGS, [])
    if not findings:
        return
    ordered = sorted(findings, key=lambda f: f.sound)
    st.table(
        {
            "Found": ["Holds" if f.sound else "Does not hold" for f in ordered],
            "What": [as_text(f.words) for f in ordered],
        },
        border="horizontal",
        hide_index=True,
        alt="What the check found, faults first",
    )


def show_reports(reports: list[Report]) -> None:
    """What is due of each kind, and what stays."""
    st.table(
        {
            "Kind": [r.title for r in reports],
            "Kept for": [r.period for r in reports],
            "Today": [as_text(r.words) for r in reports],
        },
        border="horizontal",
        hide_index=True,
        alt="What is past its time, by kind",
    )


def show_recipients(store: Store, recipients: list[Recipient], force_names: dict[str, str]) -> None:
    """Who would be reminded today, of how many things, and who was already."""
    if mail_server() is None:
        st.info(
            "Reminders are off: no mail server is set. Name one in VAWG_PLANS_SMTP, and the sender "
            "in VAWG_PLANS_MAIL_FROM, and start the app again.",
            icon=":material/mail_off:",
        )
    waiting = sum(not r.reminded for r in recipients)
    st.markdown(
        f"**{plural(waiting, 'letter')}** would go out today; {len(recipients) - waiting} went."
    )
    if not recipients:
        return
    st.table(
        {
            "To": [as_text(r.name) for r in recipients],
            "Roles": [
                ", ".join(
                    h.role.label + (f", {force_names[h.force_id]}" if h.force_id else "")
                    for h in r.roles
                )
                for r in recipients
            ],
            "Things in it": [f"{r.things:,}" for r in recipients],
            "Today": ["Sent" if r.reminded else "Waiting" for r in recipients],
        },
        border="horizontal",
        hide_index=True,
        alt="Who would be reminded today, of how many things",
    )
