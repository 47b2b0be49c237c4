"""Our side of the drill: payers with a program each, and what our tables say of them."""

import datetime as dt
import uuid
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from amends.outbox.models import Outbox
from billing.actions import begin_trial, open_account
from billing.models import (
    BillingAccount,
    Coverage,
    EventStatus,
    Invoice,
    StripeEvent,
    Subscription,
    TenantStanding,
)
from tenants.context import as_owner, platform
from tenants.models import Tenant


class Ours:
    """One payer for each customer; its program is a row without a schema, whose trial is over for long."""

    def __init__(self, customers: list[str]) -> None:
        self.customers = customers
        with as_owner():
            for _ in customers:
                name = uuid.uuid4().hex
                Tenant.objects.create(slug=name, name="Drill", schema_name=f"t_{name}", release="")
        with platform():
            for customer, tenant in zip(
                customers, Tenant.objects.order_by("-created_at")[: len(customers)], strict=True
            ):
                account = open_account(actor=None, owner_kind="program", owner_id=tenant.pk, name="Drill")
                begin_trial(
                    actor=None, account=account, tenant=tenant, now=timezone.now() - dt.timedelta(days=500)
                )
                BillingAccount.objects.filter(pk=account.pk).update(customer_id=customer)

    def is_drained(self) -> bool:
        """Return whether nothing waits; False while the database is away."""
        try:
            with platform():
                waiting = StripeEvent.objects.exclude(
                    status__in=(EventStatus.DONE, EventStatus.IGNORED)
                ).exists()
                return not waiting and not Outbox.objects.exists()
        except DatabaseError:
            return False

    def subscriptions(self, customer: str) -> set[tuple[Any, ...]]:
        """Return our rows of a payer's subscriptions."""
        with platform():
            return {
                (
                    row.pk, row.status, row.plan_key, row.rate, row.interval, row.currency, row.quantity,
                    _seconds(row.period_ends_at), _seconds(row.ends_at), _seconds(row.failing_since),
                )
                for row in Subscription.objects.filter(account__customer_id=customer)
            }  # fmt: skip

    def invoices(self, customer: str) -> set[tuple[Any, ...]]:
        """Return our rows of a payer's invoices."""
        fields = ("id", "status", "number", "total", "amount_due", "tries")
        with platform():
            return set(Invoice.objects.filter(account__customer_id=customer).values_list(*fields))

    def ledger(self, customer: str) -> set[tuple[Any, ...]]:
        """Return which subscription covers the payer's program, from when until when."""
        with platform():
            rows = Coverage.objects.filter(account__customer_id=customer, kind="own")
            return {(row.subscription_id, _seconds(row.starts_at), _seconds(row.ends_at)) for row in rows}

    def standing(self, customer: str) -> int | None:
        """Return since when our side says that nobody pays."""
        with platform():
            account = BillingAccount.objects.get(customer_id=customer)
            return _seconds(TenantStanding.objects.get(pk=account.owner_id).lapsed_since)


def _seconds(moment: dt.datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
