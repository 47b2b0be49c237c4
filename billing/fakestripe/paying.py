"""Payments: magic cards, tries after a failure, and what that makes of the subscription."""

from dataclasses import dataclass

from billing.fakestripe.world import Thing, World

DAY = 86_400
# Days after the first failure on which it is tried again: four tries in two weeks.
TRIES_AFTER = (3, 7, 14)
# How long a bank takes.
BANK_DAYS = 4
# After how many days an invoice that nobody pays on time ends as a failed card does.
PATIENCE_DAYS = 60


@dataclass(frozen=True)
class Card:
    """A number for tests: what is answered when it is given (`at_once`), and later (`later`); "" is a payment."""

    number: str
    label: str
    at_once: str = ""
    later: str = ""
    is_slow: bool = False
    # Stripe's name of it, where its API has one.
    token: str = ""


CARDS = {
    card.number: card
    for card in (
        Card("4242424242424242", "Pays", token="pm_card_visa"),
        Card(
            "4000000000000341", "Can be kept; every payment fails",
            later="card_declined", token="pm_card_chargeCustomerFail",
        ),
        Card("4000000000000002", "Is declined at once", at_once="card_declined", token="pm_card_chargeDeclined"),
        Card(
            "4000000000009995", "Has not enough on it",
            at_once="insufficient_funds", token="pm_card_chargeDeclinedInsufficientFunds",
        ),
        Card("000123456789", "A bank account: pays after four days", is_slow=True, token="pm_usBankAccount_success"),
        # Ours: Stripe has no card that pays a first invoice and no other.
        Card("4000000000004341", "Pays the first invoice, and none after it", later="first_only"),
    )
}  # fmt: skip
TOKENS = {card.token: card for card in CARDS.values() if card.token}


def keep_card(world: World, customer: Thing, card: Card) -> Thing:
    """Make a card the one by which a customer pays, for subscriptions that begin and those that run."""
    kind = "us_bank_account" if card.is_slow else "card"
    brand = {"last4": card.number[-4:]} | ({"bank_name": "A bank"} if card.is_slow else {"brand": "visa"})
    method = world.add(
        "payment_method",
        {"type": kind, kind: brand, "customer": customer["id"], "metadata": {}, "_number": card.number},
    )
    customer["invoice_settings"]["default_payment_method"] = method["id"]
    for subscription in world.of("subscription", customer["id"]):
        if subscription["default_payment_method"]:
            subscription["default_payment_method"] = method["id"]
    world.emit("payment_method.attached", method)
    world.emit("customer.updated", customer)
    return method


def card_of(world: World, invoice: Thing) -> Card | None:
    """Return the card that an invoice is charged to: the subscription's, else the customer's."""
    subscription = world.get("subscription", invoice["_subscription"])
    payer = world.get("customer", invoice["customer"])
    method = subscription["default_payment_method"] or payer["invoice_settings"]["default_payment_method"]
    return CARDS[world.get("payment_method", method)["_number"]] if method else None


def answer_of(card: Card | None, invoice: Thing) -> str:
    """Return why a card does not pay an invoice; "" when it does."""
    if card is None:
        return "missing"
    if card.later == "first_only":
        return "" if invoice["billing_reason"] == "subscription_create" else "card_declined"
    return card.at_once or card.later


def attempt(world: World, invoice: Thing) -> str:
    """Try to be paid; return why not, "" when paid or on its way."""
    card = card_of(world, invoice)
    invoice["attempted"] = True
    invoice["attempt_count"] += 1
    why = answer_of(card, invoice)
    if why:
        _failed(world, invoice)
        return why
    if card is not None and card.is_slow:
        invoice["_settles_at"] = world.now + BANK_DAYS * DAY
        invoice["next_payment_attempt"] = None
        _begin(world, invoice)
        return ""
    settle(world, invoice)
    return ""


def settle(world: World, invoice: Thing, *, out_of_band: bool = False) -> None:
    """Note that an invoice is paid, and what that makes of its subscription."""
    invoice["status"] = "paid"
    invoice["status_transitions"]["paid_at"] = world.now
    invoice["amount_paid"] = 0 if out_of_band else invoice["amount_due"]
    invoice["amount_remaining"] = 0
    invoice["next_payment_attempt"] = invoice["_settles_at"] = None
    world.emit("invoice.paid", invoice)
    if not out_of_band:
        world.emit("invoice.payment_succeeded", invoice)
    _begin(world, invoice)


def _begin(world: World, invoice: Thing) -> None:
    """Let the subscription of an invoice that is paid, or on its way, be active when nothing else is owed."""
    subscription = world.get("subscription", invoice["_subscription"])
    if subscription["status"] not in ("incomplete", "past_due", "unpaid"):
        return
    if any(is_owed(each) for each in world.invoices_of(subscription)):
        return
    subscription["status"] = "active"
    world.emit("customer.subscription.updated", subscription)


def is_owed(invoice: Thing) -> bool:
    """Return whether an invoice should have been paid and is not, nor on its way."""
    if invoice["status"] != "open" or invoice["_settles_at"]:
        return False
    if invoice["collection_method"] == "send_invoice":
        return bool(invoice["_is_overdue"])
    return bool(invoice["attempted"])


def _failed(world: World, invoice: Thing) -> None:
    subscription = world.get("subscription", invoice["_subscription"])
    first = invoice.setdefault("_retries_from", world.now)
    tries = invoice["attempt_count"]
    is_last = tries > len(TRIES_AFTER)
    invoice["next_payment_attempt"] = (
        None if is_last else max(first + TRIES_AFTER[tries - 1] * DAY, world.now + DAY)
    )
    if invoice["billing_reason"] == "subscription_create":
        invoice["next_payment_attempt"] = None
        world.emit("invoice.payment_failed", invoice)
        return
    world.emit("invoice.payment_failed", invoice)
    if is_last:
        give_up(world, subscription)
    elif subscription["status"] in ("active", "trialing"):
        subscription["status"] = "past_due"
        world.emit("customer.subscription.updated", subscription)


def give_up(world: World, subscription: Thing) -> None:
    """Do what the account's settings say of a subscription whose last try failed."""
    if world.final == "canceled":
        end(world, subscription, "payment_failed")
    elif subscription["status"] != world.final:
        subscription["status"] = world.final
        world.emit("customer.subscription.updated", subscription)


def end(world: World, subscription: Thing, reason: str) -> None:
    """End a subscription now."""
    subscription["status"] = "canceled"
    subscription["ended_at"] = world.now
    subscription["canceled_at"] = subscription["canceled_at"] or world.now
    subscription["cancellation_details"]["reason"] = reason
    for invoice in world.invoices_of(subscription):
        invoice["next_payment_attempt"] = None
        if invoice["status"] == "draft":
            invoice["auto_advance"] = False
            invoice["automatically_finalizes_at"] = None
    world.emit("customer.subscription.deleted", subscription)
