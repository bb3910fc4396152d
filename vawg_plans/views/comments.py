"""Comments on screen: on an action or the plan, answered in place, resolved, asked of the Gold
Group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from vawg_plans.domain.actions import Action
from vawg_plans.domain.comments import Asks, Comment, Thread, open_threads
from vawg_plans.domain.moments import moment_in_words
from vawg_plans.domain.permissions import Permission
from vawg_plans.services.comments import comments_of, reply, resolve, say
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views.feedback import saving
from vawg_plans.views.keeping import keeps, let_go
from vawg_plans.views.links import action_link
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, one_line, plural, verb

_ANSWERING = "answering_comment"
# How many of the open comments a page that is about something else names.
_FEW = 3


def on_plan(here: Session) -> tuple[Thread, ...]:
    """The comments on the plan and its actions; none for whoever may not read them."""
    if not here.may(Permission.COMMENT):
        return ()
    return comments_of(here.store, here.actor, here.force_id)


def on_action(here: Session, action: Action) -> tuple[Thread, ...]:
    """The comments on an action; none for whoever may not read them."""
    if not here.may(Permission.COMMENT):
        return ()
    return comments_of(here.store, here.actor, here.force_id, action_id=action.id)


def show_count(threads: Sequence[Thread]) -> None:
    """That comments are open, where the eye falls first."""
    if open_threads(threads):
        st.caption(f":material/chat_bubble: {counted(threads)} They stand below.")


def show_on_action(here: Session, action: Action, threads: Sequence[Thread]) -> None:
    """The comments on an action, and the form for another."""
    if not here.may(Permission.COMMENT):
        return
    st.subheader("Comments", anchor=False)
    st.caption("They stay in the force: they are in no version, document or export.")
    _threads(here, threads)
    _say(here, action.id, "Comment on this action")


def show_on_plan(here: Session, opened: OpenPlan, threads: Sequence[Thread]) -> None:
    """What is open on the plan: its actions' comments as links, and those on the whole of it."""
    if not here.may(Permission.COMMENT):
        return
    whole = [t for t in threads if t.comment.action_id is None]
    on_actions = [t for t in open_threads(threads) if t.comment.action_id is not None]
    st.subheader("Comments", anchor=False)
    st.caption(
        f"{counted(threads)} Comments stay in the force: they are in no version, document or "
        "export."
    )
    if on_actions:
        with st.expander(f"Open on actions ({len(on_actions)})", expanded=len(on_actions) <= _FEW):
            _links(on_actions, opened)
    _threads(here, whole)
    _say(here, None, "Comment on the plan as a whole")


def show_waiting(here: Session, opened: OpenPlan) -> None:
    """On the first page: what is open, in a line and its most pressing few."""
    found = open_threads(on_plan(here))
    if not found:
        return
    st.subheader("Comments that wait", anchor=False)
    st.caption(counted(found))
    _links(found[:_FEW], opened)
    if len(found) > _FEW or any(t.comment.action_id is None for t in found):
        st.page_link(
            "pages/force/sharing.py", label="See every comment", icon=":material/arrow_forward:"
        )


def counted(threads: Sequence[Thread]) -> str:
    """How many are open, and how many of those ask for a decision, in a sentence."""
    found = open_threads(threads)
    if not found:
        return "No comment is open."
    awaited = sum(t.comment.awaits_decision for t in found)
    words = f"{plural(len(found), 'comment')} {verb(len(found), 'is', 'are')} open"
    asks = f", {awaited} of them {verb(awaited, 'asks', 'ask')} the Gold Group for a decision"
    return words + (asks if awaited else "") + "."


def _threads(here: Session, threads: Sequence[Thread]) -> None:
    """Open ones whole, resolved ones folded away."""
    for thread in open_threads(threads):
        _thread(here, thread)
    settled = [t for t in threads if not t.comment.open]
    if settled:
        with st.expander(f"Resolved ({len(settled)})"):
            for thread in settled:
                _thread(here, thread)


def _thread(here: Session, thread: Thread) -> None:
    one = thread.comment
    with st.container(border=True, gap="xsmall"):
        _words(one, _state(one))
        for answer in thread.replies:
            _words(answer, ":material/subdirectory_arrow_right: Answer")
        if not one.open:
            at = f", {moment_in_words(one.settled_at)}" if one.settled_at else ""
            st.caption(f":material/check: Resolved by {as_text(one.settled_by)}{at}")
            if st.button("Open it again", key=f"reopen_{one.id}", type="tertiary"):
                with saving("The comment is open again."):
                    resolve(here.store, here.actor, one.id, resolved=False)
        elif st.session_state.get(_ANSWERING) == one.id:
            _answer(here, one)
        else:
            with st.container(horizontal=True):
                st.button(
                    "Answer",
                    key=f"answer_{one.id}",
                    icon=":material/reply:",
                    type="tertiary",
                    on_click=_open,
                    args=(one.id,),
                )
                if st.button(
                    "Resolve", key=f"resolve_{one.id}", icon=":material/check:", type="tertiary"
                ):
                    with saving("The comment is resolved."):
                        resolve(here.store, here.actor, one.id)


def _words(one: Comment, mark: str) -> None:
    when = f" · {moment_in_words(one.said_at)}" if one.said_at else ""
    st.caption(f"{mark} · {as_text(one.said_by)}{when}")
    st.markdown(as_text(one.words))


def _state(one: Comment) -> str:
    if one.awaits_decision:
        return ":material/gavel: **Asks the Gold Group for a decision**"
    if one.open:
        return ":material/chat_bubble: Open"
    return ":material/check_circle: Resolved"


def _open(comment_id: str) -> None:
    st.session_state[_ANSWERING] = comment_id


def _answer(here: Session, one: Comment) -> None:
    """The form for an answer, with or without resolving."""
    with keeps(here.actor, one.id), st.form(f"reply_{one.id}", border=False):
        words = st.text_area("Your answer", key=f"words_{one.id}", height=90)
        with st.container(horizontal=True):
            said = st.form_submit_button("Send the answer")
            settles = st.form_submit_button("Answer and resolve")
    if said or settles:
        with saving("The comment is answered and resolved." if settles else "Answered."):
            reply(here.store, here.actor, one.id, words, resolving=settles)
            st.session_state.pop(_ANSWERING, None)
            let_go(here.actor, one.id)


def _say(here: Session, action_id: str | None, label: str) -> None:
    """The form for another comment; emptied once it is said."""
    form = f"{action_id or here.force_id}-comment"
    turn = st.session_state.setdefault(f"turn_{form}", 0)
    with keeps(here.actor, form), st.form(f"say_{form}_{turn}"):
        words = st.text_area(
            label,
            key=f"say_words_{form}_{turn}",
            height=90,
            help="Nothing that identifies a victim or an operation.",
        )
        decides = st.checkbox(
            "Ask the Gold Group for a decision",
            key=f"say_asks_{form}_{turn}",
            help="It comes first on the next meeting’s agenda until it is resolved.",
        )
        said = st.form_submit_button("Add the comment", icon=":material/add_comment:")
    if said:
        asks = Asks.DECISION if decides else Asks.NOTHING
        with saving("The Gold Group is asked to decide." if decides else "The comment was added."):
            door = (here.store, here.framework, here.actor, here.force_id)
            say(*door, words, action_id=action_id, asks=asks)
            st.session_state[f"turn_{form}"] = turn + 1
            let_go(here.actor, form)


def _links(threads: Sequence[Thread], opened: OpenPlan) -> None:
    """A line a comment: what it says, of which action."""
    actions: Mapping[str, Action] = {a.id: a for a in [*opened.actions, *opened.withdrawn]}
    for thread in threads:
        one = thread.comment
        with st.container(border=True, gap=None):
            action = actions.get(one.action_id) if one.action_id else None
            if action is not None:
                action_link(action.id, action.reference, action.title, longest=70)
            else:
                st.markdown("**The plan as a whole**")
            st.markdown(one_line(one.words, 200))
            answers = len(thread.replies)
            more = f" · {plural(answers, 'answer')}" if answers else ""
            when = f" · {moment_in_words(one.said_at)}" if one.said_at else ""
            st.caption(f"{_state(one)} · {as_text(one.said_by)}{when}{more}")
