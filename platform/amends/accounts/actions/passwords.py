"""Writes to passwords."""

from typing import Any

from allauth.account.models import EmailAddress

from amends import audit, outbox
from amends.accounts.actions.ending import end_sessions
from amends.accounts.models import User
from amends.actions import action


@action
def ask_for_reset(*, actor: Any, user: User) -> None:
    """Have a link mailed to somebody with which a new password can be chosen; asked for by nobody in particular."""
    audit.record("account.reset_asked", user, actor=actor)
    outbox.queue("accounts.reset_link", user_id=user.pk)


@action
def reset_password(*, actor: User, password: str) -> User:
    """Give somebody a new password who came by the mailed link: every session ends, and the address is confirmed."""
    actor.set_password(password)
    actor.save(update_fields=["password"])
    end_sessions(actor)
    EmailAddress.objects.filter(user=actor, email=actor.email).update(verified=True)
    audit.record("account.password_reset", actor, actor=actor)
    outbox.queue("accounts.changed", user_id=actor.pk, what="password")
    return actor


@action
def change_password(*, actor: User, password: str) -> User:
    """Give somebody a new password who knows the old one; the caller signs their own session in again."""
    actor.set_password(password)
    actor.save(update_fields=["password"])
    end_sessions(actor)
    audit.record("account.password_changed", actor, actor=actor)
    outbox.queue("accounts.changed", user_id=actor.pk, what="password")
    return actor
