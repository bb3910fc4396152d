"""What covers a cell of the matrix, and what is only shown in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.actions import Action, DeliveryStatus, Tag, TagKind
from vawg_plans.domain.answers import Answer, Choice
from vawg_plans.domain.coverage import answered_cells, by_code, covered_cells, gaps, matrix_of

AREAS = ("powers", "victims")
PS = ("prepare", "protect")
PLAIN = Action("act-1", "plan-kent", "kent", title="Train every call handler")


def p(code: str, by: str | None = "ann", *, lead: bool = True) -> Tag:
    return Tag(TagKind.P, code, lead=lead, accepted_by=by)


def area(code: str, by: str | None = "ann") -> Tag:
    return Tag(TagKind.AREA, code, accepted_by=by)


@st.composite
def actions(draw: st.DrawFn) -> Action:
    who = st.sampled_from([None, "ann"])
    tags: list[Tag] = []
    ps = draw(st.lists(st.sampled_from(PS), unique=True))
    lead = draw(st.booleans())
    tags += [p(code, draw(who), lead=lead and n == 0) for n, code in enumerate(ps)]
    tags += [area(c, draw(who)) for c in draw(st.lists(st.sampled_from(AREAS), unique=True))]
    return replace(
        PLAIN,
        id=f"act-{draw(st.integers(0, 10**9))}",
        tags=tuple(draw(st.permutations(tags))),
        withdrawn=draw(st.booleans()),
        status=draw(st.sampled_from(list(DeliveryStatus))),
    )


@pytest.mark.parametrize(
    ("tags", "covered", "suggested", "supporting"),
    [
        ((p("protect"), area("powers")), True, 0, 0),
        ((p("protect", None), area("powers")), False, 1, 0),
        ((p("protect"), area("powers", None)), False, 1, 0),
        ((p("protect", None), area("powers", None)), False, 1, 0),
        ((p("protect", lead=False), area("powers")), False, 0, 1),
        ((p("prepare"), p("protect", lead=False), area("powers")), False, 0, 1),
        ((p("protect"),), False, 0, 0),
        ((area("powers"),), False, 0, 0),
        ((p("protect"), area("victims")), False, 0, 0),
        ((), False, 0, 0),
    ],
)
def test_a_cell_is_covered_by_an_accepted_area_and_an_accepted_lead_p(
    tags: tuple[Tag, ...], covered: bool, suggested: int, supporting: int
) -> None:
    cell = matrix_of([replace(PLAIN, tags=tags)], AREAS, PS)["powers", "protect"]
    assert (cell.covered, cell.suggested, cell.supporting) == (covered, suggested, supporting)


def test_a_withdrawn_action_covers_nothing_and_is_not_shown() -> None:
    gone = replace(PLAIN, tags=(p("protect"), area("powers")), withdrawn=True)
    cell = matrix_of([gone], AREAS, PS)["powers", "protect"]
    assert (cell.accepted, cell.action_ids) == (0, [])


def test_gaps_are_in_the_matrix_too() -> None:
    assert set(matrix_of([], AREAS, PS)) == {(a, q) for a in AREAS for q in PS}
    assert covered_cells(matrix_of([], AREAS, PS)) == 0


def test_an_action_in_two_areas_covers_both_cells_of_its_lead_p() -> None:
    matrix = matrix_of(
        [replace(PLAIN, tags=(area("powers"), area("victims"), p("prepare")))], AREAS, PS
    )
    assert {k for k, cell in matrix.items() if cell.covered} == {
        ("powers", "prepare"),
        ("victims", "prepare"),
    }


def test_codes_outside_the_matrix_are_left_out() -> None:
    stray = replace(PLAIN, tags=(p("ponder"), area("powers"), area("moon")))
    assert all(not c.action_ids for c in matrix_of([stray], AREAS, PS).values())


@given(plan=st.lists(actions(), max_size=8))
def test_the_matrix_counts_what_a_plain_reading_of_the_definition_counts(
    plan: list[Action],
) -> None:
    live = [a for a in plan if not a.withdrawn]
    for (area_id, q), cell in matrix_of(plan, AREAS, PS).items():
        lead = [a for a in live if p(q, None) in without_person(a) and area_id in a.areas]
        covering = [a for a in lead if p(q) in a.tags and area(area_id) in a.tags]
        assert cell.accepted == len(covering)
        assert cell.suggested == len(lead) - len(covering)
        assert cell.complete == sum(a.status is DeliveryStatus.COMPLETE for a in covering)
        assert cell.action_ids == [a.id for a in lead]
        assert cell.covering_ids == [a.id for a in covering]
        assert cell.supporting == sum(q in a.supporting_ps and area_id in a.areas for a in live)


def without_person(action: Action) -> list[Tag]:
    return [replace(t, accepted_by=None) for t in action.tags]


@given(plan=st.lists(actions(), max_size=6))
def test_withdrawing_everything_uncovers_everything(plan: list[Action]) -> None:
    assert covered_cells(matrix_of([replace(a, withdrawn=True) for a in plan], AREAS, PS)) == 0


@given(plan=st.lists(actions(), max_size=6))
def test_taking_every_acceptance_back_uncovers_everything(plan: list[Action]) -> None:
    suggested = [replace(a, tags=tuple(without_person(a))) for a in plan]
    assert covered_cells(matrix_of(suggested, AREAS, PS)) == 0


def test_not_applicable_is_neither_covered_nor_a_gap_until_an_action_covers() -> None:
    reason = Answer("plan-kent", "kent", "cell:powers:protect", choice=Choice.NOT_APPLICABLE)
    said = {("powers", "protect"): reason}
    empty = matrix_of([], AREAS, PS, said)["powers", "protect"]
    assert (empty.covered, empty.answered, empty.gap) == (False, True, False)
    assert empty not in gaps(matrix_of([], AREAS, PS, said))
    covering = replace(PLAIN, tags=(p("protect"), area("powers")))
    cell = matrix_of([covering], AREAS, PS, said)["powers", "protect"]
    assert (cell.covered, cell.answered, cell.gap) == (True, False, False)
    matrix = matrix_of([covering], AREAS, PS, said)
    assert covered_cells(matrix) + answered_cells(matrix) + len(gaps(matrix)) == len(matrix)


def test_live_actions_are_listed_under_each_code_and_every_code_is_present() -> None:
    mine = replace(PLAIN, tags=(area("powers", "person-lead"),))
    gone = replace(mine, id="act-2", withdrawn=True)
    unsure = replace(PLAIN, id="act-3", tags=(area("powers", None),))
    assert by_code([mine, gone, unsure], TagKind.AREA, AREAS) == {"powers": [mine], "victims": []}
