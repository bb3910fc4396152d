"""A chart on screen: the picture, its words, its table twin and a download."""

from __future__ import annotations

from typing import Any

import streamlit as st

from vawg_plans.charts.frame import CHART_CONFIG, Chart, as_html
from vawg_plans.domain.moments import today
from vawg_plans.views.words import as_text


def is_dark() -> bool:
    """Whether this reader's theme is dark."""
    return bool(st.context.theme.type == "dark")


def show(chart: Chart, *, name: str, marking: str, on_select: Any = "ignore") -> Any:
    """Draw it, and beneath it the same figures as a table. Returns what was selected, if asked.

    The downloaded picture carries its `marking` and, of a demonstration, that it is one.
    """
    picked = st.plotly_chart(
        chart.figure,
        theme=None,
        config=CHART_CONFIG,
        alt=chart.alt,
        key=f"chart_{name}",
        on_select=on_select,
        selection_mode="points",
    )
    # In a box of its own, so that a printed page may have the picture alone (printing.py).
    with st.container(key=f"chart_words_{name}"):
        st.caption(chart.alt)
        with st.expander("The same figures as a table", icon=":material/table:"):
            st.table(
                # An action's title may be among them.
                {column: [as_text(row[column]) for row in chart.table] for column in chart.table[0]}
                if chart.table
                else {},
                border="horizontal",
                hide_index=True,
                alt=chart.title,
            )
            st.download_button(
                "Download the picture",
                data=lambda: as_html(chart, file_name=name, marking=marking),
                file_name=f"{today():%Y-%m-%d}-{name}-{marking}.html",
                mime="text/html",
                key=f"download_{name}",
                on_click="ignore",
                icon=":material/download:",
            )
    return picked
