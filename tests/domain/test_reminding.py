"""What a reminder says: each thing once, the most pressing first, and no words that must stay."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.decisions import Decision, DecisionState
from vawg_plans.domain.details import Milestone
from vawg_plans.domain.reminding import (
    MOST_NAMED,
    Owed,
    is_working_day,
    letter,
    owed_by_posts,
)
from vawg_plans.domain.rules import Record, judge

ON = dt.date(2026, 11, 20)
LATE, SOON, FAR = dt.date(2026, 10, 1), dt.date(2026, 12, 1), dt.date(2027, 6, 1)


def action(number: int, **given_: Any) -> Action:
    known = {"title": f"Action {number}", "reference": str(number), "owner_posts": ("ACC",)}
    return Action(f"a-{number}", "plan-kent", "kent", position=number, **(known | given_))


def owed(*actions: Action, posts: tuple[str, ...] = ("ACC",), updated: dt.date = ON) -> Owed:
    judged = {a.id: judge(a, Record(updated), ON) for a in actions}
    return owed_by_posts(posts, actions, judged, ON, place="Kent Police")


@pytest.mark.parametrize(
    ("given_", "late", "due", "stale"),
    [
        ({"due": LATE}, 1, 0, 0),
        ({"due": SOON}, 0, 1, 0),
        ({"due": ON}, 0, 1, 0),
        ({"due": FAR}, 0, 0, 0),
        ({"due": LATE, "status": DeliveryStatus.COMPLETE}, 0, 0, 0),
        ({"due": LATE, "withdrawn": True}, 0, 0, 0),
        ({"due_words": "Immediately"}, 0, 0, 0),
        ({"due": LATE, "owner_posts": ("DCI",)}, 0, 0, 0),
        ({"due": LATE, "owner_posts": ("acc", "DCI")}, 1, 0, 0),
        ({"due": FAR, "milestones": (Milestone("m", "Half", SOON),)}, 0, 1, 0),
        ({"due": FAR, "milestones": (Milestone("m", "Half", SOON, SOON),)}, 0, 0, 0),
    ],
)
def test_what_a_post_owes(given_: dict[str, Any], late: int, due: int, stale: int) -> None:
    found = owed(action(1, **given_))
    assert (len(found.late), len(found.due), len(found.stale)) == (late, due, stale)


def test_an_action_stands_once_under_what_presses_most() -> None:
    long_ago = dt.date(2026, 1, 1)
    found = owed(action(1, due=LATE), action(2, due=SOON), action(3, due=FAR), updated=long_ago)
    assert (found.late, found.due, found.stale) == (
        ("1 Action 1, due 1 October 2026",),
        ("1 December 2026: 2 Action 2",),
        ("3 Action 3",),
    )


@pytest.mark.parametrize(
    ("given_", "late", "due"),
    [
        ({"due": LATE}, "decision 12 of meeting 3, on 1 Action 1, due 1 October 2026", ""),
        ({"due": SOON}, "", "1 December 2026: decision 12 of meeting 3, on 1 Action 1"),
        ({"due": SOON, "action_id": None}, "", "1 December 2026: decision 12 of meeting 3"),
        ({"due": None}, "", ""),
        ({"due": LATE, "state": DecisionState.DONE}, "", ""),
        ({"due": LATE, "owner_post": "DCI"}, "", ""),
    ],
)
def test_what_was_decided_is_told_to_whose_it_is_without_its_words(
    given_: dict[str, Any], late: str, due: str
) -> None:
    known = {"action_id": "a-1", "owner_post": "acc", "words": "Close the pilot"} | given_
    decision = Decision("d", "m", "plan-kent", "kent", 12, "k", meeting_number=3, **known)
    one = action(1, due=FAR)
    judged = {one.id: judge(one, Record(ON), ON)}
    found = owed_by_posts(["ACC"], [one], judged, ON, place="Kent Police", decided=[decision])
    assert ("".join(found.late), "".join(found.due)) == (late, due)


def test_nobody_without_a_post_owes_anything() -> None:
    nobody = action(1, due=LATE, owner_posts=("",))
    assert owed(nobody, posts=("", " ")).count == 0


def test_a_sensitive_action_is_named_by_its_reference_alone() -> None:
    hidden = action(7, due=LATE, sensitive=True, title="Operation Example", milestones=(
        Milestone("m", "Arrest day", SOON),
    ))  # fmt: skip
    told = letter("Ann", "ann@kent.police.uk", [owed(hidden)], ON, None)
    assert told is not None
    assert "Operation" not in told.text
    assert "Arrest" not in told.text
    assert "7 (sensitive: open the plan to read it), due 1 October 2026" in told.text


def test_a_letter_says_what_waits_before_what_is_late() -> None:
    one = Owed("Kent Police", ("A version to approve",), ("1 x, due 1 October 2026",))
    told = letter("Ann", "ann@kent.police.uk", [one, Owed("")], ON, "https://plans.example")
    assert told is not None
    assert told.subject == "VAWG action plan: 2 things for you on 20 November 2026"
    assert told.text.index("Waiting for your decision (1)") < told.text.index("Late (1)")
    assert "https://plans.example/mine" in told.text
    assert "OFFICIAL-SENSITIVE" in told.text


def test_without_anything_to_say_there_is_no_letter() -> None:
    assert letter("Ann", "ann@kent.police.uk", [Owed("Kent Police")], ON, None) is None


def test_a_long_list_says_how_many_more_there_are() -> None:
    told = letter("Ann", "a@b.uk", [owed(*(action(n, due=LATE) for n in range(20)))], ON, None)
    assert told is not None
    assert told.text.count("Action") == MOST_NAMED
    assert f"- and {20 - MOST_NAMED} more" in told.text


@given(st.text(max_size=200), st.text(max_size=200))
def test_words_of_a_title_or_a_name_never_begin_a_line_or_reach_the_head(
    title: str, name: str
) -> None:
    told = letter(name, "a@b.uk", [owed(action(1, due=LATE, title=title))], ON, None)
    assert told is not None
    assert len(told.text.splitlines()) == len(letter_lines())
    assert "1 thing " in told.subject


def letter_lines() -> list[str]:
    plain = letter("Ann", "a@b.uk", [owed(action(1, due=LATE))], ON, None)
    assert plain is not None
    return plain.text.splitlines()


def test_letters_go_out_from_monday_to_friday() -> None:
    monday = dt.date(2026, 11, 16)
    days = [is_working_day(monday + dt.timedelta(days=n)) for n in range(7)]
    assert days == [True] * 5 + [False] * 2
