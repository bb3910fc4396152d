"""The framework: what every plan is mapped to, counted by and compared with.

Forces, the 4Ps, the six improvement areas, the themes, the recommendations with their dues,
the notable practices, the measures, the dated parameters, three vocabularies and what a plan is
checked for. All of it is data under `data/framework/`, and every row there cites a source and a
place in it. This module says what those rows are and answers questions about them; it opens no
file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Literal

from vawg_plans.domain.measures import Measure
from vawg_plans.domain.practices import Practice
from vawg_plans.domain.vocabulary import (
    ImportWords,
    PublishingWords,
    SuggestionWords,
    VagueWords,
)
from vawg_plans.errors import NotFound

RecommendationKind = Literal["overarching", "recommendation", "action"]
AsksForces = Literal["yes", "part", "no"]
Stance = Literal["act", "co-operate", "watch"]
SeverityWord = Literal["serious", "worth_fixing", "advice"]


@dataclass(frozen=True, slots=True)
class Source:
    """A public document that rows cite. `published_on` and `url` are empty where unsure."""

    id: str
    title: str
    publisher: str
    published_on: date | None
    licence: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Force:
    """One of the 43 territorial forces of England and Wales.

    `code` is the Office for National Statistics code of its police force area; `row` and
    `column` place its tile on the map of equal tiles, counted from 0 at the top left.
    """

    id: str
    code: str
    name: str
    short_name: str
    name_cy: str
    region: str
    row: int
    column: int
    note: str
    source: str
    chapter: str


@dataclass(frozen=True, slots=True)
class FourP:
    """One of the 4Ps (prepare, prevent, protect, pursue), as chapter 2 of the report uses it."""

    id: str
    position: int
    name: str
    name_cy: str
    definition: str
    source: str
    chapter: str


@dataclass(frozen=True, slots=True)
class Area:
    """One of the six improvement areas that recommendation 4.1 lists. `code` is A1 to A6."""

    id: str
    position: int
    code: str
    name: str
    name_cy: str
    definition: str
    source: str
    chapter: str


@dataclass(frozen=True, slots=True)
class Theme:
    """What recommendation 1.4 asks for across all four strands, such as partnership."""

    id: str
    position: int
    name: str
    name_cy: str
    definition: str
    source: str
    chapter: str


@dataclass(frozen=True, slots=True)
class VulnerabilityTheme:
    """One of the seven National Vulnerability Action Plan themes listed in chapter 10.

    The report says the themes map to the 4Ps but not how: `lead_p` and `supporting_ps` are
    this project's proposal.
    """

    id: str
    position: int
    name: str
    name_cy: str
    lead_p: str
    supporting_ps: tuple[str, ...]
    definition: str
    source: str
    chapter: str


@dataclass(frozen=True, slots=True)
class Pillar:
    """One of the three pillars of the national framework for delivery of December 2021."""

    id: str
    position: int
    name: str
    name_cy: str
    definition: str
    source: str
    chapter: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspection or super-complaint report whose recommendations a plan answers.

    `section_55` says whether the local policing body must comment on it under section 55 of the
    Police Act 1996: so for a report on an inspection, not for one on a super-complaint.
    """

    id: str
    name: str
    short_name: str
    name_cy: str
    published_on: date
    publisher: str
    section_55: Literal["yes", "no"]
    source: str
    chapter: str


@dataclass(frozen=True, slots=True)
class RecommendationDue:
    """When a recommendation, or one part of it, is due.

    `due_words` is how the report says it. `due_on` is the last day that satisfies it, and is
    None where the report gives only a word ('Immediately'): such a due is never late.
    """

    recommendation: str
    position: int
    due_on: date | None
    due_words: str
    what: str
    source: str
    chapter: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation, sub-recommendation or additional action, paraphrased.

    `asks_forces`: 'yes' where forces or chief constables must act, 'part' where a national
    body leads and forces supply something, 'no' otherwise. `stance` is what a force does about
    it. `judgement` names the columns that are this project's reading, not the report's words.
    `dues` is empty where the report states none.
    """

    id: str
    inspection: str
    number: str
    label: str
    kind: RecommendationKind
    parent: str
    addressed_to: str
    asks_forces: AsksForces
    stance: Stance
    ps: tuple[str, ...]
    areas: tuple[str, ...]
    text: str
    judgement: tuple[str, ...]
    note: str
    source: str
    chapter: str
    dues: tuple[RecommendationDue, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a rule uses, from a date. A later row of the same id replaces it from then."""

    id: str
    value: int
    unit: str
    from_date: date
    meaning: str
    source: str
    chapter: str


@dataclass(frozen=True, slots=True)
class ReadinessCheck:
    """One thing that a plan is checked for: how grave it is, and why it matters.

    What is found, and how, is in `domain/readiness.py`, under the same id.
    """

    id: str
    severity: SeverityWord
    why: str
    source: str
    chapter: str


@dataclass(frozen=True, slots=True)
class Framework:
    """Everything above, by id and in the order of the files."""

    sources: dict[str, Source]
    forces: dict[str, Force]
    ps: dict[str, FourP]
    areas: dict[str, Area]
    themes: dict[str, Theme]
    vulnerability_themes: dict[str, VulnerabilityTheme]
    pillars: dict[str, Pillar]
    inspections: dict[str, Inspection]
    recommendations: dict[str, Recommendation]
    practices: dict[str, Practice]
    measures: dict[str, Measure]
    parameters: tuple[Parameter, ...]
    suggestion_words: tuple[SuggestionWords, ...]
    import_words: tuple[ImportWords, ...]
    vague_words: tuple[VagueWords, ...]
    publishing_words: tuple[PublishingWords, ...]
    readiness_checks: dict[str, ReadinessCheck]

    def force(self, id_or_code: str) -> Force:
        """The force of this id, area code or name, whatever the case.

        Raises NotFound, with the closest name as the hint.
        """
        asked = _plain(id_or_code)
        known: dict[str, Force] = {}
        for force in self.forces.values():
            for name in (force.id, force.code, force.short_name, force.name, force.name_cy):
                known.setdefault(_plain(name), force)
        if asked and asked in known:
            return known[asked]
        close = get_close_matches(asked, known, n=1)
        hint = (
            f"Did you mean '{known[close[0]].id}'?"
            if close
            else "Use a force's id, such as 'gloucestershire', or its area code."
        )
        raise NotFound(f"There is no force called '{id_or_code}'.", hint=hint)

    def recommendations_for_forces(self) -> list[Recommendation]:
        """Those that ask something of forces, wholly or in part, in the order of the file."""
        return [each for each in self.recommendations.values() if each.asks_forces != "no"]

    def recommendation_named(self, inspection_id: str, number: str) -> Recommendation | None:
        """The recommendation an inspection numbers so ('4.1', 'Action 2'), or None."""
        asked = number.strip().rstrip(".").casefold()
        for each in self.recommendations.values():
            if each.inspection == inspection_id and each.number.casefold() == asked:
                return each
        return None

    def parameter(self, id: str, on: date) -> int:
        """The value in force on a date: of the newest row that starts on or before it.

        Raises NotFound where there is no such parameter, or none yet on that date.
        """
        rows = [each for each in self.parameters if each.id == id]
        if not rows:
            raise NotFound(
                f"There is no parameter called '{id}'.",
                hint="The parameters are listed in data/framework/parameters.csv.",
            )
        started = [each for each in rows if each.from_date <= on]
        if not started:
            raise NotFound(
                f"The parameter '{id}' has no value on {on.isoformat()}.",
                hint=f"Its first value starts on {min(r.from_date for r in rows).isoformat()}.",
            )
        return max(started, key=lambda each: each.from_date).value


def _plain(name: str) -> str:
    """A name without case, ampersand, hyphen or spare space, to look a force up by."""
    return " ".join(name.casefold().replace("&", " and ").replace("-", " ").split())
