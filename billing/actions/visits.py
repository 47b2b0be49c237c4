"""Write that somebody of a program came over to see to its payments, and left."""

from datetime import datetime
from typing import Any

from amends import audit
from amends.accounts.access import PAYER, Outsider
from amends.accounts.visits import SpentBefore
from amends.actions import action
from billing.arriving import PROGRAM, Arrival, NotLetIn
from billing.models import BillingAccount
from billing.visits import VISITS
from tenants.models import Tenant


@action
def arrive_to_pay(*, actor: None, arrival: Arrival, now: datetime) -> str:
    """Let in whoever comes with a way in that was read, once, and return what their cookie says.

    A program from before there was billing gets its payer by this. Raises NotLetIn("used").
    """
    tenant = Tenant.objects.get(pk=arrival.tenant_id)
    account, _made = BillingAccount.objects.get_or_create(
        owner_kind=PROGRAM, owner_id=tenant.pk, defaults={"name": tenant.name}
    )
    try:
        value = VISITS.spend(arrival.nonce, [account.pk.hex, arrival.person_id.hex], now=now)
    except SpentBefore as error:
        raise NotLetIn("used") from error
    audit.record("payer.came", account, actor=Outsider(PAYER, arrival.person_id), tenant=tenant.pk)
    return value


@action
def leave_billing(*, actor: Any, account: BillingAccount, value: str) -> None:
    """End a visit."""
    VISITS.close(value)
    audit.record("payer.left", account, actor=actor)


@action
def note_stripe_asked(*, actor: Any, account: BillingAccount, what: str) -> None:
    """Keep who asked Stripe for what in a payer's name: `what` is one of our own words."""
    audit.record("payer.asked_stripe", account, actor=actor, what=what)
