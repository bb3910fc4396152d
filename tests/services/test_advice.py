"""What to look at before a plan is published: of what would go out, and of nothing else."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.services.conftest import CHIEF, Adding, mapped, person, published
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Role
from vawg_plans.errors import NotFound
from vawg_plans.services import publishing
from vawg_plans.services.actions import revise_action
from vawg_plans.services.advice import changes_of_version, check_publishing
from vawg_plans.services.versions import share_version
from vawg_plans.store.store import Store

LEAD, CHAIR = person(Role.STRATEGIC_LEAD), person(Role.GOLD_CHAIR)


def test_what_would_be_published_is_read_and_once_submitted_that_moment_and_no_other(
    store: Store, framework: Framework, adding: Adding
) -> None:
    one = adding(store, "Chaired by ACC Kirk", tags=mapped(), evidence="Ask Trevor")
    adding(store, "Operation Topaz", tags=mapped(), publishable=False)
    adding(store, "DCI Patel leads", tags=mapped(), sensitive=True)

    def read() -> tuple[list[str], int, int, bool]:
        found = check_publishing(store, framework, CHAIR, "kent")
        return [each.words for each in found.found], found.told, found.live, found.reviewed

    assert read() == (["ACC Kirk"], 1, 3, False)
    review = publishing.submit(store, framework, LEAD, "kent")
    revise_action(store, framework, LEAD, one.id, {"title": "TBC"}, read_revision=1)
    assert read() == (["ACC Kirk"], 1, 3, True)
    publishing.send_back(store, CHAIR, review, "Take the name out")
    assert read() == (["TBC"], 1, 3, False)
    # The post that approves goes out too.
    review = publishing.submit(store, framework, LEAD, "kent")
    publishing.approve(store, framework, CHAIR, review, post="DCC Okonkwo")
    assert read()[0] == ["TBC", "DCC Okonkwo"]


def test_a_version_says_what_it_changed_for_its_own_readers(
    store: Store, framework: Framework, adding: Adding
) -> None:
    due = today() + dt.timedelta(days=30)
    one = adding(store, "One", tags=mapped(), due=due)
    published(store, framework)
    revise_action(
        store, framework, LEAD, one.id, {"due": due + dt.timedelta(days=1)}, read_revision=1
    )
    waits = check_publishing(store, framework, LEAD, "kent").changed
    share_version(store, framework, LEAD, "kent")
    published(store, framework)

    def told(number: int) -> tuple[int | None, list[str]]:
        found = changes_of_version(store, framework, LEAD, "kent", number)
        return found.since and found.since.number, [c.sentence for c in found.found]

    first = (None, ["The first version: 1 action, 0 complete."])
    assert (told(1), told(2)) == (first, first)
    assert told(3) == (1, [each.sentence for each in waits])
    assert "(1 day later)" in waits[0].sentence
    # What was withdrawn is no version to compare with.
    publishing.withdraw(store, CHAIR, "kent", 1, "A mistake")
    assert told(3) == first
    with pytest.raises(NotFound):
        told(1)
    assert CHIEF not in str(waits)
