"""The subscription by which an account pays, and for how many programs."""

import datetime as dt
import uuid

from billing.arriving import PROGRAM
from billing.models import (
    FAILING,
    GOOD,
    BillingAccount,
    CoverageKind,
    InvoiceStatus,
    Subscription,
)
from tenants.models import Tenant


def running(account: BillingAccount) -> Subscription | None:
    """Return the subscription by which an account pays: the newest that has begun and is not over."""
    rows = account.subscriptions.filter(status__in=(*GOOD, *FAILING))
    return rows.order_by("-began_at", "-pk").first()


def owes(account: BillingAccount) -> bool:
    """Return whether an invoice of an account waits for its money, or was given up as lost, due or not."""
    waiting = account.invoices.filter(status__in=(InvoiceStatus.OPEN, InvoiceStatus.UNCOLLECTIBLE))
    return bool(waiting.filter(amount_due__gt=0).exists())


def covered_programs(account: BillingAccount, *, now: dt.datetime) -> int:
    """Return for how many programs an account pays: those not released; the quantity of its subscription."""
    return account.coverages.filter(kind=CoverageKind.COVERED, ends_at=None).count()


def own_programs(account: BillingAccount) -> list[uuid.UUID]:
    """Return the programs that an account pays for on its own behalf: its owner, and that of its trial.

    A program from before there was billing never had a trial: that it came over to pay says whose payer it is.
    """
    kinds = (CoverageKind.TRIAL, CoverageKind.OWN)
    own = set(account.coverages.filter(kind__in=kinds).values_list("tenant_id", flat=True))
    if account.owner_kind == PROGRAM:
        own |= set(Tenant.objects.filter(pk=account.owner_id).values_list("pk", flat=True))
    return sorted(own)
