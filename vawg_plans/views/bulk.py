"""Changing several actions at once: chosen from the list, seen before it is done."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from vawg_plans.domain.actions import FIELD_LABELS, Action, DeliveryStatus, Tag, TagKind
from vawg_plans.domain.bulk import MOST, BulkChange
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.plan_columns import names_by_kind
from vawg_plans.services.many_actions import Previewed, change_many, preview_many
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views.action_fields import EARLIEST, LATEST
from vawg_plans.views.feedback import saving
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, headline, plural, tag_words

_READ = "bulk_read"
_KINDS = {
    TagKind.AREA: "Improvement area",
    TagKind.THEME: "Cross-cutting theme",
    TagKind.VULNERABILITY: "Vulnerability theme",
    TagKind.PILLAR: "National pillar",
    TagKind.RECOMMENDATION: "Recommendation",
}


def ask(here: Session, opened: OpenPlan, found: list[Action]) -> None:
    """Which of the actions found, what to change in them, and what that would do to each."""
    read = _as_chosen_from(here, found)
    st.markdown(f"**Choose actions** from the {plural(len(found), 'action')} that the filters show")
    every = st.checkbox(f"All {len(found):,}", key="bulk_every")
    chosen = list(found)
    if not every:
        by_id = {a.id: a for a in found}
        ids = st.multiselect(
            "Actions",
            list(by_id),
            format_func=lambda i: f"{by_id[i].reference} {by_id[i].title}".strip(),
            placeholder="Type a few words of an action",
            key="bulk_chosen",
        )
        chosen = [by_id[i] for i in ids]
    change = _ask_change(opened, here.framework)
    if not chosen or change.empty:
        st.info("Choose actions, and what to change in them: you see it before it is done.")
        return
    if len(chosen) > MOST:
        st.warning(f"Change at most {MOST} actions at once: filter them first.")
        return
    previewed = preview_many(here.actor, chosen, change)
    touched = [p for p in previewed if p.changes]
    if touched and st.button(
        f"Change {plural(len(touched), 'action')}", type="primary", icon=":material/done_all:"
    ):
        with saving(f"{plural(len(touched), 'action')} changed."):
            revisions = {p.action.id: read.get(p.action.id, p.action.revision) for p in touched}
            change_many(here.store, here.framework, here.actor, here.force_id, revisions, change)
            st.session_state.pop(_READ, None)
    _show(previewed, here.framework)


def _as_chosen_from(here: Session, found: list[Action]) -> dict[str, int]:
    """The revision of each action as it was when it was first listed here."""
    read = st.session_state.get(_READ)
    if here.fresh or not isinstance(read, dict):
        read = st.session_state[_READ] = {}
    for action in found:
        read.setdefault(action.id, action.revision)
    return read


def _ask_change(opened: OpenPlan, framework: Framework) -> BulkChange:
    names = names_by_kind(framework)
    owners = sorted({post for a in opened.actions for post in a.owner_posts})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        owner = st.selectbox(
            "New owner post",
            owners,
            index=None,
            accept_new_options=True,
            placeholder="As it is",
            key="bulk_owner",
            width=230,
        )
        due = st.date_input(
            "New due date",
            None,
            min_value=EARLIEST,
            max_value=LATEST,
            format="DD/MM/YYYY",
            key="bulk_due",
            width=185,
        )
        days = st.number_input(
            "Or move it by days",
            min_value=-3_650,
            max_value=3_650,
            value=0,
            step=1,
            disabled=due is not None,
            key="bulk_days",
            width=170,
        )
        status = st.selectbox(
            "New status",
            list(DeliveryStatus),
            index=None,
            format_func=lambda s: s.full_label,
            placeholder="As it is",
            key="bulk_status",
            width=190,
        )
        lead = st.selectbox(
            "New lead P",
            list(names[TagKind.P]),
            index=None,
            format_func=names[TagKind.P].__getitem__,
            placeholder="As it is",
            key="bulk_p",
            width=150,
        )
    tags = {
        (kind, code): f"{heading}: {names[kind][code]}"
        for kind, heading in _KINDS.items()
        for code in names[kind]
    }
    left, right = st.columns(2)
    add = left.multiselect("Add to", list(tags), format_func=tags.__getitem__, key="bulk_add")
    remove = right.multiselect(
        "Take out of", list(tags), format_func=tags.__getitem__, key="bulk_remove"
    )
    return BulkChange(
        owner_posts=(owner.strip(),) if owner and owner.strip() else None,
        due=due if isinstance(due, dt.date) else None,
        move_days=0 if due else int(days or 0),
        status=status,
        lead_p=lead,
        add=tuple(add),
        remove=tuple(remove),
    )


def _show(previewed: list[Previewed], framework: Framework) -> None:
    """Field by field what would change; the actions it leaves as they are, counted."""
    names = {c: n for kind in names_by_kind(framework).values() for c, n in kind.items()}
    rows = [
        (
            headline(p.action.reference, p.action.title, 70),
            FIELD_LABELS[name],
            _words(getattr(p.action, name), names),
            _words(value, names),
        )
        for p in previewed
        for name, value in p.changes.items()
    ]
    same = sum(not p.changes for p in previewed)
    if same:
        st.caption(f"{plural(same, 'action')} would stay as they are.")
    if not rows:
        return
    st.markdown("**What would change**")
    shown = rows[:100]
    st.table(
        {
            "Action": [r[0] for r in shown],
            "Field": [r[1] for r in shown],
            "Now": [r[2] for r in shown],
            "Then": [r[3] for r in shown],
        },
        border="horizontal",
        hide_index=True,
        alt="What would change in each action, field by field",
    )
    if len(rows) > len(shown):
        st.caption(f"… and {plural(len(rows) - len(shown), 'more change')} like these.")


def _words(value: object, names: dict[str, str]) -> str:
    if isinstance(value, DeliveryStatus):
        return value.full_label
    if isinstance(value, dt.date):
        return in_words(value)
    if isinstance(value, tuple):
        if value and isinstance(value[0], Tag):
            return tag_words(list(value), names)
        return as_text("; ".join(map(str, value))) or "none"
    return "none" if value is None else as_text(str(value))
