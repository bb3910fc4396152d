"""What is remembered of a force's files: said now over said before, kept and read back."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.tables import FRAMEWORK, sheet_of
from vawg_plans.domain.imports import Import, as_json, explained, from_json, over
from vawg_plans.domain.reading import find_table
from vawg_plans.domain.reading_as import ReadAs

_CODES = st.none() | st.sampled_from(["complete", "title"])
_KEPT = st.dictionaries(st.text(max_size=8), _CODES, max_size=3)
_READ_AS = st.builds(
    ReadAs,
    st.booleans(),
    st.just(()),
    _KEPT,
    st.dictionaries(st.sampled_from(["status", "areas"]), _KEPT.filter(bool), max_size=2),
)


@given(_READ_AS)
def test_what_is_kept_reads_back_the_same(read_as: ReadAs) -> None:
    assert from_json(as_json(read_as)) == read_as


@given(_READ_AS, _READ_AS)
def test_what_is_said_now_wins_over_what_was_said_before(said: ReadAs, before: ReadAs) -> None:
    both = over(said, before)
    still = {key: field for key, field in before.columns.items() if field != "complete"}
    assert both.columns == {**still, **said.columns}  # no column can mean 'complete' any more
    for field in {*said.words, *before.words}:
        expected = {**before.words.get(field, {}), **said.words.get(field, {})}
        assert both.words[field] == expected
    assert both.split_bullets == said.split_bullets


def test_a_column_read_as_somebody_chose_before_says_when() -> None:
    sheet = sheet_of([["Ref", "Aim", "Owner"], [1, "Train", "ACC"]])
    read_as = ReadAs(columns={"aim": "title"})
    table = find_table([sheet], FRAMEWORK, "p.xlsx", read_as)
    memory = Import("plan-kent", "kent", "p.xlsx", "d", read_as, on=dt.date(2022, 3, 3))
    assert explained(table, ReadAs(), memory).columns[1].why == (
        "chosen by hand on 3 March 2022 or before, and remembered"
    )
    assert explained(table, read_as, memory).columns[1].why == "chosen by hand"
    assert explained(table, read_as, None) == table
