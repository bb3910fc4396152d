"""One way to write a value as text, so that equal things are equal and have equal digests."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import re
from typing import Any

# How Excel writes a sign that XML cannot hold: '_x000D_'.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} has no canonical form")


# Made once: json.dumps would make one for every row of the record.
_ENCODER = json.JSONEncoder(
    default=_plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False
)


def canonical_json(value: Any) -> str:
    """`value` as JSON with sorted keys and no spare space; dates in ISO form.

    Equal values give equal text on any machine, so the text can be digested and compared.
    """
    return _ENCODER.encode(value)


def sha256(text: str) -> str:
    """The SHA-256 of `text` in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest(value: Any) -> str:
    """The SHA-256 of `value`'s canonical JSON."""
    return sha256(canonical_json(value))


def visible(text: str) -> str:
    """Text without control characters and half characters, every line end one sign.

    No database and no workbook keeps the rest, and nobody sees it.
    """
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean(text: str) -> str:
    """Text as a cell of a workbook means it: visible, Excel's escapes undone, hard spaces as
    spaces.
    """
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return visible(text).replace("\u00a0", " ")
