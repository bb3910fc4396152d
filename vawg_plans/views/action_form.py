"""A new action: the fields that matter first, the rest folded away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from vawg_plans.domain.actions import Action, Tag, TagKind
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plan_columns import names_by_kind
from vawg_plans.views import action_fields as fields


def with_tag(
    action: Action, kind: TagKind, code: str | None, person_id: str, framework: Framework
) -> Action:
    """`action` with this tag accepted by this person, if there is such a code."""
    if code is None or code not in names_by_kind(framework)[kind]:
        return action
    tag = Tag(kind, code, lead=kind is TagKind.P, accepted_by=person_id)
    return replace(action, tags=(*action.tags, tag))


def ask_action(
    action: Action,
    framework: Framework,
    person_id: str,
    *,
    submit: str,
    strands: tuple[str, ...] = (),
) -> dict[str, Any] | None:
    """The whole form. Returns the fields that differ from `action`, None until it is sent."""
    with st.form(f"action_{action.id}", border=True):
        values = fields.titled(action)
        left, right = st.columns(2)
        with right:
            values |= fields.owned(action)
        with left:
            more = st.container()
        values |= fields.dated(action)
        folded = st.expander("Recommendations, themes and strand")
        with more:
            values |= fields.placed(action, framework, person_id, strands, folded)
        with st.expander("Measure, evidence and how it was shaped"):
            values |= fields.measured(action, framework) | fields.evidenced(action)
            values |= fields.shaped(action)
        with st.expander("Reference, context and who may read it"):
            values |= fields.known_as(action) | fields.read_by(action)
        if not st.form_submit_button(submit, type="primary"):
            return None
    return {k: v for k, v in values.items() if v != getattr(action, k)}
