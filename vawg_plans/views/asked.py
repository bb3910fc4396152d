"""What the inspections asked of forces, and what answers each: actions, or a response in words."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.actions import Action, TagKind
from vawg_plans.domain.answers import Answer, of_recommendation, responded
from vawg_plans.domain.coverage import by_code
from vawg_plans.domain.framework import Framework, Recommendation
from vawg_plans.domain.permissions import Permission
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views import answering
from vawg_plans.views.links import action_link
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, plural, stated

_RESPONDING = "responding_to"


def actions_answering(opened: OpenPlan, framework: Framework) -> dict[str, list[Action]]:
    """Live actions that answer each recommendation addressed to forces, as a person accepted."""
    asked = [r.id for r in framework.recommendations_for_forces()]
    return by_code(opened.actions, TagKind.RECOMMENDATION, asked)


def unanswered(opened: OpenPlan, framework: Framework) -> list[str]:
    """The recommendations addressed to forces that neither an action nor a response answers."""
    in_words = responded(opened.answers)
    answering = actions_answering(opened, framework)
    return [id for id, actions in answering.items() if not actions and id not in in_words]


def show(here: Session, opened: OpenPlan, *, only_unanswered: bool) -> None:
    """Each recommendation in the inspections' order, with its due words and its answers."""
    framework = here.framework
    actions = actions_answering(opened, framework)
    in_words = responded(opened.answers)
    silent = unanswered(opened, framework)
    for inspection in framework.inspections.values():
        mine = [
            r
            for r in framework.recommendations_for_forces()
            if r.inspection == inspection.id and (r.id in silent or not only_unanswered)
        ]
        if not mine:
            continue
        st.subheader(inspection.short_name, anchor=False)
        for recommendation in mine:
            with st.container(border=True, gap="xsmall"):
                show_recommendation(recommendation, framework)
                response = in_words.get(recommendation.id)
                _answers(actions[recommendation.id], response)
                if here.may(Permission.EDIT_PLAN):
                    _respond(here, opened, recommendation, response)


def show_recommendation(recommendation: Recommendation, framework: Framework) -> None:
    """What is asked, of whom, by when, and where that is said."""
    inspection = framework.inspections[recommendation.inspection].name
    due = "; ".join(d.due_words for d in recommendation.dues) or "No date given"
    part = " Part of it is for forces." if recommendation.asks_forces == "part" else ""
    st.markdown(f"**{as_text(recommendation.label)}** — {as_text(recommendation.text)}{part}")
    st.caption(
        f"{as_text(recommendation.addressed_to)} · {as_text(due)} · "
        f"{as_text(inspection)}, {as_text(recommendation.chapter)}"
    )


def _answers(actions: list[Action], response: Answer | None) -> None:
    if not actions and response is None:
        st.markdown(":material/radio_button_unchecked: No action or response yet")
        return
    if actions:
        st.markdown(f":material/check_circle: {plural(len(actions), 'action')}")
    for action in actions[:3]:
        _action(action)
    if len(actions) > 3:
        with st.expander(f"{len(actions) - 3} more"):
            for action in actions[3:]:
                _action(action)
    if response is not None:
        st.markdown(":material/check_circle: Response in words")
        answering.show(response)


def _action(action: Action) -> None:
    after = f" — {stated(action.status)}"
    action_link(action.id, action.reference, action.title, longest=80, after=after)


def _respond(
    here: Session, opened: OpenPlan, recommendation: Recommendation, response: Answer | None
) -> None:
    """The form for a response, at one recommendation at a time: two dozen of them are too many."""
    if st.session_state.get(_RESPONDING) == recommendation.id:
        answering.ask(
            here,
            opened,
            of_recommendation(recommendation.id),
            label="What has the force done about it, or what will it do?",
            submit="Save the response",
            evidence=True,
        )
        return
    st.button(
        "Change the response" if response else "Respond in words",
        key=f"respond_{recommendation.id}",
        type="tertiary",
        icon=":material/edit_note:",
        on_click=_open,
        args=(recommendation.id,),
    )


def _open(recommendation_id: str) -> None:
    st.session_state[_RESPONDING] = recommendation_id
