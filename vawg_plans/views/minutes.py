"""A closed meeting on screen, from what it froze: decisions, minutes, and the papers of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from vawg_plans.domain.meetings import Meeting
from vawg_plans.domain.moments import in_words
from vawg_plans.errors import NotFound
from vawg_plans.services.closing import minutes_of
from vawg_plans.views import meeting_papers
from vawg_plans.views.feedback import show_error
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, plural

_FIGURES = (("live", "Live"), ("complete", "Complete"), ("late", "Late"), ("stale", "Stale"))


def show(here: Session, meeting: Meeting) -> None:
    """What was decided, what was said on each item, and what the minutes are frozen from."""
    st.title(f"What did meeting {meeting.number} decide?", anchor=False)
    try:
        content = minutes_of(here.store, here.actor, meeting.id).content
    except NotFound as gone:
        show_error(gone)
        return
    about = content["meeting"]
    place = f", {as_text(about['place'])}" if about["place"] else ""
    st.markdown(
        f"**{as_text(meeting.title)}, {in_words(meeting.held_on)}**{place} · "
        f"{plural(len(content['decisions']), 'decision')}, {plural(len(content['items']), 'item')}"
    )
    for label, posts in (("Here", about["attended"]), ("Apologies", about["apologies"])):
        if posts:
            st.markdown(f"**{label}:** {', '.join(as_text(p) for p in posts)}")
    meeting_papers.show(here, meeting)
    _show_figures(content)
    _show_decisions(content["decisions"], "What was decided", "No decision was recorded.")
    _show_items(content)
    if content["carried"]:
        _show_decisions(content["carried"], "What it heard of earlier decisions", "")
    st.caption(
        f":material/lock: Frozen at commit {content['moment']:,}, judged on "
        f"{in_words(meeting.judged_on)}. SHA-256 `{meeting.digest}`"
    )


def _show_figures(content: dict[str, Any]) -> None:
    """The plan at this meeting beside the one before, said with its day."""
    now, before, since = content["figures"], content["before"], content["since"]
    each = [("This meeting", now)]
    if before and since:
        each.insert(0, (as_text(since["name"]), before))
    rows = {"": [name for name, _ in each]}
    rows |= {label: [f"{at[name]:,}" for _, at in each] for name, label in _FIGURES}
    st.table(rows, border="horizontal", hide_index=True, alt="The plan's actions at this meeting")


def _show_decisions(decisions: list[dict[str, Any]], heading: str, none: str) -> None:
    st.subheader(heading, anchor=False)
    if not decisions:
        st.markdown(none)
        return
    st.table(
        {
            "": [str(d["number"]) for d in decisions],
            "Decided": [as_text(d["words"]) for d in decisions],
            "About": [as_text(d["subject"]) for d in decisions],
            "Owner": [as_text(d["owner_post"]) for d in decisions],
            "By": [_day(d["due"]) or "No date" for d in decisions],
            "State then": [d["state_label"] for d in decisions],
        },
        border="horizontal",
        hide_index=True,
        alt=heading,
    )


def _day(day: str | None) -> str:
    return in_words(dt.date.fromisoformat(day)) if day else ""


def _show_items(content: dict[str, Any]) -> None:
    """Each item of the agenda with what was minuted, decided and changed."""
    st.subheader("What was said", anchor=False)
    quiet = []
    for number, item in enumerate(content["items"], start=1):
        name = f"{number}\\. {as_text(item['heading'])}"
        if not (item["minutes"] or item["decisions"] or item["changes"]):
            quiet.append(name)
            continue
        lines = [f"**{name}**  \n:small[{item['kind_label']}]"]
        if item["minutes"]:
            lines.append(as_text(item["minutes"]))
        if item["decisions"]:
            numbers = ", ".join(str(n) for n in item["decisions"])
            lines.append(f":material/gavel: Decision {numbers}")
        for c in item["changes"]:
            was, now = (as_text(c[k]) or "nothing" for k in ("was", "now"))
            lines.append(f":material/edit: {c['label']}: from {was} to {now}")
        st.markdown("  \n".join(lines))
    if quiet:
        with st.expander(f"Nothing was minuted on {plural(len(quiet), 'item')}"):
            st.markdown("  \n".join(quiet))
    if content["dropped"]:
        names = ", ".join(as_text(d["heading"]) for d in content["dropped"])
        st.caption(f"Taken off the agenda: {names}")
