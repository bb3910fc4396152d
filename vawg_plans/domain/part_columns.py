"""What a plan holds beside its rows, as tables of a workbook: the columns of milestones, evidence,
risks and answers, written and read by one list.
"""

from __future__ import annotations

from dataclasses import dataclass

from vawg_plans.domain.answers import Choice
from vawg_plans.domain.details import LEVELS


@dataclass(frozen=True, slots=True)
class PartColumn:
    """One column: its field of the part, its heading and width, and the words it may hold.

    `read_back` is False for what says only where the row belongs, or follows from who saved it.
    """

    field: str
    heading: str
    width: int = 40
    read_back: bool = True
    date: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of its own: `field` is the field of `Action` that holds these, `kind` what one of
    them is called.
    """

    sheet: str
    field: str
    kind: str
    columns: tuple[PartColumn, ...]

    @property
    def headings(self) -> list[str]:
        """All headings, the hidden ones last."""
        return [c.heading for c in self.columns]


# Which action a row belongs to, for a reader; and hidden, for the way back.
_OF = (
    PartColumn("reference", "Reference", 14, read_back=False),
    PartColumn("action", "Action", read_back=False),
)
_IDS = (
    PartColumn("action_id", "Action id", 12),
    PartColumn("id", "Part id", 12),
    PartColumn("revision", "Revision exported", 12),
)
HIDDEN = ("action_id", "id", "revision", "question_id")
ANSWER_WORDS = {choice: choice.label.partition(",")[0] for choice in Choice}

MILESTONES = Part(
    "Milestones",
    "milestones",
    "Milestone",
    (
        *_OF,
        PartColumn("title", "Milestone"),
        PartColumn("due", "Due", 14, date=True),
        PartColumn("done_on", "Done on", 14, date=True),
        *_IDS,
    ),
)
EVIDENCE = Part(
    "Evidence",
    "evidence_items",
    "Evidence",
    (
        *_OF,
        PartColumn("title", "Evidence"),
        PartColumn("held", "Where it is held"),
        PartColumn("link", "Link"),
        PartColumn("dated", "Dated", 14, date=True),
        PartColumn("added_on", "Added on", 14, read_back=False, date=True),
        *_IDS,
    ),
)
RISKS = Part(
    "Risks",
    "risks",
    "Risk",
    (
        *_OF,
        PartColumn("words", "Risk"),
        PartColumn("likelihood", "Likelihood", 14, choices=LEVELS),
        PartColumn("impact", "Impact", 14, choices=LEVELS),
        PartColumn("response", "Response"),
        *_IDS,
    ),
)
ANSWERS = Part(
    "Answers",
    "answers",
    "Answer",
    (
        PartColumn("question", "Question", read_back=False),
        PartColumn("choice", "Answer", choices=tuple(ANSWER_WORDS.values())),
        PartColumn("words", "In words"),
        PartColumn("evidence", "Where the evidence is held"),
        PartColumn("said_on", "Said on", 14, read_back=False, date=True),
        PartColumn("said_by", "By", read_back=False),
        PartColumn("question_id", "Question id", 12),
        PartColumn("revision", "Revision exported", 12),
    ),
)
ITEMS = (MILESTONES, EVIDENCE, RISKS)
PARTS = (*ITEMS, ANSWERS)
