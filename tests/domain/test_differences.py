"""Two people write one action at once: nothing either wrote is lost unless somebody says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vawg_plans.domain.action_checks import problems_of
from vawg_plans.domain.actions import (
    EDITABLE,
    Action,
    DeliveryStatus,
    InspectorateStatus,
    Tag,
    TagKind,
    with_changes,
)
from vawg_plans.domain.details import EvidenceItem, Milestone, Override, Risk
from vawg_plans.domain.differences import Keep, clashes, differences, settled
from vawg_plans.errors import InvalidInput

WORDS = st.sampled_from(["", "Weekly", "Weekly and daily", "Every case", "By post"])
DAYS = st.none() | st.sampled_from([dt.date(2026, 3, 1), dt.date(2026, 6, 1), dt.date(2026, 9, 1)])
POSTS = st.lists(st.sampled_from(["ACC", "Head of crime", "DCI"]), unique=True).map(tuple)
IDS = st.sampled_from(["a", "b", "c"])


def _unique(item: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(item, max_size=3, unique_by=lambda i: i.id).map(tuple)


def _tags(chosen: dict[tuple[TagKind, str], tuple[bool, str | None]]) -> tuple[Tag, ...]:
    """At most one lead P, as a sound action has."""
    leads = [key for key, (lead, _) in chosen.items() if lead and key[0] is TagKind.P]
    return tuple(
        Tag(kind, code, (kind, code) == (leads[0] if leads else None), by)
        for (kind, code), (_, by) in chosen.items()
    )


FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "position": st.integers(1, 3),
    "tags": st.dictionaries(
        st.tuples(st.sampled_from([TagKind.P, TagKind.AREA]), st.sampled_from(["x", "y", "z"])),
        st.tuples(st.booleans(), st.sampled_from([None, "ann", "bob"])),
        max_size=4,
    ).map(_tags),
    "owner_posts": POSTS,
    "partners": POSTS,
    "depends_on": POSTS,
    "start": DAYS,
    "due": DAYS,
    "status": st.sampled_from(DeliveryStatus),
    "percent": st.none() | st.integers(0, 3),
    "publishable": st.booleans(),
    "sensitive": st.booleans(),
    "withdrawn": st.booleans(),
    "inspectorate_status": st.sampled_from(InspectorateStatus),
    "milestones": _unique(st.builds(Milestone, id=IDS, title=WORDS, due=DAYS)),
    "evidence_items": _unique(st.builds(EvidenceItem, id=IDS, title=WORDS, held=WORDS)),
    "risks": _unique(st.builds(Risk, id=IDS, words=WORDS, response=WORDS)),
    "measure_id": st.sampled_from(["", "M01", "M02"]),
    "practice_id": st.sampled_from(["", "practice-01"]),
    "override": st.none()
    | st.builds(Override, WORDS, WORDS, WORDS, st.just("ann"), st.just(dt.date(2026, 1, 1))),
}
ACTIONS = st.builds(
    Action,
    id=st.just("act-1"),
    plan_id=st.just("plan-kent"),
    force_id=st.just("kent"),
    **{name: FIELDS.get(name, WORDS) for name in EDITABLE},
)
TEXTS = [n for n in EDITABLE if n not in FIELDS]
LISTS = ("owner_posts", "partners", "depends_on")
ITEMS = ("milestones", "evidence_items", "risks")

WAS = Action("act-1", "plan-kent", "kent", title="Review every case", percent=10)


def answered(found: list[Any], keep: Keep) -> dict[str, Keep]:
    """The same choice everywhere, or another where that one is not to be had."""
    return {d.place: keep if keep in d.choices else d.choices[0] for d in clashes(found)}


def words_of(item: Any) -> tuple[Any, ...]:
    return tuple(getattr(item, f.name) for f in fields(item) if f.name != "id")


def meaning(action: Action, name: str) -> Any:
    value = getattr(action, name)
    if name == "tags":
        return {(t.kind, t.code, t.lead, t.accepted) for t in value}
    return {i.id: i for i in value} if name in ITEMS else value


@settings(max_examples=50)
@given(ACTIONS, ACTIONS, ACTIONS)
def test_keeping_both_loses_nothing_that_either_wrote(
    was: Action, theirs: Action, mine: Action
) -> None:
    found = differences(was, theirs, mine)
    kept = replace(theirs, **settled(theirs, found, answered(found, Keep.BOTH)))
    clashing = {d.field for d in clashes(found)}
    for name in clashing & {*TEXTS, *LISTS} - {"measure_id", "practice_id"}:
        for one in (theirs, mine):
            value, now = getattr(one, name), getattr(kept, name)
            assert set(value) <= set(now) if name in LISTS else value.strip() in now, name
    for d in clashes(found):
        for item in (d.theirs, d.mine):
            if d.field in ITEMS and item is not None:
                assert words_of(item) in {words_of(i) for i in getattr(kept, d.field)}
        if d.place == "tags/areas":
            assert {t.code for t in (*d.theirs, *d.mine)} <= set(kept.areas)


@settings(max_examples=50)
@given(ACTIONS, ACTIONS, ACTIONS, st.sampled_from(Keep))
def test_what_only_one_of_them_changed_is_kept_whatever_is_chosen(
    was: Action, theirs: Action, mine: Action, keep: Keep
) -> None:
    found = differences(was, theirs, mine)
    kept = replace(theirs, **settled(theirs, found, answered(found, keep)))
    clashing = {d.field for d in clashes(found)}
    # The columns of the mapping share the Ps: who leads is not also a supporter.
    for name in set(EDITABLE) - clashing - {"tags", *ITEMS}:
        changed_by_me = getattr(mine, name) != getattr(was, name)
        assert getattr(kept, name) == getattr(mine if changed_by_me else theirs, name), name
    for name in clashing - {"tags", *ITEMS}:
        if keep is Keep.THEIRS:
            assert getattr(kept, name) == getattr(theirs, name)
        elif keep is Keep.MINE:
            assert getattr(kept, name) == getattr(mine, name)


@settings(max_examples=50)
@given(ACTIONS, ACTIONS, ACTIONS, st.sampled_from(Keep))
def test_what_is_kept_is_never_a_mapping_or_a_list_that_breaks_a_rule(
    was: Action, theirs: Action, mine: Action, keep: Keep
) -> None:
    found = differences(was, theirs, mine)
    kept = replace(theirs, **settled(theirs, found, answered(found, keep)))
    rules = ("one lead P", "same tag", "same id", "same dependency")
    assert not [p for p in problems_of(kept) if any(r in p for r in rules)]


@settings(max_examples=50)
@given(ACTIONS, ACTIONS)
def test_alone_a_writer_gets_exactly_what_they_wrote(was: Action, mine: Action) -> None:
    found = differences(was, was, mine)
    assert not clashes(found)
    kept = replace(was, **settled(was, found))
    assert all(meaning(kept, name) == meaning(mine, name) for name in EDITABLE)
    # And who wrote nothing changes nothing.
    assert settled(mine, differences(was, mine, was)) == {}


def both(name: str, theirs: Any, mine: Any) -> Any:
    sides = [with_changes(WAS, {name: value}) for value in (theirs, mine)]
    found = differences(WAS, *sides)
    return settled(sides[0], found, answered(found, Keep.BOTH)).get(name, theirs)


def test_two_texts_become_paragraphs_and_two_lines_one_line() -> None:
    assert both("description", "Weekly.", "By post.") == "Weekly.\n\nBy post."
    assert both("title", "Review weekly", "Review daily") == "Review weekly / Review daily"
    # What the other says already is not said twice.
    assert both("description", "Weekly. By post.", "By post.") == "Weekly. By post."
    assert both("description", "", "By post.") == "By post."


def test_two_who_change_one_milestone_leave_two_and_a_removed_one_stays_if_it_was_rewritten() -> (
    None
):
    was = replace(WAS, milestones=(Milestone("m", "Draft"), Milestone("n", "Agreed")))
    theirs = replace(was, milestones=(Milestone("m", "First draft"), Milestone("n", "Agreed")))
    mine = replace(was, milestones=(Milestone("m", "Draft to the board"),))
    found = differences(was, theirs, mine)
    assert [d.place for d in clashes(found)] == ["milestones/m"]
    kept = settled(theirs, found, {"milestones/m": Keep.BOTH})["milestones"]
    assert [m.title for m in kept] == ["First draft", "Draft to the board"]
    assert len({m.id for m in kept}) == 2
    gone = replace(was, milestones=())
    found = differences(was, theirs, gone)
    kept = settled(theirs, found, answered(found, Keep.BOTH))["milestones"]
    assert [m.title for m in kept] == ["First draft"]


def test_two_who_add_a_milestone_or_map_another_column_do_not_clash() -> None:
    theirs = replace(
        WAS, milestones=(Milestone("m", "Draft"),), tags=(Tag(TagKind.AREA, "powers"),)
    )
    mine = replace(
        WAS, milestones=(Milestone("n", "Agreed"),), tags=(Tag(TagKind.P, "protect", lead=True),)
    )
    found = differences(WAS, theirs, mine)
    assert not clashes(found)
    kept = settled(theirs, found)
    assert [m.id for m in kept["milestones"]] == ["m", "n"]
    assert {t.code for t in kept["tags"]} == {"powers", "protect"}


def test_what_nobody_chose_about_is_named_and_a_number_has_no_both() -> None:
    theirs, mine = replace(WAS, percent=20), replace(WAS, percent=30)
    found = differences(WAS, theirs, mine)
    assert found[0].choices == (Keep.THEIRS, Keep.MINE)
    for choices in ({}, {"percent": Keep.BOTH}):
        with pytest.raises(InvalidInput, match="Percent"):
            settled(theirs, found, choices)
    assert settled(theirs, found, {"percent": Keep.MINE}) == {"percent": 30}
    assert settled(theirs, found, {"percent": Keep.THEIRS}) == {}


def test_one_who_accepted_what_another_accepted_too_said_the_same() -> None:
    suggested = Tag(TagKind.AREA, "powers", words="orders")
    was = replace(WAS, tags=(suggested,))
    by_ann, by_bob = (
        replace(was, tags=(replace(suggested, accepted_by=who),)) for who in ("ann", "bob")
    )
    assert not clashes(differences(was, by_ann, by_bob))
    assert clashes(differences(was, by_ann, replace(was, tags=()))) != []
