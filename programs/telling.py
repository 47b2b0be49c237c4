"""Who is told that something came in or waits: a referral, or word of a party on their own page, at night too."""

from typing import Any

from django.db.models import Q

from amends import outbox
from amends.accounts.access import Outsider
from amends.accounts.models import Role, User
from programs.models import MediationCase, Referral
from programs.roles import RUNS_THE_CASE


def tell_of_referral(referral: Referral, *, actor: Any) -> None:
    """Queue a letter to each coordinator but `actor`, as part of the open transaction; nothing for a sample."""
    if referral.is_sample or not referral.is_waiting:
        return
    for user in told_of(referral):
        if user != actor:
            outbox.queue("programs.referral_came", user_id=user.pk, referral_id=referral.pk)


def told_of(referral: Referral) -> list[User]:
    """Return who hears of a referral: whom its source names; else the coordinators, or without any the administrators.

    Only those who may read referrals count, so that what an agreement names never leads nowhere.
    """
    active = User.objects.filter(is_active=True, roles__overlap=[*RUNS_THE_CASE]).only("pk", "roles")
    if source := referral.source:
        named = Q(roles__overlap=source.told_roles) | Q(pk=source.told_user_id)
        if found := list(active.filter(named)):
            return found
    coordinators = list(active.filter(roles__contains=[Role.COORDINATOR]))
    return coordinators or list(active.filter(roles__contains=[Role.PROGRAM_ADMIN]))


def tell_coordinator(case: MediationCase | None, actor: Any) -> None:
    """Queue a letter to the coordinator of a case, if it was a party who acted; nothing for somebody who works here."""
    if isinstance(actor, Outsider) and case and case.coordinator_id is not None:
        outbox.queue("programs.party_acted", case_id=case.pk)
