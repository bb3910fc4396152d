"""Letters reach a real mail server, over TLS or not at all."""

from __future__ import annotations

import dataclasses
import smtplib
import ssl

import pytest
from aiosmtpd.controller import Controller

from tests.conftest import free_port
from tests.fixtures.mailing import PASSWORD, Box, mail_server
from vawg_plans.config import MailServer
from vawg_plans.domain.reminding import Letter
from vawg_plans.errors import MailNotSent
from vawg_plans.exchange.mail import post_office

LETTER = Letter("ann@kent.police.uk", "VAWG action plan: 1 thing", "Ann,\n\n£5 – ‘late’\n")


@pytest.mark.parametrize("at_once", [True, False], ids=["smtps", "starttls"])
def test_a_letter_arrives_over_tls_as_it_was_written(at_once: bool) -> None:
    with mail_server(at_once=at_once) as (server, trusting, box):
        with post_office(server, trusting) as office:
            office.send(LETTER)
        (taken,) = box.letters
    assert taken["To"] == LETTER.to == box.to[0]
    assert (taken["From"], taken["Subject"]) == (server.sender, LETTER.subject)
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken.get_content_type() == "text/plain"
    assert taken.get_content().replace("\r\n", "\n") == LETTER.text


def test_a_certificate_that_nobody_trusts_stops_everything() -> None:
    with mail_server() as (server, _, box):
        with (
            pytest.raises(MailNotSent, match="could not be reached safely"),
            post_office(server, ssl.create_default_context()) as office,
        ):
            office.send(LETTER)
        assert not box.letters


def test_a_server_without_tls_is_sent_nothing() -> None:
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        assert controller.server is not None
        port = controller.server.sockets[0].getsockname()[1]
        plain = MailServer("127.0.0.1", port, False, "a@b.example")
        with pytest.raises(MailNotSent), post_office(plain) as office:
            office.send(LETTER)
    finally:
        controller.stop()
    assert not box.letters


def test_a_wrong_password_is_said_without_it() -> None:
    with mail_server() as (server, trusting, _):
        wrong = dataclasses.replace(server, password="guessed")
        with pytest.raises(MailNotSent) as refused, post_office(wrong, trusting):
            pass
    assert "guessed" not in f"{refused.value!r} {wrong!r}"
    assert PASSWORD not in repr(server)


def test_an_address_that_the_server_refuses_leaves_the_next_letter_to_be_sent() -> None:
    with mail_server() as (server, trusting, box):
        box.refused.add(LETTER.to)
        with post_office(server, trusting) as office:
            with pytest.raises(MailNotSent, match=r"refused the letter \(550\)") as refused:
                office.send(LETTER)
            office.send(dataclasses.replace(LETTER, to="ben@kent.police.uk"))
    assert "ann" not in refused.value.message
    assert box.to == ["ben@kent.police.uk"]


def test_what_is_not_known_to_have_failed_is_no_refusal() -> None:
    with mail_server() as (server, trusting, _), post_office(server, trusting) as office:
        office._connection.close()
        with pytest.raises((smtplib.SMTPServerDisconnected, OSError)):
            office.send(LETTER)
