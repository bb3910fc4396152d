"""What a page says when something goes wrong, and what the log says."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

TYPED = "Jane Doe, 14 Example Street"


def failing() -> None:
    from vawg_plans.views.feedback import last_resort

    with last_resort():
        raise ValueError("cannot read: Jane Doe, 14 Example Street")


def refusing() -> None:
    from vawg_plans.errors import PlanError
    from vawg_plans.views.feedback import last_resort

    with last_resort():
        raise PlanError("Not *this* way.", hint="Try [the other](x).")


def test_a_fault_shows_its_number_and_the_log_has_the_rest(
    caplog: pytest.LogCaptureFixture,
) -> None:
    at = AppTest.from_function(failing).run()
    (shown,) = at.error
    (record,) = (r for r in caplog.records if r.name == "vawg_plans")
    number = vars(record)["fields"]["number"]
    assert re.fullmatch("[0-9a-f]{8}", number)
    assert f"**{number}**" in shown.value
    assert TYPED not in shown.value
    assert TYPED not in record.getMessage()
    assert not at.exception


def test_what_a_person_did_wrong_is_shown_as_text_and_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    at = AppTest.from_function(refusing).run()
    (shown,) = at.error
    assert shown.value == r"Not \*this\* way\.  " + "\n" + r"Try \[the other\]\(x\)\."
    assert not [r for r in caplog.records if r.name == "vawg_plans"]
