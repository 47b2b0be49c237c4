"""Write who pays: what invoices say of them, and which customer of Stripe's they are."""

from typing import Any

from amends import audit, outbox
from amends.actions import action
from billing.models import BillingAccount

# What invoices say of a payer is told to Stripe by this job.
DETAILS = "billing.bring_details"


@action
def change_payer(
    *, actor: Any, account: BillingAccount, name: str, email: str, country: str, po_number: str, language: str
) -> BillingAccount:
    """Change how invoices name the payer and where they go."""
    locked = BillingAccount.objects.select_for_update().get(pk=account.pk)
    told = {"name": name, "email": email, "country": country, "po_number": po_number, "language": language}
    changed = sorted(field for field, value in told.items() if getattr(locked, field) != value)
    for field in changed:
        setattr(locked, field, told[field])
    locked.save(update_fields=changed)
    if changed and locked.customer_id is not None:
        outbox.queue(DETAILS, account_id=locked.pk)
    audit.record("payer.changed", locked, actor=actor, fields=changed)
    return locked


@action
def note_customer(*, actor: Any, account: BillingAccount, customer_id: str) -> BillingAccount:
    """Keep which customer of Stripe's a payer is; the first one stays."""
    locked = BillingAccount.objects.select_for_update().get(pk=account.pk)
    if locked.customer_id is None:
        locked.customer_id = customer_id
        locked.save(update_fields=["customer_id"])
    audit.record("payer.customer_noted", locked, actor=actor)
    return locked
