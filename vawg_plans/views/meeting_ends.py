"""The first and the last screen of a meeting: who is here and what was decided before; and what
was decided now, the next meeting, and the close.
"""

from __future__ import annotations

import datetime as dt

import streamlit as st

from vawg_plans.charts.over_time import over_time_chart
from vawg_plans.domain.decisions import Decision
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.domain.meetings import NEXT_DAYS, MeetingState
from vawg_plans.services.agendas import meetings_of
from vawg_plans.services.closing import close
from vawg_plans.services.decisions import decisions_of
from vawg_plans.services.meetings import change_meeting, notes_of
from vawg_plans.services.progress_over_time import progress_over_time
from vawg_plans.views import charts, minuting
from vawg_plans.views.decisions import table
from vawg_plans.views.feedback import saving
from vawg_plans.views.links import is_narrow
from vawg_plans.views.meeting_at import Screen
from vawg_plans.views.meetings import ITEM, MEETING, PRESENT, ask_to_plan
from vawg_plans.views.settling import settle_in_place
from vawg_plans.views.words import as_text, plural, verb

_CLOSING = "closing_meeting"


def show_opening(screen: Screen) -> None:
    """Where the plan is, who is here, and what was decided before."""
    opened, agenda = screen.agenda.opened, screen.agenda
    st.title("Where do we stand?", anchor=False)
    with st.container(key="told"):
        left, right = st.columns([3, 2], gap="large")
    with left:
        progress = opened.progress
        since = f" · since {as_text(agenda.last.name)}" if agenda.last else ""
        st.markdown(
            f"**{progress.complete:,} of {plural(progress.live, 'action')} complete**, "
            f"{len(opened.late)} late · {plural(len(agenda.items), 'item')} today{since}"
        )
        _show_carried(screen, agenda.carried)
        _posts(screen)
    with right:
        here = screen.here
        points = progress_over_time(here.store, here.actor, here.force_id)
        if points:
            chart = over_time_chart(
                points,
                statuses=False,
                dark=charts.is_dark(),
                demonstration=here.demonstration,
                narrow=is_narrow(),
            )
            charts.show(chart, name=f"{here.force_id}-meeting", marking=OFFICIAL_SENSITIVE)


def _show_carried(screen: Screen, carried: tuple[Decision, ...]) -> None:
    st.subheader("What we decided before", anchor=False)
    if not carried:
        st.markdown("Nothing is open from an earlier meeting.")
        return
    waits = sum(d.is_open for d in carried)
    late = sum(d.overdue(screen.agenda.opened.judged_on) for d in carried)
    st.markdown(
        f"**{plural(waits, 'decision')}** still open, {late} past their day, "
        f"{len(carried) - waits} settled since"
    )
    table(carried, screen.agenda.opened.judged_on)
    if screen.writes:
        settle_in_place(screen.here, [d for d in carried if d.is_open])


def _posts(screen: Screen) -> None:
    """Who is here and who sent apologies: posts."""
    meeting = screen.meeting
    if not screen.writes:
        here = ", ".join(as_text(p) for p in meeting.attended) or "not noted yet"
        st.markdown(f"**Here:** {here}")
        if meeting.apologies:
            sent = ", ".join(as_text(p) for p in meeting.apologies)
            st.markdown(f"**Apologies:** {sent}")
        return
    with st.form(f"posts_{meeting.id}_{meeting.revision}", border=True):
        said = {
            name: st.multiselect(
                label,
                minuting.posts(screen, *known),
                list(known),
                accept_new_options=True,
                placeholder="Choose or type posts, not people",
            )
            for name, label, known in (
                ("attended", "Who is here (posts)", meeting.attended),
                ("apologies", "Apologies (posts)", meeting.apologies),
            )
        }
        sent_now = st.form_submit_button("Save who is here", icon=":material/group:")
    if sent_now:
        with saving("Who is here was saved."):
            change_meeting(
                screen.here.store,
                screen.here.actor,
                meeting.id,
                {name: tuple(chosen) for name, chosen in said.items()},
                read_revision=meeting.revision,
            )


def show_closing(screen: Screen) -> None:
    """What was decided, what was not talked of, when the next one is, and the close."""
    here, meeting = screen.here, screen.meeting
    st.title("What did we decide?", anchor=False)
    taken = decisions_of(here.store, here.actor, here.force_id, meeting_id=meeting.id)
    with st.container(key="told"):
        if taken:
            table(taken, screen.agenda.opened.judged_on)
        else:
            st.markdown("No decision was recorded.")
    minuted = notes_of(here.store, here.actor, meeting.id)
    items = screen.agenda.items
    said = {d.key for d in taken} | {key for key, n in minuted.items() if n.words}
    bare = [i for i in items if i.key not in said]
    if bare:
        st.caption(
            f"{len(bare)} of {plural(len(items), 'item')} {verb(len(bare), 'has', 'have')} neither "
            "a decision nor minutes; the minutes list them all the same."
        )
    _say_next(screen)
    if screen.writes:
        _ask_close(screen, len(taken))


def _say_next(screen: Screen) -> None:
    """The next meeting, or the form for it."""
    here = screen.here
    later = [
        m
        for m in meetings_of(here.store, here.actor, here.force_id)
        if m.state is MeetingState.PLANNED
    ]
    following = min(later, key=lambda m: m.held_on, default=None)
    if following:
        st.markdown(f":material/event: The next one is **{as_text(following.name)}**.")
    elif screen.writes:
        st.markdown(":material/event: No next meeting is planned yet.")
        day = screen.agenda.opened.judged_on + dt.timedelta(days=NEXT_DAYS)
        ask_to_plan(here, day, submit="Plan the next meeting")


def _ask_close(screen: Screen, decided: int) -> None:
    """Close, once it is said what that does."""
    here, meeting = screen.here, screen.meeting
    if st.session_state.get(_CLOSING) != meeting.id:
        st.button(
            "Close the meeting",
            icon=":material/task_alt:",
            type="primary",
            on_click=lambda: st.session_state.update({_CLOSING: meeting.id}),
        )
        return
    st.warning(
        f"Closing freezes the plan as it is now, as “{as_text(meeting.name)}”, with "
        f"{plural(decided, 'decision')} and these minutes. They cannot be changed afterwards. Open "
        "decisions are carried to the next meeting until they are done.",
        icon=":material/lock:",
    )
    with st.container(horizontal=True):
        if st.button("Close it now", type="primary"):
            with saving(f"{meeting.name} is closed; its minutes are frozen."):
                close(here.store, here.framework, here.actor, meeting.id)
                st.session_state.pop(_CLOSING, None)
                for name in (ITEM, PRESENT):
                    st.query_params.pop(name, None)
                st.query_params[MEETING] = meeting.id
        st.button("Not yet", on_click=lambda: st.session_state.pop(_CLOSING, None))
