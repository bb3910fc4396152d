"""Due by month: bars, words and table agree, across and down."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vawg_plans.charts.due import due_chart
from vawg_plans.charts.palette import contrast, palette
from vawg_plans.domain.due import DueIn

ON = dt.date(2022, 6, 15)
COUNTS = st.integers(0, 40)


@st.composite
def months(draw: st.DrawFn) -> list[DueIn]:
    days = [dt.date(2022, month, 1) for month in range(5, 9)]
    found = [
        DueIn(f"{d:%b %Y}", d, complete=draw(COUNTS), late=draw(COUNTS), open=draw(COUNTS))
        for d in days
    ]
    return [*found, DueIn("No date", None, open=draw(COUNTS))]


@settings(max_examples=25)
@given(months(), st.booleans(), st.booleans())
def test_bars_key_and_table_say_the_same(given_: list[DueIn], dark: bool, narrow: bool) -> None:
    chart = due_chart(given_, soon=3, on=ON, dark=dark, narrow=narrow)
    for part, column in zip(chart.figure.data, ("Complete", "To do", "Late"), strict=True):
        counts = list(part.x if narrow else part.y)
        assert [f"{count:,}" for count in counts] == [row[column] for row in chart.table]
        assert part.name.endswith(f"{column}: {sum(counts):,}")
    assert [row["Actions"] for row in chart.table] == [f"{m.actions:,}" for m in given_]
    colours = palette(dark)
    complete, _, late = chart.figure.data
    assert contrast(complete.marker.color, colours.ground) >= 3
    # Late is told by a pattern and the shape in the key, not by its colour alone.
    assert late.marker.pattern.shape
    assert late.name.startswith("✕")


@pytest.mark.parametrize(
    ("month", "soon", "title"),
    [
        (
            DueIn("Jun 2022", ON.replace(day=1), late=2, open=5),
            3,
            "2 actions are late; 3 actions fall due in the next 90 days",
        ),
        (
            DueIn("Jun 2022", ON.replace(day=1), late=1),
            1,
            "1 action is late; 1 action falls due in the next 90 days",
        ),
        (
            DueIn("No date", open=5),
            0,
            "No action is late; 0 actions fall due in the next 90 days",
        ),
        (DueIn("Jun 2022", ON.replace(day=1)), 0, "There are no live actions yet"),
    ],
)
def test_the_title_states_what_is_late_and_what_comes(month: DueIn, soon: int, title: str) -> None:
    assert due_chart([month], soon=soon, on=ON).title == title


def test_the_judging_date_is_marked_where_its_month_is_shown() -> None:
    here = DueIn("Jun 2022", ON.replace(day=1), open=1)
    assert len(due_chart([here], soon=0, on=ON).figure.layout.shapes) == 1
    assert not due_chart([DueIn("No date", open=1)], soon=0, on=ON).figure.layout.shapes
