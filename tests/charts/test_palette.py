"""Every colour can be seen and read in both themes, and no colour stands alone."""

from __future__ import annotations

import re
import tomllib
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.charts.palette import (
    ABSENT,
    DARK,
    LIGHT,
    OWN_FORCE,
    STATUS_ORDER,
    SYMBOLS,
    Palette,
    contrast,
    in_symbol_and_words,
    palette,
    step,
    text_on,
)
from vawg_plans.domain.actions import DeliveryStatus

TEXT, GRAPHICS = 4.5, 3.0
BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"

any_colour = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06X}")


@pytest.mark.parametrize(
    ("a", "b", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#FFFFFF", 1.0),
        # The grey that is known as the lightest to pass for text on white, and the one above it.
        ("#767676", "#FFFFFF", 4.54),
        ("#777777", "#FFFFFF", 4.48),
        ("#12436D", "#FFFFFF", 10.25),
    ],
)
def test_contrast_is_that_of_wcag(a: str, b: str, ratio: float) -> None:
    assert contrast(a, b) == pytest.approx(ratio, abs=0.005)


@given(any_colour, any_colour)
def test_contrast_does_not_mind_the_order_and_stays_from_1_to_21(a: str, b: str) -> None:
    assert contrast(a, b) == contrast(b, a)
    assert 1 <= contrast(a, b) <= 21


@given(any_colour)
def test_black_or_white_can_be_read_on_any_colour(fill: str) -> None:
    assert contrast(text_on(fill), fill) >= TEXT


def test_the_theme_asked_for_is_the_one_given() -> None:
    assert palette(True) is DARK
    assert palette(False) is LIGHT


@pytest.mark.parametrize(("colours", "theme"), [(LIGHT, "light"), (DARK, "dark")])
def test_the_ground_and_the_text_are_the_pages_own(colours: Palette, theme: str) -> None:
    configured = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][theme]
    assert colours.ground.upper() == configured["backgroundColor"].upper()
    assert colours.text.upper() == configured["textColor"].upper()


@BOTH
def test_text_can_be_read_on_the_ground(colours: Palette) -> None:
    assert contrast(colours.text, colours.ground) >= TEXT
    assert contrast(colours.muted, colours.ground) >= TEXT


@BOTH
@pytest.mark.parametrize("status", DeliveryStatus)
def test_every_status_can_be_seen_and_read(colours: Palette, status: DeliveryStatus) -> None:
    assert contrast(colours.of(status), colours.ground) >= GRAPHICS
    assert contrast(text_on(colours.of(status)), colours.of(status)) >= TEXT


@BOTH
def test_what_must_be_seen_as_a_thing_can_be_seen(colours: Palette) -> None:
    assert contrast(colours.outline, colours.ground) >= GRAPHICS
    assert contrast(colours.covered, colours.ground) >= GRAPHICS
    # Covered and not covered lie side by side.
    assert contrast(colours.covered, colours.suggested) >= GRAPHICS
    assert contrast(colours.covered, colours.absent) >= GRAPHICS


@BOTH
def test_words_can_be_read_on_every_fill_of_a_cell(colours: Palette) -> None:
    for fill in (*colours.sequential, *colours.volume, colours.covered):
        assert contrast(text_on(fill), fill) >= TEXT
    for behind in (colours.suggested, colours.absent, colours.grid):  # the hatch is in `grid`
        assert contrast(colours.text, behind) >= TEXT


@BOTH
def test_more_always_stands_out_more(colours: Palette) -> None:
    for scale in (colours.sequential, colours.volume):
        for less, more in pairwise(contrast(fill, colours.ground) for fill in scale):
            assert less < more


@BOTH
def test_absence_is_not_red_and_not_a_step_of_a_scale(colours: Palette) -> None:
    red, green, blue = (int(colours.absent[i : i + 2], 16) for i in (1, 3, 5))
    assert red <= max(green, blue)
    assert colours.absent not in (*colours.sequential, *colours.volume)
    assert colours.absent not in {colours.of(status) for status in DeliveryStatus}


@BOTH
def test_no_two_statuses_share_a_colour(colours: Palette) -> None:
    assert len({colours.of(status) for status in DeliveryStatus}) == len(DeliveryStatus)


def test_every_status_has_a_shape_and_words_of_its_own() -> None:
    assert set(STATUS_ORDER) == set(DeliveryStatus)
    for one, other in combinations(DeliveryStatus, 2):
        assert SYMBOLS[one] != SYMBOLS[other]
        assert one.label != other.label
    assert in_symbol_and_words(DeliveryStatus.AT_RISK) == "▲ At risk"


def test_shapes_are_characters_and_never_emoji() -> None:
    # ✔ ✖ ▶ ⚫ are drawn as coloured emoji by some systems; the ones used here have no such form.
    for symbol in (*SYMBOLS.values(), OWN_FORCE, ABSENT):
        assert len(symbol) == 1
        assert ord(symbol) < 0x10000
        assert not re.match(
            r"[\u2194-\u21AA\u25AA\u25AB\u25B6\u25C0\u2600-\u2712\u2714-\u2714]"
            r"|[\u2716-\u27BF]",
            symbol,
        )


@given(st.floats(0, 1))
def test_a_step_is_always_one_of_the_scale(share: float) -> None:
    assert step(LIGHT.sequential, share) in LIGHT.sequential


def test_none_is_the_first_step_and_all_the_last() -> None:
    assert step(DARK.sequential, 0) == DARK.sequential[0]
    assert step(DARK.sequential, 1) == DARK.sequential[-1]
