"""What the environment may say."""

from __future__ import annotations

import datetime as dt

import pytest

from vawg_plans.config import idle_limit
from vawg_plans.errors import InvalidInput


@pytest.mark.parametrize(
    ("words", "minutes"), [(None, 30), ("", 30), ("1", 1), (" 15 ", 15), ("720", 720)]
)
def test_the_idle_limit(words: str | None, minutes: int) -> None:
    environment = {} if words is None else {"VAWG_PLANS_IDLE_MINUTES": words}
    assert idle_limit(environment) == dt.timedelta(minutes=minutes)


@pytest.mark.parametrize("words", ["0", "-1", "721", "9" * 9, "30.5", "half an hour", "٣"])
def test_an_idle_limit_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(InvalidInput, match="VAWG_PLANS_IDLE_MINUTES"):
        idle_limit({"VAWG_PLANS_IDLE_MINUTES": words})
