"""How an announcement of a network comes into a program, and to those who run it."""

import uuid
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from amends import outbox
from amends.accounts.models import Role, User
from amends.mail import Letter, letter
from amends.mail.letters import in_language_of
from network.oversight.models import Announcement
from programs.actions.announcements import take_announcement
from programs.models import Program
from programs.networks.copies import Copy
from programs.recipients import for_staff


@outbox.crossing("programs.bring_announcement", to="tenant")
class BringAnnouncement:
    """Bring an announcement of a network into one of its members."""

    @staticmethod
    def read(*, membership_id: uuid.UUID, announcement_id: uuid.UUID) -> dict[str, Any]:
        """Return what was announced."""
        row = Announcement.objects.get(pk=announcement_id)
        return {
            "id": str(row.pk),
            "membership": str(membership_id),
            "title": row.title,
            "text": row.text,
            "announced_at": row.announced_at.isoformat(),
        }

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:  # noqa: ARG004 - a crossing to a tenant is the platform's
        """Keep it, and have it mailed to those who run the program."""
        take_announcement(actor=None, word=payload)


@letter("programs.network_announcement")
def announcement_letter(
    *, user_id: uuid.UUID, membership_id: uuid.UUID, announcement_id: uuid.UUID
) -> Letter | None:
    """Write an administrator what a network announced; nothing when the program is no member any more."""
    user, raw = User.objects.get(pk=user_id), Program.objects.get().networks.get(str(membership_id))
    if not user.is_active or not user.has_role(Role.PROGRAM_ADMIN) or raw is None:
        return None
    copy = Copy.read(raw)
    word = next((each for each in copy.announcements if each["id"] == str(announcement_id)), None)
    if word is None or copy.state != "member":
        return None
    recipient = for_staff(user, language=user.language or settings.LANGUAGE_CODE)
    with in_language_of(recipient):
        first = _("%(network)s writes to its members:") % {"network": copy.name}
        subject = _("%(network)s: %(title)s") % {"network": copy.name, "title": word["title"]}
        return Letter(recipient, subject, f"{first}\n\n{word['text']}")
