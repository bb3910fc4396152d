"""The plan in pictures: which one, of which actions, and as at which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from vawg_plans.charts.due import SOON, due_chart
from vawg_plans.charts.frame import Chart
from vawg_plans.charts.over_time import over_time_chart
from vawg_plans.charts.parts import parts_chart
from vawg_plans.charts.timeline import MOST, timeline_chart
from vawg_plans.domain.actions import Action
from vawg_plans.domain.due import due_by_month, due_next, in_due_order
from vawg_plans.domain.filtering import Filter, area_names, p_names
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.domain.moments import today
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.rules import Judgement
from vawg_plans.services.plans import FIRST_DAY, OpenPlan
from vawg_plans.services.progress_over_time import progress_over_time
from vawg_plans.views import charts
from vawg_plans.views.filters import filters_place
from vawg_plans.views.links import is_narrow
from vawg_plans.views.session import Session
from vawg_plans.views.words import plural

PICTURES = {
    "due": "Due by month",
    "timeline": "Action by action",
    "progress": "Progress over time",
    "parts": "By P and area",
}
_ONLY: dict[str, Callable[[Judgement], bool]] = {
    "Late": lambda judged: judged.late,
    "Slipped": lambda judged: judged.slips > 0,
}


def _any(_: Judgement) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Found:
    """The actions asked for: the live ones, the withdrawn ones, and whether any were left out."""

    actions: list[Action]
    withdrawn: list[Action]
    filtered: bool


def ask_picture() -> str:
    """Which picture to draw; it is in the address."""
    chosen = st.segmented_control(
        "Picture",
        list(PICTURES),
        format_func=PICTURES.__getitem__,
        default="due",
        required=True,
        key="picture",
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen or "due"


def ask_day(label: str = "As at") -> dt.date | None:
    """The day as at which the plan is looked at; None means now. It is in the address."""
    chosen = st.date_input(
        label,
        "today",
        min_value=FIRST_DAY,
        max_value="today",
        format="DD/MM/YYYY",
        key="on",
        bind="query-params",
        width=150,
    )
    return chosen if isinstance(chosen, dt.date) and chosen < today() else None


def ask_filter(opened: OpenPlan, framework: Framework) -> Found:
    """The actions that the reader asks for, by filters kept in the address as the plan's are."""
    ps, areas = p_names(framework), area_names(framework)
    owners = sorted({o for a in opened.actions for o in a.owner_posts})
    chosen_ps = st.multiselect(
        "Lead P",
        list(ps),
        format_func=ps.__getitem__,
        key="p",
        bind="query-params",
        width=145,
        placeholder="Any",
    )
    chosen_areas = st.multiselect(
        "Area",
        list(areas),
        format_func=areas.__getitem__,
        key="area",
        bind="query-params",
        width=170,
        placeholder="Any",
    )
    chosen_owners = st.multiselect(
        "Owner", owners, key="owner", bind="query-params", width=170, placeholder="Anybody"
    )
    only = st.selectbox(
        "Only those",
        list(_ONLY),
        index=None,
        key="only",
        bind="query-params",
        width=115,
        placeholder="All",
    )
    asked = Filter(ps=tuple(chosen_ps), areas=tuple(chosen_areas), owners=tuple(chosen_owners))

    def kept(actions: list[Action]) -> list[Action]:
        fits = _ONLY[only] if only else _any
        return [
            a for a in actions if asked.keeps(a, opened, framework) and fits(opened.judged[a.id])
        ]

    filtered = asked != Filter() or only is not None
    return Found(kept(opened.actions), kept(opened.withdrawn), filtered)


def show_empty(here: Session, opened: OpenPlan) -> None:
    """There is nothing to draw: what to do about it."""
    if opened.judged_on < today():
        st.info("The plan had no actions on that day. Choose a later one.")
        return
    st.info(
        "There are no actions yet, so there is nothing to show. Import the table you already have, "
        "or write the first action.",
        icon=":material/flag:",
    )
    if here.may(Permission.EDIT_PLAN):
        st.page_link("pages/force/plan.py", label="Begin the plan", icon=":material/arrow_forward:")


def ask(here: Session) -> tuple[str, OpenPlan, Found]:
    """Which picture, the plan on the day asked for, and the actions asked for."""
    picture = ask_picture()
    with filters_place():
        opened = here.open_plan(as_of=ask_day())
        found = ask_filter(opened, here.framework)
    return picture, opened, found


def show(here: Session, picture: str, opened: OpenPlan, found: Found) -> None:
    """The one picture asked for, and of how many actions it is."""
    total = len(opened.actions)
    if not total:
        show_empty(here, opened)
        return
    if not found.actions:
        st.info(f"None of {plural(total, 'action')} fits. Take a filter away to see more.")
        return
    if found.filtered:
        st.caption(f"{len(found.actions):,} of {plural(total, 'action')}")
    place = st.container()
    chart = _chart(here, picture, opened, found)
    if chart is not None:
        with place:
            charts.show(chart, name=f"{here.force_id}-{picture}", marking=OFFICIAL_SENSITIVE)


def _chart(here: Session, picture: str, opened: OpenPlan, found: Found) -> Chart | None:
    """Only what was chosen is worked out."""
    on = opened.judged_on
    dark, demonstration, narrow = charts.is_dark(), here.demonstration, is_narrow()
    if picture == "timeline":
        every = in_due_order(found.actions)
        pages = -(-len(every) // MOST)
        number = st.pagination(pages, key=f"timeline_of_{pages}") if pages > 1 else 1
        first = (number - 1) * MOST
        return timeline_chart(
            every[first : first + MOST],
            every,
            opened.records,
            opened.judged,
            on=on,
            first=first + 1,
            dark=dark,
            demonstration=demonstration,
            narrow=narrow,
        )
    if picture == "progress":
        ids = {a.id for a in [*found.actions, *found.withdrawn]} if found.filtered else None
        as_of = None if on == today() else on
        points = progress_over_time(here.store, here.actor, here.force_id, as_of=as_of, only=ids)
        if found.filtered:
            st.caption("The actions are those that fit today's filters, wherever they stood then.")
        return over_time_chart(points, dark=dark, demonstration=demonstration, narrow=narrow)
    if picture == "parts":
        return parts_chart(
            found.actions, here.framework, on=on, dark=dark, demonstration=demonstration
        )
    return due_chart(
        due_by_month(found.actions, on),
        soon=sum(d.milestone is None for d in due_next(found.actions, on, SOON)),
        on=on,
        dark=dark,
        demonstration=demonstration,
        narrow=narrow,
    )
