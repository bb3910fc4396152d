"""From draft to published: what was approved goes out, and nobody does it alone."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPOSITORY
from tests.services.conftest import CHIEF, Adding, mapped, person, published
from vawg_plans.domain.answers import Choice, question_words
from vawg_plans.domain.canonical import canonical_json, sha256
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.governance import NEED, TERMS
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.plans import Audience, PlanState
from vawg_plans.domain.reviews import Review, ReviewState
from vawg_plans.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from vawg_plans.services import going_out, publishing
from vawg_plans.services.actions import revise_action, withdraw_action
from vawg_plans.services.answers import answer
from vawg_plans.services.checking import examine
from vawg_plans.services.comparison import compare
from vawg_plans.services.documents import export_published_document
from vawg_plans.services.gate import state_of
from vawg_plans.services.moments_out import plan_at
from vawg_plans.services.plans import open_plan
from vawg_plans.services.removing import ask_removal, decide_removal
from vawg_plans.services.taking import takers
from vawg_plans.services.versions import (
    share_version,
    shared_content,
    versions_of,
    withdrawn_versions,
)
from vawg_plans.store import plans as plan_rows
from vawg_plans.store.record import entries, first_break
from vawg_plans.store.store import Store, operator

LEAD, CHAIR = person(Role.STRATEGIC_LEAD), person(Role.GOLD_CHAIR)


def submitted(store: Store, framework: Framework, note: str = "") -> Review:
    return publishing.submit(store, framework, LEAD, "kent", note)


def approved(store: Store, framework: Framework, note: str = "") -> Review:
    review = submitted(store, framework, note)
    return publishing.approve(store, framework, CHAIR, review, post=CHIEF)


def content(store: Store, version_id: str) -> dict[str, Any]:
    with store.read() as rows:
        return plan_rows.content_of(rows, version_id)


def test_a_plan_goes_from_draft_to_published_with_its_approver_and_digest(
    either: Store, framework: Framework, adding: Adding
) -> None:
    adding(either, "One", tags=mapped())
    review = submitted(either, framework, " For everyone ")
    assert (review.number, review.note, review.submitted_by) == (1, "For everyone", LEAD.name)
    assert state_of(either, "kent") is PlanState.IN_REVIEW
    review = publishing.approve(either, framework, CHAIR, review, post=f" {CHIEF} ")
    assert state_of(either, "kent") is PlanState.APPROVED
    assert compare(either, framework, LEAD)["kent"].state is PlanState.APPROVED
    assert (review.post, review.approved_on, review.said_by) == (CHIEF, today(), CHAIR.name)
    version = publishing.publish(either, framework, LEAD, review)
    assert (version.number, version.audience, version.note) == (1, Audience.PUBLIC, "For everyone")
    assert (version.approved_by, version.approved_on) == (CHIEF, today())
    assert version.current
    assert (version.sequence, version.judged_on) == (review.moment, review.judged_on)
    frozen = content(either, version.id)
    assert frozen["approved"] == {"post": CHIEF, "on": today().isoformat()}
    assert sha256(canonical_json(frozen)) == version.digest
    assert state_of(either, "kent") is PlanState.PUBLISHED
    [done] = publishing.reviews_of(either, LEAD, "kent")
    assert (done.state, done.version) == (ReviewState.PUBLISHED, 1)
    steps = publishing.review_steps(either, LEAD, "kent", 1)
    assert [s.state.value for s in steps] == ["submitted", "approved", "published"]
    assert [f.words for f in examine(either, framework) if not f.sound] == []


def test_what_is_published_is_what_was_approved_whatever_changed_since(
    store: Store, framework: Framework, adding: Adding
) -> None:
    changed = adding(store, "As it was approved", tags=mapped())
    gone = adding(store, "Withdrawn since", tags=mapped())
    review = approved(store, framework)
    door = (store, framework, LEAD)
    revise_action(*door, changed.id, {"title": "As it is now"}, read_revision=1)
    withdraw_action(*door, gone.id, read_revision=1, reason="merged")
    adding(store, "Added since", tags=mapped())
    seen = going_out.under_review(store, framework, LEAD, "kent")
    version = publishing.publish(*door, review)
    frozen = content(store, version.id)
    titles = [a["title"] for a in frozen["actions"]]
    assert titles == ["As it was approved", "Withdrawn since"]
    assert [a["title"] for a in seen.going_out["actions"]] == titles
    assert seen.going_out["approved"]["post"] == CHIEF
    assert {a["title"] for a in seen.now["actions"]} == {"As it is now", "Added since"}
    assert (seen.last, seen.held_back) == (None, ())


@pytest.mark.parametrize("change", [{"sensitive": True}, {"publishable": False}])
def test_what_was_marked_since_the_approval_leaves_in_no_words(
    store: Store, framework: Framework, adding: Adding, change: dict[str, bool]
) -> None:
    adding(store, "Open to all", tags=mapped())
    secret = adding(store, "Covert work", tags=mapped(), reference="7")
    review = approved(store, framework)
    revise_action(store, framework, LEAD, secret.id, change, read_revision=1)
    seen = going_out.under_review(store, framework, LEAD, "kent")
    assert [a.id for a in seen.held_back] == [secret.id]
    version = publishing.publish(store, framework, LEAD, review)
    text = canonical_json(content(store, version.id))
    assert "Open to all" in text
    assert "Covert" not in text
    assert canonical_json(seen.going_out).count("Covert") == 0
    # Counted all the same.
    assert len(content(store, version.id)["actions"]) == 2


def test_what_was_made_internal_since_the_approval_does_not_leave(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, "One", tags=mapped())
    door = (store, framework, LEAD, "kent")
    for question in (TERMS, NEED):
        said = f"Said of {question}"
        answer(*door, question, Choice.PUBLISHABLE, said, read_revision=0)
    review = approved(store, framework)
    answer(*door, NEED, Choice.INTERNAL, "Covert need", read_revision=1)
    seen = going_out.under_review(*door)
    assert seen.held_back_answers == (question_words(NEED, framework),)
    version = publishing.publish(store, framework, LEAD, review)
    text = canonical_json(content(store, version.id))
    assert f"Said of {TERMS}" in text
    assert NEED not in text
    # Nor is it in what is exported of that version.
    assert set(plan_at(*door, version=1).opened.answers) == {TERMS}


def test_words_removed_after_the_approval_are_not_published(
    either: Store, framework: Framework, adding: Adding
) -> None:
    adding(either, "Visit Zebulonia Quackenbush", tags=mapped())
    review = submitted(either, framework, "For Zebulonia Quackenbush")
    said = "Ask Zebulonia Quackenbush"
    publishing.send_back(either, CHAIR, review, said)
    review = submitted(either, framework, "For Zebulonia Quackenbush")
    post = "Officer of Zebulonia Quackenbush"
    review = publishing.approve(either, framework, CHAIR, review, post=post, words=said)
    asked = ask_removal(either, framework, LEAD, "kent", "Zebulonia Quackenbush", "a victim")
    decide_removal(either, framework, CHAIR, asked.id, True)
    version = publishing.publish(either, framework, LEAD, review)
    assert "Quackenbush" not in canonical_json(content(either, version.id)) + version.note
    assert version.approved_by.startswith("Officer of [removed")
    steps = [s for n in (1, 2) for s in publishing.review_steps(either, LEAD, "kent", n)]
    assert "Quackenbush" not in str(steps)
    assert "[removed" in content(either, version.id)["actions"][0]["title"]
    assert [f.words for f in examine(either, framework) if not f.sound] == []


def test_what_can_no_longer_be_put_together_as_approved_is_not_published(
    store: Store, framework: Framework, adding: Adding, monkeypatch: pytest.MonkeyPatch
) -> None:
    adding(store, "One", tags=mapped())
    review = approved(store, framework)
    monkeypatch.setattr("vawg_plans.domain.freezing.FORMAT", 99)
    with pytest.raises(InvalidInput, match="to the letter"):
        publishing.publish(store, framework, LEAD, review)
    assert versions_of(store, LEAD, "kent") == []


def test_nobody_approves_what_they_submitted_and_no_operator_does(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, "One", tags=mapped())
    review = submitted(store, framework)
    # The same person, who holds both roles.
    both = Actor(LEAD.person_id, LEAD.name, Role.GOLD_CHAIR, "kent")
    for actor in (both, operator(), LEAD):
        with pytest.raises(NotAllowed):
            publishing.approve(store, framework, actor, review, post=CHIEF)
    with store.read() as rows:
        refused = [e["detail"] for e in entries(rows) if e["act"] == "refused"]
    assert "approve a plan they submitted" in refused
    assert len(refused) == 3
    # Whoever says the review was somebody else's is not believed.
    forged = Review(**{f: getattr(review, f) for f in Review.__slots__} | {"submitter": "p"})
    with pytest.raises(NotAllowed):
        publishing.approve(store, framework, both, forged, post=CHIEF)
    # Nor is a review of another force taken for one's own.
    of_kent = Review(**{f: getattr(review, f) for f in Review.__slots__} | {"force_id": "essex"})
    chair = person(Role.GOLD_CHAIR, "essex")
    with pytest.raises(NotFound):
        publishing.approve(store, framework, chair, of_kent, post=CHIEF)
    assert state_of(store, "kent") is PlanState.IN_REVIEW


def test_a_public_version_needs_an_approval(
    store: Store, framework: Framework, adding: Adding
) -> None:
    with pytest.raises(InvalidInput, match="no actions yet"):
        submitted(store, framework)
    adding(store, "One", tags=mapped())
    for actor in (LEAD, operator()):
        with pytest.raises(InvalidInput, match="approval"):
            share_version(store, framework, actor, "kent", Audience.PUBLIC)
    review = submitted(store, framework)
    with pytest.raises(InvalidInput, match="in review"):
        publishing.publish(store, framework, LEAD, review)
    with pytest.raises(InvalidInput, match="Name the post"):
        publishing.approve(store, framework, CHAIR, review, post=" ")
    with pytest.raises(InvalidInput, match="already"):
        submitted(store, framework)
    assert versions_of(store, LEAD, "kent") == []


def test_the_second_of_two_people_is_told_what_the_first_did(
    either: Store, framework: Framework, adding: Adding
) -> None:
    adding(either, "One", tags=mapped())
    review = submitted(either, framework)
    back = publishing.send_back(either, CHAIR, review, "Dates are missing")
    assert (back.state, back.words) == (ReviewState.SENT_BACK, "Dates are missing")
    assert state_of(either, "kent") is PlanState.DRAFT
    for step in (
        lambda: publishing.approve(either, framework, CHAIR, review, post=CHIEF),
        lambda: publishing.publish(either, framework, LEAD, review),
        lambda: publishing.take_back(either, LEAD, review),
    ):
        with pytest.raises(StaleEdit, match="sent back by Gold Group chair") as stale:
            step()
        assert stale.value.theirs.state is ReviewState.SENT_BACK
    with pytest.raises(InvalidInput, match="sent back"):
        publishing.publish(either, framework, LEAD, back)
    with pytest.raises(InvalidInput, match="what has to change"):
        publishing.send_back(either, CHAIR, review, "  ")
    again = submitted(either, framework)
    assert (again.number, again.id) == (2, "kent-r2")
    taken = publishing.take_back(either, LEAD, again, "Too soon")
    assert (taken.state, state_of(either, "kent")) == (ReviewState.TAKEN_BACK, PlanState.DRAFT)


def test_pressed_by_four_at_once_it_is_published_once(
    either: Store, framework: Framework, adding: Adding
) -> None:
    adding(either, "One", tags=mapped())
    review = approved(either, framework)

    def press(_: int) -> bool:
        try:
            return publishing.publish(either, framework, LEAD, review).number == 1
        except StaleEdit:
            return False

    with ThreadPoolExecutor(4) as people:
        assert sorted(people.map(press, range(4))) == [False, False, False, True]
    assert [v.number for v in versions_of(either, LEAD, "kent")] == [1]


def test_a_withdrawn_version_counts_no_more_and_is_not_erased(
    either: Store, framework: Framework, adding: Adding
) -> None:
    adding(either, "One", tags=mapped())
    first = published(either, framework, note="First")
    second = published(either, framework, note="Second")
    reader = person(Role.READER)
    assert [v.superseded_by for v in versions_of(either, LEAD, "kent")] == [None, 2]
    with pytest.raises(InvalidInput, match="Say why"):
        publishing.withdraw(either, LEAD, "kent", 2, " ")
    gone = publishing.withdraw(either, CHAIR, "kent", 2, "An action was in it by mistake")
    assert (gone.withdrawn_on, gone.withdrawn_why) == (today(), "An action was in it by mistake")
    assert not gone.current
    assert content(either, second.id)["note"] == "Second"
    # What is then the newest counts.
    figures = compare(either, framework, reader)["kent"]
    assert (figures.number, figures.state) == (1, PlanState.PUBLISHED)
    assert [v.number for v, _ in shared_content(either, reader, "kent")] == [1]
    assert [v.number for v in versions_of(either, LEAD, "kent")] == [2, 1]
    [stone] = withdrawn_versions(either, reader, "kent")
    assert (stone.number, stone.withdrawn_why) == (2, "An action was in it by mistake")
    assert [v.number for v in open_plan(either, framework, LEAD, "kent").versions] == [1]
    publishing.withdraw(either, operator(), "kent", first.number, "Another")
    figures = compare(either, framework, reader)["kent"]
    assert (figures.number, figures.state) == (None, PlanState.DRAFT)
    assert takers(either, reader) is not None
    with pytest.raises(NotAllowed):
        export_published_document(either, framework, reader, "kent", "plan")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="withdrawn before"):
        publishing.withdraw(either, LEAD, "kent", 1, "Again")
    with pytest.raises(NotFound):
        publishing.withdraw(either, LEAD, "kent", 9, "None")
    # Its number is not given again.
    assert published(either, framework).number == 3
    assert [f.words for f in examine(either, framework) if not f.sound] == []


def test_why_a_national_version_went_is_for_those_who_read_its_words(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, "One", tags=mapped())
    share_version(store, framework, LEAD, "kent", note="For the national lead")
    publishing.withdraw(store, LEAD, "kent", 1, "It named an operation")
    seen = {
        role: withdrawn_versions(store, person(role, "essex"), "kent")[0].withdrawn_why
        for role in (Role.NATIONAL_LEAD, Role.READER, Role.CONTRIBUTOR)
    }
    assert [bool(why) for why in seen.values()] == [True, False, False]


def test_what_a_removal_replaced_goes_with_its_replacement(
    store: Store, framework: Framework, adding: Adding
) -> None:
    adding(store, "Visit Zebulonia Quackenbush", tags=mapped())
    published(store, framework)
    asked = ask_removal(store, framework, LEAD, "kent", "Zebulonia Quackenbush", "a victim")
    decide_removal(store, framework, CHAIR, asked.id, True)
    newest, old = versions_of(store, LEAD, "kent")
    assert (newest.number, newest.approved_by, old.replaced_by) == (2, CHIEF, 2)
    publishing.withdraw(store, LEAD, "kent", 2, "It named a victim")
    assert open_plan(store, framework, LEAD, "kent").versions == []
    asked = ask_removal(store, framework, LEAD, "kent", "It named a victim", "too much said")
    decide_removal(store, framework, CHAIR, asked.id, True)
    assert "named" not in str([v.withdrawn_why for v in versions_of(store, LEAD, "kent")])
    assert [f.words for f in examine(store, framework) if not f.sound] == []


def test_a_plan_as_of_a_day_knows_no_later_review_or_withdrawal(
    store: Store, framework: Framework, adding: Adding, monkeypatch: pytest.MonkeyPatch
) -> None:
    adding(store, "One", tags=mapped())
    published(store, framework)
    submitted(store, framework)
    tomorrow = dt.datetime.now(dt.UTC).replace(tzinfo=None) + dt.timedelta(days=1)
    monkeypatch.setattr("vawg_plans.store.store.utc_now", lambda: tomorrow)
    publishing.withdraw(store, LEAD, "kent", 1, "A mistake")
    opened = open_plan(store, framework, LEAD, "kent", as_of=today())
    assert opened.state is PlanState.PUBLISHED
    assert opened.versions[0].current
    assert opened.review is not None
    assert state_of(store, "kent") is PlanState.IN_REVIEW


# In another process, killed at each point of publishing.

_KILLED = """
import os, shutil, signal, sys
from vawg_plans.services import going_out, publishing
from vawg_plans.services.setup import open_database
from vawg_plans.domain.people import Actor, Role
from vawg_plans.store import head
from vawg_plans.store.connection import Rows

LEAD = Actor("person-strategic_lead-kent", "Lead", Role.STRATEGIC_LEAD, "kent")
insert, add = Rows.insert, head.HeadLog.add

def until(point):
    at = 0
    def step():
        nonlocal at
        if at == point:
            os.kill(os.getpid(), signal.SIGKILL)
        at += 1
    def inserting(*given):
        step()
        insert(*given)
        step()
    Rows.insert = inserting
    head.HeadLog.add = lambda *given: (step(), add(*given), step())

for point in range(int(sys.argv[2])):
    path = f"{sys.argv[1]}.{point}"
    shutil.copy(sys.argv[1], path)
    shutil.copy(f"{sys.argv[1]}.head", f"{path}.head")
    if os.fork() == 0:
        store, framework = open_database(path)
        review = publishing.reviews_of(store, LEAD, "kent")[0]
        until(point)
        publishing.publish(store, framework, LEAD, review)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.wait()[1]), flush=True)
"""
# Before and after each of five tables is written to, and before and after the head is kept outside.
POINTS = 12


@pytest.mark.skipif(os.name != "posix", reason="there is no kill -9 elsewhere")
def test_publishing_killed_at_any_point_leaves_the_whole_or_nothing(
    empty_database: Path, framework: Framework, adding: Adding, tmp_path: Path
) -> None:
    path = Path(shutil.copy(empty_database, tmp_path / "plans.duckdb"))
    store = Store(str(path))
    adding(store, "One", tags=mapped())
    approved(store, framework)
    store.close()
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED, str(path), str(POINTS + 1)],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert ended == ["-9"] * POINTS + ["0"], (
        "every point is one of publishing, and there are no more"
    )
    whole = []
    for point in range(POINTS):
        store = Store(f"{path}.{point}")
        [review] = publishing.reviews_of(store, LEAD, "kent")
        versions = versions_of(store, LEAD, "kent")
        with store.read() as rows:
            assert first_break(rows) is None
            facts = len(rows.all("versions.facts", version_id="kent-v1"))
            spoken = {e["act"] for e in entries(rows)} & {"version named", "plan published"}
        whole.append(bool(versions))
        if versions:
            assert (review.state, review.version) == (ReviewState.PUBLISHED, 1)
            assert (facts, len(spoken)) == (1, 2)
        else:
            assert review.state is ReviewState.APPROVED
            assert (facts, spoken) == (0, set())
            # And it can be done again.
            assert publishing.publish(store, framework, LEAD, review).number == 1
        store.close()
    assert whole == [False] * 10 + [True] * 2
