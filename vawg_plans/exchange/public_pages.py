"""The public pages: HTML that needs no script and fetches nothing, the same wherever it lies.

Addresses in a page are relative and name files, so that a folder of them can be opened as it is.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.answers import Choice, kind_of
from vawg_plans.domain.canonical import canonical_json
from vawg_plans.domain.governance import PARTS
from vawg_plans.domain.public import (
    Content,
    Edition,
    PublicState,
    PublicVersion,
    figures,
    filled,
    names_of,
    state_of,
)
from vawg_plans.domain.told_changes import Change
from vawg_plans.domain.version_changes import changes
from vawg_plans.exchange.plan_cover import STATED
from vawg_plans.exchange.public_marks import Marks, site_day, site_number

_TAGGED = (
    ("Supporting Ps", "p"),
    ("Areas", "area"),
    ("Themes", "theme"),
    ("Answers", "recommendation"),
)
# Beside the colour and the word: a status is seen without either.
_SHAPES = {
    DeliveryStatus.COMPLETE: "✓",
    DeliveryStatus.ON_TRACK: "●",
    DeliveryStatus.AT_RISK: "▲",
    DeliveryStatus.OFF_TRACK: "✕",
    DeliveryStatus.NOT_STARTED: "–",
}
_NOT_PLACED = "Not yet placed under one of the 4Ps"
_PLAN_TITLE = "Violence against women and girls action plan"
# What the text of an id may hold.
_NOT_OF_AN_ID = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(frozen=True, slots=True)
class Listed:
    """A force in the public index."""

    id: str
    name: str
    versions: tuple[PublicVersion, ...]

    @property
    def state(self) -> PublicState:
        return state_of(self.versions)

    @property
    def newest(self) -> PublicVersion | None:
        """The version to read, if there is one."""
        return next((v for v in self.versions if v.current), None)


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("vawg_plans.exchange"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Our own file, and the one thing in a page that is not escaped.
    source = templates.loader.get_source(templates, "style.css")[0] if templates.loader else ""
    templates.globals |= {
        "style": Markup(source),
        "site_day": site_day,
        "site_number": site_number,
    }
    return templates


@cache
def style_digest() -> str:
    """The digest of the pages' style, as a content security policy names it."""
    style = str(_templates().globals["style"])
    return f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}"


def anchor(action: Content) -> str:
    """Where an action stands in a page: the same in every version."""
    return f"action-{_NOT_OF_AN_ID.sub('-', action['id'])}"


def title_of(content: Content) -> str:
    """What the tab says: put together from what was frozen."""
    title = content["plan"].get("title") or _PLAN_TITLE
    return f"{title}: {content['force_name']}, version {content['number']}"


def plan_page(edition: Edition, *, demonstration: bool) -> bytes:
    """A version as a page, what was frozen carried within it where all of it may be read."""
    content, version = edition.content, edition.version
    counted = figures(content)
    names = names_of(content)
    marks = Marks(content, counted)

    def named(kind: str, code: str) -> Any:
        path = ("names", kind, code)
        return marks.words(*path) if marks.at(*path) is not None else names[kind].get(code, code)

    def tags(action: Content, kind: str) -> list[int]:
        return [n for n, t in enumerate(action["tags"]) if t["kind"] == kind and not t.get("lead")]

    return _made(
        "plan.html",
        home="../index.html",
        demonstration=demonstration,
        page_title=title_of(content),
        here=f"version-{version.number}",
        e=edition,
        v=version,
        m=marks,
        actions=[filled(a) for a in content["actions"]],
        groups=_groups(content, names["ps"], named),
        ps=list(names["ps"]),
        areas=list(names["areas"]),
        named=named,
        tags=tags,
        tagged=_TAGGED,
        anchor=anchor,
        tells_more=_tells_more,
        counted=lambda area, p: counted[f"cell:{area}:{p}"] != "0",
        untold=counted["untold"] != "0",
        statuses=[(s.value, _SHAPES[s], s.full_label, STATED[s]) for s in DeliveryStatus],
        shapes=_SHAPES,
        changes=edition.before is not None,
        carried=_carried(content) if edition.whole else None,
        **_answers(content),
    )


def _groups(
    content: Content, ps: Mapping[str, str], named: Any
) -> list[tuple[str, Any, list[int]]]:
    """Anchor, name and places of the actions told under each P; then those under none, if any."""
    told = [(n, a) for n, a in enumerate(content["actions"]) if a["in_words"]]
    found: list[tuple[str, Any, list[int]]] = [
        (
            _NOT_OF_AN_ID.sub("-", p),
            named("ps", p),
            [n for n, a in told if a["accepted_lead_p"] == p],
        )
        for p in ps
    ]
    others = [n for n, a in told if a["accepted_lead_p"] not in ps]
    return [*found, ("not-placed", _NOT_PLACED, others)] if others else found


def _answers(content: Content) -> dict[str, Any]:
    """Where in the content the answers stand that are told, by what they are about."""
    governance, responses, not_applicable = [], [], {}
    for n, answer in enumerate(content.get("answers", ())):
        if not answer["words"]:
            continue
        kind = kind_of(answer["question"])
        if answer["choice"] == Choice.NOT_APPLICABLE:
            _, area, p = answer["question"].split(":")
            not_applicable[area, p] = n
        elif kind == "recommendation":
            responses.append((n, answer["question"], answer["said_on"]))
        elif kind == "governance":
            governance.append((n, answer["question"]))
    # In the order in which a force says them; what a later framework does not ask comes last.
    places = {question: place for place, question in enumerate(PARTS)}
    governance.sort(key=lambda one: places.get(one[1], len(places)))
    return {
        "governance": governance,
        "responses": responses,
        "not_applicable": not_applicable,
    }


def _tells_more(action: Content) -> bool:
    """Whether the description says more than the title."""
    return bool(action["description"].strip()) and action["description"] != action["title"]


def _carried(content: Content) -> Markup:
    """What was frozen, as canonical JSON that no '<' in it can end."""
    return Markup(canonical_json(content).replace("<", "\\u003c"))


def changes_page(before: Edition, after: Edition, *, demonstration: bool) -> bytes:
    """What changed from one version to the next, each change linked to its action."""
    groups: dict[str, list[Change]] = {}
    for one in changes(before.content, after.content):
        groups.setdefault(one.group.label, []).append(one)
    return _made(
        "changes.html",
        home="../index.html",
        demonstration=demonstration,
        force_name=after.content["force_name"],
        before=before.version,
        after=after.version,
        groups=list(groups.items()),
        told={a["id"] for a in after.content["actions"] if a["in_words"]},
        anchored=lambda id: anchor({"id": id}),
    )


def index_page(forces: Sequence[Listed], *, demonstration: bool) -> bytes:
    """All forces, and what each has published."""
    published = sum(f.newest is not None for f in forces)
    return _made(
        "index.html",
        home=None,
        demonstration=demonstration,
        forces=sorted(forces, key=lambda f: f.name),
        published=published,
    )


def withdrawn_page(
    force_name: str,
    version: PublicVersion,
    others: Sequence[PublicVersion],
    *,
    demonstration: bool,
) -> bytes:
    """What stands where a version stood that was withdrawn."""
    return _made(
        "gone.html",
        home="../index.html",
        demonstration=demonstration,
        force_name=force_name,
        v=version,
        others=others,
    )


def missing_page(home: str, *, demonstration: bool) -> bytes:
    """What is said where nothing is."""
    return _made("missing.html", home=home, demonstration=demonstration)


def _made(template: str, **values: Any) -> bytes:
    page = _templates().get_template(template).render(**values)
    # Empty lines that the template's own lines leave behind.
    return (re.sub(r"\n{2,}", "\n", page) if template != "plan.html" else page + "\n").encode()
