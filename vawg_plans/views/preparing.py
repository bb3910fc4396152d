"""Preparing a meeting: its agenda in order, items moved, dropped, put back and added, and begun."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import streamlit as st

from vawg_plans.domain.agenda import LONGEST_ADDED, Arranged, Item, ItemKind, Own, new_own
from vawg_plans.domain.meetings import LONGEST_PLACE, LONGEST_TITLE, Meeting
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.permissions import Permission
from vawg_plans.services.agendas import Agenda, agenda_now
from vawg_plans.services.meetings import arrange, begin, cancel_meeting, change_meeting
from vawg_plans.views import meeting_papers
from vawg_plans.views.feedback import going_on, saving
from vawg_plans.views.meetings import MEETING, ONE, PRESENT, in_days, told
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, one_line, plural

KINDS = {
    ItemKind.DECISION_AWAITED: ":material/gavel:",
    ItemKind.WORSE: ":material/trending_down:",
    ItemKind.OFF_TRACK: ":material/cancel:",
    ItemKind.STILL: ":material/priority_high:",
    ItemKind.SLIPPED: ":material/update:",
    ItemKind.LATE: ":material/schedule:",
    ItemKind.STALE: ":material/hourglass_empty:",
    ItemKind.DUE: ":material/event_upcoming:",
    ItemKind.DONE: ":material/check_circle:",
    ItemKind.GAP: ":material/grid_off:",
    ItemKind.MOVED: ":material/moving:",
    ItemKind.ADDED: ":material/add_circle:",
}
_OTHER = ":material/circle:"
_BEGINNING = "beginning_meeting"


def kind_words(kind: ItemKind) -> str:
    """A kind of item: icon and words."""
    return f"{KINDS.get(kind, _OTHER)} {kind.label}"


def show(here: Session, meeting: Meeting, under_way: bool) -> None:
    """The meeting to come: when, what is on its agenda, and what arranges it."""
    holds = here.may(Permission.HOLD_MEETING)
    agenda = agenda_now(here.store, here.framework, here.actor, meeting.id)
    st.subheader(f"{as_text(meeting.name)}, {in_days(meeting.held_on)}", anchor=False)
    since = f"what moved since {as_text(agenda.last.name)}" if agenda.last else "the whole plan"
    st.markdown(
        f"**{plural(len(agenda.items), 'item')}**, most pressing first: {since}, and what falls "
        f"due before {in_words(agenda.due_before)} · as at {in_words(agenda.opened.judged_on)}"
    )
    st.caption(told(meeting))
    if holds:
        _offer_to_begin(here, meeting, agenda, under_way)
    meeting_papers.show(here, meeting)
    if not agenda.items:
        st.info(
            "Nothing moved and nothing is due. Add what you want to talk about.",
            icon=":material/event_available:",
        )
    for place, item in enumerate(agenda.items):
        _row(here, agenda, place, item, holds=holds)
    if holds:
        _ask_to_add(here, agenda)
        _straight(here, agenda)
        _show_dropped(here, agenda)
        _ask_change(here, meeting)


def _offer_to_begin(here: Session, meeting: Meeting, agenda: Agenda, under_way: bool) -> None:
    """Begin, once it is said what that does."""
    if under_way:
        return
    if st.session_state.get(_BEGINNING) != meeting.id:
        st.button(
            "Begin the meeting",
            icon=":material/play_circle:",
            type="primary",
            on_click=lambda: st.session_state.update({_BEGINNING: meeting.id}),
        )
        return
    early = f" It is planned {in_days(meeting.held_on)}." if meeting.held_on != _now(agenda) else ""
    st.warning(
        f"The agenda is fixed as it stands now, with {plural(len(agenda.items), 'item')}, and what "
        f"you show is on the screen of everybody who follows.{early}",
        icon=":material/play_circle:",
    )
    with st.container(horizontal=True):
        if st.button("Begin now", type="primary"):
            with going_on(ONE, f"{meeting.name} has begun.") as query:
                begin(here.store, here.framework, here.actor, meeting.id)
                query.update({MEETING: meeting.id, PRESENT: "1"})
                st.session_state.pop(_BEGINNING, None)
        st.button("Not yet", on_click=lambda: st.session_state.pop(_BEGINNING, None))


def _now(agenda: Agenda) -> dt.date:
    return agenda.opened.judged_on


def _row(here: Session, agenda: Agenda, place: int, item: Item, *, holds: bool) -> None:
    """One item, with what moves it."""
    why = f": {one_line(item.why[0], 160)}" if item.why else ""
    words = f"**{place + 1}\\. {one_line(item.heading)}**  \n:small[{kind_words(item.kind)}{why}]"
    with st.container(border=True):
        if not holds:
            st.markdown(words)
            return
        left, right = st.columns([5, 3], vertical_alignment="center")
        left.markdown(words)
        with right, st.container(horizontal=True, horizontal_alignment="right", gap="xsmall"):
            title, last = item.heading[:80], len(agenda.items) - 1
            for way, to, out in (("up", place - 1, place == 0), ("down", place + 1, place == last)):
                if st.button(
                    way.capitalize(),
                    key=f"{way}_{item.key}",
                    icon=f":material/arrow_{way}ward:",
                    disabled=out,
                    help=f"Move “{title}” {way}",
                ):
                    move(here, agenda, item, to)
            if st.button(
                "Drop",
                key=f"drop_{item.key}",
                icon=":material/close:",
                help=f"Take “{title}” off the agenda",
            ):
                _drop(here, agenda, item)


def move(here: Session, agenda: Agenda, item: Item, to: int) -> None:
    """The item at another place, the others in their order."""
    keys = [i.key for i in agenda.items if i.key != item.key]
    keys.insert(to, item.key)
    arranged = replace(agenda.meeting.arranged, order=tuple(keys))
    _arrange(here, agenda, arranged, f"“{item.heading}” is item {to + 1} now.")


def _drop(here: Session, agenda: Agenda, item: Item) -> None:
    now = agenda.meeting.arranged
    arranged = replace(now, dropped=(*now.dropped, item.key))
    _arrange(here, agenda, arranged, f"“{item.heading}” is off the agenda.")


def _arrange(here: Session, agenda: Agenda, arranged: Arranged, success: str) -> None:
    with saving(success):
        arrange(
            here.store,
            here.actor,
            agenda.meeting.id,
            arranged,
            read_revision=agenda.meeting.revision,
        )


def _straight(here: Session, agenda: Agenda) -> None:
    if len(agenda.items) < 4:
        return
    by_key = {i.key: (n, i) for n, i in enumerate(agenda.items, start=1)}
    with (
        st.form("item_straight_to", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        moving = st.selectbox(
            "Move an item",
            list(by_key),
            index=None,
            format_func=lambda k: f"{by_key[k][0]}. {by_key[k][1].heading}",
            placeholder="Type a few words of it",
        )
        to = st.number_input("to place", 1, len(agenda.items), 1, width=130)
        if st.form_submit_button("Move it") and moving:
            move(here, agenda, by_key[moving][1], int(to) - 1)


def _ask_to_add(here: Session, agenda: Agenda) -> None:
    """An item of the chair's own words, or an action of the plan that is on no item yet."""
    taken = {i.action_id for i in agenda.items if i.action_id}
    actions = {a.id: a for a in agenda.opened.actions if a.id not in taken}
    with (
        st.form(f"add_item_{len(agenda.meeting.arranged.added)}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        words = st.text_input("Add an item: what it is about", max_chars=LONGEST_ADDED)
        action = st.selectbox(
            "An action of the plan (optional)",
            list(actions),
            index=None,
            format_func=lambda i: f"{actions[i].reference} {actions[i].title}".strip(),
            placeholder="Type a few words of it",
        )
        if st.form_submit_button("Add it", icon=":material/add:"):
            own: Own = new_own(words, action)
            now = agenda.meeting.arranged
            name = words.strip() or (actions[action].title if action else "")
            arranged = replace(now, added=(*now.added, own))
            _arrange(here, agenda, arranged, f"“{name}” is on the agenda, at its end.")


def _show_dropped(here: Session, agenda: Agenda) -> None:
    if not agenda.dropped:
        return
    with st.expander(f"Taken off the agenda ({len(agenda.dropped)})"):
        for item in agenda.dropped:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{kind_words(item.kind)} · {one_line(item.heading)}", width="stretch")
                if st.button("Put back", key=f"back_{item.key}", icon=":material/undo:"):
                    now = agenda.meeting.arranged
                    kept = tuple(k for k in now.dropped if k != item.key)
                    success = f"“{item.heading}” is on the agenda again."
                    _arrange(here, agenda, replace(now, dropped=kept), success)


def _ask_change(here: Session, meeting: Meeting) -> None:
    """Another day, title or place; or the meeting called off."""
    with st.expander("Change the day, title or place", icon=":material/edit_calendar:"):
        with st.form(f"change_meeting_{meeting.id}_{meeting.revision}", border=False):
            left, middle, right = st.columns([2, 3, 3])
            held_on = left.date_input("Day", meeting.held_on, format="DD/MM/YYYY")
            title = middle.text_input("Title", meeting.title, max_chars=LONGEST_TITLE)
            place = right.text_input("Place", meeting.place, max_chars=LONGEST_PLACE)
            with st.container(horizontal=True):
                sent = st.form_submit_button("Save the change")
                off = st.form_submit_button("Call the meeting off", icon=":material/event_busy:")
        if off:
            with saving(f"{meeting.name} was called off."):
                cancel_meeting(here.store, here.actor, meeting.id)
        if sent:
            with saving("The meeting was changed."):
                change_meeting(
                    here.store,
                    here.actor,
                    meeting.id,
                    {"held_on": held_on, "title": title, "place": place},
                    read_revision=meeting.revision,
                )
