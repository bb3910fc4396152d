"""A plan on screen: its head, what to do with its list, the list."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.actions import Action
from vawg_plans.domain.filtering import Filter, among, found
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.reviews import state_words
from vawg_plans.domain.rules import percent_words
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views.links import action_link
from vawg_plans.views.words import due_in_words, one_line, plural, stated

PAGE_SIZE = 20
READ, ADD, SEVERAL, ORDER = "Read", "Add", "Change several", "Order"


def head(opened: OpenPlan) -> None:
    """The plan in one line: how many, how far, how late, and the date of those figures."""
    progress = opened.progress
    share = f" ({percent_words(progress.complete, progress.live)})" if progress.live else ""
    parts = [
        f"**{plural(progress.live, 'action')}**",
        f"{progress.complete} complete{share}",
        f"{len(opened.late)} late",
    ]
    if opened.unaccepted:
        parts.append(f"{len(opened.unaccepted)} with a mapping to accept")
    state = state_words(opened.state, opened.review)
    parts.append(f"{state.lower()}{', stale' if opened.stale else ''}")
    st.markdown(" · ".join(parts) + f" · judged on {in_words(opened.judged_on)}")


def ask_mode() -> str:
    """What the reader does with the list: reads it, adds to it, changes several, orders it."""
    chosen = st.segmented_control(
        "What to do with the list",
        (READ, ADD, SEVERAL, ORDER),
        default=READ,
        required=True,
        key="mode",
        bind="query-params",
        label_visibility="collapsed",
    )
    return str(chosen)


def show_list(opened: OpenPlan, framework: Framework, asked: Filter) -> None:
    """The actions asked for, a page at a time, each a link to its own page."""
    kept = found(opened, framework, asked)
    total = len(among(opened, asked))
    if not kept:
        st.info(f"None of {plural(total, 'action')} fits. Take a filter away to see more.")
        return
    pages = -(-len(kept) // PAGE_SIZE)
    st.caption(f"{len(kept):,} of {plural(total, 'action')}")
    # The list is drawn above the page numbers, which are asked first.
    place = st.container(gap="xxsmall")
    number = st.pagination(pages, key=f"page_of_{pages}") if pages > 1 else 1
    with place:
        for action in kept[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]:
            _row(action, opened, framework)


def _row(action: Action, opened: OpenPlan, framework: Framework) -> None:
    judgement = opened.judged[action.id]
    with st.container(border=True, gap=None):
        action_link(action.id, action.reference, action.title)
        lead = action.lead
        mapped = framework.ps[lead.code].name if lead and lead.code in framework.ps else "No P"
        areas = ", ".join(framework.areas[a].name for a in action.areas if a in framework.areas)
        unsure = " *(suggested)*" if action.suggested else ""
        owner = one_line(", ".join(action.owner_posts), 60) or "No owner"
        parts = [
            stated(action.status) + (f" {action.percent}%" if action.percent is not None else ""),
            f"{mapped} × {areas or 'no area'}{unsure}",
            owner,
            f"due {due_in_words(action)}" if action.due else due_in_words(action),
        ]
        if action.withdrawn:
            parts.insert(0, "**Withdrawn**")
        elif judgement.reasons:
            parts.append(f"**{', '.join(judgement.reasons)}**")
        st.caption(" · ".join(parts))
