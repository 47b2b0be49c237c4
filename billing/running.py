"""The subscription by which an account pays, and for how many programs."""

import datetime as dt

from billing.models import FAILING, GOOD, BillingAccount, CoverageKind, Subscription


def running(account: BillingAccount) -> Subscription | None:
    """Return the subscription by which an account pays: the newest that has begun and is not over."""
    rows = account.subscriptions.filter(status__in=(*GOOD, *FAILING))
    return rows.order_by("-began_at", "-pk").first()


def covered_programs(account: BillingAccount, *, now: dt.datetime) -> int:
    """Return for how many programs an account pays: those not released; the quantity of its subscription."""
    return account.coverages.filter(kind=CoverageKind.COVERED, ends_at=None).count()
