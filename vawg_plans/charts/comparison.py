"""Forces side by side, from what each has shared: never a ranking.

Rows stand in the order given, by region or name. A force without a shared version has no row:
it is listed apart by whoever shows the chart, and counted in the chart's words. A cell where a
force has mapped no action is drawn as absent, not as zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from vawg_plans.charts.frame import Chart, as_label, counted, framed, on_one_line, short_date
from vawg_plans.charts.grid import Box, grid
from vawg_plans.charts.palette import ABSENT, OWN_FORCE, palette, step
from vawg_plans.comparison.forces import ForceFigures, Tally, returned
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.rules import percent_words

By = Literal["p", "area"]
Measure = Literal["coverage", "complete", "volume"]

NOTHING_MAPPED = "No actions mapped here"
NOTHING_SHARED = "No plan to compare yet"

_TITLES: dict[tuple[Measure, By], str] = {
    ("coverage", "p"): "Which Ps does each force cover?",
    ("coverage", "area"): "Which areas does each force cover?",
    ("complete", "p"): "How much of each P is complete?",
    ("complete", "area"): "How much of each area is complete?",
    ("volume", "p"): "Volume of actions (context, not merit)",
    ("volume", "area"): "Volume of actions (context, not merit)",
}


@dataclass(frozen=True, slots=True)
class _Figure:
    """One cell: its share for the fill (0 to 1), and the same in words for each twin."""

    share: float
    words: str
    short: str
    hover: str


def forces_chart(
    figures: Sequence[ForceFigures],
    framework: Framework,
    *,
    by: By,
    measure: Measure,
    on: dt.date,
    dark: bool = False,
    demonstration: bool = False,
    highlight: str | None = None,
    narrow: bool = False,
) -> Chart:
    """Forces in rows, the 4Ps or the six areas in columns.

    'coverage' is cells covered, of the six areas under a P or the 4Ps in an area; 'complete' the
    share of mapped actions complete, with their number; 'volume' the number of actions. `on` is
    the day the chart shows; each row is judged at its own version's date and says which.
    `highlight` is the reader's own force. A click hands back the force's id and the column's.
    """
    colours = palette(dark)
    kinds = framework.ps if by == "p" else framework.areas
    names = {kind_id: kind.name for kind_id, kind in kinds.items()}
    of = len(framework.areas if by == "p" else framework.ps)
    shown = returned(figures)
    most = max((t.actions for f in shown for t in _tallies(f, by).values()), default=0)
    scale = colours.volume if measure == "volume" else colours.sequential

    boxes: list[Box] = []
    table: list[dict[str, str]] = []
    for row, force in enumerate(shown):
        known = framework.forces[force.force_id]
        twin = {"Force": known.name, "Region": known.region, "Judged at": _version(force)}
        for column, (kind_id, name) in enumerate(names.items()):
            cell = _cell(force, by, kind_id, measure, of=of, most=most)
            twin[name] = cell.words if cell else NOTHING_MAPPED
            what = f"<b>{as_label(known.name)}, {as_label(name)}</b><br>"
            boxes.append(
                Box(
                    row=row,
                    column=column,
                    words=ABSENT if cell is None else cell.short if narrow else cell.words,
                    hover=f"{what}{cell.hover if cell else NOTHING_MAPPED}<br>{_version(force)}",
                    fill=step(scale, cell.share) if cell else colours.absent,
                    hatch=cell is None,
                    data=(force.force_id, kind_id),
                )
            )
        table.append(twin)

    upright = narrow and by == "area"
    title = _TITLES[measure, by]
    how_many = _shared(len(shown), len(figures), len(framework.forces))
    figure = grid(
        boxes,
        rows=[_label(f, framework, own=f.force_id == highlight, narrow=narrow) for f in shown],
        columns=[
            as_label(name if upright else name.replace(" ", "<br>", 1)) for name in names.values()
        ],
        colours=colours,
        size=11,
        upright=upright,
    )
    if not shown:
        figure.add_annotation(
            text=NOTHING_SHARED, xref="paper", yref="paper", x=0.5, y=0.5, showarrow=False
        )
    return framed(
        figure,
        title=title,
        subtitle=(
            f"{_unit(measure, by, of)} {how_many}; each judged at its own version’s date. "
            f"{on_one_line(on)}"
        ),
        alt=(
            f"{title} On {in_words(on)}, {how_many}.{_main_figures(shown, by, measure, of, names)}"
        ),
        columns=("Force", "Region", "Judged at", *names.values()),
        table=table,
        demonstration=demonstration,
        dark=dark,
        height=max(2, len(shown)) * (34 if narrow else 22),
        head=122 if upright else 40 if by == "area" else 26,
    )


def _tallies(force: ForceFigures, by: By) -> dict[str, Tally]:
    return force.by_p if by == "p" else force.by_area


def _cell(
    force: ForceFigures, by: By, kind_id: str, measure: Measure, *, of: int, most: int
) -> _Figure | None:
    """What a cell says, or None where no action is mapped: missing is not zero."""
    tally = _tallies(force, by).get(kind_id)
    if tally is None or not tally.actions:
        return None
    if measure == "coverage":
        covered = _covered(force, by, kind_id)
        across = "areas" if by == "p" else "Ps"
        return _Figure(
            share=covered / of,
            words=f"{covered} of {of}",
            short=f"{covered}/{of}",
            hover=f"Covers {covered} of {of} {across}",
        )
    if measure == "complete":
        share = percent_words(tally.complete, tally.actions)
        late = f", {tally.late:,} late" if tally.late else ""
        return _Figure(
            share=tally.complete / tally.actions,
            words=f"{share} of {tally.actions:,}",
            short=f"{share}<br>of {tally.actions:,}",
            hover=f"{tally.complete:,} of {counted(tally.actions, 'action')} complete{late}",
        )
    return _Figure(
        share=tally.actions / most,
        words=f"{tally.actions:,}",
        short=f"{tally.actions:,}",
        hover=f"{counted(tally.actions, 'action')}: context, not merit",
    )


def _covered(force: ForceFigures, by: By, kind_id: str) -> int:
    return force.covered(p=kind_id) if by == "p" else force.covered(area=kind_id)


def _unit(measure: Measure, by: By, of: int) -> str:
    if measure == "coverage":
        across = f"the {of} areas under each P" if by == "p" else f"the {of} Ps in each area"
        return f"How many of {across} have an action."
    kind = "lead P" if by == "p" else "improvement area"
    if measure == "complete":
        return f"Share of actions complete, and of how many, by {kind}."
    return f"Number of live actions by {kind}."


def _shared(shared: int, asked: int, forces: int) -> str:
    """'38 of 43 forces have shared a plan', or of those chosen."""
    of = f"{asked} forces" if asked == forces else f"{counted(asked, 'force')} chosen"
    return f"{shared} of {of} {'has' if 1 in (shared, asked) else 'have'} shared a plan"


def _label(force: ForceFigures, framework: Framework, *, own: bool, narrow: bool) -> str:
    """'Kent · 3 Nov 2026'; the reader's own force is marked and bold."""
    name = as_label(framework.forces[force.force_id].short_name)
    day = short_date(force.judged_on) if force.judged_on else "no date"
    label = f"{name}<br>{day}" if narrow else f"{name} · {day}"
    return f"<b>{OWN_FORCE} {label}</b>" if own else label


def _version(force: ForceFigures) -> str:
    """'3 November 2026 (version 4)', with the mark of a plan gone stale."""
    day = in_words(force.judged_on) or "No date"
    number = f" (version {force.number})" if force.number is not None else ""
    return f"{day}{number}{', stale' if force.stale else ''}"


def _main_figures(
    shown: Sequence[ForceFigures], by: By, measure: Measure, of: int, names: dict[str, str]
) -> str:
    """The main figures of each column in one sentence; nothing about who is first or last."""
    if not shown:
        return ""
    parts = []
    for kind_id, name in names.items():
        tallies = [t for f in shown if (t := _tallies(f, by).get(kind_id)) and t.actions]
        actions = sum(t.actions for t in tallies)
        if measure == "coverage":
            full = sum(_covered(f, by, kind_id) == of for f in shown)
            parts.append(f"{name}, {full} of {len(shown)}")
        elif measure == "volume":
            parts.append(f"{name}, {actions:,} by {len(tallies)} of {len(shown)}")
        elif actions:
            done = sum(t.complete for t in tallies)
            parts.append(f"{name}, {percent_words(done, actions)} of {actions:,}")
        else:
            parts.append(f"{name}, none mapped")
    lead = {
        "coverage": f"Forces with all {of} covered",
        "complete": "Complete, of all their actions together",
        "volume": "Actions, and how many forces have any",
    }[measure]
    return f" {lead}: {'; '.join(parts)}."
