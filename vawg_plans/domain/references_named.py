"""What by its shape should not go out: addresses, numbers of cases and officers, dates of birth.

Every pattern is bounded, so that no text takes long to read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

# A full date so much older than the plan is hardly a due date.
_YEARS_AGO = 10
_MONTH = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    "Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_FULL_DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?P<short>\d{4}|\d{2})"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ \u00a0](?:{_MONTH})[ \u00a0,]{{1,2}}(?P<long>\d{{4}}))(?!\d)"
)


class AdviceKind(StrEnum):
    """What a find may be, the gravest first."""

    PERSON = "person"
    BIRTH = "birth"
    CASE = "case"
    CONTACT = "contact"
    OPERATION = "operation"
    SENSITIVE = "sensitive"
    INTERNAL = "internal"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    AdviceKind.PERSON: "May name a person",
    AdviceKind.BIRTH: "May be a date of birth",
    AdviceKind.CASE: "May point to one case or one officer",
    AdviceKind.CONTACT: "Addresses and telephone numbers",
    AdviceKind.OPERATION: "Names an operation",
    AdviceKind.SENSITIVE: "Sensitive words",
    AdviceKind.INTERNAL: "Notes to ourselves",
}


@dataclass(frozen=True, slots=True)
class Find:
    """Where a text holds something, what it may be, and why: the end of a sentence."""

    start: int
    end: int
    kind: AdviceKind
    why: str


def _is_phone(found: str) -> bool:
    """A number that somebody answers; not one that a service gives to everyone."""
    digits = re.sub(r"\D", "", found)
    national = "0" + digits[2:].removeprefix("0") if found.startswith("+44") else digits
    served = national.startswith(("0800", "0808", "03"))
    return len(national) in (10, 11) and not served


def _is_reference(found: str) -> bool:
    """Enough digits for a case, and no year or financial year."""
    code = found.split()[-1].lstrip("#:")
    return sum(c.isdigit() for c in code) >= 4 and not re.fullmatch(
        r"(?:19|20)\d\d(?:[/-](?:19|20)?\d\d)?", code
    )


def _always(_: str) -> bool:
    return True


Check = Callable[[str], bool]
_STREETS = (
    "Street|Road|Avenue|Lane|Close|Drive|Crescent|Terrace|Gardens|Grove|Mews|Rise|Walk|Parade|Hill"
)
_OFFICERS = (
    "PC|WPC|TDC|DC|PS|DS|SC|PCSO|CSO|Sgt|[Cc]ollar(?: number| no)?|[Ww]arrant(?: number| no)"
)
_PATTERNS: tuple[tuple[AdviceKind, str, str, Check], ...] = (
    (
        AdviceKind.CONTACT,
        r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
        "is an e-mail address: a shared mailbox may go out, a person's own should not",
        _always,
    ),
    (
        AdviceKind.CONTACT,
        r"(?<![\w/£.,+-])(?:\+44[ \u00a0]?(?:\(0\)[ \u00a0]?)?|\(?0)\d(?:[ \u00a0()-]{0,2}\d){7,11}"
        r"(?![\d/]|[.,]\d)",
        "looks like a telephone number",
        _is_phone,
    ),
    (
        AdviceKind.CONTACT,
        r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?[ \u00a0]?\d[ABD-HJLNP-UW-Z]{2}(?!\w)",
        "looks like a postcode",
        _always,
    ),
    (
        AdviceKind.CONTACT,
        rf"(?<![\w.])(?:Flat )?\d{{1,4}}[A-Za-z]?,? (?:[A-Z][a-z'\u2019-]{{1,20}} ){{1,3}}"
        rf"(?:{_STREETS})(?!\w)",
        "looks like a street address",
        _always,
    ),
    (
        AdviceKind.CASE,
        r"(?<!\w)(?i:crime|incident|occurrence|log|custody|case|exhibit|URN|CRN|CAD|Niche|CRIS|"
        r"Athena|PNC)[ \u00a0](?i:ref(?:erence)?\.? ?)?(?i:numbers?|no\.?|num)?[ \u00a0:#]{0,3}"
        r"(?=[A-Za-z\d/-]{0,12}\d)[A-Z\d][A-Z\d/-]{3,23}(?!\w)",
        "looks like the reference of a case",
        _is_reference,
    ),
    (
        AdviceKind.CASE,
        r"(?<![\w/£.,-])(?:\d{2}[A-Z]{0,3}/\d{4,7}/\d{2,4}|\d{5,7}/\d{2}|\d{2}(?:\d{2})?/\d{3,7}[A-Z])"
        r"(?![\w/])",
        "looks like the reference of a case",
        _always,
    ),
    (
        AdviceKind.CASE,
        r"(?<![\w£$€.,/-])\d{9,14}(?![\w/%]|[.,]\d)",
        "is a long number, as references and identities are",
        _always,
    ),
    (
        AdviceKind.CASE,
        r"(?<!\w)[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)",
        "looks like a National Insurance number",
        _always,
    ),
    (
        AdviceKind.CASE,
        r"(?<!\w)[A-Z]{2}\d{2}[ \u00a0]?[A-Z]{3}(?!\w)",
        "looks like a vehicle's registration",
        _always,
    ),
    (
        AdviceKind.CASE,
        rf"(?<![\w/])(?:{_OFFICERS})\.?[ \u00a0:#]{{0,3}}\d{{2,6}}(?![\w/%])",
        "looks like an officer's number",
        _always,
    ),
    (
        AdviceKind.CASE,
        r"(?<!\w)(?i:a|an|the|this|our)[ \u00a0]\d{1,2}[ \u00a0-]years?[ \u00a0-]old[ \u00a0]"
        r"\w{1,20}",
        "gives one person's age",
        _always,
    ),
    (
        AdviceKind.CASE,
        r"(?<!\w)(?i:woman|girl|man|boy|victim|survivor|suspect|offender|child),?[ \u00a0]"
        r"(?:was[ \u00a0])?aged[ \u00a0]\d{1,2}(?!\d)",
        "gives one person's age",
        _always,
    ),
    (
        AdviceKind.INTERNAL,
        r"\?{2,}|(?<!\w)[xX]{3,}(?!\w)|[\[<](?i:insert|name|names|date|tbc|to be|add|check|confirm|"
        r"figure|number)(?!\w)[^\]>\n]{0,80}[\]>]?",
        "is a gap somebody meant to fill",
        _always,
    ),
)
_COMPILED = tuple((kind, re.compile(shape), why, check) for kind, shape, why, check in _PATTERNS)
_BORN = re.compile(
    rf"(?<!\w)(?i:d\.?o\.?b\.?|date of birth|born(?: on)?)[ \u00a0:]{{1,3}}{_FULL_DATE}"
)
_DATED = re.compile(rf"(?<![\w/.]){_FULL_DATE}")
_OPERATION = re.compile(
    r"(?<!\w)(?:Operation|OPERATION|Op\.?)[ \u00a0](?P<name>[A-Z\u00c0-\u00de][\w'\u2019-]{1,30})"
)


_DIGIT = re.compile(r"\d")
# What a text without a digit can hold.
_WITHOUT_DIGITS = tuple(one for one in _COMPILED if r"\d" not in one[1].pattern)


def finds(text: str, on: dt.date) -> Iterator[Find]:
    """What the shapes of a text's words and numbers say, judged at a date; some may overlap."""
    digits = _DIGIT.search(text) is not None
    for kind, pattern, why, check in _COMPILED if digits else _WITHOUT_DIGITS:
        for found in pattern.finditer(text):
            if check(found[0]):
                yield Find(found.start(), found.end(), kind, why)
    if not digits:
        return
    for found in _BORN.finditer(text):
        yield Find(found.start(), found.end(), AdviceKind.BIRTH, "says when somebody was born")
    for found in _DATED.finditer(text):
        year = found["long"] or found["short"]
        if len(year) == 4 and 1900 <= int(year) <= on.year - _YEARS_AGO:
            why = "is a full date of long ago, as a date of birth is"
            yield Find(found.start(), found.end(), AdviceKind.BIRTH, why)


def operations(text: str) -> Iterator[tuple[str, int, int]]:
    """What stands after 'Operation' with a capital, with where the whole stands."""
    if "Op" not in text and "OP" not in text:
        return
    for found in _OPERATION.finditer(text):
        name = found["name"].rstrip("'\u2019-")
        yield name, found.start(), found.start("name") + len(name)
