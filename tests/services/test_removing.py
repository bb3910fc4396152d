"""Words removed from everything held: one person asks, another decides, the record still holds."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from tests.services.conftest import Adding, mapped, person, published
from vawg_plans.domain.actions import Tag, TagKind
from vawg_plans.domain.canonical import canonical_json, sha256
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words, today
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.plans import Audience
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.removing import Removal, RemovalState
from vawg_plans.errors import InvalidInput, NotAllowed, NotFound
from vawg_plans.services import actions
from vawg_plans.services.checking import examine
from vawg_plans.services.comparison import compare
from vawg_plans.services.exporting import export_national, export_plan
from vawg_plans.services.importing import import_file
from vawg_plans.services.plans import open_plan, revise_plan
from vawg_plans.services.removing import (
    ask_removal,
    decide_removal,
    preview_removal,
    removals_of,
)
from vawg_plans.services.versions import share_version, shared_content, versions_of
from vawg_plans.store import plans as plan_rows
from vawg_plans.store import removals
from vawg_plans.store.copying import copy_to_file
from vawg_plans.store.record import entries, row_digest
from vawg_plans.store.store import Store, operator

LEAD = person(Role.STRATEGIC_LEAD)
CHAIR = person(Role.GOLD_CHAIR)
CONTRIBUTOR = person(Role.CONTRIBUTOR)
WORDS = "Zebulonia Quackenbush"
# As other people typed them.
TYPED = ("Zebulonia Quackenbush", "ZEBULONIA  quackenbush", "zebulonia\u00a0Quackenbush")
REASON = "The name of a victim, typed by mistake."
TABLES = (
    "database_property",
    "person",
    "commit_log",
    "audit_entry",
    "framework_row",
    "plan_revision",
    "action_revision",
    "plan_version",
    "review_revision",
    "version_withdrawal",
    "import_revision",
    "comment_revision",
    "meeting_revision",
    "meeting_shown",
    "minute_revision",
    "decision_revision",
    "version_action",
    "role_grant",
    "redaction",
    "superseded_version",
)


def held(store: Store, words: str = WORDS) -> list[str]:
    """Every value of every table in which the words stand."""
    found = []
    with store.read() as rows:
        for table in TABLES:
            for row in everything(rows, table):
                for column, value in row.items():
                    if words.lower() in " ".join(str(value).lower().split()).replace(
                        "\\u00a0", " "
                    ):
                        found.append(f"{table}.{column}")
    return found


def everything(rows: Any, table: str) -> list[dict[str, Any]]:
    found = rows._raw.execute(f"select * from {table}")
    names = [column[0] for column in found.description]
    return [
        row if isinstance(row, dict) else dict(zip(names, row, strict=True))
        for row in found.fetchall()
    ]


def broken(store: Store, framework: Framework) -> list[str]:
    return [finding.words for finding in examine(store, framework) if not finding.sound]


def workbook(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def text_in(workbook: bytes) -> str:
    """Every sheet, string and property of a workbook."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


@pytest.fixture
def telling(framework: Framework, adding: Adding) -> Callable[[Store], str]:
    """A plan of Kent in which the words stand wherever a person can type them."""

    def make(store: Store) -> str:
        one = adding(
            store,
            f"Visit {TYPED[0]} weekly",
            tags=(
                *mapped()[:1],
                Tag(TagKind.AREA, "powers", accepted_by="person-ann", words=TYPED[1]),
            ),
            description=f"Case of {TYPED[1]}, and again {TYPED[2]}.",
            owner_posts=("Head of crime", f"Officer of {WORDS}"),
            partners=(WORDS,),
            local_strand=WORDS,
            due_words=f"when {WORDS} moves",
            success_measure=WORDS,
            evidence=WORDS,
            context=WORDS,
            shaped_by=WORDS,
            equality_impact=WORDS,
            reference=WORDS,
        )
        door = (store, framework, LEAD)
        actions.revise_action(*door, one.id, {"title": "Visit weekly"}, read_revision=1)
        actions.record_progress(*door, one.id, read_revision=2, note=f"Saw {TYPED[2]}", percent=10)
        gone = adding(store, "Withdrawn")
        actions.withdraw_action(*door, gone.id, read_revision=1, reason=f"{WORDS} asked for this")
        adding(store, "Nothing to see", reference="3")
        plan = open_plan(store, framework, LEAD, "kent").plan
        changes = {"summary": f"For {WORDS}", "local_strands": (WORDS, "Other"), "lead_post": WORDS}
        revise_plan(store, LEAD, "kent", changes, read_revision=plan.revision)
        data = workbook(
            [
                ["Ref", "Action", "Owner", f"Notes {WORDS}"],
                [f"9 {WORDS}", f"Help {WORDS} move", "ACC", WORDS],
            ]
        )
        read_as = ReadAs(split_bullets=False, columns={f"notes {WORDS}".casefold(): "context"})
        import_file(*door, "kent", data, f"plan of {WORDS}.xlsx", read_as)
        published(store, framework, "kent", f"First, for {WORDS}")
        published(store, framework, "kent", f"Second, for {WORDS}")
        share_version(*door, "kent", Audience.NATIONAL, f"Third, for {WORDS}")
        return one.id

    return make


def asked(store: Store, framework: Framework, actor: Actor = CONTRIBUTOR, **how: Any) -> Removal:
    return ask_removal(store, framework, actor, "kent", WORDS, REASON, **how)


def approved(store: Store, framework: Framework) -> Removal:
    return decide_removal(store, framework, CHAIR, asked(store, framework).id, True)


def test_nothing_of_the_words_remains_anywhere(
    either: Store, framework: Framework, telling: Callable[[Store], str]
) -> None:
    action_id = telling(either)
    before = set(held(either))
    assert {c.split(".")[0] for c in before} == {
        "action_revision", "plan_revision", "plan_version", "commit_log", "import_revision",
        "review_revision",
    }  # fmt: skip
    assert {c.partition(".")[2] for c in before if c.startswith("action_revision")} == {
        "reference", "title", "description", "tags", "local_strand", "owner_posts", "partners",
        "due_words", "success_measure", "evidence", "context", "shaped_by", "equality_impact",
        "progress_note", "imported",
    }  # fmt: skip
    found = approved(either, framework)
    assert held(either) == []
    assert held(either, "quackenbush") == []
    assert broken(either, framework) == []
    assert (found.state, found.words, found.version) == (RemovalState.REMOVED, None, 4)
    assert found.rows == 17

    mark = f"[removed {in_words(today())}]"
    history = actions.action_history(either, LEAD, action_id)
    assert [h.action.revision for h in history] == [3, 2, 1]
    oldest = history[-1].action
    assert oldest.title == f"Visit {mark} weekly"
    assert oldest.description == f"Case of {mark}, and again {mark}."
    assert oldest.owner_posts == ("Head of crime", f"Officer of {mark}")
    assert oldest.tags[1].words == mark
    assert history[0].action.progress_note == f"Saw {mark}"
    opened = open_plan(either, framework, LEAD, "kent")
    assert opened.plan.summary == f"For {mark}"
    assert opened.plan.local_strands == (mark, "Other")
    withdrawn = actions.action_history(either, LEAD, opened.withdrawn[0].id)
    assert withdrawn[0].reason == f"withdrawn: {mark} asked for this"
    imported = next(a.imported for a in opened.actions if a.imported)
    assert imported.source == f"plan of {mark}.xlsx"
    assert mark in imported.values["title"]

    shown = [
        text_in(export_plan(either, framework, LEAD, "kent").data),
        text_in(export_plan(either, framework, LEAD, "kent", as_of=today()).data),
        text_in(export_national(either, framework, operator()).data),
        canonical_json([c for _, c in shared_content(either, person(Role.NATIONAL_LEAD), "kent")]),
        canonical_json([c for _, c in shared_content(either, person(Role.READER), "kent")]),
        repr(history),
        repr(opened),
        repr(compare(either, framework, LEAD)),
        repr(actions.latest_updates(either, LEAD, "kent")),
        repr(versions_of(either, LEAD, "kent")),
        repr(removals_of(either, LEAD, "kent")),
    ]
    for text in shown:
        assert "quackenbush" not in text.lower()
    assert "removed" in shown[0]


def test_an_earlier_day_shows_the_mark_too(demonstration_copy: Store, framework: Framework) -> None:
    """As it stood then, but for the words: in a plan with a past of years."""
    store = demonstration_copy
    before = open_plan(store, framework, LEAD, "kent")
    words = next(a.title for a in before.actions if len(a.title) > 30)[:25].rsplit(" ", 1)[0]
    earlier = before.versions[0].judged_on
    then = open_plan(store, framework, LEAD, "kent", as_of=earlier)
    assert words in repr(then.actions)
    removal = ask_removal(store, framework, CONTRIBUTOR, "kent", words, REASON)
    done = decide_removal(store, framework, CHAIR, removal.id, True)
    assert done.rows > 5
    exported = text_in(export_plan(store, framework, LEAD, "kent", as_of=earlier).data)
    assert words.lower() not in exported.lower()
    assert "[removed" in exported
    opened = open_plan(store, framework, LEAD, "kent", as_of=earlier)
    assert [a.id for a in opened.actions] == [a.id for a in then.actions]
    assert opened.judged == then.judged
    # The version that took another's place was not there yet on that day.
    assert [v.number for v in opened.versions] == [v.number for v in then.versions]
    assert broken(store, framework) == []


def test_only_the_newest_public_version_is_replaced_and_every_one_changed_is_marked(
    either: Store, framework: Framework, telling: Callable[[Store], str]
) -> None:
    telling(either)
    before = {v.number: v for v in versions_of(either, LEAD, "kent")}
    with either.read() as rows:
        facts = rows.all("versions.facts", version_id="kent-v2")
    approved(either, framework)
    after = {v.number: v for v in versions_of(either, LEAD, "kent")}
    assert list(after) == [3, 4, 2, 1], "a version that replaces another shows that one's moment"
    assert {n: v.replaced_by for n, v in after.items()} == {1: None, 2: 4, 3: None, 4: None}
    assert {n: v.words_removed_on for n, v in after.items()} == {
        1: today(), 2: today(), 3: today(), 4: None
    }  # fmt: skip
    new = after[4]
    assert (new.audience, new.sequence, new.judged_on) == (
        Audience.PUBLIC,
        before[2].sequence,
        before[2].judged_on,
    )
    day = in_words(today())
    assert new.note == (
        f"Replaces version 2, from which words were removed on {day}. Second, for [removed {day}]"
    )
    with either.read() as rows:
        for version in after.values():
            content = plan_rows.content_of(rows, version.id)
            assert sha256(canonical_json(content)) == version.digest
            assert (content["number"], content["note"]) == (version.number, version.note)
        assert [
            {**fact, "version_id": "kent-v2"}
            for fact in rows.all("versions.facts", version_id="kent-v4")
        ] == facts
    assert all(before[n].digest != after[n].digest for n in before)
    # The national version is still the newest, and the replacement is what the public reads.
    assert compare(either, framework, LEAD)["kent"].number == 3
    shown = shared_content(either, person(Role.READER), "kent")
    assert [version.number for version, _ in shown] == [3, 4]
    with either.read() as rows:
        said = [(e["act"], e["object"]) for e in entries(rows) if "kent-v" in e["object"]][-6:]
    assert ("version superseded", "superseded:kent-v2") in said
    assert ("version changed", "superseded:kent-v1") in said
    assert ("version named", "version:kent-v4") in said
    # The next version takes the next number.
    assert published(either, framework).number == 5


def test_every_changed_row_is_chained_with_what_it_was_and_what_it_is(
    either: Store, framework: Framework, telling: Callable[[Store], str]
) -> None:
    action_id = telling(either)
    with either.read() as rows:
        before = rows.one("actions.at_revision", action_id=action_id, revision=1)
        commits = {c["sequence"]: c for c in rows.all("record.commits")}
        upto = rows.all("record.head")[0]["entry"]
    found = approved(either, framework)
    with either.read() as rows:
        after = rows.one("actions.at_revision", action_id=action_id, revision=1)
        new = [e for e in entries(rows) if e["entry"] > upto]
        now = {c["sequence"]: c for c in rows.all("record.commits")}
    assert before
    assert after
    assert after["salt"] != before["salt"]
    acts = [e for e in new if (e["object"], e["revision"]) == (f"action:{action_id}", 1)]
    assert [(e["act"], e["before_digest"], e["after_digest"]) for e in acts] == [
        ("words removed", row_digest(before), row_digest(after))
    ]
    changed = [s for s in commits if commits[s] != now[s]]
    assert len(changed) == 2, "a withdrawal's reason and an imported file's name"
    for sequence in changed:
        [e] = [e for e in new if e["object"] == f"commit:{sequence}"]
        assert (e["revision"], e["before_digest"], e["after_digest"]) == (
            1,
            row_digest(commits[sequence]),
            row_digest(now[sequence]),
        )
    request = [(e["act"], e["revision"]) for e in new if e["object"] == f"redaction:{found.id}"]
    assert request == [("removal asked", 1), ("removal approved", 2)]
    assert [e["detail"] for e in new if e["act"].startswith(("words", "removal", "version s"))] == [
        ""
    ] * sum(e["act"].startswith(("words", "removal", "version s")) for e in new)


def test_twice_in_a_row_and_a_version_that_replaced_one_is_replaced(
    either: Store, framework: Framework, adding: Adding
) -> None:
    one = adding(
        either,
        "Visit Annabel Oakwood-Tree at Nettlebed Lane",
        owner_posts=("Annabel Oakwood-Tree", "of Nettlebed Lane"),
    )
    published(either, framework, "kent", "Annabel, Nettlebed Lane")
    for words in ("Annabel Oakwood-Tree", "nettlebed lane"):
        removal = ask_removal(either, framework, LEAD, "kent", words, REASON)
        decide_removal(either, framework, CHAIR, removal.id, True)
        assert held(either, words) == []
        assert broken(either, framework) == []
    mark = f"[removed {in_words(today())}]"
    action = actions.action_history(either, LEAD, one.id)[0].action
    assert action.title == f"Visit {mark} at {mark}"
    assert action.owner_posts == (mark, f"of {mark}")
    versions = versions_of(either, LEAD, "kent")
    assert [(v.number, v.replaced_by) for v in versions] == [(3, None), (2, 3), (1, 2)]
    # And the plan can be worked on as before.
    actions.revise_action(either, framework, LEAD, one.id, {"context": "New"}, read_revision=1)
    assert broken(either, framework) == []


def test_many_revisions_at_once(either: Store, framework: Framework, adding: Adding) -> None:
    made = [
        adding(either, f"{n} {WORDS}", partners=(WORDS, "x"), owner_posts=()) for n in range(60)
    ]
    for number in range(1, 4):
        actions.accept_suggestions(
            either,
            framework,
            LEAD,
            [(a.id, number, {"context": f"{WORDS} {number}"}) for a in made],
        )
    found = approved(either, framework)
    assert found.rows == 240
    assert held(either) == []
    assert broken(either, framework) == []
    removal = ask_removal(either, framework, LEAD, "kent", "removed", "Marks are too many")
    decide_removal(either, framework, CHAIR, removal.id, True)
    assert broken(either, framework) == []


# What was asked


def test_a_preview_says_where_and_writes_nothing(
    store: Store, framework: Framework, telling: Callable[[Store], str]
) -> None:
    telling(store)
    with store.read() as rows:
        before = rows.all("record.head")
    places = preview_removal(store, framework, CONTRIBUTOR, "kent", " zebulonia QUACKENBUSH ")
    with store.read() as rows:
        assert rows.all("record.head") == before
    fields = {(p.thing, p.field): p for p in places.found}
    action = f"Action {WORDS} Visit weekly"
    assert fields[action, "Title"].revisions == (1,)
    assert fields[action, "Description"].revisions == (1, 2, 3)
    assert fields[action, "Description"].times == 6
    assert fields[action, "Progress note"].revisions == (3,)
    assert fields["The plan itself", "Summary"].revisions == (2,)
    assert fields["Version 3, shared nationally", "Note"].sample == f"Third, for {WORDS}"
    day = in_words(today())
    assert fields[f"Reason given on {day}", "Reason"].times == 2
    assert {f for _, f in fields} >= {"Imported from", "Words that suggested the mapping"}
    assert (places.versions, places.replaced) == ((1, 2, 3), 2)
    assert places.times > 40


def test_words_inside_longer_ones_are_counted_and_stay_unless_asked(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, "Planning with Ann")
    adding(store, "Planning the channel")
    places = preview_removal(store, framework, LEAD, "kent", "ann")
    assert (places.rows, places.inside, places.times) == (1, 1, 1)
    assert preview_removal(store, framework, LEAD, "kent", "ann", inside=True).times == 4
    removal = ask_removal(store, framework, LEAD, "kent", "Ann", REASON)
    decide_removal(store, framework, CHAIR, removal.id, True)
    titles = [a.title for a in open_plan(store, framework, LEAD, "kent").actions]
    assert titles == [f"Planning with [removed {in_words(today())}]", "Planning the channel"]
    with pytest.raises(InvalidInput, match="inside longer words in 2") as refused:
        ask_removal(store, framework, LEAD, "kent", "lann", REASON)
    assert "nowhere" in refused.value.message


@pytest.mark.parametrize(
    ("words", "reason", "said"),
    [
        ("ab", REASON, "at least 3"),
        ("", REASON, "at least 3"),
        ("x" * 501, REASON, "500"),
        (WORDS, "", "Say why"),
        (WORDS, f"It names {WORDS.upper()}", "holds the words"),
        (WORDS, "x" * 1_001, "1,000"),
        ("Nobody Of This Name", REASON, "stand nowhere"),
    ],
)
def test_what_cannot_be_asked_is_said_and_leaves_no_trace(
    store: Store, framework: Framework, adding: Adding, words: str, reason: str, said: str
) -> None:
    adding(store, f"Visit {WORDS}")
    with store.read() as rows:
        before = rows.all("record.head")
    with pytest.raises(InvalidInput, match=said):
        ask_removal(store, framework, LEAD, "kent", words, reason)
    with store.read() as rows:
        assert rows.all("record.head") == before
    assert removals_of(store, LEAD, "kent") == []


def test_the_same_words_are_asked_for_once(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, f"Visit {WORDS}")
    first = asked(store, framework)
    with pytest.raises(InvalidInput, match="already"):
        ask_removal(store, framework, LEAD, "kent", TYPED[1], REASON)
    decide_removal(store, framework, CONTRIBUTOR, first.id, False)
    asked(store, framework)


def test_too_many_rows_are_refused(
    store: Store, framework: Framework, adding: Adding, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        adding(store, f"{number} {WORDS}")
    removal = asked(store, framework)
    monkeypatch.setattr("vawg_plans.services.word_places.MOST_ROWS", 3)
    for attempt in (
        lambda: ask_removal(store, framework, LEAD, "kent", "Quackenbush", REASON),
        lambda: decide_removal(store, framework, CHAIR, removal.id, True),
    ):
        with pytest.raises(InvalidInput, match="at most 3"):
            attempt()
    assert held(store)
    assert broken(store, framework) == []


def test_an_unknown_force_or_removal_is_said_so(store: Store, framework: Framework) -> None:
    with pytest.raises(NotFound):
        preview_removal(store, framework, operator(), "atlantis", WORDS)
    with pytest.raises(NotFound, match="no such removal"):
        decide_removal(store, framework, CHAIR, "removal-none", True)


# Who may


MAY_ASK = {Role.CONTRIBUTOR, Role.STRATEGIC_LEAD, Role.GOLD_MEMBER, Role.GOLD_CHAIR, Role.OPERATOR}
MAY_DECIDE = {Role.STRATEGIC_LEAD, Role.GOLD_CHAIR, Role.OPERATOR}
EVERYBODY = [person(role) for role in Role if role is not Role.OPERATOR] + [operator()]
ELSEWHERE = [person(role, "essex") for role in Role if role.in_a_force]


@pytest.mark.parametrize("actor", [*EVERYBODY, *ELSEWHERE], ids=lambda a: f"{a.role}-{a.force_id}")
def test_who_may_ask_and_who_may_decide(
    store: Store, framework: Framework, adding: Adding, actor: Actor
) -> None:
    adding(store, f"Visit {WORDS}")
    here = actor.force_id in ("kent", None)
    if here and actor.role in MAY_ASK:
        assert preview_removal(store, framework, actor, "kent", WORDS).rows == 1
        mine = asked(store, framework, actor)
        assert mine.asked_by == actor.person_id
        decide_removal(store, framework, actor, mine.id, False)
    else:
        for attempt in (preview_removal, ask_removal):
            extra = () if attempt is preview_removal else (REASON,)
            with pytest.raises(NotAllowed):
                attempt(store, framework, actor, "kent", WORDS, *extra)  # type: ignore[operator]
        with pytest.raises(NotAllowed):
            removals_of(store, actor, "kent")
    other = asked(store, framework, replace(LEAD, person_id="person-somebody-else"))
    for approve in (False, True):
        if here and actor.role in MAY_DECIDE:
            done = decide_removal(store, framework, actor, other.id, approve)
            assert done.decided_role is actor.role
            other = other if approve else asked(store, framework, replace(LEAD, person_id="p-2"))
        else:
            with pytest.raises(NotAllowed):
                decide_removal(store, framework, actor, other.id, approve)
    assert bool(held(store)) is not (here and actor.role in MAY_DECIDE)
    assert broken(store, framework) == []


def test_nobody_approves_what_they_asked_and_the_attempt_is_recorded(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, f"Visit {WORDS}")
    mine = asked(store, framework, LEAD)
    in_another_role = replace(CHAIR, person_id=LEAD.person_id)
    for actor in (LEAD, in_another_role):
        with pytest.raises(NotAllowed, match="cannot decide"):
            decide_removal(store, framework, actor, mine.id, True)
    with store.read() as rows:
        last = list(entries(rows))[-1]
    assert (last["act"], last["detail"]) == ("refused", "decide on a removal they asked for")
    assert held(store)
    # But they may take it back.
    assert decide_removal(store, framework, LEAD, mine.id, False).state is RemovalState.DECLINED
    with store.read() as rows:
        assert removals.requests_of(rows, "kent")[0]["words"] == ""


def test_an_operator_does_not_approve_what_an_operator_asked(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, f"Visit {WORDS}")
    mine = asked(store, framework, operator())
    with pytest.raises(NotAllowed):
        decide_removal(
            store, framework, replace(operator(), person_id="operator-other"), mine.id, True
        )
    assert decide_removal(store, framework, LEAD, mine.id, True).rows == 1


def test_the_words_of_an_open_request_are_shown_to_whoever_asked_and_who_may_decide(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, f"Visit {WORDS}")
    asked(store, framework)
    shown = {
        actor.role: removals_of(store, actor, "kent")[0].words
        for actor in (LEAD, CHAIR, CONTRIBUTOR, person(Role.GOLD_MEMBER), operator())
    }
    assert shown.pop(Role.GOLD_MEMBER) is None
    assert set(shown.values()) == {WORDS}
    another = replace(CONTRIBUTOR, person_id="person-another")
    assert removals_of(store, another, "kent")[0].words is None
    with pytest.raises(NotAllowed):
        removals_of(store, person(Role.STRATEGIC_LEAD, "essex"), "kent")


@pytest.mark.parametrize("approve", [True, False])
def test_once_decided_it_is_decided(
    either: Store, framework: Framework, adding: Adding, approve: bool
) -> None:
    adding(either, f"Visit {WORDS}")
    mine = asked(either, framework)
    decide_removal(either, framework, CHAIR, mine.id, approve)
    for again in (True, False):
        with pytest.raises(InvalidInput, match=r"decided on .*: (removed|declined)"):
            decide_removal(either, framework, LEAD, mine.id, again)
    assert bool(held(either)) is not approve
    assert held(either) == ([] if approve else ["action_revision.title"])
    assert broken(either, framework) == []


def test_of_two_people_deciding_at_once_the_second_is_told(
    either: Store, framework: Framework, adding: Adding
) -> None:
    adding(either, f"Visit {WORDS}")
    mine = asked(either, framework)
    ready = threading.Barrier(2)
    outcomes: list[str] = []

    def decide(actor: Actor, approve: bool) -> None:
        ready.wait()
        try:
            decide_removal(either, framework, actor, mine.id, approve)
            outcomes.append("done")
        except InvalidInput as error:
            outcomes.append(error.message)

    people = [
        threading.Thread(target=decide, args=(LEAD, True)),
        threading.Thread(target=decide, args=(CHAIR, True)),
    ]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert sorted(o[:16] for o in outcomes) == ["This was decided", "done"]
    assert held(either) == []
    assert broken(either, framework) == []


def test_other_forces_and_other_words_stay_as_they_were(
    either: Store, framework: Framework, adding: Adding
) -> None:
    adding(either, f"Visit {WORDS}")
    adding(either, f"Visit {WORDS}", "essex")
    published(either, framework, "essex")
    with either.read() as rows:
        before = everything(rows, "plan_version")
    approved(either, framework)
    with either.read() as rows:
        assert everything(rows, "plan_version") == before
    assert set(held(either)) == {"action_revision.title", "plan_version.content"}
    assert broken(either, framework) == []


def test_the_reason_of_another_request_is_cleaned_too(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, f"Visit {WORDS} at Nettlebed Lane")
    first = ask_removal(store, framework, LEAD, "kent", "Nettlebed Lane", f"{WORDS} lives there")
    places = preview_removal(store, framework, LEAD, "kent", WORDS)
    assert "A removal asked for before" in {p.thing for p in places.found}
    approved(store, framework)
    kept = next(r for r in removals_of(store, LEAD, "kent") if r.id == first.id)
    assert kept.reason == f"[removed {in_words(today())}] lives there"
    assert broken(store, framework) == []
    assert decide_removal(store, framework, CHAIR, first.id, True).rows == 1
    assert broken(store, framework) == []


def test_a_title_at_its_longest_stays_sound(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, "x" * 295 + " Ann", owner_posts=("y" * 196 + " Ann",))
    removal = ask_removal(store, framework, LEAD, "kent", "Ann", REASON)
    decide_removal(store, framework, CHAIR, removal.id, True)
    assert broken(store, framework) == []
    [action] = open_plan(store, framework, LEAD, "kent").actions
    assert len(action.title) <= 300


def test_a_caches_key_moves_only_when_words_were_removed(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, f"Visit {WORDS}")
    before = store.newest_touching("kent")
    mine = asked(store, framework)
    assert store.newest_touching("kent") == before
    decide_removal(store, framework, CHAIR, mine.id, True)
    assert store.newest_touching("kent") > before


# What was kept of an import


def digests_in(tables: dict[tuple[str, int], list[str]]) -> set[str]:
    return {digest for found in tables.values() for digest in found}


def files_of(store: Store) -> set[str]:
    """The digests of the files brought in."""
    with store.read() as rows:
        return {row["digest"] for row in removals.rows_of(rows, removals.IMPORTS, "kent")}


def tables_of(store: Store, force_id: str = "kent") -> dict[tuple[str, int], list[str]]:
    """The digests of the tables each revision was read from."""
    with store.read() as rows:
        return {
            (row["action_id"], row["revision"]): json.loads(row["imported"])["tables"]
            for row in removals.rows_of(rows, removals.ACTIONS, force_id)
            if row["imported"]
        }


NAMED = [
    ["Ref", "Action", "Owner"],
    ["1", f"Visit {WORDS} at home each week, and write down what was agreed", "ACC"],
    ["2", "Train every officer", "ACC"],
]
OTHER = [["Ref", "Action", "Owner"], ["7", "Light the park", "ACC"]]


def test_a_removed_name_cannot_be_guessed_back_from_the_digest_of_its_table(
    either: Store, framework: Framework
) -> None:
    """Whoever has the table but for the name could digest it with each name they can think of."""
    door = (either, framework, LEAD, "kent")
    import_file(*door, workbook(NAMED), "a.xlsx", ReadAs(split_bullets=False))
    [named] = digests_in(tables_of(either))
    revised = [NAMED[0], [*NAMED[1][:2], "DCC"], NAMED[2]]
    import_file(*door, workbook(revised), "a.xlsx", ReadAs(split_bullets=False))
    import_file(*door, workbook(OTHER), "b.xlsx", ReadAs(split_bullets=False))
    there = (either, framework, operator(), "essex")
    import_file(*there, workbook(NAMED), "a.xlsx", ReadAs(split_bullets=False))
    before, essex = tables_of(either), tables_of(either, "essex")
    files = files_of(either)
    assert sorted(map(len, before.values())) == [1, 1, 1, 2]
    with either.read() as rows:
        stored = {r["action_id"]: r for r in removals.rows_of(rows, removals.ACTIONS, "kent")}
        upto = rows.all("record.head")[0]["entry"]
    [park] = [i for i, row in stored.items() if row["reference"] == "7"]

    approved(either, framework)

    after = tables_of(either)
    assert tables_of(either, "essex") == essex
    assert after[park, 1] == before[park, 1], "a table that never held the words stays known"
    changed = [key for key in before if key != (park, 1)]
    old = {digest for key in changed for digest in before[key]}
    assert named in old
    assert len(old) == 2
    assert not old & digests_in(after)
    assert not files & files_of(either)
    fresh = {was: now for key in changed for was, now in zip(before[key], after[key], strict=True)}
    assert [after[key] for key in changed] == [[fresh[d] for d in before[key]] for key in changed]
    assert all(len(d) == 64 and int(d, 16) for d in fresh.values()), "of the same shape"
    with either.read() as rows:
        new = [e for e in entries(rows) if e["entry"] > upto and e["object"].startswith("action:")]
    assert sorted((e["object"], e["revision"]) for e in new) == sorted(
        (f"action:{action_id}", revision) for action_id, revision in changed
    )
    assert {e["act"] for e in new} == {"words removed"}
    assert broken(either, framework) == []


def test_two_removals_leave_no_digest_that_both_know(store: Store, framework: Framework) -> None:
    door = (store, framework, LEAD, "kent")
    import_file(*door, workbook(NAMED), "a.xlsx", ReadAs(split_bullets=False))
    seen = [tables_of(store)]
    for words in (WORDS, "every officer"):
        removal = ask_removal(store, framework, LEAD, "kent", words, REASON)
        decide_removal(store, framework, CHAIR, removal.id, True)
        seen.append(tables_of(store))
    digests = [digests_in(tables) for tables in seen]
    assert [len(found) for found in digests] == [1, 1, 1]
    assert len(set.union(*digests)) == 3
    assert broken(store, framework) == []


def test_the_table_that_held_the_words_counts_as_another_one_afterwards(
    store: Store, framework: Framework
) -> None:
    door = (store, framework, LEAD, "kent")
    for data, name in ((NAMED, "a.xlsx"), (OTHER, "b.xlsx")):
        import_file(*door, workbook(data), name, ReadAs(split_bullets=False))

    def again(data: list[list[Any]], name: str) -> list[tuple[str, ...]]:
        seen = import_file(*door, workbook(data), name, ReadAs(split_bullets=False), dry_run=True)
        return [change.fields for change in seen.merged.changed]

    assert again(NAMED, "a.xlsx") == again(OTHER, "b.xlsx") == []
    approved(store, framework)
    assert again(NAMED, "a.xlsx") == [("title",)], "it would bring the words back"
    assert again(OTHER, "b.xlsx") == []


# Other requests that are open


def test_other_open_requests_that_hold_the_words_or_have_lost_theirs_are_closed(
    either: Store, framework: Framework, adding: Adding
) -> None:
    adding(either, f"Visit {WORDS} at Nettlebed Lane")
    adding(either, "Ask Quackenbush")
    adding(either, f"Visit {WORDS}", "essex")
    ask = {
        words: ask_removal(either, framework, actor, "kent", words, REASON).id
        for words, actor in (
            (f"visit {WORDS}", CHAIR),  # holds them
            ("Quackenbush at Nettlebed", LEAD),  # stood half in them, and stands nowhere now
            ("Quackenbush", CONTRIBUTOR),  # stands elsewhere too
            ("Nettlebed Lane", CONTRIBUTOR),
        )
    }
    declined = asked(either, framework)
    decide_removal(either, framework, LEAD, declined.id, False)
    essex = person(Role.CONTRIBUTOR, "essex")
    elsewhere = ask_removal(either, framework, essex, "essex", WORDS, REASON)
    mine = asked(either, framework)
    with either.read() as rows:
        before = {r["redaction_id"]: r for r in removals.requests_of(rows, "kent")}
        upto = rows.all("record.head")[0]["entry"]

    decide_removal(either, framework, CHAIR, mine.id, True)

    with either.read() as rows:
        after = {r["redaction_id"]: r for r in removals.requests_of(rows, "kent")}
        [there] = removals.requests_of(rows, "essex")
        new = [e for e in entries(rows) if e["entry"] > upto]
    closed = [ask[f"visit {WORDS}"], ask["Quackenbush at Nettlebed"]]
    for removal_id in closed:
        row = after[removal_id]
        assert (row["state"], row["words"]) == ("removed", "")
        assert (row["decided_by"], row["decided_role"]) == (CHAIR.person_id, CHAIR.role.value)
        assert row["decided_at"] == after[mine.id]["decided_at"]
        assert json.loads(row["places"]) == {"places": 0, "rows": 0, "version": None}
        assert row["salt"] != before[removal_id]["salt"]
        [entry] = [e for e in new if e["object"] == f"redaction:{removal_id}"]
        assert (entry["act"], entry["revision"]) == ("removal closed", 2)
        assert entry["before_digest"] == row_digest(before[removal_id])
        assert entry["after_digest"] == row_digest(row)
        assert entry["sequence"] == new[0]["sequence"], "in the same transaction"
    for words in ("Quackenbush", "Nettlebed Lane"):
        assert after[ask[words]] == before[ask[words]]
    assert after[declined.id] == before[declined.id]
    assert (there["redaction_id"], there["state"], there["words"]) == (elsewhere.id, "asked", WORDS)
    with pytest.raises(InvalidInput, match="was decided"):
        decide_removal(either, framework, LEAD, closed[0], True)
    assert broken(either, framework) == []
    # Those left can be decided on as before.
    for words in ("Quackenbush", "Nettlebed Lane"):
        decide_removal(either, framework, LEAD, ask[words], True)
    assert all(r.state is not RemovalState.ASKED for r in removals_of(either, LEAD, "kent"))
    assert held(either, "nettlebed") == []
    assert broken(either, framework) == []


def test_a_refused_removal_closes_no_other_request(
    store: Store, framework: Framework, adding: Adding, monkeypatch: pytest.MonkeyPatch
) -> None:
    adding(store, f"Visit {WORDS}")
    mine = asked(store, framework)
    other = ask_removal(store, framework, LEAD, "kent", f"Visit {WORDS}", REASON)
    monkeypatch.setattr("vawg_plans.services.word_places.MOST_ROWS", 0)
    with pytest.raises(InvalidInput, match="at most 0"):
        decide_removal(store, framework, CHAIR, mine.id, True)
    states = {r.id: (r.state, r.words) for r in removals_of(store, CHAIR, "kent")}
    assert states == {
        mine.id: (RemovalState.ASKED, WORDS),
        other.id: (RemovalState.ASKED, f"Visit {WORDS}"),
    }


# The file


def in_the_file(path: Path, words: bytes) -> dict[str, int]:
    """How often the words stand in the bytes of a DuckDB file and of its log."""
    files = [path, path.with_name(f"{path.name}.wal")]
    return {f.suffix: f.read_bytes().lower().count(words) for f in files if f.exists()}


def test_the_log_of_a_duckdb_file_holds_nothing_of_the_words_afterwards(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, f"Visit {WORDS}")
    path = Path(store.database)
    mine = asked(store, framework)
    assert in_the_file(path, b"quackenbush")[".wal"] > 0
    decide_removal(store, framework, CHAIR, mine.id, True)
    assert in_the_file(path, b"quackenbush").get(".wal", 0) == 0


def test_a_file_written_anew_holds_nothing_of_the_words(
    store: Store, framework: Framework, adding: Adding, tmp_path: Path
) -> None:
    """DuckDB gives up the blocks of what was changed, and leaves in them what they held. So the
    file is written anew; docs/tasks/remove-words.md says how.
    """
    random = Random(4_1)
    made = [
        adding(
            store,
            f"{n} {WORDS}",
            description="".join(random.choices("abcdefghij ", k=400)) + f" {WORDS}",
            partners=(f"{WORDS} {n}", "x"),
        )
        for n in range(40)
    ]
    for number in range(1, 6):
        changes = {"context": "".join(random.choices("abcdefghij ", k=400)) + f" {WORDS} {number}"}
        actions.accept_suggestions(store, framework, LEAD, [(a.id, number, changes) for a in made])
    store.settle()
    path = Path(store.database)
    assert in_the_file(path, b"quackenbush")[".duckdb"] > 0, "they must be there to be removed"
    approved(store, framework)
    assert held(store) == []
    new = tmp_path / "anew.duckdb"
    copy_to_file(store, new)
    assert in_the_file(new, b"quackenbush") == {".duckdb": 0}
    copied = Store(str(new))
    assert held(copied) == []
    assert broken(copied, framework) == []
    copied.close()


def test_settling_waits_for_nobody_who_reads(store: Store, adding: Adding) -> None:
    adding(store, "One")
    with store.read() as rows:
        rows.all("record.head")
        store.settle()
    adding(store, "Two")
