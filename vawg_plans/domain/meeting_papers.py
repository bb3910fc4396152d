"""The papers of a Gold Group meeting: what comes out before it, and once it closed."""

from __future__ import annotations

from enum import StrEnum


class Paper(StrEnum):
    """The papers that there are."""

    AGENDA = "agenda"
    MINUTES = "minutes"
    PACK = "pack"
    WORKBOOK = "workbook"

    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def about(self) -> str:
        """What is in it, and for whom."""
        return _LABELS[self][1]

    @property
    def form(self) -> str:
        """The program that opens it."""
        return "Excel" if self is Paper.WORKBOOK else "Word"

    @property
    def file_stem(self) -> str:
        """What a file of this kind is called."""
        return "pack" if self is Paper.WORKBOOK else self.value

    @property
    def ending(self) -> str:
        """The end of its file's name."""
        return "xlsx" if self is Paper.WORKBOOK else "docx"


# What a closed meeting gives, in the order in which it is offered.
OF_A_CLOSED_MEETING = (Paper.MINUTES, Paper.PACK, Paper.WORKBOOK)

_LABELS = {
    Paper.AGENDA: (
        "Agenda",
        "Before the meeting: every item with why it is there and how its action stands.",
    ),
    Paper.MINUTES: (
        "Minutes",
        "Who was there, what was decided, by whom and when it is done, and what was said.",
    ),
    Paper.PACK: (
        "Pack",
        "What the meeting had before it: figures then and now, each item in full, every action.",
    ),
    Paper.WORKBOOK: (
        "Pack",
        "The same figures, decisions and actions as sheets to sort and filter.",
    ),
}
