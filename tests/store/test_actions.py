"""Actions in the database: whatever is written is read back, at any moment, on both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.deeds import deeds
from vawg_plans.domain.actions import (
    Action,
    DeliveryStatus,
    ImportedFrom,
    InspectorateStatus,
    Tag,
    TagKind,
)
from vawg_plans.domain.details import DETAILS
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.rules import DueChange, Record
from vawg_plans.errors import StoreBusy
from vawg_plans.store import actions as action_rows
from vawg_plans.store import actions_as_rows
from vawg_plans.store.record import first_break
from vawg_plans.store.store import Store

LEAD = Actor("person-lead", "Kent lead", Role.STRATEGIC_LEAD, "kent")
CONTRIBUTOR = Actor("person-con", "Kent contributor", Role.CONTRIBUTOR, "kent")
DAY = dt.timedelta(days=1)

# What breaks a database that puts text together instead of passing it.
NASTY = (
    'it\'s "quoted" and `ticked`',
    "two\nlines\r\nand a\ttab",
    "50% of %s and %(name)s %% done",
    "'; drop table action_revision; --",
    "back\\slash \\n \\N \\\\",
    "{} {0} {name} ${x} $1 ?",
    ":name ::text :1",
    "👩🏽‍⚖️ emoji, Ôl-troed, ʼn, \u202e, \u0301",
    '["a", null] {"b": 1}',
    "{a,b} NULL null \\.",
    " spaces around ",
    "",
)
TEXT = st.sampled_from(NASTY) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40
)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
DATES = st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))


@st.composite
def actions(draw: st.DrawFn) -> Action:
    return Action(
        id="given-below",
        plan_id="plan-kent",
        force_id="kent",
        position=draw(st.integers(0, 2**31 - 1)),
        reference=draw(TEXT),
        title=draw(TEXT),
        description=draw(TEXT),
        tags=tuple(
            draw(
                st.lists(
                    st.builds(
                        Tag,
                        st.sampled_from(list(TagKind)),
                        TEXT,
                        st.booleans(),
                        st.none() | TEXT,
                        TEXT,
                    ),
                    max_size=3,
                )
            )
        ),
        local_strand=draw(TEXT),
        owner_posts=draw(TEXTS),
        partners=draw(TEXTS),
        start=draw(DATES),
        due=draw(DATES),
        due_words=draw(TEXT),
        status=draw(st.sampled_from(list(DeliveryStatus))),
        percent=draw(st.none() | st.integers(0, 100)),
        success_measure=draw(TEXT),
        evidence=draw(TEXT),
        context=draw(TEXT),
        shaped_by=draw(TEXT),
        equality_impact=draw(TEXT),
        publishable=draw(st.booleans()),
        sensitive=draw(st.booleans()),
        inspectorate_status=draw(st.sampled_from(list(InspectorateStatus))),
        withdrawn=draw(st.booleans()),
        progress_note=draw(st.none() | TEXT),
        imported=draw(
            st.none()
            | st.builds(
                ImportedFrom,
                TEXT,
                TEXT,
                TEXT,
                st.integers(0, 99),
                st.dictionaries(TEXT, TEXT, max_size=3),
                TEXTS,
            )
        ),
    )


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store(database_url)
    yield opened
    opened.close()


def action(name: str = "act-1", **given_: Any) -> Action:
    return Action(name, "plan-kent", "kent", **{"title": f"Title of {name}", **given_})


def write(
    store: Store,
    *pairs: tuple[Action | None, Action],
    actor: Actor = LEAD,
    reason: str = "tried",
    day: str = "2022-03-01",
) -> list[Action]:
    moment = dt.datetime.fromisoformat(f"{day} 12:00")
    with store.write(actor, reason=reason, force_id="kent", moment=moment) as writing:
        return action_rows.add(writing, list(pairs))


def test_every_field_of_an_action_is_read_back_as_it_was_written(store: Store) -> None:
    counter = iter(range(10_000))

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(drawn=actions())
    def round_trip(drawn: Action) -> None:
        wanted = replace(drawn, id=f"act-{next(counter)}")
        [written] = write(store, (None, wanted))
        assert written == replace(wanted, revision=1, sequence=written.sequence)
        with store.read() as rows:
            assert action_rows.one(rows, wanted.id) == written
            assert action_rows.at_revision(rows, wanted.id, 1) == written

    round_trip()
    with store.read() as rows:
        assert first_break(rows) is None


@pytest.mark.parametrize("bulk", [False, True], ids=["single", "bulk"])
def test_text_that_looks_like_something_else_stays_text(store: Store, bulk: bool) -> None:
    wanted = [
        action(
            f"act-{n:02}",
            title=text,
            description=text,
            owner_posts=(text, "x"),
            partners=(text,),
            progress_note=text,
            tags=(Tag(TagKind.AREA, text, words=text),),
            imported=ImportedFrom(text, text, text, 1, {text: text}, (text,)),
        )
        for n, text in enumerate(NASTY * 2)
    ]
    assert len(wanted) >= 20
    for some in [wanted] if bulk else [[one] for one in wanted]:
        write(store, *((None, one) for one in some))
    with store.read() as rows:
        found = [action_rows.one(rows, one.id) for one in wanted]
    assert [replace(one, sequence=0) for one in found if one] == wanted


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=actions())
def test_an_action_and_its_row_are_two_forms_of_one_thing(drawn: Action) -> None:
    row = actions_as_rows.to_row(drawn)
    assert actions_as_rows.from_row(row) == drawn
    assert actions_as_rows.to_row(actions_as_rows.from_row(row)) == row


def test_every_field_of_an_action_has_its_column() -> None:
    renamed = {"id": "action_id", "start": "start_on", "due": "due_on"}
    kept_together = {f.name for f in fields(Action)} & set(DETAILS)
    assert {renamed.get(f.name, f.name) for f in fields(Action)} - kept_together == set(
        actions_as_rows.to_row(action())
    ) - {"details"}
    assert kept_together == set(DETAILS)


@pytest.mark.parametrize("bare", [True, False], ids=["mostly missing", "mostly given"])
def test_many_rows_at_once_are_stored_as_one_at_a_time(store: Store, bare: bool) -> None:
    full: dict[str, Any] = {
        "tags": (Tag(TagKind.P, "protect", lead=True, accepted_by="ann", words="w"),),
        "owner_posts": ("ACC", "Head of crime"),
        "partners": ("Council",),
        "start": dt.date(2022, 1, 1),
        "due": dt.date(2022, 12, 31),
        "percent": 40,
        "progress_note": "a note",
        "imported": ImportedFrom("f", "s", "r", 1, {"title": "t"}, ("d",)),
    }
    # The first ones decide the types of a table in memory: let them be the unusual ones.
    wanted = [
        action(f"{{}}-{n:02}", position=n, **(full if (n == 30) is bare else {})) for n in range(31)
    ]
    bulk = [replace(a, id=a.id.format("bulk"), plan_id="plan-bulk") for a in wanted]
    single = [replace(a, id=a.id.format("single"), plan_id="plan-single") for a in wanted]
    write(store, *((None, a) for a in bulk))
    for one in single:
        write(store, (None, one))
    its_own = {"action_id", "plan_id", "sequence", "salt"}
    with store.read() as rows:
        found = [
            [
                {k: v for k, v in row.items() if k not in its_own}
                for row in rows.all("actions.revisions_of", plan_id=plan)
            ]
            for plan in ("plan-bulk", "plan-single")
        ]
        back = action_rows.of_plan(rows, "plan-bulk")
    assert found[0] == found[1]
    assert [replace(a, sequence=0) for a in back] == bulk


def test_each_row_of_a_bulk_write_has_its_own_entry(store: Store) -> None:
    write(store, *((None, action(f"act-{n:02}")) for n in range(25)))
    with store.read() as rows:
        assert [(e["object"], e["revision"]) for e in deeds(rows)] == [
            (f"action:act-{n:02}", 1) for n in range(25)
        ]
        assert first_break(rows) is None


# Revisions


def test_a_change_adds_a_revision_and_keeps_the_ones_before(store: Store) -> None:
    [first] = write(store, (None, action()))
    [second] = write(store, (first, replace(first, title="Another")))
    assert (first.revision, second.revision) == (1, 2)
    assert (first.sequence, second.sequence) == (1, 2)
    with store.read() as rows:
        assert action_rows.one(rows, "act-1") == second
        assert action_rows.at_revision(rows, "act-1", 1) == first
        assert action_rows.at_revision(rows, "act-1", 3) is None
        assert action_rows.one(rows, "act-2") is None
        assert action_rows.force_of(rows, "act-1") == "kent"
        assert action_rows.force_of(rows, "act-2") is None


def test_the_same_revision_twice_fails_on_its_key(store: Store) -> None:
    [first] = write(store, (None, action()))
    write(store, (first, replace(first, title="Mine")))
    with pytest.raises(StoreBusy):
        write(store, (first, replace(first, title="Theirs")))
    with store.read() as rows:
        found = action_rows.one(rows, "act-1")
    assert found is not None
    assert (found.title, found.revision) == ("Mine", 2)


def test_an_entry_carries_the_digests_before_and_after(store: Store) -> None:
    [first] = write(store, (None, action()))
    write(store, (first, replace(first, progress_note="Done")))
    with store.read() as rows:
        one, two = deeds(rows)
    assert one["before_digest"] is None
    assert two["before_digest"] == one["after_digest"]
    assert (one["act"], two["act"]) == ("action revised", "progress recorded")


def test_the_plan_is_read_as_it_stood_at_a_moment(store: Store) -> None:
    [first] = write(store, (None, action("act-1")))
    [second] = write(store, (first, replace(first, title="Another")))
    [other] = write(store, (None, action("act-2")))
    [gone] = write(store, (other, replace(other, withdrawn=True)))
    expected = [[], [first], [second], [second, other], [second, gone]]
    with store.read() as rows:
        for upto, actions_then in enumerate(expected):
            assert action_rows.of_plan(rows, "plan-kent", upto) == actions_then
        assert action_rows.of_plan(rows, "plan-kent") == expected[-1]
        assert action_rows.of_plan(rows, "plan-essex") == []


def test_a_plan_is_in_the_forces_own_order(store: Store) -> None:
    names = {"act-c": (1, "1.1"), "act-a": (2, "1.2"), "act-b": (2, "1.1"), "act-d": (0, "9")}
    for name, (position, reference) in names.items():
        write(store, (None, action(name, position=position, reference=reference)))
    with store.read() as rows:
        assert [a.id for a in action_rows.of_plan(rows, "plan-kent")] == [
            "act-d",
            "act-c",
            "act-b",
            "act-a",
        ]


def test_history_is_newest_first_with_who_when_and_why(store: Store) -> None:
    [first] = write(store, (None, action()), reason="action added", day="2022-03-01")
    [second] = write(
        store,
        (first, replace(first, percent=10, progress_note="Begun")),
        actor=CONTRIBUTOR,
        reason="progress recorded",
        day="2022-03-02",
    )
    with store.read() as rows:
        history = action_rows.history(rows, "act-1")
    assert [(r.action, r.who, r.role, r.reason, r.made_at) for r in history] == [
        (
            second,
            "Kent contributor",
            "contributor",
            "progress recorded",
            dt.datetime(2022, 3, 2, 12),
        ),
        (first, "Kent lead", "strategic_lead", "action added", dt.datetime(2022, 3, 1, 12)),
    ]


def test_a_person_who_was_erased_leaves_their_acts_behind(store: Store) -> None:
    write(store, (None, action()))
    with store._engine.writing() as rows:
        rows.script("delete from person")
        assert [r.who for r in action_rows.history(rows, "act-1")] == ["Erased"]
        assert first_break(rows) is None


# What the revisions say


def test_each_move_of_a_due_date_is_remembered_oldest_first(store: Store) -> None:
    due = dt.date(2022, 6, 1)
    steps = [due, due + 10 * DAY, due + 10 * DAY, due - 5 * DAY, None, due + 90 * DAY]
    current: Action | None = None
    for step in steps:
        [current] = write(store, (current, replace(current or action(), due=step)))
    moves = (
        DueChange(due, due + 10 * DAY, dt.date(2022, 3, 1)),
        DueChange(due + 10 * DAY, due - 5 * DAY, dt.date(2022, 3, 1)),
        # A date that was cleared first has moved all the same.
        DueChange(due - 5 * DAY, due + 90 * DAY, dt.date(2022, 3, 1)),
    )
    with store.read() as rows:
        assert action_rows.records(rows, "plan-kent")["act-1"].due_changes == moves
        assert action_rows.records(rows, "plan-kent", 3)["act-1"].due_changes == moves[:1]
        assert action_rows.records(rows, "plan-kent", 1)["act-1"].due_changes == ()


def test_the_moves_of_one_action_are_not_anothers(store: Store) -> None:
    one, other = action("act-1", due=dt.date(2022, 6, 1)), action("act-2", due=dt.date(2022, 9, 1))
    [one, other] = write(store, (None, one), (None, other))
    write(store, (other, replace(other, due=dt.date(2022, 10, 1))))
    with store.read() as rows:
        records = action_rows.records(rows, "plan-kent")
    assert records["act-1"].due_changes == ()
    moved = DueChange(dt.date(2022, 9, 1), dt.date(2022, 10, 1), dt.date(2022, 3, 1))
    assert records["act-2"].due_changes == (moved,)


def test_a_record_has_the_london_days_of_the_beginning_and_of_the_last_update(
    store: Store,
) -> None:
    def at(moment: str, before: Action | None, after: Action) -> Action:
        with store.write(
            LEAD, reason="tried", force_id="kent", moment=dt.datetime.fromisoformat(moment)
        ) as writing:
            return action_rows.add(writing, [(before, after)])[0]

    first = at("2022-07-01 23:30", None, action())
    second = at("2022-07-10 23:30", first, replace(first, progress_note="Begun"))
    third = at("2022-12-10 23:30", second, replace(second, progress_note="Going"))
    at("2023-02-01 12:00", third, replace(third, progress_note=None, title="Another"))
    begun = dt.date(2022, 7, 2)
    with store.read() as rows:
        found = [action_rows.records(rows, "plan-kent", upto).get("act-1") for upto in range(5)]
    assert found == [
        None,
        Record(begun),
        Record(begun, dt.date(2022, 7, 11)),
        Record(begun, dt.date(2022, 12, 10)),
        Record(begun, dt.date(2022, 12, 10)),
    ]


def test_the_newest_updates_come_first_and_only_as_many_as_asked(store: Store) -> None:
    current: Action | None = None
    for day in range(1, 6):
        note = f"note {day}" if day != 3 else None
        after = replace(current or action(), percent=day, progress_note=note)
        [current] = write(store, (current, after), day=f"2022-03-0{day}")
    with store.read() as rows:
        newest = action_rows.latest_updates(rows, "plan-kent", 3)
        before = action_rows.latest_updates(rows, "plan-kent", 3, upto=3)
    assert [(u.note, u.percent, u.who) for u in newest] == [
        ("note 5", 5, "Kent lead"),
        ("note 4", 4, "Kent lead"),
        ("note 2", 2, "Kent lead"),
    ]
    assert newest[0].made_at == dt.datetime(2022, 3, 5, 12)
    assert [u.note for u in before] == ["note 2", "note 1"]
