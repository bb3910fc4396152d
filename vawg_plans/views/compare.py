"""Forces side by side: which ones, by what, in what order, and those with nothing to compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from vawg_plans.comparison.forces import ForceFigures, returned
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.plans import PlanState
from vawg_plans.views.filters import filters_place
from vawg_plans.views.session import Session

By = Literal["p", "area"]
Measure = Literal["coverage", "complete", "volume"]
MEASURES: dict[Measure, str] = {
    "coverage": "Coverage: cells of the matrix with an action",
    "complete": "Progress: share of actions complete",
    "volume": "Volume: number of actions (context, not merit)",
}
_SIDES: dict[By, str] = {"p": "4Ps", "area": "Improvement areas"}
_ORDERS = {"region": "Region, then name", "name": "Name"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader chose; all of it is in the address."""

    by: By
    measure: Measure
    force_ids: list[str]


def ask(here: Session) -> Asked:
    """The choices, and the forces in the order chosen: by region or name, never by rank."""
    framework = here.framework
    regions = list(dict.fromkeys(f.region for f in framework.forces.values()))
    with filters_place():
        by = st.segmented_control(
            "Across",
            list(_SIDES),
            format_func=_SIDES.__getitem__,
            default="p",
            required=True,
            key="by",
            bind="query-params",
        )
        measure = st.selectbox(
            "What to compare",
            list(MEASURES),
            format_func=MEASURES.__getitem__,
            key="measure",
            bind="query-params",
            width=360,
        )
        order = st.selectbox(
            "Order",
            list(_ORDERS),
            format_func=_ORDERS.__getitem__,
            key="order",
            bind="query-params",
            width=180,
        )
        chosen_regions = st.multiselect(
            "Regions",
            regions,
            key="region",
            bind="query-params",
            width=240,
            placeholder="All regions",
        )
        chosen = st.multiselect(
            "Forces",
            sorted(framework.forces, key=lambda f: framework.forces[f].short_name),
            format_func=lambda f: framework.forces[f].short_name,
            # Not "force": a bound name cannot be given to another page's address.
            key="forces",
            bind="query-params",
            width=280,
            placeholder="All forces",
        )
    kept = [
        f
        for f in framework.forces.values()
        if (not chosen_regions and not chosen) or f.region in chosen_regions or f.id in chosen
    ]
    if order == "name":
        kept.sort(key=lambda f: f.short_name)
    else:
        kept.sort(key=lambda f: (regions.index(f.region), f.short_name))
    return Asked(by, measure, [f.id for f in kept])


def show_without(figures: list[ForceFigures], framework: Framework) -> None:
    """Forces with nothing shared: apart from the rest, never as zero and never in red."""
    without = [f for f in figures if not f.returned]
    if not without:
        return
    st.subheader(f"Nothing shared yet: {len(without)} of {len(figures)} forces", anchor=False)
    for state in PlanState:
        names = [framework.forces[f.force_id].short_name for f in without if f.state is state]
        if names:
            st.markdown(f"**{state.label}** — {', '.join(names)}")


def counted(figures: list[ForceFigures]) -> str:
    """The 'x of 43' and the span of the versions' dates."""
    shared = returned(figures)
    if not shared:
        return f"0 of {len(figures)} forces have shared a plan."
    dates = sorted(f.judged_on for f in shared if f.judged_on)
    stale = sum(f.stale for f in shared)
    old = f" {stale} of them stale." if stale else ""
    return (
        f"**{len(shared)} of {len(figures)} forces** have shared a plan, dated "
        f"{in_words(dates[0])} to {in_words(dates[-1])}.{old} Each is judged at its own version's "
        "date, from what the force says of itself."
    )


def open_picked(picked: Any, force_ids: list[str]) -> None:
    """Go to the force that was clicked in the picture."""
    points = picked.selection.points if picked else []
    for point in points:
        data = point.get("customdata")
        force_id = data[0] if isinstance(data, list) and data else data
        if force_id in force_ids:
            st.switch_page("pages/national/shared.py", query_params={"force": str(force_id)})


def ask_force(figures: list[ForceFigures], framework: Framework) -> None:
    """The other way to open a force, by keyboard."""
    shared = [f.force_id for f in returned(figures)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        force_id = st.selectbox(
            "Open what a force shares",
            shared,
            index=None,
            width=320,
            key="open_force",
            format_func=lambda f: framework.forces[f].name,
            placeholder="Choose a force",
        )
        if st.button("Open the force", disabled=force_id is None) and force_id:
            st.switch_page("pages/national/shared.py", query_params={"force": force_id})
