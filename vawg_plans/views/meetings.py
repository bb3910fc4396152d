"""Meetings of the Gold Group: the one under way, those to come and those that were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from vawg_plans.domain.meetings import (
    LONGEST_PLACE,
    LONGEST_TITLE,
    NEXT_DAYS,
    Meeting,
    MeetingState,
)
from vawg_plans.domain.moments import in_words, today
from vawg_plans.domain.permissions import Permission
from vawg_plans.services.agendas import meetings_of
from vawg_plans.services.meetings import plan_meeting
from vawg_plans.views.feedback import saving
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, plural

LIST, ONE = "pages/gold_group/meetings.py", "pages/gold_group/meeting.py"
# In the address: the meeting, the item that this reader is at, and whether they present.
MEETING, ITEM, PRESENT = "meeting", "item", "present"
ICONS = {
    MeetingState.PLANNED: ":material/event:",
    MeetingState.OPEN: ":material/play_circle:",
    MeetingState.CLOSED: ":material/task_alt:",
    MeetingState.CANCELLED: ":material/event_busy:",
}


def asked_for(here: Session) -> Meeting | None:
    """The meeting that the address names, of the reader's own force; without a name, the one that
    is under way.
    """
    wanted = st.query_params.get(MEETING, "")
    found = meetings_of(here.store, here.actor, here.force_id)
    return next((m for m in found if m.id == wanted or (m.is_open and not wanted)), None)


def show_none() -> None:
    """No meeting is named, and none is under way."""
    st.title("Which meeting do you mean?", anchor=False)
    st.info("No meeting is under way. Choose one from the list.", icon=":material/event:")
    st.page_link(LIST, label="See the meetings", icon=":material/arrow_forward:")


def show_not_begun(meeting: Meeting) -> None:
    """A meeting that is planned, or was called off."""
    st.title(as_text(meeting.name), anchor=False)
    if meeting.state is MeetingState.CANCELLED:
        st.info("This meeting was called off.", icon=ICONS[meeting.state])
    else:
        st.info("This meeting has not begun. Its agenda is on the list.", icon=ICONS[meeting.state])
    st.page_link(
        LIST,
        label="See the meetings",
        icon=":material/arrow_forward:",
        query_params={MEETING: meeting.id},
    )


def show_under_way(here: Session, found: Sequence[Meeting]) -> bool:
    """The meeting that is under way, and the way into it. Whether there is one."""
    meeting = next((m for m in found if m.is_open), None)
    if meeting is None:
        return False
    with st.container(border=True):
        st.markdown(f"{ICONS[meeting.state]} **{as_text(meeting.name)} is under way**")
        st.caption(told(meeting))
        with st.container(horizontal=True):
            if st.button("Follow it on this screen", icon=":material/visibility:", type="primary"):
                st.switch_page(ONE, query_params={MEETING: meeting.id})
            if here.may(Permission.HOLD_MEETING) and st.button(
                "Present from this screen", icon=":material/co_present:"
            ):
                st.switch_page(ONE, query_params={MEETING: meeting.id, PRESENT: "1"})
    return True


def say_under_way(here: Session) -> None:
    """On the start page: a meeting is under way, and the way into it."""
    found = meetings_of(here.store, here.actor, here.force_id)
    meeting = next((m for m in found if m.is_open), None)
    if meeting is not None:
        st.page_link(
            ONE,
            label=f"**{as_text(meeting.name)} is under way.** Follow it on this screen",
            icon=ICONS[meeting.state],
            query_params={MEETING: meeting.id},
        )


def told(meeting: Meeting) -> str:
    """A meeting's title, place and how many items, on one line."""
    parts = [as_text(meeting.title)]
    if meeting.place:
        parts.append(as_text(meeting.place))
    if meeting.agenda is not None:
        parts.append(plural(len(meeting.items), "item"))
    return " · ".join(parts)


def ask_planned(found: Sequence[Meeting]) -> Meeting | None:
    """Which of the planned meetings is prepared: the next one, unless another is chosen. It is in
    the address.
    """
    planned = sorted(
        (m for m in found if m.state is MeetingState.PLANNED), key=lambda m: (m.held_on, m.number)
    )
    if len(planned) < 2:
        return planned[0] if planned else None
    by_id = {m.id: m for m in planned}
    if st.query_params.get(MEETING) not in by_id:
        st.session_state.pop(MEETING, None)
        st.query_params.pop(MEETING, None)
    chosen = st.selectbox(
        "Planned meeting",
        list(by_id),
        format_func=lambda i: by_id[i].name,
        key=MEETING,
        bind="query-params",
        width=320,
    )
    return by_id.get(chosen, planned[0])


def in_days(day: dt.date) -> str:
    """How far a day is from today, in words."""
    days = (day - today()).days
    if days == 0:
        return "today"
    return f"in {plural(days, 'day')}" if days > 0 else f"{plural(-days, 'day')} ago"


def ask_new(here: Session, found: Sequence[Meeting], *, primary: bool) -> None:
    """Plan a meeting. Open where there is none to come, folded away otherwise."""
    if not here.may(Permission.HOLD_MEETING):
        if primary:
            st.info("No meeting is planned.", icon=ICONS[MeetingState.PLANNED])
        return
    with st.expander("Plan a meeting", icon=":material/add:", expanded=primary):
        ask_to_plan(here, _usual_next(found), submit="Plan the meeting", primary=primary)


def _usual_next(found: Sequence[Meeting]) -> dt.date:
    """As long after the last meeting there is as a meeting looks ahead, and never in the past."""
    last = max((m.held_on for m in found if m.state is not MeetingState.CANCELLED), default=None)
    return max(today(), last + dt.timedelta(days=NEXT_DAYS) if last else today())


def ask_to_plan(here: Session, day: dt.date, *, submit: str, primary: bool = False) -> None:
    """The form for a new meeting."""
    with st.form("plan_meeting", border=False, clear_on_submit=False):
        left, middle, right = st.columns([2, 3, 3])
        held_on = left.date_input("Day", day, format="DD/MM/YYYY", key=f"new_day_{day}")
        title = middle.text_input("Title", "Gold Group", max_chars=LONGEST_TITLE)
        place = right.text_input("Place (optional)", max_chars=LONGEST_PLACE)
        sent = st.form_submit_button(submit, type="primary" if primary else "secondary")
    if sent and isinstance(held_on, dt.date):
        with saving(f"A meeting on {in_words(held_on)} is planned; its agenda builds itself."):
            plan_meeting(
                here.store,
                here.framework,
                here.actor,
                here.force_id,
                held_on,
                title=title,
                place=place,
            )


def show_others(found: Sequence[Meeting]) -> None:
    """Every meeting that was, newest first, and how many."""
    were = [m for m in found if m.state in (MeetingState.CLOSED, MeetingState.CANCELLED)]
    st.subheader("Meetings that were", anchor=False)
    if not were:
        st.caption("None yet. What the first one decides is carried to the next until it is done.")
        return
    st.caption(plural(len(were), "meeting"))
    for meeting in were:
        with st.container(border=True, gap="xsmall"):
            icon = ICONS[meeting.state]
            if meeting.state is MeetingState.CLOSED:
                st.page_link(
                    ONE,
                    label=f"**{as_text(meeting.name)}**",
                    icon=icon,
                    query_params={MEETING: meeting.id},
                )
            else:
                st.markdown(f"{icon} **{as_text(meeting.name)}**")
            st.caption(f"{meeting.state.label} · {told(meeting)}")
