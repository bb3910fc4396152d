"""A result is made once for the same object, and anew for another that only equals it."""

from __future__ import annotations

from vawg_plans.domain.remembering import remembered


def test_a_result_is_made_once_for_the_same_object_and_anew_for_another() -> None:
    made: list[list[str]] = []

    @remembered
    def make(words: list[str]) -> int:
        made.append(words)
        return len(made)

    one, equal = ["a"], ["a"]
    assert [make(one), make(one), make(equal), make(equal), make(one)] == [1, 1, 2, 2, 3]
