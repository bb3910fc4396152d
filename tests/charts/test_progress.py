"""The bar of delivery statuses: all five in words, whatever their share."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.charts.palette import STATUS_ORDER, SYMBOLS, contrast
from vawg_plans.charts.progress import status_bar
from vawg_plans.domain.actions import DeliveryStatus

ON = dt.date(2026, 11, 5)
COUNTS = {
    DeliveryStatus.COMPLETE: 12,
    DeliveryStatus.ON_TRACK: 40,
    DeliveryStatus.AT_RISK: 7,
    DeliveryStatus.OFF_TRACK: 3,
    DeliveryStatus.NOT_STARTED: 1_009,
}


@given(
    st.dictionaries(st.sampled_from(DeliveryStatus), st.integers(0, 5_000)),
    st.booleans(),
    st.booleans(),
)
def test_bar_key_and_table_say_the_same(
    counts: dict[DeliveryStatus, int], dark: bool, narrow: bool
) -> None:
    chart = status_bar(counts, on=ON, dark=dark, narrow=narrow)
    assert len(chart.figure.data) == len(chart.table) == len(DeliveryStatus)
    for status, part, row in zip(STATUS_ORDER, chart.figure.data, chart.table, strict=True):
        count = counts.get(status, 0)
        assert part.x == (count,)
        assert part.name == f"{SYMBOLS[status]} {status.full_label}: {count:,}"
        assert row["Delivery status"] == f"{SYMBOLS[status]} {status.full_label}"
        assert row["Actions"] == f"{count:,}"
        assert SYMBOLS[status] in part.text[0]
        assert f"{count:,}" in part.text[0]
        assert contrast(part.insidetextfont.color, part.marker.color) >= 4.5
        assert f"{count:,} {status.label.lower()}" in chart.alt
    assert chart.figure.layout.showlegend is True


def test_the_title_states_how_many_are_complete() -> None:
    assert status_bar(COUNTS, on=ON).title == "12 of 1,071 actions are complete"
    one = {DeliveryStatus.COMPLETE: 1, DeliveryStatus.ON_TRACK: 1}
    assert status_bar(one, on=ON).title == "1 of 2 actions is complete"


@pytest.mark.parametrize("counts", [{}, dict.fromkeys(DeliveryStatus, 0)])
def test_of_no_actions_there_is_no_share(counts: dict[DeliveryStatus, int]) -> None:
    chart = status_bar(counts, on=ON)
    assert chart.title == "There are no live actions yet"
    assert {row["Share"] for row in chart.table} == {"–"}


def test_a_share_below_half_a_percent_is_not_rounded_to_none() -> None:
    shares = {row["Delivery status"]: row["Share"] for row in status_bar(COUNTS, on=ON).table}
    assert shares["✕ Off track (red)"] == "1%"


def test_parts_are_kept_apart_by_the_ground() -> None:
    chart = status_bar(COUNTS, on=ON, dark=True)
    for part in chart.figure.data:
        assert part.marker.line.width >= 2
        assert contrast(part.marker.color, part.marker.line.color) >= 3


def test_the_words_people_use_for_a_status_are_in_the_key() -> None:
    key = " ".join(part.name for part in status_bar(COUNTS, on=ON).figure.data)
    for word in ("blue", "green", "amber", "red"):
        assert f"({word})" in key
