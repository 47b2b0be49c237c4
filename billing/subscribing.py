"""What a payer asks Stripe for: to subscribe, to change, to end, to go on, and the page of cards.

Nothing is written here but the customer's id and that it was asked; what comes of it is looked up at Stripe afterwards,
as after any event. Keys are made of our ids, the minute, and the newest look that was applied: a press that is repeated
is one, and one that follows what Stripe showed meanwhile is another.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from amends.accounts.links import at_host
from billing import stripe_client
from billing.actions.accounts import note_customer
from billing.actions.visits import note_stripe_asked
from billing.catalogue import Interval, Plan, Rate
from billing.models import BillingAccount, Coverage, CoverageKind, Subscription
from billing.running import covered_programs, running
from billing.seen import SeenPreview

DAYS_UNTIL_DUE = 30


@dataclass(frozen=True)
class Wish:
    """What a payer would pay for: a plan, how often, and of how many programs."""

    plan: Plan
    interval: Interval
    quantity: int

    def lookup_key(self, account: BillingAccount) -> str:
        """Return the key of the price, in the payer's currency and at the payer's rate."""
        return self.plan.lookup_key(self.plan.price(account.currency, self.interval, Rate(account.rate)))


def quantity_of(account: BillingAccount, plan: Plan, *, now: datetime) -> int:
    """Return how many programs a plan is paid for: one, or as many as a network covers, at least one."""
    return max(covered_programs(account, now=now), 1) if plan.is_for_network else 1


def checkout(
    account: BillingAccount, wish: Wish, *, actor: Any, now: datetime, back: str, cancel: str, language: str
) -> str:
    """Return the address of Stripe's page on which the subscription begins; raises what `stripe_client` raises.

    An earlier page that is still open in another tab is ended: on two of them a payer would subscribe twice.
    """
    customer = customer_of(account)
    closed = stripe_client.close_checkouts(customer)
    key = wish.lookup_key(account)
    note_stripe_asked(actor=actor, account=account, what="checkout")
    return stripe_client.start_checkout(
        customer_id=customer,
        account_id=account.pk,
        lookup_key=key,
        quantity=wish.quantity,
        trial_ends_at=trial_end(account, now=now),
        now=now,
        success_url=back,
        cancel_url=cancel,
        language=language,
        # With the page that was ended, so that Stripe does not answer with that one again.
        key=_key("checkout", account, now, customer, key, wish.quantity, closed),
    )


def by_invoice(account: BillingAccount, wish: Wish, *, actor: Any, now: datetime) -> None:
    """Subscribe a payer who pays by invoice; a page for a card that is still open is ended."""
    customer = customer_of(account)
    stripe_client.close_checkouts(customer)
    bring_details(account, key=_key("details", account, now))
    key = wish.lookup_key(account)
    note_stripe_asked(actor=actor, account=account, what="subscribe_by_invoice")
    stripe_client.subscribe_by_invoice(
        customer_id=customer,
        account_id=account.pk,
        lookup_key=key,
        quantity=wish.quantity,
        days_until_due=DAYS_UNTIL_DUE,
        trial_ends_at=trial_end(account, now=now),
        now=now,
        # Not by looks: of two presses at once each has one before it subscribes.
        key=f"invoice:{account.pk}:{int(now.timestamp()) // 60}:{account.subscriptions.count()}:{key}:{wish.quantity}",
    )


def portal(account: BillingAccount, *, actor: Any, now: datetime, back: str, language: str) -> str:
    """Return the address of Stripe's page of the payer's cards and accounts."""
    customer = customer_of(account)
    note_stripe_asked(actor=actor, account=account, what="portal")
    return stripe_client.start_portal(
        customer_id=customer, return_url=back, language=language, key=_key("portal", account, now)
    )


def preview(account: BillingAccount, paid: Subscription, wish: Wish, *, now: datetime) -> SeenPreview:
    """Return what a change would cost."""
    return stripe_client.preview_change(
        customer_id=customer_of(account),
        subscription_id=paid.pk,
        item_id=paid.item_id,
        lookup_key=wish.lookup_key(account),
        quantity=wish.quantity,
        now=now,
    )


def change(
    account: BillingAccount, paid: Subscription, wish: Wish, *, actor: Any, prorated_at: datetime
) -> None:
    """Change to another plan or interval, for what the preview said."""
    key = wish.lookup_key(account)
    note_stripe_asked(actor=actor, account=account, what="change")
    stripe_client.change_plan(
        subscription_id=paid.pk,
        item_id=paid.item_id,
        lookup_key=key,
        quantity=wish.quantity,
        prorated_at=prorated_at,
        key=_key("change", account, prorated_at, key, wish.quantity),
    )


def cancel(account: BillingAccount, paid: Subscription, *, actor: Any, now: datetime) -> None:
    """Let the subscription end with what is paid."""
    note_stripe_asked(actor=actor, account=account, what="cancel")
    stripe_client.cancel_at_period_end(paid.pk, key=_key("cancel", account, now))


def resume(account: BillingAccount, paid: Subscription, *, actor: Any, now: datetime) -> None:
    """Let a subscription that was to end go on."""
    note_stripe_asked(actor=actor, account=account, what="resume")
    stripe_client.resume(paid.pk, key=_key("resume", account, now))


def customer_of(account: BillingAccount) -> str:
    """Return the payer's customer at Stripe, made if there is none: the same one, however often it is asked for."""
    if account.customer_id is None:
        # With what it says of itself: a lost answer must not hold a payer to what was typed before it, as Stripe takes
        # a key with the same words alone.
        key = f"customer:{account.pk}:{_digest_of(_details(account))}"
        made = stripe_client.make_customer(**_details(account), account_id=account.pk, key=key)
        account.customer_id = note_customer(actor=None, account=account, customer_id=made).customer_id
    assert account.customer_id is not None  # noqa: S101 - just noted
    return account.customer_id


def bring_quantity(account: BillingAccount, *, now: datetime, key: str) -> None:
    """Have a network's subscription pay for as many programs as it covers now; nothing where that is so."""
    paid = running(account)
    if paid is None or not paid.plan.is_for_network:
        return
    wanted = quantity_of(account, paid.plan, now=now)
    if wanted != paid.quantity:
        stripe_client.set_quantity(
            subscription_id=paid.pk,
            item_id=paid.item_id,
            quantity=wanted,
            key=f"{key}:{wanted}",
        )


def trial_end(account: BillingAccount, *, now: datetime) -> datetime | None:
    """Return when the account's trial ends, if that is ahead; no subscription had it before."""
    if account.subscriptions.exists():
        return None
    trial = Coverage.objects.filter(account=account, kind=CoverageKind.TRIAL, ends_at__gt=now).first()
    return trial.ends_at if trial else None


def place(path: str) -> str:
    """Return the whole address of a page of billing, for Stripe to lead back to."""
    from django.conf import settings

    return at_host(str(settings.AMENDS_DOMAIN), path)


def _details(account: BillingAccount) -> dict[str, Any]:
    return {
        "name": account.name,
        "email": account.email,
        "language": account.language,
        "tax_exempt": account.tax_exempt,
        "po_number": account.po_number,
    }


def bring_details(account: BillingAccount, *, key: str) -> None:
    """Tell Stripe what the payer says of itself, for its next invoices; a try that tells something else is another."""
    details = _details(account)
    stripe_client.update_customer(customer_of(account), **details, key=f"{key}:{_digest_of(details)}")


def _digest_of(details: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(details, sort_keys=True).encode()).hexdigest()[:16]


def _key(what: str, account: BillingAccount, now: datetime, *more: Any) -> str:
    minute = int(now.timestamp() // timedelta(minutes=1).total_seconds())
    return ":".join(str(part) for part in (what, account.pk, minute, account.looks_applied, *more))
