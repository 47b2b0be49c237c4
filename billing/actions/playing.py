"""Write that days have passed, where a Stripe is played: what was due in them was due in the past."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import F

from amends import outbox
from amends.actions import action
from billing.actions.mirroring import ring
from billing.models import BillingAccount, Coverage, Invoice, Subscription, TenantStanding
from billing.telling import tell_standing
from tenants.models import Tenant

TIMES: dict[Any, tuple[str, ...]] = {
    Coverage: ("starts_at", "ends_at"),
    Subscription: ("period_ends_at", "trial_ends_at", "ends_at", "failing_since", "began_at"),
    Invoice: ("made_at", "due_at", "paid_at", "next_try_at"),
    TenantStanding: ("lapsed_since", "lapses_at", "announced_lapse"),
}
"""Every moment by which payments are reckoned; notes of when somebody did something stay."""


@action(audited=False, because="it is a clock that is moved, and only beside a Stripe that is played")
def let_days_pass(*, actor: None, by: dt.timedelta) -> None:
    """Move all moments of payments into the past by as much; raises RuntimeError beside Stripe itself."""
    if not settings.STRIPE_API:
        raise RuntimeError("Days pass only where Stripe is played.")
    for model, names in TIMES.items():
        model.objects.update(**{name: F(name) - by for name in names})


@action(audited=False, because="as above; what is found is recorded when it is applied")
def look_after_days(*, actor: None, now: dt.datetime) -> None:
    """Have every payer looked at, every program told how it stands, and done what is due each hour."""
    for account in BillingAccount.objects.exclude(customer_id=None).order_by("pk"):
        ring(actor=None, account=account)
    told = TenantStanding.objects.values("pk")
    for tenant in Tenant.objects.filter(pk__in=told).order_by("pk"):
        tell_standing(tenant, now=now)
    outbox.queue("billing.turn")
