"""Where an action stands: as it is stated, beside what the record says, and why they may differ."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from vawg_plans.domain.actions import Action
from vawg_plans.domain.details import Override
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.rules import CalculatedStatus, Judgement
from vawg_plans.services.details import explain_status, names_in, take_reason_back
from vawg_plans.views.editing import SENT, Desk, act, asking, attempting, done, opens
from vawg_plans.views.words import ICONS, as_text, due_in_words, stated

WHY = "why"


def show(desk: Desk) -> None:
    """Both statuses side by side, each an icon and words, the reasons in words; and what somebody
    said about a difference.
    """
    action, judgement = desk.action, desk.judgement
    if action.withdrawn:
        st.warning("Withdrawn: it no longer counts in the plan.", icon=":material/archive:")
    both(action, judgement, desk.opened.judged_on)
    if action.withdrawn:
        return
    writing = desk.what == WHY and desk.edits
    if judgement.explained and action.override and not writing:
        _show_reason(desk, action.override)
    elif judgement.disagrees:
        _ask_reason(desk, writing=writing)


def both(action: Action, judgement: Judgement, on: dt.date) -> None:
    """Both statuses side by side, with the reasons of the one from the record."""
    with st.container(border=True):
        left, right = st.columns(2)
        percent = "" if action.percent is None else f"  \n{action.percent}% reported"
        due = f"due {due_in_words(action)}" if action.due else due_in_words(action)
        left.markdown(f"Stated  \n**{stated(action.status)}**{percent}  \n:small[{due}]")
        label = CalculatedStatus(judgement.status).label
        reasons = "".join(f"  \n{reason[0].upper()}{reason[1:]}" for reason in judgement.reasons)
        right.markdown(
            f"From the record  \n**{ICONS[judgement.status.value]} {label}**{reasons}  \n"
            f":small[judged on {in_words(on)}]"
        )


def _show_reason(desk: Desk, why: Override) -> None:
    """The reason that stands, with who gave it and when."""
    label = CalculatedStatus(why.calculated).label.lower()
    st.info(
        f"**Why it stands although the record says {label}:** {as_text(why.reason)}  \n"
        f":small[{_by(desk, why)}. It lapses when either changes.]",
        icon=":material/gavel:",
    )
    if desk.edits:
        with st.container(horizontal=True):
            opens(desk, WHY, "Change the reason")
            if st.button("Take it back", icon=":material/undo:", type="tertiary"):
                act(desk, lambda: take_reason_back(*desk.door), "The reason was taken back.")


def _by(desk: Desk, why: Override) -> str:
    names = names_in(desk.here.store, desk.here.actor, desk.action.id)
    return f"{as_text(names.get(why.by, ''))}, {in_words(why.on)}"


def _ask_reason(desk: Desk, *, writing: bool) -> None:
    """They disagree, and nobody has said why (or what was said no longer fits)."""
    lapsed = desk.action.override
    if lapsed and not desk.judgement.explained:
        st.caption(
            f"A reason lapsed, because what it explained has changed: “{as_text(lapsed.reason)}” "
            f"({_by(desk, lapsed)})"
        )
    if not writing:
        words = "The two disagree. Record where it really stands"
        st.warning(
            f"{words}, or say why the stated one stands." if desk.edits else f"{words}.",
            icon=":material/compare_arrows:",
        )
        if desk.edits:
            opens(desk, WHY, "Say why it stands", icon=":material/gavel:", kind="secondary")
        return
    with asking(desk, "Save the reason") as asked:
        reason = st.text_area(
            f"Why is it {desk.action.status.label.lower()}, although the record says "
            f"{CalculatedStatus(desk.judgement.status).label.lower()}?",
            desk.action.override.reason if desk.action.override else "",
            height=90,
            help="It stays visible with your name, and lapses when either status changes.",
        )
    if asked.how == SENT:
        with attempting(desk):
            explain_status(*desk.door, reason, desk.judgement.status.value)
            done(desk, desk.form(WHY), "The reason was saved, and stays visible.")
