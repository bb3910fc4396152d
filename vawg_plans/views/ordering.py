"""The order of a plan's actions: each moved a place up or down, or straight to a place."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.actions import Action
from vawg_plans.services.many_actions import move_action
from vawg_plans.views.feedback import saving
from vawg_plans.views.session import Session
from vawg_plans.views.words import headline

AT_ONCE = 20


def ask(here: Session, actions: list[Action]) -> None:
    """The live actions in their order, a page at a time, with what moves them."""
    pages = -(-len(actions) // AT_ONCE)
    place = st.container(gap="xxsmall")
    number = st.pagination(pages, key=f"order_page_of_{pages}") if pages > 1 else 1
    first = (number - 1) * AT_ONCE
    with place:
        _straight(here, actions)
        for at, action in enumerate(actions[first : first + AT_ONCE], start=first):
            with st.container(border=True):
                title, up, down = st.columns([10, 1.3, 1.5], vertical_alignment="center")
                title.markdown(f"{at + 1}\\. {headline(action.reference, action.title)}")
                with up:
                    _button(here, action, at - 1, "up", disabled=at == 0)
                with down:
                    _button(here, action, at + 1, "down", disabled=at == len(actions) - 1)


def _straight(here: Session, actions: list[Action]) -> None:
    by_id = {a.id: (n, a) for n, a in enumerate(actions, start=1)}
    with (
        st.form("straight_to", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        moving = st.selectbox(
            "Move",
            list(by_id),
            index=None,
            format_func=lambda i: f"{by_id[i][0]}. {by_id[i][1].title}",
            placeholder="Type a few words of an action",
        )
        to = st.number_input("to place", 1, max(1, len(actions)), 1, width=130)
        if st.form_submit_button("Move it") and moving:
            _move(here, by_id[moving][1], int(to) - 1)


def _button(here: Session, action: Action, to: int, way: str, *, disabled: bool) -> None:
    if st.button(
        way.capitalize(),
        key=f"{way}_{action.id}",
        icon=f":material/arrow_{way}ward:",
        disabled=disabled,
        help=f"Move “{action.title[:80]}” {way}",
    ):
        _move(here, action, to)


def _move(here: Session, action: Action, to: int) -> None:
    with saving(f"“{action.title}” is at place {to + 1} now."):
        move_action(here.store, here.actor, here.force_id, action.id, to)
