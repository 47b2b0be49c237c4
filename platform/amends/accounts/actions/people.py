"""Writes to people's accounts: made, given other roles, disabled and enabled again."""

from collections.abc import Sequence
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models.functions import Now

from amends import audit, outbox
from amends.accounts.access import may
from amends.accounts.ending import end_sessions
from amends.accounts.models import Invitation, Role, User, checked_roles
from amends.accounts.reasons import LAST_ADMIN, OWN_ACCOUNT
from amends.actions import Refused, action


@action
def create_user(
    *,
    actor: User | None,
    email: str,
    name: str,
    roles: Sequence[str],
    password: str | None = None,
    language: str = "",
    is_confirmed: bool = False,
) -> User:
    """Return a new account in this place; IntegrityError when the address has one already.

    Without `password` nobody can sign in to it yet. `actor` is None when the system itself acts (set-up).
    `is_confirmed`: somebody has shown that the address is theirs. Raises NotARoleHere.
    """
    user = User(email=email.lower(), name=name, roles=checked_roles(roles), language=language)
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=is_confirmed)
    audit.record("account.created", user, actor=actor, roles=list(user.roles))
    return user


@action
def change_roles(*, actor: User, user: User, roles: Sequence[str]) -> User:
    """Give somebody exactly these roles, from their next page on; Refused when nobody could manage people any more."""
    user = _locked(user)
    wanted = checked_roles(roles)
    if Role.PROGRAM_ADMIN in user.roles and Role.PROGRAM_ADMIN not in wanted:
        _refuse_to_lose_the_last_admin(user)
    before, user.roles = list(user.roles), wanted
    user.save(update_fields=["roles"])
    audit.record("account.roles_changed", user, actor=actor, before=before, after=wanted)
    _withdraw_invitations(user, actor)
    return user


@action
def disable_user(*, actor: User, user: User) -> User:
    """End somebody's sessions and let them in no more; Refused for oneself and for the last administrator."""
    if actor.pk == user.pk:
        raise Refused(OWN_ACCOUNT)
    user = _locked(user)
    if Role.PROGRAM_ADMIN in user.roles:
        _refuse_to_lose_the_last_admin(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    audit.record("account.disabled", user, actor=actor)
    _withdraw_invitations(user, actor)
    return user


@action
def enable_user(*, actor: User, user: User) -> User:
    """Let somebody in again who was disabled."""
    user = _locked(user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record("account.enabled", user, actor=actor)
    return user


@action
def reset_second_factor(*, actor: User, user: User) -> User:
    """Take away somebody's second factors, who lost them all; they enrol again at their next visit.

    Raises Refused for oneself: whoever can sign in can remove their own by name.
    """
    if actor.pk == user.pk:
        raise Refused(OWN_ACCOUNT)
    user = _locked(user)
    Authenticator.objects.filter(user=user).delete()
    user.has_second_factor = False
    user.save(update_fields=["has_second_factor"])
    end_sessions(user)
    audit.record("account.second_factor_reset", user, actor=actor)
    outbox.queue("accounts.changed", user_id=user.pk, what="second_factor_reset")
    return user


def _withdraw_invitations(user: User, actor: User) -> None:
    """Withdraw what somebody invited who may invite nobody any more: a link does not outlive the right to send it."""
    if may(user, "invite_person"):
        return
    waiting = Invitation.objects.filter(invited_by=user, accepted_at=None, revoked_at=None)
    for invitation in waiting.select_for_update():
        audit.record("invitation.revoked", invitation, actor=actor)
    waiting.update(revoked_at=Now())


def _locked(user: User) -> User:
    # All administrators are locked together, so that two of them cannot remove each other at once.
    locked: Any = User.objects.select_for_update().order_by("pk")
    rows = {row.pk: row for row in locked.filter(roles__contains=[Role.PROGRAM_ADMIN.value])}
    return rows.get(user.pk) or locked.get(pk=user.pk)


def _refuse_to_lose_the_last_admin(user: User) -> None:
    others = User.objects.filter(is_active=True, roles__contains=[Role.PROGRAM_ADMIN.value]).exclude(
        pk=user.pk
    )
    if not others.exists():
        raise Refused(LAST_ADMIN)
