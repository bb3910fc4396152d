"""The forms in which a plan is told to readers outside the force, and who reads each."""

from __future__ import annotations

from enum import StrEnum


class DocumentKind(StrEnum):
    """The forms that there are."""

    RESPONSE_TABLE = "response-table"
    RESPONSE_RECORD = "response-record"
    OVERVIEW = "overview"
    PLAN = "plan"

    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def about(self) -> str:
        """Who reads it, and for what."""
        return _LABELS[self][1]

    @property
    def left_to_people(self) -> str:
        """What it leaves for somebody to complete, empty for nothing."""
        return _LEFT.get(self, "")

    @property
    def file_stem(self) -> str:
        """What a file of this form is called."""
        return "vawg-plan" if self is DocumentKind.PLAN else self.value

    @property
    def of_one_inspection(self) -> bool:
        """Whether it answers one inspection, rather than telling of all or of none."""
        return self in (DocumentKind.RESPONSE_TABLE, DocumentKind.RESPONSE_RECORD)


_LABELS = {
    DocumentKind.RESPONSE_TABLE: (
        "Section 55 response table",
        "For the commissioner's office: each recommendation with its owner, timescale and "
        "progress, beside the comments under section 55.",
    ),
    DocumentKind.RESPONSE_RECORD: (
        "Inspection response record",
        "For the commissioner's office: the form in which the commissioner and the chief "
        "constable answer an inspection.",
    ),
    DocumentKind.OVERVIEW: (
        "Overview paper",
        "For the joint audit committee: what was published, what it recommends and to whom, and "
        "where the force stands.",
    ),
    DocumentKind.PLAN: (
        "The plan, to publish",
        "For the public: what the force will do, by when and how it stands.",
    ),
}


_LEFT = {
    DocumentKind.RESPONSE_TABLE: (
        "the comments, covering words, and the progress on what nothing answers yet"
    ),
    DocumentKind.RESPONSE_RECORD: (
        "names, the summary, the grade, areas for improvement, and what the commissioner and the "
        "chief constable say"
    ),
    DocumentKind.OVERVIEW: (
        "who brings the paper, the date of the meeting, and which meeting tracks progress"
    ),
}
