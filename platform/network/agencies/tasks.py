"""Letters to people of agencies, and the job that forgets who never came."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends import outbox
from amends.accounts.links import absolute
from amends.accounts.models import User
from amends.accounts.tasks import recipient_of
from amends.mail import Letter, letter
from amends.mail.letters import in_language_of
from amends.web.faces import PLATFORM_NAME
from network.agencies.actions.agencies import prune_agencies
from network.agencies.links import sign_invitation
from network.agencies.models import AgencyInvitation, AgencyMember, AgencyState


def _address(name: str, *arguments: str) -> str:
    # A worker serves no request: it says itself whose addresses are meant.
    return absolute(reverse(name, settings.TENANCY_PUBLIC_URLCONF, args=arguments))


@letter("agencies.invitation", platform=True)
def invitation_letter(*, invitation_id: uuid.UUID) -> Letter | None:
    """Write the link that makes an account at an agency; nothing once it was used, withdrawn or has run out."""
    invitation = (
        AgencyInvitation.objects.select_related("agency", "invited_by").filter(pk=invitation_id).first()
    )
    if invitation is None or not invitation.is_open(timezone.now()):
        return None
    recipient = recipient_of(invitation.email, invitation.language)
    with in_language_of(recipient):
        told = {"agency": invitation.agency.name, "platform": PLATFORM_NAME}
        if invitation.invited_by:
            first = _("%(inviter)s invites you to send referrals for %(agency)s on %(platform)s.") % {
                "inviter": invitation.invited_by.name,
                **told,
            }
        else:
            first = _("You, or somebody for you, asked for an account for %(agency)s on %(platform)s.") % told
        rest = _(
            "Open this link and choose a password:\n\n%(link)s\n\nThe link works once, and for seven days. "
            "If you do not expect this, do nothing."
        ) % {"link": _address("agency-join", sign_invitation(invitation))}
        return Letter(recipient, _("Your account for referrals"), f"{first}\n\n{rest}")


@letter("agencies.verified", platform=True)
def verified_letter(*, user_id: uuid.UUID) -> Letter | None:
    """Tell somebody that their agency is verified; nothing when it is so no more."""
    member = AgencyMember.objects.select_related("agency").filter(pk=user_id).first()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if member is None or user is None or member.agency.state != AgencyState.VERIFIED:
        return None
    recipient = recipient_of(user.email, user.language)
    with in_language_of(recipient):
        text = _("%(agency)s is verified. You can send referrals under its name from now on:\n\n%(link)s") % {
            "agency": member.agency.name,
            "link": _address("agency-home"),
        }
        return Letter(recipient, _("Your agency is verified"), text)


@outbox.job("agencies.prune", platform=True)
def prune() -> None:
    """Forget whom a link was mailed to that nobody used."""
    prune_agencies(actor=None, now=timezone.now())
