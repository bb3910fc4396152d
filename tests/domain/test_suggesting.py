"""What words suggest, quoted from the text, and never accepted by themselves."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.actions import Tag, TagKind
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.suggesting import suggest
from vawg_plans.store.framework_files import read_framework

FRAMEWORK = read_framework()


def lead(text: str, framework: Framework = FRAMEWORK) -> Tag | None:
    return next((t for t in suggest(text, framework) if t.lead), None)


@pytest.mark.parametrize(
    ("text", "p", "words"),
    [
        ("Work with education to promote healthy relationships and attitudes.", "prevent",
         "education, healthy relationships"),
        ("Pursue perpetrators internally.", "pursue", "Pursue, perpetrators"),
        ("The management of offenders under MAPPA", "protect", "management of offenders, MAPPA"),
        ("Carry out a cultural audit / survey", "prepare", "cultural, audit, survey"),
        ("Use Clare\u2019s Law well", "prevent", "Clare\u2019s Law"),
        ("More Non-Molestation\nOrders", "protect", "Non-Molestation Orders"),
    ],
)  # fmt: skip
def test_the_lead_p_comes_with_the_very_words_that_suggest_it(
    text: str, p: str, words: str
) -> None:
    found = lead(text)
    assert found is not None
    assert (found.code, found.words, found.accepted) == (p, words, False)


def test_a_phrase_counts_once_and_is_not_counted_again_inside_a_longer_one() -> None:
    found = lead("Domestic abuse disclosure scheme, domestic abuse disclosure scheme")
    assert found is not None
    assert found.words == "Domestic abuse disclosure scheme"


def test_the_earlier_mention_decides_between_equal_weights() -> None:
    one, other = lead("training, then prosecutions"), lead("prosecutions, then training")
    assert one is not None
    assert other is not None
    assert (one.code, other.code) == ("prepare", "pursue")


def test_words_that_say_nothing_suggest_nothing() -> None:
    assert suggest("Do the thing by Tuesday.", FRAMEWORK) == []
    assert suggest("", FRAMEWORK) == []


@pytest.mark.parametrize("text", ["brdvpox", "datatraining", "schoolsx"])
def test_only_whole_words_count(text: str) -> None:
    assert suggest(text, FRAMEWORK) == []


def test_areas_and_themes_are_suggested_beside_the_p() -> None:
    tags = suggest("Train detectives with partner agencies on DVPO breaches", FRAMEWORK)
    assert Tag(TagKind.AREA, "powers", words="DVPO, breaches") in tags
    assert any(t.kind is TagKind.THEME and t.code == "partnership" for t in tags)


@given(st.text(max_size=300))
def test_whatever_the_text_one_lead_no_repeats_and_only_its_own_words(text: str) -> None:
    tags = suggest(text, FRAMEWORK)
    assert sum(t.lead for t in tags) <= 1
    assert len({(t.kind, t.code) for t in tags}) == len(tags)
    assert not any(t.accepted for t in tags)
    for tag in tags:
        assert all(word in " ".join(text.split()) for word in tag.words.split(", "))


def test_a_thousand_texts_take_less_than_a_second() -> None:
    text = "Work with partners to improve safety, train staff, pursue perpetrators and review. " * 5
    started = time.perf_counter()
    for _ in range(1_000):
        suggest(text, FRAMEWORK)
    assert time.perf_counter() - started < 1
