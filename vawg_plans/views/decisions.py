"""The log of decisions: found by filters, settled with what came of them, changed with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import streamlit as st

from vawg_plans.domain.actions import Action
from vawg_plans.domain.decisions import LABELS, Decision, DecisionState
from vawg_plans.domain.moments import in_words, today
from vawg_plans.domain.permissions import Permission
from vawg_plans.services.decisions import decision_history
from vawg_plans.views import settling
from vawg_plans.views.filters import filters_place
from vawg_plans.views.links import action_link
from vawg_plans.views.meetings import LIST, MEETING, ONE
from vawg_plans.views.session import EDIT, Session
from vawg_plans.views.words import as_text, one_line, plural

ICONS = {
    DecisionState.OPEN: ":material/radio_button_unchecked:",
    DecisionState.DONE: ":material/check_circle:",
    DecisionState.DROPPED: ":material/do_not_disturb_on:",
}
ANY, OVERDUE = "All", "Past their day"
_ONLY = {
    "Open": DecisionState.OPEN,
    "Done": DecisionState.DONE,
    "Dropped": DecisionState.DROPPED,
}
# As many as are drawn at once.
AT_ONCE = 20


def show_empty() -> None:
    """Nothing was decided yet: where that is done."""
    st.info(
        "Nothing has been decided yet. A decision is recorded at a meeting, on the item that it is "
        "about, with the post that sees to it.",
        icon=":material/gavel:",
    )
    st.page_link(LIST, label="See the meetings", icon=":material/arrow_forward:")


def ask_filter(every: Sequence[Decision]) -> list[Decision]:
    """The decisions asked for, newest first. The filters stand in the address, under names that no
    other page has: a value of the plan's filter is none of these.
    """
    owners = sorted({d.owner_post for d in every})
    meetings = sorted({d.meeting_number for d in every}, reverse=True)
    with filters_place():
        words = st.text_input(
            "Search", key="decided", icon=":material/search:", bind="query-params", width=240
        )
        state = st.selectbox(
            "Which",
            [ANY, "Open", OVERDUE, "Done", "Dropped"],
            key="which",
            bind="query-params",
            width=170,
        )
        owner = st.selectbox(
            "Owner",
            owners,
            index=None,
            key="sees_to_it",
            bind="query-params",
            width=240,
            placeholder="Anybody",
        )
        number = st.selectbox(
            "Meeting",
            [str(n) for n in meetings],
            index=None,
            key="of_meeting",
            bind="query-params",
            width=120,
            placeholder="Any",
        )
    sought = (words or "").casefold().split()

    def fits(one: Decision) -> bool:
        said = f"{one.number} {one.words} {one.owner_post} {one.outcome}".casefold()
        return (
            all(word in said for word in sought)
            and (state != OVERDUE or one.overdue(today()))
            and one.state is _ONLY.get(state, one.state)
            and owner in (None, one.owner_post)
            and number in (None, str(one.meeting_number))
        )

    return sorted(filter(fits, every), key=lambda d: -d.number)


def state_words(one: Decision, on: dt.date) -> str:
    """How far a decision has come: icon and word."""
    if one.overdue(on):
        return f":material/schedule: Open, past its day ({in_words(one.due)})"
    by = f", by {in_words(one.due)}" if one.is_open and one.due else ""
    return f"{ICONS[one.state]} {one.state.label}{by}"


def table(decisions: Sequence[Decision], on: dt.date) -> None:
    """Decisions at a glance."""
    st.table(
        {
            "": [str(d.number) for d in decisions],
            "Decided": [as_text(d.words) for d in decisions],
            "Owner": [as_text(d.owner_post) for d in decisions],
            "State": [state_words(d, on) for d in decisions],
        },
        border="horizontal",
        hide_index=True,
        alt="Decisions, each with its owner and how far it has come",
    )


def show(here: Session, found: Sequence[Decision], total: int) -> None:
    """How many of how many, then each with what can be done about it."""
    late = sum(d.overdue(today()) for d in found)
    waits = sum(d.is_open for d in found)
    st.markdown(
        f"**{len(found):,} of {plural(total, 'decision')}** · {waits} open, {late} past their "
        f"day · as at {in_words(today())}"
    )
    if not found:
        st.info("No decision fits. Take a filter away to see more.")
        return
    pages = -(-len(found) // AT_ONCE)
    place = st.container()
    number = st.pagination(pages, key=f"decisions_of_{pages}") if pages > 1 else 1
    opened = here.open_plan()
    actions = {a.id: a for a in (*opened.actions, *opened.withdrawn)}
    with place:
        for one in found[(number - 1) * AT_ONCE : number * AT_ONCE]:
            _card(here, one, actions.get(one.action_id or ""))


def _card(here: Session, one: Decision, action: Action | None) -> None:
    holds = here.may(Permission.HOLD_MEETING)
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{one.number}.** {as_text(one.words)}")
        st.markdown(f"{state_words(one, today())} · {as_text(one.owner_post)}")
        if one.outcome:
            st.markdown(f"> {as_text(one.outcome)}")
        if action is not None:
            action_link(action.id, action.reference, action.title)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(
                ONE,
                label=f"Meeting {one.meeting_number}, {in_words(one.decided_on)}",
                query_params={MEETING: one.meeting_id},
            )
            if holds:
                _offer(one)
        what = _open_of(one) if holds else ""
        if what == "settle":
            settling.settle(here, one)
        elif what == "change":
            settling.change(here, one)
        if one.revision > 1:
            _show_history(here, one)


def _open_of(one: Decision) -> str:
    what, _, whose = st.query_params.get(EDIT, "").partition(":")
    return what if whose == one.id else ""


def _offer(one: Decision) -> None:
    label = "Settle it" if one.is_open else "Open it again, or say more"
    for what, words, icon in (
        ("settle", label, ":material/task_alt:"),
        ("change", "Change it", ":material/edit:"),
    ):
        st.button(
            words,
            key=f"{what}_{one.id}",
            icon=icon,
            type="tertiary",
            on_click=lambda what=what: st.query_params.update({EDIT: f"{what}:{one.id}"}),
            help=f"{words}: decision {one.number}",
        )


def _show_history(here: Session, one: Decision) -> None:
    """What it said before, newest first; read only when it is unfolded."""
    with st.expander("How it changed", key=f"history_{one.id}", on_change="rerun") as folded:
        if not folded.open:
            return
        steps = decision_history(here.store, here.actor, one.id)
        for newer, older in pairwise(steps):
            why = f": {as_text(newer.why)}" if newer.why else ""
            st.markdown(f"**{as_text(newer.said_by)}**, {in_words(newer.said_on)}{why}")
            changed = [
                f"{label}: {_value(getattr(older, name))} → {_value(getattr(newer, name))}"
                for name, label in LABELS.items()
                if getattr(older, name) != getattr(newer, name)
            ]
            st.caption("  \n".join(changed))


def _value(value: Any) -> str:
    if isinstance(value, dt.date):
        return in_words(value)
    if isinstance(value, DecisionState):
        return value.label
    return one_line(str(value), 200) if value else "*nothing*"
