"""The state of the service on screen: what was done when, what came of it, and what is due."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from vawg_plans.config import backup_folder, quiet_time
from vawg_plans.domain.moments import moment_in_words, utc_now
from vawg_plans.services.caretaking import Job, JobState
from vawg_plans.services.retaining import Report
from vawg_plans.services.verifying import Finding
from vawg_plans.store.store import Store
from vawg_plans.views.words import as_text, plural

_FINDINGS = "findings_of_the_check"
_NAMES = {
    Job.BACKUP: "Backup",
    Job.CHECK: "Check of the record",
    Job.RETENTION: "Retention",
}
_LATE_AFTER_HOURS = 26


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
    if state.failed:
        said = moment_in_words(state.failed.moment)
        return f"{name}: the last try, on {said}, failed: {state.failed.detail}"
    if state.done is None:
        return f"{name}: not done yet."
    if state.job is Job.CHECK and state.done.detail != "sound":
        return f"{name}: {state.done.detail} found. Check it now to see them."
    hours = (utc_now() - state.done.moment).total_seconds() / 3600
    if hours > _LATE_AFTER_HOURS:
        return f"{name}: more than a day ago."
    return ""


def show_jobs(store: Store, jobs: list[JobState]) -> None:
    """When each was last done, what came of it, and when it is done by itself."""
    at = quiet_time()
    daily = f"Every day at {at:%H:%M} in London" if at else "Turned off"
    st.table(
        {
            "What": [_NAMES[s.job] for s in jobs],
            "Last done": [moment_in_words(s.done.moment) if s.done else "Not yet" for s in jobs],
            "Result": [as_text(_result(s)) for s in jobs],
            "By itself": [
                "Not on a demonstration"
                if s.job is Job.BACKUP and store.is_demonstration
                else daily
                for s in jobs
            ],
        },
        border="horizontal",
        hide_index=True,
        alt="What is done every day: when it was last done and what came of it",
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
