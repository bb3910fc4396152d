"""Words are found however they were typed, and a mark takes their place and nothing else's."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from vawg_plans.domain.sought import Sought, around, mark_of, removed, sought
from vawg_plans.errors import InvalidInput

DAY = dt.date(2026, 11, 21)
MARK = "[removed 21 November 2026]"


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("Ann Smith", "Visit Ann Smith weekly", f"Visit {MARK} weekly"),
        ("ann smith", "ANN  \n\tSmith's case", f"{MARK}'s case"),
        ("  Ann   Smith ", "Ann\u00a0Smith, Ann Smith", f"{MARK}, {MARK}"),
        ("José", "Jose\u0301 and José and Jose", f"{MARK} and {MARK} and Jose"),
        ("Jose", "José and Jose", f"José and {MARK}"),
        ("Straße 12", "in STRASSE 12 now", f"in {MARK} now"),
        ("O'Neill", "Miss O’Neill said", f"Miss {MARK} said"),
        ("Ann-Marie", "Ann‑Marie and Ann–Marie", f"{MARK} and {MARK}"),
        ("Annabel", "An\u00adna\u200bbel", MARK),
        ("Ann Smith", "plan_Ann Smith_2.xlsx", f"plan_{MARK}_2.xlsx"),
        ("Ann", "Planning an annual Channel", "Planning an annual Channel"),
        ("07700 900123", "ring 07700  900123.", f"ring {MARK}."),
        ("Zoë", "ZOË", MARK),
        ("Ann. Smith", "Ann Smith", "Ann Smith"),
        # A sign nobody sees between a letter and its accent, and one before another sign.
        ("José", "Jose\u034f\u0301", MARK),
        ("Jose", "Jose\ufe0f\u0301", "Jose\ufe0f\u0301"),
        ("Ann", "\u2764\ufe0f Ann \u2764\ufe0f", f"\u2764\ufe0f {MARK} \u2764\ufe0f"),
        ("Ann", "", ""),
    ],
)
def test_words_are_found_however_they_were_typed(words: str, text: str, expected: str) -> None:
    assert removed(text, sought(words), DAY) == expected


# Variation selectors, joiners, fillers, tags: what no screen shows, of three categories.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180e\u200b\u200d\u202e\u2060\u2064\u2065"
    "\u206f\u3164\ufe00\ufe0f\ufeff\uffa0\ufff0\ufff9\U0001bca0\U0001d173\U000e0001\U000e0061"
    "\U000e0100\U000e0fff"
)


@pytest.mark.parametrize("sign", INVISIBLE, ids=lambda sign: f"U+{ord(sign):04X}")
def test_signs_that_nobody_sees_make_no_difference(sign: str) -> None:
    typed = sign.join("Ann Smith")
    assert removed(f"Visit {typed} weekly", sought("Ann Smith"), DAY) == f"Visit {MARK} weekly"
    assert removed("Visit Ann Smith weekly", sought(typed), DAY) == f"Visit {MARK} weekly"
    with pytest.raises(InvalidInput):
        sought(f"{sign}{sign}ab{sign}")


def test_inside_longer_words_only_when_asked() -> None:
    assert removed("Planning", sought("ann", inside=True), DAY) == f"Pl{MARK}ing"
    assert removed("ﬃdavit", sought("ffi", inside=True), DAY) == f"{MARK}davit"
    assert removed("AnnAnn", sought("ann", inside=True), DAY) == MARK


@pytest.mark.parametrize(
    "words", ["", "  ", "ab", "a b", "é e\u0301", "--- ...", "\u200bab\u200b", "x" * 501]
)
def test_too_few_or_too_many_are_refused(words: str) -> None:
    with pytest.raises(InvalidInput):
        sought(words)


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("November", "in November", "in [removed]"),
        ("removed", "was removed", "was …"),
        ("2026", "in 2026 [removed 3 May 2026]", "in [removed] [removed]"),
        ("] b1c", "a [removed] b1c", f"a {MARK}"),
        ("n1] b2", "n1] b2] b2", f"{MARK}] b2"),
    ],
)
def test_a_mark_is_never_found_by_the_words_it_stands_for(
    words: str, text: str, expected: str
) -> None:
    assert removed(text, sought(words), DAY) == expected


def test_a_field_never_becomes_longer_than_it_may_be() -> None:
    words = sought("Ann")
    assert removed("Ann " + "x" * 100, words, DAY, 200).startswith(MARK)
    assert removed("Ann " + "x" * 190, words, DAY, 200) == "[removed] " + "x" * 190
    assert removed("Ann " + "x" * 196, words, DAY, 200) == "… " + "x" * 196
    # What was too long already is not made longer.
    assert removed("Ann " + "x" * 300, words, DAY, 200) == "… " + "x" * 300


def test_a_sample_shows_what_stands_around_the_words() -> None:
    words = sought("Ann Smith")
    assert around("Visit Ann Smith weekly", words) == "Visit Ann Smith weekly"
    shown = around("a " * 100 + "Ann\nSmith" + " b" * 100, words, 40)
    assert "Ann Smith" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= 42
    assert around("nothing", words) == ""


TEXT = st.text(
    st.sampled_from("aAnN sßÉeé\u0301\u0323\u200b\u034f\ufe0f\u3164’'-–.\n]x1[")
    | st.characters(codec="utf-8"),
    max_size=60,
)
WORDS = st.text(st.sampled_from("anNsS eéß'-1]x"), min_size=3, max_size=8)


def looked_for(words: str, inside: bool) -> Sought:
    try:
        return sought(words, inside=inside)
    except InvalidInput:
        assume(False)
        raise


@given(WORDS, st.lists(TEXT, max_size=4), st.booleans(), st.sampled_from([None, 5, 40]))
@example("] b1", ["a]", "b1"], True, None)
def test_nothing_matching_remains_and_twice_is_once(
    words: str, parts: list[str], inside: bool, longest: int | None
) -> None:
    asked = looked_for(words, inside)
    text = words.upper().join(parts)
    found = removed(text, asked, DAY, longest)
    assert asked.spans(found) == []
    assert removed(found, asked, DAY, longest) == found
    assert removed(found, asked, dt.date(2027, 1, 3), longest) == found


@given(TEXT, WORDS, st.booleans())
def test_a_text_without_the_words_stays_to_the_letter(text: str, words: str, inside: bool) -> None:
    asked = looked_for(words, inside)
    assume(not asked.spans(text))
    assert removed(text, asked, DAY) is text


@given(
    st.lists(st.text("abcdef .,\n", min_size=1, max_size=12), min_size=2, max_size=5),
    st.sampled_from(["Qu Zy", "qu  zy", "QU\nZY", "Q\u200bu\u00a0zy"]),
)
def test_the_rest_of_the_text_is_unchanged(parts: list[str], typed: str) -> None:
    text = f" {typed} ".join(parts)
    assert removed(text, sought("qu zy"), DAY) == f" {MARK} ".join(parts)


UNSEEN = st.text(st.sampled_from(INVISIBLE) | st.characters(categories=["Cf"]), max_size=3)


@given(
    st.lists(st.text("abcdé\u0301\u2764" + INVISIBLE, max_size=8), min_size=2, max_size=4),
    st.lists(UNSEEN, min_size=7, max_size=7),
    st.booleans(),
)
def test_words_are_found_through_any_signs_that_nobody_sees_and_the_rest_stays(
    parts: list[str], unseen: list[str], inside: bool
) -> None:
    typed = "".join(letter + sign for letter, sign in zip("Qu-Zyë", unseen, strict=False)) + "x"
    text = f". {typed} ".join(parts)
    asked = sought("qu-zyëx", inside=inside)
    assert removed(text, asked, DAY) == f". {MARK} ".join(parts)
    # And in the words as they are asked for.
    assert sought(typed, inside=inside) == asked


@given(TEXT, WORDS)
def test_the_form_of_accents_makes_no_difference(text: str, words: str) -> None:
    asked = looked_for(words, True)
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]
    assert len({bool(asked.spans(form)) for form in forms}) == 1


PLAIN = st.text("aAnNsS e1]'-.\n\x1f\t", max_size=40)


@given(PLAIN, st.text("anNsS e1'-]x", min_size=3, max_size=5), st.booleans())
def test_the_quick_way_for_plain_text_says_the_same(text: str, words: str, inside: bool) -> None:
    asked = looked_for(words, inside)
    # A sign at the end that is no letter, and no part of the words, takes the other way.
    other = [span for span in asked.spans(text + "\n…") if span[1] <= len(text)]
    assert asked.spans(text) == other


@given(TEXT, WORDS, st.booleans())
def test_spans_are_in_order_and_apart(text: str, words: str, inside: bool) -> None:
    spans = looked_for(words, inside).spans(text)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(set(edges))
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_the_mark_says_when() -> None:
    assert mark_of(DAY) == MARK


def test_a_long_run_of_signs_that_nobody_sees_is_read_once() -> None:
    text = "Ann" + "\u200b\u3164" * 50_000 + "\u0301 Smith, Ann"
    assert sought("Ann").spans(text) == [(len(text) - 3, len(text))]
