"""Which actions a filter keeps, and how it is said."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from vawg_plans.domain.actions import Action, DeliveryStatus, Tag, TagKind
from vawg_plans.domain.filtering import ONLY, Filter, Listed, found
from vawg_plans.domain.rules import CalculatedStatus, Judgement
from vawg_plans.store.framework_files import read_framework

QUIET = Judgement(
    late=False,
    slips=0,
    slipped_days=0,
    stale=False,
    silent_days=0,
    status=CalculatedStatus.ON_TRACK,
    reasons=(),
    disagrees=False,
)
ACTION = Action(
    id="one",
    plan_id="plan",
    force_id="kent",
    reference="VAWG-007",
    title="Train a cadre of superintendents",
    description="At any hour of the day",
    tags=(
        Tag(TagKind.P, "prepare", lead=True, accepted_by="somebody"),
        Tag(TagKind.P, "protect", accepted_by="somebody"),
        Tag(TagKind.AREA, "powers", accepted_by="somebody"),
        Tag(TagKind.AREA, "capability", accepted_by="somebody"),
    ),
    owner_posts=("Head of learning", "Head of crime"),
    status=DeliveryStatus.AT_RISK,
)
FRAMEWORK = read_framework()
BARE = Action(id="one", plan_id="plan", force_id="kent", title="Bare")


def opened(**judged: Any) -> Listed:
    """As much of an open plan as a filter reads."""
    return cast(Listed, SimpleNamespace(judged={"one": replace(QUIET, **judged)}))


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({}, True),
        ({"words": "cadre"}, True),
        ({"words": "CADRE hour vawg-007"}, True),
        ({"words": "cadre missing"}, False),
        ({"words": "   "}, True),
        ({"ps": ("prepare",)}, True),
        ({"ps": ("pursue", "prepare")}, True),
        ({"ps": ("protect",)}, False),  # a supporting P is not the lead P
        ({"ps": ("none",)}, False),
        ({"areas": ("capability",)}, True),
        ({"areas": ("victims",)}, False),
        ({"areas": ("none",)}, False),
        ({"statuses": ("at_risk",)}, True),
        ({"statuses": ("complete", "at_risk")}, True),
        ({"statuses": ("complete",)}, False),
        ({"owners": ("Head of crime",)}, True),
        ({"owners": ("Head of",)}, False),
        ({"words": "cadre", "ps": ("prepare",), "statuses": ("complete",)}, False),
    ],
)
def test_an_action_is_kept_when_it_fits_all_that_is_asked(
    asked: dict[str, Any], kept: bool
) -> None:
    assert Filter(**asked).keeps(ACTION, opened(), FRAMEWORK) is kept


def test_what_has_no_p_no_area_and_no_owner_can_be_asked_for() -> None:
    assert Filter(ps=("none",), areas=("none",)).keeps(BARE, opened(), FRAMEWORK)
    assert Filter(only="No owner").keeps(BARE, opened(), FRAMEWORK)
    assert Filter(only="No date").keeps(BARE, opened(), FRAMEWORK)
    assert not Filter(ps=("prepare",)).keeps(BARE, opened(), FRAMEWORK)


@pytest.mark.parametrize(
    ("only", "judged"),
    [
        ("Late", {"late": True}),
        ("Slipped", {"slips": 2}),
        ("Stale", {"stale": True}),
        ("Status disagrees", {"disagrees": True}),
    ],
)
def test_only_reads_what_the_record_says(only: str, judged: dict[str, Any]) -> None:
    assert Filter(only=only).keeps(ACTION, opened(**judged), FRAMEWORK)
    assert not Filter(only=only).keeps(ACTION, opened(), FRAMEWORK)


def test_only_those_with_a_mapping_to_accept() -> None:
    suggested = replace(ACTION, tags=(Tag(TagKind.P, "prepare", lead=True, words="train"),))
    assert Filter(only="Mapping not accepted").keeps(suggested, opened(), FRAMEWORK)
    assert not Filter(only="Mapping not accepted").keeps(ACTION, opened(), FRAMEWORK)


def test_only_the_withdrawn() -> None:
    assert Filter(only="Withdrawn").keeps(replace(ACTION, withdrawn=True), opened(), FRAMEWORK)
    assert not Filter(only="Withdrawn").keeps(ACTION, opened(), FRAMEWORK)


def test_every_choice_of_only_answers_for_any_action() -> None:
    for choice in ONLY:
        assert Filter(only=choice).keeps(BARE, opened(), FRAMEWORK) in (True, False)


def test_the_filter_chooses_from_the_live_actions_unless_it_asks_for_those_withdrawn() -> None:
    gone = replace(BARE, id="two", withdrawn=True)
    judged = {"one": QUIET, "two": QUIET}
    plan = cast(Listed, SimpleNamespace(actions=[ACTION], withdrawn=[gone], judged=judged))
    assert found(plan, FRAMEWORK, Filter()) == [ACTION]
    assert found(plan, FRAMEWORK, Filter(statuses=("complete",))) == []
    assert found(plan, FRAMEWORK, Filter(only="Withdrawn")) == [gone]


def test_a_filter_is_said_in_words_for_whoever_reads_what_it_left() -> None:
    asked = Filter(
        "  two \n words ", ("pursue", "none"), ("powers",), ("on_track",), ("ACC",), "Late"
    )
    assert asked.given
    assert asked.said(FRAMEWORK) == (
        "with the words “two words”; lead P Pursue or No P yet; area "
        f"{FRAMEWORK.areas['powers'].name}; status On track (green); owner ACC; only those: Late"
    )
    assert not Filter(words="  ").given
    assert Filter().said(FRAMEWORK) == ""
