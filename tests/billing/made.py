"""What Stripe would have shown of a payer, made without asking it."""

import datetime as dt
import uuid

from amends.outbox import Attempt
from amends.outbox.models import Outbox
from amends.outbox.registry import find
from billing.models import BillingAccount, Subscription

DAY = dt.timedelta(days=1)


def subscribe(
    account: BillingAccount, now: dt.datetime, *, plan="program-small.1", status="active", **changes
):
    facts = {
        "plan_key": plan,
        "rate": "standard",
        "interval": "month",
        "currency": "USD",
        "status": status,
        "began_at": now,
        "item_id": "si_1",
        "period_ends_at": now + 30 * DAY,
    }
    return Subscription.objects.create(
        pk=f"sub_{account.pk.hex[:8]}_{plan}", account=account, **(facts | changes)
    )


def attempt() -> Attempt:
    """Return the first try of an errand."""
    return Attempt(uuid.uuid4(), 1, dt.datetime.now(dt.UTC), is_committed_first=False)


def tell_stripe(job: str, *, after: int = 0) -> int:
    """Do what is queued for Stripe as the worker would, without the first `after`; return how many there were."""
    rows = list(Outbox.objects.filter(job=job).order_by("id")[after:])
    errand = find(job).errand
    for row in rows:
        plan = errand.prepare(attempt(), **row.args)
        assert errand.conclude(plan, errand.perform(plan))
    return len(rows)
