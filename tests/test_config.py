"""What the environment may say."""

from __future__ import annotations

import datetime as dt

import pytest

from vawg_plans.config import MailServer, idle_limit, mail_server, reminder_time
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


FROM = {"VAWG_PLANS_MAIL_FROM": "vawg-plans@kent.police.uk"}


@pytest.mark.parametrize(
    ("words", "server"),
    [
        ("smtps://mail.kent", ("mail.kent", 465, True, "", "")),
        ("smtp://mail.kent", ("mail.kent", 587, False, "", "")),
        ("smtps://a%40b:p%2Fw%3A@mail.kent:2465", ("mail.kent", 2465, True, "a@b", "p/w:")),
    ],
)
def test_the_mail_server(words: str, server: tuple[str, int, bool, str, str]) -> None:
    host, port, at_once, user, password = server
    sender = FROM["VAWG_PLANS_MAIL_FROM"]
    expected = MailServer(host, port, at_once, sender, user, password)
    assert mail_server({"VAWG_PLANS_SMTP": words, **FROM}) == expected


@pytest.mark.parametrize(
    "words", ["mail.kent", "http://mail.kent", "smtp://", "smtps://a:secret@mail.kent:port"]
)
def test_a_mail_server_that_is_none_is_refused_without_its_password(words: str) -> None:
    with pytest.raises(InvalidInput, match="VAWG_PLANS_SMTP") as refused:
        mail_server({"VAWG_PLANS_SMTP": words, **FROM})
    assert "secret" not in str(refused.value)


def test_without_a_sender_no_mail_is_sent() -> None:
    assert mail_server({}) is None
    with pytest.raises(InvalidInput, match="VAWG_PLANS_MAIL_FROM"):
        mail_server({"VAWG_PLANS_SMTP": "smtps://mail.kent"})


def test_reminders_go_out_in_the_morning_unless_turned_off() -> None:
    assert reminder_time({}) == dt.time(7, 30)
    assert reminder_time({"VAWG_PLANS_REMINDERS": "off"}) is None
