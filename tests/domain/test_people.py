"""An address is kept in one way of writing, and never made into another."""

from __future__ import annotations

import pytest

from vawg_plans.domain.people import address
from vawg_plans.errors import InvalidInput


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("ann@kent.police.uk", "ann@kent.police.uk"),
        ("  Ann.O'Neil+1@KENT.police.uk ", "ann.o'neil+1@kent.police.uk"),
    ],
)
def test_an_address_is_kept_in_small_letters_without_spaces_around_it(
    words: str, kept: str
) -> None:
    assert address(words) == kept


@pytest.mark.parametrize(
    "words",
    [
        "",
        "ann",
        "ann@kent@police.uk",
        "a nn@kent.police.uk",
        "ann@ kent.police.uk",
        # Small letters would make a 'k' of this, and an 'i' with a dot of that.
        "ann@\u212aent.police.uk",
        "Mar\u212a@kent.police.uk",
        "ann@kent.pol\u0130ce.uk",
        "\u00e4nn@kent.police.uk",
        "\uff41nn@kent.police.uk",
        # Nobody sees these: without them it would be somebody else's address.
        "an\0n@kent.police.uk",
        "ann@ke\x1fnt.police.uk",
        "ann\x7f@kent.police.uk",
        "ann\u200b@kent.police.uk",
        "ann@kent.police.uk\n",
        "\tann@kent.police.uk",
        "\x1cann@kent.police.uk",
        "ann@kent.police.uk\u00a0",
        "ann\ud800@kent.police.uk",
    ],
)
def test_what_is_no_plain_address_is_refused_as_it_stands(words: str) -> None:
    with pytest.raises(InvalidInput, match="not an e-mail address"):
        address(words)
