"""The audit fails on what it finds, and only says so when it cannot ask."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from tests.audit import audited, judged

GOOD: dict[str, Any] = {"name": "plotly", "version": "7.1.0", "vulns": []}
BAD = GOOD | {"vulns": [{"id": "PYSEC-1", "fix_versions": ["7.1.1"]}]}
UNKNOWN = {"name": "plotly", "skip_reason": "not found"}


def saying(words: str, ending: int = 0) -> list[str]:
    return [sys.executable, "-c", f"import sys; print({words!r}); sys.exit({ending})"]


def test_a_known_vulnerability_fails_and_is_named() -> None:
    status, words = audited(saying(json.dumps({"dependencies": [GOOD, BAD]}), ending=1))
    assert status == 1
    assert "plotly 7.1.0: PYSEC-1, put right in 7.1.1" in words


@pytest.mark.parametrize(
    ("packages", "words"),
    [
        ([GOOD, GOOD], "no known vulnerability in 2 packages."),
        ([GOOD, UNKNOWN], "no known vulnerability in 1 packages; 1 are not on the list."),
        ([UNKNOWN, UNKNOWN], "cannot be reached"),
    ],
)
def test_what_is_not_found_or_not_known_is_said(packages: list[dict[str, Any]], words: str) -> None:
    status, said = judged(packages)
    assert status == 0
    assert words in said
    assert "\n" not in said


def test_what_installs_the_rest_is_not_part_of_it() -> None:
    old = BAD | {"name": "pip"}
    assert audited(saying(json.dumps({"dependencies": [GOOD, old]}), ending=1))[0] == 0


@pytest.mark.parametrize("words", ["", "no network", "[]", "{}"])
def test_without_an_answer_it_says_so_and_ends_well(words: str) -> None:
    status, said = audited(saying(words, ending=1))
    assert status == 0
    assert said.endswith("not audited.")
    assert "\n" not in said


def test_it_does_not_wait_for_ever() -> None:
    status, said = audited([sys.executable, "-c", "import time; time.sleep(60)"], seconds=0.5)
    assert status == 0
    assert "in time" in said
