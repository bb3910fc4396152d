"""The words of a file, each once: what an import takes them for, and what a person may say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.tables import FRAMEWORK, PERSON, table_of
from vawg_plans.domain.cell_words import Sense
from vawg_plans.domain.importing import propose
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.tables import CellValue, Severity
from vawg_plans.domain.words_asked import WordAsked, words_asked

HEADER: list[CellValue] = ["Action", "4P", "RAG", "% complete", "Improvement area", "Publish?"]


def asked(*rows: list[CellValue], read_as: ReadAs | None = None) -> tuple[WordAsked, ...]:
    return words_asked([table_of([HEADER, *rows])], FRAMEWORK, read_as or ReadAs())


def test_each_word_is_listed_once_with_how_often_and_where_it_first_stands() -> None:
    found = asked(
        ["Train", "Prevent", "Purple", "40%", "Gardening", "Yes"],
        ["Review", "Our people", "PURPLE", "c. 50%", "A3", "Yes"],
        ["Pursue", "Prevent and our people", "On hold", "half", "A3", "n"],
    )
    listed = [(w.field, w.words, w.count, w.cell, w.sense, w.refuses) for w in found]
    assert listed == [
        ("status", "Purple", 2, "C2", Sense.UNKNOWN, True),
        ("lead_p", "Our people", 2, "B3", Sense.UNKNOWN, False),
        ("areas", "Gardening", 1, "E2", Sense.UNKNOWN, True),
        ("percent", "half", 1, "D4", Sense.UNKNOWN, True),
        ("status", "On hold", 1, "C4", Sense.NEAREST, False),
        ("lead_p", "Prevent", 2, "B2", Sense.SAID, False),
        ("areas", "A3", 2, "E3", Sense.SAID, False),
        ("publishable", "Yes", 2, "F2", Sense.SAID, False),
        ("publishable", "n", 1, "F4", Sense.SAID, False),
    ]
    assert [w.settled for w in found] == [False] * 5 + [True] * 4


def test_it_says_what_may_be_chosen_and_under_which_heading_it_stands() -> None:
    (purple,) = asked(["Train", None, "Purple"])
    assert (purple.heading, purple.sheet, purple.plain) == ("RAG", "Plan", "purple")
    assert purple.offered["at_risk"] == "At risk (amber)"
    assert "is not a status that is understood" in purple.why
    (strand,) = asked(["Train", "Our people"])
    assert list(strand.offered) == ["prepare", "prevent", "protect", "pursue"]
    assert "kept as the local strand" in strand.why


def test_a_word_that_a_person_settled_is_listed_as_theirs() -> None:
    read_as = ReadAs(words={"status": {"purple": "at_risk", "mauve": None}})
    found = asked(["Train", None, "Purple"], ["Review", None, "Mauve"], read_as=read_as)
    assert [(w.words, w.codes, w.sense) for w in found] == [
        ("Purple", ("at_risk",), Sense.CHOSEN),
        ("Mauve", (), Sense.CHOSEN),
    ]


def test_a_row_that_makes_no_action_asks_nothing() -> None:
    assert asked([None, None, "Purple"]) == ()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Pursue", "Our people", "All", "TBC", "-", "Prevent / Gardening"]),
            st.sampled_from(["Green", "Purple", "On hold", "Superseded", "0.4", "N/A", "Amber: x"]),
            st.sampled_from(["40%", "half", "TBC", "140", "Done"]),
            st.sampled_from(["A1", "Gardening", "Clare's law", "A2, Gardening"]),
            st.sampled_from(["Yes", "perhaps", "-"]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_what_is_asked_is_what_an_import_refuses_keeps_and_takes(
    rows: list[tuple[str, ...]],
) -> None:
    table = table_of([HEADER, *([f"Train {n}", *row] for n, row in enumerate(rows))])
    found = words_asked([table], FRAMEWORK, ReadAs())
    told = propose(table, FRAMEWORK, ReadAs(), person_id=PERSON).problems
    for severity, listed in (
        (Severity.REFUSED, [w for w in found if w.refuses]),
        (Severity.NOTICE, [w for w in found if w.sense is Sense.NEAREST and w.field == "status"]),
    ):
        reasons = {p.reason for p in told if p.severity is severity}
        assert {w.why for w in listed} <= reasons
    for word in found:
        settled = ReadAs(words={word.field: {word.plain: None}})
        (again,) = [
            w
            for w in words_asked([table], FRAMEWORK, settled)
            if (w.field, w.plain) == (word.field, word.plain)
        ]
        assert (again.sense, again.codes, again.refuses) == (Sense.CHOSEN, (), False)
