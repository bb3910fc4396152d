"""Practices: where an offer stands, what makes one sound, whose it is, and finding one."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.practices import (
    EVALUATED,
    LONGEST_TITLE,
    Deed,
    OfferedPractice,
    PracticeState,
    Wanted,
    description_of,
    of_a_force,
    of_the_inspection,
    practice_problems,
    state_after,
)
from vawg_plans.errors import InvalidInput
from vawg_plans.store.framework_files import read_framework

FRAMEWORK = read_framework()
INSPECTION = [of_the_inspection(p, FRAMEWORK) for p in FRAMEWORK.practices.values()]
SOUND = OfferedPractice(
    "practice-1",
    "kent",
    title="A weekly review",
    words="Every order is read once a week.",
    ps=("protect",),
    areas=("powers",),
)
O, A, D, W = PracticeState  # noqa: E741


@pytest.mark.parametrize(
    ("state", "deed", "then"),
    [
        *((state, Deed.CHANGE, O) for state in PracticeState),
        *((state, Deed.WITHDRAW, W) for state in (O, A, D)),
        (O, Deed.ACCEPT, A),
        (O, Deed.DECLINE, D),
    ],
)
def test_a_deed_leads_where_it_should(
    state: PracticeState, deed: Deed, then: PracticeState
) -> None:
    assert state_after(state, deed) is then


@pytest.mark.parametrize(
    ("state", "deed"),
    [(W, Deed.WITHDRAW), *itertools.product((A, D, W), (Deed.ACCEPT, Deed.DECLINE))],
)
def test_what_is_decided_is_not_decided_again(state: PracticeState, deed: Deed) -> None:
    with pytest.raises(InvalidInput):
        state_after(state, deed)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"evaluated": "no", "partners": "Probation"}, None),
        ({"title": " "}, "Give the practice a title"),
        ({"title": "x" * (LONGEST_TITLE + 1)}, "Title is too long; keep it to 200"),
        ({"words": ""}, "Say in a few sentences what was done"),
        ({"partners": "x" * 301}, "Partners is too long; keep it to 300"),
        ({"ps": ()}, "Choose at least one: which of the 4Ps"),
        ({"ps": ("prepare", "punish")}, "'punish' is not one of the 4Ps."),
        ({"ps": ("prepare", "prepare")}, "is given twice"),
        ({"areas": ()}, "Choose at least one: which of the six improvement areas"),
        ({"areas": ("parking",)}, "'parking' is not one of the six improvement areas."),
        ({"evaluated": "perhaps"}, "Say whether it was evaluated"),
    ],
)
def test_what_is_wrong_with_an_offer_is_said_in_sentences(
    changes: dict[str, Any], said: str | None
) -> None:
    problems = practice_problems(replace(SOUND, **changes), FRAMEWORK)
    assert len(problems) == (said is not None)
    assert said is None or said in problems[0]


def test_whose_a_practice_is_is_said_in_a_sentence() -> None:
    by_number = {p.number: p.attribution for p in INSPECTION}
    assert by_number[9] == (
        "From Humberside Police's “Operation Contract: safer nights out”, notable practice 9 of "
        "the 2021 inspection."
    )
    assert (
        "From North Wales Police, Gwent Police, South Wales Police and Dyfed-Powys"
        in (by_number[18])
    )
    offered = of_a_force(replace(SOUND, said_on=dt.date(2022, 3, 3)), FRAMEWORK)
    assert offered.attribution == (
        "From Kent Police's “A weekly review”, which the force offered and the national lead "
        "accepted on 3 March 2022."
    )
    assert description_of(offered).startswith(SOUND.words)
    assert description_of(offered).endswith(offered.attribution)
    assert "There with: Chwarae Teg." in description_of(INSPECTION[17])


EVERY = [*INSPECTION, of_a_force(SOUND, FRAMEWORK)]
WORDS = sorted({w for p in EVERY for w in p.searched.split()})
some = st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join)
wanted = st.builds(
    Wanted,
    words=some | st.text(max_size=4),
    ps=st.lists(st.sampled_from(list(FRAMEWORK.ps)), unique=True).map(tuple),
    areas=st.lists(st.sampled_from(list(FRAMEWORK.areas)), unique=True).map(tuple),
    forces=st.lists(
        st.sampled_from(["kent", "surrey", "gwent", "essex"]), unique=True, max_size=2
    ).map(tuple),
    evaluated=st.lists(st.sampled_from(EVALUATED), unique=True).map(tuple),
)


@given(wanted, st.sampled_from(WORDS), st.sampled_from(EVERY))
def test_a_search_finds_what_it_should(asked: Wanted, word: str, practice: Any) -> None:
    kept = [p for p in EVERY if asked.keeps(p)]
    # One more word never finds more, and whatever is found has each thing that was asked for.
    narrower = replace(asked, words=f"{asked.words} {word.upper()}")
    assert {p.id for p in EVERY if narrower.keeps(p)} == {p.id for p in kept if word in p.searched}
    # Each filter narrows by itself, and together they keep what each of them keeps.
    alone = [
        Wanted(words=asked.words),
        Wanted(ps=asked.ps),
        Wanted(areas=asked.areas),
        Wanted(forces=asked.forces),
        Wanted(evaluated=asked.evaluated),
    ]
    assert asked.keeps(practice) is all(one.keeps(practice) for one in alone)
    assert Wanted().keeps(practice)
    # A practice is found by all that is said of it.
    itself = Wanted(
        practice.title, practice.ps, practice.areas, practice.forces, (practice.evaluated,)
    )
    assert itself.keeps(practice)


def test_one_p_and_one_area_are_a_cell_of_the_matrix() -> None:
    assert Wanted(ps=("protect",), areas=("powers",)).cell == ("powers", "protect")
    assert Wanted(ps=("protect", "pursue"), areas=("powers",)).cell is None
    assert Wanted(ps=("protect",)).cell is None


def test_unknown_is_not_no() -> None:
    found = [p.number for p in INSPECTION if Wanted(evaluated=("no",)).keeps(p)]
    assert found == [23]
