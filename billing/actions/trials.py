"""Write how a payer begins: an account of its own, and the trial of its program, without asking Stripe."""

import datetime as dt
import uuid
from typing import Any

from amends import audit
from amends.actions import action
from billing.catalogue import CURRENCIES, TRIAL_DAYS, TRIAL_PLAN
from billing.models import BillingAccount, Coverage, CoverageKind
from billing.telling import tell_standing
from tenants.models import Tenant

COUNTRY_CURRENCIES = {"CA": "CAD"}


@action
def open_account(
    *,
    actor: Any,
    owner_kind: str,
    owner_id: uuid.UUID,
    name: str,
    email: str = "",
    language: str = "",
    country: str = "",
) -> BillingAccount:
    """Return the payer of an owner, made if there is none; what an older row says stays."""
    currency = COUNTRY_CURRENCIES.get(country, CURRENCIES[0])
    told = {"name": name, "email": email, "language": language, "country": country, "currency": currency}
    account, made = BillingAccount.objects.get_or_create(
        owner_kind=owner_kind, owner_id=owner_id, defaults=told
    )
    audit.record("payer.opened" if made else "payer.opened_again", account, actor=actor)
    return account


@action
def begin_trial(*, actor: Any, account: BillingAccount, tenant: Tenant, now: dt.datetime) -> Coverage:
    """Cover a program for the days of the trial, once; asked again, it returns the trial that there is or was."""
    coverage, made = Coverage.objects.get_or_create(
        tenant=tenant,
        kind=CoverageKind.TRIAL,
        defaults={
            "account": account,
            "plan_key": TRIAL_PLAN.key,
            "starts_at": now,
            "ends_at": now + dt.timedelta(days=TRIAL_DAYS),
        },
    )
    tell_standing(tenant, now=now)
    audit.record("trial.begun" if made else "trial.begun_again", coverage, actor=actor, tenant=tenant.pk)
    return coverage
