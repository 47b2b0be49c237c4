"""Write the people of agencies: invited by a link, come in by it, given other tasks, and gone."""

import datetime as dt

from amends import audit, outbox
from amends.accounts.ending import end_sessions
from amends.accounts.models import Role, User
from amends.accounts.reasons import INVITATION_OVER, OWN_ACCOUNT, SENT_OFTEN
from amends.actions import Refused, action
from network.agencies.actions.agencies import LASTS, MANAGES
from network.agencies.admitting import admit, demand_open
from network.agencies.models import (
    Agency,
    AgencyInvitation,
    AgencyKey,
    AgencyMember,
    AgencyState,
    SavedPlace,
    SignOnLink,
)
from network.agencies.reasons import HAS_PUBLIC_ACCOUNT, IS_CLOSED, IS_INVITED, LAST_MANAGER

MOST_LETTERS = 5


@action
def invite_to_agency(
    *, actor: User, email: str, name: str, language: str, is_manager: bool, now: dt.datetime
) -> AgencyInvitation:
    """Invite somebody to the actor's agency by a link that is mailed; Refused when they are invited already.

    Whether they have an account is said to whoever opens the link, and to nobody else.
    """
    agency = AgencyMember.objects.select_related("agency").get(user=actor).agency
    if agency.state == AgencyState.CLOSED:
        raise Refused(IS_CLOSED)
    waiting = agency.invitations.filter(email=email.lower(), accepted_at=None, revoked_at=None)
    if waiting.filter(expires_at__gt=now).exists():
        raise Refused(IS_INVITED)
    waiting.update(revoked_at=now)  # one that has run out makes room
    invitation = AgencyInvitation.objects.create(
        agency=agency,
        email=email.lower(),
        name=name,
        roles=MANAGES if is_manager else [Role.AGENCY_USER.value],
        language=language,
        invited_by=actor,
        expires_at=now + LASTS,
    )
    audit.record("agency.invited", invitation, actor=actor, is_manager=is_manager)
    outbox.queue("agencies.invitation", invitation_id=invitation.pk)
    return invitation


@action
def resend_agency_invitation(
    *, actor: User, invitation: AgencyInvitation, now: dt.datetime
) -> AgencyInvitation:
    """Send a new link, which works a week from now; the one before works no more. Refused when it is over."""
    locked = AgencyInvitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at or locked.revoked_at:
        raise Refused(INVITATION_OVER)
    if locked.link_number >= MOST_LETTERS:
        raise Refused(SENT_OFTEN)
    locked.link_number += 1
    locked.expires_at = now + LASTS
    locked.save(update_fields=["link_number", "expires_at"])
    audit.record("agency.invited_again", locked, actor=actor, number=locked.link_number)
    outbox.queue("agencies.invitation", invitation_id=locked.pk)
    return locked


@action
def revoke_agency_invitation(*, actor: User, invitation: AgencyInvitation, now: dt.datetime) -> None:
    """Withdraw an invitation; Refused when it is over already."""
    locked = AgencyInvitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at or locked.revoked_at:
        raise Refused(INVITATION_OVER)
    locked.revoked_at = now
    locked.save(update_fields=["revoked_at"])
    audit.record("agency.invitation_revoked", locked, actor=actor)


@action
def join_agency(
    *,
    actor: None,
    invitation: AgencyInvitation,
    link_number: int,
    name: str,
    password: str,
    now: dt.datetime,
    language: str = "",
) -> User:
    """Return the account of whoever opened the link; Refused when it was used, replaced, or has run out.

    Refused too when whoever invited may do so no more. The link came by mail, so the address is confirmed; with its
    first person an agency that was asked for waits to be verified.
    """
    locked = AgencyInvitation.objects.select_for_update().get(pk=invitation.pk)
    if link_number != locked.link_number:
        raise Refused(INVITATION_OVER)
    demand_open(locked, now)
    agency = Agency.objects.select_for_update().get(pk=locked.agency_id)
    if agency.state == AgencyState.CLOSED:
        raise Refused(IS_CLOSED)
    if User.objects.filter(email=locked.email).exists():
        raise Refused(HAS_PUBLIC_ACCOUNT)
    return admit(locked, agency, name=name, password=password, language=language, now=now)


@action
def change_agency_task(*, actor: User, member: AgencyMember, is_manager: bool) -> None:
    """Have somebody manage the agency too, or no more; Refused when nobody would."""
    user = _locked(member)
    if not is_manager:
        _refuse_to_lose_the_last(member)
    user.roles = MANAGES if is_manager else [Role.AGENCY_USER.value]
    user.save(update_fields=["roles"])
    if not is_manager:
        _end_what_a_manager_gave(user, actor)
    audit.record("agency.task_changed", user, actor=actor, is_manager=is_manager)


@action
def end_membership(*, actor: User, member: AgencyMember) -> None:
    """Close the account of somebody who left the agency, and sign it out everywhere; Refused for oneself."""
    if actor.pk == member.pk:
        raise Refused(OWN_ACCOUNT)
    user = _locked(member)
    _refuse_to_lose_the_last(member)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    _end_what_a_manager_gave(user, actor)
    SignOnLink.objects.filter(user=user).delete()
    SavedPlace.objects.filter(user=user).delete()
    member.delete()
    audit.record("agency.left", user, actor=actor)


def _locked(member: AgencyMember) -> User:
    # All managers of the agency wait for each other here, so that two cannot remove one another at once.
    Agency.objects.select_for_update().get(pk=member.agency_id)
    user: User = User.objects.select_for_update().get(pk=member.pk)
    return user


def _refuse_to_lose_the_last(member: AgencyMember) -> None:
    others = AgencyMember.objects.filter(
        agency_id=member.agency_id, user__is_active=True, user__roles__contains=[Role.AGENCY_MANAGER.value]
    ).exclude(pk=member.pk)
    if not others.exists():
        raise Refused(LAST_MANAGER)


def _end_what_a_manager_gave(user: User, actor: User) -> None:
    """Withdraw the invitations and end the keys of somebody who may give neither any more: none outlives the right."""
    now = dt.datetime.now(dt.UTC)
    AgencyInvitation.objects.filter(invited_by=user, accepted_at=None, revoked_at=None).update(revoked_at=now)
    for key in AgencyKey.objects.filter(made_by=user, revoked_at=None):
        AgencyKey.objects.filter(pk=key.pk).update(revoked_at=now)
        audit.record("agency.key_revoked", key, actor=actor)
