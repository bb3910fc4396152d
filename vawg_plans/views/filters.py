"""The filters of the plan's list on screen, kept in the address; the export page has the same."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.filtering import ONLY, Filter, area_names, p_names
from vawg_plans.domain.framework import Framework
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views.links import is_narrow


def filters_place() -> DeltaGenerator:
    """Where filters stand: side by side, or on a phone, where they would fill it, folded away."""
    if is_narrow():
        return st.expander("Search and filter", icon=":material/filter_alt:")
    return st.container(horizontal=True, vertical_alignment="bottom")


def ask_filter(opened: OpenPlan, framework: Framework) -> Filter:
    """The filters. In the address each value stands as it reads on screen (`query_of`)."""
    ps, areas = p_names(framework), area_names(framework)
    owners = sorted({o for a in opened.actions for o in a.owner_posts})
    with filters_place():
        words = st.text_input(
            "Search", key="words", icon=":material/search:", bind="query-params", width=240
        )
        chosen_ps = st.multiselect(
            "Lead P", list(ps), format_func=ps.__getitem__, key="p", bind="query-params", width=210
        )
        chosen_areas = st.multiselect(
            "Area",
            list(areas),
            format_func=areas.__getitem__,
            key="area",
            bind="query-params",
            width=240,
        )
        statuses = st.multiselect(
            "Status",
            [s.value for s in DeliveryStatus],
            format_func=lambda s: DeliveryStatus(s).full_label,
            key="status",
            bind="query-params",
            width=210,
        )
        chosen_owners = st.multiselect("Owner", owners, key="owner", bind="query-params", width=240)
        only = st.selectbox(
            "Only those", list(ONLY), index=None, key="only", bind="query-params", width=250
        )
    return Filter(
        words=words or "",
        ps=tuple(chosen_ps),
        areas=tuple(chosen_areas),
        statuses=tuple(statuses),
        owners=tuple(chosen_owners),
        only=only,
    )


def query_of(asked: Filter, framework: Framework) -> dict[str, list[str]]:
    """The filter as an address holds it, for a link to a page that asks it too."""
    ps, areas = p_names(framework), area_names(framework)
    query = {
        "words": [asked.words] if asked.words else [],
        "p": [ps[p] for p in asked.ps],
        "area": [areas[a] for a in asked.areas],
        "status": [DeliveryStatus(s).full_label for s in asked.statuses],
        "owner": list(asked.owners),
        "only": [asked.only] if asked.only else [],
    }
    return {name: values for name, values in query.items() if values}
