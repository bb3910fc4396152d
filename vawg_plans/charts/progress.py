"""How a set of actions is going: one bar, a part for each delivery status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import plotly.graph_objects as go

from vawg_plans.charts.frame import KEY, Chart, counted, framed, on_one_line
from vawg_plans.charts.palette import (
    STATUS_ORDER,
    SYMBOLS,
    in_symbol_and_words,
    palette,
    text_on,
)
from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.rules import percent_words


def status_bar(
    counts: Mapping[DeliveryStatus, int],
    *,
    on: dt.date,
    dark: bool = False,
    demonstration: bool = False,
    narrow: bool = False,
) -> Chart:
    """One horizontal bar of live actions by the status the force states.

    A part says shape, word and count; less than a tenth, and with `narrow` (a screen of about
    360 px) any, shape and count. The key below says all five in full, those with none included.
    """
    colours = palette(dark)
    total = sum(counts.values())
    figure = go.Figure()
    for status in STATUS_ORDER:
        count = counts.get(status, 0)
        fill = colours.of(status)
        short, words = SYMBOLS[status], in_symbol_and_words(status)
        figure.add_bar(
            orientation="h",
            x=[count],
            y=[0],
            width=0.92,
            name=f"{SYMBOLS[status]} {status.full_label}: {count:,}",
            text=[f"<b>{short if narrow or count < total / 10 else words}<br>{count:,}</b>"],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            insidetextfont=dict(size=13, color=text_on(fill)),
            # The ground shows between the parts, so neighbours need no contrast of their own.
            marker=dict(color=fill, line=dict(color=colours.ground, width=2)),
            customdata=[[status.value]],
            hovertext=[f"<b>{words}</b><br>{_of_all(count, total)}"],
            hoverinfo="text",
            selected=dict(textfont=dict(color=text_on(fill))),
            unselected=dict(marker=dict(opacity=1), textfont=dict(color=text_on(fill))),
        )
    figure.update_layout(
        barmode="stack",
        bargap=0,
        # Words that would be smaller than this are left to the key.
        uniformtext=dict(minsize=11, mode="hide"),
        xaxis=dict(range=[0, max(1, total)], visible=False),
        yaxis=dict(range=[-0.5, 0.5], visible=False),
        showlegend=True,
        legend=KEY | dict(itemwidth=30, font=dict(size=12, color=colours.text)),
    )
    done = counts.get(DeliveryStatus.COMPLETE, 0)
    title = (
        f"{done:,} of {counted(total, 'action')} {'is' if done == 1 else 'are'} complete"
        if total
        else "There are no live actions yet"
    )
    if not total:
        figure.add_shape(
            type="rect", x0=0, x1=1, y0=-0.46, y1=0.46, line=dict(color=colours.outline, width=1)
        )
    listed = ", ".join(f"{counts.get(s, 0):,} {s.label.lower()}" for s in STATUS_ORDER)
    return framed(
        figure,
        title=title,
        subtitle=f"Live actions by delivery status, as the force states it. {on_one_line(on)}",
        alt=f"{title} on {in_words(on)}. By delivery status: {listed}.",
        columns=("Delivery status", "Actions", "Share"),
        table=[
            {
                "Delivery status": f"{SYMBOLS[status]} {status.full_label}",
                "Actions": f"{counts.get(status, 0):,}",
                "Share": percent_words(counts.get(status, 0), total) if total else "–",
            }
            for status in STATUS_ORDER
        ],
        demonstration=demonstration,
        dark=dark,
        height=56,
        foot=76 if narrow else 48,
    )


def _of_all(count: int, total: int) -> str:
    share = f" ({percent_words(count, total)})" if total else ""
    return f"{count:,} of {counted(total, 'live action')}{share}"
