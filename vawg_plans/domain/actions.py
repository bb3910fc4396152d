"""An action of a plan, and everything that is said about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from vawg_plans.domain.canonical import visible
from vawg_plans.domain.details import EvidenceItem, Milestone, Override, Risk
from vawg_plans.errors import InvalidInput


class DeliveryStatus(StrEnum):
    """How the force says the action is going (stated, not worked out)."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    COMPLETE = "complete"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()

    @property
    def word(self) -> str:
        """The BRAG word that people use for it, empty for not started."""
        return _BRAG[self]

    @property
    def full_label(self) -> str:
        """The label with its BRAG word, for example 'On track (green)'."""
        return f"{self.label} ({self.word})" if self.word else self.label


_BRAG = {
    DeliveryStatus.NOT_STARTED: "",
    DeliveryStatus.ON_TRACK: "green",
    DeliveryStatus.AT_RISK: "amber",
    DeliveryStatus.OFF_TRACK: "red",
    DeliveryStatus.COMPLETE: "blue",
}


class InspectorateStatus(StrEnum):
    """Where the inspectorate's own register has it: never the same as the force's 'complete'."""

    NOT_RECORDED = "not_recorded"
    AWAITING_REVIEW = "awaiting_review"
    BEING_PROGRESSED = "being_progressed"
    COMPLETE = "complete"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class TagKind(StrEnum):
    """What a tag places an action in."""

    P = "p"
    AREA = "area"
    THEME = "theme"
    VULNERABILITY = "vulnerability"
    PILLAR = "pillar"
    RECOMMENDATION = "recommendation"


@dataclass(frozen=True, slots=True)
class Tag:
    """A place in the framework given to an action.

    Suggested until a person accepts it: `accepted_by` is that person's id, None while suggested.
    `words` are the words that suggested it, empty when a person chose it themselves.
    `lead` is for a P only: an action has one lead P and may support others.
    """

    kind: TagKind
    code: str
    lead: bool = False
    accepted_by: str | None = None
    words: str = ""

    @property
    def accepted(self) -> bool:
        return self.accepted_by is not None


@dataclass(frozen=True, slots=True)
class ImportedFrom:
    """Where an action was read from, and what the table said when it was last read.

    `row` names the table's row (its reference, or its words where it has none) and `item` the
    bullet's number in the cell, 0 for a row that is one action. `values` are the values last
    imported, by field, as text. `tables` are digests of the tables it was read from, oldest first.
    """

    source: str
    sheet: str
    row: str
    item: int
    values: dict[str, str]
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """One action of a force's plan, as one revision has it.

    `due` is a date; `due_words` are the words given ('Immediately', 'End of June'), which may
    stand without a date. `percent` is the reported percentage, 0 to 100, None when none was
    reported. `progress_note` holds the words of the progress update that made this revision, None
    for any other change. `evidence` says in words where the evidence is held, `evidence_items` are
    dated references to it. `measure_id` is a measure of the catalogue, `practice_id` the practice
    it was taken from, `depends_on` the ids of actions of the same plan that must come first.
    """

    id: str
    plan_id: str
    force_id: str
    revision: int = 1
    sequence: int = 0
    position: int = 0
    reference: str = ""
    title: str = ""
    description: str = ""
    tags: tuple[Tag, ...] = ()
    local_strand: str = ""
    owner_posts: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    start: dt.date | None = None
    due: dt.date | None = None
    due_words: str = ""
    status: DeliveryStatus = DeliveryStatus.NOT_STARTED
    percent: int | None = None
    success_measure: str = ""
    evidence: str = ""
    context: str = ""
    shaped_by: str = ""
    equality_impact: str = ""
    publishable: bool = True
    sensitive: bool = False
    inspectorate_status: InspectorateStatus = InspectorateStatus.NOT_RECORDED
    withdrawn: bool = False
    progress_note: str | None = None
    imported: ImportedFrom | None = None
    milestones: tuple[Milestone, ...] = ()
    evidence_items: tuple[EvidenceItem, ...] = ()
    risks: tuple[Risk, ...] = ()
    depends_on: tuple[str, ...] = ()
    measure_id: str = ""
    practice_id: str = ""
    override: Override | None = None
    # Of the stored revision: keeps the digest of its words from being guessed back.
    salt: str | None = field(default=None, compare=False, repr=False)

    def codes(self, kind: TagKind, *, accepted: bool | None = None) -> tuple[str, ...]:
        """The codes of this kind, in order; only accepted or only suggested ones if asked."""
        return tuple(
            t.code
            for t in self.tags
            if t.kind is kind and (accepted is None or t.accepted is accepted)
        )

    @property
    def lead(self) -> Tag | None:
        """The lead P's tag, suggested or accepted."""
        return next((t for t in self.tags if t.kind is TagKind.P and t.lead), None)

    @property
    def lead_p(self) -> str | None:
        """The lead P's code, suggested or accepted."""
        return self.lead.code if self.lead else None

    @property
    def supporting_ps(self) -> tuple[str, ...]:
        return tuple(t.code for t in self.tags if t.kind is TagKind.P and not t.lead)

    @property
    def areas(self) -> tuple[str, ...]:
        return self.codes(TagKind.AREA)

    @property
    def recommendations(self) -> tuple[str, ...]:
        return self.codes(TagKind.RECOMMENDATION)

    @property
    def evidenced(self) -> bool:
        """Whether anything is said of evidence, in words or as a reference."""
        return bool(self.evidence_items or self.evidence.strip())

    @property
    def measured(self) -> bool:
        """Whether success is said, in words or by a measure of the catalogue."""
        return bool(self.measure_id or self.success_measure.strip())

    @property
    def suggested(self) -> tuple[Tag, ...]:
        """Tags that no person has accepted yet."""
        return tuple(t for t in self.tags if not t.accepted)


# What a person may change; the rest follows from where the action stands and who saves it.
EDITABLE = (
    "position",
    "reference",
    "title",
    "description",
    "tags",
    "local_strand",
    "owner_posts",
    "partners",
    "start",
    "due",
    "due_words",
    "status",
    "percent",
    "success_measure",
    "evidence",
    "context",
    "shaped_by",
    "equality_impact",
    "publishable",
    "sensitive",
    "inspectorate_status",
    "withdrawn",
    "milestones",
    "evidence_items",
    "risks",
    "depends_on",
    "measure_id",
    "practice_id",
    "override",
)

FIELD_LABELS = {
    "position": "Order",
    "reference": "Reference",
    "title": "Title",
    "description": "Description",
    "tags": "Mapping",
    "local_strand": "Local strand",
    "owner_posts": "Owner posts",
    "partners": "Partners",
    "start": "Start",
    "due": "Due",
    "due_words": "Due, in words",
    "status": "Delivery status",
    "percent": "Percent",
    "success_measure": "Success measure",
    "evidence": "Evidence",
    "context": "Context",
    "shaped_by": "Shaped by women and girls",
    "equality_impact": "Equality impact reference",
    "publishable": "Publishable",
    "sensitive": "Sensitive",
    "inspectorate_status": "Inspectorate status",
    "withdrawn": "Withdrawn",
    "milestones": "Milestones",
    "evidence_items": "Evidence references",
    "risks": "Risks",
    "depends_on": "Depends on",
    "measure_id": "Measure",
    "practice_id": "Taken from practice",
    "override": "Why the stated status stands",
    "progress_note": "Progress note",
    "imported": "Imported from",
}


def with_changes(action: Action, changes: dict[str, Any]) -> Action:
    """`action` with these fields changed, their text cleaned of what nobody can see.

    A field that cannot be changed raises `InvalidInput`.
    """
    unknown = sorted(set(changes) - set(EDITABLE))
    if unknown:
        raise InvalidInput(f"These cannot be changed: {', '.join(unknown)}.")
    return replace(action, **{name: cleaned(value) for name, value in changes.items()})


def cleaned(value: Any) -> Any:
    """A value a person gave, its text without what nobody can see."""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return visible(value)
    if isinstance(value, tuple):
        return tuple(cleaned(v) for v in value)
    if isinstance(value, Milestone | EvidenceItem | Risk | Override):
        return replace(value, **{f.name: cleaned(getattr(value, f.name)) for f in fields(value)})
    return value


def changed_fields(before: Action, after: Action) -> list[str]:
    """The names of the fields that differ, leaving out revision, sequence and salt."""
    return [
        f.name
        for f in fields(Action)
        if f.name not in ("revision", "sequence", "salt")
        and getattr(before, f.name) != getattr(after, f.name)
    ]


def accept(action: Action, person_id: str) -> Action:
    """`action` with every suggested tag accepted by this person, the words kept."""
    return replace(
        action,
        tags=tuple(t if t.accepted else replace(t, accepted_by=person_id) for t in action.tags),
    )
