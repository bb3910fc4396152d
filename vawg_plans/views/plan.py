"""A plan on screen: its head, its filters, its list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.readiness_of_actions import OF_ACTIONS, ActionCheck
from vawg_plans.domain.rules import percent_words
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views.links import action_link, is_narrow
from vawg_plans.views.words import due_in_words, one_line, plural, stated

PAGE_SIZE = 20
READ, ADD, SEVERAL, ORDER = "Read", "Add", "Change several", "Order"


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reader asked to see. Empty means everything."""

    words: str = ""
    ps: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    only: str | None = None

    def keeps(self, action: Action, opened: OpenPlan, framework: Framework) -> bool:
        """Whether the action is among those asked for."""
        text = f"{action.reference} {action.title} {action.description}".casefold()
        return (
            all(word in text for word in self.words.casefold().split())
            and (not self.ps or (action.lead_p or "none") in self.ps)
            and (not self.areas or bool(set(self.areas) & set(action.areas or ("none",))))
            and (not self.statuses or action.status.value in self.statuses)
            and (not self.owners or bool(set(self.owners) & set(action.owner_posts)))
            and (self.only is None or ONLY[self.only](action, opened, framework))
        )


def _failing(check: ActionCheck) -> Callable[[Action, OpenPlan, Framework], bool]:
    return lambda a, o, f: check.fails(a, o.judged[a.id], f)


ONLY: dict[str, Callable[[Action, OpenPlan, Framework], bool]] = {
    # As readiness counts them, so that its links show just those it means.
    **{check.label: _failing(check) for check in OF_ACTIONS.values()},
    "Slipped": lambda a, o, _: o.judged[a.id].slips > 0,
    "Status disagrees": lambda a, o, _: o.judged[a.id].disagrees,
    "Withdrawn": lambda a, *_: a.withdrawn,
}


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
    parts.append(f"{opened.state.label.lower()}{', stale' if opened.stale else ''}")
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


def ask_filter(opened: OpenPlan, framework: Framework) -> Filter:
    """The filters, kept in the address."""
    ps = {p.id: p.name for p in framework.ps.values()} | {"none": "No P yet"}
    areas = {a.id: a.name for a in framework.areas.values()} | {"none": "No area yet"}
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


def filters_place() -> DeltaGenerator:
    """Where filters stand: side by side, or on a phone, where they would fill it, folded away."""
    if is_narrow():
        return st.expander("Search and filter", icon=":material/filter_alt:")
    return st.container(horizontal=True, vertical_alignment="bottom")


def found(opened: OpenPlan, framework: Framework, asked: Filter) -> list[Action]:
    """The live actions that the filters show."""
    return [a for a in opened.actions if asked.keeps(a, opened, framework)]


def show_list(opened: OpenPlan, framework: Framework, asked: Filter) -> None:
    """The actions asked for, a page at a time, each a link to its own page."""
    every = opened.withdrawn if asked.only == "Withdrawn" else opened.actions
    found = [a for a in every if asked.keeps(a, opened, framework)]
    total = len(every)
    if not found:
        st.info(f"None of {plural(total, 'action')} fits. Take a filter away to see more.")
        return
    pages = -(-len(found) // PAGE_SIZE)
    st.caption(f"{len(found):,} of {plural(total, 'action')}")
    # The list is drawn above the page numbers, which are asked first.
    place = st.container(gap="xxsmall")
    number = st.pagination(pages, key=f"page_of_{pages}") if pages > 1 else 1
    with place:
        for action in found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]:
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
