"""The ways out of this machine: one interface for mail, one for SMS, and what can go wrong on either.

Which one is used says the settings: AMENDS_MAIL_PROVIDER and AMENDS_SMS_PROVIDER are functions without arguments that
return one. A provider says exactly how far it came: `NotSent` when nothing can have left, `MaybeSent` when that
cannot be known, `Refused` when another attempt would be refused too. None of them quotes address or words.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


class UnableToSend(Exception):
    """The message cannot be sent this way; the text holds no address."""


class Refused(UnableToSend):
    """The other side does not take this message, now or later."""


class NotSent(UnableToSend):
    """Nothing has left: try again."""


class MaybeSent(UnableToSend):
    """The line broke when the message may have been taken: trying again may send it twice."""


@dataclass(frozen=True)
class Mail:
    """One mail to one address. `key` is the same at every attempt and becomes the Message-ID."""

    key: UUID
    sender: str
    address: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    language: str


@dataclass(frozen=True)
class Sms:
    """One text message to one number in the international form, +15550100."""

    key: UUID
    number: str = field(repr=False)
    body: str = field(repr=False)


class MailProvider(Protocol):
    def send(self, mail: Mail) -> str:
        """Send it and return the other side's reference, or ""; raises UnableToSend."""
        ...


class SmsProvider(Protocol):
    def send(self, sms: Sms) -> str:
        """Send it and return the other side's reference; raises UnableToSend."""
        ...

    def find(self, sms: Sms, *, since: datetime) -> str | None:
        """Return the reference of this very message if it was taken since then; None when it was not.

        Raises NotSent when that cannot be asked.
        """
        ...


def mail_provider() -> MailProvider:
    """Return the way out for mail."""
    return cast("MailProvider", import_string(settings.AMENDS_MAIL_PROVIDER)())


def sms_provider() -> SmsProvider:
    """Return the way out for SMS; raises Refused when this installation has none."""
    return cast("SmsProvider", import_string(settings.AMENDS_SMS_PROVIDER)())
