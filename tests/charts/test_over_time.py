"""Progress over time: a line, a row of bars for each status, and the same in the table."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vawg_plans.charts.over_time import over_time_chart
from vawg_plans.charts.palette import STATUS_ORDER, palette
from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.progress_over_time import Point
from vawg_plans.domain.rules import Progress

C = DeliveryStatus.COMPLETE


def point(month: int, counts: dict[DeliveryStatus, int], late: int = 0) -> Point:
    every = {s: counts.get(s, 0) for s in DeliveryStatus}
    return Point(dt.date(2022, month, 28), every, Progress(every[C], sum(every.values())), late)


COUNTS = st.dictionaries(st.sampled_from(DeliveryStatus), st.integers(0, 900))
POINTS = st.lists(st.tuples(COUNTS, st.integers(0, 50)), min_size=1, max_size=12).map(
    lambda found: [point(n, *one) for n, one in enumerate(found, start=1)]
)


@settings(max_examples=25)
@given(POINTS, st.booleans(), st.booleans())
def test_line_rows_and_table_say_the_same(points: list[Point], dark: bool, narrow: bool) -> None:
    chart = over_time_chart(points, dark=dark, narrow=narrow)
    line, *rows = chart.figure.data
    # Where there was no action there is no share, and it is not drawn as none.
    assert list(line.y) == [p.progress.share for p in points]
    assert len(rows) == len(STATUS_ORDER) + 1
    for status, row in zip(STATUS_ORDER, rows, strict=False):
        assert list(row.y) == [p.counts[status] for p in points]
        assert row.marker.color[-1] == palette(dark).of(status)
    assert list(rows[-1].y) == [p.late for p in points]
    scales = {chart.figure.layout[f"yaxis{n}"].range for n in range(2, 8)}
    assert len(scales) == 1, "the rows are of one scale"
    for row, p in zip(chart.table, points, strict=True):
        assert row["Live"] == f"{p.live:,}"
        assert row["Late"] == f"{p.late:,}"
        assert row["✓ Complete"] == f"{p.complete:,}"
        assert (row["Share complete"] == "–") is (p.live == 0)
    domains = [chart.figure.layout[f"yaxis{n or ''}"].domain for n in (0, *range(2, 8))]
    assert all(upper[0] >= lower[1] for upper, lower in itertools.pairwise(domains))


@pytest.mark.parametrize(
    ("points", "title"),
    [
        ([point(3, {C: 1, DeliveryStatus.ON_TRACK: 1})], "50% of the plan is complete"),
        (
            [point(1, {DeliveryStatus.ON_TRACK: 4}), point(3, {C: 1, DeliveryStatus.ON_TRACK: 3})],
            "25% of the plan is complete, up from 0% on 28 January 2022",
        ),
        (
            [point(1, {C: 4}), point(3, {C: 1, DeliveryStatus.ON_TRACK: 3})],
            "25% of the plan is complete, down from 100% on 28 January 2022",
        ),
        (
            [point(1, {C: 4}), point(3, {C: 8})],
            "100% of the plan is complete, as on 28 January 2022",
        ),
        ([point(1, {C: 4}), point(3, {})], "There are no live actions"),
    ],
)
def test_the_title_states_how_it_moved(points: list[Point], title: str) -> None:
    assert over_time_chart(points).title == title


def test_the_share_alone_is_for_a_report() -> None:
    points = [point(1, {C: 1}), point(2, {C: 2}, 1)]
    chart = over_time_chart(points, statuses=False)
    assert len(chart.figure.data) == 1
    assert len(chart.table) == 2
    assert chart.figure.layout.height < over_time_chart(points).figure.layout.height


def test_the_last_day_is_always_among_the_words_at_the_foot() -> None:
    points = [point(n, {C: 1}) for n in range(1, 13)]
    axis: Any = over_time_chart(points, narrow=True).figure.layout.xaxis
    assert axis.tickvals[-1] == 11
    assert len(axis.tickvals) <= 4
