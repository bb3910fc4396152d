"""The line of time: what is drawn of each action, and what is missing is not drawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vawg_plans.charts.frame import Chart
from vawg_plans.charts.palette import SYMBOLS, contrast, palette
from vawg_plans.charts.timeline import timeline_chart
from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.details import Milestone
from vawg_plans.domain.rules import DueChange, Record, judge

ON = dt.date(2022, 6, 15)
DAY = dt.timedelta(days=1)
PLAIN = Action(
    "act-1", "plan-kent", "kent", reference="A1", title="Train every officer <b>now</b>",
    owner_posts=("ACC",), start=dt.date(2022, 1, 1), due=dt.date(2022, 9, 1),
    status=DeliveryStatus.ON_TRACK,
)  # fmt: skip
SLIPPED = Record(ON, ON, (DueChange(dt.date(2022, 7, 1), dt.date(2022, 9, 1), ON),))


def drawn(*actions: Action, record: Record | None = None, **look: Any) -> Chart:
    records = {a.id: record or Record(ON, ON) for a in actions}
    judged = {a.id: judge(a, records[a.id], ON) for a in actions}
    return timeline_chart(actions, look.pop("every", actions), records, judged, on=ON, **look)


def traces(chart: Chart) -> dict[str, Any]:
    """What is drawn, by its name in the key; the marks of the due dates by their shape."""
    return {t.name or t.text[0].strip("</b>"): t for t in chart.figure.data}


def test_a_slip_is_a_thin_line_from_the_first_due_date_to_the_present_one() -> None:
    chart = drawn(PLAIN, record=SLIPPED)
    found = traces(chart)
    assert list(found["start to first due"].x)[:2] == [PLAIN.start, dt.date(2022, 7, 1)]
    assert list(found["slipped to"].x)[:2] == [dt.date(2022, 7, 1), PLAIN.due]
    assert found["slipped to"].line.width < found["start to first due"].line.width
    assert list(found["●"].x) == [PLAIN.due]
    (row,) = chart.table
    assert (row["First due"], row["Due"]) == ("1 July 2022", "1 September 2022")
    assert row["Slipped"] == "once, 62 days"
    both = drawn(PLAIN, replace(PLAIN, id="act-2", due=ON - DAY), record=SLIPPED)
    assert both.title == "1 of 2 actions is late, 2 have slipped"


def test_what_is_missing_is_not_drawn() -> None:
    bare = replace(PLAIN, start=None, due=None, due_words="Ongoing")
    chart = drawn(bare, replace(PLAIN, id="act-2", start=None))
    found = traces(chart)
    assert not found["start to first due"].x
    assert len(found["●"].x) == 1
    assert [row["Due"] for row in chart.table] == ["Ongoing", "1 September 2022"]
    assert [row["Start"] for row in chart.table] == ["–", "–"]
    assert any("no date" in a.text for a in chart.figure.layout.annotations)


def test_milestones_are_told_apart_by_shape_and_word() -> None:
    milestones = (
        Milestone("m1", "Agreed", ON - 9 * DAY, done_on=ON - 9 * DAY),
        Milestone("m2", "Trained", ON - DAY),
        Milestone("m3", "Audited", ON),
        Milestone("m4", "Some day"),
    )
    chart = drawn(replace(PLAIN, milestones=milestones))
    found = traces(chart)
    names = [f"milestone {words}" for words in ("done", "missed", "to do")]
    assert len({found[name].marker.symbol for name in names}) == 3
    assert all(len(found[name].x) == 1 for name in names)
    assert chart.table[0]["Milestones"] == "1 of 4 done, 1 missed"


def test_a_date_far_away_is_drawn_at_the_edge_and_said_in_full() -> None:
    chart = drawn(replace(PLAIN, due=dt.date(2050, 1, 1)), replace(PLAIN, id="act-2"))
    far, near = traces(chart)["●"].x
    assert near == PLAIN.due
    assert far < ON + 600 * DAY
    assert chart.table[0]["Due"] == "1 January 2050"


def test_typed_words_are_no_markup_and_the_rest_is_counted() -> None:
    chart = drawn(PLAIN, every=[PLAIN] * 90, first=41, narrow=True)
    assert "41 to 41 of 90 actions" in chart.subtitle
    words = " ".join(a.text for a in chart.figure.layout.annotations)
    assert "&lt;b&gt;now" in words
    assert "<b>now" not in words
    assert chart.table[0]["Action"] == "A1 Train every officer <b>now</b>"


DATES = st.none() | st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))


@settings(max_examples=25)
@given(
    st.lists(st.tuples(DATES, DATES, st.sampled_from(DeliveryStatus)), max_size=40),
    st.booleans(),
    st.booleans(),
)
def test_every_dated_action_has_its_mark_and_every_action_its_row(
    given_actions: list[tuple[Any, Any, DeliveryStatus]], dark: bool, narrow: bool
) -> None:
    actions = [
        replace(PLAIN, id=f"act-{n}", start=start, due=due, status=status)
        for n, (start, due, status) in enumerate(given_actions)
    ]
    chart = drawn(*actions, dark=dark, narrow=narrow)
    colours = palette(dark)
    assert len(chart.table) == len(actions)
    marks = [t for t in chart.figure.data if t.mode == "markers+text"]
    assert sum(len(t.x) for t in marks) == sum(a.due is not None for a in actions)
    for mark in marks:
        status = next(s for s, shape in SYMBOLS.items() if shape in mark.text[0])
        assert mark.textfont.color == colours.of(status)
        assert contrast(mark.textfont.color, mark.marker.color) >= 3
        assert {actions[int(place)].status for place in mark.y} == {status}
    for row, action in zip(chart.table, actions, strict=True):
        assert action.status.label in row["Stated"]
        assert set(row) == set(chart.columns)


@pytest.mark.parametrize("narrow", [False, True])
def test_the_judging_date_is_a_line_with_its_day(narrow: bool) -> None:
    figure = drawn(PLAIN, narrow=narrow).figure
    assert [s.x0 for s in figure.layout.shapes] == [ON]
    assert any("15 Jun 2022" in a.text for a in figure.layout.annotations)
