"""Forces side by side: in the order given, each at its date, nothing missing drawn as zero."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any, get_args

import pytest

from vawg_plans.charts.comparison import NOTHING_MAPPED, By, Measure, forces_chart
from vawg_plans.charts.palette import DARK, LIGHT, contrast
from vawg_plans.comparison.forces import ForceFigures, Tally
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plans import PlanState

ON = dt.date(2026, 11, 5)
MEASURES: tuple[Measure, ...] = get_args(Measure)
BYS: tuple[By, ...] = get_args(By)
EVERY_KIND = pytest.mark.parametrize("measure", MEASURES)
BOTH_WAYS = pytest.mark.parametrize("by", BYS)


def shared(force_id: str, *, on: dt.date = dt.date(2026, 11, 3), stale: bool = False) -> Any:
    return ForceFigures(
        force_id,
        PlanState.SHARED,
        version_id=f"{force_id}-4",
        number=4,
        audience="national",
        judged_on=on,
        stale=stale,
    )


def kent() -> ForceFigures:
    """20 actions under prepare (9 complete), 2 under pursue without an area, no others."""
    force: ForceFigures = shared("kent")
    force.by_p = {"prepare": Tally(20, 9, late=3), "pursue": Tally(2, 0)}
    force.by_area = {"powers": Tally(15, 9), "victims": Tally(5, 0)}
    force.cells = {("powers", "prepare"): Tally(15, 9), ("victims", "prepare"): Tally(5, 0)}
    return force


def not_shared(force_id: str) -> ForceFigures:
    return ForceFigures(force_id, PlanState.DRAFT)


@pytest.fixture
def every_force(framework: Framework) -> list[ForceFigures]:
    """43 forces with figures in nearly every cell."""
    dice = random.Random(4)
    found = []
    for force_id in framework.forces:
        force: ForceFigures = shared(force_id, stale=dice.random() < 0.2)
        for p in framework.ps:
            for area in framework.areas:
                if dice.random() < 0.7:
                    actions = dice.randint(1, 25)
                    tally = Tally(actions, dice.randint(0, actions), late=1)
                    force.cells[area, p] = tally
                    for kinds, kind in ((force.by_p, p), (force.by_area, area)):
                        so_far = kinds.setdefault(kind, Tally())
                        so_far.actions += tally.actions
                        so_far.complete += tally.complete
        found.append(force)
    return found


@pytest.mark.parametrize(
    ("measure", "by", "kind", "words"),
    [
        ("coverage", "p", "prepare", "2 of 6"),
        ("coverage", "p", "pursue", "0 of 6"),  # two actions are mapped, to no area
        ("coverage", "p", "protect", "–"),
        ("coverage", "area", "powers", "1 of 4"),
        ("complete", "p", "prepare", "45% of 20"),
        ("complete", "p", "pursue", "0% of 2"),
        ("complete", "p", "protect", "–"),
        ("complete", "area", "victims", "0% of 5"),
        ("volume", "p", "prepare", "20"),
        ("volume", "area", "disclosure", "–"),
    ],
)
def test_a_cell_says_its_figure(
    framework: Framework, cells: Any, measure: Measure, by: By, kind: str, words: str
) -> None:
    chart = forces_chart([kent()], framework, by=by, measure=measure, on=ON)
    assert cells(chart.figure)["kent", kind].words == words


@EVERY_KIND
@BOTH_WAYS
@pytest.mark.parametrize("dark", [False, True])
def test_missing_is_hatched_and_named_and_never_zero(
    framework: Framework, cells: Any, measure: Measure, by: By, dark: bool
) -> None:
    force = kent()
    force.by_p["prevent"] = force.by_area["capability"] = Tally()  # counted, and none found
    chart = forces_chart([force], framework, by=by, measure=measure, on=ON, dark=dark)
    colours = DARK if dark else LIGHT
    mapped = {"p": {"prepare", "pursue"}, "area": {"powers", "victims"}}[by]
    kinds = framework.ps if by == "p" else framework.areas
    for (_, kind), cell in cells(chart.figure).items():
        missing = kind not in mapped
        assert cell.hatched is missing
        assert (cell.words == "–") is missing
        assert (NOTHING_MAPPED in cell.hover) is missing
        assert (chart.table[0][kinds[kind].name] == NOTHING_MAPPED) is missing
        assert (cell.fill == colours.absent) is missing


@EVERY_KIND
@BOTH_WAYS
@pytest.mark.parametrize("narrow", [False, True])
def test_picture_and_table_hold_the_same_figures(
    framework: Framework,
    cells: Any,
    every_force: list[ForceFigures],
    measure: Measure,
    by: By,
    narrow: bool,
) -> None:
    chart = forces_chart(every_force, framework, by=by, measure=measure, on=ON, narrow=narrow)
    kinds = framework.ps if by == "p" else framework.areas
    drawn = cells(chart.figure)
    assert len(drawn) == len(every_force) * len(kinds)
    for row, force in enumerate(every_force):
        assert set(chart.table[row]) == set(chart.columns)
        assert chart.table[row]["Force"] == framework.forces[force.force_id].name
        for column, (kind_id, kind) in enumerate(kinds.items()):
            cell = drawn[force.force_id, kind_id]
            assert (cell.row, cell.column) == (row, column)
            in_table = chart.table[row][kind.name]
            said = cell.words.replace("<br>", " ").replace("/", " of ")
            assert said == ("–" if in_table == NOTHING_MAPPED else in_table)


@EVERY_KIND
def test_the_order_is_the_one_given_and_never_a_rank(
    framework: Framework, every_force: list[ForceFigures], measure: Measure
) -> None:
    backwards = list(reversed(every_force))
    chart = forces_chart(backwards, framework, by="p", measure=measure, on=ON)
    names = [framework.forces[f.force_id] for f in backwards]
    assert [row["Force"] for row in chart.table] == [force.name for force in names]
    labels = [label.replace("&amp;", "&") for label in chart.figure.layout.yaxis.ticktext]
    assert [label.split(" · ")[0] for label in labels] == [force.short_name for force in names]
    top_to_bottom = chart.figure.layout.yaxis.range
    assert top_to_bottom[0] > top_to_bottom[1]


def test_a_force_that_shared_nothing_has_no_row_but_is_counted(framework: Framework) -> None:
    figures = [not_shared("essex"), kent(), not_shared("surrey")]
    chart = forces_chart(figures, framework, by="p", measure="complete", on=ON)
    assert [row["Force"] for row in chart.table] == ["Kent Police"]
    assert len(chart.figure.layout.yaxis.ticktext) == 1
    assert "1 of 3 forces chosen has shared a plan" in chart.subtitle
    assert "1 of 3 forces chosen has shared a plan" in chart.alt


def test_of_all_forces_it_says_how_many_of_43_have_shared(framework: Framework) -> None:
    figures = [kent() if id == "kent" else not_shared(id) for id in framework.forces]
    figures[0] = shared(figures[0].force_id)
    chart = forces_chart(figures, framework, by="area", measure="volume", on=ON)
    assert "2 of 43 forces have shared a plan" in chart.subtitle


@EVERY_KIND
@BOTH_WAYS
def test_without_any_shared_plan_it_says_so(framework: Framework, measure: Measure, by: By) -> None:
    chart = forces_chart([not_shared("kent")], framework, by=by, measure=measure, on=ON)
    assert chart.table == []
    assert [note.text for note in chart.figure.layout.annotations] == ["No plan to compare yet"]
    assert "0 of 1 force chosen has shared a plan" in chart.alt


def test_each_row_says_the_date_it_is_judged_at(framework: Framework) -> None:
    figures = [kent(), shared("essex", on=dt.date(2026, 3, 1), stale=True)]
    chart = forces_chart(figures, framework, by="p", measure="complete", on=ON)
    assert chart.figure.layout.yaxis.ticktext == ("Kent · 3 Nov 2026", "Essex · 1 Mar 2026")
    assert [row["Judged at"] for row in chart.table] == [
        "3 November 2026 (version 4)",
        "1 March 2026 (version 4), stale",
    ]


def test_the_readers_own_force_is_marked_by_more_than_colour(framework: Framework) -> None:
    figures = [shared("essex"), kent()]
    chart = forces_chart(figures, framework, by="p", measure="volume", on=ON, highlight="kent")
    assert chart.figure.layout.yaxis.ticktext == (
        "Essex · 3 Nov 2026",
        "<b>▸ Kent · 3 Nov 2026</b>",
    )


@EVERY_KIND
@BOTH_WAYS
@pytest.mark.parametrize("dark", [False, True])
def test_words_can_be_read_in_every_cell(
    framework: Framework,
    cells: Any,
    every_force: list[ForceFigures],
    measure: Measure,
    by: By,
    dark: bool,
) -> None:
    chart = forces_chart(every_force, framework, by=by, measure=measure, on=ON, dark=dark)
    for cell in cells(chart.figure).values():
        assert contrast(cell.ink, cell.fill) >= 4.5
        assert contrast(cell.outline, (DARK if dark else LIGHT).ground) >= 3


def test_choosing_a_cell_leaves_the_others_readable(framework: Framework) -> None:
    chart = forces_chart([kent()], framework, by="p", measure="complete", on=ON)
    for trace in chart.figure.data:
        assert trace.unselected.marker.opacity == 1
        assert trace.unselected.textfont.color == trace.insidetextfont.color
        assert trace.selected.textfont.color == trace.insidetextfont.color


def test_volume_is_called_context_and_has_no_colour_of_merit(
    framework: Framework, cells: Any, every_force: list[ForceFigures]
) -> None:
    chart = forces_chart(every_force, framework, by="p", measure="volume", on=ON)
    assert chart.title == "Volume of actions (context, not merit)"
    fills = {cell.fill for cell in cells(chart.figure).values()}
    assert fills <= {*LIGHT.volume, LIGHT.absent}


def test_the_alternative_gives_figures_of_all_and_names_no_force(
    framework: Framework, every_force: list[ForceFigures]
) -> None:
    actions = sum(f.by_p["prepare"].actions for f in every_force if "prepare" in f.by_p)
    complete = sum(f.by_p["prepare"].complete for f in every_force if "prepare" in f.by_p)
    chart = forces_chart(every_force, framework, by="p", measure="complete", on=ON)
    assert f"Prepare, {100 * complete / actions:.0f}% of {actions:,}" in chart.alt
    assert not [f.short_name for f in framework.forces.values() if f.short_name in chart.alt]


def test_43_forces_by_6_areas_are_small_to_send(
    framework: Framework, every_force: list[ForceFigures]
) -> None:
    chart = forces_chart(every_force, framework, by="area", measure="complete", on=ON)
    assert len(chart.figure.to_json()) < 150_000
