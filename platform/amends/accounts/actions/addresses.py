"""Writes to e-mail addresses: a new one counts once its owner has opened the link that is mailed to it."""

from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from django.utils import timezone

from amends import audit, outbox
from amends.accounts.models import User
from amends.accounts.reasons import ADDRESS_FORGOTTEN, HAS_ACCOUNT
from amends.actions import Refused, action


@action
def ask_for_confirmation(*, actor: User | None, user: User, email: str) -> EmailAddress:
    """Mail a link to an address (a new one, or the account's own) with which it is confirmed.

    Another new address that waits is forgotten. The address may be somebody else's here, which is only said to
    whoever opens the link: nobody learns who has an account. The address of before is told too.
    """
    email = email.lower()
    EmailAddress.objects.filter(user=user, verified=False).exclude(email__in=(email, user.email)).delete()
    address, _ = EmailAddress.objects.get_or_create(
        user=user, email=email, defaults={"primary": email == user.email}
    )
    EmailConfirmation.objects.filter(email_address=address).delete()
    confirmation = EmailConfirmation.create(address)
    confirmation.sent = timezone.now()
    confirmation.save(update_fields=["sent"])
    audit.record("account.address_asked", user, actor=actor)
    if email != user.email:
        outbox.queue("accounts.changed", user_id=user.pk, what="address_asked")
    outbox.queue("accounts.confirm_address", confirmation_id=confirmation.pk)
    return address


@action
def confirm_address(*, actor: Any, address: EmailAddress) -> User:
    """Make a confirmed address the one to sign in with, and tell the one before.

    Refused when it is another account's by now, or was forgotten with the account's sessions.
    """
    user = User.objects.select_for_update().get(pk=address.user_id)
    if not EmailAddress.objects.filter(pk=address.pk).exists():
        raise Refused(ADDRESS_FORGOTTEN)
    if User.objects.filter(email=address.email).exclude(pk=user.pk).exists():
        raise Refused(HAS_ACCOUNT)
    EmailAddress.objects.filter(user=user).exclude(pk=address.pk).delete()
    EmailConfirmation.objects.filter(email_address=address).delete()
    EmailAddress.objects.filter(pk=address.pk).update(verified=True, primary=True)
    is_new = address.email != user.email
    if is_new:
        user.former_email, user.email = user.email, address.email
        user.save(update_fields=["email", "former_email"])
        outbox.queue("accounts.changed", user_id=user.pk, what="address")
    audit.record("account.address_confirmed", user, actor=actor, is_new=is_new)
    return user
