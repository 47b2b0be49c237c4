"""Somebody who was invited comes into an agency, by the link of the letter or by the agency's own sign-in."""

import datetime as dt

from amends import audit
from amends.accounts.access import may
from amends.accounts.actions import create_user
from amends.accounts.models import User
from amends.accounts.reasons import INVITATION_OVER
from amends.actions import Refused
from network.agencies.models import Agency, AgencyInvitation, AgencyMember, AgencyState


def demand_open(invitation: AgencyInvitation, now: dt.datetime) -> None:
    """Refuse an invitation that was used, withdrawn, has run out, or whose sender may invite no more."""
    inviter = invitation.invited_by
    if not invitation.is_open(now) or not (inviter is None or may(inviter, "invite_to_agency")):
        raise Refused(INVITATION_OVER)


def admit(
    locked: AgencyInvitation,
    agency: Agency,
    *,
    name: str,
    password: str | None,
    language: str,
    now: dt.datetime,
) -> User:
    """Return the new account of somebody invited, without a password for whom the agency's provider signs in."""
    locked.accepted_at = now
    locked.save(update_fields=["accepted_at"])
    user = create_user(
        actor=None,
        email=locked.email,
        name=name,
        roles=locked.roles,
        password=password,
        language=language,
        is_confirmed=True,
    )
    AgencyMember.objects.create(user=user, agency=agency)
    if agency.state == AgencyState.ASKED:
        agency.state = AgencyState.WAITING
        agency.save(update_fields=["state"])
    audit.record("agency.joined", agency, actor=user, user=user.pk)
    return user
