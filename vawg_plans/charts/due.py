"""What is due when: the plan's due dates by month."""

from __future__ import annotations

import datetime as dt
from typing import Any

import plotly.graph_objects as go

from vawg_plans.charts.frame import KEY, Chart, counted, framed, on_one_line, short_date
from vawg_plans.charts.palette import SYMBOLS, Palette, palette
from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.due import DueIn
from vawg_plans.domain.moments import in_words

SOON = 90


def due_chart(
    months: list[DueIn],
    *,
    soon: int,
    on: dt.date,
    dark: bool = False,
    demonstration: bool = False,
    narrow: bool = False,
) -> Chart:
    """A bar a month: what of it is complete, still to do, and late.

    `soon` is how many fall due in the next `SOON` days. With `narrow` (a screen of about 360 px)
    the months run down, not across.
    """
    colours = palette(dark)
    late, complete, to_do = (
        sum(getattr(m, part) for m in months) for part in ("late", "complete", "open")
    )
    figure = go.Figure()
    for name, counts, marker in (
        (
            f"{SYMBOLS[DeliveryStatus.COMPLETE]} Complete: {complete:,}",
            [m.complete for m in months],
            dict(color=colours.complete),
        ),
        (
            f"To do: {to_do:,}",
            [m.open for m in months],
            dict(color=colours.volume[1]),
        ),
        (
            f"{SYMBOLS[DeliveryStatus.OFF_TRACK]} Late: {late:,}",
            [m.late for m in months],
            dict(
                color=colours.off_track,
                pattern=dict(
                    shape="x",
                    fgcolor=colours.ground,
                    bgcolor=colours.off_track,
                    size=8,
                    solidity=0.15,
                ),
            ),
        ),
    ):
        _add_part(figure, name, counts, months, marker, colours, narrow)
    _add_totals(figure, months, colours, narrow)
    place = _place_of(months, on)
    if place is not None:
        _add_today(figure, place, on, colours, narrow)
    most = max((m.actions for m in months), default=0)
    along = dict(
        tickvals=list(range(len(months))),
        ticktext=[m.label if narrow else m.label.replace(" ", "<br>") for m in months],
        tickfont_size=11,
        showgrid=False,
    )
    across = dict(range=[0, max(1, most) * 1.12], visible=False)
    if narrow:
        figure.update_layout(
            xaxis=across, yaxis=along | dict(range=[len(months) - 0.4, -0.6], automargin=True)
        )
    else:
        figure.update_layout(xaxis=along | dict(range=[-0.6, len(months) - 0.4]), yaxis=across)
    figure.update_layout(
        barmode="stack",
        bargap=0.25,
        showlegend=True,
        legend=KEY | dict(y=0 if narrow else -0.2),
    )
    total = sum(m.actions for m in months)
    title = _title(late, soon, total)
    listed = "; ".join(f"{m.label}: {_words(m)}" for m in months if m.actions)
    return framed(
        figure,
        title=title,
        subtitle=f"Live actions by the month of their due date. {on_one_line(on)}",
        alt=f"{title} (on {in_words(on)}). {listed or 'No action has a due date'}.",
        columns=("Due", "Actions", "Complete", "To do", "Late"),
        table=[
            {
                "Due": m.label,
                "Actions": f"{m.actions:,}",
                "Complete": f"{m.complete:,}",
                "To do": f"{m.open:,}",
                "Late": f"{m.late:,}",
            }
            for m in months
        ],
        demonstration=demonstration,
        dark=dark,
        height=24 * max(1, len(months)) if narrow else 220,
        head=22,
        foot=36 if narrow else 64,
    )


def _title(late: int, soon: int, total: int) -> str:
    if not total:
        return "There are no live actions yet"
    next_words = f"{counted(soon, 'action')} {'falls' if soon == 1 else 'fall'} due"
    is_late = "is" if late == 1 else "are"
    first = f"{counted(late, 'action')} {is_late} late" if late else "No action is late"
    return f"{first}; {next_words} in the next {SOON} days"


def _words(month: DueIn) -> str:
    parts = [
        f"{count:,} {words}"
        for count, words in ((month.complete, "complete"), (month.open, "to do"))
        if count
    ]
    return ", ".join([*parts, f"{month.late:,} late"] if month.late else parts)


def _add_part(
    figure: go.Figure,
    name: str,
    counts: list[int],
    months: list[DueIn],
    marker: dict[str, Any],
    colours: Palette,
    narrow: bool,
) -> None:
    places = list(range(len(months)))
    figure.add_bar(
        orientation="h" if narrow else "v",
        x=counts if narrow else places,
        y=places if narrow else counts,
        name=name,
        marker=marker | dict(line=dict(color=colours.outline, width=1)),
        hovertext=[f"<b>Due {m.label}</b><br>{_words(m) or 'nothing'}" for m in months],
        hoverinfo="text",
    )


def _add_totals(figure: go.Figure, months: list[DueIn], colours: Palette, narrow: bool) -> None:
    """How many in all, at the end of each bar; and how many of them are late."""
    cross = SYMBOLS[DeliveryStatus.OFF_TRACK]
    for place, month in enumerate(months):
        if not month.actions:
            continue
        late = f" ({cross} {month.late:,})" if month.late else ""
        at: dict[str, Any] = (
            dict(x=month.actions, y=place, xanchor="left", xshift=3)
            if narrow
            else dict(x=place, y=month.actions, yanchor="bottom", yshift=2)
        )
        figure.add_annotation(
            **at,
            text=f"<b>{month.actions:,}</b>{late}",
            showarrow=False,
            font=dict(size=12, color=colours.text),
            # The line of the judging date must not go through the words.
            bgcolor=colours.ground,
            borderpad=0,
        )


def _place_of(months: list[DueIn], on: dt.date) -> float | None:
    """Where the judging date lies among the bars, None where its month is not shown."""
    for place, month in enumerate(months):
        if month.month == on.replace(day=1):
            return place - 0.5 + (on.day - 0.5) / 31
    return None


def _add_today(
    figure: go.Figure, place: float, on: dt.date, colours: Palette, narrow: bool
) -> None:
    line: dict[str, Any] = dict(
        type="line", line=dict(color=colours.text, width=1.5, dash="dash"), layer="below"
    )
    if narrow:
        figure.add_shape(xref="paper", x0=0, x1=1, y0=place, y1=place, **line)
        at: dict[str, Any] = dict(xref="paper", x=1, xanchor="right", y=place, yanchor="bottom")
    else:
        figure.add_shape(yref="paper", y0=0, y1=1, x0=place, x1=place, **line)
        at = dict(x=place, yref="paper", y=1, yanchor="bottom")
    figure.add_annotation(
        **at, text=short_date(on), showarrow=False, font=dict(size=11, color=colours.text)
    )
