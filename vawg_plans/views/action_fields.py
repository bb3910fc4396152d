"""The fields of an action in a form. Each function draws a few that belong together and returns
what they hold, by the action's field.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from vawg_plans.domain.actions import (
    FIELD_LABELS,
    Action,
    InspectorateStatus,
    Tag,
    TagKind,
)
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plan_columns import names_by_kind
from vawg_plans.domain.value_texts import GROUP_LABELS

EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
Values = dict[str, Any]


def titled(action: Action) -> Values:
    """What will be done."""
    return {
        "title": st.text_input("Title: what will be done", action.title),
        "description": st.text_area("Description", action.description, height=120),
    }


def owned(action: Action) -> Values:
    """By whom, and with whom."""
    return {
        "owner_posts": _posts(
            "Owner posts",
            action.owner_posts,
            help="Posts, not people: ‘Head of public protection’.",
            placeholder="Type a post and press Enter",
        ),
        "partners": _posts(
            "Partners", action.partners, placeholder="Type a partner and press Enter"
        ),
    }


def _posts(label: str, known: tuple[str, ...], **more: Any) -> tuple[str, ...]:
    chosen = st.multiselect(label, list(known), list(known), accept_new_options=True, **more)
    return tuple(chosen)


def known_as(action: Action) -> Values:
    """How the force refers to it, and what led to it."""
    return {
        "reference": st.text_input("Reference", action.reference),
        "context": st.text_area("Context: what led to it", action.context, height=80),
    }


def day(label: str, value: dt.date | None, **more: Any) -> dt.date | None:
    """A date that may be left out."""
    found: dt.date | None = st.date_input(
        label, value, min_value=EARLIEST, max_value=LATEST, format="DD/MM/YYYY", **more
    )
    return found


def dated(action: Action) -> Values:
    """From when to when."""
    left, right = st.columns(2)
    with left:
        start = day("Start", action.start)
    with right:
        due = day("Due", action.due)
    words = st.text_input(
        "Due, in words (where there is no date)",
        action.due_words,
        help="‘Ongoing’ or ‘Immediately’ is never late, and is counted as no date.",
    )
    return {"start": start, "due": due, "due_words": words}


def measured(action: Action, framework: Framework) -> Values:
    """How success will be seen."""
    measures = {"": "None of the catalogue"} | {
        m.id: f"{m.id} {m.name}" for m in framework.measures.values()
    }
    return {
        "measure_id": st.selectbox(
            "Measure from the catalogue",
            list(measures),
            index=list(measures).index(action.measure_id) if action.measure_id in measures else 0,
            format_func=measures.__getitem__,
        ),
        "success_measure": st.text_area(
            "Success measure, in words", action.success_measure, height=80
        ),
    }


def evidenced(action: Action) -> Values:
    """Evidence in words."""
    return {
        "evidence": st.text_area(
            "Evidence, in words",
            action.evidence,
            height=80,
            help="Where it is held. Nothing that identifies a victim.",
        )
    }


def shaped(action: Action) -> Values:
    """Whose voice it has, and whom it affects how."""
    return {
        "shaped_by": st.text_area("How women and girls shaped it", action.shaped_by, height=80),
        "equality_impact": st.text_input(FIELD_LABELS["equality_impact"], action.equality_impact),
    }


def read_by(action: Action) -> Values:
    """Who may read it, and where the inspectorate has it."""
    statuses = list(InspectorateStatus)
    return {
        "publishable": st.checkbox("May be published", action.publishable),
        "sensitive": st.checkbox(
            "Sensitive: an operation or a cohort; never leaves the force in words",
            action.sensitive,
        ),
        "inspectorate_status": st.selectbox(
            "Inspectorate status",
            statuses,
            index=statuses.index(action.inspectorate_status),
            format_func=lambda s: s.label,
            help="Where the inspectorate's own register has it: a force's ‘complete’ is not its "
            "‘closed’.",
        ),
    }


def placed(
    action: Action,
    framework: Framework,
    person_id: str,
    strands: tuple[str, ...] = (),
    more: DeltaGenerator | None = None,
) -> Values:
    """Where it belongs. What few people ask for is drawn in `more`, if that is given."""
    names = names_by_kind(framework)
    ps = names[TagKind.P]
    lead = st.selectbox(
        "Lead P",
        list(ps),
        index=list(ps).index(action.lead_p) if action.lead_p in ps else None,
        format_func=ps.__getitem__,
        placeholder="Choose one",
    )
    supporting = st.multiselect(
        "Supporting Ps",
        list(ps),
        [p for p in action.supporting_ps if p in ps],
        format_func=ps.__getitem__,
    )
    chosen = {TagKind.AREA: _codes("areas", TagKind.AREA, action, names)}
    with more or st.container():
        chosen |= {
            kind: _codes(group, kind, action, names)
            for group, kind in (
                ("recommendations", TagKind.RECOMMENDATION),
                ("themes", TagKind.THEME),
                ("vulnerability", TagKind.VULNERABILITY),
                ("pillar", TagKind.PILLAR),
            )
        }
        strand = _strand(action.local_strand, strands)
    return {
        "tags": retagged(action, person_id, lead, supporting, chosen),
        "local_strand": strand,
    }


def _codes(
    group: str, kind: TagKind, action: Action, names: dict[TagKind, dict[str, str]]
) -> list[str]:
    known = [c for c in action.codes(kind) if c in names[kind]]
    return st.multiselect(
        GROUP_LABELS[group], list(names[kind]), known, format_func=names[kind].__getitem__
    )


def _strand(now: str, strands: tuple[str, ...]) -> str:
    """A strand of the force's own: one of the plan's, or other words."""
    label = FIELD_LABELS["local_strand"]
    if not strands:
        return st.text_input(label, now)
    options = list(dict.fromkeys(["", *strands, now]))
    found = st.selectbox(
        label,
        options,
        index=options.index(now),
        format_func=lambda s: s or "None",
        accept_new_options=True,
    )
    return found or ""


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
    tags = tuple(
        before.get(key) or Tag(key[0], str(key[1]), key[2], accepted_by=person_id) for key in wanted
    )
    # Another order is no change.
    return action.tags if set(tags) == set(action.tags) else tags
