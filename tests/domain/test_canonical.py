"""One way to write a value, so that equal things have equal digests."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.canonical import canonical_json, digest, sha256

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@dataclass(frozen=True)
class Point:
    x: int
    y: dt.date


class Colour(StrEnum):
    RED = "red"


@given(value=VALUES)
def test_reading_it_back_gives_the_same_value(value: Any) -> None:
    assert json.loads(canonical_json(value)) == value


@given(value=st.dictionaries(TEXT, VALUES, min_size=1, max_size=6), data=st.data())
def test_the_order_of_keys_makes_no_difference(value: dict[str, Any], data: st.DataObject) -> None:
    shuffled = {k: value[k] for k in data.draw(st.permutations(list(value)))}
    assert digest(shuffled) == digest(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        (dt.date(2022, 3, 1), '"2022-03-01"'),
        (dt.datetime(2022, 3, 1, 9, 30, 0, 5), '"2022-03-01T09:30:00.000005"'),
        ({"b", "a"}, '["a","b"]'),
        (frozenset({2, 1}), "[1,2]"),
        (Point(1, dt.date(2022, 3, 1)), '{"x":1,"y":"2022-03-01"}'),
        ((1, 2), "[1,2]"),
        (Colour.RED, '"red"'),
        ("Ôl-troed £ “quoted” 🙂", '"Ôl-troed £ “quoted” 🙂"'),
        ('"\\\n', '"\\"\\\\\\n"'),
    ],
)
def test_each_kind_of_value_has_one_form(value: Any, text: str) -> None:
    assert canonical_json(value) == text


@pytest.mark.parametrize("value", [object(), b"bytes", Point, 1j])
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="has no canonical form"):
        canonical_json({"inside": value})


def test_the_digest_is_the_sha_256_of_the_text_in_utf_8() -> None:
    assert sha256("é") == hashlib.sha256("é".encode()).hexdigest()
    assert digest({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()
    assert len(digest(None)) == 64
