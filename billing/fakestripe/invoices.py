"""Invoices: made, priced, final, paid, void."""

from billing.fakestripe import paying, shapes
from billing.fakestripe.prices import discount_on
from billing.fakestripe.world import Thing, World

DAY = 86_400
HOUR = 3600


def make(world: World, subscription: Thing, lines: list[Thing], reason: str, *, at_once: bool) -> Thing:
    """Make an invoice of a subscription: final at once and tried, or a draft for an hour."""
    invoice = world.add("invoice", shapes.invoice(world, subscription, lines, reason))
    for line in lines:
        line["invoice"] = invoice["id"]
    subscription["latest_invoice"] = invoice["id"]
    price(invoice, subscription["_coupon"])
    if subscription["_coupon"] and subscription["_coupon"]["duration"] == "once":
        subscription["_coupon"] = None
    world.emit("invoice.created", invoice)
    if at_once:
        finalize(world, invoice)
    else:
        invoice["automatically_finalizes_at"] = world.now + HOUR
    return invoice


def price(invoice: Thing, coupon: Thing | None) -> None:
    """Work out an invoice's amounts from its lines and a coupon."""
    subtotal = sum(line["amount"] for line in invoice["lines"]["data"])
    off = discount_on(subtotal, coupon)
    invoice["subtotal"] = subtotal
    invoice["total"] = invoice["total_excluding_tax"] = subtotal - off
    invoice["total_discount_amounts"] = [{"amount": off, "discount": "di_1"}] if off else []
    invoice["amount_due"] = invoice["amount_remaining"] = max(invoice["total"], 0)


def finalize(world: World, invoice: Thing) -> None:
    """Make a draft final: it gets a number, takes what the payer has to their credit, and is tried or sent."""
    payer = world.get("customer", invoice["customer"])
    invoice["starting_balance"] = payer["balance"]
    due = invoice["total"] + payer["balance"]
    payer["balance"] = invoice["ending_balance"] = min(due, 0)
    invoice["amount_due"] = invoice["amount_remaining"] = max(due, 0)
    invoice["number"] = f"{payer['id'][-8:].upper()}-{payer['next_invoice_sequence']:04}"
    payer["next_invoice_sequence"] += 1
    invoice["status"] = "open"
    invoice["automatically_finalizes_at"] = None
    invoice["effective_at"] = invoice["status_transitions"]["finalized_at"] = world.now
    invoice["hosted_invoice_url"] = f"{world.url}/i/{invoice['id']}"
    invoice["invoice_pdf"] = f"{world.url}/i/{invoice['id']}/pdf"
    world.emit("invoice.finalized", invoice)
    if invoice["amount_due"] == 0:
        paying.settle(world, invoice)
    elif invoice["collection_method"] == "charge_automatically":
        paying.attempt(world, invoice)
    else:
        days = world.get("subscription", invoice["_subscription"])["days_until_due"]
        invoice["due_date"] = world.now + (days or 0) * DAY
        world.emit("invoice.sent", invoice)


def void(world: World, invoice: Thing) -> None:
    """Take an invoice back."""
    invoice["status"] = "void"
    invoice["status_transitions"]["voided_at"] = world.now
    invoice["next_payment_attempt"] = None
    world.emit("invoice.voided", invoice)
