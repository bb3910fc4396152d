"""The plan by P and area: every live action counted where a person put it, or in none."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from vawg_plans.charts.parts import parts_chart, parts_of
from vawg_plans.domain.actions import Action, DeliveryStatus, Tag, TagKind
from vawg_plans.domain.rules import is_late
from vawg_plans.store.framework_files import read_framework

ON = dt.date(2022, 6, 15)
FRAMEWORK = read_framework()
PLAIN = Action("act-1", "plan-kent", "kent", title="Train")


@st.composite
def actions(draw: st.DrawFn) -> list[Action]:
    who = st.sampled_from([None, "ann"])
    found = []
    for n in range(draw(st.integers(0, 8))):
        tags = [Tag(TagKind.P, draw(st.sampled_from(list(FRAMEWORK.ps))), True, draw(who))]
        chosen = draw(st.lists(st.sampled_from(list(FRAMEWORK.areas)), unique=True, max_size=3))
        tags += [Tag(TagKind.AREA, code, False, draw(who)) for code in chosen]
        found.append(
            replace(
                PLAIN,
                id=f"act-{n}",
                tags=tuple(tags),
                status=draw(st.sampled_from(DeliveryStatus)),
                due=draw(st.none() | st.just(ON - dt.timedelta(days=1))),
            )
        )
    return found


@settings(max_examples=25)
@given(actions(), st.booleans())
def test_bars_words_and_table_say_the_same(plan: list[Action], dark: bool) -> None:
    parts = parts_of(plan, FRAMEWORK, ON)
    chart = parts_chart(plan, FRAMEWORK, on=ON, dark=dark)
    live, complete = chart.figure.data
    assert list(live.x) == [p.live for p in parts]
    assert list(complete.x) == [p.complete for p in parts]
    assert all(p.complete + p.late <= p.live for p in parts)
    said = [a.text for a in chart.figure.layout.annotations]
    for part, row in zip(parts, chart.table, strict=True):
        assert f"{part.name}: {part.words}" in said
        assert (row["Live actions"], row["Late"]) == (f"{part.live:,}", f"{part.late:,}")
    # By P the parts are the plan; by area an action may stand in several.
    by_p = [p for p in parts if p.group == "Lead P"]
    assert sum(p.live for p in by_p) == len(plan)
    assert sum(p.late for p in by_p) == sum(is_late(a, ON) for a in plan)


def test_every_p_and_area_is_there_though_empty_and_volume_is_no_merit() -> None:
    chart = parts_chart([], FRAMEWORK, on=ON)
    assert len(chart.table) == len(FRAMEWORK.ps) + len(FRAMEWORK.areas)
    assert "context, not merit" in chart.subtitle
    assert all("no actions" in a.text for a in chart.figure.layout.annotations if ":" in a.text)
