"""Write the people of a network: invited by a link, come in by it, given other duties, and gone."""

import datetime as dt
from collections.abc import Sequence

from amends import audit, outbox
from amends.accounts.access import may
from amends.accounts.actions import create_user
from amends.accounts.ending import end_sessions
from amends.accounts.models import User, checked_roles
from amends.accounts.reasons import INVITATION_OVER, OWN_ACCOUNT, SENT_OFTEN
from amends.actions import Refused, action
from network.oversight.access import LEADS
from network.oversight.models import DUTIES, Network, NetworkInvitation, NetworkOfficer
from network.oversight.reasons import HAS_ACCOUNT, IS_INVITED, LAST_OFFICER, NO_DUTY, OF_ANOTHER

LASTS = dt.timedelta(days=7)
FORGOTTEN = dt.timedelta(days=30)
MOST_LETTERS = 5


@action
def invite_officer(
    *,
    actor: User,
    network: Network,
    email: str,
    name: str,
    language: str,
    duties: Sequence[str],
    now: dt.datetime,
) -> NetworkInvitation:
    """Invite somebody to act for the network by a link that is mailed; Refused when they are invited already.

    Whether they have an account is said to whoever opens the link, and to nobody else.
    """
    roles = _duties(duties)
    waiting = network.invitations.filter(email=email.lower(), accepted_at=None, revoked_at=None)
    if waiting.filter(expires_at__gt=now).exists():
        raise Refused(IS_INVITED)
    waiting.update(revoked_at=now)  # one that has run out makes room
    invitation = NetworkInvitation.objects.create(
        network=network,
        email=email.lower(),
        name=name,
        roles=roles,
        language=language,
        invited_by=actor,
        expires_at=now + LASTS,
    )
    audit.record("network.invited", invitation, actor=actor, duties=roles)
    outbox.queue("oversight.invitation", invitation_id=invitation.pk)
    return invitation


@action
def resend_officer_invitation(
    *, actor: User, invitation: NetworkInvitation, now: dt.datetime
) -> NetworkInvitation:
    """Send a new link, which works a week from now; the one before works no more. Refused when it is over."""
    locked = _waiting(invitation)
    if locked.link_number >= MOST_LETTERS:
        raise Refused(SENT_OFTEN)
    locked.link_number += 1
    locked.expires_at = now + LASTS
    locked.save(update_fields=["link_number", "expires_at"])
    audit.record("network.invited_again", locked, actor=actor, number=locked.link_number)
    outbox.queue("oversight.invitation", invitation_id=locked.pk)
    return locked


@action
def revoke_officer_invitation(*, actor: User, invitation: NetworkInvitation, now: dt.datetime) -> None:
    """Withdraw an invitation; Refused when it is over already."""
    locked = _waiting(invitation)
    locked.revoked_at = now
    locked.save(update_fields=["revoked_at"])
    audit.record("network.invitation_revoked", locked, actor=actor)


@action
def join_network(
    *,
    actor: None,
    invitation: NetworkInvitation,
    link_number: int,
    name: str,
    password: str,
    now: dt.datetime,
    language: str = "",
) -> User:
    """Return the account of whoever opened the link; Refused when it was used, replaced, or has run out.

    Refused too when whoever invited may do so no more, and when the address has an account here: nobody acts for two
    networks. The link came by mail, so the address is confirmed.
    """
    locked = NetworkInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    stands = locked.is_open(now) and may(locked.invited_by, "invite_officer")
    leads = NetworkOfficer.objects.filter(user=locked.invited_by_id, network=locked.network_id)
    if link_number != locked.link_number or not stands or not leads.exists():
        raise Refused(INVITATION_OVER)
    if account := User.objects.filter(email=locked.email).first():
        raise Refused(OF_ANOTHER if NetworkOfficer.objects.filter(user=account.pk).exists() else HAS_ACCOUNT)
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
    NetworkOfficer.objects.create(user=user, network_id=locked.network_id)
    audit.record("network.joined", locked, actor=user, user=user.pk)
    return user


@action
def change_duties(*, actor: User, officer: NetworkOfficer, duties: Sequence[str]) -> None:
    """Give somebody exactly these duties, from their next page on; Refused without any, or when nobody would lead."""
    roles = _duties(duties)
    user = _locked(officer)
    if not set(roles) & set(LEADS):
        _refuse_to_lose_the_last(officer)
        _withdraw_what_they_sent(user)
    before = list(user.roles)
    user.roles = checked_roles([*_elsewhere(user), *roles])
    user.save(update_fields=["roles"])
    audit.record("network.duties_changed", user, actor=actor, before=before, after=user.roles)


@action
def remove_officer(*, actor: User, officer: NetworkOfficer) -> None:
    """Have somebody act for the network no more, and sign them out; Refused for oneself and for the last who leads.

    An account that is for nothing else is closed.
    """
    if actor.pk == officer.pk:
        raise Refused(OWN_ACCOUNT)
    user = _locked(officer)
    _refuse_to_lose_the_last(officer)
    _withdraw_what_they_sent(user)
    user.roles = _elsewhere(user)
    user.is_active = bool(user.roles)
    user.save(update_fields=["roles", "is_active"])
    end_sessions(user)
    officer.delete()
    audit.record("network.left", user, actor=actor, closed=not user.is_active)


@action
def prune_officer_invitations(*, actor: None, now: dt.datetime) -> int:
    """Forget whom a link was mailed to that ran out a month ago and that nobody used; return how many."""
    count, _rows = NetworkInvitation.objects.filter(accepted_at=None, expires_at__lt=now - FORGOTTEN).delete()
    audit.record("network.pruned", ("oversight.networkinvitation", None), actor=actor, count=count)
    return count


def _duties(wanted: Sequence[str]) -> list[str]:
    roles = [duty.value for duty in DUTIES if duty.value in wanted]
    if not roles:
        raise Refused(NO_DUTY)
    return roles


def _elsewhere(user: User) -> list[str]:
    """Return what somebody does on the platform beside the network."""
    return [role for role in user.roles if role not in {duty.value for duty in DUTIES}]


def _waiting(invitation: NetworkInvitation) -> NetworkInvitation:
    locked = NetworkInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if locked.accepted_at or locked.revoked_at:
        raise Refused(INVITATION_OVER)
    return locked


def _locked(officer: NetworkOfficer) -> User:
    # All who lead the network wait for each other here, so that two cannot remove one another at once.
    Network.objects.select_for_update().get(pk=officer.network_id)
    user: User = User.objects.select_for_update().get(pk=officer.pk)
    return user


def _refuse_to_lose_the_last(officer: NetworkOfficer) -> None:
    others = NetworkOfficer.objects.filter(
        network_id=officer.network_id, user__is_active=True, user__roles__contains=list(LEADS)
    )
    if not others.exclude(pk=officer.pk).exists():
        raise Refused(LAST_OFFICER)


def _withdraw_what_they_sent(user: User) -> None:
    """Withdraw the invitations of somebody who may give none any more: none outlives the right."""
    sent = NetworkInvitation.objects.filter(invited_by=user, accepted_at=None, revoked_at=None)
    sent.update(revoked_at=dt.datetime.now(dt.UTC))
