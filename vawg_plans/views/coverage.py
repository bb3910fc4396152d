"""The areas × 4Ps matrix as a table of links, and what one of its cells holds or lacks."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.answers import of_cell
from vawg_plans.domain.coverage import Cell, Matrix, answered_cells, covered_cells, gaps
from vawg_plans.domain.framework import Framework
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views import answering, quick_add
from vawg_plans.views.links import action_link
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, due_in_words, plural, stated

NOT_APPLICABLE = ":material/block:"
AT_ONCE = 25
# The shapes of views.words.ICONS as signs: a link takes one picture only.
SIGNS = {
    DeliveryStatus.COMPLETE: "✓",
    DeliveryStatus.ON_TRACK: "○",
    DeliveryStatus.AT_RISK: "△",
    DeliveryStatus.OFF_TRACK: "✕",
    DeliveryStatus.NOT_STARTED: "–",
}
Statuses = dict[str, DeliveryStatus]
_BADLY = (DeliveryStatus.AT_RISK, DeliveryStatus.OFF_TRACK)


def summary(matrix: Matrix) -> str:
    """How many cells are covered, answered and gaps; they add up to all of them."""
    answered, open_ones = answered_cells(matrix), len(gaps(matrix))
    parts = [f"**{covered_cells(matrix)} of {len(matrix)} cells covered**"]
    if answered:
        parts.append(f"{answered} answered as not applicable")
    parts.append(plural(open_ones, "gap") if open_ones else "no gap")
    return " · ".join(parts)


def chosen_cell(matrix: Matrix) -> Cell | None:
    """The cell that the address names ('powers.prevent'), if there is such a one."""
    area, _, p = st.query_params.get("cell", "").partition(".")
    return matrix.get((area, p))


def show_matrix(
    matrix: Matrix, opened: OpenPlan, framework: Framework, chosen: Cell | None
) -> None:
    """A row an area, a column a P; each cell says its P and its state in words and opens below.

    The P's name is seen where there is no room for columns, and heard everywhere.
    """
    ps = list(framework.ps.values())
    status = {a.id: a.status for a in opened.actions}
    with st.container(key="matrix_head"):
        head = st.columns([1.5, *(1 for _ in ps)], gap="small")
        for column, p in zip(head[1:], ps, strict=True):
            column.markdown(f"**{p.name}**", help=None if chosen else p.definition)
    with st.container(key="matrix", gap="xsmall"):
        for area in framework.areas.values():
            row = st.columns([1.5, *(1 for _ in ps)], vertical_alignment="center", gap="small")
            row[0].markdown(f"**{area.name}**", help=None if chosen else area.definition)
            for column, p in zip(row[1:], ps, strict=True):
                with column:
                    cell = matrix[area.id, p.id]
                    _cell(cell, status, p.name, area.name, chosen)
    st.caption(
        ":material/check_circle: covered, because a person accepted the area and lead P of an "
        "action there; its actions by status ("
        + ", ".join(f"{sign} {s.label.lower()}" for s, sign in SIGNS.items())
        + ") · "
        f"{NOT_APPLICABLE} not applicable, with a reason · :material/help: only suggested · "
        ":material/add: a gap"
    )


def _cell(cell: Cell, status: Statuses, p: str, area: str, chosen: Cell | None) -> None:
    name, here = f"{p} × {area}", cell is chosen
    if cell.covered:
        # Beside a chosen cell there is room for what goes badly only.
        signs = _states(cell, status, only=_BADLY if chosen else tuple(SIGNS))
        words, icon = f"**{cell.accepted}** {signs}", ":material/check_circle:"
        say = f"{name}: {plural(cell.accepted, 'action')}, {cell.complete} complete"
        say += f"; {cell.suggested} more only suggested" if cell.suggested else ""
    elif cell.answered:
        words, icon = "Not applicable", NOT_APPLICABLE
        say = f"{name}: not applicable, with a reason"
    elif cell.suggested:
        words, icon = f"{cell.suggested} suggested", ":material/help:"
        say = f"{name}: only suggested so far; accept the mapping to cover it"
    else:
        words, icon, say = "Gap", ":material/add:", f"{name}: nothing yet. Fill it"
    # A button, not a link: a link to the page it stands on loses what it asks for at the next run.
    place = st.container(key="chosen_cell") if here else st.container()
    if place.button(
        f":small[{p}:] {words}",
        key=f"cell_{cell.area}_{cell.p}",
        icon=icon,
        help=f"{say} (chosen)" if here else say,
        width="stretch",
    ):
        st.query_params["cell"] = f"{cell.area}.{cell.p}"
        st.rerun()


def _states(cell: Cell, status: Statuses, only: tuple[DeliveryStatus, ...]) -> str:
    """How many of the actions that cover it have each status: shape and number."""
    counts = Counter(status[i] for i in cell.covering_ids)
    # Held together: a sign and its number are one word.
    return " ".join(f"{SIGNS[s]}\N{WORD JOINER}{counts[s]}" for s in only if counts[s])


def show_cell(here: Session, opened: OpenPlan, cell: Cell, *, may_edit: bool) -> None:
    """What the cell holds, and the three ways to fill it."""
    framework = here.framework
    p, area = framework.ps[cell.p], framework.areas[cell.area]
    st.subheader(
        f"{p.name} × {area.name.lower()}", anchor=False, help=f"{p.definition} {area.definition}"
    )
    # In a place of its own: what it holds must not move the field below, or the cursor is lost.
    with st.container():
        _show_held(opened, cell)
    if not may_edit:
        return
    st.markdown("**Write one**")
    quick_add.ask(here, opened, key=f"quick_{cell.area}_{cell.p}", p=cell.p, area=cell.area)
    # The filters there are read by name.
    st.page_link(
        "pages/national/practices.py",
        label="Take a practice",
        icon=":material/lightbulb:",
        query_params={"p": p.name, "area": area.name},
    )
    _ask_not_applicable(here, opened, cell)


def _show_held(opened: OpenPlan, cell: Cell) -> None:
    """Its actions with their state, or the reason why there is none."""
    mine = {a.id: a for a in opened.actions}
    held = [mine[i] for i in cell.action_ids if i in mine]
    for action in held[:AT_ONCE]:
        unsure = " · *mapping only suggested*" if action.suggested else ""
        action_link(action.id, action.reference, action.title, longest=90)
        why = ", ".join(opened.judged[action.id].reasons)
        st.caption(
            f"{stated(action.status)} · {due_in_words(action)}{f' · {why}' if why else ''}{unsure}"
        )
    if len(held) > AT_ONCE:
        st.caption(f"… and {len(held) - AT_ONCE:,} more. My plan, filtered, lists them all.")
    if cell.not_applicable and not cell.covered:
        reason = cell.not_applicable
        st.markdown(f"{NOT_APPLICABLE} **Not applicable, because…**  \n{as_text(reason.words)}")
        st.caption(answering.said_when(reason))
    elif not cell.action_ids:
        st.markdown("Nothing here yet.")
    if cell.supporting:
        st.caption(f"{plural(cell.supporting, 'action')} in a supporting P, which covers nothing.")


def _ask_not_applicable(here: Session, opened: OpenPlan, cell: Cell) -> None:
    """The reason why nothing is needed here: given, changed or taken back."""
    known = cell.not_applicable
    if cell.covered and known is None:
        return
    label = "Change why it is not applicable" if known else "Not applicable, because…"
    with st.expander(label, icon=NOT_APPLICABLE):
        answering.ask(
            here,
            opened,
            of_cell(cell.area, cell.p),
            label="Why nothing is needed here",
            help="The reason is kept, dated, shown to the national lead and published.",
            submit="Save the reason",
        )
