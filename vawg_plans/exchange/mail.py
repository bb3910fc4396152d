"""Letters out by SMTP, never without TLS."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from vawg_plans.config import MailServer
from vawg_plans.domain.reminding import Letter
from vawg_plans.errors import MailNotSent

_SECONDS = 20


class PostOffice:
    """An open connection to the mail server."""

    def __init__(self, server: MailServer, connection: smtplib.SMTP) -> None:
        self._server = server
        self._connection = connection

    def send(self, letter: Letter) -> None:
        """Hand a letter over. Raises `MailNotSent` when the server surely did not take it; any
        other error leaves it open whether it did.
        """
        try:
            self._connection.send_message(_message(self._server, letter))
        except (
            smtplib.SMTPRecipientsRefused,
            smtplib.SMTPSenderRefused,
            smtplib.SMTPDataError,
            smtplib.SMTPNotSupportedError,
        ) as error:
            # What the server says may repeat the address: only its code is kept.
            raise MailNotSent(f"The mail server refused the letter{_code(error)}.") from error


@contextmanager
def post_office(server: MailServer, context: ssl.SSLContext | None = None) -> Iterator[PostOffice]:
    """Connect, prove the server's certificate, sign in, and hang up at the end.

    Raises `MailNotSent` when the server cannot be reached so.
    """
    context = context or ssl.create_default_context()
    try:
        connection = _connected(server, context)
    except (OSError, smtplib.SMTPException) as error:
        raise MailNotSent(
            f"The mail server could not be reached safely ({type(error).__name__}).",
            hint="See VAWG_PLANS_SMTP: its host, port, name and password, and its certificate.",
        ) from error
    try:
        yield PostOffice(server, connection)
    finally:
        # Whatever was handed over was taken: a goodbye that fails changes nothing.
        try:
            connection.quit()
        except (OSError, smtplib.SMTPException):
            connection.close()


def _connected(server: MailServer, context: ssl.SSLContext) -> smtplib.SMTP:
    if server.tls_at_once:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=_SECONDS, context=context
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    try:
        if not server.tls_at_once:
            # Raises when the server offers none: nothing is ever sent in clear.
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _message(server: MailServer, letter: Letter) -> EmailMessage:
    message = EmailMessage()
    message["From"] = server.sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    # No out-of-office note answers it, and no list takes it for a person's own.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


def _code(error: smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = {code for code, _ in error.recipients.values()}
        return f" ({min(codes)})" if codes else ""
    return f" ({error.smtp_code})" if isinstance(error, smtplib.SMTPResponseException) else ""
