"""Writes a mail as it leaves: headers that name nobody but the one it is for, and not this machine."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings
from django.utils import timezone

from amends.mail.providers import Mail

# Reserved by RFC 2606: it names neither this host nor, to a stranger, what we do.
MESSAGE_ID_DOMAIN = "mail.invalid"


def headers_of(mail: Mail) -> dict[str, str]:
    """Return the headers besides From, To and Subject."""
    return {
        # The same at each attempt: a mailbox that has the message already may show it once.
        "Message-ID": f"<{mail.key.hex}@{MESSAGE_ID_DOMAIN}>",
        "Content-Language": mail.language,
        # Keeps out-of-office replies from coming back to us with the message quoted.
        "Auto-Submitted": "auto-generated",
    }


def from_line(mail: Mail) -> str:
    """Return the sender's name, when there is one, and our address."""
    return str(Address(mail.sender, addr_spec=settings.AMENDS_MAIL_FROM))


def write(mail: Mail) -> EmailMessage:
    """Return the whole message."""
    message = EmailMessage(policy=SMTP)
    message["From"] = from_line(mail)
    message["To"] = mail.address
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(timezone.now())
    for name, value in headers_of(mail).items():
        message[name] = value
    message.set_content(mail.body)
    return message
