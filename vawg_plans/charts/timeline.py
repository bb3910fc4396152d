"""Actions on a line of time: from start to due, what slipped, and the milestones on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from vawg_plans.charts.frame import KEY, Chart, as_label, counted, framed, on_one_line, short_date
from vawg_plans.charts.palette import STATUS_ORDER, SYMBOLS, Palette, palette
from vawg_plans.charts.timeline_rows import Row, cut, name_of
from vawg_plans.domain.actions import Action
from vawg_plans.domain.due import first_due
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.rules import Judgement, Record

# As many rows as can be read; the caller counts the rest.
MOST = 40
# What lies further from the judging date is drawn at the edge, so that one date far away does not
# press all the others together. Its words say the day.
_BEHIND, _AHEAD = dt.timedelta(days=400), dt.timedelta(days=550)
_MILESTONES = {
    "milestone done": "diamond",
    "milestone to do": "diamond-open",
    "milestone missed": "diamond-x-open",
}


def timeline_chart(
    shown: Sequence[Action],
    every: Sequence[Action],
    records: Mapping[str, Record],
    judged: Mapping[str, Judgement],
    *,
    on: dt.date,
    first: int = 1,
    dark: bool = False,
    demonstration: bool = False,
    narrow: bool = False,
) -> Chart:
    """A row an action: a bar from its start to the due date it first had, a thin line on to the
    one it has now, the shape of its stated status at that date, its milestones, and a line at `on`.

    `shown` is at most `MOST` of `every` (those that the reader asked for), from the `first` on. An
    action without a start has no bar, one without a date no mark: what is missing is not drawn.
    `narrow` (a screen of about 360 px) puts the words over the bars.
    """
    colours = palette(dark)
    from_day, to_day = _span(shown, records, on)
    rows = [Row(a, records[a.id], judged[a.id], on, from_day, to_day) for a in shown]
    figure = go.Figure()
    _add_bars(figure, rows, colours)
    _add_milestones(figure, rows, on, colours)
    _add_due_marks(figure, rows, colours)
    height = 42 if narrow else 26
    for place, row in enumerate(rows):
        _add_words(figure, place, row, colours, narrow)
    figure.add_shape(
        type="line",
        yref="paper",
        x0=on,
        x1=on,
        y0=0,
        y1=1,
        line=dict(color=colours.text, width=1.5, dash="dash"),
        layer="below",
    )
    figure.add_annotation(
        x=on,
        yref="paper",
        y=1,
        yanchor="bottom",
        yshift=26,
        text=f"<b>{short_date(on)}</b>",
        showarrow=False,
        font=dict(size=11, color=colours.text),
    )
    pad = (to_day - from_day) * 0.02
    figure.update_layout(
        xaxis=dict(
            side="top",
            range=[from_day - pad, to_day + pad],
            type="date",
            tickformat="%b<br>%Y",
            nticks=5 if narrow else 12,
            showgrid=True,
            tickfont_size=11,
        ),
        yaxis=dict(
            range=[max(1, len(rows)) - 0.5, -0.7 if narrow else -0.5],
            tickvals=[] if narrow else list(range(len(rows))),
            ticktext=[] if narrow else [as_label(cut(name_of(a), 46)) for a in shown],
            tickfont_size=12,
            automargin=True,
            ticklabelstandoff=6,
        ),
        showlegend=True,
        legend=KEY,
    )
    late = sum(judged[a.id].late for a in every)
    slipped = sum(judged[a.id].slips > 0 for a in every)
    total = counted(len(every), "action")
    title = f"{late:,} of {total} {_is(late)} late, {slipped:,} {_has(slipped)} slipped"
    if len(every) == 1:
        title = _of_one(every[0], judged[every[0].id])
    last = first + len(shown) - 1
    some = f" {first:,} to {last:,} of {total}, by due date." if len(shown) < len(every) else ""
    chart = framed(
        figure,
        title=title,
        subtitle=f"Start to due, as stated.{some} {on_one_line(on)}",
        alt=_alt(title, shown, len(every), on),
        columns=(
            "Action",
            "Owner",
            "Start",
            "First due",
            "Due",
            "Slipped",
            "Stated",
            "Late",
            "Milestones",
        ),
        table=[row.twin for row in rows],
        demonstration=demonstration,
        dark=dark,
        height=height * max(1, len(rows)),
        head=46,
        foot=84 if narrow else 52,
    )
    if not narrow:
        # The words at the right stand outside the drawing.
        figure.update_layout(margin_r=138)
    return chart


def _alt(title: str, shown: Sequence[Action], total: int, on: dt.date) -> str:
    found = f"On {in_words(on)}, {title[0].lower()}{title[1:]}."
    if total == 1:
        return f"{found} The picture has its start, its due dates and its milestones."
    return (
        f"{found} The picture has {counted(len(shown), 'action')} in the order of their due dates; "
        f"{_due_words(shown)}"
    )


def _of_one(action: Action, judged: Judgement) -> str:
    """What the picture of a single action finds."""
    due = f"due {in_words(action.due)}" if action.due else "without a due date"
    late = " and late" if judged.late else ""
    days = f", {judged.slipped_days:,} days in all" if judged.slips else ""
    slips = counted(judged.slips, "slip") if judged.slips else "no slip"
    return f"{due[0].upper()}{due[1:]}{late}: {slips}{days}"


def _span(
    shown: Sequence[Action], records: Mapping[str, Record], on: dt.date
) -> tuple[dt.date, dt.date]:
    """From the first day drawn to the last, around the judging date."""
    days = [on - dt.timedelta(days=30), on + dt.timedelta(days=30)]
    for action in shown:
        ends = (action.start, action.due, first_due(action, records[action.id]))
        days += [day for day in ends if day]
        days += [m.done_on or m.due for m in action.milestones if m.done_on or m.due]  # type: ignore[misc]
    return max(min(days), on - _BEHIND), min(max(days), on + _AHEAD)


def _add_bars(figure: go.Figure, rows: list[Row], colours: Palette) -> None:
    """The time planned, and a thin line over the time by which it slipped."""
    planned_x: list[Any] = []
    planned_y: list[Any] = []
    slip_x: list[Any] = []
    slip_y: list[Any] = []
    for place, row in enumerate(rows):
        if row.start_at and row.planned_at and row.start_at <= row.planned_at:
            planned_x += [row.start_at, row.planned_at, None]
            planned_y += [place, place, None]
        if row.slipped:
            slip_x += [row.planned_at, row.due_at, None]
            slip_y += [place, place, None]
    figure.add_scatter(
        x=planned_x,
        y=planned_y,
        mode="lines",
        line=dict(color=colours.outline, width=7),
        name="start to first due",
        hoverinfo="skip",
        showlegend=bool(planned_x),
    )
    figure.add_scatter(
        x=slip_x,
        y=slip_y,
        mode="lines+markers",
        line=dict(color=colours.text, width=1.5, dash="dot"),
        marker=dict(symbol="line-ns-open", size=10, color=colours.text),
        name="slipped to",
        hoverinfo="skip",
        showlegend=bool(slip_x),
    )


def _add_milestones(figure: go.Figure, rows: list[Row], on: dt.date, colours: Palette) -> None:
    for name, symbol in _MILESTONES.items():
        found = [
            (place, at, milestone)
            for place, row in enumerate(rows)
            for at, milestone, words in row.milestones
            if words == name
        ]
        if not found:
            continue
        figure.add_scatter(
            x=[at for _, at, _ in found],
            y=[place for place, _, _ in found],
            mode="markers",
            marker=dict(symbol=symbol, size=10, color=colours.text, line_width=1.5),
            name=name,
            hovertext=[
                f"<b>{as_label(cut(m.title, 60))}</b><br>{name}, "
                + (f"on {in_words(m.done_on)}" if m.done_on else f"due {in_words(m.due)}")
                for _, _, m in found
            ],
            hoverinfo="text",
        )


def _add_due_marks(figure: go.Figure, rows: list[Row], colours: Palette) -> None:
    """The shape of the stated status at the due date, on a spot of the ground to be seen on."""
    for status in STATUS_ORDER:
        found = [
            (place, row)
            for place, row in enumerate(rows)
            if row.action.status is status and row.due_at
        ]
        if not found:
            continue
        figure.add_scatter(
            x=[row.due_at for _, row in found],
            y=[place for place, _ in found],
            mode="markers+text",
            marker=dict(
                symbol="circle", size=17, color=colours.ground, line=dict(color=colours.ground)
            ),
            text=[f"<b>{SYMBOLS[status]}</b>"] * len(found),
            textposition="middle center",
            textfont=dict(size=15, color=colours.of(status)),
            cliponaxis=False,
            hovertext=[row.hover for _, row in found],
            hoverinfo="text",
            showlegend=False,
        )


def _add_words(figure: go.Figure, place: int, row: Row, colours: Palette, narrow: bool) -> None:
    due = "" if row.action.due else ", no date"
    text = f"{row.status_words}{due}"
    common: dict[str, Any] = dict(
        xref="paper", y=place, showarrow=False, font=dict(size=11, color=colours.text)
    )
    if narrow:
        # The line of the judging date must not go through the words.
        over = dict(yanchor="bottom", yshift=9, bgcolor=colours.ground, borderpad=0)
        room = 52 - len(text)
        figure.add_annotation(
            **common, **over, x=0, xanchor="left", text=as_label(cut(name_of(row.action), room))
        )
        figure.add_annotation(**common, **over, x=1, xanchor="right", text=text)
    else:
        figure.add_annotation(**common, x=1, xanchor="left", xshift=8, text=text)


def _due_words(shown: Sequence[Action]) -> str:
    dated = [a.due for a in shown if a.due]
    if not dated:
        return "none of them has a due date."
    rest = len(shown) - len(dated)
    undated = f"; {counted(rest, 'action')} without a date" if rest else ""
    return f"due from {in_words(min(dated))} to {in_words(max(dated))}{undated}."


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _has(count: int) -> str:
    return "has" if count == 1 else "have"
