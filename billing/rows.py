"""From what a look at Stripe saw to rows of ours; pure functions, which the drill's own model does not use."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from billing.catalogue import price_of
from billing.models import FAILING, OVER, BillingAccount
from billing.seen import Look, SeenInvoice, SeenSubscription

log = logging.getLogger(__name__)


def failing_since(seen: SeenSubscription, invoices: Iterable[SeenInvoice]) -> datetime | None:
    """Return since when a subscription is not paid for: from when its oldest open invoice was to be paid.

    Of one that is sent that is the due date, of one that is charged the day on which it was made. Where no invoice
    is open (Stripe made none final), the period that is not paid for has ended: its end counts.
    """
    if seen.status not in FAILING:
        return None
    own = [each for each in invoices if each.subscription_id == seen.id]
    due = [each.due_at or each.made_at for each in own if each.status == "open"]
    waiting = [each.made_at for each in own if each.status == "draft"]
    return min(due, default=None) or min(waiting, default=None) or seen.trial_ends_at or seen.began_at


def subscription_values(seen: SeenSubscription, invoices: Iterable[SeenInvoice]) -> dict[str, Any] | None:
    """Return a row's values; None where the price is none of ours, so that nobody is covered by it."""
    try:
        plan, price = price_of(seen.lookup_key)
    except KeyError:
        log.warning("A subscription has a price that is not in the catalogue; it is left out.")
        return None
    return {
        "status": seen.status,
        "plan_key": plan.key,
        "rate": price.rate,
        "interval": price.interval,
        "currency": price.currency,
        "quantity": seen.quantity,
        "item_id": seen.item_id,
        "pays_by_invoice": seen.pays_by_invoice,
        "period_ends_at": seen.period_ends_at,
        "trial_ends_at": seen.trial_ends_at,
        # An end is kept of what ended; one that never began, ended when it was seen to.
        "ends_at": seen.ends_at or (seen.period_ends_at if seen.status in OVER else None),
        "failing_since": failing_since(seen, invoices),
        "began_at": seen.began_at,
    }


def invoice_values(seen: SeenInvoice) -> dict[str, Any]:
    """Return a row's values."""
    return {
        "subscription_id": seen.subscription_id,
        "number": seen.number,
        "status": seen.status,
        "currency": seen.currency,
        "total": seen.total,
        "amount_due": seen.amount_due,
        "made_at": seen.made_at,
        "due_at": seen.due_at,
        "paid_at": seen.paid_at,
        "tries": seen.tries,
        "next_try_at": seen.next_try_at,
        "hosted_url": seen.hosted_url,
        "pdf_url": seen.pdf_url,
    }


def is_newer(number: int, account: BillingAccount) -> bool:
    """Return whether no look with a higher number was applied to an account yet."""
    return number > account.looks_applied


def rows_of(look: Look) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return the values of all rows by their ids: subscriptions of ours, and every invoice."""
    subscriptions = {
        each.id: values
        for each in look.subscriptions
        if (values := subscription_values(each, look.invoices)) is not None
    }
    return subscriptions, {each.id: invoice_values(each) for each in look.invoices}
