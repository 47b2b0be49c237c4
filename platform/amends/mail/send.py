"""Write one message to one recipient as its channel and discretion ask, and hand it to the provider."""

import re
from datetime import datetime
from uuid import UUID, uuid4

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from amends.mail.providers import Mail, Refused, Sms, UnableToSend, mail_provider, sms_provider
from amends.mail.recipient import Channel, Discretion, Recipient

__all__ = ["UnableToSend", "send"]

NEUTRAL_SUBJECT = _("A message for you")
# E.164: what every provider understands the same way.
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
LONGEST_SMS = 1600


def send(
    recipient: Recipient,
    subject: str,
    body: str,
    *,
    key: UUID | None = None,
    maybe_sent_since: datetime | None = None,
) -> str:
    """Send a plain text and return the provider's reference; an SMS has no subject.

    A recipient who needs discretion gets a neutral subject whatever `subject` says. `key` is the same at every
    attempt. With `maybe_sent_since` an attempt of then may have succeeded, and a provider that can tell is asked
    before the message goes out again. Raises UnableToSend: `Refused` for what no attempt will change.
    """
    key = key or uuid4()
    if recipient.channel is Channel.EMAIL:
        return _send_mail(recipient, subject, body, key)
    if recipient.channel is Channel.SMS:
        return _send_sms(recipient, body, key, maybe_sent_since)
    raise Refused(f"There is no way to send by {recipient.channel}.")


def _send_mail(recipient: Recipient, subject: str, body: str, key: UUID) -> str:
    if not _is_one_address(recipient.address):
        raise Refused("The recipient's address is not exactly one e-mail address.")
    if recipient.discretion is Discretion.NEUTRAL:
        with translation.override(recipient.language):
            subject = str(NEUTRAL_SUBJECT)
    # A line break in a header would begin another header.
    sender, subject = (" ".join(text.split()) for text in (recipient.sender, subject))
    return mail_provider().send(
        Mail(key, sender, recipient.address, subject=subject, body=body, language=recipient.language)
    )


def _send_sms(recipient: Recipient, body: str, key: UUID, maybe_sent_since: datetime | None) -> str:
    if not NUMBER.fullmatch(recipient.address):
        raise Refused("The recipient's number is not exactly one number in the international form.")
    if not body or len(body) > LONGEST_SMS:
        raise Refused(f"A text message has from 1 to {LONGEST_SMS} characters.")
    provider, sms = sms_provider(), Sms(key, recipient.address, body)
    if maybe_sent_since is not None:
        found = provider.find(sms, since=maybe_sent_since)
        if found is not None:
            return found
    return provider.send(sms)


def _is_one_address(address: str) -> bool:
    name, at, host = address.partition("@")
    return bool(name and at and host) and "@" not in host and not any(c in ',;<>\r\n\t "' for c in address)
