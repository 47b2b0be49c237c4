"""Send one message to one recipient."""

from uuid import uuid4

from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from amends.mail.recipient import Channel, Discretion, Recipient

NEUTRAL_SUBJECT = _("A message for you")
# Reserved by RFC 2606: it names neither this host nor, to a stranger, what we do.
MESSAGE_ID_DOMAIN = "mail.invalid"


class UnableToSend(Exception):
    """The recipient cannot be written to this way; the text holds no address."""


def send(recipient: Recipient, subject: str, body: str) -> None:
    """Send a plain text; a recipient who needs discretion gets a neutral subject whatever `subject` says.

    Raises UnableToSend for a channel we do not have or an address that is not exactly one, and what the mail server
    answers; then the outbox tries again.
    """
    if recipient.channel is not Channel.EMAIL:
        raise UnableToSend(f"There is no way to send by {recipient.channel}.")
    if not _is_one_address(recipient.address):
        raise UnableToSend("The recipient's address is not exactly one e-mail address.")
    if recipient.discretion is Discretion.NEUTRAL:
        with translation.override(recipient.language):
            subject = str(NEUTRAL_SUBJECT)
    headers = {
        # Django's own would carry this machine's name.
        "Message-ID": f"<{uuid4().hex}@{MESSAGE_ID_DOMAIN}>",
        "Content-Language": recipient.language,
        # Keeps out-of-office replies from coming back to us with the message quoted.
        "Auto-Submitted": "auto-generated",
    }
    EmailMessage(subject=subject, body=body, to=[recipient.address], headers=headers).send()


def _is_one_address(address: str) -> bool:
    name, at, host = address.partition("@")
    return bool(name and at and host) and "@" not in host and not any(c in ',;<>\r\n\t "' for c in address)
