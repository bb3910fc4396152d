"""The areas × 4Ps matrix as a table of links, and the vulnerability themes."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.actions import TagKind
from vawg_plans.domain.coverage import Cell, Matrix, by_code
from vawg_plans.domain.framework import Framework
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views.words import plural


def show_matrix(matrix: Matrix, framework: Framework, *, may_edit: bool) -> None:
    """A row an area, a column a P; each cell says its P and its state in words and leads on.

    The P's name is seen where there is no room for columns, and heard everywhere.
    """
    st.caption(
        ":material/check_circle: covered, with its number of actions · :material/help: only "
        "suggested (a number with ?) · :material/add: a gap"
    )
    ps = list(framework.ps.values())
    with st.container(key="matrix_head"):
        head = st.columns([1.6, *(1 for _ in ps)])
        for column, p in zip(head[1:], ps, strict=True):
            column.markdown(f"**{p.name}**", help=p.definition)
    with st.container(key="matrix"):
        for area in framework.areas.values():
            row = st.columns([1.6, *(1 for _ in ps)], vertical_alignment="center", gap="small")
            row[0].markdown(f"**{area.name}**", help=area.definition)
            for column, p in zip(row[1:], ps, strict=True):
                with column:
                    _cell(matrix[area.id, p.id], p.name, area.name, may_edit)


def _cell(cell: Cell, p: str, area: str, may_edit: bool) -> None:
    # The plan's filters are in its address as they read on screen, not as ids.
    page, to, name = "plan", {"p": p, "area": area}, f"{p} × {area}"
    if cell.covered:
        # The whole words are in the help; in the cell they must not be cut.
        count = f"**{cell.accepted}** +{cell.suggested}?"
        words = count if cell.suggested else f"**{plural(cell.accepted, 'action')}**"
        words, icon = f":primary-background[{words}]", ":material/check_circle:"
        say = f"{name}: {plural(cell.accepted, 'action')}, {cell.complete} complete"
        say += f"; {cell.suggested} more only suggested" if cell.suggested else ""
    elif cell.suggested:
        words, icon = f"{cell.suggested}? suggested", ":material/help:"
        say = f"{name}: only suggested so far; accept the mapping to cover it"
    else:
        words, icon, say = ":gray[Gap]", ":material/add:", f"{name}: nothing yet"
        if may_edit:
            page, to = "new_action", {"p": cell.p, "area": cell.area}
            say = f"{say}. Write an action for it"
    st.page_link(
        f"pages/force/{page}.py",
        label=f":small[{p}:] {words}",
        icon=icon,
        help=say,
        query_params=to,
    )


def show_vulnerability(opened: OpenPlan, framework: Framework) -> None:
    """The seven themes of the National Vulnerability Action Plan: how many actions each has."""
    found = by_code(opened.actions, TagKind.VULNERABILITY, framework.vulnerability_themes)
    themes = framework.vulnerability_themes.values()
    st.table(
        {
            "Theme": [t.name for t in themes],
            "Mainly": [framework.ps[t.lead_p].name for t in themes],
            "Actions": [str(len(found[t.id]) or "None yet") for t in themes],
        },
        border="horizontal",
        hide_index=True,
        alt="How many live actions each vulnerability theme has",
    )
