"""The filters of the plan's list on screen, kept in the address; the export page has the same."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

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
    """The filters. In the address each value stands as it reads on screen."""
    ps, areas = p_names(framework), area_names(framework)
    owners = sorted({o for a in opened.actions for o in a.owner_posts})
    # A post that owned something then may own nothing at the moment shown now.
    asked_for = st.session_state.get("owner", [])
    if not set(asked_for) <= set(owners):
        st.session_state["owner"] = [o for o in asked_for if o in owners]
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


# Carries a filter from one page to another. The names by which the filters stand in the address are
# bound to the page that is left, and the one that is opened would not be given them.
_CARRIED = "shown"
_SEVERAL = {"p": "ps", "area": "areas", "status": "statuses", "owner": "owners"}


_TAKEN = "filter_taken_over"


def query_of(asked: Filter) -> dict[str, str]:
    """The filter for the address of a page that takes it over; nothing for none."""
    # Whoever follows the link again means it again.
    st.session_state.pop(_TAKEN, None)
    words = _words_of(asked)
    return {_CARRIED: words} if words else {}


def _words_of(asked: Filter) -> str:
    one = [("words", asked.words), ("only", asked.only)]
    several = [(key, value) for key, name in _SEVERAL.items() for value in getattr(asked, name)]
    return urlencode([(key, value) for key, value in (*one, *several) if value])


def take_over(framework: Framework) -> None:
    """Before the filters are asked: let them be those that a link brought, until they are changed.

    It stays in the address meanwhile, so that a page loaded again shows the same.
    """
    carried = st.query_params.get(_CARRIED)
    if carried is None or st.session_state.get(_TAKEN) == carried:
        return
    st.session_state[_TAKEN] = carried
    given = parse_qs(carried)
    st.session_state["words"] = "".join(given.get("words", [])[:1])
    only = given.get("only", [""])[0]
    st.session_state["only"] = only if only in ONLY else None
    known = {
        "p": p_names(framework),
        "area": area_names(framework),
        "status": {s.value for s in DeliveryStatus},
    }
    for key in _SEVERAL:
        values = given.get(key, [])
        st.session_state[key] = [v for v in values if key not in known or v in known[key]]


def let_go(asked: Filter) -> None:
    """Once the filters were changed by hand, what the link brought is no longer in the address."""
    carried = st.query_params.get(_CARRIED)
    if carried is not None and carried != _words_of(asked):
        del st.query_params[_CARRIED]
