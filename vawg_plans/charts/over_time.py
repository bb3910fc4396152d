"""How a plan moved: the share complete, and how many actions in each status, month by month."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from vawg_plans.charts.frame import Chart, counted, framed, on_one_line, short_date
from vawg_plans.charts.palette import STATUS_ORDER, SYMBOLS, Palette, palette
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.progress_over_time import Point
from vawg_plans.domain.rules import Progress, percent_words

_SHARE, _ROW, _WORDS, _GAP = 110, 32, 22, 14


def over_time_chart(
    points: list[Point],
    *,
    statuses: bool = True,
    dark: bool = False,
    demonstration: bool = False,
    narrow: bool = False,
) -> Chart:
    """The share complete as a line; below it, unless `statuses` is false, a row of bars for each
    stated status and for what was late, all to one scale. `points` has one at least, oldest first.
    """
    colours = palette(dark)
    rows = [
        (SYMBOLS[s], s.label, colours.of(s), [p.counts[s] for p in points]) for s in STATUS_ORDER
    ]
    rows.append(("", "Late, whatever is stated", colours.off_track, [p.late for p in points]))
    if not statuses:
        rows = []
    height = _WORDS + _SHARE + ((_WORDS + _ROW) * len(rows) + _GAP if rows else 0)
    figure = go.Figure()
    _add_share(
        figure, points, colours, top=1 - _WORDS / height, foot=1 - (_WORDS + _SHARE) / height
    )
    most = max((max(counts) for *_, counts in rows), default=1)
    for place, (symbol, label, colour, counts) in enumerate(rows):
        top = height - _WORDS - _SHARE - _GAP - place * (_WORDS + _ROW) - _WORDS
        domain = [max(0.0, (top - _ROW) / height), top / height]
        _add_row(figure, place + 2, points, symbol, label, colour, counts, most, domain, colours)
    _mark_days(figure, points, most_words=4 if narrow else 9)
    first, last = points[0], points[-1]
    title = _title(first, last)
    return framed(
        figure,
        title=title,
        subtitle=(
            f"Live actions at the end of each {'week' if _by_week(points) else 'month'}, as it "
            f"was stated then. {on_one_line(last.on)}"
        ),
        alt=_alt(title, points, statuses),
        columns=(
            "At the end of",
            "Live",
            *(f"{SYMBOLS[s]} {s.label}" for s in STATUS_ORDER),
            "Late",
            "Share complete",
        ),
        table=[
            {
                "At the end of": in_words(p.on),
                "Live": f"{p.live:,}",
                **{f"{SYMBOLS[s]} {s.label}": f"{p.counts[s]:,}" for s in STATUS_ORDER},
                "Late": f"{p.late:,}",
                "Share complete": share_words(p.progress),
            }
            for p in points
        ],
        demonstration=demonstration,
        dark=dark,
        height=height,
        foot=40,
    )


def share_words(progress: Progress) -> str:
    """The share complete in whole percent, a dash of no actions."""
    return percent_words(progress.complete, progress.live) if progress.live else "–"


def _title(first: Point, last: Point) -> str:
    now, then = share_words(last.progress), share_words(first.progress)
    if not last.live:
        return "There are no live actions"
    if first is last or not first.live:
        return f"{now} of the plan is complete"
    when = in_words(first.on)
    a, b = first.progress.share or 0, last.progress.share or 0
    if now == then:
        return f"{now} of the plan is complete, as on {when}"
    return f"{now} of the plan is complete, {'up' if b > a else 'down'} from {then} on {when}"


def _alt(title: str, points: list[Point], statuses: bool) -> str:
    first, last = points[0], points[-1]
    span = f"From {in_words(first.on)} to {in_words(last.on)}"
    live = f"{counted(first.live, 'live action')} then and {last.live:,} now"
    if not statuses:
        return f"{title}. {span}: {live}, {first.complete:,} and {last.complete:,} complete."
    listed = ", ".join(
        f"{s.label.lower()} {first.counts[s]:,} then and {last.counts[s]:,} now"
        for s in STATUS_ORDER
    )
    return f"{title}. {span}: {live}; {listed}; late {first.late:,} then and {last.late:,} now."


def _by_week(points: list[Point]) -> bool:
    return len(points) > 1 and (points[1].on - points[0].on).days <= 7


def _add_share(
    figure: go.Figure, points: list[Point], colours: Palette, *, top: float, foot: float
) -> None:
    """The share complete: a gap where there was no action."""
    shares = [p.progress.share for p in points]
    labelled = {0, len(points) - 1}
    figure.add_scatter(
        x=list(range(len(points))),
        y=shares,
        mode="lines+markers+text",
        line=dict(color=colours.complete, width=2.5),
        marker=dict(color=colours.complete, size=7),
        text=[
            f"<b>{share_words(p.progress)}</b>" if n in labelled and p.live else ""
            for n, p in enumerate(points)
        ],
        textposition="top center",
        textfont=dict(size=12, color=colours.text),
        cliponaxis=False,
        hovertext=[
            f"<b>{in_words(p.on)}</b><br>{p.complete:,} of {counted(p.live, 'action')} complete"
            f" ({share_words(p.progress)})"
            for p in points
        ],
        hoverinfo="text",
        showlegend=False,
    )
    figure.update_layout(
        yaxis=dict(
            domain=[max(0.0, foot), top],
            range=[-0.06, 1.1],
            tickvals=[0, 0.5, 1],
            ticktext=["0%", "50%", "100%"],
            tickfont=dict(size=10, color=colours.muted),
            showgrid=True,
            automargin=True,
        )
    )
    _words_over(figure, "<b>Share of live actions complete</b>", top, colours)


def _add_row(
    figure: go.Figure,
    number: int,
    points: list[Point],
    symbol: str,
    label: str,
    colour: str,
    counts: list[int],
    most: int,
    domain: list[float],
    colours: Palette,
) -> None:
    """One row of bars; the newest in the status's colour, the others in grey."""
    figure.add_bar(
        x=list(range(len(points))),
        y=counts,
        yaxis=f"y{number}",
        marker=dict(
            color=[colours.volume[2]] * (len(points) - 1) + [colour],
            line=dict(color=colours.outline, width=0.5),
        ),
        hovertext=[
            f"<b>{label}</b><br>{in_words(p.on)}: {count:,} of {counted(p.live, 'action')}"
            for p, count in zip(points, counts, strict=True)
        ],
        hoverinfo="text",
        showlegend=False,
    )
    axis: dict[str, Any] = dict(domain=domain, range=[0, max(1, most)], visible=False)
    figure.update_layout({f"yaxis{number}": axis})
    mark = f'<span style="color:{colour}">{symbol}</span> ' if symbol else ""
    change = counts[-1] - counts[0]
    since = f", {change:+,} since {short_date(points[0].on)}" if len(points) > 1 and change else ""
    since = since.replace("-", "\N{MINUS SIGN}")
    _words_over(figure, f"{mark}{label}: <b>{counts[-1]:,}</b>{since}", domain[1], colours)


def _words_over(figure: go.Figure, words: str, top: float, colours: Palette) -> None:
    figure.add_annotation(
        text=words,
        xref="paper",
        yref="paper",
        x=0,
        y=top,
        xanchor="left",
        yanchor="bottom",
        showarrow=False,
        font=dict(size=12, color=colours.text),
    )


def _mark_days(figure: go.Figure, points: list[Point], *, most_words: int) -> None:
    """The days along the foot: the last, and evenly before it as many as there is room for."""
    last = len(points) - 1
    step = -(-len(points) // most_words)
    places = list(range(last, -1, -step))[::-1]
    figure.update_layout(
        bargap=0.2,
        xaxis=dict(
            range=[-0.6, last + 0.6],
            tickvals=places,
            ticktext=[f"{points[n].on.day} {points[n].on:%b}<br>{points[n].on:%Y}" for n in places],
            tickfont_size=11,
            ticklabeloverflow="allow",
            anchor="free",
            position=0,
        ),
        margin_r=20,
    )
