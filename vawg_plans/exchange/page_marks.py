"""What is printed above and below each page of a workbook: whose, which sheet, marking, moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vawg_plans.domain.canonical import visible

if TYPE_CHECKING:
    from vawg_plans.exchange.workbooks_out import Imprint


def header_of(imprint: Imprint, banner: str) -> str:
    """The header in a workbook's own codes: '&A' is the sheet's name, '&P' the page's number."""
    # Whose it is and which sheet: a title as well would run into the marking on A4.
    whose = f"{_shortened(imprint.whose, 45)}: &A"
    middle = _shortened(imprint.marking, 30) + (f"\n{_shortened(banner, 80)}" if banner else "")
    return f"&L{whose}&C{middle}&R{_shortened(imprint.version_words, 45)}"


def footer_of(imprint: Imprint) -> str:
    """The footer, in the same codes."""
    shows = _shortened(f"Shows {imprint.moment_words}", 90)
    return f"&L{shows}&C{_shortened(imprint.marking, 30)}&RPage &P of &N"


def _shortened(text: str, longest: int) -> str:
    """Words as words, none of them a code. A header or footer holds 255 characters in all."""
    plain = " ".join(visible(text).split()).replace("&[", "& [")
    while len(escaped := plain.replace("&", "&&").encode("utf-16-le")) > 2 * longest:
        plain = plain.removesuffix("…")[:-1].rstrip() + "…"
    return escaped.decode("utf-16-le")
