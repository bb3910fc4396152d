"""What the heading of a column means, by the words that the framework's files give for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plan_columns import PLAN_COLUMNS
from vawg_plans.domain.reading_as import plain_words

# What a column may be chosen to mean, in words. A column may also be left out (None).
FIELD_CHOICES = {
    "reference": "Reference",
    "title": "Action (what will be done)",
    "description": "Description",
    "progress": "Progress (its text holds the actions where there is no action column)",
    "update": "Latest update (kept in the context)",
    "recommendation": "Recommendation, in full",
    "recommendations": "Recommendation numbers or labels",
    "lead_p": "4P",
    "areas": "Improvement area",
    "themes": "Theme",
    "pillar": "National pillar",
    "local_strand": "Local strand",
    "owner_posts": "Owner",
    "partners": "Partners",
    "start": "Start",
    "due": "Due",
    "due_words": "Due, in words",
    "status": "Delivery status",
    "percent": "Percent complete",
    "success_measure": "Success measure",
    "evidence": "Evidence",
    "context": "Context",
    "shaped_by": "Shaped by women and girls",
    "equality_impact": "Equality impact reference",
    "publishable": "Publishable (yes or no)",
    "sensitive": "Sensitive (yes or no)",
    "inspectorate_status": "Inspectorate status",
}
# Several columns may mean these; of any other only the best counts.
SEVERAL = frozenset({
    "progress", "update", "description", "recommendation", "recommendations", "owner_posts",
    "partners", "success_measure", "evidence", "context",
})  # fmt: skip
# What the framework's header words call a field that is called otherwise here.
_FIELDS = {
    "owner": "owner_posts",
    "p": "lead_p",
    "area": "areas",
    "theme": "themes",
    "recommendation_links": "recommendations",
}
SOURCES_OF_ACTIONS = ("title", "progress", "update", "description")
LONGEST_HEADING = 80
_LONGEST_PARTLY = 50
EXACT, PARTLY = 3, 1
_LANGUAGES = re.compile(r"[/|\n]|\s[-\u2010-\u2015]\s")  # 'Perchennog / Owner' says it twice


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading means, how surely, and why; no field for a heading nobody knows."""

    field: str | None
    score: int
    why: str


UNKNOWN = Meaning(None, 0, "")


def vocabulary_of(framework: Framework) -> dict[str, str]:
    """Headings as they are compared, to the field they mean; our own headings win."""
    words = {
        plain_words(w.words): _FIELDS.get(w.means, w.means)
        for w in framework.import_words
        if w.kind == "header"
    }
    own = {plain_words(c.heading): c.field for c in PLAN_COLUMNS if c.field in FIELD_CHOICES}
    return words | own


def meaning_of(text: str, vocabulary: dict[str, str]) -> Meaning:
    """What a heading means: known as a whole, or by the earliest known words in it."""
    heading = plain_words(text)
    if not heading or len(heading) > LONGEST_HEADING:
        return UNKNOWN
    if heading in vocabulary:
        return Meaning(vocabulary[heading], EXACT, f"its heading is '{one_line(text)}'")
    parts = [plain_words(p) for p in _LANGUAGES.split(text) if p.strip()]
    fields = {vocabulary.get(p) for p in parts}
    if len(parts) > 1 and len(fields) == 1 and None not in fields:
        return Meaning(vocabulary[parts[0]], EXACT, f"its heading is '{one_line(text)}'")
    if len(heading) <= _LONGEST_PARTLY:
        found = [
            words
            for words in vocabulary
            if (len(words) > 2 or words == "4p")
            and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", heading)
        ]
        if found:
            # The earliest word, and of those that start together the longest.
            words = min(found, key=lambda w: (heading.index(w), -len(w)))
            return Meaning(vocabulary[words], PARTLY, f"its heading has the word '{words}'")
    return UNKNOWN


def one_line(text: str) -> str:
    """A text with its lines joined."""
    return " ".join(text.split())
