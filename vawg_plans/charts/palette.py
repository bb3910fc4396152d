"""Colours for light and dark, and the shapes and words that stand beside them.

Colour never carries meaning alone: a status is colour, shape and word. The shapes are plain
characters that system fonts draw in the colour of the text; their emoji look-alikes are not used.
"""

from __future__ import annotations

from dataclasses import dataclass

from vawg_plans.domain.actions import DeliveryStatus

BLACK = "#000000"
WHITE = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Palette:
    """What a chart is drawn with, as #RRGGBB.

    `ground` is the page's own background, so a picture taken out of the page keeps its contrast.
    `outline` edges what must be seen as a thing; `grid` is decoration and may be faint.
    `sequential` and `volume` run from little to much. Volume has greys of its own, because a
    count of actions is context, never merit. `absent` fills what is not there, under a hatch in
    `grid`; it is never red and never a step of a scale.
    """

    dark: bool
    ground: str
    text: str
    muted: str
    outline: str
    grid: str
    not_started: str
    on_track: str
    at_risk: str
    off_track: str
    complete: str
    covered: str
    suggested: str
    absent: str
    sequential: tuple[str, ...]
    volume: tuple[str, ...]

    def of(self, status: DeliveryStatus) -> str:
        """The fill of a delivery status."""
        return {
            DeliveryStatus.NOT_STARTED: self.not_started,
            DeliveryStatus.ON_TRACK: self.on_track,
            DeliveryStatus.AT_RISK: self.at_risk,
            DeliveryStatus.OFF_TRACK: self.off_track,
            DeliveryStatus.COMPLETE: self.complete,
        }[status]


# The statuses are of the Government Analysis Function's palette, each at least 3:1 on white.
LIGHT = Palette(
    dark=False,
    ground="#FFFFFF",
    text="#16191D",
    muted="#4A5564",
    outline="#808B9A",
    grid="#C9D1DB",
    not_started="#3D3D3D",
    on_track="#28A197",
    at_risk="#F46A25",
    off_track="#801650",
    complete="#12436D",
    covered="#12436D",
    suggested="#DCE9F5",
    absent="#FFFFFF",
    sequential=("#DCE9F5", "#A9CCEC", "#6BACE6", "#2073BC", "#12436D"),
    volume=("#ECEFF2", "#CBD2DA", "#A3ADB9", "#687585", "#3B4653"),
)

# Navy and plum fall under 3:1 on a nearly black ground, so dark has lighter fills of its own.
DARK = Palette(
    dark=True,
    ground="#030509",
    text="#E9EDF2",
    muted="#AEB8C4",
    outline="#6B7786",
    grid="#2B3440",
    not_started="#C3CAD3",
    on_track="#3FC1B4",
    at_risk="#F9A25F",
    off_track="#DD6AA4",
    complete="#5B9FDB",
    covered="#5B9FDB",
    suggested="#10243A",
    absent="#030509",
    sequential=("#10243A", "#1B4369", "#2A6BA6", "#5B9FDB", "#A8D1F5"),
    volume=("#181D24", "#333C47", "#5A6572", "#94A0AE", "#CFD6DE"),
)

# Tick, circle, triangle, cross, dash.
SYMBOLS: dict[DeliveryStatus, str] = {
    DeliveryStatus.COMPLETE: "✓",
    DeliveryStatus.ON_TRACK: "●",
    DeliveryStatus.AT_RISK: "▲",
    DeliveryStatus.OFF_TRACK: "✕",
    DeliveryStatus.NOT_STARTED: "–",
}

# The order in which statuses are drawn and listed: from done to not begun.
STATUS_ORDER: tuple[DeliveryStatus, ...] = tuple(SYMBOLS)

OWN_FORCE = "▸"
ABSENT = "–"


def palette(dark: bool) -> Palette:
    """The palette of the theme the reader uses."""
    return DARK if dark else LIGHT


def in_symbol_and_words(status: DeliveryStatus) -> str:
    """The shape with the words, for example '▲ At risk'."""
    return f"{SYMBOLS[status]} {status.label}"


def step(scale: tuple[str, ...], share: float) -> str:
    """The step of a scale for a share from 0 to 1. The last one is for all of it and nothing less;
    the others share what lies below in equal parts.
    """
    if share >= 1:
        return scale[-1]
    return scale[int(max(0.0, share) * (len(scale) - 1))]


def luminance(colour: str) -> float:
    """Relative luminance of a #RRGGBB colour, as WCAG 2.2 defines it.

    https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
    """
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """The contrast ratio of two #RRGGBB colours, from 1 to 21, as WCAG 2.2 defines it.

    https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio: (lighter + 0.05) / (darker + 0.05). Text
    needs 4.5 (1.4.3), and graphics that must be seen need 3 (1.4.11).
    """
    darker, lighter = sorted((luminance(a), luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


def text_on(fill: str) -> str:
    """Black or white, whichever reads better: at least 4.58 on any colour there is."""
    return max((BLACK, WHITE), key=lambda colour: contrast(colour, fill))
