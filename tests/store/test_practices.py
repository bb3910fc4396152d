"""Offered practices in the database, on both engines: what stands, what waits, and the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.deeds import deeds
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.practices import OfferedPractice, PracticeState
from vawg_plans.errors import StoreBusy
from vawg_plans.store import practices as practice_rows
from vawg_plans.store.record import row_digest
from vawg_plans.store.store import Store

LEAD = Actor("person-lead", "Kent lead", Role.STRATEGIC_LEAD, "kent")
FULL = OfferedPractice(
    "practice-kent-1",
    "kent",
    title="'; drop table practice_revision; -- 50% \\ {} :name",
    partners="Probation; “health” 🙂",
    words="Two\nlines",
    ps=("protect", "pursue"),
    areas=("powers", "victims"),
    evaluated="yes",
)
O, A, D, W = PracticeState  # noqa: E741


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store(database_url)
    yield opened
    opened.close()


def add(store: Store, *states: PracticeState, first: OfferedPractice = FULL) -> OfferedPractice:
    """A practice that went through these states, its title saying how often it was offered."""
    before: OfferedPractice | None = None
    for number, state in enumerate(states, start=1):
        title = f"{first.title} {number}" if state is O else (before or first).title
        after = replace(before or first, title=title, state=state)
        with store.write(LEAD, reason=f"{state} {number}", force_id=first.force_id) as writing:
            before = practice_rows.add(writing, before, after)
    assert before
    return before


def test_a_practice_is_read_as_it_was_written_and_the_record_speaks_for_each_revision(
    store: Store,
) -> None:
    newest = add(store, O, A)
    with store.read() as rows:
        found = practice_rows.history(rows, FULL.id)
        stored = rows.all("practices.all_revisions")
        told = [e for e in deeds(rows) if e["act"] == "practice revised"]
    assert found[0] == newest
    assert [p.revision for p in found] == [2, 1]
    assert [p.reason for p in found] == ["accepted 2", "offered 1"]
    assert all(p.said_on for p in found)
    assert [(e["object"], e["revision"]) for e in told] == [
        (f"practice:{FULL.id}", n) for n in (1, 2)
    ]
    assert [e["after_digest"] for e in told] == [row_digest(r) for r in stored]
    assert told[1]["before_digest"] == told[0]["after_digest"]
    assert all(len(r["salt"]) == 32 for r in stored)


def test_what_stands_is_what_was_last_accepted_until_the_force_withdraws_it(store: Store) -> None:
    courses = {
        (O,): None,
        (O, A): 1,
        (O, D): None,
        (O, A, O): 1,
        (O, A, O, A): 3,
        (O, A, O, D): 1,
        (O, A, W): None,
        (O, A, W, O): None,
        (O, A, W, O, A): 4,
        (O, W): None,
    }
    waits = set()
    for number, course in enumerate(courses):
        last = add(store, *course, first=replace(FULL, id=f"practice-{number}"))
        if last.state is O:
            waits.add(last.id)
    with store.read() as rows:
        standing = {p.id: p for p in practice_rows.standing(rows)}
        waiting = practice_rows.waiting(rows)
        ids = practice_rows.ids(rows)
    for number, offered in enumerate(courses.values()):
        stands = standing.get(f"practice-{number}")
        assert (stands and stands.title) == (offered and f"{FULL.title} {offered}")
        assert stands is None or stands.state is A
    assert {p.id for p in waiting} == waits
    # Every revision of what waits comes with it, the newest first.
    course = [p.state for p in waiting if p.id == "practice-3"]
    assert course == [O, A, O]
    assert ids == {f"practice-{n}" for n in range(len(courses))}


def test_a_force_reads_its_own_in_every_state(store: Store) -> None:
    add(store, O, D)
    add(store, O, A, first=replace(FULL, id="practice-essex", force_id="essex"))
    with store.read() as rows:
        assert [p.state for p in practice_rows.of_force(rows, "kent")] == [D, O]
        assert practice_rows.of_force(rows, "surrey") == []
        assert practice_rows.history(rows, "practice-none") == []


def test_the_same_revision_twice_is_refused(store: Store) -> None:
    first = add(store, O)
    add_next = replace(first, title="Second")
    with store.write(LEAD, reason="second", force_id="kent") as writing:
        practice_rows.add(writing, first, add_next)
    with (
        pytest.raises(StoreBusy),
        store.write(LEAD, reason="again", force_id="kent") as writing,
    ):
        practice_rows.add(writing, first, add_next)
