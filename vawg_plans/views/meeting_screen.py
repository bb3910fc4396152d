"""A meeting under way on screen: one item at a time, shown to everybody or followed by them.

Who presents moves what everybody sees. Who follows sees that, and is taken along within two
seconds; somebody who looks at another item, or minutes one, stays there until they go back. Which
item that is stands in the address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape

import streamlit as st

from vawg_plans.domain.agenda import CLOSING, OPENING
from vawg_plans.domain.meetings import Following, Meeting
from vawg_plans.domain.permissions import Permission
from vawg_plans.services.agendas import agenda_now
from vawg_plans.services.meetings import show_item, shown
from vawg_plans.views import meeting_ends, meeting_item
from vawg_plans.views.feedback import last_resort
from vawg_plans.views.meeting_at import Screen
from vawg_plans.views.meetings import ITEM, LIST, PRESENT
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, one_line

LOOK_EVERY = "2s"
# To be read from the end of a table; on the screens of those who follow a little smaller.
STYLE = """<style>
[data-testid="stMainBlockContainer"]:has(.st-key-presented) { padding: 4.25rem 2rem 2rem }
.st-key-presented h1 { font-size: 2.4rem; line-height: 1.15; padding-block: 0 0.25rem }
.st-key-told :is(p, li, td, th) { font-size: 1.1rem; line-height: 1.4 }
.st-key-presented .st-key-told :is(p, li, td, th) { font-size: 1.4rem }
.st-key-presented .st-key-told :is(small, [data-testid="stMarkdownSmall"]) { font-size: 1.1rem }
.st-key-told :is([class*="st-key-chart_words_"], button, label) :is(p, td, th, span) {
  font-size: 0.875rem }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"]:has(.st-key-presented) { padding-inline: 1rem }
  .st-key-presented h1, .st-key-followed h1 { font-size: 1.6rem }
  .st-key-presented .st-key-told :is(p, li, td, th) { font-size: 1.1rem }
}
</style>"""


def show(here: Session, meeting: Meeting) -> None:
    """The meeting as this reader follows or presents it."""
    st.html(STYLE)
    screen = _look(here, meeting)
    if screen.presents:
        st.set_page_config(initial_sidebar_state="collapsed")
    with st.container(key="meeting_bar", gap="xsmall"):
        # Heard by the script, which goes to the top of another screen.
        st.html(f'<i hidden data-screen="{escape(screen.key)}"></i>')
        _bar(screen)
        _watch(screen, _address(), here.store.newest_touching(here.force_id))
    with st.container(key="presented" if screen.presents else "followed"):
        if screen.item is not None:
            meeting_item.show(screen, screen.item)
        elif screen.key == OPENING:
            meeting_ends.show_opening(screen)
        else:
            meeting_ends.show_closing(screen)


def _look(here: Session, meeting: Meeting) -> Screen:
    """Where the meeting is, and where this reader is in it."""
    agenda = agenda_now(here.store, here.framework, here.actor, meeting.id)
    now = shown(here.store, here.actor, meeting.id)
    presents = here.may(Permission.HOLD_MEETING) and st.query_params.get(PRESENT) == "1"
    wanted = st.query_params.get(ITEM, "")
    known = {OPENING, CLOSING, *(i.key for i in agenda.items)}
    current = now.key if now.key in known else OPENING
    own = presents or wanted in known
    key = wanted if wanted in known else current
    if presents and now.key != key and wanted not in known:
        # The first who presents opens the meeting on every screen.
        now = show_item(here.store, here.actor, meeting.id, key)
    if presents:
        st.query_params[ITEM] = key
    return Screen(here, meeting, agenda, now, key, own, presents)


def _bar(screen: Screen) -> None:
    """Which meeting and how far, what leads on and back, and how this reader looks at it."""
    place = screen.keys.index(screen.key)
    count = len(screen.agenda.items)
    where = f"Item {place} of {count}" if screen.item else "Opening" if not place else "Closing"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{as_text(screen.meeting.name)}** · {where}", width="stretch")
        _choose_item(screen)
        for label, step, key, icon in (
            ("Previous", -1, "Left", ":material/arrow_back:"),
            ("Next", 1, "Right", ":material/arrow_forward:"),
        ):
            to = screen.beside(step, screen.key)
            st.button(
                label,
                key=f"go_{label}",
                icon=icon,
                shortcut=key,
                disabled=to is None,
                type="primary" if step == 1 and screen.presents and to else "secondary",
                on_click=_step,
                args=(screen, step),
            )


def _step(screen: Screen, step: int) -> None:
    """One on or back from where this reader is by now: a second press may come before the first
    was drawn.
    """
    _go(screen, screen.beside(step, st.query_params.get(ITEM, screen.key)))


def _choose_item(screen: Screen) -> None:
    """Straight to any item."""
    names = {OPENING: "Opening", CLOSING: "Closing"}
    for n, item in enumerate(screen.agenda.items, start=1):
        names[item.key] = f"{n}. {item.heading}"
    key = f"straight_{screen.key}_{screen.now.revision}"
    st.selectbox(
        "Go to",
        list(screen.keys),
        index=screen.keys.index(screen.key),
        format_func=names.__getitem__,
        key=key,
        label_visibility="collapsed",
        width=260,
        on_change=lambda: _go(screen, st.session_state[key]),
    )


def _go(screen: Screen, to: str | None) -> None:
    """To another item: for everybody where one presents, for this reader alone where not."""
    if to is None:
        return
    st.query_params[ITEM] = to
    if screen.presents:
        with last_resort():
            show_item(screen.here.store, screen.here.still(), screen.meeting.id, to)


def _present(screen: Screen) -> None:
    """Begin to present what is on this screen; or stop, and follow."""
    if screen.presents:
        st.query_params.pop(PRESENT, None)
        st.query_params.pop(ITEM, None)
        return
    st.query_params[PRESENT] = "1"
    _go(replace(screen, presents=True), screen.key)


def _address() -> tuple[str, ...]:
    """Where the address says that this reader is."""
    return st.query_params.get(ITEM, ""), st.query_params.get(PRESENT, "")


@st.fragment(run_every=LOOK_EVERY)
def _watch(screen: Screen, address: tuple[str, ...], touched: int) -> None:
    """Ask where the meeting is. What changed is drawn anew; who follows goes along."""
    with last_resort():
        here = screen.here
        now = shown(here.store, here.still(), screen.meeting.id)
        drawn, moved = screen.now, (now.state, now.latest, now.revision)
        if _address() != address:
            st.rerun()
        if moved != (drawn.state, drawn.latest, drawn.revision):
            st.rerun()
        if here.store.newest_touching(here.force_id) != touched:
            st.rerun()
        if now.step != drawn.step and not screen.own:
            st.rerun()
        _say_where(screen, now)


def _say_where(screen: Screen, now: Following) -> None:
    """How this screen stands to what everybody sees, and the way back to it."""
    elsewhere = bool(now.key) and now.key != screen.key
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(_where(screen, now, elsewhere), width="content")
        if screen.own and (elsewhere or not screen.presents):
            to = now.key if screen.presents else None
            _offer("Back to what is shown", "undo", lambda: _stay_at(to))
        if screen.holds and not screen.own:
            _offer("Minute and decide here", "edit_note", lambda: _stay_at(screen.key))
        if screen.presents:
            _offer("Stop presenting", "cancel_presentation", lambda: _present(screen))
        elif screen.holds:
            _offer("Present from here", "co_present", lambda: _present(screen))
        st.page_link(LIST, label="All meetings", icon=":material/list:")


def _offer(label: str, icon: str, do: Callable[[], None]) -> None:
    """By a callback, so that no click is lost when the page is drawn anew for another reason."""
    st.button(label, icon=f":material/{icon}:", type="tertiary", on_click=do)


def _stay_at(key: str | None) -> None:
    """At this screen; None follows."""
    if key is None:
        st.query_params.pop(ITEM, None)
    else:
        st.query_params[ITEM] = key


def _where(screen: Screen, now: Following, elsewhere: bool) -> str:
    """In a sentence."""
    headings = {i.key: i.heading for i in screen.agenda.items}
    name = headings.get(now.key, "the closing" if now.key == CLOSING else "the opening")
    if not screen.own:
        return (
            ":material/visibility: You follow what is shown."
            if now.key
            else ":material/visibility: Nothing is shown yet; you will see it here."
        )
    if elsewhere:
        by = "Somebody else shows" if screen.presents else "On the screen now:"
        return f":material/visibility: {by} **{one_line(name, 60)}**"
    if screen.presents:
        return ":material/co_present: Everybody who follows sees this screen."
    return ":material/visibility: You look by yourself; this is what is shown, too."
