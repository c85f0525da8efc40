"""E-mail through an organisation's own mail server (SMTP)."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from app.notifications.port import Message, RefusedError, TryAgainError, UnclearError

TIMEOUT = 30
PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
OK = 250
REFUSED = 500
"""From this code on a server means: never."""


class SmtpCarrier:
    """Sends by SMTP: ``smtps://`` is TLS from the start, ``smtp://`` STARTTLS.

    ``address`` is ``scheme://user:password@host:port``; user and password are written
    as in any address (``%40`` for ``@``) and may be left out.
    """

    can_ask = False

    def __init__(self, address: str, sender: str) -> None:
        parts = urlsplit(address)
        self._scheme = parts.scheme
        self._host = parts.hostname or ""
        self._port = parts.port or PORTS[parts.scheme]
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._sender = sender

    def send(self, message: Message, *, again: bool) -> None:
        """Send an e-mail."""
        del again
        try:
            server = self._connected()
        except (OSError, smtplib.SMTPException) as failed:
            raise TryAgainError(type(failed).__name__) from None
        try:
            self._say_to_whom(server, message.to)
            self._hand_over(server, message)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _connected(self) -> smtplib.SMTP:
        if self._scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host,
                self._port,
                timeout=TIMEOUT,
                context=ssl.create_default_context(),
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT)
        try:
            if self._scheme == "smtp":
                server.starttls(context=ssl.create_default_context())
            if self._user:
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server

    def _say_to_whom(self, server: smtplib.SMTP, to: str) -> None:
        try:
            server.ehlo_or_helo_if_needed()
            answers = [server.mail(self._sender), server.rcpt(to)]
        except (OSError, smtplib.SMTPException) as failed:
            raise TryAgainError(type(failed).__name__) from None
        for code, _ in answers:
            _raise_for(code)

    def _hand_over(self, server: smtplib.SMTP, message: Message) -> None:
        try:
            code, _ = server.data(self._written(message).as_bytes())
        except smtplib.SMTPDataError as refused:
            # It was not willing to hear the message.
            _raise_for(refused.smtp_code)
            raise TryAgainError("data") from None
        except (OSError, smtplib.SMTPException) as failed:
            raise UnclearError(type(failed).__name__) from None
        _raise_for(code)

    def _written(self, message: Message) -> EmailMessage:
        written = EmailMessage()
        written["From"], written["To"] = self._sender, message.to
        written["Subject"] = message.subject
        written["Date"] = formatdate()
        # The same at each try: who gets it twice can tell.
        domain = self._sender.rpartition("@")[2]
        written["Message-ID"] = f"<{message.reference}@{domain}>"
        written["Auto-Submitted"] = "auto-generated"
        written.set_content(message.body)
        return written


def _raise_for(code: int) -> None:
    if code >= REFUSED:
        raise RefusedError(str(code))
    if not OK <= code < OK + 2:
        raise TryAgainError(str(code))
