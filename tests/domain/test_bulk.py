"""Changing many actions at once: the same few things in each, and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.actions import Action, DeliveryStatus, Tag, TagKind
from vawg_plans.domain.bulk import BulkChange, changes_of, moved_to

PREVENT = Tag(TagKind.P, "prevent", lead=True, accepted_by="ann")
PURSUE = Tag(TagKind.P, "pursue")
POWERS = Tag(TagKind.AREA, "powers")
BASE = Action(
    "act-1",
    "plan-kent",
    "kent",
    title="Train",
    tags=(PREVENT, POWERS),
    owner_posts=("ACC",),
    due=dt.date(2026, 5, 1),
    status=DeliveryStatus.ON_TRACK,
    percent=40,
)
BY_EVE = {"accepted_by": "eve"}


@pytest.mark.parametrize(
    ("change", "then"),
    [
        (BulkChange(), {}),
        (BulkChange(owner_posts=("ACC",)), {}),
        (BulkChange(owner_posts=("DCC",)), {"owner_posts": ("DCC",)}),
        (BulkChange(due=dt.date(2026, 6, 1)), {"due": dt.date(2026, 6, 1)}),
        (BulkChange(move_days=14), {"due": dt.date(2026, 5, 15)}),
        (BulkChange(move_days=-1), {"due": dt.date(2026, 4, 30)}),
        (
            BulkChange(status=DeliveryStatus.COMPLETE),
            {"status": DeliveryStatus.COMPLETE, "percent": 100},
        ),
        (BulkChange(status=DeliveryStatus.ON_TRACK), {}),
        (
            BulkChange(lead_p="pursue"),
            {
                "tags": (
                    Tag(TagKind.P, "pursue", lead=True, **BY_EVE),
                    replace(PREVENT, lead=False),
                    POWERS,
                )
            },
        ),
        (BulkChange(lead_p="prevent"), {}),
        (
            BulkChange(add=((TagKind.AREA, "victims"),)),
            {"tags": (PREVENT, POWERS, Tag(TagKind.AREA, "victims", **BY_EVE))},
        ),
        # Adding what was only suggested accepts it.
        (
            BulkChange(add=((TagKind.AREA, "powers"),)),
            {"tags": (PREVENT, replace(POWERS, **BY_EVE))},
        ),
        (BulkChange(remove=((TagKind.AREA, "powers"),)), {"tags": (PREVENT,)}),
        (BulkChange(remove=((TagKind.AREA, "victims"),)), {}),
        (BulkChange(publishable=False), {"publishable": False}),
    ],
)
def test_only_what_differs_is_changed(change: BulkChange, then: dict[str, Any]) -> None:
    assert changes_of(BASE, change, "eve") == then


def test_a_date_is_not_moved_where_there_is_none_and_no_percent_is_invented() -> None:
    bare = replace(BASE, due=None, percent=None)
    assert changes_of(bare, BulkChange(move_days=7), "eve") == {}
    done = changes_of(bare, BulkChange(status=DeliveryStatus.COMPLETE), "eve")
    assert done == {"status": DeliveryStatus.COMPLETE}


def test_a_status_that_is_no_longer_complete_takes_the_hundred_percent_away() -> None:
    done = replace(BASE, status=DeliveryStatus.COMPLETE, percent=100)
    changed = changes_of(done, BulkChange(status=DeliveryStatus.AT_RISK), "eve")
    assert changed == {"status": DeliveryStatus.AT_RISK, "percent": None}


@given(
    positions=st.lists(st.integers(0, 6), min_size=1, max_size=8),
    moving=st.integers(0, 7),
    place=st.integers(-2, 9),
)
def test_an_action_stands_where_it_was_moved_to_and_the_rest_keep_their_order(
    positions: list[int], moving: int, place: int
) -> None:
    positions = sorted(positions)
    order = [f"act-{n}" for n in range(len(positions))]
    one = order[moving % len(order)]
    moved = moved_to(order, positions, one, place)
    now = dict(zip(order, positions, strict=True)) | moved
    assert len(set(now.values())) == len(now)
    after = sorted(order, key=now.__getitem__)
    assert after.index(one) == max(0, min(place, len(order) - 1))
    assert [a for a in after if a != one] == [a for a in order if a != one]


def test_only_what_lies_between_the_two_places_is_written() -> None:
    order = ["a", "b", "c", "d", "e"]
    assert moved_to(order, [1, 2, 3, 4, 5], "b", 3) == {"c": 2, "d": 3, "b": 4}
    assert moved_to(order, [1, 2, 3, 4, 5], "b", 1) == {}
