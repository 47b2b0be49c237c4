"""Writes to accounts."""

from collections.abc import Sequence

from amends import audit
from amends.accounts.models import User
from amends.actions import action


@action
def create_user(
    *, actor: User | None, email: str, name: str, roles: Sequence[str], password: str | None = None
) -> User:
    """Return a new account in this program; IntegrityError when the address has one already.

    Without `password` nobody can sign in to it yet. `actor` is None when the system itself acts (set-up).
    """
    user = User(email=email.lower(), name=name, roles=list(roles))
    user.set_password(password)
    user.save()
    audit.record("account.created", user, actor=actor, roles=list(roles))
    return user


@action
def note_sign_in(*, actor: User) -> None:
    """Record that somebody signed in."""
    audit.record("account.signed_in", actor, actor=actor)


@action
def note_sign_out(*, actor: User) -> None:
    """Record that somebody signed out."""
    audit.record("account.signed_out", actor, actor=actor)
