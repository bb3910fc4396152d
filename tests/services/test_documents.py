"""Word out: from which moment, by whom, and that it is recorded."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import pytest

from tests.services.conftest import CHIEF, Adding, mapped, person, published
from tests.services.test_exporting import last_entry
from vawg_plans.domain.document_kinds import DocumentKind
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.plans import Audience
from vawg_plans.errors import InvalidInput, NotAllowed, NotFound
from vawg_plans.services.actions import revise_action
from vawg_plans.services.documents import export_document, export_published_document, told_plan
from vawg_plans.services.exporting import Export
from vawg_plans.services.versions import share_version
from vawg_plans.store.store import Store


def text(export: Export, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(export.data)) as package:
        return re.sub(r"<[^>]+>", " ", package.read(part).decode())


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_a_document_is_made_of_the_plan_as_it_stands_and_recorded(
    store: Store, framework: Framework, lead: Actor, adding: Adding, kind: DocumentKind
) -> None:
    adding(store, "Train every officer", tags=mapped(), owner_posts=("ACC",))
    adding(store, "Operation Quiet", tags=mapped(), sensitive=True)
    touched = store.newest_touching("kent")
    export = export_document(store, framework, lead, "kent", kind)
    assert "Operation Quiet" not in text(export)
    assert "Of 2 live actions, 1 is counted here and not told" in text(export)
    assert "OFFICIAL-SENSITIVE" in text(export, "word/header1.xml")
    assert "DRAFT" in text(export, "word/header1.xml")
    assert export.file_name.startswith(f"{today().isoformat()}-kent-{kind.file_stem}-")
    assert export.file_name.endswith("-draft-OFFICIAL-SENSITIVE.docx")
    act, thing, who, detail = last_entry(store)
    assert (act, thing, who) == ("exported", "force:kent", lead.person_id)
    assert detail.startswith(f"document: {kind.label.lower()}")
    assert store.newest_touching("kent") == touched, "an export changes no plan"


def test_a_version_stays_as_it_was_named_and_a_reader_has_the_published_one(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    kind = DocumentKind.PLAN
    reader = person(Role.READER)
    action = adding(either, "As published", tags=mapped())
    with pytest.raises(NotAllowed):
        export_published_document(either, framework, reader, "kent", kind)
    published(either, framework)
    revise_action(
        either, framework, lead, action.id, {"title": "As it is now"}, read_revision=1, reason="x"
    )
    share_version(either, framework, lead, "kent", Audience.NATIONAL)
    for made in (
        export_published_document(either, framework, reader, "kent", kind),
        export_document(either, framework, lead, "kent", kind, version=1),
    ):
        assert "As published" in text(made)
        assert "As it is now" not in text(made)
        assert "OFFICIAL-SENSITIVE" not in text(made, "word/header1.xml")
        assert "Version 1, published" in text(made, "word/header1.xml")
        assert CHIEF in text(made)
        assert made.file_name.endswith("-version-1-OFFICIAL.docx")
    national = export_document(either, framework, lead, "kent", kind, version=2)
    assert "As it is now" in text(national)
    assert "OFFICIAL-SENSITIVE" in text(national, "word/header1.xml")
    # Marked sensitive since, its words are in no document any more.
    revise_action(
        either, framework, lead, action.id, {"sensitive": True}, read_revision=2, reason="x"
    )
    assert told_plan(either, framework, lead, "kent", version=1).untold == 1


def test_a_published_plan_says_what_changed_since_the_version_before(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    action = adding(store, "Train every officer", tags=mapped(), due=today())
    published(store, framework)
    due = {"due": today() + dt.timedelta(days=9), "owner_posts": ("Owner-post",)}
    revise_action(store, framework, lead, action.id, due, read_revision=1)
    draft = text(export_document(store, framework, lead, "kent", DocumentKind.PLAN))
    published(store, framework)
    reader = person(Role.READER)
    made = text(export_published_document(store, framework, reader, "kent", DocumentKind.PLAN))
    first = text(export_document(store, framework, lead, "kent", DocumentKind.PLAN, version=1))
    for words in (draft, made):
        assert "What changed since version 1" in words
        assert "(9 days later)" in words
    assert "Owner-post" not in made
    assert "What changed since" not in first


def test_what_there_is_not_is_said(store: Store, framework: Framework, lead: Actor) -> None:
    for refused, given in (
        (NotFound, {"version": 7}),
        (NotFound, {"inspection_id": "peel-1"}),
        (InvalidInput, {"as_of": today() + dt.timedelta(days=2)}),
    ):
        with pytest.raises(refused):
            export_document(store, framework, lead, "kent", DocumentKind.RESPONSE_TABLE, **given)  # type: ignore[arg-type]
