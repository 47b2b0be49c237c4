"""From the objects of Stripe's library to `billing.seen`; a StripeObject is asked by attribute, and no dictionary."""

from datetime import UTC, datetime
from typing import Any

from billing.seen import SeenEvent, SeenInvoice, SeenLine, SeenSubscription

LONGEST_TOKEN = 64


def subscription_seen(seen: Any) -> SeenSubscription:
    """Return a subscription of ours; it has one item."""
    # `items` of a StripeObject is data here, not a method.
    item = seen["items"].data[0]
    price = item.price
    ours = price.lookup_key or (price.metadata["lookup_key"] if "lookup_key" in price.metadata else "")  # noqa: SIM401
    period_end = item.current_period_end
    ends = seen.ended_at or seen.cancel_at or (period_end if seen.cancel_at_period_end else None)
    return SeenSubscription(
        id=seen.id,
        customer_id=id_of(seen.customer),
        status=seen.status,
        lookup_key=ours,
        currency=seen.currency.upper(),
        quantity=item.quantity if "quantity" in item else 1,
        item_id=item.id,
        pays_by_invoice=seen.collection_method == "send_invoice",
        cancels_at_period_end=seen.cancel_at_period_end,
        period_ends_at=moment(period_end),
        trial_ends_at=moment(seen.trial_end),
        ends_at=moment(ends),
        began_at=when(seen.start_date),
    )


def invoice_seen(seen: Any) -> SeenInvoice:
    """Return an invoice."""
    of = seen.parent.subscription_details if seen.parent else None
    return SeenInvoice(
        id=seen.id,
        customer_id=id_of(seen.customer),
        subscription_id=id_of(of.subscription) if of else "",
        number=seen.number or "",
        status=seen.status or "draft",
        currency=seen.currency.upper(),
        total=seen.total,
        amount_due=seen.amount_due,
        made_at=when(seen.created),
        due_at=moment(seen.due_date),
        paid_at=moment(seen.status_transitions.paid_at),
        tries=seen.attempt_count,
        next_try_at=moment(seen.next_payment_attempt),
        hosted_url=(seen.hosted_invoice_url if "hosted_invoice_url" in seen else None) or "",
        pdf_url=(seen.invoice_pdf if "invoice_pdf" in seen else None) or "",
    )


def line_seen(seen: Any) -> SeenLine:
    """Return a line of a preview."""
    of = seen.parent
    details = (of.subscription_item_details or of.invoice_item_details) if of else None
    return SeenLine(
        amount=seen.amount,
        is_proration=bool(details.proration) if details else False,
        quantity=seen.quantity or 0,
        starts_at=when(seen.period.start),
        ends_at=when(seen.period.end),
    )


def id_of(either: Any) -> str:
    """Return an id, of what Stripe gives as an id or, expanded, as the whole."""
    return str(either.id if hasattr(either, "id") else either or "")


def token(text: str) -> str:
    """Return an id or a kind as it is; raise ValueError for what is none, or would not fit its column."""
    if not all(letter.isalnum() or letter in "_.-:" for letter in text) or len(text) > LONGEST_TOKEN:
        raise ValueError
    return text


def when(seconds: int) -> datetime:
    """Return the moment that Stripe writes as seconds."""
    return datetime.fromtimestamp(seconds, UTC)


def moment(seconds: int | None) -> datetime | None:
    """Return the same, where there may be none."""
    return None if seconds is None else when(seconds)


def event_seen(event: Any) -> SeenEvent:
    """Return which event it is and whom it is about; raise ValueError when its ids are no ids."""
    about = event.data.object
    customer = (
        about["id"] if about["object"] == "customer" else about["customer"] if "customer" in about else None  # noqa: SIM401
    )
    return SeenEvent(
        id=token(event.id),
        kind=token(event.type),
        api_version=token(event.api_version or ""),
        # Which card it is, is Stripe's to know: not even its id is kept.
        object_id="" if about["object"] == "payment_method" else token(about["id"] if "id" in about else ""),  # noqa: SIM401
        customer_id=token(id_of(customer)),
        made_at=when(event.created),
    )
