"""Practices that forces offer, on screen: one's own, and those that wait for a decision."""

from __future__ import annotations

from typing import Any

import streamlit as st

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.practices import (
    EVALUATED,
    LONGEST_PARTNERS,
    LONGEST_REASON,
    LONGEST_TITLE,
    LONGEST_WORDS,
    OFFER_LABELS,
    OfferedPractice,
    PracticeState,
)
from vawg_plans.errors import StaleEdit
from vawg_plans.services.practices import (
    Offer,
    change_practice,
    decide_practice,
    offer_practice,
    withdraw_practice,
)
from vawg_plans.views.feedback import saving
from vawg_plans.views.practices import evaluated_mark, place_words
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text

_ICONS = {
    PracticeState.OFFERED: ":material/hourglass_empty:",
    PracticeState.ACCEPTED: ":material/check_circle:",
    PracticeState.DECLINED: ":material/do_not_disturb_on:",
    PracticeState.WITHDRAWN: ":material/archive:",
}
_EVALUATED = {"yes": "Yes", "no": "No", "unknown": "Not known"}
# Which practice is being changed, at which revision it was read, and how many forms were sent.
_CHANGED = "practice_changed"
_SENT = "practices_sent"


def show_own(here: Session, own: list[Offer]) -> None:
    """What the own force offered and where each stands; for its strategic lead, the form."""
    may_offer = here.actor.force_id is not None and here.may(Permission.OFFER_PRACTICE)
    if not own and not may_offer:
        return
    label = f"Offered by us ({len(own)})" if own else "Offer one of ours"
    if here.fresh:
        st.session_state.pop(_CHANGED, None)
    with st.expander(label, icon=":material/volunteer_activism:", key="offered_by_us"):
        for offer in own:
            with st.container(border=True, gap="xsmall"):
                _head(offer.newest, here.framework)
                _steps(offer)
                if may_offer and st.button("Change or withdraw", key=f"change_{offer.newest.id}"):
                    st.session_state[_CHANGED] = offer.newest.id, offer.newest.revision
                    st.rerun()
        if may_offer:
            chosen, read = st.session_state.get(_CHANGED) or (None, 0)
            _ask_offer(here, next((o.newest for o in own if o.newest.id == chosen), None), read)


def _head(practice: OfferedPractice, framework: Framework) -> None:
    st.markdown(f"**{as_text(practice.title)}**")
    place = place_words(practice.ps, practice.areas, framework)
    st.caption(f"{place} · {evaluated_mark(practice.evaluated)}")


def _steps(offer: Offer) -> None:
    """Where it stands, and the way there; what the others see meanwhile."""
    newest = offer.newest
    lines = [f"{_ICONS[newest.state]} **{newest.state.label}**, {_since(newest)}"]
    if offer.standing and newest.state is not PracticeState.ACCEPTED:
        lines.append(
            f"The others see what was accepted on {in_words(offer.standing.said_on)} until then."
            if newest.state is PracticeState.OFFERED
            else f"The others still see what was accepted on {in_words(offer.standing.said_on)}."
        )
    lines += [f"Before: {step.state.value}, {_since(step)}" for step in offer.steps[1:6]]
    st.caption("  \n".join(lines))


def _since(step: OfferedPractice) -> str:
    """The day, and what was given as the reason."""
    why = step.reason.partition(": ")[2]
    return in_words(step.said_on) + (f": {as_text(why)}" if why else "")


def _ask_offer(here: Session, changed: OfferedPractice | None, read_revision: int) -> None:
    """The form: to offer another one, or to change or withdraw the one chosen."""
    sent = st.session_state.setdefault(_SENT, 0)
    blank = OfferedPractice("", here.force_id)
    shown = changed or blank
    if changed is None:
        st.markdown("**Offer one of ours**")
        st.caption(
            "The national lead reads it and accepts or declines it; once accepted, every force and "
            "national reader sees it and may take it up. Name no victim, no operation under way "
            "and no person."
        )
    else:
        st.markdown(f"**Change “{as_text(changed.title)}”**")
        st.caption("A change waits for the national lead again.")
    with st.form(f"offer_{shown.id}_{sent}", border=False):
        values = _ask_values(shown, here.framework, f"{shown.id}_{sent}")
        label = "Offer the change" if changed else "Offer it to the other forces"
        if st.form_submit_button(label, type="primary"):
            _send(here, changed, values, read_revision)
    if changed is None:
        return
    if changed.state is not PracticeState.WITHDRAWN:
        with st.form(f"withdraw_{changed.id}_{sent}", border=False):
            why = st.text_input(
                "Why it is withdrawn",
                max_chars=LONGEST_REASON,
                help="Actions taken from it stay in the plans of whoever took it.",
            )
            if st.form_submit_button("Withdraw it"):
                with saving("The practice was withdrawn. Nobody else sees it any more."):
                    withdraw_practice(
                        here.store, here.actor, changed.id, read_revision=read_revision, reason=why
                    )
                    _was_sent()
    if st.button("Leave it as it is"):
        _was_sent()
        st.rerun()


def _ask_values(shown: OfferedPractice, framework: Framework, key: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        "title": st.text_input(
            "What it is, in a few words", shown.title, max_chars=LONGEST_TITLE, key=f"title_{key}"
        ),
        "words": st.text_area(
            "What was done, and what changed",
            shown.words,
            max_chars=LONGEST_WORDS,
            height=140,
            key=f"words_{key}",
        ),
        "partners": st.text_input(
            "With whom", shown.partners, max_chars=LONGEST_PARTNERS, key=f"partners_{key}"
        ),
    }
    left, right = st.columns(2)
    values["ps"] = tuple(
        left.multiselect(
            OFFER_LABELS["ps"],
            list(framework.ps),
            list(shown.ps),
            format_func=lambda p: framework.ps[p].name,
            key=f"ps_{key}",
        )
    )
    values["areas"] = tuple(
        right.multiselect(
            OFFER_LABELS["areas"],
            list(framework.areas),
            list(shown.areas),
            format_func=lambda a: framework.areas[a].name,
            key=f"areas_{key}",
        )
    )
    values["evaluated"] = st.radio(
        "Has anybody measured what it changed?",
        EVALUATED,
        index=EVALUATED.index(shown.evaluated),
        format_func=_EVALUATED.__getitem__,
        horizontal=True,
        key=f"evaluated_{key}",
    )
    return values


def _send(
    here: Session, changed: OfferedPractice | None, values: dict[str, Any], read_revision: int
) -> None:
    door = (here.store, here.framework, here.actor)
    with saving("It is offered. The national lead sees it now."):
        if changed is None:
            offer_practice(*door, here.force_id, values)
        else:
            try:
                change_practice(*door, changed.id, values, read_revision=read_revision)
            except StaleEdit as conflict:
                # Sent again, it goes over what is shown here.
                _show_both(conflict, here.framework)
                st.session_state[_CHANGED] = changed.id, conflict.theirs.revision
                raise
        _was_sent()


def _was_sent() -> None:
    """Begin with an empty form."""
    st.session_state.pop(_CHANGED, None)
    st.session_state[_SENT] = st.session_state.get(_SENT, 0) + 1


def _show_both(conflict: StaleEdit, framework: Framework) -> None:
    st.table(
        {
            "Field": [OFFER_LABELS[name] for name in conflict.fields],
            "Saved now": [_shown(conflict.theirs, n, framework) for n in conflict.fields],
            "Yours, not saved": [_shown(conflict.yours, n, framework) for n in conflict.fields],
        },
        hide_index=True,
        alt="What is saved now beside what you wrote",
    )


def _shown(practice: OfferedPractice, name: str, framework: Framework) -> str:
    if name == "evaluated":
        return _EVALUATED[practice.evaluated]
    if name == "ps":
        return ", ".join(framework.ps[p].name for p in practice.ps)
    if name == "areas":
        return ", ".join(framework.areas[a].name for a in practice.areas)
    return as_text(getattr(practice, name))


def show_waiting(here: Session, waiting: list[Offer]) -> None:
    """What waits for the national lead's decision, one at a time, the oldest first."""
    if not waiting:
        return
    waiting = waiting[::-1]
    st.subheader(f"Waiting for your decision ({len(waiting)})", anchor=False)
    number = st.pagination(len(waiting), key=f"waiting_{len(waiting)}") if len(waiting) > 1 else 1
    offer = waiting[number - 1]
    newest, framework = offer.newest, here.framework
    with st.container(border=True, gap="small"):
        st.caption(f"{framework.forces[newest.force_id].name}, offered {in_words(newest.said_on)}")
        _head(newest, framework)
        st.markdown(as_text(newest.words))
        if newest.partners:
            st.caption(f"With: {as_text(newest.partners)}")
        if offer.standing:
            with st.expander(f"What was accepted on {in_words(offer.standing.said_on)}"):
                _head(offer.standing, framework)
                st.markdown(as_text(offer.standing.words))
        before = [f"Before: {s.state.value}, {_since(s)}" for s in offer.steps[1:6]]
        if before:
            st.caption("  \n".join(before))
        _decision(here, newest)


def _decision(here: Session, newest: OfferedPractice) -> None:
    with st.form(f"decide_{newest.id}_{newest.revision}", border=False):
        reason = st.text_input(
            "Reason",
            max_chars=LONGEST_REASON,
            help="Needed to decline, and read by the force. Kept: name nobody in it.",
        )
        with st.container(horizontal=True):
            accept = st.form_submit_button("Accept it for every force", type="primary")
            decline = st.form_submit_button("Decline")
    if accept or decline:
        said = "Accepted: every force sees it now." if accept else "Declined. The force reads why."
        with saving(said):
            decide_practice(
                here.store,
                here.actor,
                newest.id,
                accept=accept,
                read_revision=newest.revision,
                reason=reason,
            )
