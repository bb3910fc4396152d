"""The one frame of every chart: its words, its ground, its table twin, and how it leaves the app.

Words are wrapped for the narrowest screen (360 px), because Plotly does not wrap them and nobody
knows the width when the figure is made.
"""

from __future__ import annotations

import datetime as dt
import html
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from vawg_plans.charts.palette import Palette, palette
from vawg_plans.domain.moments import in_words

DEMONSTRATION = "Demonstration data: invented figures"

# For st.plotly_chart. Without the mode bar a chart has fewer tab stops; the download is beside it.
CHART_CONFIG: dict[str, object] = {
    "displayModeBar": False,
    "displaylogo": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}

FONT = "sans-serif"
TITLE_SIZE, TITLE_CHARACTERS = 16, 38
SUBTITLE_SIZE, SUBTITLE_CHARACTERS = 12, 52
# Plotly sets every line of a title 1.3 times its base size apart: the title is the larger span.
LINE = 16
MARK_HEIGHT = 26
# The key below a picture. A click on it takes nothing away: what is drawn is what is told.
KEY: dict[str, Any] = {
    "orientation": "h",
    "x": 0,
    "xanchor": "left",
    "y": 0,
    "yanchor": "top",
    "itemclick": False,
    "itemdoubleclick": False,
    "traceorder": "normal",
}


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and its two twins, in words and as a table.

    `alt` states the main figures in one to three sentences. `table` holds the same figures as
    the picture, in words, a row a dict of every one of `columns`.
    """

    figure: go.Figure
    title: str
    subtitle: str
    alt: str
    columns: tuple[str, ...]
    table: list[dict[str, str]]
    demonstration: bool
    dark: bool


def framed(
    figure: go.Figure,
    *,
    title: str,
    subtitle: str,
    alt: str,
    columns: tuple[str, ...],
    table: list[dict[str, str]],
    demonstration: bool,
    dark: bool,
    height: int,
    head: int = 8,
    foot: int = 8,
) -> Chart:
    """The figure in the frame, with its twins.

    `title` states the finding or the question; `subtitle` what is counted and the date of the
    data. `height` is the drawing's own, `head` and `foot` what its labels need above and below
    it; the frame adds the room for the words. Demonstration data says so inside the picture.
    """
    colours = palette(dark)
    title_lines = textwrap.wrap(title, TITLE_CHARACTERS)
    subtitle_lines = textwrap.wrap(subtitle, SUBTITLE_CHARACTERS)
    words = 14 + LINE * (len(title_lines) + len(subtitle_lines))
    top = words + (MARK_HEIGHT if demonstration else 0) + head
    figure.update_layout(
        template=_template(dark),
        title_text=(
            f'<span style="font-size:{TITLE_SIZE}px"><b>'
            f"{as_label('<br>'.join(title_lines))}</b></span><br>"
            f'<span style="color:{colours.muted}">{as_label("<br>".join(subtitle_lines))}</span>'
        ),
        height=top + height + foot,
        margin=dict(t=top, b=foot),
        meta={"alt": alt},
    )
    if demonstration:
        figure.add_annotation(
            name="demonstration",
            text=f"<b>{DEMONSTRATION}</b>",
            xref="paper",
            yref="paper",
            x=1,
            y=1,
            xanchor="right",
            yanchor="bottom",
            yshift=head,
            showarrow=False,
            font=dict(size=12, color=colours.text),
            bgcolor=colours.ground,
            bordercolor=colours.outline,
            borderwidth=1,
            borderpad=3,
        )
    return Chart(figure, title, subtitle, alt, columns, table, demonstration, dark)


def as_label(words: str) -> str:
    """Words as Plotly draws them: nothing in them is markup, but for a line break."""
    return html.escape(words, quote=False).replace("&lt;br&gt;", "<br>")


def short_date(day: dt.date) -> str:
    """3 Mar 2022, for labels; running text has the month in full."""
    return f"{day.day} {day:%b %Y}"


def on_one_line(day: dt.date) -> str:
    """3 March 2022, which no wrapping parts."""
    return in_words(day).replace(" ", "\N{NO-BREAK SPACE}")


def counted(count: int, one: str, many: str = "") -> str:
    """'1 action', '3 actions'."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


@lru_cache(maxsize=2)
def _template(dark: bool) -> go.layout.Template:
    colours: Palette = palette(dark)
    axis = dict(
        showgrid=False,
        zeroline=False,
        showline=False,
        ticks="",
        fixedrange=True,
        color=colours.text,
        gridcolor=colours.grid,
    )
    return go.layout.Template(
        layout=dict(
            paper_bgcolor=colours.ground,
            plot_bgcolor=colours.ground,
            font=dict(family=FONT, size=12, color=colours.text),
            title=dict(
                font=dict(family=FONT, size=SUBTITLE_SIZE, color=colours.text),
                x=0,
                xref="container",
                xanchor="left",
                y=1,
                yref="container",
                yanchor="top",
                pad=dict(t=18, l=2),
            ),
            margin=dict(l=2, r=2),
            xaxis=axis,
            yaxis=axis,
            hoverlabel=dict(
                bgcolor=colours.ground,
                bordercolor=colours.outline,
                font=dict(family=FONT, size=12, color=colours.text),
                align="left",
            ),
            hovermode="closest",
            dragmode=False,
            showlegend=False,
            separators=".,",
        )
    )


_PAGE = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:">
<title>{title}</title>
<style>
body {{ background: {ground}; color: {text}; font: 16px/1.5 sans-serif;
  max-width: 72rem; margin: 1rem auto; padding: 0 1rem }}
figure {{ margin: 1rem 0 }}
.marking {{ text-align: center; font-weight: bold }}
.table {{ overflow-x: auto }}
table {{ border-collapse: collapse }}
caption {{ text-align: left; font-weight: bold }}
th, td {{ border: 1px solid {outline}; padding: .25rem .6rem; text-align: left }}
</style>
</head>
<body>
{marking}
<main>
<h1>{title}</h1>
<p>{alt}</p>
<figure role="img" aria-label="{alt}">{picture}</figure>
<h2>The same figures as a table</h2>
<p>{subtitle}</p>
{mark}
<div class="table" tabindex="0" role="region" aria-label="Table"><table>
<caption>{title}</caption>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table></div>
</main>
{marking}
</body>
</html>
"""


def as_html(chart: Chart, *, file_name: str = "chart", marking: str = "") -> bytes:
    """The chart as one file that needs no network: picture, text alternative and table.

    Plotly's script is inside (about 5 MB). The camera above the picture saves it as a PNG, with
    everything that is said in it. `marking` is the handling marking for head and foot.
    """
    colours = palette(chart.dark)
    picture = chart.figure.to_html(
        full_html=False,
        include_plotlyjs=True,
        div_id="chart",
        config={
            **CHART_CONFIG,
            "displayModeBar": True,
            "modeBarButtons": [["toImage"]],
            "toImageButtonOptions": {"format": "png", "filename": file_name, "scale": 2},
            "responsive": True,
        },
    )
    rows = "\n".join(
        "<tr>"
        + f'<th scope="row">{html.escape(row[chart.columns[0]])}</th>'
        + "".join(f"<td>{html.escape(row[name])}</td>" for name in chart.columns[1:])
        + "</tr>"
        for row in chart.table
    )
    return _PAGE.format(
        ground=colours.ground,
        text=colours.text,
        outline=colours.outline,
        title=html.escape(chart.title),
        subtitle=html.escape(chart.subtitle),
        alt=html.escape(chart.alt),
        picture=picture,
        marking=f'<p class="marking">{html.escape(marking.upper())}</p>' if marking else "",
        mark=f"<p><strong>{DEMONSTRATION}</strong></p>" if chart.demonstration else "",
        heads="".join(f'<th scope="col">{html.escape(name)}</th>' for name in chart.columns),
        rows=rows,
    ).encode()
