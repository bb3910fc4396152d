"""Text in CSV: a spreadsheet must not take it for a formula, and it must come back as it was.

A cell that begins with =, +, -, @, a tab or a line end is run by some spreadsheets when a CSV file
is opened (OWASP, 'CSV injection'). A single quotation mark before it keeps it text. So that the
mark can be taken off again without a guess, text that has such marks before such a sign gets one
more: `unguarded(guarded(text)) == text` for every text.
"""

from __future__ import annotations

import re

# With the wide forms of the same signs, which some editions of Excel take for them, and behind
# blanks and signs without width, which some programs take away first.
_SIGN = r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]"
_RUN = re.compile(rf"'*(?:{_SIGN})")
_GUARDED = re.compile(rf"'+(?:{_SIGN})")
_MARK = "'"


def guarded(text: str) -> str:
    """`text` as it stands in a cell of CSV."""
    return _MARK + text if _RUN.match(text) else text


def unguarded(text: str) -> str:
    """What a cell of CSV means: one mark taken from before what it guards."""
    return text[1:] if _GUARDED.match(text) else text
