"""Write who pays for which program: settled with what Stripe said, offered, accepted, released, granted."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from amends import audit, outbox
from amends.actions import action
from billing.actions.trials import open_account
from billing.arriving import PROGRAM
from billing.catalogue import PLANS
from billing.models import (
    FAILING,
    BillingAccount,
    Coverage,
    CoverageKind,
    Offer,
    Subscription,
    SubscriptionStatus,
)
from billing.refusals import (
    ASKED_ALREADY,
    COVERED_ALREADY,
    NOT_COVERED,
    NOT_SUBSCRIBED,
    NOT_THERE,
    NOT_WAITING,
    UnableToCover,
)
from billing.refusals import FAILING as PAYMENT_LATE
from billing.running import covered_programs, own_programs, running
from billing.telling import tell_standing
from tenants.actions import set_state
from tenants.models import State, Tenant

# The subscription pays for as many programs as are covered: Stripe is told by this job.
QUANTITY = "billing.bring_quantity"
HAND_OVER = dt.timedelta(days=14)
"""For how long a program that is released stays covered, so that it can find another payer without a gap."""


@action
def settle(*, actor: Any, account: BillingAccount, now: dt.datetime) -> None:
    """Bring an account's coverages to what its subscription says now, and tell the programs whose standing changed."""
    locked = BillingAccount.objects.select_for_update().get(pk=account.pk)
    paid = running(locked)
    rows = locked.coverages.exclude(kind__in=(CoverageKind.TRIAL, CoverageKind.GRANTED))
    _end_what_is_over(rows, now)
    if paid is not None:
        _put_on(paid, locked, now)
        _count_anew(paid, locked, now)
    touched = sorted(set(locked.coverages.values_list("tenant_id", flat=True)))
    _tell(touched, now)
    audit.record("payer.settled", locked, actor=actor, programs=len(touched))


def _end_what_is_over(rows: Any, now: dt.datetime) -> None:
    """Give coverages of ended subscriptions the end of those, so that the ledger says by itself what was."""
    over = rows.filter(subscription__status__in=(SubscriptionStatus.CANCELED, "incomplete_expired"))
    for row in over.filter(Q(ends_at=None) | Q(ends_at__gt=now)).select_related("subscription"):
        ended = row.subscription.ends_at or now
        row.ends_at = max(row.starts_at, ended if row.ends_at is None else min(row.ends_at, ended))
        row.save(update_fields=["ends_at"])


def _put_on(paid: Subscription, account: BillingAccount, now: dt.datetime) -> None:
    """Have the running subscription pay for what the account covers; for its own program where it has one."""
    if PLANS[paid.plan_key].is_for_network:
        account.coverages.open_at(now).filter(kind=CoverageKind.COVERED).update(
            subscription=paid, plan_key=paid.plan_key
        )
        return
    for tenant_id in own_programs(account):
        rows = account.coverages.filter(tenant_id=tenant_id, kind=CoverageKind.OWN, ends_at=None)
        if rows.update(subscription=paid, plan_key=paid.plan_key) == 0:
            Coverage.objects.create(
                account=account,
                tenant_id=tenant_id,
                kind=CoverageKind.OWN,
                plan_key=paid.plan_key,
                subscription=paid,
                starts_at=paid.began_at,
            )


def _count_anew(paid: Subscription, account: BillingAccount, now: dt.datetime) -> None:
    """Have Stripe told where a network pays for another number of programs than it covers.

    A program that came or went while the row was behind Stripe was counted against the row; and Stripe's own pages,
    or somebody there, may have set another number.
    """
    wanted = max(covered_programs(account, now=now), 1)
    if PLANS[paid.plan_key].is_for_network and paid.quantity != wanted:
        outbox.queue(QUANTITY, account_id=account.pk)


def _tell(tenant_ids: Iterable[Any], now: dt.datetime) -> None:
    for tenant in Tenant.objects.filter(pk__in=list(tenant_ids)).order_by("pk"):
        tell_standing(tenant, now=now)


@action
def offer_coverage(*, actor: Any, account: BillingAccount, tenant: Tenant, now: dt.datetime) -> Offer:
    """Ask a program whether it wants to be covered; raises UnableToCover."""
    locked = BillingAccount.objects.select_for_update().get(pk=account.pk)
    _demand_payer(locked)
    if locked.coverages.filter(tenant=tenant, ends_at=None).exists():
        raise UnableToCover(COVERED_ALREADY)
    if locked.offers.filter(tenant=tenant, answered_at=None, withdrawn_at=None).exists():
        raise UnableToCover(ASKED_ALREADY)
    offer = Offer.objects.create(account=locked, tenant=tenant, made_at=now)
    outbox.queue("billing.offer_letter", offer_id=offer.pk)
    audit.record("coverage.offered", offer, actor=actor, tenant=tenant.pk)
    return offer


@action
def withdraw_offer(*, actor: Any, offer: Offer, now: dt.datetime) -> None:
    """Take an offer back before it is answered; raises UnableToCover."""
    locked = _waiting(offer)
    locked.withdrawn_at = now
    locked.save(update_fields=["withdrawn_at"])
    audit.record("coverage.offer_withdrawn", locked, actor=actor, tenant=locked.tenant_id)


@action
def answer_offer(*, actor: Any, offer: Offer, accepted: bool, now: dt.datetime) -> Coverage | None:
    """Note a program's answer; on a yes it is covered from now on. Raises UnableToCover."""
    locked = _waiting(offer)
    locked.answered_at, locked.accepted = now, accepted
    locked.save(update_fields=["answered_at", "accepted"])
    audit.record("coverage.answered", locked, actor=actor, tenant=locked.tenant_id, accepted=accepted)
    return cover(actor=None, account=locked.account, tenant=locked.tenant, now=now) if accepted else None


@action
def cover(*, actor: Any, account: BillingAccount, tenant: Tenant, now: dt.datetime) -> Coverage:
    """Have an account's subscription pay for a program from now on; raises UnableToCover."""
    locked = BillingAccount.objects.select_for_update().get(pk=account.pk)
    paid = _demand_payer(locked)
    if locked.coverages.filter(tenant=tenant, ends_at=None).exists():
        raise UnableToCover(COVERED_ALREADY)
    coverage = Coverage.objects.create(
        account=locked,
        tenant=tenant,
        kind=CoverageKind.COVERED,
        plan_key=paid.plan_key,
        subscription=paid,
        starts_at=now,
    )
    tell_standing(tenant, now=now)
    outbox.queue(QUANTITY, account_id=locked.pk)
    audit.record("coverage.begun", coverage, actor=actor, tenant=tenant.pk)
    return coverage


@action
def release_program(*, actor: Any, account: BillingAccount, tenant: Tenant, now: dt.datetime) -> Coverage:
    """Stop paying for a program after the days of the hand-over; raises UnableToCover."""
    locked = BillingAccount.objects.select_for_update().get(pk=account.pk)
    row = locked.coverages.filter(tenant=tenant, kind=CoverageKind.COVERED, ends_at=None).first()
    if row is None:
        raise UnableToCover(NOT_COVERED)
    row.ends_at = now + HAND_OVER
    row.save(update_fields=["ends_at"])
    tell_standing(tenant, now=now)
    outbox.queue(QUANTITY, account_id=locked.pk)
    audit.record("coverage.ended", row, actor=actor, tenant=tenant.pk, ends_at=row.ends_at)
    return row


@action
def grant_coverage(
    *, actor: Any, tenant: Tenant, plan_key: str, until: dt.datetime, reason: str, now: dt.datetime
) -> Coverage:
    """Cover a program without payment until a moment, as the operator decides.

    A program that was archived, because nobody paid for it, is open again from now on. Raises UnableToCover for one
    that is being prepared or erased.
    """
    locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
    if locked.state in (State.PENDING, State.ERASED):
        raise UnableToCover(NOT_THERE)
    if locked.state == State.ARCHIVED:
        set_state(tenant=locked, state=State.ACTIVE)
    coverage = Coverage.objects.create(
        account=open_account(actor=None, owner_kind=PROGRAM, owner_id=locked.pk, name=locked.name),
        tenant=locked,
        kind=CoverageKind.GRANTED,
        plan_key=plan_key,
        starts_at=now,
        ends_at=until,
    )
    tell_standing(locked, now=now)
    audit.record("coverage.granted", coverage, actor=actor, tenant=locked.pk, until=until, reason=reason)
    return coverage


def _demand_payer(account: BillingAccount) -> Subscription:
    paid = running(account)
    if paid is None or not PLANS[paid.plan_key].is_for_network:
        raise UnableToCover(NOT_SUBSCRIBED)
    if paid.status in FAILING:
        raise UnableToCover(PAYMENT_LATE)
    return paid


def _waiting(offer: Offer) -> Offer:
    locked = Offer.objects.select_for_update().select_related("account", "tenant").get(pk=offer.pk)
    if locked.answered_at is not None or locked.withdrawn_at is not None:
        raise UnableToCover(NOT_WAITING)
    return locked
