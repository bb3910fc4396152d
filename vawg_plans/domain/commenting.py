"""Who comments on an inspection, and by when: the offices of a force's area, and section 55."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from vawg_plans.domain.framework import Framework, Inspection


def comments_due(inspection: Inspection, framework: Framework) -> dt.date | None:
    """The last day for the local policing body's comments; None where the Act asks for none.

    Police Act 1996, section 55(5A): 56 days, the day of publication being the first.
    """
    if inspection.section_55 == "no":
        return None
    days = framework.parameter("section_55_days", inspection.published_on)
    return inspection.published_on + dt.timedelta(days=days - 1)


@dataclass(frozen=True, slots=True)
class Offices:
    """What the offices are called in a force's area: who comments, and who leads the force.

    `body` is the local policing body and `office` its office, as a sentence continues with it.
    """

    body: str
    office: str
    chief: str


_OFFICES = Offices("Police and crime commissioner", "the commissioner's office", "Chief constable")
# Police Act 1996, section 101(1): two areas have another local policing body. Their forces are led
# by a commissioner of police.
_OTHERS = {
    "metropolitan-police": Offices(
        "Mayor's Office for Policing and Crime",
        "the Mayor's Office for Policing and Crime",
        "Commissioner of Police of the Metropolis",
    ),
    "city-of-london": Offices(
        "Common Council of the City of London",
        "the police authority's office",
        "Commissioner of Police for the City of London",
    ),
}


def offices_of(force_id: str) -> Offices:
    """The offices of a force's area. Where a mayor holds the commissioner's functions, the form
    has the same place for them.
    """
    return _OTHERS.get(force_id, _OFFICES)
