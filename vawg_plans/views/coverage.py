"""The areas × 4Ps matrix as a table of links, and the vulnerability themes."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.actions import TagKind
from vawg_plans.domain.coverage import Cell, Matrix, by_code
from vawg_plans.domain.framework import Framework
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views.words import plural


def show_matrix(matrix: Matrix, framework: Framework, *, may_edit: bool) -> None:
    """A row an area, a column a P; each cell says its state in words and leads on."""
    st.caption(
        ":material/check_circle: covered, with its number of actions · :material/help: only "
        "suggested (a number with ?) · :material/add: a gap"
    )
    head = st.columns([2, *(1 for _ in framework.ps)])
    for column, p in zip(head[1:], framework.ps.values(), strict=True):
        column.markdown(f"**{p.name}**", help=p.definition)
    for area in framework.areas.values():
        row = st.columns([2, *(1 for _ in framework.ps)], vertical_alignment="center")
        row[0].markdown(f"**{area.name}**", help=area.definition)
        for column, p in zip(row[1:], framework.ps.values(), strict=True):
            with column:
                _cell(matrix[area.id, p.id], f"{p.name} × {area.name}", may_edit)


def _cell(cell: Cell, name: str, may_edit: bool) -> None:
    to = {"p": cell.p, "area": cell.area}
    if cell.covered:
        more = f" +{cell.suggested}?" if cell.suggested else ""
        words = f":primary-background[**{plural(cell.accepted, 'action')}**{more}]"
        icon, page = ":material/check_circle:", "plan"
        say = f"{name}: {plural(cell.accepted, 'action')}, {cell.complete} complete"
        say += f"; {cell.suggested} more only suggested" if cell.suggested else ""
    elif cell.suggested:
        words, icon, page = f"{cell.suggested}? suggested", ":material/help:", "plan"
        say = f"{name}: only suggested so far; accept the mapping to cover it"
    else:
        words, icon = ":gray[Gap]", ":material/add:"
        page = "new_action" if may_edit else "plan"
        say = f"{name}: nothing yet. Write an action for it" if may_edit else f"{name}: nothing yet"
    st.page_link(f"pages/force/{page}.py", label=words, icon=icon, help=say, query_params=to)


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
