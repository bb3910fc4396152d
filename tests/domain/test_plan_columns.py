"""The columns of a plan as a table: what is written is read back the same."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.actions import (
    EDITABLE,
    Action,
    DeliveryStatus,
    InspectorateStatus,
    Tag,
    TagKind,
)
from vawg_plans.domain.part_columns import ITEMS
from vawg_plans.domain.plan_columns import (
    PLAN_COLUMNS,
    SUGGESTED,
    cell_of,
    names_by_kind,
    tags_from_words,
)
from vawg_plans.store.framework_files import read_framework

NAMES = names_by_kind(read_framework())
PLAIN = Action("act-1", "plan-kent", "kent", title="Train")
COLUMNS = {
    "lead_p": (TagKind.P, True),
    "supporting_ps": (TagKind.P, False),
    "areas": (TagKind.AREA, False),
    "themes": (TagKind.THEME, False),
    "vulnerability": (TagKind.VULNERABILITY, False),
    "pillar": (TagKind.PILLAR, False),
    "recommendations": (TagKind.RECOMMENDATION, False),
}


@st.composite
def tagged(draw: st.DrawFn) -> Action:
    """An action with any tags the framework has, suggested or accepted, one lead P at most."""
    tags: list[Tag] = []
    for kind in TagKind:
        codes = draw(st.lists(st.sampled_from(sorted(NAMES[kind])), unique=True, max_size=4))
        lead = kind is TagKind.P and draw(st.booleans())
        tags += [
            Tag(
                kind,
                code,
                lead=lead and n == 0,
                accepted_by=draw(st.sampled_from([None, "ann", "bob"])),
                words=draw(st.sampled_from(["", "training; stalking"])),
            )
            for n, code in enumerate(codes)
        ]
    return replace(PLAIN, tags=tuple(draw(st.permutations(tags))))


def in_column(action: Action, column: str) -> list[Tag]:
    kind, lead = COLUMNS[column]
    return [t for t in action.tags if (t.kind, t.lead) == (kind, lead)]


def read(action: Action, column: str, *, by: str, existing: tuple[Tag, ...]) -> list[Tag]:
    kind, lead = COLUMNS[column]
    words = cell_of(action, column, NAMES)
    assert words is None or isinstance(words, str)
    tags, unknown = tags_from_words(
        words or "", kind, NAMES, lead=lead, accepted_by=by, existing=existing
    )
    assert unknown == []
    return tags


@given(action=tagged())
def test_tags_that_are_written_and_read_back_are_the_same_tags(action: Action) -> None:
    for column in COLUMNS:
        again = read(action, column, by="eve", existing=action.tags)
        assert again == in_column(action, column)


@given(action=tagged())
def test_read_without_what_was_there_a_tag_keeps_its_code_and_whether_it_was_accepted(
    action: Action,
) -> None:
    for column in COLUMNS:
        again = read(action, column, by="eve", existing=())
        assert [(t.kind, t.code, t.lead, t.accepted) for t in again] == [
            (t.kind, t.code, t.lead, t.accepted) for t in in_column(action, column)
        ]
        assert {t.accepted_by for t in again} <= {None, "eve"}


def test_names_can_be_told_apart_in_a_cell() -> None:
    for kind, names in NAMES.items():
        folded = Counter(name.casefold() for name in names.values())
        assert max(folded.values()) == 1, kind
        for code, name in names.items():
            assert ";" not in name
            assert name == name.strip()
            assert not name.casefold().endswith(SUGGESTED.strip())
            # A name that is another's code would be read as one or the other.
            assert name.casefold() not in names or name.casefold() == code


def test_a_suggestion_that_was_made_an_acceptance_is_accepted_by_whoever_brought_it() -> None:
    suggested = Tag(TagKind.P, "protect", lead=True, words="victims")
    tags, _ = tags_from_words(
        "Protect", TagKind.P, NAMES, lead=True, accepted_by="eve", existing=(suggested,)
    )
    assert tags == [replace(suggested, accepted_by="eve")]


def test_an_acceptance_that_was_made_a_suggestion_is_one_again() -> None:
    accepted = Tag(TagKind.P, "protect", lead=True, accepted_by="ann", words="victims")
    tags, _ = tags_from_words(
        "Protect (suggested)", TagKind.P, NAMES, lead=True, accepted_by="eve", existing=(accepted,)
    )
    assert tags == [replace(accepted, accepted_by=None)]


@pytest.mark.parametrize(
    ("words", "codes", "unknown"),
    [
        ("Protect; Prevent", ["protect", "prevent"], []),
        ("PROTECT ;prevent;", ["protect", "prevent"], []),
        ("protect; Protect", ["protect"], []),
        ("Protect; Ponder (suggested)", ["protect"], ["Ponder (suggested)"]),
        ("", [], []),
        (" ; ", [], []),
        ("(suggested)", [], ["(suggested)"]),
    ],
)
def test_a_cell_is_read_as_a_person_writes_it(
    words: str, codes: list[str], unknown: list[str]
) -> None:
    tags, not_known = tags_from_words(words, TagKind.P, NAMES, accepted_by="eve")
    assert ([t.code for t in tags], not_known) == (codes, unknown)


@pytest.mark.parametrize(
    "mark", ["Protect (SUGGESTED)", "Protect(suggested)", "protect (Suggested)"]
)
def test_a_suggestion_is_recognised_however_it_is_written(mark: str) -> None:
    [tag], unknown = tags_from_words(mark, TagKind.P, NAMES, accepted_by="eve")
    assert (tag.code, tag.accepted, unknown) == ("protect", False, [])


@pytest.mark.parametrize(
    ("changes", "column", "cell"),
    [
        ({"owner_posts": ("Head of crime", "ACC")}, "owner_posts", "Head of crime; ACC"),
        ({}, "owner_posts", None),
        ({}, "partners", None),
        ({"publishable": True}, "publishable", "Yes"),
        ({"sensitive": False}, "sensitive", "No"),
        ({"status": DeliveryStatus.ON_TRACK}, "status", "On track (green)"),
        ({}, "status", "Not started"),
        (
            {"inspectorate_status": InspectorateStatus.AWAITING_REVIEW},
            "inspectorate_status",
            "Awaiting review",
        ),
        ({"due": dt.date(2022, 3, 1)}, "due", dt.date(2022, 3, 1)),
        ({}, "due", None),
        ({"percent": 0}, "percent", 0),
        ({}, "percent", None),
        ({"description": ""}, "description", None),
        ({}, "lead_p", None),
    ],
)
def test_each_value_has_one_form_in_its_cell_and_missing_is_empty(
    changes: dict[str, object], column: str, cell: object
) -> None:
    written = cell_of(replace(PLAIN, **changes), column, NAMES)
    assert written == cell
    assert type(written) is type(cell)


def test_headings_are_unique_and_fields_too() -> None:
    assert len({c.heading for c in PLAN_COLUMNS}) == len(PLAN_COLUMNS)
    assert len({c.field for c in PLAN_COLUMNS}) == len(PLAN_COLUMNS)


def test_all_that_a_person_may_change_is_exported_and_read_back() -> None:
    read_back = {c.field for c in PLAN_COLUMNS if c.read_back}
    of_tags = set(COLUMNS)
    # The order is the plan's, a withdrawn action is not in the table, what an action holds several
    # of has a sheet of its own, and where a practice came from or a reason was given is not edited.
    elsewhere = {"position", "withdrawn", "tags", "practice_id", "override"}
    in_sheets = {part.field for part in ITEMS}
    assert set(EDITABLE) - elsewhere - in_sheets == read_back - of_tags - {"id", "revision"}
    assert of_tags <= read_back


def test_only_dates_are_marked_as_dates() -> None:
    assert {c.field for c in PLAN_COLUMNS if c.date} == {"start", "due", "last_progress_on"}
    assert {"start", "due"} <= {f.name for f in fields(Action)}
