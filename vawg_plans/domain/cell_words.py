"""What the words of coded cells stand for: what they say, what is nearest, what a person chose.

One answer for a word wherever it is asked: when a row is read, and when a person is asked about the
words of a whole file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from vawg_plans.domain.actions import DeliveryStatus, InspectorateStatus, TagKind
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plan_columns import names_by_kind
from vawg_plans.domain.ps_in import read_parts
from vawg_plans.domain.reading_as import Words, plain_words, tightened
from vawg_plans.domain.status_words import NOTHING, find_status, plain, unsaid_words
from vawg_plans.domain.suggesting import suggest
from vawg_plans.domain.yes_no_words import NO, YES, find_publishable, find_sensitive

# Fields whose cells hold words of a vocabulary, in the order that people are asked about them.
CODED = ("status", "lead_p", "areas", "themes", "pillar", "percent", "publishable", "sensitive",
         "inspectorate_status")  # fmt: skip
# Where an unknown word refuses its row. Elsewhere it is kept as words.
REFUSING = frozenset({"status", "areas", "percent", "publishable", "sensitive"})
# No cell of a vocabulary is longer, and some are parted in many ways.
LONGEST_CODED = 1_000
_KINDS = {
    "areas": (TagKind.AREA,),
    "themes": (TagKind.THEME, TagKind.VULNERABILITY),
    "pillar": (TagKind.PILLAR,),
}


class Sense(StrEnum):
    """How far a word was understood.

    Said: it stands for this here. Nearest: nothing here is equal, so the nearest is taken and the
    word kept beside it. Words: it stands for nothing here, and is kept as words. Chosen: a person
    said so. Unknown: nobody knows.
    """

    SAID = "said"
    NEAREST = "nearest"
    WORDS = "words"
    CHOSEN = "chosen"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Understood:
    """A word of a cell, as it stands there, and what it stands for.

    `codes` are several only for such words as 'All'; none where it is kept as words or unknown.
    `lead` is what the cell says of a P: that it leads, that it only supports, or nothing (None).
    `why` is a sentence.
    """

    words: str
    codes: tuple[str, ...]
    sense: Sense
    why: str
    lead: bool | None = None

    @property
    def plain(self) -> str:
        """The word as it is compared with what a person chose."""
        return plain_words(self.words)


class CellWords:
    """The vocabularies of one framework, and over them what a person chose."""

    def __init__(self, framework: Framework, chosen: Words) -> None:
        self._framework = framework
        self._chosen = chosen
        self._names = names_by_kind(framework)
        self._unsaid = unsaid_words(framework.import_words)
        self._codes = {field: self._codes_of(field) for field in _KINDS}
        self._cells: dict[tuple[str, str], tuple[Understood, ...]] = {}

    def offered(self, field: str) -> dict[str, str]:
        """What a word of this field may be chosen to stand for: code, and its name for people."""
        if field == "status":
            return {s.value: s.full_label for s in DeliveryStatus}
        if field == "inspectorate_status":
            return {s.value: s.label for s in InspectorateStatus}
        if field in ("publishable", "sensitive"):
            return {YES: "Yes", NO: "No"}
        if field == "lead_p":
            return dict(self._names[TagKind.P])
        return {c: n for kind in _KINDS.get(field, ()) for c, n in self._names[kind].items()}

    def kind_of(self, field: str, code: str) -> TagKind:
        """The kind of tag that a code of this field is; two kinds may share a column."""
        return next(k for k in _KINDS[field] if code in self._names[k])

    def of(self, field: str, text: str) -> tuple[Understood, ...]:
        """What a cell of this field says, word by word; nothing for a cell of mere dashes.

        A word is the whole cell where the field holds one value.
        """
        key = (field, text)
        found = self._cells.get(key)
        if found is None:
            found = self._cells[key] = self._read(field, text)
        return found

    def _read(self, field: str, text: str) -> tuple[Understood, ...]:
        text = tightened(text)
        words = " ".join(text.split())
        if not plain(words):
            return ()
        chosen = self._choice(field, words)
        if chosen is not None:
            return (chosen,)
        if plain(words) in self._unsaid and not (field == "sensitive" and plain(words) == "none"):
            return (self._unsaid_in(field, words),)
        if len(words) > LONGEST_CODED:
            return (self._unknown(field, words),)
        if field == "lead_p":
            return self._ps(text)
        if field in _KINDS:
            return self._tags(field, text)
        single: dict[str, Callable[[str], Understood]] = {
            "status": lambda words: self._status(words, text),
            "percent": lambda words: self._percent(words, text),
            "publishable": lambda words: self._yes_no("publishable", words),
            "sensitive": lambda words: self._yes_no("sensitive", words),
            "inspectorate_status": self._inspectorate_status,
        }
        return (single[field](words),)

    def _choice(self, field: str, words: str) -> Understood | None:
        by_field: Mapping[str, str | None] = self._chosen.get(field, {})
        key = plain_words(words)
        if key not in by_field:
            return None
        code = by_field[key]
        if code is None:
            why = f"'{short(words)}' is kept as words in the context, as was chosen."
            return Understood(words, (), Sense.CHOSEN, why)
        name = self.offered(field).get(code)
        if name is None:
            # Remembered from a framework that had it.
            return None
        return Understood(words, (code,), Sense.CHOSEN, f"A person said that it means {name}.")

    def _unsaid_in(self, field: str, words: str) -> Understood:
        if field == "sensitive":
            # To be told late that something is sensitive does harm; a person must say.
            return self._unknown(field, words)
        why = f"'{short(words)}' says nothing yet, so it is kept as words in the context."
        return Understood(words, (), Sense.WORDS, why)

    def _unknown(self, field: str, words: str) -> Understood:
        return Understood(words, (), Sense.UNKNOWN, _unknown_words(field, words, self))

    def _status(self, words: str, text: str) -> Understood:
        found = find_status(text, self._framework.import_words)
        if found == NOTHING:
            return self._unknown("status", words)
        if found.ended:
            why = (
                f"'{short(words)}' says that this is no longer an action, and no status says so "
                "here: it is kept as words in the context. Leave the row out of the file, or "
                "withdraw the action once it is imported."
            )
            return Understood(words, (), Sense.WORDS, why)
        if found.unsaid:
            return self._unsaid_in("status", words)
        assert found.status is not None
        label = found.status.full_label
        if found.nearest:
            why = (
                f"No status here is equal to '{short(words)}': the nearest, {label}, is taken, "
                "and the word is kept in the context."
            )
            return Understood(words, (found.status.value,), Sense.NEAREST, why)
        why = f"It is a word for {label}."
        return Understood(words, (found.status.value,), Sense.SAID, why)

    def _percent(self, words: str, text: str) -> Understood:
        found = find_status(text, self._framework.import_words)
        ends = {DeliveryStatus.COMPLETE: "100", DeliveryStatus.NOT_STARTED: "0"}
        if found.status in ends and not found.nearest:
            code = ends[found.status]
            return Understood(words, (code,), Sense.SAID, f"It is a word for {code}%.")
        return self._unknown("percent", words)

    def _yes_no(self, field: str, words: str) -> Understood:
        said = find_sensitive(words) if field == "sensitive" else find_publishable(words)
        if said is None:
            return self._unknown(field, words)
        return Understood(words, (said,), Sense.SAID, f"It is a word for {said.capitalize()}.")

    def _inspectorate_status(self, words: str) -> Understood:
        known = {plain(w): s for s in InspectorateStatus for w in (s.value, s.label)}
        known |= {"in progress": InspectorateStatus.BEING_PROGRESSED}
        found = known.get(plain(words))
        if found is None:
            return self._unknown("inspectorate_status", words)
        why = f"It is a word for {found.label}."
        return Understood(words, (found.value,), Sense.SAID, why)

    def _ps(self, text: str) -> tuple[Understood, ...]:
        names = self._names[TagKind.P]
        read: list[Understood] = []
        for part in read_parts(text, self._framework, lambda w: self._choice("lead_p", w)):
            chosen = self._choice("lead_p", part.words)
            if chosen is not None:
                read.append(replace(chosen, lead=part.lead))
            elif plain(part.words) in self._unsaid:
                read.append(self._unsaid_in("lead_p", part.words))
            elif part.codes:
                named = " and ".join(names[c] for c in part.codes)
                why = f"It is a word for {named}."
                if len(part.codes) == len(names):
                    why = "It names every P, and none that leads: choose one in the mapping."
                read.append(Understood(part.words, part.codes, Sense.SAID, why, part.lead))
            else:
                read.append(self._unknown("lead_p", part.words))
        return tuple(read)

    def _tags(self, field: str, text: str) -> tuple[Understood, ...]:
        return tuple(self._tag(field, words) for words in self._parts(field, text))

    def _parts(self, field: str, text: str) -> list[str]:
        """The names in a cell. A name may hold a comma or an 'and' of its own, so a cell is parted
        by them only where that gives a name.
        """
        parts: list[str] = []
        for piece in re.split(r"\s*[;|\n]\s*", text.strip()):
            parts += self._apart(field, piece, (r"\s*[,/+]\s*", r"\s+and\s+|\s*&\s*"))
        return [" ".join(p.split()) for p in parts if plain(p)]

    def _apart(self, field: str, piece: str, signs: tuple[str, ...]) -> list[str]:
        if not signs or self._known(field, piece):
            return [piece]
        found = [q for p in re.split(signs[0], piece) for q in self._apart(field, p, signs[1:])]
        named = [self._tag(field, p) for p in found]
        return found if any(u.codes or u.sense is Sense.CHOSEN for u in named) else [piece]

    def _known(self, field: str, words: str) -> bool:
        chosen = plain_words(words) in self._chosen.get(field, {})
        return chosen or plain(words) in self._unsaid or plain(words) in self._codes[field]

    def _codes_of(self, field: str) -> dict[str, str]:
        codes: dict[str, str] = {}
        for kind in _KINDS[field]:
            codes |= {plain(name): code for code, name in self._names[kind].items()}
            codes |= {plain(code): code for code in self._names[kind]}
        if field == "areas":
            for area in self._framework.areas.values():
                codes |= {plain(area.code): area.id, str(area.position): area.id}
        return codes

    def _tag(self, field: str, words: str) -> Understood:
        chosen = self._choice(field, words)
        if chosen is not None:
            return chosen
        if plain(words) in self._unsaid:
            return self._unsaid_in(field, words)
        code = self._codes[field].get(plain(words))
        names = self.offered(field)
        if code is not None:
            return Understood(words, (code,), Sense.SAID, f"It names {names[code]}.")
        for tag in suggest(words, self._framework):
            if tag.kind in _KINDS[field] and tag.code in names:
                why = f"It has words of {names[tag.code]}."
                return Understood(words, (tag.code,), Sense.NEAREST, why)
        return self._unknown(field, words)


def _unknown_words(field: str, words: str, known: CellWords) -> str:
    said = f"'{short(words)}'"
    if field == "status":
        understood = ", ".join(f"'{name}'" for name in known.offered(field).values())
        return (
            f"{said} is not a status that is understood; use {understood}, "
            "or a word such as 'In progress', 'Delayed', 'Overdue' or 'Completed'."
        )
    if field == "percent":
        return f"{said} is not a percentage; give a number from 0 to 100, or leave it empty."
    if field in ("publishable", "sensitive"):
        return f"{said} is neither yes nor no; write Yes or No."
    what = {
        "lead_p": "one of the 4Ps",
        "areas": "an improvement area",
        "themes": "one of the themes",
        "pillar": "one of the national pillars",
        "inspectorate_status": "an inspectorate status",
    }[field]
    if field not in ("areas", "inspectorate_status"):
        return f"{said} is not {what}."
    return f"{said} is not {what}; use {', '.join(known.offered(field).values())}."


def short(text: str, longest: int = 60) -> str:
    """Words of a file as a sentence quotes them: in one line, and cut."""
    words = " ".join(text.split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
