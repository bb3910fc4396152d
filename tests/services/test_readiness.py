"""From nothing to a plan with no serious finding: by an import, a practice and the pages."""

from __future__ import annotations

import datetime as dt

from tests.conftest import REPOSITORY
from vawg_plans.domain.answers import Choice
from vawg_plans.domain.bulk import BulkChange
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor
from vawg_plans.domain.readiness import Finding, Severity, findings
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.services.actions import accept_suggestions
from vawg_plans.services.answers import answer
from vawg_plans.services.importing import import_file
from vawg_plans.services.many_actions import change_many
from vawg_plans.services.plans import open_plan
from vawg_plans.services.taking import take_practice
from vawg_plans.store.store import Store

TABLE = REPOSITORY / "tests/fixtures/gloucestershire-s55-response-2021.xlsx"


def test_an_empty_force_reaches_a_plan_with_no_serious_finding(
    store: Store, framework: Framework, lead: Actor
) -> None:
    door = (store, framework, lead)

    def serious() -> dict[str, Finding]:
        found = findings(open_plan(*door, "kent"), framework)
        return {f.code: f for f in found if f.severity is Severity.SERIOUS}

    import_file(*door, "kent", TABLE.read_bytes(), TABLE.name, ReadAs(split_bullets=True))
    assert set(serious()) >= {"area_empty", "p_empty"}
    suggested = [a for a in open_plan(*door, "kent").actions if a.suggested]
    accept_suggestions(*door, [(a.id, a.revision, {}) for a in suggested])
    assert set(serious()) == {"no_date", "unanswered", "characteristics", "consulted"}
    # A practice of the inspection comes without owner and date; one change gives them to all.
    take_practice(*door, "kent", "practice-05")
    assert set(serious()) >= {"no_owner", "no_date"}
    for code, change in (
        ("no_owner", BulkChange(owner_posts=("Head of public protection",))),
        ("no_date", BulkChange(due=today() + dt.timedelta(days=90))),
    ):
        now = {a.id: a for a in open_plan(*door, "kent").actions}
        read = {i: now[i].revision for i in serious()[code].action_ids}
        change_many(*door, "kent", read, change)
    for code in ("unanswered", "characteristics", "consulted"):
        for question in serious()[code].questions:
            answer(*door, "kent", question, Choice.RESPONDED, "Done.", read_revision=0)
    assert serious() == {}
