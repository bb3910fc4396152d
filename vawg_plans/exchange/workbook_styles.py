"""How the cells of every workbook look. Every fill goes with a word in the cell."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

NAVY = "#12436D"


class Style(StrEnum):
    """How a cell looks. Every fill goes with a word in the cell: colour never speaks alone."""

    PLAIN = "plain"
    BOLD = "bold"
    TITLE = "title"
    BANNER = "banner"
    MARKING = "marking"
    HEADING = "heading"
    TEXT = "text"
    LINE = "line"
    DATE = "date"
    NUMBER = "number"
    FIGURE = "figure"
    SHARE = "share"
    TOTAL = "total"
    MISSING = "missing"
    COMPLETE = "complete"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NOT_STARTED = "not_started"
    UNEVIDENCED = "unevidenced"


# Tints of the palette under dark words: each pair is above 4.5:1.
TINTS = {
    Style.COMPLETE: ("#D0D9E2", NAVY),
    Style.ON_TRACK: ("#D4ECEA", "#10403C"),
    Style.AT_RISK: ("#FDE1D3", "#6B2C08"),
    Style.OFF_TRACK: ("#E6CCD9", "#5F0E3B"),
    Style.NOT_STARTED: ("#E8E8E8", "#3D3D3D"),
    Style.UNEVIDENCED: ("#ECE7F6", "#3F2F63"),
    Style.MISSING: ("#F5F5F5", "#595959"),
}
_CELL = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#A6A6A6"}
LOOKS: dict[Style, dict[str, Any]] = {
    Style.PLAIN: {"valign": "top"},
    Style.BOLD: {"valign": "top", "bold": True},
    Style.TITLE: {"bold": True, "font_size": 16, "font_color": NAVY},
    Style.BANNER: {"bold": True, "font_color": "#5F0E3B"},
    Style.MARKING: {"bold": True, "font_color": NAVY},
    Style.HEADING: {**_CELL, "bold": True, "bg_color": NAVY, "font_color": "#FFFFFF"},
    Style.TEXT: _CELL,
    # '@' keeps a reference such as 1.10 as it is typed, when somebody edits the cell.
    Style.LINE: {**_CELL, "num_format": "@"},
    Style.DATE: {**_CELL, "num_format": "d mmm yyyy", "align": "left"},
    Style.NUMBER: {**_CELL, "num_format": "0", "align": "right", "indent": 1},
    # As it is typed: '40%' must not look like a nought in a cell that somebody may change.
    Style.FIGURE: {**_CELL, "align": "right", "indent": 1},
    Style.SHARE: {**_CELL, "num_format": "0%", "align": "right", "indent": 1},
    Style.TOTAL: {**_CELL, "bold": True, "bg_color": "#E7ECF0"},
    **{s: {**_CELL, "bg_color": fill, "font_color": ink} for s, (fill, ink) in TINTS.items()},
}
UNWRAPPED = frozenset(s for s, look in LOOKS.items() if "text_wrap" not in look)
