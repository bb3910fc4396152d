"""Correcting and accepting suggested mappings, several actions at a time."""

from __future__ import annotations

from typing import Any

import streamlit as st

from vawg_plans.domain.actions import Action, Tag, TagKind
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plan_columns import names_by_kind
from vawg_plans.views.action_fields import retagged
from vawg_plans.views.words import headline, one_line

AT_ONCE = (8, 25, 50)
Chosen = list[tuple[str, int, dict[str, Any]]]


def ask(actions: list[Action], framework: Framework, person_id: str) -> Chosen | None:
    """A form over these actions: each one's P, areas and recommendations, and whether to accept.

    Returns (id, revision read, changes) of those ticked, None until it is sent.
    """
    names = names_by_kind(framework)
    chosen: Chosen = []
    with st.form("mapping_" + "_".join(a.id for a in actions), border=False):
        for action in actions:
            with st.container(border=True, gap="small"):
                st.markdown(headline(action.reference, action.title, 200))
                st.caption(why(action, names))
                left, middle, right = st.columns([2, 3, 3])
                key = f"{action.id}_{action.revision}"
                options = list(names[TagKind.P])
                lead = left.selectbox(
                    "Lead P",
                    options,
                    index=options.index(action.lead_p) if action.lead_p in options else None,
                    format_func=names[TagKind.P].__getitem__,
                    key=f"p_{key}",
                )
                areas = middle.multiselect(
                    "Improvement areas",
                    list(names[TagKind.AREA]),
                    list(action.areas),
                    format_func=names[TagKind.AREA].__getitem__,
                    key=f"area_{key}",
                )
                recommendations = right.multiselect(
                    "Recommendations answered",
                    list(names[TagKind.RECOMMENDATION]),
                    _answered(action),
                    format_func=names[TagKind.RECOMMENDATION].__getitem__,
                    key=f"rec_{key}",
                    help="Sub-recommendations that the table's text only names start unticked.",
                )
                if st.checkbox("Accept this mapping", value=True, key=f"ok_{key}"):
                    tags = retagged(
                        action,
                        person_id,
                        lead,
                        [p for p in action.supporting_ps if p != lead],
                        {TagKind.AREA: areas, TagKind.RECOMMENDATION: recommendations},
                    )
                    chosen.append((action.id, action.revision, {"tags": tags}))
        sent = st.form_submit_button(f"Accept the mapping of these {len(actions)}", type="primary")
    return chosen if sent else None


def _answered(action: Action) -> list[str]:
    """Recommendations already accepted: a suggestion of one is taken only by choosing it."""
    return list(action.codes(TagKind.RECOMMENDATION, accepted=True))


def why(action: Action, names: dict[TagKind, dict[str, str]]) -> str:
    """The words that suggested each tag: Ps and areas first, then what else the text names."""
    where = [t for t in action.suggested if t.kind in (TagKind.P, TagKind.AREA)]
    also = [t for t in action.suggested if t not in where and t.kind is not TagKind.RECOMMENDATION]
    named = [t for t in action.suggested if t.kind is TagKind.RECOMMENDATION]
    lines = [
        "No words suggested a P or an area. Choose the P; an area only if one of the six fits."
    ]
    if where:
        lines = ["Suggested: " + "; ".join(_because(t, names) for t in where)]
    if also:
        lines.append("Themes accepted with it: " + "; ".join(_because(t, names) for t in also))
    if named:
        lines.append("The table also names " + "; ".join(_because(t, names) for t in named))
    return "  \n".join(lines)


def _because(tag: Tag, names: dict[TagKind, dict[str, str]]) -> str:
    words = f" (‘{one_line(tag.words, 60)}’)" if tag.words else ""
    return f"{names[tag.kind].get(tag.code, tag.code)}{words}"
