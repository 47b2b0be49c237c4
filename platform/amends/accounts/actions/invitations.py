"""Writes to invitations: made, sent again, withdrawn, accepted."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Sum

from amends import audit, outbox
from amends.accounts.access import may
from amends.accounts.actions.people import create_user
from amends.accounts.models import Invitation, User, checked_roles
from amends.accounts.reasons import HAS_ACCOUNT, INVITATION_OVER, INVITED_ENOUGH, IS_INVITED, SENT_OFTEN
from amends.actions import Refused, action
from tenants.context import platform
from tenants.models import Tenant
from tenants.place import PUBLIC, required_schema

LASTS = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)
# How often one invitation is sent. Whoever did not find five letters will not find the sixth.
MOST_LETTERS = 5
# How many letters a program may send in a day to people who have no account, until the operator vouches for it.
MOST_A_DAY = 20


@action
def invite_person(
    *, actor: User | None, email: str, name: str, roles: Sequence[str], now: dt.datetime, language: str = ""
) -> Invitation:
    """Invite somebody by a link that is mailed to them; Refused when they have an account or an invitation.

    Refused too when a program that nobody vouches for has sent enough of them for a day.
    """
    email = email.lower()
    if User.objects.filter(email=email).exists():
        raise Refused(HAS_ACCOUNT)
    waiting = Invitation.objects.filter(email=email, accepted_at=None, revoked_at=None)
    if waiting.filter(expires_at__gt=now).exists():
        raise Refused(IS_INVITED)
    _refuse_too_many(now)
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
    """Send a new link, which works a week from now; the one before works no more.

    Refused when it is over, or was sent often enough.
    """
    invitation = _locked(invitation)
    if invitation.accepted_at or invitation.revoked_at:
        raise Refused(INVITATION_OVER)
    if invitation.link_number >= MOST_LETTERS:
        raise Refused(SENT_OFTEN)
    _refuse_too_many(now)
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

    Refused too when whoever invited may do so no more.
    The link came by mail, so the address is confirmed.
    """
    invitation = _locked(invitation)
    if not invitation.is_open(now) or link_number != invitation.link_number:
        raise Refused(INVITATION_OVER)
    if not may(invitation.invited_by, "invite_person"):
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


def _refuse_too_many(now: dt.datetime) -> None:
    if _is_vouched_for():
        return
    # Every letter moves the end of its invitation to a week later, so that the end says when the last one was
    # sent. An invitation counts with all of its letters, also those of other days.
    of_today = Invitation.objects.filter(expires_at__gt=now + LASTS - DAY)
    if (of_today.aggregate(letters=Sum("link_number"))["letters"] or 0) >= MOST_A_DAY:
        raise Refused(INVITED_ENOUGH)


def _is_vouched_for() -> bool:
    schema = required_schema()
    if schema == PUBLIC:
        return True
    with platform():
        return Tenant.objects.filter(schema_name=schema, verified_at__isnull=False).exists()


def _locked(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update().get(pk=invitation.pk)
