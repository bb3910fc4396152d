"""What moved between two moments: each kind by one change, and what adds up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.details import EvidenceItem
from vawg_plans.domain.moving import Kind, by_action, moved, told
from vawg_plans.domain.rules import DueChange, Judgement, Record, judge
from vawg_plans.errors import InvalidInput

THEN, NOW = dt.date(2022, 5, 1), dt.date(2022, 6, 1)
DUE = dt.date(2022, 9, 1)
D, K = DeliveryStatus, Kind
PLAIN = Action("act-1", "plan-kent", "kent", title="Train", status=D.ON_TRACK, due=DUE)
ITEM = EvidenceItem("e1", "Audit of 40 files")


@dataclass(frozen=True)
class At:
    """A plan at a moment, as far as what moved needs it."""

    actions: list[Action]
    withdrawn: list[Action]
    records: dict[str, Record]
    judged: dict[str, Judgement]
    judged_on: dt.date


def plan(
    on: dt.date, *actions: Action, records: dict[str, Record] | None = None, silent: int = 5
) -> At:
    fresh = Record(on - dt.timedelta(days=90), on - dt.timedelta(days=silent))
    known = {a.id: (records or {}).get(a.id, fresh) for a in actions}
    return At(
        [a for a in actions if not a.withdrawn],
        [a for a in actions if a.withdrawn],
        known,
        {a.id: judge(a, known[a.id], on) for a in actions},
        on,
    )


def changed(**to: Any) -> Action:
    return replace(PLAIN, **to)


GONE = changed(withdrawn=True)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (PLAIN, PLAIN, {}),
        (PLAIN, changed(title="Train all", percent=40), {}),
        (PLAIN, changed(status=D.AT_RISK), {K.WORSE: "Stated at risk, before on track."}),
        (changed(status=D.AT_RISK), PLAIN, {K.BETTER: "Stated on track, before at risk."}),
        (PLAIN, changed(status=D.NOT_STARTED), {K.WORSE: "Stated not started, before on track."}),
        (
            changed(status=D.NOT_STARTED),
            changed(status=D.AT_RISK),
            {K.WORSE: "Stated at risk, before not started."},
        ),
        (PLAIN, changed(status=D.COMPLETE), {K.COMPLETED: "Complete, but no evidence is named."}),
        (
            PLAIN,
            changed(status=D.COMPLETE, evidence_items=(ITEM,)),
            {
                K.COMPLETED: "Complete, with evidence.",
                K.EVIDENCED: "Evidence added: Audit of 40 files.",
            },
        ),
        (
            changed(status=D.COMPLETE, evidence="Folder 3"),
            changed(evidence="Folder 3"),
            {
                K.WORSE: "Stated on track, before complete; the record says on track, before "
                "complete."
            },
        ),
        # The record improves as the evidence comes, and the stated status does not move.
        (
            changed(status=D.COMPLETE),
            changed(status=D.COMPLETE, evidence="Folder 3"),
            {
                K.BETTER: "The record says complete, before complete, not evidenced.",
                K.EVIDENCED: "It is now said where the evidence is held.",
            },
        ),
        (changed(evidence="Folder 3"), changed(evidence="Folder 3, page 2"), {}),
        (
            changed(due=dt.date(2022, 5, 20)),
            changed(due=dt.date(2022, 5, 20)),
            {
                K.LATE: "Late: due on 20 May 2022 and not complete.",
                K.WORSE: "The record says off track, before on track.",
            },
        ),
        # Late before, late now: nothing new.
        (changed(due=dt.date(2022, 4, 1)), changed(due=dt.date(2022, 4, 1)), {}),
        (PLAIN, GONE, {K.WITHDRAWN: "Withdrawn from the plan."}),
        (GONE, GONE, {}),
        (GONE, PLAIN, {K.RESTORED: "Back in the plan, due 1 September 2022."}),
        # What it had before it was withdrawn is not compared.
        (
            replace(GONE, status=D.OFF_TRACK),
            PLAIN,
            {K.RESTORED: "Back in the plan, due 1 September 2022."},
        ),
        (None, PLAIN, {K.NEW: "New in the plan, due 1 September 2022."}),
        (
            None,
            changed(status=D.COMPLETE, due=None),
            {
                K.NEW: "New in the plan, with no date.",
                K.COMPLETED: "Complete, but no evidence is named.",
            },
        ),
        # Came and went between the two moments.
        (None, GONE, {}),
    ],
)
def test_each_change_is_told_once_by_its_kind(
    before: Action | None, after: Action, said: dict[Kind, str]
) -> None:
    was = plan(THEN, *([before] if before else []))
    moves = moved(was, plan(NOW, after))
    assert set(moves) == set(Kind)
    assert {k: m.sentence for k, found in moves.items() for m in found} == said


@pytest.mark.parametrize(
    ("changes", "due", "days", "sentence"),
    [
        ([], DUE, 0, None),
        (
            [(DUE, dt.date(2022, 9, 11))],
            dt.date(2022, 9, 11),
            10,
            "Due date moved from 1 September 2022 to 11 September 2022, 10 days later.",
        ),
        (
            [(DUE, dt.date(2022, 9, 2)), (dt.date(2022, 9, 2), dt.date(2022, 9, 22))],
            dt.date(2022, 9, 22),
            21,
            "Due date moved twice, from 1 September 2022 to 22 September 2022, "
            "21 days later in all.",
        ),
        ([(DUE, dt.date(2022, 8, 1))], dt.date(2022, 8, 1), 0, None),
        # It slipped, whatever came after.
        (
            [(DUE, dt.date(2022, 9, 2)), (dt.date(2022, 9, 2), DUE)],
            DUE,
            1,
            "Due date moved from 1 September 2022 to 2 September 2022, 1 day later; "
            "now due 1 September 2022.",
        ),
        (
            [(DUE, dt.date(2022, 9, 2))],
            None,
            1,
            "Due date moved from 1 September 2022 to 2 September 2022, 1 day later; "
            "now without a date.",
        ),
    ],
)
def test_slips_are_those_since_the_earlier_moment(
    changes: list[tuple[dt.date, dt.date]], due: dt.date | None, days: int, sentence: str | None
) -> None:
    # A slip from before the earlier moment is nobody's news.
    old = DueChange(dt.date(2022, 3, 1), DUE, dt.date(2022, 2, 1))
    new = tuple(DueChange(a, b, dt.date(2022, 5, 10)) for a, b in changes)
    base = Record(dt.date(2022, 1, 1), dt.date(2022, 5, 1))
    was = plan(THEN, PLAIN, records={"act-1": replace(base, due_changes=(old,))})
    now = plan(NOW, changed(due=due), records={"act-1": replace(base, due_changes=(old, *new))})
    slips = moved(was, now)[K.SLIPPED]
    assert [m.sentence for m in slips] == ([sentence] if sentence else [])
    assert sum(m.days for m in slips) == days


def test_gone_stale_is_told_on_the_day_and_not_again() -> None:
    was = plan(THEN, PLAIN, silent=40)
    now = plan(NOW, PLAIN, silent=71)
    found = moved(was, now)
    assert [m.sentence for m in found[K.STALE]] == ["Nothing recorded for 71 days."]
    assert found[K.WORSE][0].reasons == ("no progress recorded for 71 days",)
    assert not moved(plan(THEN, PLAIN, silent=90), now)[K.STALE]


def test_an_action_at_a_time_the_most_pressing_first_and_nothing_said_twice() -> None:
    stale = replace(PLAIN, id="act-2")
    risky = replace(PLAIN, id="act-3", start=dt.date(2022, 1, 1), percent=30)
    was = plan(THEN, replace(PLAIN, status=D.AT_RISK), stale, replace(risky, percent=40), silent=40)
    now = plan(NOW, replace(PLAIN, status=D.COMPLETE), stale, risky, silent=5)
    now = replace(now, judged=now.judged | {"act-2": judge(stale, Record(THEN, THEN), NOW)})
    moves = moved(was, now)
    found = by_action(moves)
    assert [a.id for a, _ in found] == ["act-3", "act-1"]
    assert told(found[0][1]).startswith("The record says at risk, before on track. ")
    assert "points behind" in told(found[0][1])
    late = changed(due=dt.date(2022, 5, 20))
    (_, movements), *_ = by_action(moved(plan(THEN, late), plan(NOW, late)))
    assert told(movements).count("due") == 1


def test_a_plan_is_not_compared_with_a_later_one() -> None:
    with pytest.raises(InvalidInput, match="must not be the later"):
        moved(plan(NOW), plan(THEN))


STATES = st.builds(
    replace,
    st.just(PLAIN),
    status=st.sampled_from(list(D)),
    due=st.none() | st.dates(dt.date(2022, 4, 1), dt.date(2022, 12, 31)),
    withdrawn=st.booleans(),
    evidence=st.sampled_from(["", "Folder 3"]),
)
PLANS = st.dictionaries(st.integers(0, 12), STATES, max_size=10)


@given(PLANS, PLANS)
def test_the_live_actions_add_up_and_no_action_moves_twice_in_a_kind(
    first: dict[int, Action], second: dict[int, Action]
) -> None:
    was = plan(THEN, *(replace(a, id=f"act-{n}") for n, a in first.items()))
    # Nothing is ever lost: what was there is there, live or withdrawn.
    now = plan(NOW, *(replace(a, id=f"act-{n}") for n, a in (first | second).items()))
    moves = moved(was, now)
    came = len(moves[K.NEW]) + len(moves[K.RESTORED])
    assert len(now.actions) == len(was.actions) + came - len(moves[K.WITHDRAWN])
    for found in moves.values():
        ids = [m.action.id for m in found]
        assert len(ids) == len(set(ids))
    complete = {a.id for a in now.actions if a.status is D.COMPLETE}
    assert {m.action.id for m in moves[K.COMPLETED]} <= complete
    assert not complete & {m.action.id for m in moves[K.LATE] + moves[K.STALE]}
    assert sum(len(found) for _, found in by_action(moves)) == sum(map(len, moves.values()))


@given(PLANS)
def test_nothing_moves_between_a_moment_and_itself(actions: dict[int, Action]) -> None:
    same = plan(NOW, *(replace(a, id=f"act-{n}") for n, a in actions.items()))
    assert not any(moved(same, same).values())
