"""Jobs of networks: members hear of looks and announcements, and people are invited by letter."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends import outbox
from amends.accounts.links import absolute
from amends.accounts.tasks import recipient_of
from amends.mail import Letter, letter
from amends.mail.letters import in_language_of
from amends.web.faces import PLATFORM_NAME
from network.oversight.actions.announcing import spread_announcement
from network.oversight.actions.members import spread_looks
from network.oversight.actions.people import prune_officer_invitations
from network.oversight.links import sign_invitation
from network.oversight.models import NetworkInvitation

AT_ONCE = 500
"""Looks of which programs hear in one job; the next one is queued for those that remain."""


@outbox.job("oversight.spread_looks", platform=True)
def spread() -> None:
    """Have each program hear of the looks that it does not know of yet, whoever queued this."""
    if spread_looks(actor=None, now=timezone.now(), most=AT_ONCE) == AT_ONCE:
        outbox.queue("oversight.spread_looks")


@outbox.job("oversight.spread_announcement", platform=True)
def spread_words(*, announcement_id: uuid.UUID) -> None:
    """Have an announcement brought to each member."""
    spread_announcement(actor=None, announcement_id=announcement_id)


@outbox.job("oversight.prune", platform=True)
def prune() -> None:
    """Forget whom a link was mailed to that nobody used."""
    prune_officer_invitations(actor=None, now=timezone.now())


@letter("oversight.invitation", platform=True)
def invitation_letter(*, invitation_id: uuid.UUID) -> Letter | None:
    """Write the link that makes an account for a network; nothing once it was used, withdrawn or has run out."""
    rows = NetworkInvitation.objects.select_related("network", "invited_by")
    invitation = rows.filter(pk=invitation_id).first()
    if invitation is None or not invitation.is_open(timezone.now()):
        return None
    recipient = recipient_of(invitation.email, invitation.language)
    with in_language_of(recipient):
        first = _("%(inviter)s invites you to work for %(network)s on %(platform)s.") % {
            "inviter": invitation.invited_by.name,
            "network": invitation.network.name,
            "platform": PLATFORM_NAME,
        }
        # A worker serves no request: it says itself whose address is meant.
        path = reverse("network-join", settings.TENANCY_PUBLIC_URLCONF, args=[sign_invitation(invitation)])
        rest = _(
            "Open this link and choose a password:\n\n%(link)s\n\nThe link works once, and for seven days. "
            "If you do not expect this, do nothing."
        ) % {"link": absolute(path)}
        return Letter(recipient, _("Your account for a network"), f"{first}\n\n{rest}")
