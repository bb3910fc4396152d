"""What lies beside the matrix: themes, and recommendations, each with what covers it."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from vawg_plans.domain.actions import Action, TagKind
from vawg_plans.domain.answers import responded
from vawg_plans.domain.coverage import by_code
from vawg_plans.domain.framework import Framework
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views.links import action_link
from vawg_plans.views.words import plural, stated

# Each is a link, drawn although it is folded away.
AT_ONCE = 12
VULNERABILITY, CROSS_CUTTING, ASKED = (
    "Vulnerability themes",
    "Cross-cutting themes",
    "Recommendations",
)


def show(opened: OpenPlan, framework: Framework) -> None:
    """One of the three, chosen: what is covered, by what, and what is not."""
    chosen = st.segmented_control(
        "Beside the matrix",
        (VULNERABILITY, CROSS_CUTTING, ASKED),
        default=VULNERABILITY,
        required=True,
        key="beside",
        bind="query-params",
    )
    if chosen == VULNERABILITY:
        names = {
            t.id: f"{t.name} (mainly {framework.ps[t.lead_p].name.lower()})"
            for t in framework.vulnerability_themes.values()
        }
        _list(by_code(opened.actions, TagKind.VULNERABILITY, names), names)
    elif chosen == CROSS_CUTTING:
        names = {t.id: t.name for t in framework.themes.values()}
        _list(by_code(opened.actions, TagKind.THEME, names), names)
    else:
        names = {r.id: f"{r.label}: {r.text}" for r in framework.recommendations_for_forces()}
        found = by_code(opened.actions, TagKind.RECOMMENDATION, names)
        _list(found, names, responded(opened.answers))
        st.page_link(
            "pages/force/asked.py", label="Answer what is asked of us", icon=":material/gavel:"
        )


def _list(
    found: dict[str, list[Action]], names: dict[str, str], answered: Iterable[str] = ()
) -> None:
    """Each of them with the actions that cover it: what is not covered comes first."""
    answered = set(answered)
    covered = sum(bool(actions) or code in answered for code, actions in found.items())
    st.markdown(f"**{covered} of {len(found)} covered** by at least one live action.")
    for code in sorted(found, key=lambda c: bool(found[c]) or c in answered):
        actions = found[code]
        if not actions:
            icon = "check_circle" if code in answered else "radio_button_unchecked"
            words = "a written response" if code in answered else "nothing yet"
            st.markdown(f":material/{icon}: {names[code]} — {words}")
            continue
        count = f":material/check_circle: {names[code]} — {plural(len(actions), 'action')}"
        with st.expander(count):
            for action in actions[:AT_ONCE]:
                action_link(
                    action.id,
                    action.reference,
                    action.title,
                    longest=90,
                    after=f" — {stated(action.status)}",
                )
            if len(actions) > AT_ONCE:
                st.caption(f"… and {len(actions) - AT_ONCE:,} more.")
