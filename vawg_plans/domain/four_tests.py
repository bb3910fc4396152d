"""The four tests of recommendation 4.1 in each area: where it stands, and since last time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vawg_plans.domain.answers import Answer, Choice, Test, of_test
from vawg_plans.domain.framework import Framework

# What each test asks of an area, in our own words; the tests themselves are the recommendation's
# (final inspection report, chapter 13, recommendation 4.1).
ASKS = {
    Test.EFFECTIVE: "Do policy, process and practice here do what they are for?",
    Test.MONITORED: "Does somebody look, often enough, at whether they do?",
    Test.MANAGED: "When they do not, does somebody act, and is it put right?",
    Test.STANDARDS: "Are they up to the national standards, everywhere in the force?",
}


class Since(StrEnum):
    """What became of an assessment since last time."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NEW = "new"

    @property
    def label(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Assessment:
    """One test in one area: the newest self-assessment, and last time's; None where there is none.

    Last time is the newest one of an earlier day: what is put right on the same day is the same
    assessment.
    """

    area: str
    test: Test
    now: Answer | None = None
    before: Answer | None = None

    @property
    def since(self) -> Since | None:
        """How it moved; None while there is no assessment."""
        if self.now is None or self.now.choice is None:
            return None
        if self.before is None or self.before.choice is None:
            return Since.NEW
        was, now = _RANKS.index(self.before.choice), _RANKS.index(self.now.choice)
        return Since.SAME if was == now else Since.BETTER if now > was else Since.WORSE


_RANKS = (Choice.NOT_MET, Choice.PARTLY, Choice.MET)


def assessed(
    histories: Mapping[str, Sequence[Answer]], framework: Framework
) -> dict[tuple[str, Test], Assessment]:
    """Every area and test, from the revisions of each answer, newest first."""
    return {
        (area, test): _assessment(area, test, histories.get(of_test(area, test), ()))
        for area in framework.areas
        for test in Test
    }


def _assessment(area: str, test: Test, history: Sequence[Answer]) -> Assessment:
    if not history or not history[0].given:
        return Assessment(area, test)
    now = history[0]
    earlier = (a for a in history if a.given and a.said_on != now.said_on)
    return Assessment(area, test, now, next(earlier, None))
