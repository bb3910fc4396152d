"""What the inspections asked of forces, and which of the plan's actions answer each."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.actions import Action, TagKind
from vawg_plans.domain.coverage import by_code
from vawg_plans.domain.framework import Framework, Recommendation
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views.links import action_link
from vawg_plans.views.words import as_text, plural, stated


def answers(opened: OpenPlan, framework: Framework) -> dict[str, list[Action]]:
    """Live actions that answer each recommendation addressed to forces, as a person accepted."""
    asked = [r.id for r in framework.recommendations_for_forces()]
    return by_code(opened.actions, TagKind.RECOMMENDATION, asked)


def show(opened: OpenPlan, framework: Framework, *, only_unanswered: bool) -> None:
    """Each recommendation in the inspections' order, with its due words and its answers."""
    found = answers(opened, framework)
    for inspection in framework.inspections.values():
        mine = [
            r
            for r in framework.recommendations_for_forces()
            if r.inspection == inspection.id and not (only_unanswered and found[r.id])
        ]
        if not mine:
            continue
        st.subheader(inspection.short_name, anchor=False)
        for recommendation in mine:
            _one(recommendation, found[recommendation.id], inspection.name)


def _one(recommendation: Recommendation, actions: list[Action], inspection: str) -> None:
    with st.container(border=True, gap="xsmall"):
        due = "; ".join(d.due_words for d in recommendation.dues) or "No date given"
        part = " Part of it is for forces." if recommendation.asks_forces == "part" else ""
        st.markdown(f"**{as_text(recommendation.label)}** — {as_text(recommendation.text)}{part}")
        st.caption(
            f"{as_text(recommendation.addressed_to)} · {as_text(due)} · "
            f"{as_text(inspection)}, {as_text(recommendation.chapter)}"
        )
        if not actions:
            st.markdown(":material/radio_button_unchecked: No action answers it yet")
            return
        st.markdown(f":material/check_circle: {plural(len(actions), 'action')}")
        for action in actions[:3]:
            _answer(action)
        if len(actions) > 3:
            with st.expander(f"{len(actions) - 3} more"):
                for action in actions[3:]:
                    _answer(action)


def _answer(action: Action) -> None:
    after = f" — {stated(action.status)}"
    action_link(action.id, action.reference, action.title, longest=80, after=after)
