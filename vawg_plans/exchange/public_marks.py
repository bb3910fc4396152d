"""What a public page says of a version, each piece marked with where it stands in what was frozen.

A page can so be held against its version, word by word, whatever its template looks like:
`data-from` is the path of a value in the content, `data-figure` the name of what is counted,
`data-site` a date or a number about the page rather than of the plan. All other words on a page are
a template's own, and are listed in `templates/words.txt`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from vawg_plans.domain.actions import DeliveryStatus, InspectorateStatus
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.public import Content

# The words that stand for a code. A word that once stood on a page stays here.
LABELS: Mapping[str, Mapping[str, str]] = {
    "status": {s.value: s.full_label for s in DeliveryStatus},
    "inspectorate_status": {s.value: s.label for s in InspectorateStatus},
}


class Marks:
    """The pieces of one version's page. A path leads through the content: keys and places."""

    def __init__(self, content: Content, figures: Mapping[str, str]) -> None:
        self._content = content
        self._figures = figures

    def at(self, *path: str | int) -> Any:
        """The value at a path; None where there is none."""
        found: Any = self._content
        try:
            for part in path:
                found = found[part]
        except (KeyError, IndexError):
            return None
        return found

    def words(self, *path: str | int) -> Markup:
        """Text as it was typed; line breaks are kept by the style."""
        return _span("data-from", _pointer(path), str(self.at(*path)))

    def day(self, *path: str | int) -> Markup:
        """A date, in words."""
        value = self.at(*path)
        words = _day_in_words(value)
        return Markup(f'<time data-from="{_pointer(path)}" datetime="{value}">{words}</time>')

    def label(self, *path: str | int) -> Markup:
        """The words for a code; which code is said by the last name of the path."""
        shown = LABELS[str(path[-1])][self.at(*path)]
        return _span("data-from", _pointer(path), shown)

    def figure(self, name: str) -> Markup:
        """Something counted."""
        return _span("data-figure", str(escape(name)), self._figures[name])


def site_day(day: dt.date | None) -> Markup:
    """A date about the page."""
    if day is None:
        return Markup()
    return Markup('<time data-site="day" datetime="{}">{}</time>').format(
        day.isoformat(), in_words(day)
    )


def site_number(number: int) -> Markup:
    """A number about the page, such as that of another version."""
    return _span("data-site", "number", str(number))


@lru_cache(maxsize=4_096)
def _day_in_words(iso: str) -> str:
    """The words of a date, in which nothing is to be escaped. Raises `ValueError` for no date."""
    return in_words(dt.date.fromisoformat(iso))


def _pointer(path: tuple[str | int, ...]) -> str:
    """The path as it stands in an attribute; '~' and '/' in a name are written as '~0' and '~1'."""
    return "/" + "/".join([str(p) if isinstance(p, int) else _name(p) for p in path])


@lru_cache(maxsize=1_024)
def _name(part: str) -> str:
    """A name of the content in an attribute. There are few of them."""
    return str(escape(part.replace("~", "~0").replace("/", "~1")))


def _span(mark: str, value: str, text: str) -> Markup:
    """A piece; `value` is safe in an attribute already."""
    # Put together by hand: a page has thousands of them.
    return Markup(f'<span {mark}="{value}">{escape(text)}</span>')
