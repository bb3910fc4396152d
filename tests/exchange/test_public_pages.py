"""The public pages: valid, safe whatever was typed, complete without a script, and all linked."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import html5lib
import jsonschema
import pytest

from tests.conftest import REPOSITORY
from vawg_plans.domain.public import Edition, PublicVersion, edition_of, in_order
from vawg_plans.exchange import public_carried, public_data, public_in, public_pages
from vawg_plans.exchange.public_pages import Listed, anchor
from vawg_plans.exchange.public_workbook import public_workbook

DAY = dt.date(2022, 3, 3)
NASTY = "</script><script>alert(1)</script> & \"quoted\" 'so' {{ 7*7 }}\n=1+1 \u202e <b>x"
TAGS = [
    {"kind": "p", "code": "prepare", "lead": True, "name": "Prepare"},
    {"kind": "p", "code": "pursue", "lead": False, "name": "Pursue"},
    {"kind": "area", "code": "powers", "lead": False, "name": NASTY},
    {"kind": "recommendation", "code": "vawg-4.1", "lead": False, "name": "VAWG 4.1"},
]
FULL: dict[str, Any] = {
    "id": "act 1/é",
    "in_words": True,
    "accepted_lead_p": "prepare",
    "accepted_areas": ["powers"],
    "status": "at_risk",
    "calculated": "off_track",
    "late": True,
    "stale": False,
    "slips": 1,
    "slipped_days": 30,
    "reference": "1.10",
    "title": NASTY,
    "description": NASTY + "\nand more",
    "local_strand": NASTY,
    "success_measure": NASTY,
    "shaped_by": NASTY,
    "equality_impact": NASTY,
    "due_words": NASTY,
    "reasons": ["overdue by 3 days"],
    "partners": [NASTY, "Councils"],
    "tags": TAGS,
    "start": "2021-01-01",
    "due": "2022-02-28",
    "percent": 0,
    "last_progress_on": "2022-01-01",
    "inspectorate_status": "closed",
    "practice_id": None,
    "details": {"milestones": [{"id": "m", "title": NASTY, "due": "2022-01-01"}]},
}
COUNTED = {k: FULL[k] for k in list(FULL)[2:9]} | {"id": "act-2", "in_words": False}
BARE = COUNTED | {"id": "act-3", "in_words": True, "title": "Bare", "accepted_lead_p": None}


def said(question: str, choice: str, said_on: str | None = None) -> dict[str, Any]:
    return {"question": question, "choice": choice, "words": NASTY, "said_on": said_on}


CONTENT: dict[str, Any] = {
    "format": 2,
    "force": "kent",
    "force_name": "Kent Police",
    "number": 2,
    "audience": "public",
    "moment": 9,
    "judged_on": "2022-03-03",
    "note": NASTY,
    "approved": {"post": "Chief officer", "on": "2022-03-02"},
    "plan": {
        "revision": 1,
        "title": NASTY,
        "summary": NASTY,
        "lead_post": "Lead",
        "local_strands": ["One", NASTY],
    },
    "answers": [
        said("cell:powers:pursue", "not_applicable"),
        said("governance:terms", "publishable"),
        said("recommendation:vawg-4.1", "responded", "2022-01-01"),
    ],
    "actions": [FULL, COUNTED, BARE],
    "names": {
        "ps": {"prepare": "Prepare", "pursue": "Pursue"},
        "areas": {"powers": NASTY, "victims": "Victims"},
        "questions": {"recommendation:vawg-4.1": "Response", "governance:terms": "Terms"},
    },
}  # fmt: skip
UNSAID = {"revision": 1, "title": "", "summary": "", "lead_post": "", "local_strands": []}
BARE_CONTENT = CONTENT | {"plan": UNSAID, "note": "", "answers": [], "actions": []}
BARE_CONTENT = {k: v for k, v in BARE_CONTENT.items() if k != "approved"}


def version(number: int = 2, **values: Any) -> PublicVersion:
    digest = values.pop("digest", "d" * 64)
    return PublicVersion(f"v{number}", "kent", "plan-kent", number, DAY, DAY, digest, **values)


def edition(content: Any = None, *, hidden: frozenset[str] = frozenset(), **values: Any) -> Edition:
    every = in_order((version(**values), version(1)))
    return edition_of(every[0], content or CONTENT, hidden, every)


EDITIONS = {
    "full": edition(approved_by="Chief officer", approved_on=DAY),
    "bare": edition(BARE_CONTENT),
    "held back": edition(hidden=frozenset({"act 1/é"})),
    "words removed": edition(words_removed_on=DAY),
    "old format": edition(CONTENT | {"format": 1}),
    "superseded": edition_of(
        replace(version(), superseded_by=3), CONTENT, frozenset(), (version(3), version())
    ),
}
WITHDRAWN = version(1, withdrawn_on=DAY, withdrawn_why=NASTY)
LISTED = [
    Listed("kent", "Kent Police", EDITIONS["full"].others),
    Listed("essex", "Essex Police", (WITHDRAWN,)),
    Listed("surrey", "Surrey Police", ()),
]


def pages(demonstration: bool = False) -> dict[str, bytes]:
    found = {
        name: public_pages.plan_page(e, demonstration=demonstration) for name, e in EDITIONS.items()
    }
    first = edition_of(version(1), BARE_CONTENT | {"number": 1}, frozenset(), (version(1),))
    return found | {
        "changes": public_pages.changes_page(first, EDITIONS["full"], demonstration=demonstration),
        "index": public_pages.index_page(LISTED, demonstration=demonstration),
        "withdrawn": public_pages.withdrawn_page(
            "Kent Police", WITHDRAWN, [WITHDRAWN], demonstration=demonstration
        ),
        "missing": public_pages.missing_page("index.html", demonstration=demonstration),
    }


PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_valid_and_holds_together(name: str) -> None:
    """By the rules of the HTML standard's parser, and: each id once, each link within the page
    leads somewhere, headings skip no level, tables have a caption and scopes, one h1 and main.
    """
    text = PAGES[name].decode()
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert not [i for i in ids if re.search(r"\s", i)]
    for e in tree.iter():
        href = e.get("href") or ""
        if href.startswith("#"):
            assert unquote(href[1:]) in ids, href
        for attribute in ("aria-labelledby", "aria-describedby"):
            assert set((e.get(attribute) or "").split()) <= set(ids)
    levels = [int(e.tag[1]) for e in tree.iter() if re.fullmatch(r"h[1-6]", str(e.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert len([e for e in tree.iter() if e.tag == "main"]) == 1
    for table in (e for e in tree.iter() if e.tag == "table"):
        assert table.find("caption") is not None
        assert all(th.get("scope") in ("col", "row") for th in table.iter("th"))
    for e in tree.iter():
        assert not [a for a in e.attrib if str(a).startswith("on") or a == "style"]
        assert e.tag not in ("img", "iframe", "form", "object", "base")
        assert e.tag != "script" or e.get("type") == "application/json"
        assert (e.get("href") or "").partition(":")[0] not in ("http", "https", "javascript")
    assert "alert(1)</script>" not in text
    assert tree.get("lang") == "en-GB"


def test_the_demonstration_is_called_so_on_every_page() -> None:
    assert all(b"Demonstration data" in page for page in pages(demonstration=True).values())
    assert not [name for name, page in PAGES.items() if b"Demonstration data" in page]


def test_every_word_and_style_of_a_page_is_listed_so_that_it_can_be_proved_in_years() -> None:
    """If this fails, add what is missing to words.txt or styles.txt, and take nothing away."""
    missing = set()
    for name in EDITIONS:
        for page in (PAGES[name], pages(demonstration=True)[name]):
            read = public_in.read_public(page, name)
            assert read.strange == ()
            texts = (" ".join(p.text.split()) for p in read.pieces if p.mark == "text")
            missing |= {t for t in texts if t} - public_carried.known_words()
    assert missing == set()
    assert public_pages.style_digest() in public_carried.known_styles()


def test_an_action_can_be_linked_to_and_its_text_is_as_it_was_typed() -> None:
    text = PAGES["full"].decode()
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    [found] = [e for e in tree.iter() if e.get("id") == anchor(FULL)]
    assert anchor(FULL) == "action-act-1--"
    assert NASTY in "".join(found.itertext())
    carried = next(e for e in tree.iter() if e.get("id") == "frozen").text
    assert json.loads(carried) == CONTENT
    assert "frozen" not in PAGES["held back"].decode().partition("<main")[0]
    assert b"data-figure" in PAGES["held back"]


def test_every_link_between_pages_leads_to_a_file_that_there_is() -> None:
    there = {"index.html", "index.json", "schema.json", "essex/index.html", "kent/index.html"}
    there |= {f"kent/version-{n}.{k}" for n in (1, 2) for k in ("html", "json", "csv", "xlsx")}
    there |= {"kent/changes-2.html"}
    for name, base in (("full", "kent/version-2.html"), ("index", "index.html"),
                       ("changes", "kent/changes-2.html")):  # fmt: skip
        tree = html5lib.parse(PAGES[name].decode(), namespaceHTMLElements=False)
        links = {e.get("href") for e in tree.iter() if e.get("href")}
        targets = {urldefrag(urljoin(f"https://x/{base}", link))[0] for link in links}
        assert targets <= {f"https://x/{path}" for path in there}, name


def test_the_data_keeps_to_its_schema() -> None:
    schema = json.loads((REPOSITORY / "docs" / "public-plan.schema.json").read_text())
    for one in EDITIONS.values():
        found = json.loads(public_data.plan_json(one, demonstration=True))
        jsonschema.validate(found, schema)
        assert found["whole"] is one.whole
    gone = public_data.withdrawn_json("Essex Police", WITHDRAWN, demonstration=False)
    jsonschema.validate(json.loads(gone), schema)
    jsonschema.validate(json.loads(public_data.index_json(LISTED, demonstration=False)), schema)


def test_csv_is_safe_to_open_and_says_whose_it_is() -> None:
    text = public_data.plan_csv(EDITIONS["full"], demonstration=True).decode("utf-8-sig")
    head, first = text.split("\r\n")[0], text.split("\r\n")[1]
    assert head.startswith("Reference,Action,Description,Delivery status")
    assert head.endswith("Address,Force,Version,Shows,Marking")
    assert first.startswith("1.10,")
    assert "Version 2, SHA-256 dddd" in text
    assert "DEMONSTRATION" in text


def test_a_workbook_read_back_carries_the_very_same_content() -> None:
    for name in ("full", "bare"):
        carried = public_in.read_public(
            public_workbook(EDITIONS[name], demonstration=False), "book.xlsx"
        )
        assert carried.content == EDITIONS[name].content
        assert carried.strange == ()
    assert public_in.read_public(
        public_workbook(EDITIONS["held back"], demonstration=False), "book.xlsx"
    ).content is None  # fmt: skip
