"""What an action is, what may be changed of it, and which rules it can break."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.action_checks import (
    LONGEST_LINE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Codes,
    check,
    problems_of,
)
from vawg_plans.domain.actions import (
    EDITABLE,
    FIELD_LABELS,
    Action,
    DeliveryStatus,
    ImportedFrom,
    InspectorateStatus,
    Tag,
    TagKind,
    accept,
    changed_fields,
    with_changes,
)
from vawg_plans.domain.details import EvidenceItem, Milestone, Override, Risk
from vawg_plans.errors import InvalidInput

SOUND = Action("act-1", "plan-kent", "kent", title="Train every call handler")

TAGS = st.builds(
    Tag,
    kind=st.sampled_from(list(TagKind)),
    code=st.sampled_from(["a", "b", "c"]),
    accepted_by=st.sampled_from([None, "ann", "bob"]),
    words=st.sampled_from(["", "training", "stalking"]),
)

# One other value of every field that a person may change.
OTHER: dict[str, Any] = {
    "position": 7,
    "reference": "2.3",
    "title": "Train every officer",
    "description": "In person",
    "tags": (Tag(TagKind.P, "protect", lead=True),),
    "local_strand": "Our people",
    "owner_posts": ("Head of crime",),
    "partners": ("County council",),
    "start": dt.date(2022, 1, 1),
    "due": dt.date(2022, 12, 31),
    "due_words": "End of year",
    "status": DeliveryStatus.AT_RISK,
    "percent": 40,
    "success_measure": "All trained",
    "evidence": "Folder 3",
    "context": "After the inspection",
    "shaped_by": "A panel of survivors",
    "equality_impact": "EIA-9",
    "publishable": False,
    "sensitive": True,
    "inspectorate_status": InspectorateStatus.CLOSED,
    "withdrawn": True,
    "milestones": (Milestone("m1", "Half trained", dt.date(2022, 6, 1)),),
    "evidence_items": (EvidenceItem("e1", "Attendance list", "Training system, course 4"),),
    "risks": (Risk("r1", "Too few trainers", "high", "medium", "Train the trainers"),),
    "depends_on": ("act-9",),
    "measure_id": "M03",
    "practice_id": "practice-02",
    "override": Override("on_track", "off_track", "New date agreed", "ann", dt.date(2022, 5, 1)),
}


@pytest.mark.parametrize(
    ("status", "label", "full_label"),
    [
        (DeliveryStatus.NOT_STARTED, "Not started", "Not started"),
        (DeliveryStatus.ON_TRACK, "On track", "On track (green)"),
        (DeliveryStatus.AT_RISK, "At risk", "At risk (amber)"),
        (DeliveryStatus.OFF_TRACK, "Off track", "Off track (red)"),
        (DeliveryStatus.COMPLETE, "Complete", "Complete (blue)"),
    ],
)
def test_a_delivery_status_carries_the_word_people_use(
    status: DeliveryStatus, label: str, full_label: str
) -> None:
    assert (status.label, status.full_label) == (label, full_label)


def test_the_inspectorates_status_is_a_field_of_its_own() -> None:
    done = replace(SOUND, status=DeliveryStatus.COMPLETE)
    assert done.inspectorate_status is InspectorateStatus.NOT_RECORDED
    assert [s.label for s in InspectorateStatus] == [
        "Not recorded",
        "Awaiting review",
        "Being progressed",
        "Complete",
        "Closed",
    ]


def test_an_action_has_one_lead_p_and_may_support_others() -> None:
    action = replace(
        SOUND,
        tags=(
            Tag(TagKind.P, "prevent"),
            Tag(TagKind.P, "protect", lead=True, accepted_by="ann"),
            Tag(TagKind.AREA, "powers", accepted_by="ann"),
            Tag(TagKind.AREA, "victims", words="victims"),
        ),
    )
    assert action.lead_p == "protect"
    assert action.supporting_ps == ("prevent",)
    assert action.areas == ("powers", "victims")
    assert action.codes(TagKind.AREA, accepted=True) == ("powers",)
    assert action.codes(TagKind.AREA, accepted=False) == ("victims",)
    assert [t.code for t in action.suggested] == ["prevent", "victims"]


def test_an_action_without_a_lead_p_has_none() -> None:
    assert replace(SOUND, tags=(Tag(TagKind.P, "prevent"),)).lead_p is None


def test_there_is_another_value_here_for_every_field_that_may_be_changed() -> None:
    assert set(OTHER) == set(EDITABLE)


@pytest.mark.parametrize("name", EDITABLE)
def test_a_change_changes_its_own_field_and_no_other(name: str) -> None:
    after = with_changes(SOUND, {name: OTHER[name]})
    assert getattr(after, name) == OTHER[name]
    assert changed_fields(SOUND, after) == [name]


@given(names=st.sets(st.sampled_from(EDITABLE)))
def test_what_changed_is_named_whatever_changed_together(names: set[str]) -> None:
    after = with_changes(SOUND, {name: OTHER[name] for name in names})
    assert set(changed_fields(SOUND, after)) == names


@pytest.mark.parametrize("name", sorted({f.name for f in fields(Action)} - set(EDITABLE)))
def test_what_follows_from_the_action_cannot_be_changed_by_a_person(name: str) -> None:
    with pytest.raises(InvalidInput, match=name):
        with_changes(SOUND, {name: getattr(SOUND, name)})


def test_a_field_nobody_knows_cannot_be_changed() -> None:
    with pytest.raises(InvalidInput, match=r"colour, size"):
        with_changes(SOUND, {"size": 1, "colour": 2})


def test_a_revision_number_is_no_difference_but_a_note_and_an_import_are() -> None:
    imported = ImportedFrom("plan.xlsx", "Sheet1", "1", 0, {})
    after = replace(SOUND, revision=9, sequence=99, progress_note="Done", imported=imported)
    assert changed_fields(SOUND, after) == ["progress_note", "imported"]


def test_every_field_that_can_differ_has_a_label_for_the_screen() -> None:
    internal = {"id", "plan_id", "force_id", "revision", "sequence", "salt"}
    assert {f.name for f in fields(Action)} - internal == set(FIELD_LABELS)


@given(tags=st.lists(TAGS))
def test_accepting_leaves_nothing_suggested_and_forgets_nothing(tags: list[Tag]) -> None:
    before = replace(SOUND, tags=tuple(tags))
    after = accept(before, "eve")
    assert after.suggested == ()
    assert accept(after, "someone else") == after
    for old, new in zip(before.tags, after.tags, strict=True):
        assert new == (old if old.accepted else replace(old, accepted_by="eve"))


def p(code: str, **given_: Any) -> Tag:
    return Tag(TagKind.P, code, **given_)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "Give the action a title"),
        ({"title": " \n\t"}, "Give the action a title"),
        ({"title": "x" * (LONGEST_TITLE + 1)}, f"keep it to {LONGEST_TITLE}"),
        ({"reference": "x" * (LONGEST_LINE + 1)}, "Reference is too long"),
        ({"local_strand": "x" * (LONGEST_LINE + 1)}, "Local strand is too long"),
        ({"due_words": "x" * (LONGEST_LINE + 1)}, "Due, in words is too long"),
        ({"equality_impact": "x" * (LONGEST_LINE + 1)}, "Equality impact reference is too long"),
        ({"description": "x" * (LONGEST_TEXT + 1)}, "Description is too long"),
        ({"success_measure": "x" * (LONGEST_TEXT + 1)}, "Success measure is too long"),
        ({"evidence": "x" * (LONGEST_TEXT + 1)}, "Evidence is too long"),
        ({"context": "x" * (LONGEST_TEXT + 1)}, "Context is too long"),
        ({"shaped_by": "x" * (LONGEST_TEXT + 1)}, "Shaped by women and girls is too long"),
        ({"owner_posts": ("Chief", " ")}, "Each of owner posts"),
        ({"partners": ("x" * (LONGEST_LINE + 1),)}, "Each of partners"),
        ({"percent": -1}, "Percent is -1"),
        ({"percent": 101}, "Percent is 101"),
        ({"start": dt.date(1999, 12, 31)}, "Start is in 1999"),
        ({"due": dt.date(2101, 1, 1)}, "Due is in 2101"),
        ({"start": dt.date(2022, 5, 2), "due": dt.date(2022, 5, 1)}, "due before it starts"),
        ({"tags": (p("prevent", lead=True), p("protect", lead=True))}, "one lead P"),
        ({"tags": (p("prevent", lead=True), p("prevent"))}, "The same tag is given twice"),
    ],
)
def test_each_broken_rule_is_said_alone_and_in_words(changes: dict[str, Any], said: str) -> None:
    problems = problems_of(replace(SOUND, **changes))
    assert len(problems) == 1
    assert said in problems[0]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"title": "x" * LONGEST_TITLE},
        {"context": "x" * LONGEST_TEXT},
        {"reference": "x" * LONGEST_LINE},
        {"percent": 0},
        {"percent": 100},
        {"start": dt.date(2000, 1, 1), "due": dt.date(2100, 12, 31)},
        {"start": dt.date(2022, 5, 1), "due": dt.date(2022, 5, 1)},
        {"due_words": "Immediately"},
        OTHER,
    ],
)
def test_what_is_just_within_the_rules_is_sound(changes: dict[str, Any]) -> None:
    assert problems_of(replace(SOUND, **changes)) == []
    check(replace(SOUND, **changes))


def test_a_code_outside_the_framework_is_a_problem_and_one_of_another_kind_too() -> None:
    codes = Codes({TagKind.P: frozenset({"protect"}), TagKind.AREA: frozenset({"powers"})})
    tags = (p("protect", lead=True), p("powers"), Tag(TagKind.THEME, "culture"))
    assert problems_of(replace(SOUND, tags=tags), codes) == [
        "'powers' is not one of the framework's p codes.",
        "'culture' is not one of the framework's theme codes.",
    ]
    assert problems_of(replace(SOUND, tags=tags)) == []


def test_every_problem_is_said_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        check(replace(SOUND, title="", percent=500, reference="x" * 201))
    assert len(refused.value.problems) == 3
