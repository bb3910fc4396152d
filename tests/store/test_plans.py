"""Plans and their versions in the database, on both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.deeds import deeds
from vawg_plans.domain.canonical import canonical_json, digest, sha256
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.plans import Audience, Plan
from vawg_plans.errors import BrokenRecord, StoreBusy
from vawg_plans.store import plans as plan_rows
from vawg_plans.store.record import first_break
from vawg_plans.store.store import Store

LEAD = Actor("person-lead", "Kent lead", Role.STRATEGIC_LEAD, "kent")
FULL = Plan(
    "plan-kent",
    "kent",
    title="'; drop table plan_revision; -- 50% \\ {} :name",
    summary="Two\nlines, “quotes” and 🙂",
    lead_post="ACC crime",
    local_strands=("People; places", "{a,b}", "'x'"),
)
CONTENT: dict[str, Any] = {
    "note": "50% \\ 🙂",
    "actions": [
        {
            "id": f"act-{n}",
            "accepted_lead_p": "protect" if n else None,
            "accepted_areas": ["powers", "victims"][:n],
            "status": "on_track",
            "calculated": "late"[:n] or "on_track",
            "late": bool(n),
            "stale": False,
            "slips": n,
            "in_words": True,
        }
        for n in range(3)
    ],
}


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store(database_url)
    yield opened
    opened.close()


def add(store: Store, before: Plan | None, after: Plan) -> Plan:
    with store.write(LEAD, reason="tried", force_id=after.force_id) as writing:
        return plan_rows.add(writing, before, after)


def name_version(
    store: Store,
    number: int,
    audience: Audience = Audience.NATIONAL,
    force_id: str = "kent",
    content: dict[str, Any] = CONTENT,
) -> dict[str, Any]:
    with store.write(LEAD, reason="version named", force_id=force_id) as writing:
        row = plan_rows.version_row(
            force_id=force_id,
            number=number,
            audience=audience,
            sequence=writing.sequence - 1,
            made_in=writing.sequence,
            judged_on=dt.date(2022, 3, 1),
            note="a note",
            content=content,
        )
        plan_rows.add_version(writing, row, content)
    return row


def test_before_it_is_written_a_plan_is_empty_and_has_revision_0(store: Store) -> None:
    with store.read() as rows:
        assert plan_rows.newest(rows, "kent") == Plan("plan-kent", "kent", revision=0)


def test_every_field_of_a_plan_is_read_back_and_earlier_moments_too(store: Store) -> None:
    first = add(store, None, FULL)
    second = add(store, first, replace(first, title="Another", local_strands=()))
    assert (first.revision, second.revision) == (1, 2)
    assert first == replace(FULL, sequence=1)
    with store.read() as rows:
        assert plan_rows.newest(rows, "kent") == second
        assert plan_rows.newest(rows, "kent", 1) == first
        assert plan_rows.newest(rows, "kent", 0).revision == 0
        assert plan_rows.newest(rows, "essex").revision == 0
        assert first_break(rows) is None
        one, two = deeds(rows)
    assert (one["object"], one["revision"], two["revision"]) == ("plan:plan-kent", 1, 2)
    assert two["before_digest"] == one["after_digest"]


def test_the_same_revision_of_a_plan_twice_fails_on_its_key(store: Store) -> None:
    first = add(store, None, FULL)
    add(store, first, first)
    with pytest.raises(StoreBusy):
        add(store, first, first)


def test_versions_are_newest_first_with_who_and_when(store: Store) -> None:
    rows_written = [
        name_version(store, 1),
        name_version(store, 2, Audience.PUBLIC),
        name_version(store, 1, force_id="essex"),
    ]
    with store.read() as rows:
        mine = plan_rows.versions_of(rows, "kent")
        every = plan_rows.all_versions(rows)
        assert plan_rows.versions_of(rows, "surrey") == []
    assert [(v.id, v.number, v.audience) for v in mine] == [
        ("kent-v2", 2, Audience.PUBLIC),
        ("kent-v1", 1, Audience.NATIONAL),
    ]
    assert every == {"kent": mine, "essex": every["essex"]}
    assert (mine[0].sequence, mine[0].judged_on, mine[0].note, mine[0].made_by) == (
        1,
        dt.date(2022, 3, 1),
        "a note",
        "Kent lead",
    )
    assert mine[0].digest == rows_written[1]["digest"]


def test_what_was_frozen_is_read_back_with_its_digest(store: Store) -> None:
    row = name_version(store, 1)
    assert row["digest"] == digest(CONTENT) == sha256(canonical_json(CONTENT))
    with store.read() as rows:
        assert plan_rows.content_of(rows, "kent-v1") == CONTENT


@pytest.mark.parametrize(
    "tampering",
    [
        "update plan_version set content = content || ' '",
        "update plan_version set digest = 'other'",
        "delete from plan_version",
    ],
)
def test_content_that_lost_its_digest_is_not_read(store: Store, tampering: str) -> None:
    name_version(store, 1)
    with store._engine.writing() as rows:
        rows.script(tampering)
        with pytest.raises(BrokenRecord, match="kent-v1") as refused:
            plan_rows.content_of(rows, "kent-v1")
    assert "doctor" in refused.value.hint


def test_comparison_has_one_row_for_each_frozen_action(store: Store) -> None:
    name_version(store, 1)
    with store.read() as rows:
        facts = rows.all("versions.facts", version_id="kent-v1")
    assert facts == plan_rows.facts_of("kent-v1", CONTENT)
    assert [(f["action_id"], f["lead_p"], f["areas"]) for f in facts] == [
        ("act-0", None, []),
        ("act-1", "protect", ["powers"]),
        ("act-2", "protect", ["powers", "victims"]),
    ]


def test_only_the_newest_version_of_each_force_is_counted(store: Store) -> None:
    name_version(store, 1)
    name_version(store, 2, content={"actions": CONTENT["actions"][:1]})
    name_version(store, 1, force_id="essex")
    with store.read() as rows:
        counted = rows.all("versions.newest_counts")
    by_force = {
        f: sum(r["actions"] for r in counted if r["force_id"] == f) for f in ("kent", "essex")
    }
    assert by_force == {"kent": 1, "essex": 3}


def test_a_number_is_given_once(store: Store) -> None:
    name_version(store, 1)
    with pytest.raises(StoreBusy):
        name_version(store, 1)
    with store.read() as rows:
        assert len(plan_rows.versions_of(rows, "kent")) == 1
        assert len(rows.all("versions.facts", version_id="kent-v1")) == 3
