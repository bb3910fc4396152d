"""A page that prints: one sheet as wide as paper, and what of the screen stays off it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from vawg_plans.views.charts import is_dark
from vawg_plans.views.links import is_narrow

# A4 less its margins, at the 96 pixels to an inch that browsers print with: what is seen on the
# screen is broken into lines as it is on paper, and a picture is drawn at the width it prints.
WIDTH = 703
_STYLE = """<style>
.st-key-sheet table { font-size: 0.82rem }
.st-key-sheet :is(td, th) { padding: 0.15rem 0.4rem; vertical-align: top }
@media print {
  @page {
    size: A4; margin: 12mm;
    @top-center { content: "MARKING"; font: bold 9pt sans-serif }
    @bottom-left { content: "MARKING"; font: bold 9pt sans-serif }
    @bottom-right { content: counter(page) " of " counter(pages); font: 9pt sans-serif }
  }
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"],
  [data-testid="stExpandSidebarButton"], [class*="st-key-off_paper"],
  [class*="st-key-chart_words"] { display: none !important }
  [data-testid="stMainBlockContainer"] { padding: 0 !important; max-width: none }
  .st-key-sheet { width: 100% !important }
  .st-key-sheet > * { margin-bottom: 0.5rem !important }
  .st-key-sheet table { font-size: 8pt; line-height: 1.25 }
  .stApp h1 { font-size: 15pt; padding: 0 }
  .stApp :is(h2, h3) { font-size: 12pt; padding: 0.2rem 0 0.7rem; break-after: avoid }
  .stApp p { font-size: 9.5pt }
  .st-key-sheet :is(td, th) p { font-size: inherit; line-height: inherit }
  /* What scrolls, and what stands in a line, is never parted between two sides. */
  .st-key-sheet [data-testid="stTable"], .st-key-sheet [data-testid="stTable"] * {
    overflow: visible !important }
  .st-key-sheet [data-testid="stTable"] table { display: table; width: 100% }
  /* Columns stay side by side. */
  .st-key-sheet [data-testid="stHorizontalBlock"] { display: flex !important }
  .st-key-sheet [data-testid="stColumn"] { flex: 1 1 0; min-width: 0 }
  .st-key-sheet :is(tr, [data-testid="stPlotlyChart"]) { break-inside: avoid }
}
DARK</style>"""
# Printed from the dark theme: dark words on the paper's own white.
_FROM_DARK = """@media print {
  html, body, .stApp, .stApp > *, [data-testid="stMain"] { background: #FFFFFF !important }
  .stApp :is(h1, h2, h3, p, li, td, th, span, strong, figcaption) { color: #16191D !important }
  .js-plotly-plot .main-svg { background: transparent !important }
  .js-plotly-plot .bg { fill: #FFFFFF !important }
  .js-plotly-plot text, .js-plotly-plot tspan { fill: #16191D !important }
}
"""


def on_paper(marking: str) -> None:
    """How this page prints: A4, the handling marking at the head and foot of each side, none of the
    app around it.
    """
    with st.container(key="off_paper_how"):
        st.caption("Prints on two sides of A4: Ctrl+P, or Cmd+P.")
    st.html(_STYLE.replace("MARKING", marking).replace("DARK", _FROM_DARK if is_dark() else ""))


@contextmanager
def sheet(marking: str) -> Iterator[None]:
    """What is printed, as wide as the paper, its marking at head and foot."""
    with st.container(key="sheet", width=WIDTH):
        st.markdown(f"**{marking}**", text_alignment="center")
        yield
        st.markdown(f"**{marking}**", text_alignment="center")


def table(columns: dict[str, list[str]], *, alt: str) -> None:
    """A table that prints; cells are Markdown. On a phone every column but the first stands in one,
    a line each, because side by side they would be a word wide.
    """
    if is_narrow() and len(columns) > 2:
        first, *names = columns
        lines = zip(*(columns[name] for name in names), strict=True)
        columns = {
            first: columns[first],
            "Details": [
                "  \n".join(f"{name}: {words}" for name, words in zip(names, line, strict=True))
                for line in lines
            ],
        }
    st.table(columns, border="horizontal", hide_index=True, alt=alt)
