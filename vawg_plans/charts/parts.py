"""The plan by lead P and by improvement area: how many actions, and how many of them complete."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from vawg_plans.charts.frame import KEY, Chart, as_label, counted, framed, on_one_line
from vawg_plans.charts.palette import palette
from vawg_plans.domain.actions import Action, TagKind
from vawg_plans.domain.coverage import by_code, by_lead_p
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.rules import is_late, progress_of

_ROW, _HEADING = 44, 26


@dataclass(frozen=True, slots=True)
class Part:
    """The live actions of one P or area, as a person accepted; with no name, those of none."""

    group: str
    name: str
    live: int
    complete: int
    late: int

    @property
    def words(self) -> str:
        """12 of 45 complete, 3 late."""
        if not self.live:
            return "no actions"
        late = f", {self.late:,} late" if self.late else ""
        return f"{self.complete:,} of {self.live:,} complete{late}"


def parts_of(actions: Sequence[Action], framework: Framework, on: dt.date) -> list[Part]:
    """Each P and each area in the framework's order, and what is in none of them, if any is."""
    by_p = by_lead_p(actions, framework.ps)
    by_area = by_code(actions, TagKind.AREA, framework.areas)
    found = []
    for group, names, parts in (
        ("Lead P", {p.id: p.name for p in framework.ps.values()}, by_p),
        ("Improvement area", {a.id: a.name for a in framework.areas.values()}, by_area),
    ):
        placed = {action.id for those in parts.values() for action in those}
        rest = [a for a in actions if a.id not in placed]
        found += [_part(group, names[code], those, on) for code, those in parts.items()]
        found += (
            [_part(group, f"No {group[0].lower()}{group[1:]} accepted", rest, on)] if rest else []
        )
    return found


def _part(group: str, name: str, actions: list[Action], on: dt.date) -> Part:
    progress = progress_of(actions)
    return Part(group, name, progress.live, progress.complete, sum(is_late(a, on) for a in actions))


def parts_chart(
    actions: Sequence[Action],
    framework: Framework,
    *,
    on: dt.date,
    dark: bool = False,
    demonstration: bool = False,
) -> Chart:
    """A bar for each P and each area, as long as it has live actions, filled as far as they are
    complete. The length is context: a long bar is no merit. Words stand over their bars, so the
    picture is the same on a phone.
    """
    colours = palette(dark)
    parts = parts_of(actions, framework, on)
    figure = go.Figure()
    places: list[float] = []
    at = 0.0
    for n, part in enumerate(parts):
        if n == 0 or part.group != parts[n - 1].group:
            at += _HEADING
            _words(figure, f"<b>{part.group}</b>", at - 4, colours.muted)
        at += _ROW
        places.append(at - 12)
        _words(figure, f"{as_label(part.name)}: {part.words}", at - 22, colours.text)
    hover = [f"<b>{as_label(p.name)}</b><br>{p.words}" for p in parts]
    for counts, marker, name in (
        ([p.live for p in parts], dict(color=colours.volume[0]), "Live actions"),
        ([p.complete for p in parts], dict(color=colours.complete), "of them complete"),
    ):
        figure.add_bar(
            orientation="h",
            x=counts,
            y=places,
            width=16,
            name=name,
            marker=marker | dict(line=dict(color=colours.outline, width=1)),
            hovertext=hover,
            hoverinfo="text",
        )
    figure.update_layout(
        barmode="overlay",
        xaxis=dict(range=[0, max((p.live for p in parts), default=0) or 1], visible=False),
        yaxis=dict(range=[at, 0], visible=False),
        showlegend=True,
        legend=KEY,
    )
    progress = progress_of(actions)
    left = progress.live - progress.complete
    title = "How many actions has each P and area, and how many are complete?"
    listed = "; ".join(f"{p.name}: {p.words}" for p in parts)
    return framed(
        figure,
        title=title,
        subtitle=(
            "Live actions by the lead P and areas a person accepted; one may be in several areas. "
            f"How many there are is context, not merit. {on_one_line(on)}"
        ),
        alt=(
            f"On {in_words(on)}, {progress.complete:,} of {counted(progress.live, 'live action')} "
            f"complete and {left:,} to go. {listed}."
        ),
        columns=("By", "Part", "Live actions", "Complete", "Late"),
        table=[
            {
                "By": p.group,
                "Part": p.name,
                "Live actions": f"{p.live:,}",
                "Complete": f"{p.complete:,}",
                "Late": f"{p.late:,}",
            }
            for p in parts
        ],
        demonstration=demonstration,
        dark=dark,
        height=round(at),
        foot=32,
    )


def _words(figure: go.Figure, words: str, at: float, colour: str) -> None:
    figure.add_annotation(
        text=words,
        xref="paper",
        x=0,
        y=at,
        xanchor="left",
        yanchor="bottom",
        showarrow=False,
        font=dict(size=12, color=colour),
    )
