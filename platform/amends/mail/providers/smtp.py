"""Mail by SMTP, step by step, so that what happened when a step fails is known exactly."""

import smtplib
import ssl
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.conf import settings

from amends.mail.providers import Mail, MaybeSent, NotSent, Refused
from amends.mail.providers.envelope import write

TIMEOUT_SECONDS = 15
SUBMISSION_PORT = 587
ACCEPTED = (250, 251)
GO_ON = 354
FIRST_PERMANENT = 500


@dataclass(frozen=True)
class SmtpMail:
    """One connection for each message: they are few, and a broken one then concerns one."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    # `smtps://`: encrypted from the first byte. Otherwise STARTTLS is demanded whenever there is a password.
    is_wrapped: bool = False
    timeout: float = TIMEOUT_SECONDS

    def send(self, mail: Mail) -> str:
        """Send it; whatever fails before the words are handed over has sent nothing."""
        message = write(mail).as_bytes()
        with ExitStack() as stack:
            try:
                server = self._open()
                stack.callback(server.close)
                self._greet(server)
                self._address(server, mail)
                code, _answer = server.docmd("data")
                if code != GO_ON:
                    raise _failure(code, "words")
            except (OSError, smtplib.SMTPException) as error:
                raise NotSent(f"The mail server did not take the message: {type(error).__name__}.") from None
            return self._hand_over(server, message)

    def _open(self) -> smtplib.SMTP:
        # The name we greet with goes into the Received header: not this machine's.
        greeting = str(settings.AMENDS_MAIL_FROM).rpartition("@")[2]
        if self.is_wrapped:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(
                self.host, self.port, local_hostname=greeting, timeout=self.timeout, context=context
            )
        return smtplib.SMTP(self.host, self.port, local_hostname=greeting, timeout=self.timeout)

    def _greet(self, server: smtplib.SMTP) -> None:
        if not self.is_wrapped and (self.user or self.port == SUBMISSION_PORT):
            server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
        if self.user:
            server.login(self.user, self.password)

    def _address(self, server: smtplib.SMTP, mail: Mail) -> None:
        for code, _answer in (server.mail(settings.AMENDS_MAIL_FROM), server.rcpt(mail.address)):
            if code not in ACCEPTED:
                raise _failure(code, "address")

    def _hand_over(self, server: smtplib.SMTP, message: bytes) -> str:
        """Send the words. Until the server has answered, it may or may not have taken them."""
        # A line that begins with a dot gets another one, or it would end the message.
        doubled = b"\r\n".join(
            b"." + line if line.startswith(b".") else line for line in message.splitlines()
        )
        try:
            server.send(doubled + b"\r\n.\r\n")
            code, _answer = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise MaybeSent(f"The mail server fell silent: {type(error).__name__}.") from None
        if code not in ACCEPTED:
            raise _failure(code, "words")
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        return ""


def _failure(code: int, what: str) -> NotSent | Refused:
    """Return what an answer means. The server's own words may quote the address, so they are dropped."""
    sentence = f"The mail server answered {code} to the {what}."
    return Refused(sentence) if code >= FIRST_PERMANENT else NotSent(sentence)


def from_settings() -> SmtpMail:
    """Return the provider that AMENDS_EMAIL_URL names: `smtp://user:password@host:port`, or `smtps://`."""
    parts = urlsplit(settings.AMENDS_EMAIL_URL)
    is_wrapped = parts.scheme == "smtps"
    return SmtpMail(
        host=parts.hostname or "localhost",
        port=parts.port or (465 if is_wrapped else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_wrapped=is_wrapped,
    )
