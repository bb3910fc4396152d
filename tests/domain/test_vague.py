"""Vague wording: whole words, any case, and not the titles of documents."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.actions import Action
from vawg_plans.domain.vague import vague_in, vague_of
from vawg_plans.domain.vocabulary import VagueWords
from vawg_plans.store.framework_files import read_framework

WORDS = read_framework().vague_words
PHRASES = st.sampled_from(WORDS)
AROUND = st.text(" \n\t.,;:-–()/…•\N{NO-BREAK SPACE}", max_size=20)


def found(text: str) -> list[str]:
    return [entry.words for _, entry in vague_in(text, WORDS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Publish the policy in due course.", ["in due course"]),
        ("IN  DUE\nCOURSE: a review", ["in due course"]),
        ("Meet on a regular basis", ["on a regular basis"]),  # and not 'regular' besides
        ("Regular, on-going; stakeholders etc.", ["regular", "on-going", "stakeholders", "etc"]),
        ("Irregular, robustness, fetch, bauxite", []),
        ("The force reviews “A robust response”, 'Best practice' and \"In due course\"", []),
        ("The victim's robust plan and the officers' ongoing work", ["robust", "ongoing"]),
        ("'robust' is said “ongoing", ["ongoing"]),  # a quotation that nobody closed is none
        ("in 'x' due course", []),
        ("", []),
    ],
)  # fmt: skip
def test_phrases_are_found_as_whole_words(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_an_action_says_which_words_in_which_field_each_once() -> None:
    action = Action(
        "one", "p", "kent", title="Robust training", description="Robust, and robust again",
        success_measure="All of them", context="Ongoing", evidence="Ongoing",
    )  # fmt: skip
    said = [(v.field, v.words, v.action_id) for v in vague_of(action, WORDS)]
    assert said == [("title", "Robust", "one"), ("description", "Robust", "one")]


@given(st.text())
def test_no_text_breaks_it_and_what_is_found_stands_there_as_whole_words(text: str) -> None:
    for phrase, _ in vague_in(text, WORDS):
        assert re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)


@given(PHRASES, AROUND, AROUND)
def test_each_phrase_is_found_in_any_case_between_any_words(
    entry: VagueWords, before: str, after: str
) -> None:
    words = entry.words
    for written in (words, words.upper(), words.capitalize(), words.replace(" ", "\n")):
        assert found(f"{before} {written} {after}") == [words]
        assert words not in found(f"x{written}x")
    assert found(f"{before} “{words}” {after}") == []
