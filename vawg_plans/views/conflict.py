"""Two people changed one action at once: the second sees both, field by field, and chooses."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import streamlit as st

from vawg_plans.domain.actions import DeliveryStatus, InspectorateStatus
from vawg_plans.domain.details import EvidenceItem, Milestone, Override, Risk
from vawg_plans.domain.differences import Difference, Keep, clashes, differences, settled
from vawg_plans.domain.field_changes import item_words
from vawg_plans.domain.moments import in_words, moment_in_words
from vawg_plans.domain.plan_columns import names_by_kind
from vawg_plans.errors import InvalidInput
from vawg_plans.services.actions import action_history
from vawg_plans.views.editing import Desk, Draft, done, save, waiting
from vawg_plans.views.feedback import show_error
from vawg_plans.views.words import as_text, tag_words

_CHOICES = {
    Keep.BOTH: "Keep both",
    Keep.THEIRS: "Keep what is saved",
    Keep.MINE: "Keep mine",
}


def show(desk: Desk) -> bool:
    """The choice, if one waits on this action. Until it is made, nothing else is on the page."""
    draft = waiting(desk)
    if draft is None or draft.theirs is None:
        return False
    found = differences(draft.was, draft.theirs, draft.mine)
    st.warning(
        f"{_who(desk, draft)} saved this action while you were writing. Nothing of yours is lost: "
        "choose what is kept of each.",
        icon=":material/group:",
    )
    alone = dict.fromkeys(
        f"{d.label} ({'yours' if d.by_me else 'theirs'})" for d in found if not d.clashes
    )
    if alone:
        st.markdown(f"Changed by one of you only, and kept: {', '.join(alone)}.")
    with st.form(f"choose_{draft.form}_{draft.theirs.revision}", border=True):
        choices = {d.place: _choose(desk, d) for d in clashes(found)}
        if draft.update is not None:
            st.markdown(f"Your update, recorded with it: {as_text(draft.update['note'])}")
        with st.container(horizontal=True):
            sent = st.form_submit_button("Save these choices", type="primary")
            dropped = st.form_submit_button("Drop mine, keep what is saved")
    if dropped:
        done(desk, draft.form, "What is saved stays as it was.")
    if sent:
        try:
            kept = settled(draft.theirs, found, {p: c for p, c in choices.items() if c})
        except InvalidInput as missing:
            show_error(missing)
            return True
        # Against what was shown: if a third person saved meanwhile, it is asked again.
        save(desk, replace(draft, was=draft.theirs, changes=kept, theirs=None))
    return True


def _who(desk: Desk, draft: Draft) -> str:
    """Who saved since this writer opened it, and when the last of them did."""
    revisions = action_history(desk.here.store, desk.here.actor, desk.action.id)
    later = [r for r in revisions if r.action.revision > draft.was.revision]
    names = dict.fromkeys(as_text(r.who) for r in later)
    if not later:
        return "Somebody else"
    return f"{' and '.join(names)} ({moment_in_words(later[0].made_at)})"


def _choose(desk: Desk, d: Difference) -> Keep | None:
    """The place three times, and what may be kept of it."""
    st.markdown(f"**{d.label}**")
    with st.container(key=f"glance_{d.place}"):
        st.table(
            {
                "": ["When you opened it", "Saved now", "Yours, not saved"],
                " ": [_words(desk, d, value) for value in (d.was, d.theirs, d.mine)],
            },
            border="horizontal",
            hide_index=True,
            hide_header=True,
            alt=f"{d.label}: as you opened it, as it is saved now, and as you wrote it",
        )
    return st.radio(
        f"{d.label}: what is kept?",
        d.choices,
        index=0 if Keep.BOTH in d.choices else None,
        format_func=_CHOICES.__getitem__,
        horizontal=True,
        key=f"keep_{d.place}",
    )


def _words(desk: Desk, d: Difference, value: Any) -> str:
    """A place's value, as it is read."""
    if d.field == "tags":
        names = names_by_kind(desk.here.framework)
        words = tag_words(list(value), {c: n for k in names.values() for c, n in k.items()})
    elif d.field == "depends_on":
        titles = {a.id: a.title for a in (*desk.opened.actions, *desk.opened.withdrawn)}
        words = as_text("\n".join(titles.get(one, one) for one in value))
    elif isinstance(value, Milestone | EvidenceItem | Risk | Override):
        words = as_text(item_words(value))
    elif isinstance(value, bool):
        words = "Yes" if value else "No"
    elif isinstance(value, DeliveryStatus):
        words = value.full_label
    elif isinstance(value, InspectorateStatus):
        words = value.label
    elif isinstance(value, dt.date):
        words = in_words(value)
    elif isinstance(value, tuple):
        words = as_text("\n".join(value))
    else:
        words = "" if value is None else as_text(str(value))
    return words or "*nothing*"
