"""Counts of forces side by side: they add up, and missing is not zero."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.comparison.forces import ForceFigures, Tally, returned, tally
from vawg_plans.domain.plans import PlanState

FORCES = ("kent", "essex", "surrey")
AREAS = ("powers", "victims", "capability")
PS = ("prepare", "prevent", "protect", "pursue")

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "force_id": st.sampled_from(FORCES),
            "lead_p": st.none() | st.sampled_from(PS),
            "areas": st.lists(st.sampled_from(AREAS), unique=True).map(sorted),
            "status": st.sampled_from(["not_started", "on_track", "complete"]),
            "late": st.booleans(),
            "stale": st.booleans(),
            "actions": st.integers(1, 9),
        }
    ),
    max_size=12,
)


def figures_of(rows: list[dict[str, Any]]) -> dict[str, ForceFigures]:
    figures = {f: ForceFigures(f, PlanState.SHARED, version_id=f"{f}-v1") for f in FORCES}
    tally(figures, rows)
    return figures


def summed(*tallies: Tally) -> tuple[int, ...]:
    return tuple(map(sum, zip(*map(astuple, tallies), strict=True))) if tallies else (0, 0, 0, 0)


@given(rows=ROWS)
def test_each_action_is_counted_once_in_the_total(rows: list[dict[str, Any]]) -> None:
    for force_id, force in figures_of(rows).items():
        mine = [r for r in rows if r["force_id"] == force_id]
        assert force.total.actions == sum(r["actions"] for r in mine)
        assert force.total.late == sum(r["actions"] for r in mine if r["late"])
        assert force.total.stale == sum(r["actions"] for r in mine if r["stale"])
        complete = sum(r["actions"] for r in mine if r["status"] == "complete")
        assert force.total.complete == complete


@given(rows=ROWS)
def test_the_ps_add_up_to_the_actions_with_a_lead_p(rows: list[dict[str, Any]]) -> None:
    for force_id, force in figures_of(rows).items():
        mapped = [r for r in rows if r["force_id"] == force_id and r["lead_p"] is not None]
        one = figures_of(mapped)[force_id].total
        assert summed(*force.by_p.values()) == astuple(one)


@given(rows=ROWS)
def test_an_action_is_once_in_each_of_its_areas(rows: list[dict[str, Any]]) -> None:
    for force_id, force in figures_of(rows).items():
        for area in AREAS:
            inside = [r for r in rows if r["force_id"] == force_id and area in r["areas"]]
            one = figures_of(inside)[force_id].total
            assert force.by_area.get(area, Tally()) == one


@given(rows=ROWS)
def test_the_cells_of_an_area_add_up_to_its_actions_with_a_lead_p(
    rows: list[dict[str, Any]],
) -> None:
    for force_id, force in figures_of(rows).items():
        for area in AREAS:
            inside = [
                r
                for r in rows
                if r["force_id"] == force_id and area in r["areas"] and r["lead_p"] is not None
            ]
            cells = [t for (a, _), t in force.cells.items() if a == area]
            assert summed(*cells) == astuple(figures_of(inside)[force_id].total)


@given(rows=ROWS)
def test_covered_cells_are_counted_the_same_by_p_by_area_and_altogether(
    rows: list[dict[str, Any]],
) -> None:
    for force in figures_of(rows).values():
        assert force.covered() == len(force.cells)
        assert sum(force.covered(p=p) for p in PS) == force.covered()
        assert sum(force.covered(area=a) for a in AREAS) == force.covered()
        assert sum(force.covered(area=a, p=p) for a in AREAS for p in PS) == force.covered()


@given(rows=ROWS, data=st.data())
def test_the_order_of_the_rows_makes_no_difference(
    rows: list[dict[str, Any]], data: st.DataObject
) -> None:
    assert figures_of(data.draw(st.permutations(rows))) == figures_of(rows)


def test_the_share_complete_of_no_actions_is_missing_and_not_zero() -> None:
    assert Tally().share_complete is None
    assert Tally(actions=4).share_complete == 0.0
    assert Tally(actions=4, complete=3).share_complete == 0.75


def test_a_force_without_a_version_has_nothing_to_compare() -> None:
    force = ForceFigures("kent", PlanState.DRAFT)
    assert not force.returned
    assert (force.total.share_complete, force.judged_on, force.covered()) == (None, None, 0)
    assert returned([force, ForceFigures("essex", PlanState.SHARED, version_id="essex-v1")]) == [
        ForceFigures("essex", PlanState.SHARED, version_id="essex-v1")
    ]


def test_a_row_of_a_force_nobody_knows_is_left_out() -> None:
    row = {"force_id": "atlantis", "lead_p": "prevent", "areas": ["powers"], "actions": 3}
    assert figures_of([{**row, "status": "complete", "late": True, "stale": True}]) == figures_of(
        []
    )


@pytest.mark.parametrize(
    ("lead_p", "areas", "by_p", "by_area", "cells"),
    [
        ("protect", ["powers", "victims"], 1, 2, 2),
        (None, ["powers"], 0, 1, 0),
        ("protect", [], 1, 0, 0),
        (None, [], 0, 0, 0),
    ],
)
def test_what_nobody_mapped_is_counted_but_covers_nothing(
    lead_p: str | None, areas: list[str], by_p: int, by_area: int, cells: int
) -> None:
    row = {"force_id": "kent", "lead_p": lead_p, "areas": areas, "status": "complete"}
    force = figures_of([{**row, "late": False, "stale": False, "actions": 5}])["kent"]
    assert force.total == Tally(actions=5, complete=5)
    assert (len(force.by_p), len(force.by_area), len(force.cells)) == (by_p, by_area, cells)
