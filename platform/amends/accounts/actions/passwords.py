"""Writes to passwords."""

from typing import Any

from allauth.account.models import EmailAddress

from amends import audit, outbox
from amends.accounts.ending import end_sessions
from amends.accounts.models import User
from amends.accounts.tokens import id_of_address
from amends.actions import action


@action
def ask_for_reset(*, actor: Any, email: str) -> None:
    """Have a link mailed to whoever has this address, with which a new password can be chosen.

    Whether anybody has it is looked up where nobody waits for the answer: how long this takes must not tell.
    """
    address_id = id_of_address(email)
    audit.record("account.reset_asked", ("accounts.address", address_id), actor=actor)
    outbox.queue("accounts.reset_link", address_id=address_id)


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
