"""Our side of the drill: payers with a program each, and what our tables say of them."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db.models import Count, Sum
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
from tenants.place import PUBLIC


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

    def waiting(self) -> int:
        """Return how many events and jobs are not done."""
        with platform():
            return _open_events().count() + _our_jobs().count()

    def drop_words(self) -> None:
        """Take out what programs are told of a lapse: they are without a schema, where it would wait for ever."""
        with as_owner():
            Outbox.objects.exclude(schema=PUBLIC).delete()

    def stranded(self) -> list[str]:
        """Return what is not done, with its state."""
        with platform():
            events = [f"event {row.pk} {row.status} {row.error}" for row in _open_events()]
            jobs = [
                f"job {row.job} {row.args} attempts {row.attempts} not before {row.not_before} {row.last_error}"
                for row in _our_jobs()
            ]
        return [*jobs, *events]

    def seen(self) -> dict[str, dict[str, Any]]:
        """Return what our tables say: a word for each kind of thing, then what is said of each customer."""
        with platform():
            return {
                "subscriptions": self._grouped(Subscription.objects.all(), _subscription),
                "invoices": self._grouped(Invoice.objects.all(), _invoice),
                "ledger": self._grouped(Coverage.objects.filter(kind="own"), _coverage),
                "standing": self._standings(),
            }

    def _grouped(self, rows: Any, told: Callable[[Any], tuple[Any, ...]]) -> dict[str, set[tuple[Any, ...]]]:
        found: dict[str, set[tuple[Any, ...]]] = {customer: set() for customer in self.customers}
        for row in rows.filter(account__customer_id__in=self.customers).select_related("account"):
            found[str(row.account.customer_id)].add(told(row))
        return found

    def _standings(self) -> dict[str, int | None]:
        owners = BillingAccount.objects.filter(customer_id__in=self.customers)
        customer_of = dict(owners.values_list("owner_id", "customer_id"))
        rows = TenantStanding.objects.filter(pk__in=list(customer_of))
        return {str(customer_of[row.pk]): _seconds(row.lapsed_since) for row in rows}


def kept_events() -> Counter[str]:
    """Return how many events our side has noted, and how many deliveries of them."""
    with platform():
        told = StripeEvent.objects.aggregate(events=Count("pk"), deliveries=Sum("deliveries", default=0))
    return Counter(told)


def _our_jobs() -> Any:
    return Outbox.objects.filter(schema=PUBLIC)


def _open_events() -> Any:
    return StripeEvent.objects.exclude(status__in=(EventStatus.DONE, EventStatus.IGNORED))


def _subscription(row: Subscription) -> tuple[Any, ...]:
    told = (row.pk, row.status, row.plan_key, row.rate, row.interval, row.currency, row.quantity)
    return (*told, _seconds(row.period_ends_at), _seconds(row.ends_at), _seconds(row.failing_since))


def _invoice(row: Invoice) -> tuple[Any, ...]:
    return (row.pk, row.status, row.number, row.total, row.amount_due, row.tries)


def _coverage(row: Coverage) -> tuple[Any, ...]:
    return (row.subscription_id, _seconds(row.starts_at), _seconds(row.ends_at))


def _seconds(moment: dt.datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
