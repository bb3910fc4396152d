"""Coded words of forces' own tables: what they say, what is nearest, what stays a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.tables import FRAMEWORK
from vawg_plans.domain.cell_words import CODED, CellWords, Sense, Understood
from vawg_plans.domain.reading_as import Words, plain_words

WORDS = CellWords(FRAMEWORK, {})
EVERY_P = ("prepare", "prevent", "protect", "pursue")


def one(field: str, text: str, chosen: Words | None = None) -> Understood:
    (found,) = CellWords(FRAMEWORK, chosen or {}).of(field, text)
    return found


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("GREEN", "on_track"), ("g", "on_track"), ("In-progress", "on_track"),
        ("Green - on track", "on_track"), ("1. Green", "on_track"), ("RAG: Green", "on_track"),
        ("Overall status: Green", "on_track"), ("\U0001f7e2 Green", "on_track"),
        ("“Green”", "on_track"), ("Work in progress", "on_track"),
        ("Amber", "at_risk"), ("Minor delay", "at_risk"), ("Some slippage", "at_risk"),
        ("Red", "off_track"), ("Off target", "off_track"), ("R (overdue)", "off_track"),
        ("Blue", "complete"), ("Closed", "complete"), ("B - complete", "complete"),
        ("Fully implemented", "complete"), ("Completed - BAU", "complete"), ("100%", "complete"),
        ("Not yet commenced", "not_started"), ("NOT STARTED", "not_started"),
        ("Gwyrdd", "on_track"), ("Coch", "off_track"), ("Wedi’i gwblhau", "complete"),
    ],
)  # fmt: skip
def test_a_word_of_the_usual_vocabularies_is_its_status(words: str, status: str) -> None:
    found = one("status", words)
    assert (found.codes, found.sense) == ((status,), Sense.SAID)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("On hold", "at_risk"), ("Deferred", "at_risk"), ("Amber/Green", "at_risk"),
        ("Amber/Red", "at_risk"), ("Awaiting funding", "at_risk"), ("Amber - on hold", "at_risk"),
        ("Awaiting sign-off", "on_track"), ("Pending sign off", "on_track"),
        ("Complete, awaiting sign off", "on_track"), ("Business as usual", "on_track"),
        ("Partially complete", "on_track"), ("Open", "on_track"), ("Green ↑", "on_track"),
        ("Pending", "not_started"), ("Awaiting allocation", "not_started"),
        ("Not started – awaiting Home Office", "not_started"), ("Not achieved", "off_track"),
        ("Amber: waiting for the force solicitor", "at_risk"), ("Red\nOn hold", "off_track"),
    ],
)  # fmt: skip
def test_a_word_without_an_equal_takes_the_nearest_status_and_says_so(
    words: str, status: str
) -> None:
    found = one("status", words)
    assert (found.codes, found.sense) == ((status,), Sense.NEAREST)
    assert "kept in the context" in found.why


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Superseded", "no longer an action"), ("No longer required", "no longer an action"),
        ("Closed – superseded", "no longer an action"), ("Green (withdrawn)", "no longer"),
        ("Superseded by 2.3", "no longer an action"), ("Merged into 4", "no longer an action"),
        ("TBC", "says nothing yet"), ("N/A", "says nothing yet"), ("Not known", "nothing yet"),
    ],
)  # fmt: skip
def test_a_word_that_is_no_status_stays_a_word(words: str, said: str) -> None:
    found = one("status", words)
    assert (found.codes, found.sense) == ((), Sense.WORDS)
    assert said in found.why


@pytest.mark.parametrize(
    "words",
    [
        "Purple", "Green (was red)", "Green, previously amber", "Complete - except training",
        "Complete: no", "Green?", "Outstanding", "Incomplete", "Red/Green", "Stage 3", "3",
    ],
)  # fmt: skip
def test_a_word_that_is_not_clear_is_never_guessed(words: str) -> None:
    assert one("status", words).sense is Sense.UNKNOWN


@pytest.mark.parametrize(
    ("text", "codes", "lead"),
    [
        ("PREPARE", ("prepare",), None), ("4. Pursue", ("pursue",), None),
        ("P1 - Prepare", ("prepare",), None), ("Protection", ("protect",), None),
        ("Pursue strand", ("pursue",), None), ("Pursuing perpetrators", ("pursue",), None),
        ("Pursue (lead)", ("pursue",), True), ("Supporting: Prevent", ("prevent",), False),
        ("Prevent / Protect", ("prevent", "protect"), None), ("Amddiffyn", ("protect",), None),
        ("All", EVERY_P, None), ("all 4Ps", EVERY_P, None), ("All four P’s", EVERY_P, None),
    ],
)  # fmt: skip
def test_ps_are_known_in_any_case_numbered_or_joined(
    text: str, codes: tuple[str, ...], lead: bool | None
) -> None:
    found = one("lead_p", text)
    assert (found.codes, found.lead, found.sense) == (codes, lead, Sense.SAID)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Prevent and Pursue", [("Prevent", "prevent"), ("Pursue", "pursue")]),
        ("Prepare (lead), Protect", [("Prepare (lead)", "prepare"), ("Protect", "protect")]),
        ("Prevent; our culture", [("Prevent", "prevent"), ("our culture", "")]),
        ("Our people and culture", [("Our people and culture", "")]),
        ("P4", [("P4", "")]),
        ("Child protection", [("Child protection", "")]),
        ("-", []),
    ],
)
def test_a_cell_is_parted_only_where_that_names_a_p(
    text: str, parts: list[tuple[str, str]]
) -> None:
    assert [(u.words, "".join(u.codes)) for u in WORDS.of("lead_p", text)] == parts


@pytest.mark.parametrize(
    ("field", "text", "codes"),
    [
        ("areas", "Powers and orders, Disclosure scheme", ["powers", "disclosure"]),
        ("areas", "A3; 2", ["capability", "disclosure"]),
        ("areas", "high-harm OFFENDERS & A5", ["offenders", "victims"]),
        ("themes", "Protecting, supporting, safeguarding and managing risk", ["protecting"]),
        ("themes", "Partnership / Leadership", ["partnership", "leadership"]),
        ("pillar", "Safer spaces", ["spaces"]),
    ],
)
def test_a_name_with_a_comma_or_an_and_of_its_own_is_one_name(
    field: str, text: str, codes: list[str]
) -> None:
    assert [c for u in WORDS.of(field, text) for c in u.codes] == codes


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("publishable", "Not for publication", "no"), ("publishable", "✓", "yes"),
        ("sensitive", "OFFICIAL - SENSITIVE", "yes"), ("sensitive", "Official", "no"),
        ("percent", "Complete", "100"), ("percent", "Not started", "0"),
        ("inspectorate_status", "Being progressed", "being_progressed"),
    ],
)  # fmt: skip
def test_other_coded_words(field: str, text: str, code: str) -> None:
    assert one(field, text).codes == (code,)


def test_whether_something_is_sensitive_is_never_left_open() -> None:
    assert [one("sensitive", w).sense for w in ("TBC", "N/A", "Public")] == [Sense.UNKNOWN] * 3


def test_what_a_person_chose_wins_over_every_vocabulary() -> None:
    chosen: Words = {
        "status": {"purple": "at_risk", "on hold": "off_track", "superseded": None},
        "lead_p": {"our behaviour": "prepare", "gardening": None},
        "areas": {"gardening": "victims"},
    }
    assert one("status", " PURPLE. ", chosen).codes == ("at_risk",)
    assert one("status", "On hold", chosen).codes == ("off_track",)
    kept = one("status", "Superseded", chosen)
    assert (kept.codes, kept.sense) == ((), Sense.CHOSEN)
    words = CellWords(FRAMEWORK, chosen)
    assert [u.codes for u in words.of("lead_p", "Our behaviour and Pursue")] == [
        ("prepare",),
        ("pursue",),
    ]
    assert words.of("lead_p", "Gardening")[0].sense is Sense.CHOSEN
    assert [u.codes for u in words.of("areas", "Gardening, A1")] == [("victims",), ("powers",)]


def test_a_choice_for_what_the_framework_does_not_have_is_not_applied() -> None:
    assert one("status", "Purple", {"status": {"purple": "mauve"}}).sense is Sense.UNKNOWN


@given(st.sampled_from(CODED), st.text(max_size=40))
def test_any_words_are_said_kept_or_unknown_and_a_choice_settles_them(
    field: str, text: str
) -> None:
    offered = set(WORDS.offered(field)) | {str(n) for n in (0, 100)}
    for found in WORDS.of(field, text):
        assert set(found.codes) <= offered
        assert found.why.endswith(".")
        assert bool(found.codes) is (found.sense in (Sense.SAID, Sense.NEAREST))
        chosen = CellWords(FRAMEWORK, {field: {plain_words(found.words): None}})
        assert all(u.sense is not Sense.UNKNOWN for u in chosen.of(field, found.words))
