"""Writing an action: the whole form, a progress update, withdrawing; and two people at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from vawg_plans.domain.actions import (
    FIELD_LABELS,
    Action,
    DeliveryStatus,
    InspectorateStatus,
    Tag,
    TagKind,
)
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plan_columns import names_by_kind
from vawg_plans.errors import StaleEdit
from vawg_plans.views.action import show_conflict
from vawg_plans.views.feedback import saving

_STATUSES = list(DeliveryStatus)
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)


@dataclass(slots=True)
class Held:
    """An action as this reader opened it, so that a form stays as it was while others save.

    `revision` is what the next save says it has read: the one opened, or, after a conflict was
    shown, the one shown.
    """

    action: Action
    revision: int


def held(action: Action, *, fresh: bool) -> Held:
    """The action as opened. Taken anew on a fresh visit and after a save."""
    key = f"held_{action.id}"
    now = st.session_state.get(key)
    if fresh or not isinstance(now, Held):
        now = st.session_state[key] = Held(action, action.revision)
    return now


def let_go(action_id: str) -> None:
    """Take the action anew in the next run."""
    st.session_state.pop(f"held_{action_id}", None)


@contextmanager
def writing(mine: Held, framework: Framework, success: str) -> Iterator[None]:
    """Around a write: on a conflict show both versions and keep what was typed.

    Sending the form again then saves over what was shown, and only the fields it changes.
    """
    with saving(success):
        try:
            yield
        except StaleEdit as conflict:
            show_conflict(conflict.theirs, conflict.yours, conflict.fields, framework)
            mine.revision = conflict.theirs.revision
            raise
        let_go(mine.action.id)


def with_tag(
    action: Action, kind: TagKind, code: str | None, person_id: str, framework: Framework
) -> Action:
    """`action` with this tag accepted by this person, if there is such a code."""
    if code is None or code not in names_by_kind(framework)[kind]:
        return action
    tag = Tag(kind, code, lead=kind is TagKind.P, accepted_by=person_id)
    return replace(action, tags=(*action.tags, tag))


def ask_withdrawal(
    mine: Held, framework: Framework, withdraw: Callable[[str], Any], restore: Callable[[], Any]
) -> None:
    """Withdraw with a reason, or restore."""
    if mine.action.withdrawn:
        st.write("It comes back into the plan as it was.")
        if st.button("Restore the action"):
            with writing(mine, framework, "The action is back in the plan."):
                restore()
        return
    st.write("It leaves the plan and its counts; its history stays, and it can be restored.")
    with st.form(f"withdraw_{mine.action.id}", border=False):
        reason = st.text_input("Why is it withdrawn?")
        if st.form_submit_button("Withdraw the action"):
            with writing(mine, framework, "The action was withdrawn."):
                withdraw(reason)


def ask_progress(action: Action) -> dict[str, Any] | None:
    """The progress form: note, status, percent and evidence. None until it is sent."""
    with st.form(f"progress_{action.id}_{action.revision}", border=True):
        note = st.text_area("What has happened since the last update?", height=90)
        left, right = st.columns([3, 2])  # the longest status must not be cut
        status = left.selectbox(
            "Delivery status",
            _STATUSES,
            index=_STATUSES.index(action.status),
            format_func=lambda s: s.full_label,
        )
        percent = right.number_input(
            "Percent",
            min_value=0,
            max_value=100,
            value=action.percent,
            step=5,
            help="Leave it empty if you do not report one.",
        )
        evidence = st.text_input(
            "Where the evidence is held",
            value=action.evidence,
            help="A document's title and place. Nothing that identifies a victim.",
        )
        sent = st.form_submit_button("Record progress", type="primary")
    if not sent:
        return None
    # Only what was changed: sent again after a conflict, the rest must not undo the others' words.
    said = {"status": status, "percent": percent, "evidence": evidence}
    return {"note": note} | {k: v for k, v in said.items() if v != getattr(action, k)}


def ask_action(
    action: Action, framework: Framework, person_id: str, *, submit: str
) -> dict[str, Any] | None:
    """The whole form. Returns the fields that differ from `action`, None until it is sent."""
    names = names_by_kind(framework)
    values: dict[str, Any] = {}
    with st.form(f"action_{action.id}", border=True):
        values["title"] = st.text_input("Title: what will be done", action.title)
        values["description"] = st.text_area("Description", action.description, height=100)
        left, right = st.columns(2)
        with left:
            lead = st.selectbox(
                "Lead P",
                list(names[TagKind.P]),
                index=_index(names[TagKind.P], action.lead_p),
                format_func=names[TagKind.P].__getitem__,
                placeholder="Choose one",
            )
            supporting = st.multiselect(
                "Supporting Ps",
                list(names[TagKind.P]),
                list(action.supporting_ps),
                format_func=names[TagKind.P].__getitem__,
            )
            start = st.date_input(
                "Start", action.start, min_value=EARLIEST, max_value=LATEST, format="DD/MM/YYYY"
            )
        with right:
            areas = _choose("Improvement areas", TagKind.AREA, action, names)
            owners = st.multiselect(
                "Owner posts",
                list(action.owner_posts),
                list(action.owner_posts),
                accept_new_options=True,
                help="Posts, not people: ‘Head of public protection’.",
                placeholder="Type a post and press Enter",
            )
            due = st.date_input(
                "Due", action.due, min_value=EARLIEST, max_value=LATEST, format="DD/MM/YYYY"
            )
        values["due_words"] = st.text_input(
            "Due, in words (where there is no date)", action.due_words
        )
        with st.expander("Recommendations, themes and partners"):
            recommendations = _choose(
                "Recommendations answered", TagKind.RECOMMENDATION, action, names
            )
            themes = _choose("Cross-cutting themes", TagKind.THEME, action, names)
            vulnerability = _choose("Vulnerability themes", TagKind.VULNERABILITY, action, names)
            pillar = _choose("National pillar", TagKind.PILLAR, action, names)
            partners = st.multiselect(
                "Partners", list(action.partners), list(action.partners), accept_new_options=True
            )
            values["local_strand"] = st.text_input("Local strand", action.local_strand)
        with st.expander("Measure, evidence and how it was shaped"):
            for name in ("success_measure", "evidence", "context", "shaped_by"):
                values[name] = st.text_area(FIELD_LABELS[name], getattr(action, name), height=80)
            values["equality_impact"] = st.text_input(
                FIELD_LABELS["equality_impact"], action.equality_impact
            )
        with st.expander("Reference, status and who may see it"):
            values["reference"] = st.text_input("Reference", action.reference)
            statuses = list(InspectorateStatus)
            values["inspectorate_status"] = st.selectbox(
                "Inspectorate status",
                statuses,
                index=statuses.index(action.inspectorate_status),
                format_func=lambda s: s.label,
            )
            values["publishable"] = st.checkbox("May be published", action.publishable)
            values["sensitive"] = st.checkbox(
                "Sensitive: an operation or a cohort; never leaves the force in words",
                action.sensitive,
            )
        sent = st.form_submit_button(submit, type="primary")
    if not sent:
        return None
    values |= {
        "owner_posts": tuple(owners),
        "partners": tuple(partners),
        "start": start,
        "due": due,
    }
    chosen = {
        TagKind.AREA: areas,
        TagKind.THEME: themes,
        TagKind.VULNERABILITY: vulnerability,
        TagKind.PILLAR: pillar,
        TagKind.RECOMMENDATION: recommendations,
    }
    values["tags"] = retagged(action, person_id, lead, supporting, chosen)
    return {k: v for k, v in values.items() if v != getattr(action, k)}


def _choose(
    label: str, kind: TagKind, action: Action, names: dict[TagKind, dict[str, str]]
) -> list[str]:
    known = [c for c in action.codes(kind) if c in names[kind]]
    return st.multiselect(label, list(names[kind]), known, format_func=names[kind].__getitem__)


def _index(options: dict[str, str], code: str | None) -> int | None:
    return list(options).index(code) if code in options else None


def retagged(
    action: Action,
    person_id: str,
    lead: str | None,
    supporting: list[str],
    chosen: dict[TagKind, list[str]],
) -> tuple[Tag, ...]:
    """The tags after a person chose these. One that was there stays as it was, suggestion or not;
    a new one is accepted by the person who chose it.
    """
    before = {(t.kind, t.code, t.lead): t for t in action.tags}
    wanted = [(TagKind.P, lead, True)] if lead else []
    wanted += [(TagKind.P, p, False) for p in supporting if p != lead]
    for kind in TagKind:
        if kind is TagKind.P:
            continue
        codes = chosen[kind] if kind in chosen else list(action.codes(kind))
        wanted += [(kind, code, False) for code in codes]
    return tuple(
        before.get(key) or Tag(key[0], str(key[1]), key[2], accepted_by=person_id) for key in wanted
    )
