"""Local strands mapped once: which actions wait for the P of their strand."""

from __future__ import annotations

from dataclasses import replace

from vawg_plans.domain.actions import Action, Tag, TagKind
from vawg_plans.domain.plans import Plan
from vawg_plans.domain.strands import waiting

PLAN = Plan(
    "plan-kent",
    "kent",
    local_strands=("Our people", "Safer places", "Justice"),
    strand_ps=(("Our people", "prepare"), ("Safer places", "prevent")),
)
BASE = Action("act-1", "plan-kent", "kent", title="Train", local_strand="Our people")


def led(p: str, by: str | None) -> tuple[Tag, ...]:
    return (Tag(TagKind.P, p, lead=True, accepted_by=by),)


def test_an_action_waits_until_a_person_accepted_a_lead_p_whichever() -> None:
    suggested = replace(BASE, id="act-2", tags=led("protect", None))
    other = replace(BASE, id="act-3", tags=led("protect", "ann"))
    gone = replace(BASE, id="act-4", withdrawn=True)
    unmapped = replace(BASE, id="act-5", local_strand="Justice")
    found = waiting(PLAN, [BASE, suggested, other, gone, unmapped])
    assert found == {"Our people": [BASE, suggested]}


def test_without_a_mapping_nothing_waits() -> None:
    assert waiting(replace(PLAN, strand_ps=()), [BASE]) == {}
