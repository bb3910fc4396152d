"""What everybody may read: nothing but public versions, the same for ever, and provable."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from jinja2 import DictLoader

from tests.services.conftest import Adding, mapped, person, published
from tests.services.test_exporting import last_entry
from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.answers import ASKED_OF_CHIEFS, Choice
from vawg_plans.domain.canonical import canonical_json, digest
from vawg_plans.domain.details import EvidenceItem, Milestone, Risk
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.plans import Audience
from vawg_plans.domain.public import edition_of
from vawg_plans.errors import NotAllowed, NotFound, UnreadableFile
from vawg_plans.exchange import public_carried, public_in, public_pages
from vawg_plans.services.actions import record_progress, revise_action
from vawg_plans.services.answers import answer
from vawg_plans.services.exporting import export_plan
from vawg_plans.services.proving import prove_file, verify_version
from vawg_plans.services.public import public_edition, public_file, public_paths
from vawg_plans.services.public_folder import public_folder
from vawg_plans.services.publishing import withdraw
from vawg_plans.services.removing import ask_removal, decide_removal
from vawg_plans.services.versions import share_version
from vawg_plans.store.store import Store, operator

KINDS = ("html", "json", "xlsx")
# Words that must never be read without signing in, each of another kind.
SECRETS: dict[str, Any] = {
    "owner_posts": ("DCI Secretowner",),
    "evidence": "Secretevidence in the case system",
    "context": "Secretcontext: see JB",
    "evidence_items": (EvidenceItem("e", "Secretitem", "Secretheld"),),
    "risks": (Risk("r", "Secretrisk"),),
}


@pytest.fixture
def told(store: Store, framework: Framework, lead: Actor, adding: Adding) -> Action:
    """A published action of Kent, with everything that stays inside; and others that do not go."""
    action = adding(
        store,
        "Openwords <b>& more</b>",
        tags=mapped(),
        description="Told\nin two lines",
        due=dt.date(2021, 3, 31),
        percent=40,
        partners=("Councils",),
        milestones=(Milestone("m", "First step", dt.date(2021, 1, 1)),),
        **SECRETS,
    )
    adding(store, "Secretquiet operation", tags=mapped(), sensitive=True, **SECRETS)
    adding(store, "Secretinner matter", tags=mapped(), publishable=False, **SECRETS)
    answer(
        store, framework, lead, "kent", ASKED_OF_CHIEFS, Choice.RESPONDED, "Secretask",
        read_revision=0,
    )  # fmt: skip
    published(store, framework, note="First <i>public</i>")
    adding(store, "Secretdraft of tomorrow", tags=mapped())
    record_progress(
        store, framework, lead, action.id, read_revision=action.revision, note="Secretnote"
    )
    adding(store, "Secretdraft of Essex", force_id="essex")
    share_version(
        store, framework, person(Role.STRATEGIC_LEAD, "essex"), "essex", Audience.NATIONAL
    )
    return action


def everything(store: Store, framework: Framework) -> Iterator[tuple[str, str]]:
    """Every path and what is there, as text."""
    for path in public_paths(store):
        file = public_file(store, framework, path)
        assert file is not None, path
        if path.endswith(".xlsx"):
            book = openpyxl.load_workbook(io.BytesIO(file.data))
            yield (
                path,
                "\n".join(
                    str(c) for s in book for row in s.iter_rows(values_only=True) for c in row
                ),
            )
        else:
            yield path, file.data.decode()


def test_nothing_that_is_not_published_can_be_reached(
    store: Store, framework: Framework, told: Action, lead: Actor
) -> None:
    found = dict(everything(store, framework))
    assert set(found) == {
        "index.html",
        "index.json",
        "schema.json",
        "kent/index.html",
        *(f"kent/version-1.{kind}" for kind in ("html", "json", "csv", "xlsx")),
    }
    for path, text in found.items():
        assert "Secret" not in text, path
        for inside in (lead.name, lead.person_id, '"sensitive"', '"publishable"', "owner_posts"):
            assert inside not in text or path == "schema.json", (path, inside)
    assert "Openwords &lt;b&gt;&amp; more&lt;/b&gt;" in found["kent/version-1.html"]
    for path in (
        "essex/index.html",
        "essex/version-1.html",
        "essex/version-1.json",
        "kent/version-2.html",
        "kent/changes-1.html",
        "kent/version-01.html",
        "kent/../index.html",
        "kent/version-1.xml",
        "kent",
        "",
        "nowhere/index.html",
    ):
        assert public_file(store, framework, path) is None, path
    state = {f["id"]: f["state"] for f in json.loads(found["index.json"])["forces"]}
    assert state["kent"] == "published"
    assert {v for k, v in state.items() if k != "kent"} == {"not_published"}


def test_a_withdrawn_version_leaves_a_tombstone_and_the_one_before_is_read_again(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    action = adding(either, "As first published", tags=mapped())
    published(either, framework)
    revise_action(
        either, framework, lead, action.id, {"title": "As published in error"}, read_revision=1
    )
    published(either, framework)
    newest = public_file(either, framework, "kent/index.html")
    assert newest is not None
    assert b"As published in error" in newest.data
    moved = public_file(either, framework, "kent/changes-2.html")
    assert moved is not None
    assert b"As published in error" in moved.data
    withdraw(either, lead, "kent", 2, "It named an operation.")
    page = public_file(either, framework, "kent/version-2.html")
    data = public_file(either, framework, "kent/version-2.json")
    assert page is not None
    assert data is not None
    assert (page.gone, data.gone) == (True, True)
    assert b"It named an operation." in page.data
    version = json.loads(data.data)["version"]
    assert (version["state"], version["withdrawn_why"]) == ("withdrawn", "It named an operation.")
    for path, text in everything(either, framework):
        assert "published in error" not in text, path
    for path in ("kent/changes-2.html", "kent/version-2.csv", "kent/version-2.xlsx"):
        assert public_file(either, framework, path) is None, path
    again = public_file(either, framework, "kent/index.html")
    assert again is not None
    assert b"As first published" in again.data
    # Never erased: the force can still prove it.
    assert verify_version(either, framework, lead, "kent", 2).proof.proved


def test_what_is_marked_sensitive_since_loses_its_words_everywhere_at_once(
    store: Store, framework: Framework, told: Action, lead: Actor
) -> None:
    page = public_file(store, framework, "kent/version-1.html")
    assert page is not None
    revise_action(store, framework, lead, told.id, {"sensitive": True}, read_revision=2)
    for path, text in everything(store, framework):
        assert "Openwords" not in text, path
    edition = public_edition(store, "kent", 1)
    assert edition is not None
    assert (edition.whole, edition.held_back) == (False, 1)
    now = public_file(store, framework, "kent/version-1.html")
    assert now is not None
    assert b"held back since" in now.data
    # The page of before still proves itself; the page of now is held against the version.
    for data in (page.data, now.data):
        found = verify_version(store, framework, lead, "kent", 1, data=data).proof
        assert found.proved, found.faults


def test_words_that_were_removed_are_on_no_page_and_what_is_left_still_proves_itself(
    store: Store, framework: Framework, told: Action, lead: Actor
) -> None:
    asked = ask_removal(store, framework, lead, "kent", "Openwords", "They name a victim")
    decide_removal(store, framework, person(Role.GOLD_CHAIR), asked.id, True)
    found = dict(everything(store, framework))
    assert "kent/version-2.html" in found, "a version takes its place"
    for path, text in found.items():
        assert "Openwords" not in text, path
    assert "Words that may tell who a victim is were removed" in found["kent/version-1.html"]
    for number in (1, 2):
        for kind in KINDS:
            file = public_file(store, framework, f"kent/version-{number}.{kind}")
            assert file is not None
            proof = verify_version(store, framework, lead, "kent", number, data=file.data).proof
            assert proof.proved, (number, kind, proof.faults)


def test_a_version_of_before_format_two_gives_no_more_than_may_be_read(
    store: Store, framework: Framework, told: Action
) -> None:
    edition = public_edition(store, "kent", 1)
    assert edition is not None
    old = [
        {**a, "publishable": a["in_words"], "sensitive": False, "owner_posts": ["DCI Secretowner"]}
        for a in edition.content["actions"]
    ]
    content = {**edition.content, "format": 1, "actions": old, "later": "Secret"}
    shown = public_pages_of(edition.version, content)
    assert shown.whole is False
    assert "Secret" not in canonical_json(shown.content)
    assert b"Secret" not in public_pages.plan_page(shown, demonstration=False)


def public_pages_of(version: Any, content: Any) -> Any:
    return edition_of(version, content, frozenset(), (version,))


def test_a_year_later_page_data_and_workbook_still_carry_what_was_frozen(
    store: Store,
    framework: Framework,
    told: Action,
    lead: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After hundreds of edits, another framework, other templates and another style."""
    first = {kind: of_kent(store, framework, kind) for kind in KINDS}
    version = verify_version(store, framework, lead, "kent", 1).version
    revision = 2
    for n in range(200):
        changed = {"title": f"Edited {n}", "status": DeliveryStatus.AT_RISK, "percent": n % 100}
        revise_action(store, framework, lead, told.id, changed, read_revision=revision)
        revision += 1
    published(store, framework)
    areas = {k: replace(a, name=f"Renamed {a.name}") for k, a in framework.areas.items()}
    other = replace(framework, areas=areas)
    texts = {f.name: f.read_text() for f in public_carried.TEMPLATES.iterdir()}
    texts["plan.html"] = texts["plan.html"].replace(
        '<h2 id="about">About this plan</h2>', '<h3 id="about">Area</h3>'
    )
    templates = public_pages._templates().overlay(loader=DictLoader(texts))
    monkeypatch.setattr(public_pages, "_templates", lambda: templates)
    later = {kind: of_kent(store, other, kind) for kind in KINDS}
    assert later["html"] != first["html"]
    carried = [public_in.read_public(data, kind) for kind, data in [*first.items(), *later.items()]]
    assert {digest(c.content) for c in carried} == {version.digest}
    assert len({canonical_json(c.content) for c in carried}) == 1
    for data in [*first.values(), *later.values()]:
        found = verify_version(store, other, lead, "kent", 1, data=data).proof
        assert found.proved, found.faults
        assert prove_file(data, "a file", version.digest).proved


def of_kent(store: Store, framework: Framework, kind: str) -> bytes:
    file = public_file(store, framework, f"kent/version-1.{kind}")
    assert file is not None
    return file.data


TAMPERED = [
    ("Openwords", "Otherwords", "At /actions/0/title was frozen"),
    ('id="stands">Where it stands', 'id="stands">All is well', "neither the version's"),
    (">40</span>% reported", ">90</span>% reported", "At /actions/0/percent"),
    ("31 March 2021</time>", "31 March 2031</time>", "At /actions/0/due"),
    ('datetime="2021-03-31"', 'datetime="2031-03-31"', "The date at /actions/0/due"),
    ('data-figure="late">1<', 'data-figure="late">0<', "The count 'late' is 1"),
    ("</main>", "<p>Signed by the chief</p></main>", "'Signed by the chief'"),
    ('href="../index.html"', 'href="https://evil.example"', "It leads to 'https://evil"),
    ("</main>", "<script>alert(1)</script></main>", "It has a script."),
    ("</main>", "<!-- x --></main>", "It has a comment."),
    ("</main>", "<img src='x'></main>", "It has <img>"),
    ("<body>", '<body style="display:none">', "It has <body>"),
    ("--ground:#fff", "--ground:#000", "Its style is none"),
    ("version 1</title>", "version 2</title>", "Its title is not"),
    ('"percent":40', '"percent":41', "What it carries is not what was frozen"),
]


def test_a_page_that_was_tampered_with_is_not_proved(
    store: Store, framework: Framework, told: Action, lead: Actor
) -> None:
    page = of_kent(store, framework, "html").decode()
    for was, now, said in TAMPERED:
        assert was in page
        data = page.replace(was, now).encode()
        found = verify_version(store, framework, lead, "kent", 1, data=data).proof
        assert any(said in fault for fault in found.faults), (now, found.faults)


def test_data_or_a_workbook_that_was_tampered_with_is_not_proved(
    store: Store, framework: Framework, told: Action, lead: Actor
) -> None:
    whole = of_kent(store, framework, "json").decode()
    counted = re.sub(r'"late": "\d+"', '"late": "7"', whole, count=1)
    for changed in (whole.replace("Openwords", "Otherwords"), counted):
        assert changed != whole
        found = verify_version(store, framework, lead, "kent", 1, data=changed.encode())
        assert not found.proof.proved
    book = openpyxl.load_workbook(io.BytesIO(of_kent(store, framework, "xlsx")))
    cell = next(c for row in book["Actions"] for c in row if str(c.value).startswith("Openwords"))
    cell.value = "Otherwords"
    book["Version"].append(["Plan", "Signed by the chief"])
    out = io.BytesIO()
    book.save(out)
    found = verify_version(store, framework, lead, "kent", 1, data=out.getvalue())
    assert [f for f in found.proof.faults if "is not 'Action' as it was frozen" in f]
    assert [f for f in found.proof.faults if "Signed by the chief" in f]
    with pytest.raises(UnreadableFile):
        verify_version(store, framework, lead, "kent", 1, data=b"Reference,Action\r\n1,x\r\n")


def test_the_forces_own_workbook_of_a_public_version_is_proved_too(
    store: Store, framework: Framework, told: Action, lead: Actor
) -> None:
    made = export_plan(store, framework, lead, "kent", version=1).data
    found = verify_version(store, framework, lead, "kent", 1, data=made).proof
    assert found.proved, found.faults
    book = openpyxl.load_workbook(io.BytesIO(made))
    cell = next(c for row in book["Plan"] for c in row if str(c.value).startswith("Openwords"))
    cell.value = "Otherwords"
    out = io.BytesIO()
    book.save(out)
    assert not verify_version(store, framework, lead, "kent", 1, data=out.getvalue()).proof.proved


def test_the_folder_of_a_force_holds_its_pages_alone_and_is_recorded(
    store: Store, framework: Framework, told: Action, lead: Actor
) -> None:
    made = public_folder(store, framework, lead, "kent")
    with zipfile.ZipFile(io.BytesIO(made.data)) as folder:
        names = set(folder.namelist())
        index = folder.read("index.html").decode()
        assert not [n for n in names if b"Secret" in folder.read(n)]
    assert {"index.html", "kent/index.html", "kent/version-1.json", "schema.json"} <= names
    assert "Kent Police" in index
    assert "Essex" not in index
    assert made.file_name.endswith("-kent-vawg-plan-public-pages-OFFICIAL.zip")
    assert made.data == public_folder(store, framework, lead, "kent").data
    assert last_entry(store)[3] == "public pages as a folder"
    with pytest.raises(NotFound):
        public_folder(store, framework, person(Role.STRATEGIC_LEAD, "essex"), "essex")


def test_a_file_that_shows_nothing_of_a_version_proves_nothing(
    store: Store, framework: Framework, told: Action, lead: Actor
) -> None:
    page = of_kent(store, framework, "html").decode()
    hollow = re.sub(r"<main.*?</main>", "<main></main>", page, flags=re.DOTALL)
    bare = re.sub(r"<script.*?</script>", "", hollow, flags=re.DOTALL)
    index = public_file(store, framework, "index.html")
    assert index is not None
    draft = export_plan(store, framework, lead, "kent").data
    for data in (hollow.encode(), bare.encode(), index.data, draft, b"<html></html>"):
        assert not verify_version(store, framework, lead, "kent", 1, data=data).proof.proved


def test_only_the_force_itself_verifies_and_a_version_that_there_is_not_is_said(
    store: Store, framework: Framework, told: Action
) -> None:
    with pytest.raises(NotAllowed):
        verify_version(store, framework, person(Role.STRATEGIC_LEAD, "essex"), "kent", 1)
    assert verify_version(store, framework, operator(), "essex", 1).proof.proved
