"""Who is told that something came in: a referral, or word of a party on their own page, at night too."""

from typing import Any

from amends import outbox
from amends.accounts.access import Outsider
from amends.accounts.models import Role, User
from programs.models import MediationCase, Referral


def tell_of_referral(referral: Referral, *, actor: Any) -> None:
    """Queue a letter to each coordinator but `actor`, as part of the open transaction; nothing for a sample."""
    if referral.is_sample:
        return
    active = User.objects.filter(is_active=True).only("pk")
    coordinators = list(active.filter(roles__contains=[Role.COORDINATOR]))
    for user in coordinators or active.filter(roles__contains=[Role.PROGRAM_ADMIN]):
        if user != actor:
            outbox.queue("programs.referral_came", user_id=user.pk, referral_id=referral.pk)


def tell_coordinator(case: MediationCase | None, actor: Any) -> None:
    """Queue a letter to the coordinator of a case, if it was a party who acted; nothing for somebody who works here."""
    if isinstance(actor, Outsider) and case and case.coordinator_id is not None:
        outbox.queue("programs.party_acted", case_id=case.pk)
