"""How a plan is governed: what a force says of it in six parts, each published or not.

The parts are those that a force named when it answered the inspection of 2021: a Gold Group chaired
by an assistant chief constable, with terms of reference and risk-assessed priorities, and a
strategy with a threat assessment, strategic objectives and a command structure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vawg_plans.domain.details import LEVELS

LONGEST_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its question's code, what it is called, and what belongs in it."""

    question: str
    name: str
    guidance: str


TERMS = "governance:terms"
COMMAND = "governance:command"
NEED = "governance:need"
OBJECTIVES = "governance:objectives"
PRIORITIES = "governance:priorities"
CYCLE = "governance:cycle"

PARTS = {
    part.question: part
    for part in (
        Part(
            TERMS,
            "Terms of reference",
            "What the Gold Group is for, what it decides and what it leaves to others, who sits on "
            "it (posts, not names), and to whom it answers.",
        ),
        Part(
            COMMAND,
            "Command structure",
            "Who leads, one post a line: the chair, who leads the work day by day, who leads each "
            "of the 4Ps, and who speaks for partners. Posts outlast a change of people.",
        ),
        Part(
            NEED,
            "Threat and need",
            "What the force’s own data, partners and the third sector say of the threat here; what "
            "women and girls feel and live through; what goes on nationally, regionally and "
            "locally, and where the gaps are. Numbers in aggregate, nothing of a single case.",
        ),
        Part(
            OBJECTIVES,
            "Strategic objectives",
            "What is to be different for women and girls, and inside the force: one a line, few "
            "enough to be known by heart.",
        ),
        Part(
            PRIORITIES,
            "Risk-assessed priorities",
            "One a line, and at its end how likely and how grave it is: “Repeat victims are not "
            "seen as such: high likelihood, high impact”. Low, medium or high.",
        ),
        Part(
            CYCLE,
            "Meeting cycle",
            "How often the Gold Group meets, who prepares and writes it up, what comes before it "
            "each time, and where it reports, inside the force and to the local policing body.",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority with its risk: each of `LEVELS`, or None where the line does not say."""

    words: str
    likelihood: str | None = None
    impact: str | None = None

    @property
    def assessed(self) -> bool:
        return self.likelihood is not None


_BULLET = re.compile(r"^(?:[-–—•*]|\d{1,2}[.)])\s+")
_LEVEL = "|".join(LEVELS)
_RISK = re.compile(
    rf"\b(?P<likelihood>{_LEVEL})\s+likelihood(?:\s*[,;/]\s*|\s+and\s+|\s+)"
    rf"(?P<impact>{_LEVEL})\s+impact\s*\)?\.?$",
    re.IGNORECASE,
)
# The risk is looked for in so much of a line's end, so that a long line takes no longer.
_TAIL = 80
_BETWEEN = " \t:;,.(–—-"


def priorities_in(words: str) -> tuple[Priority, ...]:
    """The priorities that a text names, one a line, in its order."""
    found = []
    for line in words.splitlines():
        said = _BULLET.sub("", line.strip())
        if not said:
            continue
        risk = _RISK.search(said, max(0, len(said) - _TAIL))
        what = said[: risk.start()] if risk else said
        # Parted from what it is the risk of, which may not be missing.
        if risk and what[-1:] in _BETWEEN and (named := what.rstrip(_BETWEEN)):
            found.append(Priority(named, risk["likelihood"].lower(), risk["impact"].lower()))
        else:
            found.append(Priority(said))
    return tuple(found)
