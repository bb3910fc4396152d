"""A public page read back: what it carries, what it shows, and what no page of ours has."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

from vawg_plans.domain.proving import Carried, Mark, Piece
from vawg_plans.exchange.public_carried import content_of, known_styles, parsed
from vawg_plans.exchange.public_pages import title_of

_MARKS = {f"data-{m.value}": m for m in Mark}


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


# What a page of ours is made of, and ever was.
_TAGS = _set(
    "html head meta title link style body a header p span strong main section h1 h2 h3 h4 div ul "
    "ol li nav dl dt dd time table caption thead tbody tr th td article footer code script"
)
_ATTRIBUTES = _set(
    "lang charset name content href rel type class id data-from data-figure data-site datetime "
    "scope role tabindex aria-label aria-labelledby aria-describedby aria-hidden"
)
# Words that are read out, or shown, though they stand in no text.
_SPOKEN = frozenset({"aria-label"})
# Where a page leads: to its own parts, and to the files beside it.
_LEADS = re.compile(r"#[\w-]+|(\.\./)?([a-z-]+/)?[a-z0-9-]+\.(html|json|csv|xlsx)(#[\w-]+)?")
# What a browser writes above a page that it saves.
_SAVED = re.compile(r" saved from url=\(\d{4}\)[^<>]* ")
_NO_TEXT = frozenset({"script", "style", "title"})
_EMPTY = frozenset({"meta", "link"})


class _Page(HTMLParser):
    """Reads a page in pieces. Strict: what our pages never have is said, since a browser may show
    it in another way than it is read here.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.strange: list[str] = []
        self.carried: str | None = None
        self.title = ""
        self._open: list[tuple[str, Mark, str, str | None]] = []
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        self._finish()
        if tag not in _TAGS or not set(found) <= _ATTRIBUTES or len(found) != len(attributes):
            self.strange.append(f"It has <{tag}> with what no page of ours has.")
        if tag == "script" and found != {"type": "application/json", "id": "frozen"}:
            self.strange.append("It has a script.")
        if tag == "link" and found.get("rel") not in ("canonical", "alternate"):
            self.strange.append("It fetches something else into the page.")
        if tag in ("a", "link") and not _LEADS.fullmatch(found.get("href", "")):
            self.strange.append(f"It leads to '{found.get('href', '')[:80]}'.")
        if tag == "meta" and "http-equiv" in found:
            self.strange.append("It tells the browser to do something else.")
        for name in _SPOKEN & set(found):
            self.pieces.append(Piece(Mark.NOTHING, "", found[name]))
        marked = [(mark, found[name]) for name, mark in _MARKS.items() if name in found]
        if len(marked) > 1:
            self.strange.append(f"A piece says twice where it comes from: {marked[0][1]}.")
        outer = self._open[-1][1] if self._open else Mark.NOTHING
        if outer is not Mark.NOTHING:
            self.strange.append(f"There is <{tag}> within a piece of the plan.")
        mark, place = marked[0] if marked else (Mark.NOTHING, "")
        if tag not in _EMPTY:
            self._open.append((tag, mark, place, found.get("datetime")))

    def handle_endtag(self, tag: str) -> None:
        self._finish()
        if not self._open or self._open[-1][0] != tag:
            self.strange.append(f"A </{tag}> ends what it did not begin.")
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def _finish(self) -> None:
        """What was read since the last tag."""
        text, self._text = "".join(self._text), []
        tag, mark, place, moment = self._open[-1] if self._open else ("", Mark.NOTHING, "", None)
        if tag == "title":
            self.title += text
        elif tag == "script":
            if self.carried is not None:
                self.strange.append("It carries two contents.")
            self.carried = text
        elif tag == "style":
            if _style_digest(text) not in known_styles():
                self.strange.append("Its style is none that our pages have had.")
        elif mark is not Mark.NOTHING or text.strip():
            self.pieces.append(Piece(mark, place, text, moment))

    def handle_comment(self, data: str) -> None:
        if not _SAVED.fullmatch(data):
            self.strange.append("It has a comment.")

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html" or self._open or self.pieces:
            self.strange.append("It declares what no page of ours does.")

    def unknown_decl(self, data: str) -> None:
        self.strange.append("It declares what no page of ours does.")

    def handle_pi(self, data: str) -> None:
        self.strange.append("It has an instruction to a program.")


def read_page(text: str) -> Carried:
    page = _Page()
    page.feed(text)
    page.close()
    page._finish()
    if page._open:
        page.strange.append("It does not end as our pages do.")
    content = None
    if page.carried is not None:
        content = content_of(parsed(page.carried, "What the page carries"), "What the page carries")
        if page.title != title_of(content):
            page.strange.append("Its title is not that of what it carries.")
    said = next((p.text for p in page.pieces if (p.mark, p.at) == (Mark.SITE, "digest")), None)
    strange = tuple(dict.fromkeys(page.strange))
    return Carried("page", content, tuple(page.pieces), said, strange)


def _style_digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
