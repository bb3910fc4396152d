"""Comments: said, answered, resolved and opened again; asked of the Gold Group; never outside."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.services.conftest import Adding, mapped, person, published
from vawg_plans.domain.comments import Asks, CommentState
from vawg_plans.domain.document_kinds import DocumentKind
from vawg_plans.domain.exports import Form
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words, london_day, today
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.plans import Audience
from vawg_plans.errors import InvalidInput, NotFound
from vawg_plans.services.checking import examine
from vawg_plans.services.comments import (
    comments_of,
    decisions_awaited,
    reply,
    resolve,
    say,
    settle,
)
from vawg_plans.services.documents import export_document
from vawg_plans.services.exporting import export_plan
from vawg_plans.services.exporting_lists import export_gaps, export_history
from vawg_plans.services.record import Sought, export_record
from vawg_plans.services.removing import ask_removal, decide_removal, preview_removal
from vawg_plans.services.versions import share_version, shared_content
from vawg_plans.store.store import Store


def text_in(data: bytes) -> str:
    """A file's text; of a workbook or a document, of all its parts."""
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


CHAIR = person(Role.GOLD_CHAIR)


def awaited(store: Store, upto: int = 2**62) -> list[str]:
    with store.read() as rows:
        return [c.words for c in decisions_awaited(rows, "plan-kent", upto)]


def test_a_comment_is_answered_resolved_and_opened_again(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    one = adding(either, "Review every order")
    door = (either, framework, lead, "kent")
    said = say(*door, " Who owns this? ", action_id=one.id)
    say(*door, "On the whole plan")
    reply(either, CHAIR, said.id, "The DCI does")
    (thread,) = comments_of(either, lead, "kent", action_id=one.id)
    assert (thread.comment.words, thread.comment.said_by) == ("Who owns this?", lead.name)
    assert london_day(thread.comment.said_at) == today()
    assert [(r.words, r.said_by) for r in thread.replies] == [("The DCI does", CHAIR.name)]
    assert len(comments_of(either, lead, "kent")) == 2

    reply(either, CHAIR, said.id, "Agreed", resolving=True)
    (thread,) = comments_of(either, lead, "kent", action_id=one.id)
    assert (thread.comment.state, thread.comment.settled_by) == (CommentState.RESOLVED, CHAIR.name)
    with pytest.raises(InvalidInput, match="resolved this"):
        reply(either, lead, said.id, "One more")
    assert resolve(either, lead, said.id).revision == 2  # Done already: nothing is written.
    assert resolve(either, lead, said.id, resolved=False).open
    with pytest.raises(InvalidInput, match="itself"):
        reply(either, lead, thread.replies[0].id, "x")
    with pytest.raises(InvalidInput, match="with the comment"):
        resolve(either, lead, thread.replies[0].id)
    assert not [f.words for f in examine(either, framework) if not f.sound]


def test_what_asks_for_a_decision_is_awaited_until_it_is_decided(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    one = adding(either, "Review every order")
    door = (either, framework, lead, "kent")
    first = say(*door, "Fund it?", action_id=one.id, asks=Asks.DECISION)
    second = say(*door, "Sign the terms?", asks=Asks.DECISION)
    say(*door, "Only asking")
    assert awaited(either) == ["Fund it?", "Sign the terms?"]
    with either.write(CHAIR, reason="decided", force_id="kent") as writing:
        settle(writing, first.id)
        settle(writing, first.id)
    resolve(either, CHAIR, second.id)
    assert awaited(either) == []
    # As it stood when the second was asked.
    assert awaited(either, second.sequence) == ["Fund it?", "Sign the terms?"]


def test_a_comment_is_of_the_own_forces_action(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    theirs = adding(store, "Theirs", "essex")
    with pytest.raises(NotFound):
        say(store, framework, lead, "kent", "x", action_id=theirs.id)
    with pytest.raises(NotFound):
        reply(store, lead, "comment-none", "x")
    with pytest.raises(InvalidInput, match="Write the comment"):
        say(store, framework, lead, "kent", " \n ")


def test_a_comment_leaves_the_force_nowhere_and_its_words_can_be_removed(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    one = adding(either, "Review", tags=mapped(), owner_posts=("ACC",))
    door = (either, framework, lead, "kent")
    said = say(*door, "Saw Zebulonia today", action_id=one.id)
    resolve(either, CHAIR, said.id)
    share_version(*door, Audience.NATIONAL)
    published(either, framework)
    assert "Zebulonia" not in str(shared_content(either, lead, "kent"))
    for data in (
        export_plan(*door).data,
        export_plan(*door, form=Form.JSON).data,
        export_gaps(*door).data,
        export_history(*door, since=today()).data,
        export_document(*door, DocumentKind.PLAN).data,
        export_record(either, framework, lead, Sought(), force_id="kent"),
    ):
        assert "Zebulonia" not in text_in(data)
    (place,) = preview_removal(either, framework, CHAIR, "kent", "Zebulonia").found
    assert (place.thing, place.field, place.revisions) == ("Comment 1", "Comment", (1, 2))
    asked = ask_removal(either, framework, lead, "kent", "Zebulonia", "A victim's name")
    decide_removal(either, framework, CHAIR, asked.id, True)
    (thread,) = comments_of(either, lead, "kent")
    assert thread.comment.words == f"Saw [removed {in_words(today())}] today"
    assert not [f.words for f in examine(either, framework) if not f.sound]
