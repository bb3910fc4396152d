"""The definitions, one by one: late, slip, stale, progress and the calculated status."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.rules import (
    CalculatedStatus,
    DueChange,
    Judgement,
    Limits,
    Record,
    is_late,
    is_live,
    judge,
    plan_is_stale,
    progress_of,
)

ON = dt.date(2022, 6, 30)
DAY = dt.timedelta(days=1)
PLAIN = Action("act-1", "plan-kent", "kent", title="Train every call handler")
FRESH = Record(created_on=ON)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31))


def slips(count: int, days: int = 10) -> tuple[DueChange, ...]:
    return (DueChange(ON, ON + days * DAY),) * count


@st.composite
def actions(draw: st.DrawFn) -> Action:
    return replace(
        PLAIN,
        status=draw(st.sampled_from(list(DeliveryStatus))),
        withdrawn=draw(st.booleans()),
        start=draw(st.none() | DAYS),
        due=draw(st.none() | DAYS),
        due_words=draw(st.sampled_from(["", "Ongoing", "Immediately"])),
        percent=draw(st.none() | st.integers(0, 100)),
        evidence=draw(st.sampled_from(["", "  ", "Folder 3"])),
    )


RECORDS = st.builds(
    Record,
    created_on=DAYS,
    last_progress_on=st.none() | DAYS,
    due_changes=st.lists(st.builds(DueChange, DAYS, DAYS), max_size=5).map(tuple),
)


# Late


@pytest.mark.parametrize(
    ("changes", "late"),
    [
        ({"due": ON - DAY}, True),
        ({"due": ON}, False),
        ({"due": ON + DAY}, False),
        ({"due": ON - DAY, "status": DeliveryStatus.COMPLETE}, False),
        ({"due": ON - DAY, "status": DeliveryStatus.OFF_TRACK}, True),
        ({"due": ON - DAY, "withdrawn": True}, False),
        ({"due": None, "due_words": "Immediately"}, False),
        ({"due": None, "due_words": "By 1 January 2020"}, False),
        ({"due": None}, False),
    ],
)
def test_late_is_live_not_complete_and_due_before_the_judging_date(
    changes: dict[str, Any], late: bool
) -> None:
    action = replace(PLAIN, **changes)
    assert is_late(action, ON) is late
    assert judge(action, FRESH, ON).late is late


@given(action=actions(), record=RECORDS, on=DAYS, words=st.text())
def test_a_due_that_is_only_words_is_never_late(
    action: Action, record: Record, on: dt.date, words: str
) -> None:
    judged = judge(replace(action, due=None, due_words=words), record, on)
    assert judged.late is False
    assert not any("overdue" in reason for reason in judged.reasons)


@given(action=actions(), record=RECORDS, on=DAYS)
def test_a_withdrawn_action_is_neither_live_nor_late_nor_stale(
    action: Action, record: Record, on: dt.date
) -> None:
    judged = judge(replace(action, withdrawn=True), record, on)
    assert not is_live(replace(action, withdrawn=True))
    assert (judged.late, judged.stale) == (False, False)


@given(action=actions(), overdue=st.integers(1, 900), later=st.integers(0, 900))
def test_what_is_late_stays_late_until_it_is_complete(
    action: Action, overdue: int, later: int
) -> None:
    late = replace(action, withdrawn=False, status=DeliveryStatus.ON_TRACK, due=ON - overdue * DAY)
    assert is_late(late, ON)
    assert is_late(late, ON + later * DAY)
    assert not is_late(replace(late, status=DeliveryStatus.COMPLETE), ON + later * DAY)


# Slip


@pytest.mark.parametrize(
    ("after", "days"), [(ON + 5 * DAY, 5), (ON + DAY, 1), (ON, 0), (ON - 30 * DAY, 0)]
)
def test_a_slip_moves_the_due_date_later(after: dt.date, days: int) -> None:
    assert DueChange(ON, after).slipped_days == days


def test_slips_are_counted_with_their_days_and_earlier_dates_do_not_make_up_for_them() -> None:
    changes = (DueChange(ON, ON + 10 * DAY), DueChange(ON + 10 * DAY, ON - DAY), *slips(1, 3))
    judged = judge(PLAIN, replace(FRESH, due_changes=changes), ON)
    assert (judged.slips, judged.slipped_days) == (2, 13)


@pytest.mark.parametrize(
    ("count", "days", "said"),
    [
        (1, 1, "slipped once, 1 day in all"),
        (2, 2, "slipped twice, 4 days in all"),
        (5, 1, "slipped 5 times, 5 days in all"),
    ],
)
def test_slips_are_given_as_a_reason_in_words(count: int, days: int, said: str) -> None:
    assert said in judge(PLAIN, replace(FRESH, due_changes=slips(count, days)), ON).reasons


# Stale


@pytest.mark.parametrize(("silent", "stale"), [(0, False), (59, False), (60, True), (61, True)])
def test_an_action_is_stale_after_60_days_without_a_progress_update(
    silent: int, stale: bool
) -> None:
    reported = Record(created_on=ON - 900 * DAY, last_progress_on=ON - silent * DAY)
    never = Record(created_on=ON - silent * DAY)
    assert judge(PLAIN, reported, ON).stale is stale
    assert judge(PLAIN, never, ON).stale is stale
    assert judge(PLAIN, reported, ON).silent_days == silent
    if stale:
        assert f"no progress recorded for {silent} days" in judge(PLAIN, reported, ON).reasons
        assert f"nothing recorded for {silent} days" in judge(PLAIN, never, ON).reasons


def test_a_complete_action_is_never_stale() -> None:
    done = replace(PLAIN, status=DeliveryStatus.COMPLETE)
    assert not judge(done, Record(created_on=ON - 900 * DAY), ON).stale


@pytest.mark.parametrize(
    ("shared", "stale"),
    [(None, False), (ON, False), (ON - 99 * DAY, False), (ON - 100 * DAY, True)],
)
def test_a_plan_is_stale_after_100_days_with_nothing_shared(
    shared: dt.date | None, stale: bool
) -> None:
    assert plan_is_stale(shared, ON, Limits()) is stale


def test_the_limits_that_are_given_are_the_limits_that_are_used() -> None:
    limits = Limits(progress_stale_days=7, plan_stale_days=8, slips_off_track=1, behind_points=90)
    assert judge(PLAIN, Record(created_on=ON - 7 * DAY), ON, limits).stale
    assert plan_is_stale(ON - 8 * DAY, ON, limits)
    slipped = judge(PLAIN, replace(FRESH, due_changes=slips(1)), ON, limits)
    assert slipped.status is CalculatedStatus.OFF_TRACK
    behind = replace(PLAIN, start=ON - 80 * DAY, due=ON + 20 * DAY, percent=0)
    assert judge(behind, FRESH, ON, limits).status is not CalculatedStatus.AT_RISK


# Behind


@pytest.mark.parametrize(
    ("gone", "percent", "behind"),
    [(50, 25, False), (50, 24, True), (50, 50, False), (26, 0, True), (25, 0, False)],
)
def test_an_action_is_behind_when_time_gone_exceeds_its_percent_by_more_than_25_points(
    gone: int, percent: int, behind: bool
) -> None:
    start = ON - gone * DAY
    action = replace(PLAIN, start=start, due=start + 100 * DAY, percent=percent)
    judged = judge(replace(action, status=DeliveryStatus.ON_TRACK), FRESH, ON)
    assert (judged.status is CalculatedStatus.AT_RISK) is behind
    said = f"{gone - percent} points behind the time gone"
    assert (said in judged.reasons) is behind


@pytest.mark.parametrize("missing", ["start", "due", "percent"])
def test_without_start_due_or_percent_nothing_is_said_of_being_behind(missing: str) -> None:
    action = replace(PLAIN, start=ON - 90 * DAY, due=ON + DAY, percent=0)
    assert judge(action, FRESH, ON).status is CalculatedStatus.AT_RISK
    judged = judge(replace(action, **{missing: None}), FRESH, ON)
    assert judged.status is CalculatedStatus.NOT_STARTED
    assert judged.reasons == ()


@pytest.mark.parametrize(("start", "due"), [(ON + 10 * DAY, ON + 20 * DAY), (ON, ON + 10 * DAY)])
def test_before_it_starts_no_time_is_gone(start: dt.date, due: dt.date) -> None:
    judged = judge(replace(PLAIN, start=start, due=due, percent=0), FRESH, ON)
    assert judged.status is CalculatedStatus.NOT_STARTED


def test_an_action_that_starts_and_ends_on_one_day_is_behind_until_it_is_done() -> None:
    judged = judge(replace(PLAIN, start=ON, due=ON, percent=50), FRESH, ON)
    assert "50 points behind the time gone" in judged.reasons


# Calculated status

CASES = list(
    product(
        ["no", "evidenced", "bare"],
        [False, True],
        [0, 2, 3],
        [False, True],
        [False, True],
        ["nothing", "progress", "percent", "stated"],
    )
)


@pytest.mark.parametrize(("complete", "late", "slipped", "stale", "behind", "reported"), CASES)
def test_the_calculated_status_is_the_first_that_applies(
    complete: str, late: bool, slipped: int, stale: bool, behind: bool, reported: str
) -> None:
    action = replace(
        PLAIN,
        due=ON - DAY if late else ON + 30 * DAY,
        start=ON - 300 * DAY if behind else None,
        percent=10 if behind or reported == "percent" else None,
        status=DeliveryStatus.ON_TRACK if reported == "stated" else DeliveryStatus.NOT_STARTED,
    )
    if complete != "no":
        evidence = "Folder 3" if complete == "evidenced" else " "
        action = replace(action, status=DeliveryStatus.COMPLETE, evidence=evidence)
    silent = (60 if stale else 59) * DAY
    record = Record(
        created_on=ON - silent,
        last_progress_on=ON - silent if reported == "progress" else None,
        due_changes=slips(slipped),
    )
    # The list of the definition, in its order.
    applies = [
        (complete == "evidenced", CalculatedStatus.COMPLETE),
        (complete == "bare", CalculatedStatus.COMPLETE_NOT_EVIDENCED),
        (late or slipped >= 3, CalculatedStatus.OFF_TRACK),
        (stale or behind, CalculatedStatus.AT_RISK),
        (reported == "nothing", CalculatedStatus.NOT_STARTED),
        (True, CalculatedStatus.ON_TRACK),
    ]
    expected = next(status for holds, status in applies if holds)
    judged = judge(action, record, ON)
    assert judged.status is expected
    assert judged.disagrees is (expected.value != action.status.value)


@given(action=actions(), record=RECORDS, on=DAYS)
def test_every_status_worse_than_on_track_has_a_reason(
    action: Action, record: Record, on: dt.date
) -> None:
    judged = judge(action, record, on)
    needs_one = {
        CalculatedStatus.OFF_TRACK,
        CalculatedStatus.AT_RISK,
        CalculatedStatus.COMPLETE_NOT_EVIDENCED,
    }
    assert judged.status not in needs_one or judged.reasons


@given(action=actions(), record=RECORDS, on=DAYS)
def test_judging_depends_on_nothing_but_its_arguments(
    action: Action, record: Record, on: dt.date
) -> None:
    first: Judgement = judge(action, record, on)
    assert judge(action, record, on) == first
    assert judge(replace(action, title="Another", position=9, sensitive=True), record, on) == first


@given(action=actions(), record=RECORDS, on=DAYS)
def test_complete_in_words_is_complete_only_with_evidence(
    action: Action, record: Record, on: dt.date
) -> None:
    judged = judge(replace(action, status=DeliveryStatus.COMPLETE), record, on)
    assert judged.status is (
        CalculatedStatus.COMPLETE
        if action.evidence.strip()
        else CalculatedStatus.COMPLETE_NOT_EVIDENCED
    )


def test_overdue_is_said_with_its_days_and_its_date() -> None:
    assert judge(replace(PLAIN, due=ON - DAY), FRESH, ON).reasons == (
        "overdue by 1 day (due 29 June 2022)",
    )


def test_the_labels_of_the_calculated_status_are_words() -> None:
    assert [s.label for s in CalculatedStatus] == [
        "Not started",
        "On track",
        "At risk",
        "Off track",
        "Complete",
        "Complete, not evidenced",
    ]


# Progress


def test_progress_of_nothing_is_missing_and_not_zero() -> None:
    assert progress_of([]).share is None
    assert progress_of([replace(PLAIN, withdrawn=True)]).share is None
    assert progress_of([PLAIN]).share == 0.0


@given(plan=st.lists(actions()))
def test_progress_is_the_share_of_live_actions_complete(plan: list[Action]) -> None:
    progress = progress_of(plan)
    live = [a for a in plan if not a.withdrawn]
    complete = [a for a in live if a.status is DeliveryStatus.COMPLETE]
    assert (progress.complete, progress.live) == (len(complete), len(live))
    assert progress.share == (len(complete) / len(live) if live else None)


@given(plan=st.lists(actions()), percent=st.none() | st.integers(0, 100))
def test_reported_percent_is_never_averaged_into_progress(
    plan: list[Action], percent: int | None
) -> None:
    assert progress_of(plan) == progress_of([replace(a, percent=percent) for a in plan])
