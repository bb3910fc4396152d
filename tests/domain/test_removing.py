"""Where people type words: each of those places is changed, and nothing else is."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.actions import FIELD_LABELS, Action
from vawg_plans.domain.canonical import canonical_json
from vawg_plans.domain.freezing import _WORDS
from vawg_plans.domain.plans import Plan
from vawg_plans.domain.removing import (
    ACTION_FIELDS,
    PLAN_FIELDS,
    Field,
    in_content,
    in_fields,
    in_imported,
    in_tags,
    reason_of,
    with_tables,
)
from vawg_plans.domain.sought import sought
from vawg_plans.errors import InvalidInput


def shout(field: Field, text: str) -> str:
    return f"<{field.label}>"


def test_every_text_of_an_action_is_one_of_its_fields() -> None:
    """A field added later must be given a place here, or words in it could not be removed."""
    texts = {
        f.name
        for f in dataclasses.fields(Action)
        if f.type in ("str", "tuple[str, ...]", "str | None")
    }
    codes = {"id", "plan_id", "force_id", "salt", "depends_on", "measure_id", "practice_id"}
    assert texts - set(ACTION_FIELDS) == codes
    assert set(_WORDS) <= set(ACTION_FIELDS) <= set(FIELD_LABELS)


def test_every_text_of_a_plan_is_one_of_its_fields() -> None:
    texts = {
        f.name
        for f in dataclasses.fields(Plan)
        if f.type in ("str", "tuple[str, ...]", "str | None")
    }
    assert texts - set(PLAN_FIELDS) == {"id", "force_id", "salt"}


def test_lists_are_changed_one_by_one_and_what_is_no_text_stays() -> None:
    values = {"title": "t", "owner_posts": ["a", "b"], "progress_note": None, "status": "complete"}
    assert in_fields(values, ACTION_FIELDS, shout) == {
        "title": "<Title>",
        "owner_posts": ["<Owner posts>", "<Owner posts>"],
        "progress_note": None,
        "status": "complete",
    }


def test_of_tags_only_the_words_that_suggested_them_are_changed() -> None:
    tags = [["p", "protect", True, "person-ann", "words"]]
    assert in_tags(tags, shout) == [
        ["p", "protect", True, "person-ann", "<Words that suggested the mapping>"]
    ]


def test_of_an_import_the_codes_dates_and_digests_stay() -> None:
    imported = {
        "source": "s",
        "sheet": "s",
        "row": "r",
        "item": 1,
        "values": {"title": "t", "words": "w", "status": "complete", "areas": "powers"},
        "tables": ["digest"],
    }
    changed = in_imported(imported, shout)
    said = "<Imported from>"
    assert changed == {
        "source": said,
        "sheet": said,
        "row": said,
        "item": 1,
        "values": {"title": said, "words": said, "status": "complete", "areas": "powers"},
        "tables": ["digest"],
    }


def test_of_the_tables_an_action_was_read_from_only_those_named_get_other_digests() -> None:
    imported = {"source": "s", "values": {"title": "a"}, "tables": ["a", "b", "a"]}
    changed = with_tables(imported, {"a": "c", "s": "d"})
    assert changed == {**imported, "tables": ["c", "b", "c"]}
    assert with_tables(imported, {}) == imported


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)
CONTENT = st.fixed_dictionaries(
    {
        "format": st.just(1),
        "note": st.text(max_size=8),
        "plan": st.dictionaries(st.sampled_from([*PLAN_FIELDS, "revision"]), VALUES),
        "actions": st.lists(
            st.dictionaries(st.sampled_from([*ACTION_FIELDS, "id", "status", "tags"]), VALUES),
            max_size=3,
        ),
    }
)


def shape(value: object) -> object:
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    if isinstance(value, list):
        return [shape(one) for one in value]
    return type(value).__name__


@given(CONTENT)
def test_frozen_content_keeps_its_structure_and_stays_json(content: dict[str, object]) -> None:
    changed = in_content(content, lambda field, text: text + '"{[\\')
    assert json.loads(canonical_json(changed)) == changed
    assert shape(changed) == shape(content)
    assert in_content(content, lambda field, text: text) == content


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "Say why"),
        (" \n ", "Say why"),
        ("x" * 1_001, "1,000"),
        ("It names ann  SMITH.", "holds the words themselves"),
        ("The AnnSmiths", None),
    ],
)
def test_a_reason_is_needed_and_does_not_hold_the_words(reason: str, said: str | None) -> None:
    if said is None:
        assert reason_of(reason, sought("Ann Smith")) == reason
        return
    with pytest.raises(InvalidInput, match=said):
        reason_of(reason, sought("Ann Smith"))


def test_the_reason_does_not_hold_the_words_inside_longer_ones_either() -> None:
    with pytest.raises(InvalidInput):
        reason_of("planning", sought("ann"))
