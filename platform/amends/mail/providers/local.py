"""Messages that stay on this machine: mail by Django's local backends (files, or memory in tests), SMS as files."""

from datetime import datetime
from email.message import EmailMessage as Written
from email.utils import format_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from amends.mail.providers import Mail, Sms
from amends.mail.providers.envelope import from_line, headers_of


class LocalMail:
    """Hands mail to Django's EMAIL_BACKEND, which is a local one wherever this provider is chosen."""

    def send(self, mail: Mail) -> str:
        """Keep it where the developer can read it."""
        EmailMessage(
            subject=mail.subject,
            body=mail.body,
            from_email=from_line(mail),
            to=[mail.address],
            headers=headers_of(mail),
        ).send()
        return ""


class LocalSms:
    """Writes each SMS to a file of its own, which the viewer shows; the same key writes the same file."""

    def send(self, sms: Sms) -> str:
        """Keep it where the developer can read it."""
        folder = Path(settings.AMENDS_SMS_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        message = Written()
        message["To"] = sms.number
        message["Date"] = format_datetime(timezone.now())
        message["Message-ID"] = f"<{sms.key.hex}@sms.invalid>"
        message.set_content(sms.body)
        half = folder / f"{sms.key.hex}.part"
        half.write_bytes(message.as_bytes())
        half.rename(folder / f"{sms.key.hex}.sms")
        return sms.key.hex

    def find(self, sms: Sms, *, since: datetime) -> str | None:
        """Return the key when its file is there."""
        return sms.key.hex if (Path(settings.AMENDS_SMS_FOLDER) / f"{sms.key.hex}.sms").exists() else None
