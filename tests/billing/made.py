"""What Stripe would have shown of a payer, made without asking it."""

import datetime as dt

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
