"""The matrix as drawn says the same as the matrix as counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.charts.coverage import cell_words, matrix_chart, states
from vawg_plans.charts.palette import DARK, LIGHT, contrast
from vawg_plans.domain.answers import Answer, Choice
from vawg_plans.domain.coverage import Cell, Matrix, matrix_of
from vawg_plans.domain.framework import Framework
from vawg_plans.store.framework_files import read_framework

ON = dt.date(2026, 11, 5)
FRAMEWORK = read_framework()


def matrix_with(**of: dict[str, int]) -> Matrix:
    """An empty matrix but for cells given as area_p=dict(accepted=...)."""
    matrix = matrix_of([], FRAMEWORK.areas, FRAMEWORK.ps)
    for place, counts in of.items():
        area, p = place.split("_")
        matrix[area, p] = Cell(area, p, **counts)
    return matrix


NATIONAL = Answer(
    "plan-kent",
    "kent",
    "cell:powers:prepare",
    choice=Choice.NOT_APPLICABLE,
    words="Done nationally",
)


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    few = st.integers(0, 3) | st.integers(0, 2_000)
    matrix = matrix_of([], FRAMEWORK.areas, FRAMEWORK.ps)
    for cell in matrix.values():
        cell.accepted = draw(few)
        cell.complete = draw(st.integers(0, cell.accepted))
        cell.suggested, cell.supporting = draw(few), draw(few)
    return matrix


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Cell("powers", "prepare", accepted=3), "3 actions"),
        (Cell("powers", "prepare", accepted=1), "1 action"),
        (Cell("powers", "prepare", accepted=1, suggested=2), "1 action, 2 more suggested"),
        (Cell("powers", "prepare", suggested=1), "1 suggested"),
        (Cell("powers", "prepare"), "Gap"),
        # A supporting P is shown, but covers nothing.
        (Cell("powers", "prepare", supporting=4), "Gap"),
        (Cell("powers", "prepare", suggested=1, not_applicable=NATIONAL), "Not applicable"),
        (Cell("powers", "prepare", accepted=1, not_applicable=NATIONAL), "1 action"),
    ],
)
def test_a_cell_says_its_state_in_words(cell: Cell, words: str) -> None:
    assert cell_words(cell) == words


@given(matrices())
def test_the_four_states_are_all_cells_and_covered_is_the_definitions(matrix: Matrix) -> None:
    covered, answered, suggested, gaps = states(matrix)
    assert covered + answered + suggested + gaps == len(matrix) == 24
    assert answered == sum(cell.answered for cell in matrix.values())
    assert covered == sum(cell.covered for cell in matrix.values())


@given(matrix=matrices(), dark=st.booleans(), narrow=st.booleans())
def test_picture_table_and_count_agree_in_every_cell(
    cells: Any, matrix: Matrix, dark: bool, narrow: bool
) -> None:
    chart = matrix_chart(matrix, FRAMEWORK, on=ON, dark=dark, narrow=narrow)
    drawn = cells(chart.figure)
    colours = DARK if dark else LIGHT
    assert set(drawn) == set(matrix)
    for row, area in enumerate(FRAMEWORK.areas.values()):
        assert chart.table[row]["Improvement area"] == area.name
        for column, p in enumerate(FRAMEWORK.ps.values()):
            cell, box = matrix[area.id, p.id], drawn[area.id, p.id]
            assert (box.row, box.column) == (row, column)
            assert chart.table[row][p.name] == cell_words(cell)
            assert cell_words(cell) in box.hover
            said = box.words.replace("<br>", " ").replace("<b>", "").replace("</b>", "")
            if cell.covered:
                assert said.startswith(f"{cell.accepted:,} action")
                assert (box.fill, box.hatched) == (colours.covered, False)
            elif cell.suggested:
                assert said == f"{cell.suggested} suggested"
                assert (box.fill, box.hatched) == (colours.suggested, True)
            else:
                assert said == "Gap"
                assert (box.fill, box.hatched) == (colours.absent, False)
            assert contrast(box.ink, box.fill) >= 4.5
            assert contrast(box.outline, colours.ground) >= 3


def test_one_action_covers_a_cell_as_wholly_as_a_hundred(cells: Any) -> None:
    matrix = matrix_with(powers_prepare=dict(accepted=1), powers_pursue=dict(accepted=100))
    drawn = cells(matrix_chart(matrix, FRAMEWORK, on=ON).figure)
    assert drawn["powers", "prepare"].fill == drawn["powers", "pursue"].fill


def test_the_title_states_the_finding_and_the_alternative_names_the_gaps() -> None:
    full: dict[str, dict[str, int]] = {
        f"{area}_{p}": dict(accepted=1) for area in FRAMEWORK.areas for p in FRAMEWORK.ps
    }
    full["victims_protect"] = {}
    full["powers_prevent"] = dict(suggested=2)
    chart = matrix_chart(matrix_with(**full), FRAMEWORK, on=ON)
    assert chart.title == "22 of 24 cells are covered"
    assert chart.alt == (
        "Improvement areas by 4Ps on 5 November 2026: 22 of 24 cells are covered, "
        "0 not applicable, 1 only suggested, 1 gap. Gaps: Protect: at-risk victims."
    )


def test_the_table_has_every_area_and_p_in_the_frameworks_order(framework: Framework) -> None:
    chart = matrix_chart(matrix_with(), framework, on=ON)
    assert chart.columns == ("Improvement area", "Prepare", "Prevent", "Protect", "Pursue")
    assert [row["Improvement area"] for row in chart.table] == [
        area.name for area in framework.areas.values()
    ]
    assert all(set(row) == set(chart.columns) for row in chart.table)
