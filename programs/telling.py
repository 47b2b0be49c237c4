"""Who is told that a referral came: those who decide about it, or the administrators where there is nobody yet."""

from typing import Any

from amends import outbox
from amends.accounts.models import Role, User
from programs.models import Referral


def tell_of_referral(referral: Referral, *, actor: Any) -> None:
    """Queue a letter to each coordinator but `actor`, as part of the open transaction; nothing for a sample."""
    if referral.is_sample:
        return
    active = User.objects.filter(is_active=True).only("pk")
    coordinators = list(active.filter(roles__contains=[Role.COORDINATOR]))
    for user in coordinators or active.filter(roles__contains=[Role.PROGRAM_ADMIN]):
        if user != actor:
            outbox.queue("programs.referral_came", user_id=user.pk, referral_id=referral.pk)
