"""What somebody should look at before a plan is published: what may name a person, an operation or
a case, and what was a note to ourselves.

It reads what would go out, the frozen content itself, so that nothing is checked but what leaves
and nothing leaves unchecked. It advises. It cannot certify: a name that looks like no name, or a
sentence that only its victim would recognise, it does not see.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vawg_plans.domain.actions import FIELD_LABELS
from vawg_plans.domain.answers import kind_of, question_words
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.owners_in import perhaps_named
from vawg_plans.domain.people_named import Reader
from vawg_plans.domain.publishing_words import WORD, Vocabulary, small_words, vocabulary
from vawg_plans.domain.references_named import AdviceKind, Find, finds, operations

CANNOT_CERTIFY = (
    "This is advice. It cannot certify that nothing names a person, an operation or a case: "
    "somebody who knows them has to read what goes out."
)
# Of one text no more is told: put that right and check again.
MOST = 50
# So many characters are told on each side of a find.
AROUND = 50
# Codes, numbers and days of a frozen content. Whatever is frozen later is words until it is named.
_NO_WORDS = frozenset({
    "format", "force", "force_name", "number", "audience", "moment", "judged_on", "revision", "id",
    "in_words", "accepted_lead_p", "accepted_areas", "status", "calculated", "late", "stale",
    "slips", "slipped_days", "percent", "start", "due", "last_progress_on", "inspectorate_status",
    "publishable", "sensitive", "practice_id", "measure_id", "depends_on", "reasons", "tags",
    "question", "choice", "said_on", "done_on", "dated", "added_on", "on", "stated", "names",
})  # fmt: skip
_POSTS = ("owner_posts", "lead_post", "approved")
_PLAN_LABELS = {
    "title": "title",
    "summary": "summary",
    "lead_post": "post that leads it",
    "local_strands": "local strands",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """Words that somebody should look at before they go out.

    `place` says where they stand in words, `action_id` which action, None for the plan itself;
    `field` is the content's own name. `words` stand there between `before` and `after`; `why`
    finishes a sentence that begins with them.
    """

    place: str
    action_id: str | None
    field: str
    kind: AdviceKind
    words: str
    why: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of the content, and where it stands."""

    place: str
    action_id: str | None
    field: str
    text: str


def advice(content: Mapping[str, Any], framework: Framework) -> list[Advice]:
    """What to look at in what would go out, in the order of the plan; each find once a text.

    `content` is what a version freezes, for the audience it is for; dates are judged at its own.
    """
    texts = list(_texts(content, framework))
    words = vocabulary(framework)
    reader = Reader(words, small_words(t.text for t in texts))
    on = dt.date.fromisoformat(content["judged_on"])
    found: list[Advice] = []
    for one in texts:
        found += _of_text(one, reader, words, framework, on)
    return found


def counted(found: Iterable[Advice]) -> dict[AdviceKind, int]:
    """How many of each kind, the gravest first; those kinds alone that there are."""
    counts = Counter(each.kind for each in found)
    return {kind: counts[kind] for kind in AdviceKind if counts[kind]}


def _of_text(
    one: _Text, reader: Reader, words: Vocabulary, framework: Framework, on: dt.date
) -> Iterator[Advice]:
    text = one.text
    every = [*finds(text, on), *_operations(text, words), *_phrases(text, words)]
    every += _initials(text, words)
    is_post = one.field in _POSTS
    if is_post and perhaps_named([text], framework):
        every.append(Find(0, len(text), AdviceKind.PERSON, "seems to name who holds the post"))
    every += [
        Find(n.start, n.end, AdviceKind.PERSON, f"looks like a name: {n.why}")
        for n in reader.named(text, is_post=is_post)
    ]
    seen: set[tuple[AdviceKind, str]] = set()
    end = 0
    # At each place the longest: 'PC 1234 Smith' is one person, not an officer's number besides.
    for find in sorted(every, key=lambda f: (f.start, -f.end, list(AdviceKind).index(f.kind))):
        told = " ".join(text[find.start : find.end].split())
        if find.start < end or (find.kind, told.casefold()) in seen:
            continue
        end = find.end
        seen.add((find.kind, told.casefold()))
        before = text[max(0, find.start - AROUND) : find.start]
        after = text[find.end : find.end + AROUND]
        yield Advice(one.place, one.action_id, one.field, find.kind, told, find.why, before, after)
        if len(seen) == MOST:
            return


def _operations(text: str, words: Vocabulary) -> Iterator[Find]:
    """Operations that are not a public national programme; 'Operation Room' is none."""
    for name, start, end in operations(text):
        plain = name.removesuffix("'s").removesuffix("\u2019s").capitalize()
        if words.has("operation_public", plain) or words.has("not_an_operation", plain):
            continue
        why = "names an operation: ask whoever runs it whether its name is public"
        yield Find(start, end, AdviceKind.OPERATION, why)


def _phrases(text: str, words: Vocabulary) -> Iterator[Find]:
    """Sensitive words, what reads like one case, and notes to ourselves."""
    for word in WORD.finditer(text):
        for pattern, entry in words.phrases.get(word[0].lower(), ()):
            if phrase := pattern.match(text, word.start()):
                yield Find(phrase.start(), phrase.end(), AdviceKind(entry.kind), entry.why)
                break


def _initials(text: str, words: Vocabulary) -> Iterator[Find]:
    """'see JB': two or three capitals that are no abbreviation, where somebody is asked."""
    for cue in words.note_cues.finditer(text):
        after = WORD.search(text, cue.end(), cue.end() + 10)
        if after is None or text[cue.end() : after.start()].strip():
            continue
        name = after[0]
        whole = after.end() == len(text) or not text[after.end()].isalnum()
        known = words.has("abbreviation", name)
        if whole and 2 <= len(name) <= 3 and name.isalpha() and name.isupper() and not known:
            why = "reads like a note to ourselves, with somebody's initials"
            yield Find(cue.start(), after.end(), AdviceKind.INTERNAL, why)


def _texts(content: Mapping[str, Any], framework: Framework) -> Iterator[_Text]:
    """Every text of the content that people typed, with where it stands."""
    for action in content["actions"]:
        if action["in_words"]:
            reference = str(action.get("reference") or "").strip()
            name = f"Action {reference}" if reference else f"Action ‘{_start(action['title'])}’"
            for field, text in _words(action):
                label = FIELD_LABELS.get(field, field.replace("_", " ")).lower()
                yield _Text(f"{name}: {label}", action["id"], field, text)
    names = content.get("names", {}).get("questions", {})
    for answer in content.get("answers", ()):
        for field, text in _words(answer):
            asked = names.get(answer["question"]) or _asked(answer["question"], framework)
            yield _Text(asked, None, field, text)
    for field, text in _words(content.get("plan", {})):
        label = _PLAN_LABELS.get(field, field.replace("_", " "))
        yield _Text(f"The plan: {label}", None, field, text)
    rest = {k: v for k, v in content.items() if k not in ("actions", "answers", "plan")}
    for field, text in _words(rest):
        yield _Text(f"The version: {field.replace('_', ' ')}", None, field, text)


def _words(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts of a row, each with its field; of a list or what is nested, the outer field's."""
    for field, value in row.items():
        if field in _NO_WORDS:
            continue
        if field == "details":
            yield from _words(value)
        else:
            yield from ((field, text) for text in _strings(value) if text.strip())


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for field, each in value.items():
            if field not in _NO_WORDS:
                yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)


def _asked(question: str, framework: Framework) -> str:
    try:
        return question_words(question, framework)
    except (KeyError, ValueError):
        return f"Answer to '{kind_of(question)}'"


def _start(title: str) -> str:
    flat = " ".join(title.split())
    return flat if len(flat) <= 40 else flat[:40].rsplit(" ", 1)[0] + "…"
