"""The audit chain: whatever is altered, removed, added or reordered, is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

import pytest

from vawg_plans.domain.moments import utc_now
from vawg_plans.domain.people import Actor, Role
from vawg_plans.store.record import (
    FIRST_HASH,
    Act,
    Chain,
    Commit,
    entries,
    entry_hash,
    fields_digest,
    first_break,
)
from vawg_plans.store.store import Store

LEAD = Actor("person-lead", "Kent lead", Role.STRATEGIC_LEAD, "kent")
MOMENT = dt.datetime(2022, 3, 1, 9, 30, 0, 5)
COMMIT = Commit(7, MOMENT, "person-lead", "strategic_lead", "kent", "why", True)

# How each column of an entry could be altered.
ALTERED = {
    "sequence": "sequence + 1",
    "moment": "moment + interval '1 microsecond'",
    "person_id": "'somebody-else'",
    "role": "'contributor'",
    "force_id": "'essex'",
    "act": "'nothing'",
    "object": "'action:other'",
    "revision": "coalesce(revision, 0) + 1",
    "before_digest": "'0'",
    "after_digest": "null",
    "detail": "detail || ' '",
    "commit_digest": "'0'",
    "salt": "'0'",
    "fields_digest": "'0'",
    "previous_hash": "entry_hash",
    "entry_hash": "previous_hash",
}


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Five entries of four commits, by somebody known."""
    opened = Store(database_url)
    opened._known.add(LEAD.person_id)
    for number in range(3):
        with opened.write(LEAD, reason="tried", force_id="kent") as writing:
            for part in range(1 + number % 2):
                name = f"action:act-{number}-{part}"
                writing.record(Act("tried", name, 1 + number, "a", "b", "a detail"))
    with opened.write(LEAD, reason="refused", touches=False) as writing:
        writing.record(Act("refused", "force:none"))
    yield opened
    opened.close()


def broken(store: Store) -> tuple[int, str] | None:
    with store.read() as rows:
        return first_break(rows)


def tamper(store: Store, statement: str) -> None:
    with store._engine.writing() as rows:
        rows.script(statement)


def test_an_untouched_chain_holds(store: Store) -> None:
    assert broken(store) is None
    with store.read() as rows:
        found = list(entries(rows))
    assert [e["entry"] for e in found] == [1, 2, 3, 4, 5]
    assert found[0]["previous_hash"] == FIRST_HASH
    for before, after in pairwise(found):
        assert after["previous_hash"] == before["entry_hash"]


def test_a_chain_without_an_entry_holds(database_url: str) -> None:
    store = Store(database_url)
    assert broken(store) is None
    store.close()


def test_an_altered_column_is_found_at_its_entry(store: Store) -> None:
    tamper(store, "create table kept as select * from audit_entry")
    for column, value in ALTERED.items():
        tamper(store, f"update audit_entry set {column} = {value} where entry = 3")
        found = broken(store)
        assert found is not None, column
        assert found[0] == 3, column
        tamper(store, "delete from audit_entry")
        tamper(store, "insert into audit_entry select * from kept")
        assert broken(store) is None


def test_every_column_of_an_entry_is_tried_above(store: Store) -> None:
    with store.read() as rows:
        columns = set(next(entries(rows)))
    assert columns - {"entry"} == set(ALTERED)


@pytest.mark.parametrize("entry", [1, 3, 4])
def test_a_removed_entry_is_found(store: Store, entry: int) -> None:
    tamper(store, f"delete from audit_entry where entry = {entry}")
    assert broken(store) == (entry, f"entry {entry} is missing")


def test_a_removed_entry_is_found_when_the_later_ones_were_numbered_anew(store: Store) -> None:
    tamper(store, "delete from audit_entry where entry = 3")
    tamper(store, "update audit_entry set entry = 3 where entry = 4")
    tamper(store, "update audit_entry set entry = 4 where entry = 5")
    assert broken(store) == (3, "entry 3 does not follow the one before it")


def test_an_added_entry_is_found(store: Store) -> None:
    tamper(
        store,
        "insert into audit_entry select entry + 1, sequence, moment, person_id, role, force_id, "
        "act, object, revision, before_digest, after_digest, detail, commit_digest, "
        "previous_hash, entry_hash, salt, fields_digest "
        "from audit_entry where entry = 5",
    )
    assert broken(store) == (6, "entry 6 does not follow the one before it")


def test_reordered_entries_are_found(store: Store) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        tamper(store, f"update audit_entry set entry = {new} where entry = {old}")
    assert broken(store) == (2, "entry 2 does not follow the one before it")


def test_an_entry_that_was_altered_and_hashed_again_breaks_the_next(store: Store) -> None:
    with store.read() as rows:
        row = list(entries(rows))[1]
    forged = {**row, "person_id": "somebody-else"}
    forged["fields_digest"] = fields_digest(forged)
    tamper(
        store,
        "update audit_entry set person_id = 'somebody-else', "
        f"fields_digest = '{forged['fields_digest']}', entry_hash = '{entry_hash(forged)}' "
        "where entry = 2",
    )
    assert broken(store) == (3, "entry 3 does not follow the one before it")


def test_the_chain_is_walked_to_its_head_though_a_whole_batch_is_gone(store: Store) -> None:
    with store.write(LEAD, reason="many", force_id="kent") as writing:
        for number in range(20_100):
            writing.record(Act("tried", f"thing:{number}"))
    assert broken(store) is None
    tamper(store, "delete from audit_entry where entry <= 20000")
    assert broken(store) == (1, "entry 1 is missing")


def test_the_chain_goes_on_from_its_head(store: Store) -> None:
    with store.read() as rows:
        row = Chain(rows.all("record.head")[0]).extend(COMMIT, Act("tried", "thing:6"))
        last = list(entries(rows))[-1]
    assert (row["entry"], row["previous_hash"]) == (6, last["entry_hash"])
    assert row["entry_hash"] == entry_hash(row)


def test_an_entry_says_who_did_what_to_which_revision_and_when(store: Store) -> None:
    with store.write(
        LEAD, reason="tried", force_id="kent", moment=dt.datetime(2022, 3, 1, 9, 30, 0, 5)
    ) as writing:
        writing.record(Act("action revised", "action:act-9", 4, "before", "after", "the détail"))
    with store.read() as rows:
        last = list(entries(rows))[-1]
    hashes = ("commit_digest", "previous_hash", "entry_hash", "salt", "fields_digest")
    known = {k: v for k, v in last.items() if k not in hashes}
    assert known == {
        "entry": 6,
        "sequence": 5,
        "moment": dt.datetime(2022, 3, 1, 9, 30, 0, 5),
        "person_id": "person-lead",
        "role": "strategic_lead",
        "force_id": "kent",
        "act": "action revised",
        "object": "action:act-9",
        "revision": 4,
        "before_digest": "before",
        "after_digest": "after",
        "detail": "the détail",
    }


def test_people_stand_in_the_chain_by_an_id_and_not_by_name(store: Store) -> None:
    with store.read() as rows:
        assert not any("Kent lead" in str(e.values()) for e in entries(rows))
    tamper(store, "delete from person")
    assert broken(store) is None, "a name can be erased and the chain still holds"


def test_an_entry_that_lost_what_it_said_before_its_time_is_found(store: Store) -> None:
    empty = (
        "update audit_entry set person_id = 'expired', role = '', force_id = null, object = '', "
        "revision = null, before_digest = null, after_digest = null, detail = '', salt = null "
        "where entry = 5"
    )
    tamper(store, empty)
    assert broken(store) == (5, "entry 5 lost what it said before its retention ended")


@pytest.mark.parametrize(("act", "upto", "days", "holds"), [
    ("refused", "4", 400, True),
    ("refused", "3", 400, False),
    ("exported", "4", 400, False),
    # Before its time, of itself or of what comes after, of an act that is kept, or no number.
    ("refused", "4", 300, False),
    ("refused", "5", 400, False),
    ("refused", "99999999", 400, False),
    ("tried", "4", 400, False),
    ("refused", "4 or so", 400, False),
])  # fmt: skip
def test_an_entry_may_lose_what_it_said_when_a_later_one_ends_its_retention(
    store: Store, act: str, upto: str, days: int, holds: bool
) -> None:
    later = utc_now() + dt.timedelta(days=days)
    with store.write(LEAD, reason="retention", touches=False, moment=later) as writing:
        writing.record(Act("retention ended", f"retention:{act}", detail=upto))
    tamper(
        store,
        "update audit_entry set person_id = 'expired', role = '', force_id = null, object = '', "
        "revision = null, before_digest = null, after_digest = null, detail = '', salt = null "
        "where entry = 5",
    )
    assert (broken(store) is None) is holds
    tamper(store, "update audit_entry set detail = 'another story' where entry = 5")
    assert broken(store) is not None, "nothing may be said in its place"


def test_equal_acts_have_unequal_digests_so_that_none_can_be_guessed(store: Store) -> None:
    with store.write(LEAD, reason="twice", force_id="kent") as writing:
        for _ in range(2):
            writing.record(Act("tried", "thing:same"))
    with store.read() as rows:
        one, two = list(entries(rows))[-2:]
    assert one["fields_digest"] != two["fields_digest"]


@pytest.mark.parametrize(("entry", "sequence"), [(-1, 3), (0, 3), (-5, -5)])
def test_an_entry_numbered_before_the_first_is_found(
    store: Store, entry: int, sequence: int
) -> None:
    tamper(
        store,
        "insert into audit_entry (entry, sequence, moment, person_id, role, act, object, revision, "
        "after_digest, detail, commit_digest, previous_hash, entry_hash) select "
        f"{entry}, {sequence}, moment, person_id, role, 'role granted', 'role:x', 1, '0', '', '0', "
        "'0', '0' from audit_entry where entry = 1",
    )
    assert broken(store) == (entry, f"entry {entry} stands outside the chain") or (
        sequence < 1 and broken(store) is not None
    )


def test_a_moment_that_goes_back_is_found_though_the_chain_was_extended_rightly(
    store: Store,
) -> None:
    with store.write(LEAD, reason="back", moment=dt.datetime(2020, 1, 1)) as writing:
        writing.record(Act("tried", "thing:back"))
    assert broken(store) == (6, "entry 6 is dated before the one it follows")
