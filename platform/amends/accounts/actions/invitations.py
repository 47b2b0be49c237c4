"""Writes to invitations: made, sent again, withdrawn, accepted."""

import datetime as dt
from collections.abc import Sequence

from amends import audit, outbox
from amends.accounts.actions.people import create_user
from amends.accounts.models import Invitation, User, checked_roles
from amends.accounts.reasons import HAS_ACCOUNT, INVITATION_OVER, IS_INVITED
from amends.actions import Refused, action

LASTS = dt.timedelta(days=7)


@action
def invite_person(
    *, actor: User | None, email: str, name: str, roles: Sequence[str], now: dt.datetime, language: str = ""
) -> Invitation:
    """Invite somebody by a link that is mailed to them; Refused when they have an account or an invitation."""
    email = email.lower()
    if User.objects.filter(email=email).exists():
        raise Refused(HAS_ACCOUNT)
    waiting = Invitation.objects.filter(email=email, accepted_at=None, revoked_at=None)
    if waiting.filter(expires_at__gt=now).exists():
        raise Refused(IS_INVITED)
    # One that has run out makes room.
    waiting.update(revoked_at=now)
    invitation = Invitation.objects.create(
        email=email,
        name=name,
        roles=checked_roles(roles),
        language=language,
        invited_by=actor,
        expires_at=now + LASTS,
    )
    audit.record("invitation.made", invitation, actor=actor, roles=list(invitation.roles))
    outbox.queue("accounts.invitation", invitation_id=invitation.pk)
    return invitation


@action
def resend_invitation(*, actor: User, invitation: Invitation, now: dt.datetime) -> Invitation:
    """Send a new link, which works a week from now; the one before works no more. Refused when it is over."""
    invitation = _locked(invitation)
    if invitation.accepted_at or invitation.revoked_at:
        raise Refused(INVITATION_OVER)
    invitation.link_number += 1
    invitation.expires_at = now + LASTS
    invitation.save(update_fields=["link_number", "expires_at"])
    audit.record("invitation.sent_again", invitation, actor=actor, number=invitation.link_number)
    outbox.queue("accounts.invitation", invitation_id=invitation.pk)
    return invitation


@action
def revoke_invitation(*, actor: User, invitation: Invitation, now: dt.datetime) -> Invitation:
    """Withdraw an invitation; Refused when it is over already."""
    invitation = _locked(invitation)
    if invitation.accepted_at or invitation.revoked_at:
        raise Refused(INVITATION_OVER)
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    audit.record("invitation.revoked", invitation, actor=actor)
    return invitation


@action
def accept_invitation(
    *,
    actor: None,
    invitation: Invitation,
    link_number: int,
    name: str,
    password: str,
    now: dt.datetime,
    language: str = "",
) -> User:
    """Return the account of whoever opened the link; Refused when the link was used, replaced or has run out.

    The link came by mail, so the address is confirmed.
    """
    invitation = _locked(invitation)
    if not invitation.is_open(now) or link_number != invitation.link_number:
        raise Refused(INVITATION_OVER)
    if User.objects.filter(email=invitation.email).exists():
        raise Refused(HAS_ACCOUNT)
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    user = create_user(
        actor=None,
        email=invitation.email,
        name=name,
        roles=invitation.roles,
        password=password,
        language=language,
        is_confirmed=True,
    )
    audit.record("invitation.accepted", invitation, actor=user)
    return user


def _locked(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update().get(pk=invitation.pk)
